"""What is discussed first, by the answers of an assessment."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from maturity.answers import Chosen, Response
from maturity.questionnaire import load
from maturity.scoring import grade
from maturity.scoring.methods import evaluate
from maturity.workshop import Tally, order, scale_of
from maturity.workshop.agenda import effects, marginal_points, minutes, next_level, planned_minutes, proposed_areas
from maturity.workshop.states import ITEM_ACTS, ROOM_ACTS, item_after, room_after, wants_reason


def graded(small, **answers):
    given = {item.id: Chosen("full" if item.level == 1 else "part") for item in small.items}
    return grade(Response(small, "discrete", {**given, **{id: Chosen(choice) for id, choice in answers.items()}}))


def test_effects_are_shares_in_the_next_level(small):
    result = graded(small)
    assert next_level(result) == 2
    found = effects(result)
    assert set(found) == {item.id for item in result.response.items}
    for item, share in found.items():
        if small.item(item).level == 2:
            more = graded(small, **{item: "full"}).levels[1].score - result.levels[1].score
            assert more == share * Fraction(1, 2)


def test_the_agenda_is_by_disagreement_times_effect(small):
    found = effects(graded(small))
    strong = max(found, key=lambda item: found[item])
    weak = next(item for item, share in found.items() if not share)
    agenda = order({weak: Tally((6, 0, 0, 6)), strong: Tally((0, 6, 6, 0))}, found)
    assert [entry.item for entry in agenda] == [strong, weak]
    assert agenda[0].urgency == Fraction(1, 9) * found[strong]
    plain = order({weak: Tally((6, 0, 0, 6)), strong: Tally((0, 6, 6, 0))}, {})
    assert [entry.item for entry in plain] == [weak, strong]


def test_areas_are_proposed_by_what_holds_the_next_level_back(small):
    result = graded(small)
    assert {area.id for area in proposed_areas(result)} == {area.id for area in result.response.areas}
    first = proposed_areas(result)[0]
    better = graded(small, **{item.id: "full" for item in first.items})
    assert proposed_areas(better)[0] != first
    assert minutes(result.response.areas, 10) == 72


def test_without_levels_items_count_by_points():
    supply = load("green-supply-chain-2016")
    profile = next(iter(supply.profiles))
    found = marginal_points(evaluate(Response(supply, profile, {})))
    assert found
    assert all(points > 0 for points in found.values())


def test_every_questionnaire_has_scales():
    for id in ("cmmm", "green-factory-2016", "green-supply-chain-2016", "green-readiness"):
        questionnaire = load(id)
        for item in questionnaire.items:
            if item.asks is None:
                scale = scale_of(questionnaire, item)
                scores = [choice.score for choice in scale.choices]
                assert scores == sorted(scores)
                assert scale.passing is None or 0 < scale.passing < scale.size


def test_acts_lead_only_where_the_table_says():
    assert room_after("lobby", "start") == "running"
    assert room_after("closed", "start") is None
    assert room_after("accepted", "reopen") is None
    assert item_after("revealed", "again") == "open"
    assert item_after("settled", "reveal") is None
    for acts in (ROOM_ACTS, ITEM_ACTS):
        for before, after in acts.values():
            assert after not in before or after == "open"


def test_a_reason_is_wanted_where_the_rule_failed():
    assert not wants_reason("agreed", agreed=True)
    assert not wants_reason("dissent", agreed=True)
    assert wants_reason("decided", agreed=True)
    assert wants_reason("agreed", agreed=False)


@given(st.integers(5, 600), st.lists(st.integers(1, 30), min_size=1, max_size=20))
def test_planned_minutes_add_up_and_follow_the_number_of_items(planned, items):
    shares = planned_minutes(planned, items)
    assert sum(shares) == planned
    assert all(abs(share - planned * number / sum(items)) <= 1 for share, number in zip(shares, items, strict=True))
