"""The chain of the audit log: whatever is changed, removed or inserted is found, and what was erased is told."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import StatementError

import maturity
from maturity.store.accounts.people import add_person, set_role
from maturity.store.audit import kinds, seals
from maturity.store.audit.verification import Fault, verify
from maturity.store.enterprises import access_log, audit
from maturity.store.origins import archive
from maturity.store.schema import audit_days, audit_log, audit_seals

DAY = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """`clock(days)` sets the time of what is recorded."""

    def turn(days):
        for module in (audit, seals):
            monkeypatch.setattr(module, "now", lambda: DAY + timedelta(days=days))

    turn(0)
    return turn


@pytest.fixture
def three_days(store, clock):
    """Three entries on each of three days."""
    with store.write() as c:
        person = add_person(c, email="who@example.com", name="Who", role="analyst")
    for day in range(1, 4):
        clock(day)
        for role in ("consultant", "enterprise", "analyst"):
            with store.write() as c:
                set_role(c, person.id, role, person.id)
    return store


def found(store, head=""):
    with store.read() as c:
        return verify(c, head)


def day(number):
    return f"2026-03-{1 + number:02}"


def test_an_untouched_chain_is_whole_and_contains_its_earlier_heads(three_days, clock):
    first = found(three_days)
    assert (first.days, first.entries, first.erased, first.faults) == (4, 10, 0, [])
    with three_days.write() as c:
        audit.record(c, None, "instance.trust", detail={"key": "k"})
    assert found(three_days, first.head).faults == []
    assert found(three_days, "0" * 64).faults == [Fault("head", "")]


SEAL = (audit_seals.c.day == day(2), audit_seals.c.number == 2)
ENTRY = audit_log.c.id.in_(select(audit_seals.c.entry).where(*SEAL))
LAST = (audit_seals.c.day == day(3), audit_seals.c.number == 3)
NEW = {"at": DAY, "action": "person.set-role", "request": "", "content": "0" * 64, "digest": "0" * 64}
TAMPERED = {
    "who": (update(audit_log).where(ENTRY).values(person_id=None), Fault("changed", day(2), 2)),
    "what": (update(audit_log).where(ENTRY).values(detail={"to": "analyst"}), Fault("changed", day(2), 2)),
    "when": (update(audit_log).where(ENTRY).values(at=DAY), Fault("changed", day(2), 2)),
    "action": (update(audit_log).where(ENTRY).values(action="person.add"), Fault("changed", day(2), 2)),
    "sealed time": (update(audit_seals).where(*SEAL).values(at=DAY), Fault("changed", day(2), 2)),
    "request": (update(audit_seals).where(*SEAL).values(request="another"), Fault("changed", day(2), 2)),
    "row": (delete(audit_log).where(ENTRY), Fault("removed", day(2), 2)),
    "seal": (delete(audit_seals).where(*SEAL), Fault("removed", day(2), 2)),
    "last seal": (delete(audit_seals).where(*LAST), Fault("removed", day(3), 3)),
    "day": (delete(audit_seals).where(audit_seals.c.day == day(2)), Fault("removed", day(2))),
    "count": (update(audit_days).where(audit_days.c.day == day(3)).values(entries=2), Fault("inserted", day(3), 3)),
    "inserted": (
        insert(audit_seals).values(day=day(2), number=4, salt=None, entry=None, erased_by=1, **NEW),
        Fault("inserted", day(2), 4),
    ),
    "erased unsaid": (
        update(audit_seals).where(*SEAL).values(salt=None, entry=None, erased_by=1),
        Fault("erased", day(2), 2),
    ),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_what_was_done_to_the_tables_is_found(three_days, name):
    statement, fault = TAMPERED[name]
    with three_days.write() as c:
        c.execute(statement)
    assert fault in found(three_days).faults


def test_a_day_that_was_cut_off_is_found_by_the_next_or_by_a_head_kept_elsewhere(three_days):
    head = found(three_days).head
    with three_days.write() as c:
        for table in (audit_seals, audit_days):
            c.execute(delete(table).where(table.c.day == day(3)))
    assert found(three_days).faults == []
    assert found(three_days, head).faults == [Fault("head", "")]
    with three_days.write() as c:
        for table in (audit_seals, audit_days):
            c.execute(delete(table).where(table.c.day == day(1)))
    assert Fault("day", day(2)) in found(three_days).faults


def test_those_who_write_at_once_make_one_chain(store):
    def once(number):
        with store.write() as c:
            audit.record(c, None, "instance.trust", detail={"number": number})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(once, range(40)))
    whole = found(store)
    assert (whole.entries, whole.faults) == (40, [])


def test_an_act_on_many_organisations_is_one_entry_and_daily_work_is_none(store, world):
    before = found(store).entries
    with store.write() as c:
        audit.record_about(c, None, "person.set-role", world.ours.person.id, {"person": world.ours.person.id})
        audit.record(c, world.ours.person.id, "answers.save", organisation=world.ours.organisation.id)
    assert found(store).entries == before + 1


def test_an_entry_undone_with_its_transaction_leaves_the_chain_whole(store):
    with store.write() as c:
        audit.record(c, None, "instance.trust", detail={})
        c.rollback()
    with pytest.raises(StatementError), store.write() as c:
        audit.record(c, None, "instance.trust", detail={"not": object()})
    with store.write() as c:
        audit.record(c, None, "instance.trust", detail={})
    assert (found(store).entries, found(store).faults) == (1, [])


def test_erasing_an_organisation_takes_its_names_out_and_keeps_the_chain(store, world):
    owner, id = world.theirs.person, world.theirs.organisation.id
    with store.write() as c:
        archive.record_export(c, owner.id, id)
        archive.record_export(c, world.ours.person.id, world.ours.organisation.id)
    head = found(store).head
    with store.write() as c:
        archive.delete_organisation(c, id)
    after = found(store, head)
    assert after.faults == []
    assert after.erased >= 1
    with store.read() as c:
        rows = c.execute(select(audit_log).where(audit_log.c.organisation_id == id)).all()
        kept = c.execute(select(audit_seals).where(audit_seals.c.action == "organisation.export")).all()
    assert [row.action for row in rows] == ["organisation.purge"]
    assert sorted(row.salt is None for row in kept) == [False, True]
    with store.write() as c:  # and a lie about what was erased is found
        c.execute(update(audit_seals).where(audit_seals.c.salt.is_not(None)).values(salt=None, entry=None, erased_by=1))
    assert {fault.what for fault in found(store).faults} == {"erased"}


def test_what_is_kept_too_long_is_erased_by_the_first_entry_of_a_day(three_days, clock, monkeypatch):
    with three_days.write() as c:
        audit.record(c, None, "person.refused", detail={})
        audit.record(c, None, "privacy.edit", detail={})
    clock(400)  # sign-ins are over, the rest is not
    with three_days.write() as c:
        audit.record(c, None, "instance.trust", detail={})
    whole = found(three_days)
    assert (whole.erased, whole.faults) == (1, [])
    clock(3000)
    with three_days.write() as c:
        audit.record(c, None, "instance.trust", detail={})
    whole = found(three_days)
    assert whole.faults == []
    assert whole.erased == whole.entries - 4  # the last act, the edited notice and both expiries, which are kept


def test_every_action_of_the_code_is_known():
    """An action that is neither sealed nor shown to owners nor listed here was forgotten."""
    elsewhere = {
        *("person.set-language", "calendar.plan", "calendar.move", "calendar.remove"),
        *("release.bring", "submission.import", "peers.look"),
        *("register.enter", "register.stock", "register.decide", "register.due", "register.file"),
        *("questionnaire.upload", "questionnaire.publish", "questionnaire.withdraw", "questionnaire.discard"),
        *("questionnaire.crosswalk", "questionnaire.references", "questionnaire.references-ended"),
    }
    code = "".join(file.read_text() for file in (Path(maturity.__file__).parent / "store").rglob("*.py"))
    said = set(re.findall(r'audit\.record\w*\(\s*c,[^()"]*?"([a-z]+\.[a-z-]+)"', code))
    shown = {action for actions in access_log.KINDS.values() for action in actions} | set(access_log.HIDDEN)
    assert len(said) > 30
    assert said - shown - elsewhere <= kinds.ACTIONS
    assert max(map(len, kinds.ACTIONS)) <= 40


def test_only_the_store_of_the_log_changes_its_rows():
    folder = Path(maturity.__file__).parent
    found = [
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*.py")
        if re.search(
            r"(update|delete)\((schema\.)?(audit_\w+|log)\)|audit_(log|seals)\.(update|delete)\(", file.read_text()
        )
    ]
    assert sorted(found) == ["store/audit/seals.py", "store/origins/archive.py"]
