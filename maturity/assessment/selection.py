"""Which submission of an enterprise counts in a year, and how many are left out."""

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
    """What a release leaves out: `versions`, enterprises that answered only other versions of the questionnaire;
    `replaced`, submissions replaced by a later one of the same enterprise and year; `elsewhere`, enterprises whose only
    submissions were imported and not accepted; `held`, enterprises whose newer data wait for a later release;
    `differing`, the names of enterprises whose stored level differs from that computed from their answers (a release
    states only their number).
    """

    versions: int
    replaced: int
    elsewhere: int = 0
    held: int = 0
    differing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """Which submissions and findings a release reads: those up to `as_of`; for enterprises held back, those up to an
    earlier time, by their numbers of :func:`maturity.statistics.confidentiality.states.members`.

    The year before is read by `before`, or by this reference where that is None.
    """

    as_of: datetime
    held: Mapping[datetime, frozenset[int]] = field(default_factory=dict)
    before: "Reference | None" = None

    @property
    def day(self) -> date:
        """The date of `as_of` in Beijing."""
        return self.as_of.astimezone(BEIJING).date()

    def until(self, member: int) -> datetime:
        """The time up to which the submissions of the enterprise with this number are read."""
        return next((moment for moment, held in self.held.items() if member in held), self.as_of)

    def holding(self, members: Iterable[int], base: "Reference") -> "Reference":
        """This reference with exactly the enterprises `members` held back, at their times in `base`."""
        held: dict[datetime, set[int]] = {}
        for member in members:
            held.setdefault(base.until(member), set()).add(member)
        return replace(self, held={moment: frozenset(some) for moment, some in sorted(held.items())})

    def document(self) -> dict[str, Any]:
        """This reference as JSON values; the inverse of :func:`reference_from`."""
        held = {moment.isoformat(): sorted(members) for moment, members in self.held.items()}
        told = {"as_of": self.as_of.isoformat(), "held": held}
        return told | {"before": self.before.document()} if self.before else told


def reference_from(document: Mapping[str, Any]) -> Reference:
    """The reference whose :meth:`Reference.document` is `document`."""
    held = {datetime.fromisoformat(moment): frozenset(members) for moment, members in document["held"].items()}
    before = reference_from(document["before"]) if "before" in document else None
    return Reference(datetime.fromisoformat(document["as_of"]), held, before)
