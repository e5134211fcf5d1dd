"""The scores of areas and of the groups of the summary tier for many responses at once (numpy)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..answers import NOT_APPLICABLE
from ..questionnaire import Questionnaire
from .batch import CHUNK, Codes, Floats, Kernel, Scheme, weighted

NOT_ASSESSED = -1


@dataclass(frozen=True, slots=True)
class Parts:
    """Scores of n rows, in the order of the questionnaire: `groups` float64 (groups of the summary tier, n) and `areas`
    float64 (areas, n), each the sum of its scores over the levels, from 0 to the number of levels; `levels` int8
    (areas, n), the level of each area by its own scores, at most the highest level at which one of its items applies.

    NaN, and NOT_ASSESSED in `levels`, where the row's scheme leaves it out or none of its items applies at any level.
    """

    groups: Floats
    areas: Floats
    levels: NDArray[np.int8]


def parts_by_id(
    questionnaire: Questionnaire, schemes: Sequence[Scheme], which: NDArray[np.integer], matrix: Codes
) -> dict[str, NDArray[np.float64]]:
    """The scores (n,) of every area and group of the summary tier by id; where ids coincide, those of the group.

    Arguments as of :func:`parts`.
    """
    found = parts(questionnaire, schemes, which, matrix)
    ids = (group.id for group in (*questionnaire.areas, *questionnaire.summary_groups))
    return dict(zip(ids, (*found.areas, *found.groups), strict=True))


def parts(questionnaire: Questionnaire, schemes: Sequence[Scheme], which: NDArray[np.integer], matrix: Codes) -> Parts:
    """The :class:`Parts` of every row of `matrix`; arguments as of :func:`.batch.score`, which checks them (not
    repeated here).
    """
    rows, count = matrix.shape[0], len(questionnaire.areas)
    out = Parts(
        np.full((len(questionnaire.summary_groups), rows), np.nan),
        np.full((count, rows), np.nan),
        np.zeros((count, rows), np.int8),
    )
    if not rows:
        return out
    kernel = Kernel(questionnaire, tuple(schemes))
    shares = [_group_shares(questionnaire, scheme) for scheme in schemes]
    assessed = np.stack([share.any(axis=0) for share in shares])
    for start in range(0, rows, CHUNK):
        span = slice(start, min(start + CHUNK, rows))
        schemes_here = which[span]
        means = np.empty((count, span.stop - start))
        climbing = np.ones(means.shape, bool)
        for index, cells in enumerate(kernel.cells):
            kernel.means(matrix[span], cells, means, first=index == 0)
            own = np.where(assessed[schemes_here].T, means, np.nan)
            _add(out.areas, span, own)
            climbing &= np.isnan(own) | (own >= kernel.mark)
            out.levels[:, span] += climbing
            for scheme in np.unique(schemes_here):
                here = np.flatnonzero(schemes_here == scheme)
                _add(out.groups, start + here, _group_means(means[:, here], shares[scheme]))
    np.minimum(out.levels, _highest(questionnaire, matrix), out=out.levels)
    out.levels[np.isnan(out.areas)] = NOT_ASSESSED
    return out


def _highest(questionnaire: Questionnaire, matrix: Codes) -> NDArray[np.int8]:
    """The highest level, int8 (areas, n), at which an item of the area applies; 0 where none does."""
    rows = {area.id: row for row, area in enumerate(questionnaire.areas)}
    highest = np.zeros((len(rows), matrix.shape[0]), np.int8)
    for item in questionnaire.items:
        row = highest[rows[item.area]]
        np.maximum(row, np.where(matrix[:, item.position] != NOT_APPLICABLE, item.level, 0), out=row, casting="unsafe")
    return highest


def _add(totals: Floats, where: slice | NDArray[np.integer], found: Floats) -> None:
    """Add `found` to the columns `where` of `totals` in place; NaN in `found` adds nothing."""
    before = totals[:, where]
    totals[:, where] = np.where(np.isnan(found), before, np.nan_to_num(before) + found)


def _group_shares(questionnaire: Questionnaire, scheme: Scheme) -> Floats:
    """Nominal weights (groups of the summary tier, areas) of the areas that `scheme` assesses; 0 elsewhere."""
    profile = questionnaire.profile(scheme.profile)
    rows = {area.id: row for row, area in enumerate(questionnaire.areas)}
    places = {group.id: place for place, group in enumerate(questionnaire.summary_groups)}
    shares = np.zeros((len(places), len(rows)))
    for area in questionnaire.areas_of(scheme.profile, scheme.cuts):
        shares[places[questionnaire.parents(area)[-1].id], rows[area.id]] = float(profile.share(area))
    return shares


def _group_means(means: Floats, shares: Floats) -> Floats:
    """Weighted means (groups, n) of `means` (areas, n); where a mean is NaN its siblings share its weight."""
    whole = weighted(shares, (~np.isnan(means)).astype(np.float64))
    with np.errstate(invalid="ignore"):
        return np.where(whole > 0, weighted(shares, np.nan_to_num(means)) / whole, np.nan)
