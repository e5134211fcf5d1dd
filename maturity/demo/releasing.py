"""Protected releases of the level tables of both years, entered in the ledger, so that pages show published figures."""

from importlib.resources import files

from ..disclosure.rules import Rules
from ..publication.clearance import Request, clear
from ..questionnaire import Questionnaire
from ..statistics.plan import read_plan
from ..store import Store
from ..store.publications.releases import ReleaseOrigin, ledger_entries
from .population import YEAR


def release_years(store: Store, questionnaire: Questionnaire) -> None:
    """Enter a release of each year, unless it, or a later year, has one."""
    plan = read_plan((files(__package__) / "levels.yaml").read_text(encoding="utf-8"), "levels.yaml")
    years = (YEAR - 1, YEAR)
    with store.read() as c:
        last = max((entry.year for entry in ledger_entries(c, questionnaire, years)), default=0)
    for year in years:
        if year > last:
            cleared = clear(store, Request((plan,), year, Rules(), beside="hide"), questionnaire)
            with store.write() as c:
                cleared.enter(c, ReleaseOrigin())
