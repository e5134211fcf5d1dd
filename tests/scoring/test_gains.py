"""Which change is worth most, and the fewest that reach a score."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.answers import Chosen, Response
from maturity.scoring.gains import gains, smallest_to
from maturity.scoring.methods import evaluate

from .green import filled, references
from .test_points import answers, definition, golden


def test_each_gain_is_the_difference_that_the_change_makes():
    response = filled()
    known = references(response.questionnaire)
    found = evaluate(response, known)
    told = {gain.item.id: gain.points for gain in gains(found)}
    for id in ("building.o1", "air.o1"):
        better = filled(**{id.replace("-", "_").replace(".", "__"): Chosen("full")})
        assert told[id] == evaluate(better, known).score.low - found.score.low
    assert [gain.points for gain in gains(found)] == sorted(told.values(), reverse=True)


def test_a_kilogram_of_coal_is_worth_so_many_points():
    """4 of 18 points of the optional part, 40 % of a block of 30, over the 30 kgce between 110 and 80."""
    response = filled()
    found = evaluate(response, references(response.questionnaire))
    rate = next(gain.rate for gain in gains(found) if gain.item.id == "low-carbon.better")
    assert rate == Fraction(4, 18) * Fraction(40, 100) * 30 / 30
    steps = next(gain for gain in gains(found) if gain.item.id == "land.ladder")
    assert steps.rate is None


def test_a_missed_mandatory_item_is_worth_its_part():
    response = filled(eco_design__m1=Chosen("no"))
    told = gains(evaluate(response, references(response.questionnaire)))
    assert (told[0].item.id, told[0].points) == ("eco-design.m1", 6)


def test_what_must_be_met_comes_first_on_the_way_to_a_score():
    response = filled(eco_design__m1=Chosen("no"), compliance__g2=Chosen("no"))
    found = evaluate(response, references(response.questionnaire))
    way = smallest_to(found, Fraction(90))
    assert [item.id for item in way[:2]] == ["compliance.g2", "eco-design.m1"]
    met = filled(
        **{item.id.replace("-", "_").replace(".", "__"): Chosen(full(item)) for item in way if item.asks is None}
    )
    after = evaluate(met, references(response.questionnaire))
    assert after.eligible
    if all(item.asks is None for item in way):
        assert after.score.low >= 90
    assert smallest_to(found, Fraction(101)) is None


def full(item):
    return "yes" if item.scale == "yes-no" else "full"


def test_nothing_is_needed_where_the_score_is_reached():
    response = filled()
    assert smallest_to(evaluate(response, references(response.questionnaire)), Fraction(85)) == ()


@given(st.lists(st.sampled_from(["yes", "half", "no"]), min_size=8, max_size=8), st.integers(1, 99))
def test_no_smaller_set_reaches_the_score(codes, score):
    questionnaire = definition([(3, 2, 1), (4, 1)], weights=(60, 40))
    known = {item.id: Chosen(code) for item, code in zip(questionnaire.items, codes, strict=False)}
    found = evaluate(Response(questionnaire, "default", known))
    way = smallest_to(found, Fraction(score))

    def reached(ids):
        after = evaluate(Response(questionnaire, "default", {**known, **dict.fromkeys(ids, Chosen("yes"))}))
        return after.eligible and after.score.low >= score

    if way is None:
        assert not reached([item.id for item in questionnaire.items])
        return
    assert reached([item.id for item in way])
    ids = [item.id for item in questionnaire.items]
    assert not any(reached(some) for size in range(len(way)) for some in combinations(ids, size))


def test_golden_blocks_gain_by_their_weights():
    told = {gain.item.id: gain.points for gain in gains(evaluate(answers(golden())))}
    assert told["b3.1"] == pytest.approx(Fraction(10 * 40, 100) / 3)
