"""Doubts: what deserves a second look, and what does not."""

import pytest

from maturity.answers import Chosen, NotApplicable, Response
from maturity.assessment.evidence_strength import Strength
from maturity.assessment.plausibility import KINDS, LONGEST_RUN, MOST_REPEATED, plausibility_hints
from maturity.questionnaire import load
from maturity.scoring import grade

WHOLE = load()
ITEMS = WHOLE.items_of("discrete")


def response(answers):
    return Response(WHOLE, "discrete", answers)


def found(answers, kind, strengths=None):
    return [hint for hint in plausibility_hints(response(answers), strengths or {}) if hint.kind == kind]


def at(area, level):
    return WHOLE.area(area).items_at(level)


def test_nothing_answered_raises_no_doubt():
    assert plausibility_hints(response({}), {}) == []


def test_a_claim_without_evidence_is_listed_until_there_is_some():
    item, other = ITEMS[0], ITEMS[1]
    answers = {item.id: Chosen("full"), other.id: Chosen("none")}
    (hint,) = found(answers, "unsupported")
    assert hint.items == (item,)
    assert found(answers, "unsupported", {item.id: Strength.NONE})
    for strength in (Strength.STATED, Strength.DOCUMENTED, Strength.SEEN):
        assert not found(answers, "unsupported", {item.id: strength})


def test_a_higher_level_without_a_lower_one():
    low, high = at("data", 1), at("data", 2)
    answers = {item.id: Chosen("part") for item in low} | {item.id: Chosen("full") for item in high}
    (hint,) = found(answers, "skipped")
    assert hint.items == low
    assert "2" in hint.text.zh
    assert "1" in hint.text.en
    assert not found(answers | {item.id: Chosen("most") for item in low}, "skipped")


def test_a_level_that_does_not_apply_is_not_skipped():
    answers = {item.id: NotApplicable("没有") for item in at("data", 1)}
    assert not found(answers | {item.id: Chosen("full") for item in at("data", 2)}, "skipped")


def test_an_open_lower_level_counts_as_the_score_counts_it():
    answers = {item.id: Chosen("full") for item in at("data", 2)}
    (hint,) = found(answers, "skipped")
    assert hint.items == at("data", 1)


@pytest.mark.parametrize(("length", "doubted"), [(LONGEST_RUN - 1, 0), (LONGEST_RUN, 1)])
def test_a_long_run_of_one_choice(length, doubted):
    answers = {item.id: Chosen("most") for item in ITEMS[:length]}
    assert len(found(answers, "uniform")) == doubted
    broken = answers | {ITEMS[length // 2].id: Chosen("part")}
    assert not found(broken, "uniform")
    aside = answers | {ITEMS[length].id: NotApplicable("没有"), ITEMS[length + 1].id: Chosen("most")}
    assert len(found(aside, "uniform")) == 1


def test_a_beginner_who_meets_nothing_is_not_doubted():
    assert plausibility_hints(response({item.id: Chosen("none") for item in ITEMS}), {}) == []


def test_the_same_choice_everywhere_is_one_long_run():
    (hint,) = found({item.id: Chosen("full") for item in ITEMS}, "uniform")
    assert len(hint.items) == len(ITEMS)


def test_many_items_set_aside():
    most = len(ITEMS) // 5
    aside = {item.id: NotApplicable(f"理由 {item.position}") for item in ITEMS[:most]}
    assert not found(aside, "aside")
    (hint,) = found(aside | {ITEMS[most].id: NotApplicable("又一条")}, "aside")
    assert len(hint.items) == most + 1


def test_reasons_that_were_copied():
    aside = {item.id: NotApplicable("本企业 没有") for item in ITEMS[: MOST_REPEATED - 1]}
    assert not found(aside, "repeated")
    (hint,) = found(aside | {ITEMS[-1].id: NotApplicable("本企业  没有 ")}, "repeated")
    assert len(hint.items) == MOST_REPEATED
    assert "本企业 没有" in hint.text.en


def test_what_is_tailored_away_is_not_doubted():
    answers = {item.id: Chosen("full") for item in WHOLE.area("sales").items}
    assert plausibility_hints(Response(WHOLE, "discrete", answers, {"sales": "集团统一销售"}), {}) == []


def test_doubts_change_no_score_and_stand_in_the_order_of_their_kinds():
    answers = {item.id: Chosen("full") for item in ITEMS[:150]} | {i.id: NotApplicable("无") for i in ITEMS[150:]}
    before = grade(response(answers))
    kinds = [hint.kind for hint in plausibility_hints(before.response, {})]
    assert kinds == sorted(kinds, key=list(KINDS).index)
    assert grade(before.response).score == before.score
