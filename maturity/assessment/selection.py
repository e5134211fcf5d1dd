"""Which submission of an enterprise counts in a year, and how many that leaves out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ..questionnaire import Text

BEIJING = ZoneInfo("Asia/Shanghai")

RULE = Text(
    "每家企业取该年度、本问卷本版本中提交时间最晚的一次；暂定（有未答条目）和有裁剪的都计入，由各自的列标明。",
    "Of each enterprise the submission of the year with the latest time, of this version of the questionnaire; "
    "provisional ones (with open items) and tailored ones count, and columns tell them.",
)


class LeftOut(NamedTuple):
    """Enterprises that answered other `versions` of the questionnaire alone, submissions that a later one of the same
    enterprise and year `replaced`, enterprises with nothing but submissions brought in from `elsewhere` that nobody has
    accepted; `held` counts enterprises whose newer data wait for a later release; `differing` names the enterprises
    whose submission keeps another level than the one that follows from its answers, for those who answer for the
    statistics: a release counts them and names none.
    """

    versions: int
    replaced: int
    elsewhere: int = 0
    held: int = 0
    differing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """Which submissions and findings are read: those sent up to `as_of`; of enterprises held back those sent up to an
    earlier moment, by the numbers that :func:`maturity.statistics.confidentiality.states.members` gives them. The year
    before is read as of `before`, or as this year is.
    """

    as_of: datetime
    held: Mapping[datetime, frozenset[int]] = field(default_factory=dict)
    before: "Reference | None" = None

    @property
    def day(self) -> date:
        """The day of `as_of` in Beijing."""
        return self.as_of.astimezone(BEIJING).date()

    def until(self, member: int) -> datetime:
        """The moment up to which the submissions of an enterprise are read."""
        return next((moment for moment, held in self.held.items() if member in held), self.as_of)

    def holding(self, members: Iterable[int], base: "Reference") -> "Reference":
        """It with these enterprises, and no others, held back as they are in `base`."""
        held: dict[datetime, set[int]] = {}
        for member in members:
            held.setdefault(base.until(member), set()).add(member)
        return replace(self, held={moment: frozenset(some) for moment, some in sorted(held.items())})

    def document(self) -> dict[str, Any]:
        """It as JSON can write it; see :func:`reference_from`."""
        held = {moment.isoformat(): sorted(members) for moment, members in self.held.items()}
        told = {"as_of": self.as_of.isoformat(), "held": held}
        return told | {"before": self.before.document()} if self.before else told


def reference_from(document: Mapping[str, Any]) -> Reference:
    """What :meth:`Reference.document` gave."""
    held = {datetime.fromisoformat(moment): frozenset(members) for moment, members in document["held"].items()}
    before = reference_from(document["before"]) if "before" in document else None
    return Reference(datetime.fromisoformat(document["as_of"]), held, before)
