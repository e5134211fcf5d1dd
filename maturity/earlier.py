"""What earlier releases told, with the states of the data behind them: what a new one is tried against."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from .errors import refuse
from .publish import Taken, take
from .questionnaire import Questionnaire

if TYPE_CHECKING:
    from .statistics.linked import Told
    from .statistics.states import State
    from .store import Store
    from .store.releases import Entry

ROUNDED = "rounded"


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


def told_earlier(
    store: "Store", questionnaire: Questionnaire, year: int, rounded: bool, taken: Taken, known: Known
) -> list[Earlier]:
    """What earlier releases told that bears on this year. Raises Refusal disclosure-rounded-mixed."""
    from .statistics.footprint import footprint_from
    from .statistics.linked import Told

    mixed = [each.plan for each in known.entries if each.year == year and is_rounded(each) is not rounded]
    if mixed:
        raise refuse("disclosure-rounded-mixed", year=year, earlier=", ".join(dict.fromkeys(mixed)))
    found = []
    for each in known.entries:
        if not is_rounded(each):
            state = _state(store, questionnaire, year, taken, each, known.packed)
            found.append(Earlier(each, Told(footprint_from(dict(each.told)), state)))
    return found


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
