"""What grading yields: every number from item to S, exact, in the tree in which it was computed."""

from dataclasses import dataclass
from fractions import Fraction

from ..answers import NotApplicable, Response


@dataclass(frozen=True, slots=True)
class Node:
    """A score at one level. `kind` is "level", the id of a tier, or "item".

    `score` is None where nothing applies; then `weight` is None too and siblings carry it all.

    `weight` is the effective share inside the parent (after tailoring and gaps), from 0 to 1; for items 1/n.
    `carried_from` is the lower level whose score stands in. `low` and `high` take open items as 0 and as full.
    The counts tell items with a choice, not applicable and assessed below this node, at its own level: an item whose
    score is carried to a higher level is counted once, at its own.
    """

    kind: str
    id: str
    level: int
    score: Fraction | None
    high: Fraction | None
    weight: Fraction | None
    children: tuple["Node", ...]
    answered: int
    not_applicable: int
    assessed: int
    carried_from: int | None = None

    def __repr__(self) -> str:
        return f"Node({self.kind!r}, {self.id!r}, level={self.level}, score={_short(self.score)})"

    @property
    def low(self) -> Fraction | None:
        """With open items at 0: the score itself, since open items count 0."""
        return self.score

    @property
    def open(self) -> int:
        """Items not yet answered."""
        return self.assessed - self.answered - self.not_applicable


@dataclass(frozen=True, slots=True)
class Outcome:
    """A level and the total S, from 0 (none) to the number of levels."""

    level: int
    score: Fraction


@dataclass(frozen=True, slots=True)
class LevelScore:
    """A_k with its tree; `met` when it reaches the pass mark."""

    number: int
    node: Node
    met: bool

    def __repr__(self) -> str:
        return f"LevelScore(number={self.number}, score={_short(self.score)}, met={self.met})"

    @property
    def score(self) -> Fraction:
        """A_k from 0 to 1; 0 where nothing at all applies."""
        return self.node.score or Fraction(0)

    @property
    def high(self) -> Fraction:
        """A_k with every open item at full."""
        return self.node.high or Fraction(0)


@dataclass(frozen=True, slots=True)
class Share:
    """How tailoring changed one weight: the share inside the parent before and after (0 when cut).

    `kind` is the id of the group's tier.
    """

    kind: str
    id: str
    before: Fraction
    after: Fraction


@dataclass(frozen=True, slots=True)
class Result:
    """The grade of one response. `gated` and `summed` are the two rules, `rule` says which one counts."""

    response: Response
    levels: tuple[LevelScore, ...]
    rule: str
    gated: Outcome
    summed: Outcome
    gated_high: Outcome
    summed_high: Outcome
    shares: tuple[Share, ...]

    def __repr__(self) -> str:
        state = ", provisional" if self.provisional else ""
        return f"Result(level={self.level}, score={_short(self.score)}{state})"

    @property
    def outcome(self) -> Outcome:
        """Level and S under the rule that counts."""
        return self.gated if self.rule == "gated" else self.summed

    @property
    def level(self) -> int:
        """The level reached; 0 is none."""
        return self.outcome.level

    @property
    def score(self) -> Fraction:
        """The total S, from 0 to the number of levels."""
        return self.outcome.score

    @property
    def low(self) -> Outcome:
        """All open items at 0: the result itself."""
        return self.outcome

    @property
    def high(self) -> Outcome:
        """All open items at full."""
        return self.gated_high if self.rule == "gated" else self.summed_high

    @property
    def differs(self) -> bool:
        """The two rules give different levels."""
        return self.gated.level != self.summed.level

    @property
    def unanswered(self) -> int:
        """Assessed items without an answer."""
        return len(self.response.open)

    @property
    def provisional(self) -> bool:
        """Something is still open."""
        return self.unanswered > 0

    @property
    def not_applicable(self) -> int:
        """Assessed items marked not applicable."""
        answers = self.response.answers
        return sum(isinstance(answers.get(item.id), NotApplicable) for item in self.response.items)

    @property
    def assessed(self) -> int:
        """Items assessed, applicable or not."""
        return len(self.response.items)

    @property
    def verified(self) -> bool:
        """The weights were checked against the official text."""
        return self.response.profile.verified


def nodes(node: Node, kind: str) -> list[Node]:
    """The nodes of `kind` at and below `node`, in order."""
    if node.kind == kind:
        return [node]
    return [found for child in node.children for found in nodes(child, kind)]


def _short(score: Fraction | None) -> str:
    return "None" if score is None else f"{float(score):.4g}"
