"""Many people at once: the rate of saves as a ratio to `GET /session`, then 200 and 500 people who answer.

On `maturity serve` with two workers, on SQLite and, where MATURITY_BENCH_POSTGRES names a server, on PostgreSQL. Each
person has a session, an assessment and a connection that is kept open; of ten requests nine save an answer and one
opens an area page. Afterwards every acknowledged answer is looked up in the database. Goals: saves at 8 clients reach
50 % of the rate of `/session`; no error; p95 of a save 100 ms, of a page 200 ms.
`python -m bench.load 15` runs each part for 15 seconds instead of 60, `python -m bench.load 15 4` with 4 workers.
"""

import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import cycle

from flask import Flask

from maturity.answers import Chosen
from maturity.classification.credit_code import complete
from maturity.questionnaire import Questionnaire, load
from maturity.store import Store, open_store
from maturity.store.accounts import people, sessions
from maturity.store.assessments.answers import saved_answers
from maturity.store.assessments.assessments import assessment, start_assessment
from maturity.store.enterprises.facts import Facts
from maturity.store.enterprises.organisations import sign_up
from maturity.web import create_app

from .servers import percentile, postgresql, processor_seconds, serving

SECONDS, WORKERS, CLIENTS = 60, 2, 8
CROWDS = ((200, 1.0), (500, 3.0))  # people, seconds they think between two requests
PAGE_EVERY = 10  # requests, of which one opens a page
CHOICES = ("none", "part", "most", "full")


@dataclass
class Visitor:
    """Somebody signed in who answers one assessment: what was acknowledged, by item, is the choice and its version."""

    person: people.Person
    assessment: str
    cookie: str
    token: str = ""
    kept: dict[str, tuple[str, int]] = field(default_factory=dict)


@dataclass
class Connection:
    """A connection to the server that is kept open."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, who: Visitor, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        """Send a request; status and body of the answer."""
        more = f"X-CSRFToken: {who.token}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nCookie: {who.cookie}\r\n"
            f"{more if body else ''}\r\n"
        )
        self.writer.write(head.encode() + body)
        told = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in told[1:])}
        if "set-cookie" in headers:
            who.cookie = headers["set-cookie"].partition(";")[0]
        return int(told[0].split()[1]), await self.reader.readexactly(int(headers.get("content-length", 0)))


@dataclass
class Log:
    """Seconds of each kind of request, and what went wrong."""

    took: dict[str, list[float]] = field(default_factory=dict)
    wrong: Counter[str] = field(default_factory=Counter)

    def note(self, kind: str, start: float, status: int) -> None:
        """Count an answer."""
        self.took.setdefault(kind, []).append(time.perf_counter() - start)
        if status != 200:
            self.wrong[f"{kind} {status}"] += 1


def settle(store: Store, app: Flask, questionnaire: Questionnaire, count: int) -> list[Visitor]:
    """So many new people with an enterprise, an open assessment and a session each."""
    found, signer = [], app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    with store.write() as c:
        for number in range(count):
            who = people.add_person(c, email=f"bench{number}@demo.example", name="示例", role="enterprise")
            code = complete(f"93000000BN{number:06d}")
            firm = sign_up(
                c, Facts(f"示例 {number}", code, "36", "discrete", "320500", 860, Decimal(62_000), 2004), who.id
            )
            about = start_assessment(c, who, firm.id, questionnaire, "discrete", 2024)
            session = sessions.begin_session(c, who.id, "bench")
            held = {"_user_id": f"{who.id}.{who.stamp}", "_fresh": True, "_permanent": True, "session": session}
            found.append(Visitor(who, about.id, f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(held)}"))
    return found


async def connect(port: int, who: Visitor) -> Connection:
    """A connection for somebody who has fetched a token."""
    connection = Connection(*await asyncio.open_connection("127.0.0.1", port))
    _, told = await connection.ask(who, "GET", "/session")
    who.token = json.loads(told)["token"]
    return connection


async def save(log: Log, connection: Connection, who: Visitor, item: str) -> None:
    """Save another choice for an item."""
    choice, version = random.choice(CHOICES), who.kept.get(item, ("", 0))[1]
    comment = f"{time.time_ns()}"  # differs from the stored one, so that it is written
    body = json.dumps({"choice": choice, "comment": comment, "version": version}).encode()
    start = time.perf_counter()
    status, told = await connection.ask(who, "PUT", f"/assessments/{who.assessment}/answers/{item}", body)
    log.note("save", start, status)
    if status == 200:
        who.kept[item] = (choice, json.loads(told)["version"])


async def look(log: Log, connection: Connection, who: Visitor, kind: str, path: str) -> None:
    """Open a page."""
    start = time.perf_counter()
    status, _ = await connection.ask(who, "GET", path)
    log.note(kind, start, status)


async def closed_loop(port: int, visitors: list[Visitor], items: list[str], kind: str, seconds: float) -> Log:
    """Clients that ask again as soon as they were answered: sessions or saves."""
    log, until = Log(), time.perf_counter() + seconds

    async def go_on(who: Visitor) -> None:
        connection, asked = await connect(port, who), cycle(items)
        while time.perf_counter() < until:
            if kind == "save":
                await save(log, connection, who, next(asked))
            else:
                await look(log, connection, who, kind, "/session")
        connection.writer.close()

    await asyncio.gather(*(go_on(who) for who in visitors))
    return log


async def crowd(port: int, visitors: list[Visitor], questionnaire: Questionnaire, think: float, seconds: float) -> Log:
    """People who think between two requests, each on a connection that is kept open."""
    log, until = Log(), time.perf_counter() + seconds
    items = [item.id for item in questionnaire.items_of("discrete")]
    areas = list(dict.fromkeys(item.area for item in questionnaire.items_of("discrete")))

    async def answer(who: Visitor) -> None:
        await asyncio.sleep(random.random() * think)
        connection, asked = await connect(port, who), random.randrange(PAGE_EVERY)
        while time.perf_counter() < until:
            asked += 1
            if asked % PAGE_EVERY:
                await save(log, connection, who, random.choice(items))
            else:
                await look(log, connection, who, "page", f"/assessments/{who.assessment}/{random.choice(areas)}")
            await asyncio.sleep(think * random.uniform(0.5, 1.5))
        connection.writer.close()

    ended = await asyncio.gather(*(answer(who) for who in visitors), return_exceptions=True)
    log.wrong.update(type(one).__name__ for one in ended if one is not None)
    return log


def lost(store: Store, visitors: list[Visitor]) -> int:
    """The number of acknowledged answers that the database has not."""
    count = 0
    with store.read() as c:
        for who in visitors:
            held = saved_answers(c, assessment(c, who.person, who.assessment))
            found = {id: (one.answer.choice, one.version) for id, one in held.items() if isinstance(one.answer, Chosen)}
            count += sum(found.get(item, ("", 0)) != kept for item, kept in who.kept.items())
    return count


def _told(log: Log, kind: str, goal: int) -> str:
    took = [1000 * each for each in log.took.get(kind, [])]
    middle, most, last = (percentile(took, share) for share in (0.5, 0.95, 0.99))
    return f"{kind} p50 {middle:.0f}, p95 {most:.0f} (goal {goal}), p99 {last:.0f} ms"


def measure(url: str, label: str, folder: str, seconds: float, workers: int) -> None:
    """Print the ratio and a line for each crowd on one database."""
    store, questionnaire = open_store(url), load()
    store.upgrade()
    visitors = settle(store, create_app({"STORE": store, "DATA_DIR": folder}), questionnaire, max(CROWDS)[0])
    items = [item.id for item in questionnaire.items_of("discrete")]
    with serving(workers, folder, url) as (port, pid):
        rates, costs = {}, {}
        asyncio.run(closed_loop(port, visitors[:CLIENTS], items, "session", 1))  # all workers are up
        for kind in ("session", "save"):
            used = processor_seconds(pid)
            log = asyncio.run(closed_loop(port, visitors[:CLIENTS], items, kind, seconds))
            rates[kind] = len(log.took[kind]) / seconds
            costs[kind] = 1000 * (processor_seconds(pid) - used) / len(log.took[kind])
        ratio = rates["save"] / rates["session"]
        print(
            f"{label}, {workers} workers, {CLIENTS} clients: {rates['save']:.0f} saves a second = {ratio:.2f} x "
            f"GET /session ({rates['session']:.0f}; goal 0.50); processors {costs['save']:.1f} ms a save, "
            f"{costs['session']:.1f} ms a session; {_told(log, 'save', 100)}; wrong {dict(log.wrong) or 0}"
        )
        for count, think in CROWDS:
            used = processor_seconds(pid)
            log = asyncio.run(crowd(port, visitors[:count], questionnaire, think, seconds))
            busy = (processor_seconds(pid) - used) / seconds
            print(
                f"  {count} people, {think:.0f} s between requests: {len(log.took['save']) / seconds:.0f} saves a "
                f"second; {_told(log, 'save', 100)}; {_told(log, 'page', 200)}; {busy:.1f} processors; "
                f"wrong {dict(log.wrong) or 0}"
            )
    print(f"  {sum(len(who.kept) for who in visitors)} acknowledged answers, {lost(store, visitors)} lost (goal 0)")
    store.close()


def main(seconds: float = SECONDS, workers: int = WORKERS) -> None:
    """Both databases in turn."""
    server = os.environ.get("MATURITY_BENCH_POSTGRES", "")
    with tempfile.TemporaryDirectory() as folder:
        measure(f"sqlite:///{folder}/bench.sqlite3", "SQLite", folder, seconds, workers)
        if server:
            with postgresql(server) as url:
                measure(url, "PostgreSQL", folder, seconds, workers)


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:3]))
