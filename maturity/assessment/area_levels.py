"""The level of a single area by its own scores: the rule "gated" (docs/method.md) applied to that area alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ..scoring import Node, Result
from ..scoring.ladder import reaches
from ..scoring.result import nodes


@dataclass(frozen=True, slots=True)
class AreaLevel:
    """The level of an area: `level` is the highest with every level up to it at the pass mark; `total` is the sum of
    its scores over the levels.

    `highest` is the highest level at which one of its items applies: `level` never exceeds it, and is None where no
    item applies. `open` is the number of items not yet answered, which count 0.
    """

    level: int | None
    highest: int
    total: Fraction
    open: int

    @property
    def at_highest(self) -> bool:
        """Whether the area has reached the highest level that it can reach."""
        return self.level is not None and self.level == self.highest

    def meets(self, level: int) -> bool:
        """Whether the area has reached `level`, or the highest level that it can reach where that is lower."""
        return self.level is not None and self.level >= min(level, self.highest)


def area_levels(result: Result) -> Mapping[str, AreaLevel]:
    """The level of every assessed area, by id. A level without applicable items is skipped."""
    mark = result.response.questionnaire.scoring.pass_mark
    found: dict[str, list[Node]] = {area.id: [] for area in result.response.areas}
    for level in result.levels:
        for node in nodes(level.node, result.response.questionnaire.area_tier.id):
            found[node.id].append(node)
    return {id: _area_level(nodes, mark) for id, nodes in found.items()}


def _area_level(nodes: list[Node], mark: Fraction) -> AreaLevel:
    own = [node.level for node in nodes if node.score is not None and node.carried_from is None]
    highest = max(own, default=0)
    unmet = (node.level for node in nodes if node.score is not None and not reaches(node.score, mark))
    level = min(next(unmet, highest + 1) - 1, highest) if own else None
    total = sum((node.score for node in nodes if node.score is not None), Fraction(0))
    return AreaLevel(level, highest, total, sum(node.open for node in nodes))
