"""Groups of maturity levels as tables show them."""

from dataclasses import dataclass

from ..questionnaire import Text

_NUMERALS = "零一二三四五六七八九"  # of levels, of which a questionnaire has nine at most
_LISTED = 4  # groups of a collapsed breakdown at most


@dataclass(frozen=True, slots=True)
class Group:
    """A group of levels as tables show it; its code, its lowest and its highest level."""

    id: str
    low: int
    high: int
    label: Text

    @property
    def levels(self) -> tuple[int, ...]:
        """Its levels."""
        return tuple(range(self.low, self.high + 1))


def level_code(level: int) -> str:
    """The code of a group of one level."""
    return "LE1" if level == 1 else f"L{level}"


def single_groups(count: int) -> tuple[Group, ...]:
    """A group for each of `count` levels; level 0 counts with level 1."""
    first = Group(level_code(1), 1, 1, Text("一级及以下", "Level 1 or below"))
    others = (Group(level_code(k), k, k, Text(f"{_NUMERALS[k]}级", f"Level {k}")) for k in range(2, count + 1))
    return (first, *others)[:count]


def upper_groups(count: int) -> dict[int, Group]:
    """By level, the groups "this level or above", those of one level only left out."""
    return {
        k: Group(f"GE{k}", k, count, Text(f"{_NUMERALS[k]}级及以上", f"Level {k} or above")) for k in range(2, count)
    }


def collapsed_groups(count: int) -> tuple[Group, ...]:
    """At most four groups that all levels are in, the highest ones merged."""
    if count <= _LISTED:
        return single_groups(count)
    return (*single_groups(count)[: _LISTED - 1], upper_groups(count)[_LISTED])
