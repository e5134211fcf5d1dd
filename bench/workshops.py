"""A workshop of 200 phones: each asks where the room stands once a second, fifty votes a second, a wall beside.

On `maturity serve` with one worker and with two, and on gunicorn by itself with two, each on SQLite and, where
MATURITY_BENCH_POSTGRES names a server, on PostgreSQL. The goals: no vote lost, a vote on the wall within a second in
95 of 100 cases. The baseline is `/session`, which does nothing, asked in the same run. `python -m bench.workshops 15`
runs for 15 seconds instead of 60.
"""

import asyncio
import os
import random
import secrets
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import select

from maturity.demo.load import load_people
from maturity.questionnaire import load
from maturity.store import open_store
from maturity.store.accounts.people import find_person
from maturity.store.assessments.assessments import assessments_of
from maturity.store.schema import workshop_votes
from maturity.store.workshop.creation import RoomDraft, create_room
from maturity.store.workshop.items import items_of, open_items
from maturity.store.workshop.rooms import Room, act_on_room
from maturity.store.workshop.seats import Newcomer, join
from maturity.web.workshop.ticket import Ticket
from maturity.workshop.secrecy import vote_key

from .servers import percentile, postgresql, serving

SEATS, VOTES_A_SECOND, SECONDS = 200, 50, 60
WALL_EVERY = 0.4  # seconds between two questions of the wall, as in workshop.js
SECRET_KEY = secrets.token_hex(32)  # of the servers that are measured
CHOICES = ("none", "part", "most", "full")


@dataclass
class Log:
    """What the run saw: seconds by kind of request, votes sent and acknowledged, and what the wall showed when."""

    port: int
    room: Room
    took: dict[str, list[float]] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    acknowledged: list[tuple[float, float]] = field(default_factory=list)
    wall: list[tuple[float, int]] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)

    async def ask(self, kind: str, request: str) -> tuple[int, str]:
        """Send a request on a connection of its own, as phones behind a proxy do; status and the whole answer."""
        start = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(request.encode())
        await writer.drain()
        answer = (await reader.read()).decode()
        writer.close()
        self.took.setdefault(kind, []).append(time.perf_counter() - start)
        return int(answer.split(" ", 2)[1]), answer


def get(path: str, cookie: str = "") -> str:
    """A GET request without keeping the connection."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n"


def room_of(url: str) -> tuple[Room, list[Ticket], list[str]]:
    """A running room with SEATS seats in the database at `url`, all its items open; their ids."""
    store, questionnaire = open_store(url), load()
    store.upgrade()
    account = load_people(store, questionnaire)[0]
    seats = [Ticket(secrets.token_hex(32), f"phone{number}", "CODE", True) for number in range(SEATS)]
    with store.write() as c:
        person = find_person(c, account.email)
        assert person is not None
        about = next(one for one in assessments_of(c, person) if one.state == "open")
        ids = [item.id for item in questionnaire.items_of(about.profile)[:20]]
        found = create_room(c, person, about.id, questionnaire, RoomDraft("bench", ids, ("production", "quality")))
        found = act_on_room(c, person, found.id, "welcome", found.counter)
        for number, seat in enumerate(seats):
            who = Newcomer(f"{number}", ("production", "quality")[number % 2])
            join(c, found.id, seat.key, seat.device, who)
        found = act_on_room(c, person, found.id, "start", found.counter)
        places = [one.id for one in items_of(c, found.id)]
        found = open_items(c, person, found.id, found.counter, places)
    store.close()
    return found, seats, places


async def run(log: Log, seats: list[Ticket], places: list[str], seconds: int) -> None:
    """Phones, votes, wall and baseline side by side."""
    await asyncio.gather(*(log.ask("warm", get("/session")) for _ in range(40)))  # all workers are up
    until = time.perf_counter() + seconds
    # each seat votes once on an item: then the number that the wall shows tells which vote it has
    pairs = [(seat, place) for place in places for seat in seats]
    jobs = [_phone(log, until) for _ in seats]
    jobs.append(_baseline(log, until))
    wall = asyncio.create_task(_wall(log))
    await asyncio.gather(_vote(log, pairs[: VOTES_A_SECOND * seconds]), *jobs)
    await asyncio.sleep(3)
    wall.cancel()


async def _phone(log: Log, until: float) -> None:
    since = ""
    await asyncio.sleep(random.random())
    while time.perf_counter() < until:
        status, answer = await log.ask("state", get(f"/workshops/{log.room.id}/state?since={since}"))
        if status == 200:
            since = _field(answer, "since")
        await asyncio.sleep(0.8 + 0.4 * random.random())


async def _wall(log: Log) -> None:
    while True:
        _, answer = await log.ask("wall", get(f"/workshops/{log.room.id}/state"))
        log.wall.append((time.perf_counter(), int(_field(answer, "cast"))))
        await asyncio.sleep(WALL_EVERY * (0.8 + 0.4 * random.random()))


async def _baseline(log: Log, until: float) -> None:
    while time.perf_counter() < until:
        await log.ask("session", get("/session"))
        await asyncio.sleep(0.2)


async def _vote(log: Log, pairs: list[tuple[Ticket, str]]) -> None:
    _, answer = await log.ask("token", get("/session"))
    cookie = answer.partition("maturity=")[2].partition(";")[0]
    token, start, jobs = _field(answer, "token"), time.perf_counter(), []
    for number, (seat, place) in enumerate(pairs):
        await asyncio.sleep(max(0.0, start + number / VOTES_A_SECOND - time.perf_counter()))
        jobs.append(asyncio.create_task(_one_vote(log, seat, place, f"maturity={cookie}", token)))
    await asyncio.gather(*jobs)


async def _one_vote(log: Log, seat: Ticket, place: str, cookie: str, token: str) -> None:
    choice = random.choice(CHOICES)
    body = f"item={place}&round=1&vote={choice}&csrf_token={token}"
    head = (
        f"POST /w/{log.room.code}/vote HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAccept: application/json\r\n"
        f"Cookie: {cookie}; seat={seat.signed(log.room.code, SECRET_KEY)}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    sent = time.perf_counter()
    status, _ = await log.ask("vote", head + body)
    if status == 200:
        log.kept[vote_key(seat.secret, log.room.id, place, 1)] = choice
        log.acknowledged.append((time.perf_counter(), sent))
    else:
        log.refused[status] += 1


def _field(answer: str, name: str) -> str:
    """A field of the JSON in an answer."""
    return answer.partition(f'"{name}":')[2].lstrip().partition(",")[0].strip('"}\n ')


def _to_wall(log: Log) -> list[float]:
    """For every acknowledged vote the seconds from sending it until the wall shows at least as many."""
    found = []
    for number, (_, sent) in enumerate(sorted(log.acknowledged), 1):
        shown = next((at for at, cast in log.wall if cast >= number and at >= sent), None)
        found.append(float("inf") if shown is None else shown - sent)
    return found


def measure(workers: int, plain: bool, url: str, label: str, folder: str, seconds: int) -> None:
    """Print one line for a server, `plain` for gunicorn by itself, and a database."""
    found, seats, places = room_of(url)
    with serving(workers, folder, url, plain=plain, MATURITY_SECRET_KEY=SECRET_KEY) as (port, _):
        log = Log(port, found)
        asyncio.run(run(log, seats, places, seconds))
    store = open_store(url)
    with store.read() as c:
        held = {row.key: row.vote for row in c.execute(select(workshop_votes.c.key, workshop_votes.c.vote))}
    store.close()
    lost = sum(held.get(key) != choice for key, choice in log.kept.items())
    state, base, vote = (log.took.get(name, []) for name in ("state", "session", "vote"))
    ratio, shown = percentile(state, 0.5) / percentile(base, 0.5), _to_wall(log)
    print(
        f"{'gunicorn' if plain else 'serve'}, {workers} workers, {label}: {len(state) / seconds:.0f} questions and "
        f"{len(vote) / seconds:.0f} votes a second; {len(log.kept)} votes kept, "
        f"{lost} lost, {dict(log.refused) or 0} refused (goal 0); "
        f"vote to wall p50 {percentile(shown, 0.5):.2f} s, p95 {percentile(shown, 0.95):.2f} s (goal 1 s); "
        f"p95 of a question {percentile(state, 0.95) * 1000:.0f} ms, of a vote {percentile(vote, 0.95) * 1000:.0f} ms; "
        f"median question = {ratio:.2f} x /session"
    )


def main(seconds: int = SECONDS) -> None:
    """Every server on both databases."""
    server = os.environ.get("MATURITY_BENCH_POSTGRES", "")
    for workers, plain in ((1, False), (2, False), (2, True)):
        with tempfile.TemporaryDirectory() as folder:
            measure(workers, plain, f"sqlite:///{folder}/bench.sqlite3", "SQLite", folder, seconds)
            if server:
                with postgresql(server) as url:
                    measure(workers, plain, url, "PostgreSQL", folder, seconds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
