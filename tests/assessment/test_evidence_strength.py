"""Coverage by evidence: what stands behind the claims, counted apart from the score."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.answers import Chosen, NotApplicable, Response
from maturity.assessment.evidence_strength import (
    EvidenceCoverage,
    Strength,
    Tally,
    by_area,
    coverage,
    coverage_text,
    strengths,
    without_evidence,
)
from maturity.questionnaire import load
from maturity.scoring import grade


def response(small, **answers):
    return Response(small, "discrete", {id.replace("_", "."): answer for id, answer in answers.items()})


@pytest.mark.parametrize(
    ("tally", "commented", "found"),
    [
        (None, False, Strength.NONE),
        (None, True, Strength.STATED),
        (Tally(1, 0, 0), False, Strength.STATED),
        (Tally(0, 1, 0), False, Strength.DOCUMENTED),
        (Tally(3, 1, 0), True, Strength.DOCUMENTED),
        (Tally(1, 0, 1), False, Strength.SEEN),
        (Tally(2, 2, 1), True, Strength.SEEN),
    ],
)
def test_the_strength_of_an_item(tally, commented, found):
    known = strengths({"a": tally} if tally else {}, {"a"} if commented else set())
    assert known.get("a", Strength.NONE) is found


def test_only_claims_count(small):
    answers = response(
        small,
        skills_1a=Chosen("full"),
        skills_1b=Chosen("none"),
        shape_1a=NotApplicable("没有图纸"),
        shape_2a=Chosen("part"),
    )
    found = {"skills.1a": Strength.DOCUMENTED, "skills.1b": Strength.SEEN, "shape.1a": Strength.SEEN}
    it = coverage(answers, found)
    assert (it.claims, it.backed) == (2, 1)
    assert it.counts[Strength.NONE] == 1


def test_what_is_tailored_away_does_not_count(small):
    answers = Response(small, "discrete", {"sales.1a": Chosen("full")}, {"sales": "集团统一销售"})
    assert coverage(answers, {"sales.1a": Strength.SEEN}).claims == 0


def test_nothing_claimed_is_said(small):
    it = coverage(response(small, skills_1a=Chosen("none")), {})
    assert it.claims == 0
    assert coverage_text(it, "zh") == "还没有声明做到的条目。"
    assert coverage_text(it, "en") == "No item is claimed as met yet."


def test_what_lacks_evidence_is_what_the_coverage_counts_as_none(small):
    answers = response(small, skills_1a=Chosen("full"), skills_1b=Chosen("part"), shape_1a=Chosen("none"))
    found = {"skills.1a": Strength.STATED}
    assert [item.id for item in without_evidence(answers, found)] == ["skills.1b"]
    assert coverage(answers, found).counts[Strength.NONE] == 1


@given(st.data())
def test_the_parts_add_up_and_the_score_does_not_move(data):
    whole = load()
    choices = st.sampled_from([choice.id for choice in whole.choices])
    items = data.draw(st.sets(st.sampled_from(whole.items_of("process")), max_size=30))
    answers = Response(whole, "process", {item.id: Chosen(data.draw(choices)) for item in items})
    found = {item.id: data.draw(st.sampled_from(Strength)) for item in items}
    it, parts = coverage(answers, found), by_area(answers, found)
    assert set(parts) == {area.id for area in answers.areas}
    for strength in Strength:
        assert it.counts[strength] == sum(part.counts[strength] for part in parts.values())
    assert grade(answers).score == grade(Response(whole, "process", dict(answers.answers))).score


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sentence_holds_every_figure(language):
    counts = {Strength.NONE: 11, Strength.STATED: 22, Strength.DOCUMENTED: 33, Strength.SEEN: 44}
    assert all(
        figure in coverage_text(EvidenceCoverage(counts), language) for figure in ("110", "11", "22", "77", "44")
    )
