"""Whatever changes something leaves a row in the audit log, in the same transaction, or is listed with a reason."""

import io
import re
from functools import partial

import pytest
from sqlalchemy import event, func, select

from maturity.questionnaire import read
from maturity.store.questionnaires import definitions
from maturity.store.schema import audit_log

from ..conftest import FOREIGN_FILES
from .conftest import PASSWORD
from .test_roles import WAYS, cast, send  # noqa: F401 -- a fixture

HARBOUR = (FOREIGN_FILES / "harbour.yaml").read_bytes()
# A write to these tables alone needs no row, because …
UNLOGGED = {
    "attempts": "counts at the doors, nobody's data",
    "familiar_addresses": "counts at the doors, nobody's data",
    "sessions": "the time of last use; beginnings and ends are logged",
    "kept_forms": "what a person typed, for that person alone, for a day",
    "answers": "the history holds every version with its author; the log says once an hour that somebody was at work",
    "answer_history": "is itself the log of answers",
    "workshop_votes": "a row with a time would tell whose vote it is",
    "standings": "figures computed from what is logged",
    "portfolio_tags": "a person's own, which nobody else sees",
    "portfolio_views": "a person's own, which nobody else sees",
    "flags": "marks of work under way, seen beside the items with the name of who set them",
}
SILENT = {  # routes that write nothing that lasts
    "answering.save": "told once an hour, and the walk saved a page just before; the history holds each change",
    "whatif.page": "answers are tried, not kept",
    "outcome.accept": "the walk looks at the effect; store/workshop/test_outcome.py accepts",
    "outcome.plan": "nothing is parked",
    "workbook.bring": "the walk has no upload; tests/web/offline/test_apply.py brings one in",
    "find.flag": UNLOGGED["flags"],
    "review.confirm": "no answer was carried over from a round before",
    "planning.estimates": "nothing was sent that differs",
    "planning.targets": "nothing was sent that differs",
    "duties.page": "nothing was sent that differs",
    "scope.page": "nothing was sent that differs",
    "workbook.upload": "waits for its person; what is brought in is logged",
    "evidence.see": "an assessor's alone, see test_accesslog",
    "applied.bring": "a consultant's alone, see questionnaires/test_reference_sets.py",
    "applied.drop": "a consultant's alone, see questionnaires/test_reference_sets.py",
    "assessing.assess": "an assessor's alone, see test_accesslog",
}


class Watch:
    """The transactions of a store that changed something without a row in the audit log."""

    def __init__(self, engine):
        self.open, self.faults = {}, []
        event.listen(engine, "before_cursor_execute", self._seen)
        event.listen(engine, "commit", self._over)
        event.listen(engine, "rollback", lambda connection: self.open.pop(connection, None))

    def _seen(self, connection, cursor, statement, *_):
        found = re.match(r"(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)", statement)
        if found:
            self.open.setdefault(connection, set()).add(found[1])

    def _over(self, connection):
        tables = self.open.pop(connection, set()) - set(UNLOGGED)
        if tables and "audit_log" not in tables:
            self.faults.append(sorted(tables))


@pytest.fixture
def watch(sqlite_store):
    return Watch(sqlite_store.engine)


def test_every_route_of_an_enterprise_leaves_a_row(app, cast, town, sqlite_store, watch):  # noqa: F811
    client, known = cast("owner")
    blank = client.get(f"/assessments/{known['aid']}/questionnaire.xlsx?blank=1").data
    silent = set()
    for endpoint in WAYS:
        with sqlite_store.read() as c:
            before = c.scalar(select(func.count()).select_from(audit_log))
        send(app, client, endpoint, known, blank).close()
        with sqlite_store.read() as c:
            if c.scalar(select(func.count()).select_from(audit_log)) == before:
                silent.add(endpoint)
    assert silent == set(SILENT)
    assert watch.faults == []


def test_every_other_route_leaves_a_row(app, client_of, town, sqlite_store, watch):
    """Accounts, invitations, administration: what is sent is taken, and logged."""
    boss, owner = (client_of(town.people[role]) for role in ("administrator", "enterprise"))
    files = [HARBOUR.replace(b'version: "1"', b'version: "%d"' % number) for number in range(3)]
    with sqlite_store.write() as c:
        keep = partial(definitions.keep_draft, c, town.people["administrator"])
        first, second = (f"/questionnaires/{keep(read(file.decode()), file).id}" for file in files[:2])
    new = {"name": "新人", "email": "new@example.com", "role": "analyst"}
    steps = [
        ("person.add", boss, "/people", new),
        ("token.issue", boss, f"/people/{town.stranger.id}/reset", {}),
        ("person.set-role", boss, f"/people/{town.people['consultant'].id}/role", {"role": "enterprise"}),
        ("privacy.edit", boss, "/privacy/edit", {"zh": "新的说明", "en": "A new notice", "version": "1"}),
        ("questionnaire.upload", boss, "/questionnaires", {"definition": (io.BytesIO(files[2]), "harbour.yaml")}),
        ("questionnaire.publish", boss, f"{first}/publish", {"frozen": "1"}),
        ("questionnaire.withdraw", boss, f"{first}/withdraw", {"reason": "条目有错"}),
        ("questionnaire.discard", boss, f"{second}/discard", {}),
        ("assessment.start", owner, "/assessments/new", {"organisation": town.mine.id, "year": "2026"}),
        (
            "person.change-password",
            client_of(town.stranger),
            "/password",
            {"old": PASSWORD, "password": "quiet river 9 lantern"},
        ),
        ("person.sign-out", owner, "/sign-out", {}),
    ]
    for action, client, path, sent in steps:
        client.post(path, data=sent).close()
        with sqlite_store.read() as c:
            assert action in c.scalars(select(audit_log.c.action)).all(), action
    assert watch.faults == []
