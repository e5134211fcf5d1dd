"""What earlier releases told, with the states of the data behind them: what a new one is tried against."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import refuse
from .publish import Taken, take
from .questionnaire import Questionnaire

if TYPE_CHECKING:
    from .statistics.linked import Told
    from .statistics.plan import Plan
    from .statistics.states import State
    from .store import Store
    from .store.releases import Entry

ROUNDED, LOOKS_BACK = "rounded", "looks_back"  # what the ledger keeps of a rounded release


class Known(NamedTuple):
    """The ledger's entries that bear on a year, the earliest first, and the states of the data behind them."""

    entries: "list[Entry]"
    packed: Mapping[str, bytes]

    @property
    def keys(self) -> frozenset[tuple[str, str]]:
        """What makes each of them the same release."""
        return frozenset(entry.key for entry in self.entries)


class Earlier(NamedTuple):
    """An earlier release and what it told."""

    entry: "Entry"
    told: "Told"


def known_releases(store: "Store", questionnaire: Questionnaire, year: int) -> Known:
    """The ledger of a year and the years around it."""
    from .store.releases import around, entries, kept_state

    with store.read() as c:
        found = entries(c, questionnaire, around(year))
        return Known(found, {each.state: kept_state(c, each.state) for each in found if each.state})


def told_earlier(store: "Store", questionnaire: Questionnaire, year: int, taken: Taken, known: Known) -> list[Earlier]:
    """What earlier releases told, but by rounded numbers, that bears on this year."""
    from .statistics.footprint import footprint_from
    from .statistics.linked import Told

    found = []
    for each in known.entries:
        if not is_rounded(each):
            state = _state(store, questionnaire, year, taken, each, known.packed)
            found.append(Earlier(each, Told(footprint_from(dict(each.told)), state)))
    return found


def check_unmixed(year: int, plans: "Iterable[Plan]", rounded: bool, known: Known) -> None:
    """Rounded numbers of the enterprises of a year do not stand beside others. Raises disclosure-rounded-mixed.

    A release counts the enterprises of its year, and those of the year before where a table looks back at them.
    """
    years = {year, year - 1} if any(looks_back(plan) for plan in plans) else {year}
    mixed = [each for each in known.entries if is_rounded(each) is not rounded and years & _years(each)]
    if mixed:
        names = ", ".join(dict.fromkeys(f"{each.plan} {each.year}" for each in mixed))
        raise refuse("disclosure-rounded-mixed", year=year, earlier=names)


def rounded_states(
    store: "Store", questionnaire: Questionnaire, year: int, taken: Taken, known: Known
) -> "list[State]":
    """The states of the data behind the rounded releases of a year, the earliest first."""
    of_year = [each for each in known.entries if each.year == year and is_rounded(each)]
    return [_state(store, questionnaire, year, taken, each, known.packed) for each in of_year]


def looks_back(plan: "Plan") -> bool:
    """Whether a table tells of the levels a year before."""
    from .statistics.crossing import BEFORE
    from .statistics.linked import needed

    return any(BEFORE in needed(table) for table in plan.tables)


def _years(entry: "Entry") -> set[int]:
    from .statistics.crossing import BEFORE

    numbers = entry.told.get("numbers", ())
    back = entry.told.get(LOOKS_BACK, True) if is_rounded(entry) else _names(numbers, BEFORE)
    return {entry.year, entry.year - 1} if back else {entry.year}


def _names(numbers: "Iterable[list[Any]]", dimension: str) -> bool:
    return any(name == dimension for where, *_ in numbers for name, _ in where)


def _state(
    store: "Store", questionnaire: Questionnaire, year: int, taken: Taken, entry: "Entry", packed: Mapping[str, bytes]
) -> "State":
    """The state of the data behind an earlier release. Raises Refusal disclosure-earlier-unknown."""
    from .statistics.states import state_of, unpacked

    if entry.state:
        return unpacked(packed[entry.state])
    now = taken if entry.year == year else take(store, questionnaire, entry.year)
    if now.digest != entry.snapshot:
        raise refuse("disclosure-earlier-unknown", plan=entry.plan, year=entry.year)
    return state_of(now.frame)


def is_rounded(entry: "Entry") -> bool:
    """Whether a release has rounded numbers."""
    return ROUNDED in entry.told
