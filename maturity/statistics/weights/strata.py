"""Weights by the cells of the known margins, and weighted sums of the rows of a table."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np

from ...errors import Problem, Refusal
from ..confidentiality.tally import Tally, Weighted
from ..engines import Engine
from ..plan import TablePlan
from ..table import TOTAL
from .margins import Weights
from .raking import Margin, rake

Key = tuple[str, ...]


def weigh(weights: Weights, everybody: Any, run: Engine) -> dict[Key, int]:
    """The weight of an enterprise of each cell of the margins, in billionths.

    Raises Refusal `weights-no-margin`, `weights-nobody` or `weights-unreached` with every category concerned.
    """
    dimensions = tuple(weights.margins)
    counted = everybody.aggregate(n=everybody.count(), by=[everybody[id] for id in dimensions])
    counts = dict(sorted((tuple(row[:-1]), int(row[-1])) for row in run(counted.select(*dimensions, "n"))))
    problems = [*chain(*(_unmatched(weights, dimension, place, counts) for place, dimension in enumerate(dimensions)))]
    if problems:
        raise Refusal(*problems)
    codes = [list(totals) for totals in weights.margins.values()]
    margins = [
        Margin(
            np.array([codes[place].index(cell[place]) for cell in counts]),
            np.array([float(total) for total in totals.values()]),
        )
        for place, totals in enumerate(weights.margins.values())
    ]
    found = rake(np.array(list(counts.values())), margins)
    if found.missed:
        raise Refusal(*(_unreached(weights, dimensions[m], codes[m][c], reached) for m, c, reached in found.missed))
    return dict(zip(counts, found.weights, strict=True))


def _unmatched(weights: Weights, dimension: str, place: int, counts: Mapping[Key, int]) -> list[Problem]:
    present = {cell[place] for cell in counts}
    known = weights.margins[dimension].keys()
    found = {"weights-no-margin": present - known, "weights-nobody": known - present}
    return [
        Problem(code, values={"dimension": dimension, "codes": ", ".join(sorted(codes))})
        for code, codes in found.items()
        if codes
    ]


def _unreached(weights: Weights, dimension: str, code: str, reached: float) -> Problem:
    total = f"{float(weights.margins[dimension][code]):g}"
    values = {"dimension": dimension, "code": code, "total": total, "reached": f"{reached:g}"}
    return Problem("weights-unreached", values=values)


def with_weights(
    table: TablePlan, tallies: Mapping[Key, Tally], asked: Any, run: Engine, weights: Mapping[Key, int], by: Key
) -> dict[Key, Tally]:
    """`tallies` of a table with the weighted sums of the enterprises in `asked`; `weights` are by the codes of the
    dimensions `by`.
    """
    width, dimensions = len(table.rows), tuple(dict.fromkeys((*table.rows, *by)))
    levels = {f"level_{level}": (asked.level == level).sum() for level in table.by.every[1:]}
    counted = asked.aggregate(
        n=asked.count(),
        level_1=(asked.level <= 1).sum(),
        **levels,
        total=asked.score.sum(),
        by=[asked[id] for id in dimensions],
    )
    sums: dict[Key, Weighted] = {}
    for row in run(counted.select(*dimensions, "n", "level_1", *levels, "total")):
        codes = dict(zip(dimensions, row, strict=False))
        n, *numbers, total = (int(value) for value in row[len(dimensions) :])
        weight = weights[tuple(codes[id] for id in by)]
        own = Weighted(weight * n, weight**2 * n, tuple(weight * number for number in numbers), weight * total)
        for depth in range(width + 1):
            key = (*row[:depth], *(TOTAL,) * (width - depth))
            sums[key] = sums[key] + own if key in sums else own
    return {key: replace(tally, weighted=sums.get(key)) for key, tally in tallies.items()}
