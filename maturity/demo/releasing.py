"""Protected releases of the level tables of both years, entered in the ledger, so that pages show published figures."""

from importlib.resources import files

from ..disclosure.rules import Rules
from ..publication.clearance import Request, clear
from ..questionnaire import Questionnaire, load
from ..statistics.plan import plans_for, read_plan
from ..store import Store
from ..store.publications.releases import ReleaseOrigin, ledger_entries
from .factories import QUESTIONNAIRE
from .population import YEAR


def release_years(store: Store, questionnaire: Questionnaire) -> None:
    """Enter a release of each year, unless it, or a later year, has one."""
    plan = read_plan((files(__package__) / "levels.yaml").read_text(encoding="utf-8"), "levels.yaml")
    years = (YEAR - 1, YEAR)
    with store.read() as c:
        known = [entry.year for entry in ledger_entries(c, questionnaire, years) if entry.counted]
        last = max(known, default=0)
    for year in years:
        if year > last:
            cleared = clear(store, Request((plan,), year, Rules(), beside="hide"), questionnaire)
            with store.write() as c:
                cleared.enter(c, ReleaseOrigin())


def release_factories(store: Store) -> None:
    """Enter a release of the general plans about the green factories, together, unless there is one: their tables, and
    what they come to beside the maturity of the same enterprises.
    """
    asked = load(QUESTIONNAIRE)
    with store.read() as c:
        known = any(entry.counted for entry in ledger_entries(c, asked, (YEAR,)))
    if not known:
        plans = tuple(plan for plan in plans_for(asked).values() if plan.tables)
        cleared = clear(store, Request(plans, YEAR, Rules()), asked)
        with store.write() as c:
            cleared.enter(c, ReleaseOrigin())
