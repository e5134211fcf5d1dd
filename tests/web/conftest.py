"""An application on a store of its own, people of every role, and clients signed in as them."""

import csv
from types import SimpleNamespace

import pytest
from sqlalchemy import event

from maturity.questionnaire import load
from maturity.store.accounts.people import ROLES, add_person
from maturity.store.assessments.answers import AnswerChange, save_answer, save_answers
from maturity.store.assessments.assessments import start_assessment
from maturity.store.enterprises.organisations import add_member, sign_up
from maturity.store.submissions.submissions import Record, add_graded
from maturity.web import create_app

from ..scoring import green
from .processes import processes

__all__ = ["processes"]

PASSWORD = "quiet river lantern"
FORM = {
    "name": "示例机械有限公司",
    "credit_code": "",
    "division": "34",
    "production_type": "discrete",
    "city": "江苏省 苏州市",
    "headcount": "350",
    "revenue_10k": "12000.5",
    "founded": "1998",
    "person_name": "王敏",
    "email": "new@example.com",
    "agreed": "1",
}


@pytest.fixture
def config(sqlite_store, small, tmp_path):
    return {
        "STORE": sqlite_store,
        "QUESTIONNAIRE": small,
        "DATA_DIR": tmp_path / "var",
        "BASE_URL": "http://maturity.example.org",
        "TRUSTED_HOSTS": "localhost,maturity.example.org",
        "TESTING": True,
        "WTF_CSRF_ENABLED": False,
        "RATELIMIT_ENABLED": False,
    }


@pytest.fixture
def app(config):
    return create_app(config)


@pytest.fixture
def town(sqlite_store, small, facts):
    """One person of every role, and a stranger. `mine` belongs to the enterprise's member and the consultant."""
    with sqlite_store.write() as c:
        people = {role: add_person(c, email=f"{role}@example.com", name=role, role=role) for role in ROLES}
        stranger = add_person(c, email="stranger@example.com", name="stranger", role="enterprise", password=PASSWORD)
        mine = sign_up(c, facts(1), people["enterprise"].id)
        add_member(c, mine.id, people["consultant"].id, "editor")
        theirs = sign_up(c, facts(2), stranger.id)
        return SimpleNamespace(
            people=people,
            stranger=stranger,
            mine=mine,
            theirs=theirs,
            open=start_assessment(c, people["enterprise"], mine.id, small, "discrete", 2024),
            foreign=start_assessment(c, stranger, theirs.id, small, "discrete", 2024),
        )


@pytest.fixture
def client_of(app):
    """`client_of(person)`: a client with that person's session; None for nobody."""

    def make(person=None, language=None):
        client = app.test_client()
        with client.session_transaction() as session:
            if person:
                session["_user_id"] = f"{person.id}.{person.stamp}"
                session["_fresh"] = True
            if language:
                session["language"] = language
        return client

    return make


@pytest.fixture
def member(client_of, town):
    return client_of(town.people["enterprise"])


@pytest.fixture
def answered(town, sqlite_store, small):
    """`answered({"skills.1a": Chosen("full")})` saves for the enterprise's member, versions counted from 0."""

    def do(answers, assessment=None):
        with sqlite_store.write() as c:
            for item, answer in answers.items():
                save_answer(c, town.people["enterprise"], (assessment or town.open).id, small, item, answer, "", 0)

    return do


@pytest.fixture
def statements(sqlite_store):
    """The SQL statements sent since the last `clear()`."""
    sent = []
    event.listen(sqlite_store.engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    return sent


@pytest.fixture
def analyst(sqlite_store, small, facts, client_of, town):
    """A client of the analyst, with thirty graded enterprises of 2024."""
    with sqlite_store.write() as c:
        rows = [Record(facts(50 + n), "discrete", 2024, bytes([1 + n % 4]) * len(small.items)) for n in range(30)]
        add_graded(c, small, rows)
    return client_of(town.people["analyst"])


@pytest.fixture
def folder(tmp_path):
    """A folder of definitions with reference values for the green factory."""
    place = tmp_path / "definitions"
    place.mkdir()
    write_references(place, green.BASELINES)
    return place


def write_references(place, baselines):
    """The file of reference values for the green factory in the folder `place`."""
    with (place / "green-factory-2016.references.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["indicator", "baseline", "leading", "source", "status"])
        for indicator, baseline in baselines.items():
            writer.writerow([indicator, baseline, green.LEADING.get(indicator, ""), "示例来源", "M"])


@pytest.fixture
def filled(town, sqlite_store):
    """`filled(questionnaire=…, answers=…, **changes)`: the address of a filled assessment without levels, by default
    the factory of the golden values; `changes` are other answers, by id as :func:`green.filled` takes them.
    """

    def do(questionnaire=None, answers=None, year=2025, **changes):
        questionnaire = questionnaire or load("green-factory-2016")
        with sqlite_store.write() as c:
            who, profile = town.people["enterprise"], next(iter(questionnaire.profiles))
            found = start_assessment(c, who, town.mine.id, questionnaire, profile, year)
            given = green.filled(**changes).answers if answers is None else answers
            save_answers(
                c, who, found.id, questionnaire, [AnswerChange(item, one, "", 0) for item, one in given.items()]
            )
        return f"/assessments/{found.id}"

    return do
