"""No request makes the program fail: every route of the map, as everybody, with fields no browser would send.

Three hundred requests by default; MATURITY_FUZZ=100000 sends as many. A failure prints what repeats it.
"""

import inspect
import io
import json
import os
import random
import re
import shutil
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import flask
import pytest
from argon2 import PasswordHasher
from werkzeug.datastructures import MultiDict

import maturity.web
from maturity.questionnaire import read
from maturity.store.accounts.people import ROLES
from maturity.store.publications import exports
from maturity.store.questionnaires import definitions
from maturity.store.workshop.rooms import room_by_id
from maturity.web import create_app
from maturity.web.access import roles_of

from ..conftest import FOREIGN_FILES
from .api.conftest import secret_of
from .conftest import FORM
from .test_roles import WAYS, cast

__all__ = ["cast", "secret_of", "test_no_json_makes_the_program_fail", "test_no_request_makes_the_program_fail"]

pytestmark = pytest.mark.fuzz
COUNT = int(os.environ.get("MATURITY_FUZZ", "300"))
SEED = int(os.environ.get("MATURITY_FUZZ_SEED", "39116"))
NASTY = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "\udfff x",
    "9" * 19,
    "9" * 5000,
    "-1",
    "1e400",
    "NaN",
    "٣",
    "٢٠٢٤",
    "²",
    "１",
    "1" * 9,
    "0x1f",
    "2024-02-30",
    "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00+23:59",
    "2024-W01-1",
    "<script>",
    "{{7*7}}",
    "%s%n{0}{x}",
    "' OR 1=1 --",
    "//evil.example",
    "http://[::1",
    "https://demo.example/" + "a" * 9000,
    "x" * 70000,
    "\u202e\u200b",
    "[[[[",
    "../../etc/passwd",
    "full",
    "not-applicable",
    "on",
    "yes",
    "1",
    "2",
    "0-",
    "0" * 32,
    "zh",
    "xlsx",
)
# Zeros and halves of characters are refused before any page reads its fields: of most requests they are left out.
READABLE = tuple(text for text in NASTY if text.isprintable() or text == "\u202e\u200b")
BODIES = (
    b"",
    b"[",
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b"null",
    b"[]",
    b'"x"',
    b'{"choice": ["full"], "version": {}}',
    b'{"choice": 1, "version": 9999999999999999999}',
    b'{"choice": "full", "version": -1}',
    b'{"choice": "full", "version": true}',
    b'{"choice": "full", "version": 1' + b"0" * 5000 + b"}",
    b'{"choice": "full", "comment": "\\u0000"}',
    b'{"choice": "not-applicable", "reason": "\\ud800"}',
    b'{"choice": NaN, "version": 1e999}',
    b"\xff\xfe\x00",
)
FILES = (b"", b"PK\x03\x04", b"PK\x05\x06" + b"\xff" * 18, b"%PDF-1.4", b"\x00" * 2000, b"a,b\n1,2", b"[" * 100_000)
WHOLE_FILES = ("reports.download", "workbook.download", "roadfile.download")  # a second each: drawn less often
ASKED = re.compile(
    r"""(?:form|args|values|files|form_number|form_version|query_number)(?:\.get|\.getlist)?[(\[]f?"([^"]+)\""""
)
FIELD = re.compile(r"^    (\w+) = \w+Field\(", re.M)


def names(small):
    """Every name of a field that the pages read; where an id is part of it, for some ids."""
    found = set()
    for file in Path(maturity.web.__file__).parent.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        found |= set(ASKED.findall(text)) | set(FIELD.findall(text))
    ids = [small.items[0].id, small.areas[0].id, small.areas[1].id, "x", "\x00"]
    ours = {re.sub(r"\{[^}]*\}", id, name) for name in found for id in ids}
    return sorted(ours | {"lang", "next"} | {*inspect.signature(flask.url_for).parameters})


class Attacker:
    """Requests drawn from a seed."""

    def __init__(self, app, small, known, seed):
        self.chance, self.names, self.known, self.nasty = random.Random(seed), names(small), known, NASTY
        self.rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
        self.views = app.view_functions
        self.build = app.url_map.bind("localhost").build

    def value(self, right=""):
        return right if right and self.chance.random() < 0.6 else self.chance.choice(self.nasty)

    def path(self, rule):
        values = {}
        for name in rule.arguments:
            kinds = [self.known.places.get(name, "x")] * 6 + [self.value() for _ in range(2)]
            values[name] = self.chance.choice(kinds)
        try:
            return self.build(rule.endpoint, values)
        except ValueError:  # half a character fits into no address, words into no number
            return "/\ufffd"

    def fields(self, rule):
        way = WAYS.get(rule.endpoint)
        right = dict(way.sends) if way else dict(FORM)
        fields = MultiDict((name, self.value(self.known.words.get(value, value))) for name, value in right.items())
        for name in self.chance.sample(self.names, self.chance.randrange(9)):
            for _ in range(self.chance.randrange(1, 3)):
                fields.add(name, self.value())
        return MultiDict(
            (name, str(value).encode("utf-8", "surrogatepass")) for name, value in fields.items(multi=True)
        )

    def request(self):
        self.nasty = NASTY if self.chance.random() < 0.1 else READABLE
        rule = self.chance.choice(self.rules)
        if rule.endpoint in WHOLE_FILES and self.chance.random() < 0.95:
            rule = self.chance.choice(self.rules)
        may = sorted(roles_of(self.views[rule.endpoint]) or ROLES)
        who = self.chance.choice([*may * 4, *ROLES, None])
        method = self.chance.choice(sorted(rule.methods - {"HEAD", "OPTIONS"}))
        asked = {"path": self.path(rule), "method": method}
        if self.chance.random() < 0.5:
            asked["query_string"] = self.fields(rule)
        if method != "GET":
            asked |= self.body(rule)
        asked["headers"] = {"Accept": "application/json"} if self.chance.random() < 0.2 else {}
        if rule.rule.startswith("/api/") and who and self.chance.random() < 0.9:
            asked["headers"]["Authorization"] = f"Bearer {self.known.secrets[who]}"
        return who, asked

    def body(self, rule):
        kind = self.chance.random()
        if kind < 0.15 or rule.endpoint == "answering.save":
            return {"data": self.chance.choice(BODIES), "content_type": "application/json"}
        data = self.fields(rule)
        if kind < 0.3:
            for name in ("file", "workbook", "data", "definition"):
                data[name] = (
                    io.BytesIO(self.chance.choice(FILES)),
                    self.value("a.xlsx").encode("utf-8", "replace").decode(),
                )
        return {"data": data}


@pytest.fixture
def attacked(config, town, small, monkeypatch):
    """An application that hides no failure from its log but answers 500."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("maturity.store.accounts.passwords._HASHER", quick)
    return create_app({**config, "TESTING": False})


def session_of(app, person):
    client = app.test_client()
    if person:
        with client.session_transaction() as session:
            session["_user_id"] = f"{person.id}.{person.stamp}"
    return client


REWIND = 100  # requests: some end sessions, submit or delete, and what comes after would meet closed doors alone


class Rewound:
    """Brings the store back to its first state every hundred requests."""

    def __init__(self, store, folder):
        self.store, self.file, self.kept = store, Path(store.engine.url.database), folder / "kept.db"
        store.close()
        shutil.copy(self.file, self.kept)

    def at(self, number):
        if number % REWIND == 0:
            self.store.close()
            for beside in ("-wal", "-shm", "-journal"):
                self.file.with_name(self.file.name + beside).unlink(missing_ok=True)
            shutil.copy(self.kept, self.file)


@pytest.fixture
def known(town, small, sqlite_store, cast, secret_of):
    """Ids of what is there by the names of `WAYS` and of arguments of routes, and a token of every person."""
    harbour = (FOREIGN_FILES / "harbour.yaml").read_bytes()
    _, words = cast("owner")
    with sqlite_store.write() as c:
        draft = definitions.keep_draft(c, town.people["administrator"], read(harbour.decode()), harbour)
        wish = exports.ExportRequest("small", 2024, "all", "csv", "年度报告", 1)
        request = exports.request_export(c, town.people["analyst"].id, wish)
        room = room_by_id(c, words["room"])
    places = {
        "aid": town.open.id,
        "oid": town.mine.id,
        "qid": draft.id,
        "pid": town.stranger.id,
        "request_id": request.id,
        "rid": room.id,
        "code": room.code,
        "act": "pause",
        "eid": words["piece"],
        "action": words["action"],
        "iid": words["invitation"],
        "questionnaire": "green-factory-2016",
        "item": small.items[0].id,
        "area": small.areas[0].id,
        "suffix": "xlsx",
        "year": 2024,
        "sitting": 1,
    }
    return SimpleNamespace(
        words=words,
        places=places,
        secrets={role: secret_of(person) for role, person in town.people.items()},
    )


def send(app, store, town, tmp_path, requests):
    """How many answers of each status `requests` of (person, asked) get; none is 500."""
    failed, told = [], Counter()
    app.log_exception = failed.append
    rewound = Rewound(store, tmp_path)
    for number, (who, asked) in enumerate(requests):
        rewound.at(number)
        with session_of(app, town.people.get(who)).open(**asked) as answer:
            assert answer.status_code != 500, (number, who, asked, failed)
            told[answer.status_code] += 1
    return told


def test_no_request_makes_the_program_fail(attacked, sqlite_store, town, small, known, tmp_path):
    attacker = Attacker(attacked, small, known, SEED)
    told = send(attacked, sqlite_store, town, tmp_path, (attacker.request() for _ in range(COUNT)))
    assert told[200] > COUNT / 10  # most get as far as a page


class Writer:
    """JSON drawn from a seed: almost an answer, any value, or bytes that are damaged."""

    def __init__(self, seed, paths):
        self.chance, self.paths = random.Random(seed), paths

    def value(self, depth=0):
        kind = self.chance.randrange(9 if depth < 4 else 7)
        if kind == 7:
            return [self.value(depth + 1) for _ in range(self.chance.randrange(4))]
        if kind == 8:
            return {self.chance.choice(NASTY[:24]): self.value(depth + 1) for _ in range(self.chance.randrange(4))}
        numbers = (0, 1, -1, 2**31, 2**63, 10**9, 10**400, 0.5, 1e308, float("nan"), float("-inf"))
        return (*self.chance.sample(NASTY, 3), self.chance.choice(numbers), None, True, "full")[kind]

    def body(self):
        kind = self.chance.random()
        if kind < 0.05:
            return self.chance.choice(BODIES)
        right = {"choice": "full", "reason": "", "comment": "", "version": 0, "flagged": True}
        for name in self.chance.sample(sorted(right), self.chance.randrange(1, 4)):
            right[name] = self.value()
        found = json.dumps(right if kind < 0.8 else self.value(), ensure_ascii=self.chance.random() < 0.5)
        data = bytearray(
            found.encode(self.chance.choice(("utf-8", "utf-8", "utf-8", "utf-16", "utf-32-le")), "surrogatepass")
        )
        if kind > 0.6:
            at = self.chance.randrange(len(data) + 1)
            data[at : at + self.chance.randrange(3)] = self.chance.choice(
                (b"", b"\0", b'"', b"\\u", b"[" * 5000, b"\xff", b"9" * 5000)
            )
        return bytes(data)

    def request(self):
        kind = self.chance.choice(("application/json", "application/json", "application/x+json; charset=utf-7"))
        asked = {"method": "PUT", "path": self.chance.choice(self.paths), "data": self.body(), "content_type": kind}
        return self.chance.choice(("enterprise", "enterprise", "enterprise", "consultant", "analyst", None)), asked


def test_no_json_makes_the_program_fail(attacked, sqlite_store, town, small, tmp_path):
    paths = [
        f"/assessments/{town.open.id}/{part}/{item.id}" for part in ("answers", "flags") for item in small.items[:4]
    ]
    writer = Writer(SEED, paths)
    told = send(attacked, sqlite_store, town, tmp_path, (writer.request() for _ in range(COUNT)))
    assert told[200] > COUNT / 20
