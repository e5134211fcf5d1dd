"""Levels of areas and comparison of rounds."""

import pytest

from maturity.answers import Chosen, NotApplicable, Response
from maturity.assessment.area_levels import area_levels
from maturity.assessment.comparison import breaks, changed_answers, transitions
from maturity.questionnaire import load
from maturity.questionnaire.crosswalk_files import with_crosswalk
from maturity.scoring import grade
from maturity.text.yamltext import parse

from ..versions import AREA, CROSSWALK, later


def graded(small, answers, profile="discrete", cuts=()):
    return grade(Response(small, profile, answers, dict.fromkeys(cuts, "没有")))


def everything(small, choice, level):
    return {item.id: Chosen(choice) for item in small.items if item.level <= level}


@pytest.mark.parametrize(("answered", "level"), [(0, 0), (1, 1), (2, 2)])
def test_a_area_climbs_by_its_own_scores(small, answered, level):
    found = area_levels(graded(small, everything(small, "full", answered)))
    assert found["shape"].level == level


def test_where_nothing_applies_there_is_no_standing(small):
    nothing = {item.id: NotApplicable("没有") for item in small.items if item.area == "shape"}
    assert area_levels(graded(small, nothing))["shape"].level is None


def test_transitions_name_what_only_one_round_assessed(small):
    before = graded(small, everything(small, "full", 1))
    after = graded(small, everything(small, "full", 2), cuts=["sales"])
    found = {one.area.id: one for one in transitions(before, after, None)}
    assert (found["shape"].before.level, found["shape"].after.level) == (1, 2)
    assert found["sales"].before is not None
    assert found["sales"].after is None


def test_moves_are_the_answers_that_changed(small):
    before = {"skills.1a": Chosen("full"), "skills.1b": NotApplicable("甲"), "shape.1a": Chosen("none")}
    after = {"skills.1a": Chosen("full"), "skills.1b": NotApplicable("乙"), "shape.2a": Chosen("part")}
    found = {one.item.id: (one.before, one.after) for one in changed_answers(small, before, after)}
    assert found == {"shape.2a": (None, Chosen("part"))}, "what is open has not changed"


def test_a_area_stands_no_higher_than_its_own_items(small):
    """Where no item of the higher levels applies, their carried scores lift nothing."""
    only = {item.id: Chosen("full") if item.level == 1 else NotApplicable("没有") for item in small.items}
    found = area_levels(graded(small, only))["shape"]
    assert (found.level, found.highest, found.at_highest) == (1, 1, True)
    assert found.meets(3)


def test_open_items_make_a_transition_incomparable(small):
    before = graded(small, everything(small, "full", 5))
    after = graded(small, {id: answer for id, answer in everything(small, "full", 5).items() if id != "shape.1a"})
    found = {one.area.id: one for one in transitions(before, after, None)}
    assert found["shape"].after.open == 1
    assert not found["shape"].comparable
    assert found["skills"].comparable


@pytest.mark.parametrize(
    ("comparable", "versions", "broken"),
    [
        ("true", ["2020.1", "2020.1", "2020.2", "2020.2"], ()),
        ("false", ["2020.1", "2020.1", "2020.2", "2020.2"], (2,)),
        ("true", ["2019.1", "2020.1", "2020.2"], (1,)),
        ("true", ["2020.2", "2020.1"], (1,)),  # a round of the later version came first
        ("true", ["2020.1"], ()),
    ],
)
def test_a_series_is_broken_where_versions_cannot_be_compared(comparable, versions, broken):
    text = CROSSWALK.replace("comparable: true", f"comparable: {comparable}")
    assert breaks(versions, with_crosswalk(later(), load(), parse(text))) == broken


def test_only_areas_with_the_same_items_can_be_compared_between_versions():
    latest = with_crosswalk(later(), load(), parse(CROSSWALK))
    results = [
        grade(Response(version, "discrete", {item.id: Chosen("full") for item in version.items_of("discrete")}))
        for version in (load(), latest)
    ]
    found = transitions(*results, latest.crosswalk_from(load().version))
    assert {one.area.id for one in found if not one.comparable} == {AREA}
    assert {one.area.id for one in found if one.broken} == {AREA}
