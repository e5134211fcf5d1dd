"""Findings: written by assessors alone, beside the answers, none overwritten unseen."""

from types import SimpleNamespace

import pytest

from maturity.answers import Chosen, NotApplicable
from maturity.errors import Conflict, Forbidden, NotFound, Refusal
from maturity.store.accounts.people import add_person
from maturity.store.assessments import answers, findings
from maturity.store.assessments.assessments import assessment
from maturity.store.assessments.findings import FindingChange
from maturity.store.enterprises.organisations import add_member
from maturity.store.submissions import submissions


@pytest.fixture
def assessed(store, world, small):
    """`ours` with members of every role, and `record(person, *wishes)`."""
    with store.write() as c:
        people = {}
        for role in ("editor", "viewer", "assessor"):
            people[role] = add_person(c, email=f"{role}@example.com", name=role, role="consultant")
            add_member(c, world.ours.organisation.id, people[role].id, role)
        answers.save_answer(
            c, world.ours.person, world.ours.assessment.id, small, "skills.1a", Chosen("full"), "见台账", 0
        )

    def record(person, *wishes, aid=world.ours.assessment.id):
        with store.write() as c:
            return findings.record_findings(c, person, aid, small, wishes)

    def held(person=people["viewer"]):
        with store.read() as c:
            found = assessment(c, person, world.ours.assessment.id)
            return findings.findings_of(c, found), answers.saved_answers(c, found)

    return SimpleNamespace(record=record, held=held, owner=world.ours.person, world=world, **people)


def test_a_finding_stands_beside_the_answer(assessed):
    wishes = (
        FindingChange("skills.1a", Chosen("part"), "只有一条产线", 0),
        FindingChange("skills.1b", NotApplicable("无新员工"), "", 0),
    )
    assert assessed.record(assessed.assessor, *wishes) == 2
    found, saved = assessed.held()
    assert [(found[w.item].answer, found[w.item].words, found[w.item].by) for w in wishes] == [
        (Chosen("part"), "只有一条产线", "assessor"),
        (NotApplicable("无新员工"), "", "assessor"),
    ]
    assert (saved["skills.1a"].answer, saved["skills.1a"].version) == (Chosen("full"), 1)


@pytest.mark.parametrize("role", ["owner", "editor", "viewer"])
def test_only_assessors_write(assessed, role):
    with pytest.raises(Forbidden):
        assessed.record(getattr(assessed, role), FindingChange("skills.1a", Chosen("none"), "", 0))
    assert assessed.held()[0] == {}


def test_assessors_write_no_answers(assessed, store, small):
    aid = assessed.world.ours.assessment.id
    with store.write() as c, pytest.raises(Forbidden):
        answers.save_answer(c, assessed.assessor, aid, small, "skills.1a", Chosen("none"), "", 1)


def test_outsiders_find_nothing(assessed):
    with pytest.raises(NotFound):
        assessed.record(assessed.world.theirs.person, FindingChange("skills.1a", Chosen("none"), "", 0))
    with pytest.raises(NotFound):
        assessed.record(
            assessed.assessor,
            FindingChange("skills.1a", Chosen("none"), "", 0),
            aid=assessed.world.theirs.assessment.id,
        )


def test_nobody_overwrites_unseen(assessed):
    assessed.record(assessed.assessor, FindingChange("skills.1a", Chosen("part"), "甲", 0))
    with pytest.raises(Conflict) as caught:
        assessed.record(
            assessed.assessor,
            FindingChange("skills.1a", Chosen("none"), "乙", 0),
            FindingChange("skills.1b", None, "丙", 0),
        )
    assert [problem.code for problem in caught.value.problems] == ["finding-stale"]
    assert caught.value.current["skills.1a"].words == "甲"
    assert list(assessed.held()[0]) == ["skills.1a"], "all or none"
    assert assessed.record(assessed.assessor, FindingChange("skills.1a", Chosen("part"), "甲", 0)) == 0, "sent again"
    assert assessed.record(assessed.assessor, FindingChange("skills.1a", Chosen("none"), "乙", 1)) == 1


def test_a_finding_is_taken_back(assessed):
    assessed.record(assessed.assessor, FindingChange("skills.1a", Chosen("part"), "甲", 0))
    assessed.record(assessed.assessor, FindingChange("skills.1a", None, "", 1))
    assert not assessed.held()[0]["skills.1a"].given


def test_what_is_submitted_can_still_be_assessed(assessed, store, small):
    with store.write() as c:
        submissions.submit(c, assessed.owner, assessed.world.ours.assessment.id, small, 1)
    assert assessed.record(assessed.assessor, FindingChange("skills.1a", Chosen("none"), "", 0)) == 1


def test_every_mistake_is_reported_at_once(assessed):
    wishes = (
        FindingChange("nowhere.1a", None, "x", 0),
        FindingChange("skills.1a", Chosen("perhaps"), "", 0),
        FindingChange("skills.1b", NotApplicable(" "), "", 0),
        FindingChange("shape.1a", None, "长" * 5001, 0),
    )
    with pytest.raises(Refusal) as caught:
        assessed.record(assessed.assessor, *wishes)
    assert [problem.code for problem in caught.value.problems] == [
        "answer-unknown-item",
        "answer-unknown-choice",
        "answer-reason-missing",
        "finding-long",
    ]
