"""The data of the minutes of a workshop. Of votes it holds totals only: none by person, function or earlier round."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from ...answers import Answer
from ...questionnaire import Item, Questionnaire
from ...workshop import Verdict
from ...workshop.applicability import Applicability
from ...workshop.numbers import NumberVerdict
from ...workshop.rules import Rule
from ..dossier import Action


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """An item as a sitting left it.

    `state` and `kind` are those of the room's item. `settled`, `last` (of the sitting before) and `own` (the
    self-assessment) are answers, None for none. `rounds` counts those that were revealed, `cast` the votes of the last
    one; `verdict` is None where its totals may not be printed: with fewer than four votes or, `withheld`, where earlier
    minutes printed a round that counts no more. `gone` tells of totals that were deleted since. `applicability`
    tells that it was voted on whether the item applies, before the last round. `reason` of a parked item is what is
    missing. `dissent` are sentences with a name, or "" where nobody signed; `accepted` is None while nothing was
    decided; `seconds` are those of voting and discussion in this sitting, 0 where they were not counted.
    """

    item: Item
    state: str
    kind: str | None = None
    settled: Answer | None = None
    reason: str = ""
    owner: str = ""
    due: date | None = None
    own: Answer | None = None
    last: Answer | None = None
    rounds: int = 0
    cast: int = 0
    verdict: Verdict | NumberVerdict | Applicability | None = None
    withheld: bool = False
    gone: bool = False
    applicability: bool = False
    dissent: Sequence[tuple[str, str]] = ()
    accepted: bool | None = None
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class MinutesDossier:
    """The data of the minutes of one sitting, as of `day`.

    `functions` are those of the participants with their numbers, `names` theirs where every one of them agreed to be
    named, else empty; `own_area` counts those who judged their own department. `consultant` is the name of a firm or
    "", `firm_logo` its logo and `client_logo` that of the enterprise, both as PNG. `assessed` tells that the room
    settles assessed values instead of answers; `version` is that of the `rule` when the room was made. `planned` and
    `met` are minutes, pauses included, rounds without a meeting not. `elsewhere` tells that the workshop was held in
    another installation.
    """

    questionnaire: Questionnaire
    enterprise: str
    facilitator: str
    title: str
    year: int
    day: date
    rule: Rule
    version: int
    assessed: bool
    sitting: int
    opened_at: datetime
    closed_at: datetime
    planned: int
    met: int
    functions: Sequence[tuple[str, int]]
    own_area: int
    items: Sequence[MinutesItem]
    names: Sequence[str] = ()
    consultant: str = ""
    actions: Sequence[Action] = field(default=())
    elsewhere: bool = False
    firm_logo: bytes | None = None
    client_logo: bytes | None = None

    @property
    def present(self) -> int:
        """How many took part."""
        return sum(number for _, number in self.functions)
