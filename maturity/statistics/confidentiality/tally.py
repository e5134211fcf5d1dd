"""What is counted of the enterprises of a row, by which groups of levels, and what a figure makes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from operator import add

from ...questionnaire import Text
from ..table import Cell, Column

NANO = 10**9  # scores are summed as whole billionths: exact, and the same in every order
ENTERPRISES = Text("家", "enterprises")
PER_CENT = Text("%", "%")
POINTS = Text("分", "points")


@dataclass(frozen=True, slots=True)
class Moves:
    """How the enterprises of a row differ from themselves a year before. `came` and `left` are those who came into the
    groups "level k or above", by level, and who left them; `squares` sums the squares of the changes of their scores,
    in billionths².
    """

    came: Mapping[int, int]
    left: Mapping[int, int]
    squares: int


@dataclass(frozen=True, slots=True)
class Weighted:
    """Sums over the enterprises of a row: of their weights, their squares, the weights by level group and of weight
    times score. Weights and scores are billionths.
    """

    total: int
    squares: int
    levels: tuple[int, ...]
    scores: int

    def __add__(self, other: "Weighted") -> "Weighted":
        """Both rows together."""
        levels = tuple(map(add, self.levels, other.levels))
        return Weighted(self.total + other.total, self.squares + other.squares, levels, self.scores + other.scores)


@dataclass(frozen=True, slots=True)
class Joint:
    """How two scores of `n` enterprises go together: Spearman's rho with its two-sided permutation p, None for fewer
    than four of them or where a score is the same for all.
    """

    n: int
    rho: float | None = None
    p: float | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """How the amounts of the `n` enterprises that state a quantity are spread: their `total` and that of the `first`
    1, 5 and 10, in thousandths; the sum of their `squares`, and of amounts times rank, the largest first (`ranked`).
    """

    n: int
    total: int
    first: Mapping[int, int]
    squares: float
    ranked: float


@dataclass(frozen=True, slots=True)
class Tally:
    """What the database counts for one row: `levels` are the enterprises at level 1 or below and at each higher level.

    `total` and the quartiles (first, median, third) are of the score in billionths, over the `scored` that have one.
    `since` is the row that this one is compared with, if there is one; `moves` is for a row of the same enterprises.
    `squares` sums the squares of their scores, in billionths squared, and `weighted` is for tables with weights.
    `sums` are of quantities, by the column of the frame, in thousandths; None where nobody states one; `spreads` say
    how few hold them. `lowest` is the lowest score of a class, in billionths, and `joint` how the scores of two
    questionnaires go together.
    """

    n: int
    levels: tuple[int, ...]
    scored: int
    total: int
    quartiles: tuple[Fraction, Fraction, Fraction]
    since: "Tally | None" = None
    squares: int = 0
    moves: Moves | None = None
    weighted: Weighted | None = None
    sums: Mapping[str, int | None] = field(default_factory=dict)
    lowest: int | None = None
    joint: Joint | None = None
    spreads: Mapping[str, Spread] = field(default_factory=dict)

    def __add__(self, other: "Tally") -> "Tally":
        """Both rows together, as far as sums allow: for quartiles and of what it is compared with they do not."""
        levels = tuple(map(add, self.levels, other.levels))
        total, scored = self.total + other.total, self.scored + other.scored
        sums = {name: _added(value, other.sums.get(name)) for name, value in self.sums.items()}
        return Tally(self.n + other.n, levels, scored, total, self.quartiles, sums=sums)

    @property
    def mean(self) -> Fraction | None:
        """The mean score, None where nobody has one."""
        return Fraction(self.total, self.scored * NANO) if self.scored else None

    @property
    def spread(self) -> float:
        """The sum of squared deviations of the score from its mean, in points squared."""
        return float(Fraction(self.squares, NANO**2) - self.scored * (self.mean or Fraction()) ** 2)

    def between(self, low: int, high: int) -> int:
        """The enterprises from level `low` to level `high`; level 0 counts with level 1."""
        return sum(self.levels[low - 1 : high])


def _added(first: int | None, second: int | None) -> int | None:
    return first if second is None else second if first is None else first + second


@dataclass(frozen=True, slots=True)
class Figure:
    """A numeric column and how its cell comes from a tally."""

    column: Column
    cell: Callable[[Tally], Cell]
