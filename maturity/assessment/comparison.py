"""Two rounds of one enterprise: what moved, area by area, and which answers moved it."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..answers import Answer, same_answer
from ..questionnaire import Group, Item, Questionnaire
from ..scoring import Result
from .area_levels import Standing, standings


@dataclass(frozen=True, slots=True)
class Transition:
    """An area then and now; None in the round that did not assess it."""

    area: Group
    before: Standing | None
    after: Standing | None

    @property
    def comparable(self) -> bool:
        """Both rounds assessed it, with no item left open."""
        return self.before is not None and self.after is not None and not (self.before.open or self.after.open)


@dataclass(frozen=True, slots=True)
class Move:
    """An item whose value changed; `before` is None where it had none."""

    item: Item
    before: Answer | None
    after: Answer


def transitions(before: Result, after: Result) -> list[Transition]:
    """Every area assessed in either round, in the order of the questionnaire of the later one."""
    old, new = standings(before), standings(after)
    areas = after.response.questionnaire.areas
    return [Transition(s, old.get(s.id), new.get(s.id)) for s in areas if s.id in old or s.id in new]


def moves(questionnaire: Questionnaire, before: Mapping[str, Answer], after: Mapping[str, Answer]) -> list[Move]:
    """The items of `questionnaire` answered differently; not applicable for another reason is the same answer.

    An item that is open in the later round has not changed: nothing is known of it yet.
    """
    pairs = ((item, before.get(item.id), after.get(item.id)) for item in questionnaire.items)
    return [Move(item, old, new) for item, old, new in pairs if new is not None and not same_answer(old, new)]
