"""What a member may do where a questionnaire has no levels, by every role that a member can have."""

from dataclasses import dataclass, field
from io import BytesIO

import pytest

from maturity.store.accounts.people import add_person
from maturity.store.enterprises.access import READING
from maturity.store.enterprises.organisations import add_member
from maturity.web import create_app

from ..attachments import pdf

ALL, WRITERS, OWNER, ASSESSOR = set(READING), {"owner", "editor"}, {"owner"}, {"assessor"}


@dataclass(frozen=True)
class Way:
    """A route that changes something: who may use it, and what a person would send."""

    may: set[str]
    sends: dict = field(default_factory=dict)
    path: dict = field(default_factory=dict)


WITHOUT_LEVELS = {
    "evidence.remark": Way(ALL, {"remark": "看过了"}, {"item": "land-area"}),
    "whatif.page": Way(ALL, {"shown-land-area": "1", "land-area:number": "9"}),
    "answering.page": Way(WRITERS, {"land-area:number": "9", "seen-land-area": "0-", "then": "here"}, {"area": "site"}),
    "answering.save": Way(WRITERS, {"choice": "", "version": 0, "entered": {"number": "9"}}, {"item": "output"}),
    "find.flag": Way(WRITERS, {"flagged": True}, {"item": "output"}),
    "evidence.note": Way(WRITERS, {"words": "制度"}, {"item": "land-area"}),
    "papers.note": Way(WRITERS, {"words": "证书"}, {"paper": "e1"}),
    "papers.link": Way(WRITERS, {"url": "https://demo.example/", "name": "证书"}, {"paper": "e1"}),
    "papers.upload": Way(WRITERS, {"file": "pdf"}, {"paper": "e1"}),
    "assessing.assess": Way(ASSESSOR, {"land-area:number": "8", "seen-land-area": "0-"}, {"area": "site"}),
    "opinion.write": Way(ASSESSOR, {"body": "示例机构", "version": "0"}),
    "planning.targets": Way(
        WRITERS, {"key": ":score", "first-:score": "90", "second-:score": "2028", "version-:score": "0"}
    ),
    "planning.estimates": Way(WRITERS, {"key": "air.o1", "first-air.o1": "9", "version-air.o1": "0"}),
    "roadmap.take": Way(WRITERS, {"item": "low-carbon.better"}),
    "actions.add": Way(WRITERS, {"words": "编制方案", "area": "site"}),
    "review.submit": Way(OWNER, {"agreed": "1"}),
}
PUT = ("answering.save", "find.flag")


@pytest.fixture
def app(config, folder):
    return create_app({**config, "QUESTIONNAIRES": folder, "QUESTIONNAIRE": None})


@pytest.mark.parametrize("role", READING)
def test_every_member_may_do_what_the_table_says_and_nothing_else(app, client_of, town, sqlite_store, filled, role):
    with sqlite_store.write() as c:
        who = add_person(c, email="who@demo.example", name="示例", role="enterprise")
        add_member(c, town.mine.id, who.id, role)
    client, aid = client_of(who), filled(answers={}).rpartition("/")[2]
    for endpoint, way in WITHOUT_LEVELS.items():
        with app.test_request_context():
            path = app.url_for(endpoint, aid=aid, **way.path)
        sends = {name: (BytesIO(pdf()), "a.pdf") if value == "pdf" else value for name, value in way.sends.items()}
        with client.put(path, json=sends) if endpoint in PUT else client.post(path, data=sends) as answer:
            assert answer.status_code in ((200, 302) if role in way.may else (403,)), (endpoint, answer.text)
