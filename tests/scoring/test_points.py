"""The method "points": golden blocks, the three policies for what does not apply, bonus, bands, picking."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.answers import Chosen, NotApplicable, Response
from maturity.questionnaire import read
from maturity.scoring.methods import evaluate

WEIGHTS = (20, 15, 15, 10, 10, 30)
GOLDEN = [(3, 5), (2, 4), (3, 6), (1, 3), (2, 4), (9, 12)]  # earned and applicable optional points of a block
NA = NotApplicable("没有")


def definition(points, weights=WEIGHTS, policy="renormalise", parts=True, total="100"):
    """A questionnaire with a mandatory item and optional ones of these points in every block, all yes or no."""
    split = 'parts: {mandatory: "60", optional: "40"}, ' if parts else ""
    text = f"""
id: blocks
version: "1"
title: {{zh: 板块, en: Blocks}}
edition: {{standard: None, status: draft}}
scoring: {{method: points, total: "{total}", {split}na_policy: {policy}}}
choices:
  - {{id: "yes", score: "1", text: {{zh: 是, en: "Yes"}}, when: {{zh: 是, en: "Yes"}}}}
  - {{id: half, score: "0.5", text: {{zh: 一半, en: "Half"}}, when: {{zh: 半, en: "Half"}}}}
  - {{id: "no", score: "0", text: {{zh: 否, en: "No"}}, when: {{zh: 否, en: "No"}}}}
tiers: [{{id: block, name: {{zh: 板块, en: Block}}, plural: Blocks}}]
profiles:
  default:
    name: {{zh: 通用, en: General}}
    source: {{zh: 自拟, en: Made up}}
    verified: false
"""
    if parts:
        text += "    weights:\n      block:\n"
        text += "".join(
            f'        b{b}: {{percent: "{w}", provenance: x, confidence: own}}\n' for b, w in enumerate(weights)
        )
    text += "groups:\n"
    shown = "evidence: {zh: [证], en: [Paper]}, look_for: {zh: 看, en: Look}"
    for b, several in enumerate(points):
        text += f"  - id: b{b}\n    name: {{zh: 块{b}, en: Block {b}}}\n    about: {{zh: 块, en: Block}}\n    items:\n"
        if parts:
            text += f"      - {{id: b{b}.m, role: mandatory, text: {{zh: 必{b}, en: Must {b}}}, {shown}}}\n"
        for n, p in enumerate(several):
            may = f"text: {{zh: 可{b}之{n}, en: May {b} {n}}}, {shown}"
            text += f'      - {{id: b{b}.{n}, role: optional, points: "{p}", {may}}}\n'
    return read(text)


def golden(policy="renormalise"):
    """Blocks whose optional points are one for the earned and one for each further point."""
    return definition([(earned, *[1] * (whole - earned)) for earned, whole in GOLDEN], policy=policy)


def answers(questionnaire, **changes):
    """The first optional item of every block yes, the others no, all mandatory ones met."""
    found = {item.id: Chosen("yes" if item.id.endswith((".m", ".0")) else "no") for item in questionnaire.items}
    return Response(questionnaire, "default", found | {id.replace("_", "."): answer for id, answer in changes.items()})


def percents(found):
    return [float(section.score.low / section.maximum * 100) for section in found.sections]


def test_blocks_and_total_are_the_golden_ones():
    found = evaluate(answers(golden()))
    assert percents(found) == pytest.approx([84, 80, 80, 73.333333, 80, 90], abs=1e-6)
    assert float(found.score.low) == pytest.approx(83.133333, abs=1e-6)


def test_a_missed_mandatory_item_costs_its_part_and_the_eligibility():
    found = evaluate(answers(golden(), b3_m=Chosen("no")))
    assert float(found.score.low) == pytest.approx(77.133333, abs=1e-6)
    assert found.eligible is False


@pytest.mark.parametrize(("policy", "percent"), [("renormalise", 86.666667), ("zero", 80), ("full", 90)])
def test_an_item_that_does_not_apply_follows_the_policy(policy, percent):
    found = evaluate(answers(golden(policy), b1_1=NA))
    assert percents(found)[1] == pytest.approx(percent, abs=1e-6)
    assert float(found.sections[1].score.low) == pytest.approx(percent * 0.15, abs=1e-6)


@pytest.mark.parametrize(("policy", "percent"), [("renormalise", 100), ("zero", 60), ("full", 100)])
def test_without_an_optional_item_that_applies_the_mandatory_part_carries_the_block(policy, percent):
    found = evaluate(answers(golden(policy), b1_0=NA, b1_1=NA, b1_2=NA))
    assert percents(found)[1] == pytest.approx(percent)


def test_a_block_in_which_nothing_applies_leaves_its_weight_to_the_others():
    gone = dict.fromkeys(["b5_m", "b5_0", "b5_1", "b5_2", "b5_3"], NA)
    found = evaluate(answers(golden(), **gone))
    assert found.sections[5].score is None
    assert float(found.score.low) == pytest.approx((16.8 + 12 + 12 + 7.3333333 + 8) / 70 * 100, abs=1e-6)


@pytest.mark.parametrize(("policy", "score"), [("zero", 84), ("renormalise", 91.304348), ("full", 92)])
def test_points_that_cannot_be_reached_follow_the_policy(policy, score):
    questionnaire = definition([(84, 8, 8)], policy=policy, parts=False)
    found = evaluate(answers(questionnaire, b0_1=NA))
    assert float(found.score.low) == pytest.approx(score, abs=1e-6)
    assert found.maximum == 100


def test_an_open_item_gives_two_scores():
    response = answers(golden())
    open_ = Response(response.questionnaire, "default", {k: v for k, v in response.answers.items() if k != "b0.1"})
    found = evaluate(open_)
    assert (found.score.low, found.score.high) == (
        evaluate(response).score.low,
        evaluate(answers(golden(), b0_1=Chosen("yes"))).score.low,
    )
    assert found.provisional
    assert found.eligible


QUESTIONNAIRES = {policy: golden(policy) for policy in ("renormalise", "zero", "full")}
given_answers = st.lists(st.sampled_from(["yes", "half", "no", "na", None]), min_size=40, max_size=40)


def drawn(policy, codes):
    questionnaire = QUESTIONNAIRES[policy]
    kinds = {"yes": Chosen("yes"), "half": Chosen("half"), "no": Chosen("no"), "na": NA}
    pairs = zip(questionnaire.items, codes, strict=False)
    return {item.id: kinds[code] for item, code in pairs if code}


@settings(deadline=None)
@given(given_answers, st.sampled_from(["renormalise", "zero", "full"]))
def test_the_score_lies_between_its_limits_whatever_is_open(codes, policy):
    questionnaire = QUESTIONNAIRES[policy]
    known = drawn(policy, codes)
    found = evaluate(Response(questionnaire, "default", known))
    assert 0 <= found.score.low <= found.score.high <= 100
    for closed in ("yes", "half", "no"):
        rest = {item.id: Chosen(closed) for item in questionnaire.items if item.id not in known}
        score = evaluate(Response(questionnaire, "default", known | rest)).score
        assert score.settled
        assert found.score.low <= score.low <= found.score.high


@settings(deadline=None)
@given(given_answers, st.integers(0, 39), st.sampled_from(["renormalise", "zero", "full"]))
def test_a_better_answer_never_scores_less(codes, place, policy):
    known = drawn(policy, codes)
    item = [*QUESTIONNAIRES[policy].items][place % len(QUESTIONNAIRES[policy].items)].id
    scores = [
        evaluate(Response(QUESTIONNAIRES[policy], "default", {**known, item: Chosen(choice)})).score.low
        for choice in ("no", "half", "yes")
    ]
    assert scores == sorted(scores)


@settings(deadline=None)
@given(given_answers)
def test_a_missed_mandatory_item_is_never_eligible(codes):
    known = drawn("renormalise", codes)
    found = evaluate(Response(QUESTIONNAIRES["renormalise"], "default", {**known, "b0.m": Chosen("no")}))
    assert found.eligible is False


SMALL = read((Path(__file__).parents[1] / "questionnaires" / "green.yaml").read_text(encoding="utf-8"))


def test_a_bonus_is_told_apart_and_has_a_limit():
    from maturity.answers import Ticked

    found = evaluate(Response(SMALL, "default", {"land.extra": Ticked(("roof", "wall"))}))
    assert found.bonus.low == 3
    assert evaluate(Response(SMALL, "default", {"land.extra": Ticked(("roof",))})).bonus.low == 2
    assert found.score.low == 0


def test_grades_are_those_of_the_lowest_and_the_highest_score():
    low, high = evaluate(Response(SMALL, "default", {})).grades
    assert low is None
    assert high.id == "good"


def test_products_count_by_their_weight():
    from maturity.answers.reading import read_table
    from maturity.errors import Place
    from maturity.questionnaire.numeric.references import Reference, checked

    rows = [
        ("A", {"products.used": ("1200", ""), "products.made": (str(Fraction(1200, 540).limit_denominator()), "")}),
        ("B", {"products.used": ("0.3 tce", ""), "products.made": ("0.5", "")}),
    ]
    rows[0] = ("A", {"products.used": ("1080", ""), "products.made": ("2", "")})
    rows[1] = ("B", {"products.used": ("0.27 tce", ""), "products.made": ("0.4", "")})
    table = read_table(SMALL.item("products"), rows)
    values = [Reference("energy", Fraction(572), Fraction(520), None, {}, "x", "R", Place("r", 1))]
    found = evaluate(Response(SMALL, "default", {"products": table}), checked(SMALL, values))
    one = found.items["use.linear"]
    assert one.figure.value == (540, 675)
    assert float(one.earned.low) == pytest.approx(4.923077 * 1080 / 1350, abs=1e-6)
    assert float(one.earned.low) == pytest.approx(3.938462, abs=1e-6)
