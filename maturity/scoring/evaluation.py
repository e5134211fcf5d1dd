"""What becomes of answers under the methods beside the ladder: verdicts, score, bonus and grade, each apart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ..answers import Listed, Response
from ..quantities.factors import Factor, factors
from ..questionnaire import Group, Item
from ..questionnaire.asked import Table
from ..questionnaire.numeric.references import Reference, References
from ..questionnaire.parts import Band, Grading, Hint
from .degrees import NO_ANCHORS, Anchors
from .figures import Figure, Missing

State = Literal["counted", "open", "not-applicable", "undefined", "no-reference", "out-of-bounds", "shown"]
Standing = Literal["met", "not met", "undecided"]
ZERO = Fraction(0)
REQUIRED = ("gate", "mandatory")  # roles of items that decide
COUNTING = ("mandatory", "optional")  # roles of items that can count in a score
NO_REFERENCES = References()


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low`, with all that is open at its worst, to `high`, with all of it at its best."""

    low: Fraction
    high: Fraction

    @property
    def settled(self) -> bool:
        """Whether nothing is open."""
        return self.low == self.high

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def __mul__(self, factor: Fraction) -> "Interval":
        return Interval(self.low * factor, self.high * factor)


NONE = Interval(ZERO, ZERO)
UNKNOWN = Interval(ZERO, Fraction(1))


@dataclass(frozen=True, slots=True)
class ItemScore:
    """What one item came to: its figure (or why there is none), its degree (None where it does not apply or is not
    scored), the reference used with its `anchors` in the item's unit, and the points that it can earn.

    `counts` is False where others of its group are picked instead; `reach` is the highest degree that its place among
    those picked can still come to, None where its group picks none.
    """

    item: Item
    state: State
    figure: Figure | Missing | None
    degree: Interval | None
    points: Fraction
    reference: Reference | None = None
    anchors: Anchors = NO_ANCHORS
    counts: bool = True
    reach: Fraction | None = None

    def __repr__(self) -> str:
        return f"ItemScore({self.item.id!r}, {self.state!r})"

    @property
    def share(self) -> Interval | None:
        """The degree that its place counts with; None where it does not count or nothing of its group applies."""
        if self.degree is None or not self.counts:
            return None
        return Interval(self.degree.low, self.degree.high if self.reach is None else self.reach)

    @property
    def earned(self) -> Interval:
        """The points that its place earns."""
        share = self.share
        return share * self.points if share else NONE

    @property
    def standing(self) -> Standing:
        """Whether a gate or a mandatory item is met; one that does not apply is."""
        if self.degree is None or self.degree.low >= 1:
            return "met"
        return "not met" if self.degree.high < 1 else "undecided"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether all gates, or all mandatory items, are met: `undecided` while one is open or lacks a reference value and
    none is missed.
    """

    items: tuple[ItemScore, ...]

    @property
    def standing(self) -> Standing:
        """Met, not met, or undecided; met where there are none."""
        found = {one.standing for one in self.items}
        return "not met" if "not met" in found else "undecided" if "undecided" in found else "met"

    def those(self, standing: Standing) -> tuple[ItemScore, ...]:
        """The items that stand so."""
        return tuple(one for one in self.items if one.standing == standing)


@dataclass(frozen=True, slots=True)
class Section:
    """A group with its score out of `maximum` (None: it has none of its own), its items, and the groups in it.

    `earned` are the points of its optional items, out of `reachable`; `mandatory` are those items that must be met.
    """

    group: Group
    items: tuple[ItemScore, ...]
    sections: tuple["Section", ...]
    score: Interval | None = None
    maximum: Fraction | None = None
    earned: Interval = NONE
    reachable: Fraction = ZERO
    mandatory: Verdict = Verdict(())

    def __repr__(self) -> str:
        return f"Section({self.group.id!r})"

    def walk(self) -> Iterator[ItemScore]:
        """The items in it and in its groups."""
        yield from self.items
        for section in self.sections:
            yield from section.walk()


NO_SECTIONS: Mapping[str, Section] = {}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The result of one response. `score` is None under a method without a total, else out of `maximum`.

    `facts` are those of the enterprise that reference values and grades depended on; `hints` are relations that the
    numbers do not keep; `references` are the reference values among which those of the items were found.
    """

    response: Response
    facts: Mapping[str, str]
    items: Mapping[str, ItemScore]
    sections: tuple[Section, ...]
    gates: Verdict
    mandatory: Verdict
    score: Interval | None = None
    maximum: Fraction = ZERO
    bonus: Interval | None = None
    grading: Grading | None = None
    hints: tuple[Hint, ...] = ()
    references: References = NO_REFERENCES

    def __repr__(self) -> str:
        return f"Evaluation({self.response.questionnaire.id!r}, eligible={self.eligible})"

    @property
    def requirements(self) -> bool | None:
        """Whether gates and mandatory items are met; None while that is undecided, and where there are neither."""
        found = {self.gates.standing, self.mandatory.standing}
        if not (self.gates.items or self.mandatory.items):
            return None
        return False if "not met" in found else None if "undecided" in found else True

    @property
    def unscored(self) -> tuple[ItemScore, ...]:
        """The items of the score that lack a reference value; none where the score is settled all the same."""
        if self.score is None or self.score.settled:
            return ()
        return tuple(one for one in self.items.values() if one.state == "no-reference" and one.item.role in COUNTING)

    @property
    def eligible(self) -> bool | None:
        """Whether the requirements are met; None while that is undecided, while the score is for want of reference
        values, and where there are no requirements.
        """
        met = self.requirements
        return None if met and self.unscored else met

    @property
    def provisional(self) -> bool:
        """Whether the score or a verdict can still change with what is open."""
        settled = self.score is None or self.score.settled
        undecided = "undecided" in (self.gates.standing, self.mandatory.standing)
        return undecided or not settled or any(one.state == "open" for one in self.items.values())

    @property
    def grades(self) -> tuple[Band | None, Band | None]:
        """The grade of the lowest and of the highest score that is possible; None for none."""
        if self.grading is None or self.score is None:
            return None, None
        return self.grading.band(self.score.low), self.grading.band(self.score.high)

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The factors to coal equivalent that numbers were converted by."""
        answers, found = self.response.answers, list[Factor]()
        for item in self.response.items:
            answer = answers.get(item.id)
            if isinstance(item.asks, Table) and item.asks.factors and isinstance(answer, Listed):
                found += [factors(item.asks.factors)[row.key] for row in answer.rows]
        return tuple(found)

    @property
    def verified(self) -> bool:
        """Whether structure, weights, the grades, and the reference values and factors used are all confirmed."""
        used = (one.reference for one in self.items.values() if one.reference)
        grading = (self.grading,) if self.grading else ()
        rests_on = (self.response.questionnaire, self.response.profile, *grading, *used, *self.factors)
        return all(one.verified for one in rests_on)
