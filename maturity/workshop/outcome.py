"""What a workshop settled beside the answers that it would replace."""

from dataclasses import dataclass
from typing import Literal

from ..answers import Answer, same_answer
from ..questionnaire import Item

Standing = Literal["change", "same", "conflict", "gone"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a workshop settled on an item, with the answer `opened` when it began and the answer `now` (None: none).

    `version` is that of the answer now, 0 for none. `asked` is False for an item that the assessment does not hold any
    more.
    """

    item: Item
    settled: Answer
    opened: Answer | None
    now: Answer | None
    version: int
    asked: bool = True

    @property
    def standing(self) -> Standing:
        """What accepting it means: "change", "same" (it is answered like that already), "conflict" (somebody answered
        differently since the workshop began) or "gone" (it cannot be accepted).
        """
        if not self.asked:
            return "gone"
        if same_answer(self.now, self.settled):
            return "same"
        return "change" if same_answer(self.now, self.opened) else "conflict"
