"""A synthetic table of regions, and releases of its index and of the register's tables."""

from importlib.resources import as_file, files

from ..disclosure.rules import Rules
from ..publication.clearance import Request, clear
from ..publication.sources.brought import read_regional
from ..questionnaire import Questionnaire
from ..statistics.plan import load_plan
from ..store import Store
from ..store.accounts.people import find_person
from ..store.publications.brought import bring, latest_brought
from ..store.publications.releases import ReleaseOrigin, ledger_entries
from .load import ANALYST
from .population import YEAR

_FILES = ("regions.csv", "indicators.yaml")
RELEASED = {"regions": YEAR, "register": YEAR + 1}  # the sixth list is of the year after


def load_regions(store: Store) -> None:
    """Store the table for the year of the population, as brought by the analyst, unless there is one."""
    here = files(__package__)
    with as_file(here / _FILES[0]) as table, as_file(here / _FILES[1]) as indicators:
        found = read_regional(table, indicators, _FILES)
    with store.write() as c:
        person = find_person(c, ANALYST)
        if person and not latest_brought(c):
            bring(c, person, "regions", YEAR, found.document())


def release_others(store: Store, questionnaire: Questionnaire) -> None:
    """Load the table, and enter a release of its index and one of the register, unless there is one."""
    load_regions(store)
    for plan, year in RELEASED.items():
        with store.read() as c:
            known = {entry.plan for entry in ledger_entries(c, questionnaire, [year])}
        if plan not in known:
            cleared = clear(store, Request((load_plan(plan),), year, Rules()), questionnaire)
            with store.write() as c:
                cleared.enter(c, ReleaseOrigin())
