"""Earlier releases with the states of the data behind them: what a new release is audited against."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from secrets import token_bytes
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import Problem, Refusal, refuse
from ..questionnaire import Questionnaire
from .publish import YearData, year_data

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..statistics.confidentiality.linked import EarlierFootprint
    from ..statistics.confidentiality.states import State
    from ..statistics.plan import Plan
    from ..store import Store
    from ..store.publications.releases import LedgerEntry

_SALT_LENGTH = 16
ROUNDED, LOOKS_BACK = "rounded", "looks_back"  # what the ledger keeps of a rounded release


class RelevantLedger(NamedTuple):
    """The ledger entries relevant to a year, the earliest first, and the packed states of the data by digest.

    `salt` is that of the numbers of a file's enterprises, `ids` maps credit codes to ids in the store.
    """

    entries: "list[LedgerEntry]"
    packed: Mapping[str, bytes]
    salt: bytes | None = None  # of the numbers of enterprises of files
    ids: Mapping[str, str] = MappingProxyType({})  # of organisations by credit code, where files are among them

    def named(self, members: "NDArray[np.uint64]") -> "NDArray[np.uint64]":
        """`members` uint64 (n,) of a file's enterprises, with the number in the store for those that are in it."""
        from ..statistics.confidentiality.states import members as numbers
        from ..statistics.confidentiality.states import renamed

        return renamed(members, numbers(self.ids, self.salt or b""), numbers(self.ids.values()))

    @property
    def keys(self) -> frozenset[tuple[str, str]]:
        """The keys that identify the entries' releases."""
        return frozenset(entry.key for entry in self.entries)


class EarlierRelease(NamedTuple):
    """An earlier release and the figures that it published."""

    entry: "LedgerEntry"
    published: "EarlierFootprint"


def relevant_ledger(
    store: "Store", questionnaire: Questionnaire, year: int, *, from_file: bool = False
) -> RelevantLedger:
    """The ledger of a year and the adjacent years, for a release of the store or (`from_file`) of a file."""
    from ..store.enterprises.lookup import ids_by_code
    from ..store.publications.releases import SALT, adjacent_years, file_salt, ledger_entries, stored_state

    with store.read() as c:
        found = ledger_entries(c, questionnaire, adjacent_years(year))
        salt = file_salt(c) or (token_bytes(_SALT_LENGTH) if from_file else None)
        ids = ids_by_code(c) if from_file or any(SALT in each.footprint for each in found) else {}
        return RelevantLedger(
            found, {each.state: stored_state(c, each.state) for each in found if each.state and each.counted}, salt, ids
        )


def earlier_releases(
    store: "Store", questionnaire: Questionnaire, year: int, data: YearData, known: RelevantLedger
) -> list[EarlierRelease]:
    """The earlier releases relevant to this year, without those with rounded numbers or without enterprises."""
    from ..statistics.confidentiality.footprint import footprint_from
    from ..statistics.confidentiality.linked import EarlierFootprint

    found = []
    for each in known.entries:
        if each.counted and not is_rounded(each):
            state = _state(store, questionnaire, year, data, each, known)
            found.append(EarlierRelease(each, EarlierFootprint(footprint_from(dict(each.footprint)), state)))
    return found


def check_unmixed(year: int, plans: "Iterable[Plan]", rounded: bool, known: RelevantLedger) -> None:
    """Raise Refusal `disclosure-rounded-mixed` where the plans would publish rounded and other numbers of the same
    year.

    A release covers its year, and the year before if a table compares with it.
    """
    years = {year, year - 1} if any(looks_back(plan) for plan in plans) else {year}
    counted = [each for each in known.entries if each.counted]
    mixed = [each for each in counted if is_rounded(each) is not rounded and years & _years(each)]
    if mixed:
        raise Refusal(Problem("disclosure-rounded-mixed", values={"year": year, **named(mixed)}))


def named(entries: "Iterable[LedgerEntry]") -> dict[str, str]:
    """Titles and years of releases as the values `earlier_zh` and `earlier_en` of a problem; the id of the plan where
    the ledger has no title.
    """
    from ..store.publications.releases import TITLE

    titled = dict.fromkeys((each.year, *each.footprint.get(TITLE, (each.plan, each.plan))) for each in entries)
    return {
        "earlier_zh": "、".join(f"{year} 年{zh}" for year, zh, _ in titled),
        "earlier_en": ", ".join(f"{en} {year}" for year, _, en in titled),
    }


def rounded_states(
    store: "Store", questionnaire: Questionnaire, year: int, data: YearData, known: RelevantLedger
) -> "list[State]":
    """The states of the data behind the rounded releases of a year, the earliest first."""
    of_year = [each for each in known.entries if each.year == year and is_rounded(each)]
    return [_state(store, questionnaire, year, data, each, known) for each in of_year]


def looks_back(plan: "Plan") -> bool:
    """Whether a table of the plan shows levels of the year before."""
    from ..statistics.confidentiality.counts import BEFORE
    from ..statistics.confidentiality.rows import needed

    return any(BEFORE in needed(table) for table in plan.tables)


def _years(entry: "LedgerEntry") -> set[int]:
    from ..statistics.confidentiality.counts import BEFORE

    numbers = entry.footprint.get("numbers", ())
    back = entry.footprint.get(LOOKS_BACK, True) if is_rounded(entry) else _names(numbers, BEFORE)
    return {entry.year, entry.year - 1} if back else {entry.year}


def _names(numbers: "Iterable[list[Any]]", dimension: str) -> bool:
    return any(name == dimension for where, *_ in numbers for name, _ in where)


def _state(
    store: "Store", questionnaire: Questionnaire, year: int, data: YearData, entry: "LedgerEntry", known: RelevantLedger
) -> "State":
    """The state of the data behind an earlier release. Raises Refusal `disclosure-earlier-unknown` where it is not
    known.
    """
    from ..statistics.confidentiality.states import unpacked
    from ..store.publications.releases import SALT

    if entry.state:
        found = unpacked(known.packed[entry.state])
        return replace(found, member=known.named(found.member)) if SALT in entry.footprint else found
    now = data if entry.year == year else year_data(store, questionnaire, entry.year)
    if now.digest != entry.snapshot:
        raise refuse("disclosure-earlier-unknown", plan=entry.plan, year=entry.year)
    return now.state


def is_rounded(entry: "LedgerEntry") -> bool:
    """Whether a release has rounded numbers."""
    return ROUNDED in entry.footprint
