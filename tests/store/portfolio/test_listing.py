"""The list of a person's enterprises: who sees which, filters, order, pages."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from bench.pages import counted
from maturity.answers import Chosen
from maturity.errors import Busy, Problem
from maturity.store.accounts.people import add_person, disable, set_role
from maturity.store.assessments import answers, assignments
from maturity.store.assessments.assessments import start_assessment
from maturity.store.assessments.assignments import Assignment, AssignmentChange
from maturity.store.enterprises.organisations import add_member, remove_member, sign_up
from maturity.store.portfolio.entries import entries
from maturity.store.portfolio.listing import SORTS, Wanted, keep_shown, listed, refresh
from maturity.store.submissions.submissions import submit

TODAY = date(2026, 6, 1)


@pytest.fixture
def desk(store, small, facts):
    """A consultant with five clients of twelve that there are; `list(…)` is what the list shows."""
    with store.write() as c:
        owner = add_person(c, email="owner@example.com", name="owner", role="enterprise")
        who = add_person(c, email="consultant@example.com", name="王顾问", role="consultant")
        other = add_person(c, email="other@example.com", name="李评审", role="consultant")
        firms = []
        for number in range(12):
            city = "320500" if number % 2 else "310000"
            firm = sign_up(c, facts(number, name=f"企业 {number:02}", city=city, division=str(30 + number)), owner.id)
            if number < 5:
                add_member(c, firm.id, who.id, ("editor", "assessor", "viewer")[number % 3])
            work = None
            if number not in (4, 11):
                work = start_assessment(c, owner, firm.id, small, "discrete", 2024 + number % 2).id
                items = small.items_of("discrete")[: number * 2 + 1]
                changes = [answers.AnswerChange(item.id, Chosen("full"), "", 0) for item in items]
                answers.save_answers(c, owner, work, small, changes)
            firms.append(SimpleNamespace(id=firm.id, work=work, name=firm.facts.name, code=firm.facts.credit_code))
        add_member(c, firms[2].id, other.id, "assessor")
        submit(c, owner, firms[3].work, small, 1)
        change = AssignmentChange(small.areas[-1].id, Assignment(owner.id, date(2026, 5, 1)), None)
        assignments.assign(c, owner, firms[1].work, small, [change])

    def known(id, version):
        return small

    def show(person=who, most=50, **wanted):
        refresh(store, person, known)
        with store.read() as c:
            return listed(c, person, Wanted(**wanted), TODAY, known, most)

    def names(person=who, **wanted):
        return [one.name for one in show(person, **wanted).entries]

    return SimpleNamespace(owner=owner, who=who, other=other, firms=firms, list=show, names=names, known=known)


def test_the_rows_are_the_enterprises_of_the_person_and_no_others(desk):
    assert desk.names() == [f"企业 {number:02}" for number in range(5)]
    assert desk.names(desk.other) == ["企业 02"]
    assert desk.list(desk.owner).total == 12


def test_who_leaves_or_is_disabled_or_becomes_an_analyst_sees_nothing(desk, store):
    with store.write() as c:
        remove_member(c, desk.firms[0].id, desk.who.id)
    assert desk.names() == [f"企业 {number:02}" for number in range(1, 5)]
    with store.write() as c:
        set_role(c, desk.who.id, "analyst", None)
        disable(c, desk.other.id, None)
    assert desk.list().entries == desk.list(desk.other).entries == []
    assert desk.list().total == desk.list(desk.other).total == 0


def test_ids_of_others_give_no_rows(desk, store):
    with store.read() as c:
        foreign = [(desk.firms[9].id, desk.firms[9].work), (desk.firms[0].id, desk.firms[9].work)]
        own = (desk.firms[0].id, desk.firms[0].work)
        assert [one.name for one in entries(c, desk.who, [*foreign, own], desk.known)] == ["企业 00"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"search": "业 03"}, [3]),
        ({"search": "%"}, []),
        ({"state": "open"}, [0, 1, 2]),
        ({"state": "submitted"}, [3]),
        ({"state": "none"}, [4]),
        ({"industry": "32"}, [2]),
        ({"place": "320500"}, [1, 3]),
        ({"place": "310000"}, [0, 2, 4]),
        ({"place": "320000"}, [1, 3]),
        ({"year": 2025}, [1, 3]),
        ({"questionnaire": "small"}, [0, 1, 2, 3]),
        ({"questionnaire": "another"}, []),
        ({"overdue": True}, [1]),
        ({"tag": "重点"}, []),
        ({"state": "open", "year": 2024}, [0, 2]),
    ],
)
def test_filters(desk, wanted, found):
    assert desk.names(**wanted) == [f"企业 {number:02}" for number in found]
    assert desk.list(**wanted).total == len(found)


def test_a_credit_code_is_found_in_small_letters_too(desk):
    assert desk.names(search=desk.firms[2].code.lower()) == ["企业 02"]


def test_the_filter_of_levels_takes_those_that_have_it(desk):
    levels = {one.name: one.standing.level for one in desk.list().entries if one.standing}
    assert desk.names(level="0") == [name for name, level in levels.items() if level == 0]
    assert desk.names(level="9") == []


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_has_all_rows_and_nothing_last(desk, sort):
    rising, falling = desk.names(sort=sort), desk.names(sort=sort, falling=True)
    assert sorted(rising) == sorted(falling) == [f"企业 {number:02}" for number in range(5)]
    if sort in ("level", "score", "progress", "evidence", "changed", "year", "questionnaire"):
        assert rising[-1] == falling[-1] == "企业 04"


def test_progress_rises_and_falls(desk):
    assert desk.names(sort="progress")[:4] == [f"企业 {number:02}" for number in range(4)]
    assert desk.names(sort="progress", falling=True)[:4] == [f"企业 {number:02}" for number in (3, 2, 1, 0)]
    assert desk.names(sort="assessor", falling=True)[:2] == ["企业 01", "企业 04"]


def test_pages_cut_the_rows_without_loss(desk):
    whole = [one.name for number in (1, 2, 3) for one in desk.list(desk.owner, most=5, page=number).entries]
    assert whole == [f"企业 {number:02}" for number in range(12)]
    assert desk.list(desk.owner, most=5, page=4).entries == []
    assert desk.list(desk.owner, most=None).total == 12


def test_the_last_round_of_a_questionnaire_stands_for_it(desk, store, small):
    with store.write() as c:
        start_assessment(c, desk.owner, desk.firms[3].id, small, "discrete", 2026)
    assert [one.year for one in desk.list(search="03").entries] == [2026]
    assert [one.year for one in desk.list(search="03", every=True).entries] == [2026, 2025]
    assert [one.year for one in desk.list(search="03", year=2025).entries] == [2025]


def test_figures_that_become_stale_meanwhile_are_told_as_they_are(desk, store, small):
    desk.list()
    one, item = desk.firms[0], small.items_of("discrete")[5]
    with store.write() as c:
        answers.save_answer(c, desk.owner, one.work, small, item.id, Chosen("full"), "", 0)
    with store.read() as c:
        first = listed(c, desk.who, Wanted(), TODAY, desk.known).entries[0]
    assert first.standing.answered == 2


def test_the_number_of_statements_does_not_grow_with_the_rows(desk, store):
    sent = []
    for person in (desk.other, desk.who, desk.owner):
        desk.list(person)
        with counted(store) as statements:
            desk.list(person)
        sent.append(len(statements))
    assert len(set(sent)) == 1


def test_open_assessments_are_graded_anew_under_other_weights(desk, store, small):
    desk.list()
    ruled = replace(small, scoring=replace(small.scoring, rule="sum" if small.scoring.rule == "gated" else "gated"))
    with store.read() as c:
        before = {one.name: one.standing for one in listed(c, desk.who, Wanted(), TODAY, desk.known).entries}
        after = {one.name: one.standing for one in listed(c, desk.who, Wanted(), TODAY, lambda *key: ruled).entries}
    assert before["企业 03"] == after["企业 03"]  # submitted
    assert before["企业 02"].basis != after["企业 02"].basis
    assert before["企业 02"].score != after["企业 02"].score


def test_what_was_computed_for_a_page_is_kept(desk, store, small):
    desk.list()
    ruled = replace(small, scoring=replace(small.scoring, rule="sum" if small.scoring.rule == "gated" else "gated"))

    def shown():
        with store.read() as c:
            return listed(c, desk.who, Wanted(), TODAY, lambda *key: ruled)

    assert [one.name for one in shown().entries if not one.kept] == ["企业 00", "企业 01", "企业 02"]
    keep_shown(store, shown(), lambda *key: ruled)
    assert all(one.kept for one in shown().entries)


def test_a_store_that_cannot_be_written_to_is_still_listed(desk, store, monkeypatch):
    def busy():
        raise Busy(Problem("store-locked"))

    monkeypatch.setattr(store, "write", busy)
    assert [one.standing.answered for one in desk.list(state="open").entries] == [1, 3, 5]
