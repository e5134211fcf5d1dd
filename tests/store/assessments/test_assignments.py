"""Duties: given to those who can answer, seen by those who have them, never overwritten unseen."""

from datetime import date

import pytest
from sqlalchemy import event

from maturity.answers import Chosen
from maturity.errors import Conflict, Forbidden, NotFound, Refusal
from maturity.store.accounts.people import add_person, set_role
from maturity.store.assessments.answers import save_answer
from maturity.store.assessments.assessments import assessment, start_assessment, tailor
from maturity.store.assessments.assignments import (
    Assignment,
    AssignmentChange,
    assign,
    assignable_people,
    assignments_of,
    tasks,
)
from maturity.store.enterprises.organisations import add_member, remove_member
from maturity.store.submissions.submissions import submit

DAY = date(2026, 3, 31)


@pytest.fixture
def colleague(store, world):
    with store.write() as c:
        person = add_person(c, email="colleague@example.com", name="Colleague", role="enterprise")
        add_member(c, world.ours.organisation.id, person.id, "editor")
        return person


def held(c, side):
    return {id: one.assignment for id, one in assignments_of(c, assessment(c, side.person, side.assessment.id)).items()}


def test_a_area_is_assigned_moved_and_freed(store, world, small, colleague):
    ours, mine, theirs = world.ours, Assignment(world.ours.person.id, None), Assignment(colleague.id, DAY)
    with store.write() as c:
        wishes = [AssignmentChange("skills", theirs, None), AssignmentChange("shape", mine, None)]
        assert assign(c, ours.person, ours.assessment.id, small, wishes) == 2
        assert held(c, ours) == {"skills": theirs, "shape": mine}
        assert assign(c, ours.person, ours.assessment.id, small, wishes) == 0  # sent again
        one = assignments_of(c, ours.assessment)["skills"]
        assert (one.name, one.by) == ("Colleague", ours.person.id)
        later = Assignment(colleague.id, date(2026, 4, 30))
        assert assign(c, colleague, ours.assessment.id, small, [AssignmentChange("skills", later, theirs)]) == 1
        assert assign(c, colleague, ours.assessment.id, small, [AssignmentChange("shape", None, mine)]) == 1
        assert held(c, ours) == {"skills": later}


def test_two_who_divide_the_work_do_not_overwrite_each_other(store, world, small, colleague):
    ours, mine, theirs = world.ours, Assignment(world.ours.person.id, None), Assignment(colleague.id, DAY)
    with store.write() as c:
        assign(c, colleague, ours.assessment.id, small, [AssignmentChange("skills", theirs, None)])
        with pytest.raises(Conflict) as caught:
            assign(
                c,
                ours.person,
                ours.assessment.id,
                small,
                [AssignmentChange("skills", mine, None), AssignmentChange("shape", mine, None)],
            )
        assert [problem.place.column for problem in caught.value.problems] == ["skills"]
        assert caught.value.current["skills"].assignment == theirs
        assert held(c, ours) == {"skills": theirs}


def test_only_who_can_answer_is_assigned(store, world, small, colleague):
    ours = world.ours
    with store.write() as c:
        assert [name for _, name, _ in assignable_people(c, ours.assessment)] == ["Colleague", "Ours"]
        viewer = add_person(c, email="viewer@example.com", name="Viewer", role="consultant")
        add_member(c, ours.organisation.id, viewer.id, "viewer")
        for who in (viewer.id, world.theirs.person.id, "0" * 32, "\x00"):
            wishes = [AssignmentChange("skills", Assignment(who, None), None), AssignmentChange("nonsense", None, None)]
            with pytest.raises(Refusal) as caught:
                assign(c, ours.person, ours.assessment.id, small, wishes)
            codes = [problem.code for problem in caught.value.problems]
            assert codes == ["assignment-member", "assignment-area"]
        set_role(c, colleague.id, "analyst", None)
        assert [name for _, name, _ in assignable_people(c, ours.assessment)] == ["Ours"]
        assert held(c, ours) == {}


def test_a_tailored_area_is_nobodys(store, world, small, colleague):
    ours = world.ours
    with store.write() as c:
        tailor(c, ours.person, ours.assessment.id, small, {"sales": "none"}, 1)
        gone = small.group("domain", "sales").areas[0].id
        with pytest.raises(Refusal):
            assign(
                c,
                ours.person,
                ours.assessment.id,
                small,
                [AssignmentChange(gone, Assignment(colleague.id, None), None)],
            )


def test_readers_outsiders_and_the_submitted_change_nothing(store, world, small, colleague):
    ours, wishes = world.ours, [AssignmentChange("skills", Assignment(colleague.id, None), None)]
    with store.write() as c:
        viewer = add_person(c, email="viewer@example.com", name="Viewer", role="consultant")
        add_member(c, ours.organisation.id, viewer.id, "viewer")
        with pytest.raises(Forbidden):
            assign(c, viewer, ours.assessment.id, small, wishes)
        with pytest.raises(NotFound):
            assign(c, world.theirs.person, ours.assessment.id, small, wishes)
        save_answer(c, ours.person, ours.assessment.id, small, "skills.1a", Chosen("full"), "", 0)
        submit(c, ours.person, ours.assessment.id, small, 1)
        with pytest.raises(Conflict):
            assign(c, ours.person, ours.assessment.id, small, wishes)
        assert held(c, ours) == {}


def test_who_leaves_or_steps_down_has_no_duties(store, world, small, colleague):
    ours = world.ours
    for leave in (
        lambda c: remove_member(c, ours.organisation.id, colleague.id),
        lambda c: add_member(c, ours.organisation.id, colleague.id, "viewer"),
    ):
        with store.write() as c:
            add_member(c, ours.organisation.id, colleague.id, "editor")
            assign(
                c,
                ours.person,
                ours.assessment.id,
                small,
                [AssignmentChange("skills", Assignment(colleague.id, None), None)],
            )
            leave(c)
            assert held(c, ours) == {}


def test_tasks_are_mine_open_and_in_order_at_a_constant_price(store, world, small, colleague):
    ours, sent = world.ours, []
    with store.write() as c:
        save_answer(c, ours.person, ours.assessment.id, small, "skills.1a", Chosen("full"), "", 0)
        save_answer(c, ours.person, ours.assessment.id, small, "skills.1b", None, "?", 0)
        wishes = [
            AssignmentChange("shape", Assignment(colleague.id, None), None),
            AssignmentChange("skills", Assignment(colleague.id, DAY), None),
        ]
        assign(c, ours.person, ours.assessment.id, small, wishes)
        for year in range(2010, 2020):
            other = start_assessment(c, ours.person, ours.organisation.id, small, "discrete", year)
            assign(c, ours.person, other.id, small, [AssignmentChange("shape", Assignment(ours.person.id, None), None)])
    event.listen(store.engine, "before_cursor_execute", lambda *arguments: sent.append(arguments[2]))
    with store.read() as c:
        sent.clear()
        found = tasks(c, colleague)
        assert len(sent) == 2
        assert len(tasks(c, ours.person)) == 10
        assert tasks(c, world.theirs.person) == []
    assert [(task.area, task.due) for task in found] == [("skills", DAY), ("shape", None)]
    assert found[0].answered == {"skills.1a"}
    assert (found[0].organisation_name, found[0].year) == (ours.organisation.facts.name, 2024)
    with store.write() as c:
        submit(c, ours.person, ours.assessment.id, small, 1)
        assert tasks(c, colleague) == []
