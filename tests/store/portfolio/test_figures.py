"""Kept figures of assessments: right, and never those of before a change, whatever wrote it."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Event

import pytest
from sqlalchemy import select

from bench.pages import counted
from maturity import grade
from maturity.answers import Chosen, NotApplicable, Response
from maturity.assessment.evidence_strength import coverage, strengths
from maturity.demo.green import finished_factory
from maturity.errors import Conflict
from maturity.questionnaire import load
from maturity.store.accounts.people import add_person
from maturity.store.accounts.personal_data import erase_person
from maturity.store.assessments import answers, assessments, assignments, rounds
from maturity.store.assessments.assignments import Assignment, AssignmentChange
from maturity.store.enterprises.organisations import add_member, remove_member, sign_up
from maturity.store.evidence.evidence import add_evidence, remove_evidence, set_seen, tallies
from maturity.store.evidence.pieces import Link, Note
from maturity.store.origins import archive, row_import
from maturity.store.portfolio import figures, marks
from maturity.store.portfolio.listing import refresh
from maturity.store.schema import assessments as table
from maturity.store.schema import memberships, standings
from maturity.store.submissions.submissions import Record, add_graded, submit
from maturity.store.types import fields

GREEN = load("green-factory-2016")
DUE = date(2026, 3, 1)
FULL = Chosen("full")


@pytest.fixture
def known(small):
    def find(id, version):
        if (id, version) == (small.id, small.version):
            return small
        return load(id)

    return find


class Walk:
    """An enterprise with an owner, an editor and an assessor; `do` is what one of them does."""

    def __init__(self, store, world, small, facts):
        self.store, self.small, self.facts = store, small, facts
        self.owner, self.firm, self.aid = world.ours.person, world.ours.organisation, world.ours.assessment.id
        with store.write() as c:
            self.editor = add_person(c, email="editor@example.com", name="editor", role="enterprise")
            self.assessor = add_person(c, email="assessor@example.com", name="assessor", role="consultant")
            add_member(c, self.firm.id, self.editor.id, "editor")
            add_member(c, self.firm.id, self.assessor.id, "assessor")

    def save(self, c, item="skills.1a", answer=FULL, version=0, comment=""):
        return answers.save_answer(c, self.owner, self.aid, self.small, item, answer, comment, version)

    def several(self, c):
        changes = [answers.AnswerChange(item.id, Chosen("most"), "", 0) for item in self.small.items[2:6]]
        answers.save_answers(c, self.owner, self.aid, self.small, changes)

    def assign(self, c, person, area="shape", seen=None):
        change = AssignmentChange(area, Assignment(person.id, DUE), seen)
        assignments.assign(c, self.owner, self.aid, self.small, [change])

    def evidence(self, c, new, item="skills.1a"):
        self.piece = add_evidence(c, self.owner, self.aid, self.small, item, new).id

    def tailor(self, c):
        one = assessments.assessment(c, self.owner, self.aid)
        assessments.tailor(c, self.owner, self.aid, self.small, {"sales": "集团统一销售"}, one.version)

    def next_round(self, c):
        self.new = rounds.begin_round(c, self.owner, self.aid, self.small, 2025).id

    def confirm(self, c):
        answers.confirm_carried(c, self.owner, self.new, self.small, {item.id for item in self.small.items})

    def loaded(self, c):
        vector = bytes([1] * len(self.small.items))
        facts = self.facts(0)
        add_graded(c, self.small, [Record(facts, "discrete", 2026, vector)], confirmed=[facts.credit_code])

    def green(self, c):
        self.factory = assessments.start_assessment(
            c, self.owner, self.firm.id, GREEN, next(iter(GREEN.profiles)), 2025
        )

    def brought_elsewhere(self, c):
        rows = archive.organisation_rows(c, self.firm.id)
        archive.delete_organisation(c, self.firm.id)

        def find(id, version):
            return self.small if id == self.small.id else load(id)

        row_import.insert_rows(c, self.owner, row_import.prepare_rows(self.owner, rows, find, None))


ACTS = {
    "answer": lambda it, c: it.save(c),
    "answer again": lambda it, c: it.save(c, answer=Chosen("part"), version=1),
    "not applicable": lambda it, c: it.save(c, "skills.1b", NotApplicable("没有新员工")),
    "several": lambda it, c: it.several(c),
    "clear": lambda it, c: it.save(c, "skills.1b", None, 1),
    "comment": lambda it, c: it.save(c, "skills.1a", Chosen("part"), 2, "见附件"),
    "note": lambda it, c: it.evidence(c, Note("见档案")),
    "see": lambda it, c: set_seen(c, it.assessor, it.aid, it.piece, True),
    "see no more": lambda it, c: set_seen(c, it.assessor, it.aid, it.piece, False),
    "link": lambda it, c: it.evidence(c, Link("https://example.com/a", "手册")),
    "remove": lambda it, c: remove_evidence(c, it.owner, it.aid, it.small, it.piece),
    "link again": lambda it, c: it.evidence(c, Link("https://example.com/a", "手册")),
    "assign": lambda it, c: it.assign(c, it.editor),
    "editor leaves": lambda it, c: remove_member(c, it.firm.id, it.editor.id, by=it.owner.id),
    "editor comes": lambda it, c: add_member(c, it.firm.id, it.editor.id, "editor"),
    "assign again": lambda it, c: it.assign(c, it.editor),
    "editor only reads": lambda it, c: add_member(c, it.firm.id, it.editor.id, "viewer"),
    "editor writes": lambda it, c: add_member(c, it.firm.id, it.editor.id, "editor"),
    "assign once more": lambda it, c: it.assign(c, it.editor),
    "editor is erased": lambda it, c: erase_person(c, it.editor.id, None),
    "tailor": lambda it, c: it.tailor(c),
    "another questionnaire": lambda it, c: it.green(c),
    "submit": lambda it, c: submit(c, it.owner, it.aid, it.small, 1),
    "see after submission": lambda it, c: set_seen(c, it.assessor, it.aid, it.piece, True),
    "next round": lambda it, c: it.next_round(c),
    "confirm": lambda it, c: it.confirm(c),
    "loaded in bulk": lambda it, c: it.loaded(c),
    "brought from elsewhere": lambda it, c: it.brought_elsewhere(c),
}


def kept(c):
    """The kept rows by assessment, and what they should say."""
    rows = {row.assessment_id: row for row in c.execute(select(standings))}
    return rows, {
        row.id: row
        for row in c.execute(select(table).join(memberships, memberships.c.organisation_id == table.c.organisation_id))
    }


def check(store, known, act):
    """Every kept row tells the assessment as it is, and its figures are marked stale or as fresh."""
    with store.read() as c:
        rows, real = kept(c)
        assert set(rows) == set(real), act
        fresh = figures.standings_of(c, list(real), known)
    for id, row in rows.items():
        one = real[id]
        later = [
            (other.year, other.created_at, other.id)
            for other in real.values()
            if (other.organisation_id, other.questionnaire) == (one.organisation_id, one.questionnaire)
        ]
        assert row.latest == ((one.year, one.created_at, id) == max(later)), act
        for name in ("organisation_id", "questionnaire", "year", "state"):
            assert getattr(row, name) == getattr(one, name), (act, name)
        if not row.stale:
            assert {name: getattr(row, name) for name in fields(fresh[id])} == fields(fresh[id]), act


def keep_all(store, known):
    with store.write() as c:
        figures.keep(c, list(c.scalars(select(standings.c.assessment_id))), known)
    with store.read() as c:
        assert not any(c.scalars(select(standings.c.stale)))


def test_no_writing_act_leaves_figures_of_before(store, world, small, facts, known):
    walk = Walk(store, world, small, facts)
    keep_all(store, known)
    for name, act in ACTS.items():
        with store.write() as c:
            act(walk, c)
        check(store, known, name)
        keep_all(store, known)
    check(store, known, "at the end")
    assert len(kept_levels(store)) >= 4


def kept_levels(store):
    with store.read() as c:
        return list(c.scalars(select(standings.c.level)))


def test_every_act_of_the_walk_changes_what_is_kept_or_marks_it(store, world, small, facts, known, monkeypatch):
    """The walk would see an act that does not mark: without marks it fails."""
    walk = Walk(store, world, small, facts)
    keep_all(store, known)
    monkeypatch.setattr(marks, "write_marks", lambda c: None)
    with store.write() as c:
        walk.save(c)
    with pytest.raises(AssertionError):
        check(store, known, "answer")


def test_an_open_assessment_has_the_grade_of_its_answers(store, world, small, known):
    one = world.ours
    given = {item.id: Chosen("most") for item in small.items_of("discrete")[:9]}
    with store.write() as c:
        changes = [answers.AnswerChange(item, answer, "", 0) for item, answer in given.items()]
        answers.save_answers(c, one.person, one.assessment.id, small, changes)
        add_evidence(c, one.person, one.assessment.id, small, "skills.1a", Link("https://example.com/a", "手册"))
    with store.read() as c:
        found = figures.standings_of(c, [one.assessment.id], known)[one.assessment.id]
        told = tallies(c, one.assessment)
    response = Response(small, "discrete", given)
    result, backing = grade(response), coverage(response, strengths(told, ()))
    assert (found.level, found.score) == (result.level, pytest.approx(float(result.score)))
    assert (found.answered, found.asked, found.provisional) == (9, len(response.items), True)
    assert (found.claims, found.backed) == (backing.claims, backing.backed) == (9, 1)


def test_a_day_counts_until_its_area_is_answered(store, world, small, known):
    one, aid = world.ours, world.ours.assessment.id
    area = next(area for area in small.areas if area.id == "shape")
    with store.write() as c:
        change = AssignmentChange(area.id, Assignment(one.person.id, DUE), None)
        assignments.assign(c, one.person, aid, small, [change])
    with store.read() as c:
        assert figures.standings_of(c, [aid], known)[aid].due == DUE
    with store.write() as c:
        changes = [answers.AnswerChange(item.id, Chosen("full"), "", 0) for item in area.items]
        answers.save_answers(c, one.person, aid, small, changes)
    with store.read() as c:
        assert figures.standings_of(c, [aid], known)[aid].due is None


def test_without_levels_points_come_with_the_submission(store, facts, known):
    with store.write() as c:
        owner = add_person(c, email="owner@example.com", name="owner", role="enterprise")
        consultant = add_person(c, email="consultant@example.com", name="consultant", role="consultant")
        finished_factory(c, owner, consultant)
        one = next(one for one in assessments.assessments_of(c, owner) if one.state == "submitted")
        found = figures.standings_of(c, [one.id], known)[one.id]
    assert found.level is None
    assert found.score is not None
    assert 0 < found.score <= found.maximum
    assert found.verdict in ("met", "not met", "undecided")


def test_a_questionnaire_that_is_gone_leaves_what_was_frozen(store, world, small, known):
    one = world.ours
    with store.write() as c:
        answers.save_answer(c, one.person, one.assessment.id, small, "skills.1a", Chosen("full"), "", 0)
        submit(c, one.person, one.assessment.id, small, 1)

    def gone(id, version):
        raise KeyError(id)

    ids = [one.assessment.id, world.theirs.assessment.id]
    with store.read() as c:
        found = figures.standings_of(c, ids, gone)
        right = figures.standings_of(c, ids, known)
    assert found[ids[0]].level == right[ids[0]].level is not None
    assert (found[ids[0]].asked, found[ids[0]].basis, found[ids[1]].level) == (None, "", None)


def test_other_weights_and_rules_are_another_basis(small):
    profile = small.profile("discrete")
    key, weight = next(iter(profile.weights.items()))
    heavier = replace(profile, weights={**profile.weights, key: replace(weight, share=weight.share / 2)})
    other = replace(small, profiles={**small.profiles, "discrete": heavier})
    ruled = replace(small, scoring=replace(small.scoring, rule="sum" if small.scoring.rule == "gated" else "gated"))
    assert len({figures.basis_of(one) for one in (small, other, ruled)}) == 3


def test_every_process_has_the_same_basis():
    """Sets are in another order in each."""
    code = "from maturity.questionnaire import load; from maturity.store.portfolio.figures import basis_of"
    told = {
        subprocess.run(
            [sys.executable, "-c", f"{code}; print([basis_of(load(id)) for id in ('cmmm', 'green-factory-2016')])"],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in (1, 2, 3)
    }
    assert len(told) == 1


def test_figures_are_kept_in_a_number_of_statements_that_does_not_grow(store, world, small, facts, known):
    sent = []
    for number in (1, 30):
        with store.write() as c:
            for more in range(number):
                firm = sign_up(c, facts(100 * number + more), world.ours.person.id)
                assessments.start_assessment(c, world.ours.person, firm.id, small, "discrete", 2024)
        with counted(store) as statements:
            refresh(store, world.ours.person, known)
        sent.append(len(statements))
    assert sent[0] == sent[1]


def test_a_change_rolled_back_marks_nothing(store, world, small, known):
    keep_all(store, known)
    with pytest.raises(Conflict):
        _save_twice(store, world.ours, small)
    with store.read() as c:
        assert not any(c.scalars(select(standings.c.stale)))


def _save_twice(store, ours, small):
    with store.write() as c:
        for answer in (FULL, Chosen("none")):
            answers.save_answer(c, ours.person, ours.assessment.id, small, "skills.1a", answer, "", 0)


def test_who_saves_while_figures_are_kept_leaves_them_stale(store, world, small, known):
    """The save waits until they are kept, and marks them again: nobody keeps what was read before it."""
    one, waiting, done = world.ours, Event(), Event()

    def save():
        waiting.set()
        with store.write() as c:
            answers.save_answer(c, one.person, one.assessment.id, small, "skills.1a", FULL, "", 0)
        done.set()

    with ThreadPoolExecutor(1) as pool:
        with store.write() as c:
            figures.keep(c, [one.assessment.id], known)
            saving = pool.submit(save)
            waiting.wait(5)
            assert not done.wait(0.3)
        saving.result(5)
    with store.read() as c:
        assert c.scalar(select(standings.c.stale).where(standings.c.assessment_id == one.assessment.id))


def test_figures_wait_for_a_save_that_is_under_way(store, world, small, known):
    one, done = world.ours, Event()

    def keep():
        with store.write() as c:
            figures.keep(c, [one.assessment.id], known)
        done.set()

    with ThreadPoolExecutor(1) as pool:
        with store.write() as c:
            answers.save_answer(c, one.person, one.assessment.id, small, "skills.1a", FULL, "", 0)
            keeping = pool.submit(keep)
            assert not done.wait(0.3)
        keeping.result(5)
    with store.read() as c:
        row = c.execute(select(standings).where(standings.c.assessment_id == one.assessment.id)).one()
    assert (row.stale, row.answered) == (False, 1)
