"""Two rounds of one enterprise: what moved, area by area, and which answers moved it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..answers import Answer, same_answer
from ..questionnaire import Group, Item, Questionnaire
from ..scoring import Result
from .area_levels import Standing, standings


@dataclass(frozen=True, slots=True)
class Transition:
    """An area then and now; None in the round that did not assess it. `broken`: by the crosswalk between two versions,
    its items are not the same then and now.
    """

    area: Group
    before: Standing | None
    after: Standing | None
    broken: bool = False

    @property
    def comparable(self) -> bool:
        """Both rounds assessed it with the same items, none of which is open."""
        if self.broken or self.before is None or self.after is None:
            return False
        return not (self.before.open or self.after.open)


@dataclass(frozen=True, slots=True)
class Move:
    """An item whose value changed; `before` is None where it had none."""

    item: Item
    before: Answer | None
    after: Answer


def transitions(before: Result, after: Result) -> list[Transition]:
    """Every area assessed in either round, in the order of the questionnaire of the later one.

    Where that has a crosswalk from the version of the other round, the areas that it breaks are marked.
    """
    old, new = standings(before), standings(after)
    later = after.response.questionnaire
    crosswalk = later.crosswalk_from(before.response.questionnaire.version)
    broken = crosswalk.broken if crosswalk else frozenset()
    areas = [area for area in later.areas if area.id in old or area.id in new]
    return [Transition(area, old.get(area.id), new.get(area.id), area.id in broken) for area in areas]


def breaks(versions: Sequence[str], latest: Questionnaire) -> tuple[int, ...]:
    """The indices in a series of rounds, given by the versions of their questionnaire, whose level and total score
    cannot be compared with those of the round before: it was of another version, and `latest` has no crosswalk that
    says that they can.
    """
    pairs = enumerate(pairwise(versions), start=1)
    return tuple(index for index, (old, new) in pairs if old != new and not comparable(old, new, latest))


def comparable(before: str, after: str, latest: Questionnaire) -> bool:
    """Whether levels and total scores of two versions of a questionnaire can be compared."""
    crosswalk = latest.crosswalk_from(before)
    return before == after or (after == latest.version and crosswalk is not None and crosswalk.comparable)


def moves(questionnaire: Questionnaire, before: Mapping[str, Answer], after: Mapping[str, Answer]) -> list[Move]:
    """The items of `questionnaire` answered differently; not applicable for another reason is the same answer.

    An item that is open in the later round has not changed: nothing is known of it yet.
    """
    pairs = ((item, before.get(item.id), after.get(item.id)) for item in questionnaire.items)
    return [Move(item, old, new) for item, old, new in pairs if new is not None and not same_answer(old, new)]
