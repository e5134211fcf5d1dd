"""What is counted of the enterprises of a row, by which groups of levels, and what a figure makes of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from operator import add

from ...questionnaire import Text
from ..table import TOTAL, Cell, Column

LEVELS = 5  # level groups of one level each; level 0 counts with level 1
NANO = 10**9  # scores are summed as whole billionths: exact, and the same in every order
ENTERPRISES = Text("家", "enterprises")
PER_CENT = Text("%", "%")
POINTS = Text("分", "points")


@dataclass(frozen=True, slots=True)
class Moves:
    """How the enterprises of a row differ from themselves a year before. `came` and `left` are those who came into the
    groups of AT_LEAST and who left them; `squares` sums the squares of the changes of their scores, in billionths².
    """

    came: tuple[int, ...]
    left: tuple[int, ...]
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
class Tally:
    """What the database counts for one row: `levels` are the enterprises at level 1 or below, 2, 3, 4 and 5.

    `total` and the quartiles (first, median, third) are of the score in billionths, over the `scored` that have one.
    `since` is the row that this one is compared with, if there is one; `moves` is for a row of the same enterprises.
    `squares` sums the squares of their scores, in billionths squared, and `weighted` is for tables with weights.
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

    def __add__(self, other: "Tally") -> "Tally":
        """Both rows together, as far as sums tell: of quartiles and of what it is compared with they do not."""
        levels = tuple(map(add, self.levels, other.levels))
        total, scored = self.total + other.total, self.scored + other.scored
        return Tally(self.n + other.n, levels, scored, total, self.quartiles)

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


@dataclass(frozen=True, slots=True)
class Figure:
    """A numeric column and how its cell comes from a tally."""

    column: Column
    cell: Callable[[Tally], Cell]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of levels as tables show it."""

    id: str
    low: int
    high: int
    label: Text

    @property
    def levels(self) -> tuple[int, ...]:
        """Its levels."""
        return tuple(range(self.low, self.high + 1))


AT_LEAST = {
    2: Group("GE2", 2, 5, Text("二级及以上", "Level 2 or above")),
    3: Group("GE3", 3, 5, Text("三级及以上", "Level 3 or above")),
    4: Group("GE4", 4, 5, Text("四级及以上", "Level 4 or above")),
}
_FIVE = (
    Group("LE1", 1, 1, Text("一级及以下", "Level 1 or below")),
    Group("L2", 2, 2, Text("二级", "Level 2")),
    Group("L3", 3, 3, Text("三级", "Level 3")),
    Group("L4", 4, 4, Text("四级", "Level 4")),
    Group("L5", 5, 5, Text("五级", "Level 5")),
)
GROUPS = {"five": _FIVE, "collapsed": (*_FIVE[:3], AT_LEAST[4])}
GROUP_TEXTS = {group.id: group.label for group in (*_FIVE, *AT_LEAST.values())}


def of_which(columns: Iterable[Column]) -> frozenset[str]:
    """The ids of those of a table's `columns` that number a part of the row while its other parts are not listed."""
    numbers = [column for column in columns if column.measure == "count"]
    levels = {column.level for column in numbers}
    whole = {group.id for groups in GROUPS.values() if {each.id for each in groups} <= levels for group in groups}
    return frozenset(each.id for each in numbers if TOTAL in levels and each.level not in {TOTAL, *whole})
