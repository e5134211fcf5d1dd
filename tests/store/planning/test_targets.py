"""Estimates and targets: planned by those who may, never overwritten unseen, still there after submission."""

from datetime import date
from fractions import Fraction

import pytest

from maturity.answers import Chosen
from maturity.assessment.targets import GRADE, SCORE
from maturity.errors import Conflict, Forbidden, NotFound, Refusal
from maturity.questionnaire import load
from maturity.scoring.roadmap import Estimate
from maturity.store.accounts.people import add_person
from maturity.store.assessments.answers import save_answer
from maturity.store.assessments.assessments import assessment, start_assessment, tailor
from maturity.store.enterprises.organisations import add_member
from maturity.store.planning.targets import (
    PlanChange,
    Target,
    ValueTarget,
    estimates_of,
    set_estimates,
    set_targets,
    set_value_targets,
    targets_of,
    value_targets_of,
)
from maturity.store.submissions.submissions import submit

DAY = date(2026, 3, 31)


@pytest.fixture(
    params=[
        (set_estimates, estimates_of, "skills.1a", Estimate(30, 70), Estimate(5, 0)),
        (set_targets, targets_of, "skills", Target(2, DAY), Target(1, None)),
    ],
    ids=["estimates", "targets"],
)
def plan(request):
    """(write, read, a key, a value, another value)"""
    return request.param


def held(c, side, read):
    return {
        key: (one.value, one.version) for key, one in read(c, assessment(c, side.person, side.assessment.id)).items()
    }


def test_an_entry_is_made_changed_and_taken_back(store, world, small, plan):
    write, read, key, one, other = plan
    ours = world.ours
    with store.write() as c:
        for wish, changes in (
            (PlanChange(key, one, 0), 1),
            (PlanChange(key, one, 0), 0),
            (PlanChange(key, other, 1), 1),
        ):
            assert write(c, ours.person, ours.assessment.id, small, [wish]) == changes
        assert held(c, ours, read) == {key: (other, 2)}
        assert read(c, ours.assessment)[key].by == "Ours"
        assert write(c, ours.person, ours.assessment.id, small, [PlanChange(key, None, 2)]) == 1
        assert held(c, ours, read) == {}


def test_what_changed_meanwhile_is_not_overwritten(store, world, small, plan):
    write, read, key, one, other = plan
    ours = world.ours
    with store.write() as c:
        write(c, ours.person, ours.assessment.id, small, [PlanChange(key, one, 0)])
        for stale in (PlanChange(key, other, 0), PlanChange(key, other, 2), PlanChange(key, None, 0)):
            with pytest.raises(Conflict) as caught:
                write(c, ours.person, ours.assessment.id, small, [stale])
            assert [problem.code for problem in caught.value.problems] == ["roadmap-stale"]
            assert caught.value.current[key].value == one
        assert held(c, ours, read) == {key: (one, 1)}


def test_readers_and_outsiders_cannot_plan(store, world, small, plan):
    write, read, key, one, _ = plan
    ours = world.ours
    with store.write() as c:
        for number, role in enumerate(("viewer", "assessor")):
            person = add_person(c, email=f"{number}@example.com", name=role, role="consultant")
            add_member(c, ours.organisation.id, person.id, role)
            with pytest.raises(Forbidden):
                write(c, person, ours.assessment.id, small, [PlanChange(key, one, 0)])
        with pytest.raises(NotFound):
            write(c, world.theirs.person, ours.assessment.id, small, [PlanChange(key, one, 0)])
        assert held(c, ours, read) == {}


def test_planning_goes_on_after_submission(store, world, small, plan):
    write, read, key, one, _ = plan
    ours = world.ours
    with store.write() as c:
        save_answer(c, ours.person, ours.assessment.id, small, "skills.1a", Chosen("full"), "", 0)
        submit(c, ours.person, ours.assessment.id, small, 1)
        assert write(c, ours.person, ours.assessment.id, small, [PlanChange(key, one, 0)]) == 1
        assert held(c, ours, read) == {key: (one, 1)}


@pytest.mark.parametrize(
    ("write", "key", "value", "code"),
    [
        (set_estimates, "skills.9z", Estimate(1, 0), "roadmap-item"),
        (set_estimates, "sales.1a", Estimate(1, 0), "roadmap-item"),
        (set_estimates, "skills.1a", Estimate(0, 0), "roadmap-estimate"),
        (set_estimates, "skills.1a", Estimate(101, 0), "roadmap-estimate"),
        (set_estimates, "skills.1a", Estimate(1, -1), "roadmap-estimate"),
        (set_estimates, "skills.1a", Estimate(1, 101), "roadmap-estimate"),
        (set_targets, "skills.1a", Target(1, None), "roadmap-area"),
        (set_targets, "sales", Target(1, None), "roadmap-area"),
        (set_targets, "skills", Target(0, None), "roadmap-level"),
        (set_targets, "skills", Target(3, None), "roadmap-level"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_kept(store, world, small, write, key, value, code):
    ours, good = world.ours, ("skills.1b", Estimate(1, 1)) if write is set_estimates else ("shape", Target(1, None))
    with store.write() as c:
        tailor(c, ours.person, ours.assessment.id, small, {"sales": "none"}, 1)
        with pytest.raises(Refusal) as caught:
            write(c, ours.person, ours.assessment.id, small, [PlanChange(*good, 0), PlanChange(key, value, 0)])
        assert [problem.code for problem in caught.value.problems] == [code]
        assert not held(c, ours, estimates_of)
        assert not held(c, ours, targets_of)


GREEN = load("green-factory-2016")


@pytest.fixture
def factory(store, world):
    ours = world.ours
    with store.write() as c:
        return start_assessment(c, ours.person, ours.organisation.id, GREEN, "default", 2025)


def test_a_score_and_a_number_are_aimed_at_with_a_year(store, world, factory):
    person, wishes = world.ours.person, {SCORE: ValueTarget("90", Fraction(90), 2027)}
    wishes["output"] = ValueTarget("3 万件", Fraction(30_000), 2028)
    with store.write() as c:
        changes = [PlanChange(key, one, 0) for key, one in wishes.items()]
        assert set_value_targets(c, person, factory.id, GREEN, changes) == 2
        assert {key: one.value for key, one in value_targets_of(c, factory).items()} == wishes
        with pytest.raises(Conflict, match="roadmap-stale"):
            set_value_targets(c, person, factory.id, GREEN, [PlanChange(SCORE, None, 0)])
        assert set_value_targets(c, person, factory.id, GREEN, [PlanChange(SCORE, None, 1)]) == 1
        assert value_targets_of(c, factory).keys() == {"output"}


@pytest.mark.parametrize(
    ("key", "target", "code"),
    [
        (SCORE, ValueTarget("101", Fraction(101), 2027), "roadmap-value"),
        (SCORE, ValueTarget("90", Fraction(90), 1999), "roadmap-value"),
        (GRADE, ValueTarget("star-9", Fraction(-1), 2027), "roadmap-value"),
        ("output", ValueTarget("9" * 61, Fraction(9), 2027), "roadmap-value"),
        ("boundary.period", ValueTarget("9", Fraction(9), 2027), "roadmap-subject"),
        ("compliance.g1", ValueTarget("9", Fraction(9), 2027), "roadmap-subject"),
    ],
)
def test_what_cannot_be_aimed_at_is_refused(store, world, factory, key, target, code):
    with store.write() as c, pytest.raises(Refusal, match=code):
        set_value_targets(c, world.ours.person, factory.id, GREEN, [PlanChange(key, target, 0)])


def test_those_who_only_read_set_no_value(store, world, factory):
    with store.write() as c:
        other = add_person(c, email="x@example.com", name="X", role="consultant")
        add_member(c, world.ours.organisation.id, other.id, "viewer")
        change = PlanChange(SCORE, ValueTarget("9", Fraction(9), 2027), 0)
        with pytest.raises(Forbidden):
            set_value_targets(c, other, factory.id, GREEN, [change])
        with pytest.raises(NotFound):
            set_value_targets(c, world.theirs.person, factory.id, GREEN, [change])
