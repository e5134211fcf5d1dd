"""What a member may do: every route that changes something of an enterprise, by every role a member can have."""

import io
from datetime import UTC, datetime

import pytest

from maturity.store.accounts import people
from maturity.store.enterprises.access import READING
from maturity.store.enterprises.invitations import invite, pending
from maturity.store.enterprises.organisations import add_member
from maturity.store.evidence import evidence
from maturity.store.evidence.pieces import Note
from maturity.store.planning import actions
from maturity.store.workshop.creation import RoomDraft, create_room
from maturity.store.workshop.remote import open_remote
from maturity.store.workshop.rooms import act_on_room

from .. import attachments
from .conftest import FORM
from .test_roles_without_levels import ALL, ASSESSOR, OWNER, WITHOUT_LEVELS, WRITERS, Way

BALLOTS = "1: 1\n2: 2\n3: 1\n4: -"
# In an order in which one may follow the other: what ends something stands last.
WAYS = {
    "changes.seen": Way(ALL, {"until": "2026-01-01T00:00:00+00:00"}),
    "evidence.remark": Way(ALL, {"remark": "看过了"}, {"item": "skills.1a"}),
    "whatif.page": Way(ALL, {"choice-skills.1a": "full"}),
    "answering.page": Way(
        WRITERS, {"choice-skills.1a": "full", "seen-skills.1a": "0-", "then": "here"}, {"area": "skills"}
    ),
    "answering.save": Way(WRITERS, {"choice": "full", "version": 0}, {"item": "skills.1b"}),
    "find.flag": Way(WRITERS, {"flagged": True}, {"item": "skills.1b"}),
    "evidence.note": Way(WRITERS, {"words": "制度"}, {"item": "skills.1a"}),
    "evidence.link": Way(WRITERS, {"url": "https://demo.example/", "name": "制度"}, {"item": "skills.1a"}),
    "evidence.upload": Way(WRITERS, {"file": "pdf"}, {"item": "skills.1a"}),
    "evidence.see": Way(ASSESSOR, {"seen": "yes"}, {"eid": "piece"}),
    "evidence.remove": Way(WRITERS, {}, {"eid": "piece"}),
    "assessing.assess": Way(
        ASSESSOR,
        {"choice-skills.1a": "part", "words-skills.1a": "缺", "seen-skills.1a": "0-"},
        {"area": "skills"},
    ),
    "workshops.make": Way(
        {"owner", "editor", "assessor"},
        {"title": "研讨", "area": "skills", "functions": "IT", "rule": "standard", "minutes": "60"},
    ),
    "workshops.do": Way({"owner", "editor", "assessor"}, {"counter": "4"}, {"rid": "room", "act": "take-over"}),
    "paper.seats": Way(
        {"owner", "editor", "assessor"}, {"counter": "5", "function": "IT", "number": "4"}, {"rid": "room"}
    ),
    "paper.votes": Way(
        {"owner", "editor", "assessor"},
        {"counter": "6", "area": "skills", "first": BALLOTS, "second": BALLOTS},
        {"rid": "room"},
    ),
    "seatbooks.seats": Way({"owner", "editor", "assessor"}, {"counter": "7", "number": "1"}, {"rid": "room"}),
    "seatbooks.bring": Way({"owner", "editor", "assessor"}, {"counter": "8", "workbooks": "xlsx"}, {"rid": "room"}),
    "remote.do": Way(
        {"owner", "editor", "assessor"},
        {"counter": "9", "closes": "2090-01-01T18:00", "zone": "Asia/Shanghai"},
        {"rid": "room", "act": "deadline"},
    ),
    "firms.change": Way({"owner", "editor", "assessor"}, {"counter": "10", "consultant": "远见"}, {"rid": "room"}),
    "outcome.accept": Way(ALL, {"then": "effect"}, {"rid": "room"}),  # who may accept: workshop/test_outcome.py
    "outcome.plan": Way(WRITERS, {}, {"rid": "room"}),
    "roadmap.take": Way(WRITERS, {"item": "shape.1a", "to-shape.1a": "full"}),
    "planning.estimates": Way(WRITERS),
    "planning.targets": Way(WRITERS),
    "actions.add": Way(WRITERS, {"words": "编制规划"}),
    "actions.change": Way(WRITERS, {"words": "编制规划", "version": "1", "state": "doing"}, {"action": "action"}),
    "workbook.upload": Way(WRITERS, {"workbook": "xlsx"}),
    "workbook.bring": Way(WRITERS, {}, {"upload": "0" * 32}),
    "duties.page": Way(WRITERS),
    "scope.page": Way(WRITERS, {"version": "1", "confirmed": "cuts"}),
    "members.invite": Way(OWNER, {"role": "viewer"}),
    "members.revoke": Way(OWNER, {}, {"iid": "invitation"}),
    "members.change": Way(OWNER, {"role": "editor"}, {"pid": "extra"}),
    "members.let_submit": Way(OWNER, {"let": "yes"}, {"pid": "extra"}),
    "members.remove": Way(OWNER, {}, {"pid": "extra"}),
    "peers.compare": Way(OWNER, {"compared": "yes", "assessment": "aid"}),
    "enterprise.facts": Way(WRITERS, {**FORM, "credit_code": "code", "version": "1"}),
    "logos.change": Way(WRITERS, {"remove": "yes"}),
    "review.confirm": Way(WRITERS, {"area": "all"}),
    "review.submit": Way(OWNER, {"agreed": "1"}),
    "rounds.begin": Way(WRITERS, {"year": "2025"}),
    "applied.bring": Way(set()),  # consultants alone: tests/web/questionnaires/test_reference_sets.py
    "applied.drop": Way(set()),
    "owndata.leave": Way(OWNER, {"name": "firm"}),
    "owndata.stay": Way(OWNER),
}


@pytest.fixture
def cast(sqlite_store, town, small, client_of):
    """`cast(role)`: (client of a member in that role, what the words of `WAYS` stand for)."""

    def make(role):
        with sqlite_store.write() as c:
            who = people.add_person(c, email="who@demo.example", name="示例", role="enterprise")
            extra = people.add_person(c, email="extra@demo.example", name="另一位", role="enterprise")
            add_member(c, town.mine.id, who.id, role)
            add_member(c, town.mine.id, extra.id, "viewer")
            owner = town.people["enterprise"]
            piece = evidence.add_evidence(c, owner, town.open.id, small, "shape.1a", Note("示例"))
            draft = actions.Draft("示例", None, "shape", "")
            (action,) = actions.add_actions(c, owner, town.open.id, small, [draft])
            invite(c, owner, town.mine.id, "viewer")
            (invitation,) = pending(c, owner, town.mine.id)
            room = create_room(c, owner, town.open.id, small, RoomDraft("研讨", ["skills.1a"], ["IT"]))
            for counter, act in enumerate(("welcome", "start"), 1):
                act_on_room(c, owner, room.id, act, counter)
            open_remote(c, owner, room.id, 3, datetime(2090, 1, 1, tzinfo=UTC), "UTC", {})
        known = {"piece": piece.id, "action": action, "extra": extra.id, "invitation": invitation.id, "room": room.id}
        return client_of(who), {
            **known,
            "aid": town.open.id,
            "oid": town.mine.id,
            "firm": "示例机械有限公司",
            "code": town.mine.facts.credit_code,
        }

    return make


def send(app, client, endpoint, known, blank):
    """The answer to what a person would send to a route of `WAYS`."""
    way = WAYS[endpoint]
    files = {"pdf": lambda: (io.BytesIO(attachments.pdf()), "a.pdf"), "xlsx": lambda: (io.BytesIO(blank), "a.xlsx")}
    sends = {k: files[v]() if v in files else known.get(v, v) for k, v in way.sends.items()}
    names = next(rule.arguments for rule in app.url_map.iter_rules(endpoint))
    values = {name: known.get(way.path.get(name, name), way.path.get(name)) for name in names}
    with app.test_request_context():
        path = app.url_for(endpoint, **values)
    put = endpoint in ("answering.save", "find.flag")
    return client.put(path, json=sends) if put else client.post(path, data=sends)


def test_the_table_names_every_route_that_changes_something(app):
    writing = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.arguments & {"aid", "oid"}
        and rule.methods & {"POST", "PUT", "PATCH", "DELETE"}
        and not rule.rule.startswith("/api/")  # those: api/test_authorisation.py
    }
    assert writing == set(WAYS) | WITHOUT_LEVELS.keys()


@pytest.mark.parametrize("role", READING)
def test_every_member_may_do_what_the_table_says_and_nothing_else(app, cast, role, client_of, town):
    client, known = cast(role)
    blank = client.get(f"/assessments/{known['aid']}/questionnaire.xlsx?blank=1").data
    for endpoint, way in WAYS.items():
        answer = send(app, client, endpoint, known, blank)
        with answer:
            if endpoint == "workbook.bring":
                assert answer.status_code == 404  # an upload is its person's alone; this one is nobody's
            elif role not in way.may:
                assert answer.status_code == 403, (endpoint, answer.status_code)
                if endpoint == "review.submit":  # what follows needs a submitted round
                    send(app, client_of(town.people["enterprise"]), endpoint, known, blank).close()
            else:
                assert answer.status_code < 400, (endpoint, answer.text)
