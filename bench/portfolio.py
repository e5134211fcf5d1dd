"""The list of enterprises of a person with 20 and with 20,000: statements, and time as a ratio to a scan.

The baseline is one statement that reads the names of the person's enterprises and sorts them: what any list of so many
rows costs at least. Goals: the same number of statements at 20 and at 20,000 rows, and 95 of 100 pages within 100 ms.
"""

import tempfile
import time
from collections.abc import Callable

from sqlalchemy import Connection, insert, select

from maturity.demo.load import load_people, load_population
from maturity.demo.population import YEAR
from maturity.questionnaire import Catalogue, load
from maturity.store import Store, open_store
from maturity.store.accounts.people import Person, find_person
from maturity.store.portfolio.listing import SORTS, Wanted, listed, refresh
from maturity.store.portfolio.marks import touch_all_of
from maturity.store.schema import memberships, organisations
from maturity.store.types import now

from .pages import counted
from .scoring import best

FILTERS = (Wanted(search="苏州"), Wanted(level="3", sort="score", falling=True), Wanted(year=YEAR), Wanted(page=200))
ROUNDS = 5  # of every order and filter


def main() -> None:
    """Measure with 20 enterprises, then with 20,000 of the demo population."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/portfolio.sqlite3")
        store.upgrade()
        load_population(store, load())
        load_people(store, load())
        with store.write() as c:
            who = find_person(c, "consultant@demo.example")
            assert who
            joined = _join(c, who, 18)
        _measure(store, who, joined)
        with store.write() as c:
            joined += _join(c, who, 20_000)
        _measure(store, who, joined)
        store.close()


def _join(c: Connection, who: Person, most: int) -> int:
    """Make the person a viewer of so many more enterprises; returns how many there were."""
    mine = select(memberships.c.organisation_id).where(memberships.c.person_id == who.id)
    others = select(organisations.c.id).where(organisations.c.id.not_in(mine)).order_by(organisations.c.id).limit(most)
    ids = list(c.scalars(others))
    c.execute(insert(memberships), [{"organisation_id": id, "person_id": who.id, "role": "viewer"} for id in ids])
    for start in range(0, len(ids), 1000):
        touch_all_of(c, *ids[start : start + 1000])
    return len(ids)


def _measure(store: Store, who: Person, joined: int) -> None:
    catalogue, today = Catalogue(), now().date()
    shipped = {id: catalogue.find(id) for id in catalogue.ids()}
    start = time.perf_counter()
    refresh(store, who, lambda id, version: shipped[id])
    first = time.perf_counter() - start

    def page(wanted: Wanted) -> Callable[[], object]:
        def show() -> None:
            refresh(store, who, lambda id, version: shipped[id])
            with store.read() as c:
                listed(c, who, wanted, today, lambda id, version: shipped[id])

        return show

    def scan() -> None:
        names = select(organisations.c.name).join(memberships, memberships.c.organisation_id == organisations.c.id)
        with store.read() as c:
            c.execute(names.where(memberships.c.person_id == who.id).order_by(organisations.c.name)).all()

    every = [page(Wanted(sort=sort, falling=falling)) for sort in SORTS for falling in (False, True)]
    every += [page(wanted) for wanted in FILTERS]
    with counted(store) as sent:
        every[0]()
    took = sorted(_timed(one) for _ in range(ROUNDS) for one in every)
    low, high, base = took[len(took) // 2] * 1000, took[int(len(took) * 0.95)] * 1000, best(scan) * 1000
    print(
        f"portfolio, {joined + 2} enterprises: {len(sent)} statements a page; median {low:.0f} ms, p95 {high:.0f} ms "
        f"(goal 100) = {high / base:.1f} x names read and sorted ({base:.0f} ms); first figures in {first:.1f} s"
    )


def _timed(show: Callable[[], object]) -> float:
    start = time.perf_counter()
    show()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
