"""A foreign id and an unknown id get the same answer, from every function that takes one."""

import pytest
from sqlalchemy import event, select, text

from maturity.answers import Chosen
from maturity.errors import Forbidden, NotFound
from maturity.store.accounts.people import add_person, change_password, set_password, set_role
from maturity.store.accounts.tokens import issue_token, redeem_token
from maturity.store.assessments import assessments
from maturity.store.assessments.answers import AnswerChange, save_answer, save_answers
from maturity.store.enterprises import organisations
from maturity.store.enterprises.audit import record
from maturity.store.schema import audit_log, metadata
from maturity.store.submissions import submissions

BY_ORGANISATION = {
    "organisation": lambda c, who, id, q, facts: organisations.organisation(c, who, id),
    "members": lambda c, who, id, q, facts: organisations.members(c, who, id),
    "update": lambda c, who, id, q, facts: organisations.update_facts(c, who, id, facts(9), 1),
    "start": lambda c, who, id, q, facts: assessments.start_assessment(c, who, id, q, "discrete", 2030),
}
BY_ASSESSMENT = {
    "assessment": lambda c, who, id, q, facts: assessments.assessment(c, who, id),
    "tailor": lambda c, who, id, q, facts: assessments.tailor(c, who, id, q, {}, 1),
    "save": lambda c, who, id, q, facts: save_answer(c, who, id, q, "skills.1a", Chosen("full"), "", 0),
    "save_many": lambda c, who, id, q, facts: save_answers(c, who, id, q, [AnswerChange("shape.1a", None, "x", 0)]),
    "submit": lambda c, who, id, q, facts: submissions.submit(c, who, id, q, 1),
    "submission": lambda c, who, id, q, facts: submissions.submission(c, who, id),
}


def contents(c):
    tables = (table for table in metadata.sorted_tables if table is not audit_log)
    return [c.execute(select(table).order_by(*table.primary_key)).all() for table in tables]


@pytest.mark.parametrize("name", [*BY_ORGANISATION, *BY_ASSESSMENT])
def test_a_foreign_id_is_an_unknown_id(store, world, small, facts, name):
    work = (BY_ORGANISATION | BY_ASSESSMENT)[name]
    theirs = world.theirs.organisation.id if name in BY_ORGANISATION else world.theirs.assessment.id
    with store.write() as c:
        save_answer(c, world.theirs.person, world.theirs.assessment.id, small, "skills.1b", Chosen("full"), "secret", 0)
        outsiders = [
            add_person(c, email=f"{role}@example.com", name=role, role=role) for role in ("analyst", "administrator")
        ]
        outsiders += [add_person(c, email="former@example.com", name="Former", role="consultant")]
        for person in outsiders:
            organisations.add_member(c, world.theirs.organisation.id, person.id, "editor")
        outsiders[2] = set_role(c, outsiders[2].id, "administrator", None)
        before = contents(c)
        refusals = set()
        for person in (world.ours.person, *outsiders):
            for id in (theirs, "0" * 32, "", "x' OR 1=1 --", "\x00", "💥"):
                with pytest.raises(NotFound) as caught:
                    work(c, person, id, small, facts)
                refusals.add(str(caught.value))
        assert len(refusals) == 1
        assert contents(c) == before


def test_lists_hold_only_what_is_ours(store, world):
    with store.read() as c:
        assert organisations.organisations_of(c, world.ours.person) == [world.ours.organisation]
        assert assessments.assessments_of(c, world.ours.person) == [world.ours.assessment]


def test_every_write_adds_a_row_without_secrets(store, small, world, facts):
    ours, secret, password = world.ours, "a-very-secret-thing", "quiet river lantern"
    with store.write() as c:
        before = c.scalar(text("SELECT max(id) FROM audit_log"))
        save_answer(c, ours.person, ours.assessment.id, small, "skills.1a", Chosen("full"), secret, 0)
        save_answers(c, ours.person, ours.assessment.id, small, [AnswerChange("skills.1b", None, secret, 0)])
        assessments.tailor(c, ours.person, ours.assessment.id, small, {"sales": secret}, 1)
        organisations.update_facts(c, ours.person, ours.organisation.id, facts(0, name=secret), 1)
        submissions.submit(c, ours.person, ours.assessment.id, small, 1)
        set_password(c, ours.person.id, password)
        change_password(c, ours.person.id, password, password + "2")
        token = issue_token(c, "reset", ours.person.id, 1)
        redeem_token(c, "reset", token)
        set_role(c, ours.person.id, "consultant", ours.person.id)
        rows = c.execute(select(audit_log).where(audit_log.c.id > before).order_by(audit_log.c.id)).all()
    assert [row.action for row in rows] == [
        "answers.save",
        "assessment.tailor",
        "organisation.update",
        "privacy.agree",
        "assessment.submit",
        "person.set-password",
        "person.change-password",
        "token.issue",
        "token.redeem",
        "person.set-role",
        "person.set-role",  # for the enterprise that the person is a member of
    ]
    assert all(row.assessment_id == ours.assessment.id for row in rows[:2])
    assert all(row.organisation_id == ours.organisation.id for row in (*rows[:5], rows[-1]))
    assert all(row.person_id == ours.person.id for row in rows if row.action != "token.issue")
    assert all(row.at.utcoffset().total_seconds() == 0 for row in rows)
    assert secret not in str(rows)
    assert password not in str(rows)
    assert token not in str(rows)
    assert rows[2].detail == {"fields": ["name"]}


def test_the_audit_row_goes_with_its_write(store, world):
    with pytest.raises(ZeroDivisionError), store.write() as c:
        record(c, world.ours.person.id, "test.undone", detail={"zero": 1 / 0})
    with store.read() as c:
        assert "test.undone" not in c.scalars(select(audit_log.c.action)).all()


def test_no_page_reads_a_whole_table(sqlite_store, small, facts):
    """Every statement of the pages' functions finds its rows through an index, whatever the size of the tables."""
    sqlite_store.check()
    seen = []
    event.listen(
        sqlite_store.engine, "before_cursor_execute", lambda c, cursor, sql, values, *rest: seen.append((sql, values))
    )
    with sqlite_store.write() as c:
        person = add_person(c, email="a@example.com", name="A", role="enterprise")
        id = organisations.sign_up(c, facts(1), person.id).id
        one = assessments.start_assessment(c, person, id, small, "discrete", 2024)
        for work in (BY_ORGANISATION["organisation"], BY_ORGANISATION["members"], BY_ORGANISATION["update"]):
            work(c, person, id, small, facts)
        for work in BY_ASSESSMENT.values():
            work(c, person, one.id, small, facts)
        organisations.organisations_of(c, person)
        assessments.assessments_of(c, person)
        assert len(seen) > 30
        for sql, values in list(seen):
            if sql.lstrip().startswith(("SELECT", "UPDATE")):
                plan = c.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all()
                assert not [step for step in plan if step.detail.startswith("SCAN ")], sql


WRITES = {"update": BY_ORGANISATION["update"], "start": BY_ORGANISATION["start"]} | {
    name: BY_ASSESSMENT[name] for name in ("tailor", "save", "save_many", "submit")
}


@pytest.mark.parametrize("role", ["viewer", "assessor"])
@pytest.mark.parametrize("name", WRITES)
def test_those_who_only_read_cannot_write(store, world, small, facts, name, role):
    id = world.ours.organisation.id if name in ("update", "start") else world.ours.assessment.id
    with store.write() as c:
        guest = add_person(c, email="guest@example.com", name="Guest", role="consultant")
        organisations.add_member(c, world.ours.organisation.id, guest.id, role)
        assert assessments.assessment(c, guest, world.ours.assessment.id).role == role
        before = contents(c)
        with pytest.raises(Forbidden) as caught:
            WRITES[name](c, guest, id, small, facts)
        assert caught.value.problems[0].code == "membership-not-allowed"
        assert contents(c) == before
