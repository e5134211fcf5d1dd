"""Comparison of two rounds of one enterprise: the levels of areas, and the answers that changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..answers import Answer, same_answer
from ..questionnaire import Crosswalk, Group, Item, Questionnaire
from ..scoring import Result
from .area_levels import AreaLevel, area_levels


@dataclass(frozen=True, slots=True)
class Transition:
    """An area's level in two rounds; None in a round that did not assess it. `broken` where the crosswalk between the
    versions says that its items are not the same in both.
    """

    area: Group
    before: AreaLevel | None
    after: AreaLevel | None
    broken: bool = False

    @property
    def comparable(self) -> bool:
        """Whether both rounds assessed the area with the same items, all of which are answered."""
        if self.broken or self.before is None or self.after is None:
            return False
        return not (self.before.open or self.after.open)


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """An item whose answer changed; `before` is None where it had none."""

    item: Item
    before: Answer | None
    after: Answer


def transitions(before: Result, after: Result, crosswalk: Crosswalk | None) -> list[Transition]:
    """Every area assessed in either round, in the order of the later questionnaire.

    Areas that the crosswalk between their versions of it breaks are marked `broken`.
    """
    old, new = area_levels(before), area_levels(after)
    later = after.response.questionnaire
    broken = crosswalk.broken if crosswalk else frozenset()
    areas = [area for area in later.areas if area.id in old or area.id in new]
    return [Transition(area, old.get(area.id), new.get(area.id), area.id in broken) for area in areas]


def breaks(versions: Sequence[str], latest: Questionnaire) -> tuple[int, ...]:
    """The indices of the rounds whose level and total score cannot be compared with those of the round before.

    `versions` are the versions of the questionnaire of a series of rounds. Two versions are comparable if they are the
    same or if a crosswalk of `latest` says so.
    """
    pairs = enumerate(pairwise(versions), start=1)
    return tuple(index for index, (old, new) in pairs if old != new and not comparable(old, new, latest))


def comparable(before: str, after: str, latest: Questionnaire) -> bool:
    """Whether levels and total scores of two versions of a questionnaire can be compared, by the crosswalks of
    `latest`.
    """
    crosswalk = latest.crosswalk_from(before)
    return before == after or (after == latest.version and crosswalk is not None and crosswalk.comparable)


def changed_answers(
    questionnaire: Questionnaire, before: Mapping[str, Answer], after: Mapping[str, Answer]
) -> list[ChangedAnswer]:
    """The items of `questionnaire` answered differently; another reason for "not applicable" is no difference.

    Items that are open in the later round are left out: their answers are not known yet.
    """
    pairs = ((item, before.get(item.id), after.get(item.id)) for item in questionnaire.items)
    return [ChangedAnswer(item, old, new) for item, old, new in pairs if new is not None and not same_answer(old, new)]
