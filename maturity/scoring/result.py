"""The result of grading: every score from item to total S as exact fractions, in the tree in which it was computed."""

from dataclasses import dataclass
from fractions import Fraction

from ..answers import NotApplicable, Response


@dataclass(frozen=True, slots=True)
class Node:
    """One score at one level of maturity: of the level itself, of a group or of an item.

    `kind` is "level", the id of a tier, or "item". `score` is from 0 to 1, None where nothing below applies. `weight`
    is the effective share inside the parent, from 0 to 1, after tailoring and rescaling (1/n for n items); None without
    a score. `high` is the score with open items at full. `carried_from` is the lower level whose score is used here.
    `answered`, `not_applicable` and `assessed` count the items below at this level: an item whose score is carried to a
    higher level is counted once, at its own.
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
        """The score with open items at 0, which is `score` itself."""
        return self.score

    @property
    def open(self) -> int:
        """How many items below are not yet answered."""
        return self.assessed - self.answered - self.not_applicable


@dataclass(frozen=True, slots=True)
class Outcome:
    """A level (0 for none) and the total S, from 0 to the number of levels."""

    level: int
    score: Fraction


@dataclass(frozen=True, slots=True)
class LevelScore:
    """The score A_k of level `number` with its tree; `met` where A_k reaches the pass mark."""

    number: int
    node: Node
    met: bool

    def __repr__(self) -> str:
        return f"LevelScore(number={self.number}, score={_short(self.score)}, met={self.met})"

    @property
    def score(self) -> Fraction:
        """A_k from 0 to 1; 0 where no item applies."""
        return self.node.score or Fraction(0)

    @property
    def high(self) -> Fraction:
        """A_k with every open item at full; 0 where no item applies."""
        return self.node.high or Fraction(0)


@dataclass(frozen=True, slots=True)
class Share:
    """A weight that tailoring changed: a group's share inside its parent before and after, from 0 to 1 (0 when cut).

    `kind` is the id of the group's tier, `id` the group's.
    """

    kind: str
    id: str
    before: Fraction
    after: Fraction


@dataclass(frozen=True, slots=True)
class Result:
    """The grade of one response: the score of every level, and level and S under the rules "gated" and "sum".

    `rule` names the rule of the questionnaire; `gated_high` and `summed_high` are the outcomes with open items at full;
    `shares` are the weights that tailoring changed.
    """

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
        """Level and S under the questionnaire's rule."""
        return self.gated if self.rule == "gated" else self.summed

    @property
    def level(self) -> int:
        """The level reached under the questionnaire's rule; 0 is none."""
        return self.outcome.level

    @property
    def score(self) -> Fraction:
        """The total S under the questionnaire's rule, from 0 to the number of levels."""
        return self.outcome.score

    @property
    def low(self) -> Outcome:
        """Level and S with all open items at 0, which is `outcome` itself."""
        return self.outcome

    @property
    def high(self) -> Outcome:
        """Level and S with all open items at full."""
        return self.gated_high if self.rule == "gated" else self.summed_high

    @property
    def differs(self) -> bool:
        """Whether the two rules give different levels."""
        return self.gated.level != self.summed.level

    @property
    def unanswered(self) -> int:
        """The number of assessed items without an answer."""
        return len(self.response.open)

    @property
    def provisional(self) -> bool:
        """Whether any assessed item is without an answer."""
        return self.unanswered > 0

    @property
    def not_applicable(self) -> int:
        """The number of assessed items marked not applicable."""
        answers = self.response.answers
        return sum(isinstance(answers.get(item.id), NotApplicable) for item in self.response.items)

    @property
    def assessed(self) -> int:
        """The number of items assessed, whether applicable or not."""
        return len(self.response.items)

    @property
    def verified(self) -> bool:
        """Whether the weights of the profile were checked against the official text of the standard."""
        return self.response.profile.verified


def nodes(node: Node, kind: str) -> list[Node]:
    """The nodes of `kind` ("level", the id of a tier, or "item") at and below `node`, in order."""
    if node.kind == kind:
        return [node]
    return [found for child in node.children for found in nodes(child, kind)]


def _short(score: Fraction | None) -> str:
    return "None" if score is None else f"{float(score):.4g}"
