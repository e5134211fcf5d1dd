"""The ladder score of many responses at once (numpy): the same numbers as :mod:`.ladder`, computed by column.

The mean of a cell (one area at one level) depends only on the codes of its few items. Their codes, of three bits or,
with more choices, four, are packed into one index, and one look-up in a table of all combinations yields the mean,
without arithmetic for each answer.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..answers import NOT_APPLICABLE, UNANSWERED, Response, choice_codes, decode
from ..questionnaire import Group, Item, Questionnaire
from .ladder import TOLERANCE, check_method, grade

Floats = NDArray[np.float64]
Codes = NDArray[np.uint8]

CHUNK = 1 << 15  # rows; the working set of a chunk stays in the second-level cache
PACKED_BITS = 12  # of the codes in a look-up: 2 ** 12 means fit the first-level cache
_DOUBT = 1e-12  # wider than the rounding of the float path, narrower than the grid of possible scores


@dataclass(frozen=True, slots=True)
class Scheme:
    """What the weights of a row depend on: the id of its weight profile and the ids of the groups tailored out."""

    profile: str
    cuts: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Scores:
    """Grades of n rows: `levels` float64 (levels, n), the level scores A_k from 0 to 1; `level` uint8 (n,), the level
    reached under the questionnaire's rule, 0 for none; `score` float64 (n,), the total S from 0 to the number of
    levels.
    """

    levels: Floats
    level: Codes
    score: Floats


class SecondGrade(NamedTuple):
    """A second grade of n rows: `level` int8 (n,) and `score` float64 (n,); -1 and NaN where a row has none."""

    level: NDArray[np.int8]
    score: Floats


def score(questionnaire: Questionnaire, schemes: Sequence[Scheme], which: NDArray[np.integer], matrix: Codes) -> Scores:
    """Grade every row of `matrix` as :func:`.ladder.grade` does (docs/method.md), in threads, CHUNK rows at a time.

    `matrix` is uint8 (n, items) with the codes of :func:`maturity.answers.encode`, best column-major; `which` (n,)
    holds the index into `schemes` of each row. Raises ValueError on shapes or codes that do not fit, Refusal
    `scoring-method` where the questionnaire is scored by another method.
    """
    check_method(questionnaire)
    rows, items = matrix.shape
    if items != len(questionnaire.items) or which.shape != (rows,):
        raise ValueError(f"matrix {matrix.shape} and which {which.shape} for {len(questionnaire.items)} items")
    if rows and int(which.max()) >= len(schemes):
        raise ValueError(f"scheme {int(which.max())} of {len(schemes)}")
    kernel = Kernel(questionnaire, tuple(schemes))
    out = Scores(np.empty((len(questionnaire.levels), rows)), np.empty(rows, np.uint8), np.empty(rows))
    chunks = [slice(start, min(start + CHUNK, rows)) for start in range(0, rows, CHUNK)]
    with ThreadPoolExecutor() as pool:
        for _ in pool.map(partial(kernel.run, matrix, which, out), chunks):
            pass
    return out


@dataclass(frozen=True, slots=True)
class _Lookup:
    """Part of a cell: the columns of a few items, the bits of one code, and the sum of scores and the count of
    applicable items for every combination of their codes, both (2 ** (bits x columns),).
    """

    columns: tuple[int, ...]
    bits: int
    sums: Floats
    counts: Floats


class Kernel:
    """Look-up tables and weights of a questionnaire under `schemes`, computed once and used for all rows.

    `cells` holds the look-up tables by level and area, `weights` float64 (schemes, areas) each area's share of a level
    score.
    """

    def __init__(self, questionnaire: Questionnaire, schemes: tuple[Scheme, ...]) -> None:
        self.questionnaire, self.schemes = questionnaire, schemes
        self.mark = float(questionnaire.scoring.pass_mark - TOLERANCE)
        self.carry = questionnaire.scoring.empty_cell == "carry"
        codes = choice_codes(questionnaire)
        known = np.zeros(max(*codes.values(), NOT_APPLICABLE) + 1, bool)
        known[[UNANSWERED, NOT_APPLICABLE, *codes.values()]] = True
        self.known = known
        scores = np.zeros(1 << (len(known) - 1).bit_length())
        scores[[*codes.values()]] = [float(choice.score) for choice in questionnaire.choices]
        applies = np.ones(len(scores))
        applies[NOT_APPLICABLE] = 0
        self.cells = [
            [_lookups(area.items_at(level.number), scores, applies) for area in questionnaire.areas]
            for level in questionnaire.levels
        ]
        self.trees = [_tree(questionnaire, scheme) for scheme in schemes]
        self.weights = np.stack([_flatten(tree, np.zeros(len(questionnaire.areas))) for tree in self.trees])

    def run(self, matrix: Codes, which: NDArray[np.integer], out: Scores, rows: slice) -> None:
        """Grade the rows of the slice `rows` and write them into `out`. Raises ValueError on an unknown code."""
        block, schemes = matrix[rows], which[rows]
        if block.size and not self._known(block):
            raise ValueError("a code in the matrix is neither a choice, unanswered nor not applicable")
        means = np.empty((len(self.questionnaire.areas), block.shape[0]))
        for index, cells in enumerate(self.cells):
            self.means(block, cells, means, first=index == 0)
            out.levels[index, rows] = self._weigh(means, schemes)
        self._climb(out, rows)
        self._recheck(matrix, which, out, rows)

    def _known(self, block: Codes) -> bool:
        top, gaps = int(block.max()), np.flatnonzero(~self.known)
        return top < len(self.known) and not any(np.any(block == gap) for gap in gaps if gap <= top)

    def means(self, block: Codes, cells: Sequence[Sequence[_Lookup]], means: Floats, *, first: bool) -> None:
        """Write the means of one level into `means` (areas, n), given `block` uint8 (n, items) and the level's
        look-ups.

        A mean without applicable items stays as it is (the score of the level below) under `carry`, unless `first`;
        else it becomes NaN.
        """
        for mean, lookups in zip(means, cells, strict=True):
            if not lookups:
                if first or not self.carry:
                    mean[:] = np.nan
                continue
            fresh = _cell_mean(block, lookups)
            if self.carry and not first:
                np.copyto(mean, fresh, where=~np.isnan(fresh))
            else:
                mean[:] = fresh

    def _weigh(self, means: Floats, schemes: NDArray[np.integer]) -> Floats:
        every = weighted(self.weights, means)
        scores: Floats = every[0] if len(self.schemes) == 1 else np.take_along_axis(every, schemes[None, :], 0)[0]
        gaps = np.flatnonzero(np.isnan(scores))
        for scheme in np.unique(schemes[gaps]):
            here = gaps[schemes[gaps] == scheme]
            scores[here] = np.nan_to_num(_weigh_with_gaps(means[:, here], self.trees[scheme]))
        return scores

    def _climb(self, out: Scores, rows: slice) -> None:
        levels = out.levels[:, rows]
        met = levels >= self.mark
        if self.questionnaire.scoring.rule == "gated":
            level = np.logical_and.accumulate(met, axis=0).sum(axis=0)
            padded = np.vstack([levels, np.zeros(levels.shape[1])])
            out.score[rows] = level + np.take_along_axis(padded, level[None, :], 0)[0]
        else:
            total = np.where(met, 1.0, levels).sum(axis=0)
            bands = np.arange(len(levels))[:, None] + self.mark
            level = (total >= bands).sum(axis=0)
            out.score[rows] = total
        out.level[rows] = level

    def _recheck(self, matrix: Codes, which: NDArray[np.integer], out: Scores, rows: slice) -> None:
        """Grade with exact fractions the rows whose floats lie within _DOUBT of a pass mark or of a band of S."""
        doubtful = np.any(np.abs(out.levels[:, rows] - self.mark) < _DOUBT, axis=0)
        if self.questionnaire.scoring.rule == "sum":
            doubtful |= np.abs((out.score[rows] - self.mark + 0.5) % 1 - 0.5) < _DOUBT
        for row in np.flatnonzero(doubtful) + rows.start:
            scheme = self.schemes[which[row]]
            answers = decode(self.questionnaire, matrix[row].tobytes())
            cuts = dict.fromkeys(scheme.cuts, "tailored")
            exact = grade(Response(self.questionnaire, scheme.profile, answers, cuts))
            out.level[row], out.score[row] = exact.level, float(exact.score)


def weighted(shares: Floats, values: Floats) -> Floats:
    """The product (k, n) of `shares` (k, m) and `values` (m, n), summed in a fixed order.

    A matrix product may differ in the last digit with the number of rows; here a row's result depends on that row
    alone.
    """
    total: Floats = np.zeros((len(shares), values.shape[1]))
    for share, value in zip(shares.T, values, strict=True):
        for row in np.flatnonzero(share):
            total[row] += share[row] * value
    return total


def _lookups(items: Sequence[Item], scores: Floats, applies: Floats) -> tuple[_Lookup, ...]:
    """Look-up tables for the items of a cell, PACKED_BITS of codes each; a single table holds the mean itself as
    `sums`.
    """
    tables, bits = [], (len(scores) - 1).bit_length()
    for start in range(0, len(items), PACKED_BITS // bits):
        part = items[start : start + PACKED_BITS // bits]
        codes = np.indices(scores.shape * len(part)).reshape(len(part), -1)
        columns = tuple(item.position for item in part)
        tables.append(_Lookup(columns, bits, scores[codes].sum(axis=0), applies[codes].sum(axis=0)))
    if len(tables) == 1:
        with np.errstate(invalid="ignore"):
            return (replace(tables[0], sums=tables[0].sums / tables[0].counts),)
    return tuple(tables)


def _cell_mean(block: Codes, lookups: Sequence[_Lookup]) -> Floats:
    if len(lookups) == 1:
        return lookups[0].sums.take(_index(block, lookups[0]))
    indices = [_index(block, lookup) for lookup in lookups]
    total = np.sum([lookup.sums.take(i) for lookup, i in zip(lookups, indices, strict=True)], axis=0)
    count = np.sum([lookup.counts.take(i) for lookup, i in zip(lookups, indices, strict=True)], axis=0)
    with np.errstate(invalid="ignore"):
        mean: Floats = total / count
    return mean


def _index(block: Codes, lookup: _Lookup) -> NDArray[np.integer]:
    """The codes of the items as one number, `bits` a code, the first item most significant."""
    first, *others = lookup.columns
    index = block[:, first].astype(np.uint16)
    for column in others:
        index <<= lookup.bits
        index |= block[:, column]
    return index


Tree = tuple[float, "list[Tree] | int"]  # a share inside the parent, and children or the row of an area


def _tree(questionnaire: Questionnaire, scheme: Scheme) -> Tree:
    """The weights under `scheme` as a tree from the level score to the areas, without omitted areas and cut groups."""
    profile = questionnaire.profile(scheme.profile)
    rows = {area.id: row for row, area in enumerate(questionnaire.areas)}

    def branches(groups: Sequence[Group]) -> list[Tree]:
        found: list[Tree] = []
        for group in groups:
            below = branches(group.groups) if group.groups else rows[group.id]
            if below != [] and not profile.without(group, scheme.cuts):
                found.append((float(profile.share(group)), below))
        return found

    return 1.0, branches(questionnaire.groups)


def _flatten(tree: Tree, flat: Floats, share: float = 1.0) -> Floats:
    """Fill `flat` (areas,) with each area's share of the level score, rescaled inside every parent; returns `flat`."""
    below = tree[1]
    if isinstance(below, int):
        flat[below] = share
    else:
        whole = sum(child[0] for child in below) or 1.0
        for child in below:
            _flatten(child, flat, share * child[0] / whole)
    return flat


def _weigh_with_gaps(means: Floats, tree: Tree) -> Floats:
    """Weighted means (n,) of `means` (areas, n); where a value is NaN its siblings share its weight."""
    below = tree[1]
    if isinstance(below, int):
        row: Floats = means[below]
        return row
    values = np.stack([_weigh_with_gaps(means, child) for child in below])
    shares = np.where(np.isnan(values), 0.0, np.array([child[0] for child in below])[:, None])
    whole = shares.sum(axis=0)
    with np.errstate(invalid="ignore"):
        mean: Floats = np.where(whole > 0, (shares * np.nan_to_num(values)).sum(axis=0) / whole, np.nan)
    return mean
