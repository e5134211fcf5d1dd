"""kill -9 while a thousand people save: no acknowledged answer is lost.

On `maturity serve` with 4 workers, on SQLite and, where MATURITY_BENCH_POSTGRES names a server, on PostgreSQL. Each
second one worker is killed, every fifth time the whole service, which is then started again. Who got no answer sends
the same again, as pages do. Linux alone. `python -m bench.kills 10` kills 10 times instead of 50.
"""

import asyncio
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from maturity.questionnaire import load
from maturity.store import open_store
from maturity.web import create_app

from .load import CHOICES, Connection, Visitor, connect, lost, settle
from .servers import postgresql, serving, started_by

KILLS, PEOPLE, WORKERS, THINK, WHOLE_EVERY = 50, 1_000, 4, 1.0, 5
BROKEN = (OSError, asyncio.IncompleteReadError, json.JSONDecodeError)


async def answer(port: int, who: Visitor, items: list[str], over: asyncio.Event, told: Counter[str]) -> None:
    """Save answers, each until it is acknowledged, until it is over."""
    connection: Connection | None = None
    await asyncio.sleep(random.random() * THINK)
    while not over.is_set():
        item, choice, comment = random.choice(items), random.choice(CHOICES), f"{time.time_ns()}"
        version = who.kept.get(item, ("", 0))[1]
        body = json.dumps({"choice": choice, "comment": comment, "version": version}).encode()
        while item not in who.kept or who.kept[item][1] == version:
            try:
                connection = connection or await connect(port, who)
                path = f"/assessments/{who.assessment}/answers/{item}"
                status, sent = await connection.ask(who, "PUT", path, body)
            except BROKEN as fault:
                told[type(fault).__name__] += 1
                connection = None
                await asyncio.sleep(random.uniform(0.2, 1))
                continue
            told[str(status)] += 1
            if status == 200:
                who.kept[item] = (choice, json.loads(sent)["version"])
            elif status != 503:
                return
        await asyncio.sleep(THINK * random.uniform(0.5, 1.5))


def kill(pid: int, whole: bool) -> None:
    """Kill one worker, or the service and all its workers, and wait until these have let go of the port."""
    if whole:
        os.kill(pid, signal.SIGSTOP)  # starts no more of them meanwhile
    workers = started_by(pid)
    for one in (*workers, pid) if whole else random.sample(workers, min(1, len(workers))):
        os.kill(one, signal.SIGKILL)
    while whole and any(Path(f"/proc/{one}").exists() for one in workers):
        time.sleep(0.1)


async def kills(folder: str, url: str, visitors: list[Visitor], items: list[str], count: int) -> Counter[str]:
    """Statuses and faults that the people saw."""
    told: Counter[str] = Counter()
    over = asyncio.Event()
    with ExitStack() as service:
        # below the ports that clients get: one that tries while nobody listens would connect to itself
        port, pid = service.enter_context(serving(WORKERS, folder, url, random.randrange(20_000, 32_000)))
        everybody = asyncio.gather(*(answer(port, who, items, over, told) for who in visitors))
        await asyncio.sleep(3)
        for number in range(1, count + 1):
            whole = not number % WHOLE_EVERY
            await asyncio.to_thread(kill, pid, whole)
            if whole:
                await asyncio.to_thread(service.close)
                _, pid = await asyncio.to_thread(service.enter_context, serving(WORKERS, folder, url, port))
            await asyncio.sleep(1)
        over.set()
        await everybody
    return told


def measure(label: str, folder: str, url: str, count: int) -> None:
    """Print what people saw and what is lost on one database."""
    store, questionnaire = open_store(url), load()
    store.upgrade()
    visitors = settle(store, create_app({"STORE": store, "DATA_DIR": folder}), questionnaire, PEOPLE)
    items = [item.id for item in questionnaire.items_of("discrete")]
    told = asyncio.run(kills(folder, url, visitors, items, count))
    kept = sum(len(who.kept) for who in visitors)
    print(
        f"{label}, {WORKERS} workers, {PEOPLE:,} people, {count} times kill -9: {dict(told.most_common())}; "
        f"{kept} acknowledged answers, {lost(store, visitors)} lost (goal 0)"
    )
    store.close()


def main(count: int = KILLS) -> None:
    """Both databases in turn."""
    server = os.environ.get("MATURITY_BENCH_POSTGRES", "")
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", folder, f"sqlite:///{folder}/bench.sqlite3", count)
        if server:
            with postgresql(server) as url:
                measure("PostgreSQL", folder, url, count)


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:2]))
