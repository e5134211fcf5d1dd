"""How far one subdomain has climbed by its own scores: the ladder's rule, applied to it alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from .scoring import Node, Result
from .scoring.ladder import reaches


@dataclass(frozen=True, slots=True)
class Standing:
    """A subdomain's `level`: the highest with every level up to it at the pass mark; `total` adds its scores up.

    `level` is None where nothing of the subdomain applies at any level.
    """

    level: int | None
    total: Fraction


def standings(result: Result) -> Mapping[str, Standing]:
    """The standing of every assessed subdomain, by id. A level at which nothing applies is passed over."""
    mark = result.response.questionnaire.scoring.pass_mark
    scores: dict[str, list[Fraction | None]] = {subdomain.id: [] for subdomain in result.response.subdomains}
    for level in result.levels:
        for node in _subdomains(level.node):
            scores[node.id].append(node.score)
    return {
        id: Standing(_climbed(found, mark), sum((s or Fraction(0) for s in found), Fraction(0)))
        for id, found in scores.items()
    }


def _climbed(scores: list[Fraction | None], mark: Fraction) -> int | None:
    if all(score is None for score in scores):
        return None
    unmet = (number for number, score in enumerate(scores) if score is not None and not reaches(score, mark))
    return next(unmet, len(scores))


def _subdomains(node: Node) -> list[Node]:
    if node.kind == "subdomain":
        return [node]
    return [found for child in node.children for found in _subdomains(child)]
