"""Graded records become columns: one row an enterprise, everything derived for all rows at once."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..classification import regions, sizes
from ..errors import Problem, Refusal
from ..questionnaire import Questionnaire
from ..scoring.batch import Scores
from .dimensions import DIMENSIONS, OTHER_AREAS

_SHOWN = 3  # examples in an error


def frame(
    questionnaire: Questionnaire,
    year: int,
    columns: Mapping[str, NDArray[Any]],
    scores: Scores,
    before: NDArray[np.int8] | None = None,
) -> pd.DataFrame:
    """One row an enterprise: year, production_type, division, city, province, economic_region, size, level_before
    (categories), level (0 to 5), score (S) and a1 to a5 (the level scores A_k).

    `columns` holds arrays of one length, as a store's snapshot does: production_type, division and city (codes),
    headcount (persons) and revenue_10k (10,000 yuan). Codes outside their classification are refused, all at once.
    `before` is the level that each had a year before, -1 where it took no part; without it nobody did.
    """
    codes = {id: _codes(id, columns[id]) for id in ("production_type", "division", "city")}
    strangers = [_stranger(id, columns[id], codes[id]) for id in codes if (codes[id] < 0).any()]
    if strangers:
        raise Refusal(*strangers)
    city = codes["city"]
    size = _sizes(columns["headcount"], columns["revenue_10k"])
    level_scores = {f"a{level.number}": scores.levels[level.number - 1] for level in questionnaire.levels}
    return pd.DataFrame(
        {
            "year": np.full(len(city), year, np.int16),
            **{id: _category(id, positions) for id, positions in codes.items()},
            "province": _taken(city, (place.province for place in regions.CITIES.values()), "province"),
            "economic_region": _taken(
                city,
                (regions.PROVINCES[place.province].economic_region or OTHER_AREAS for place in regions.CITIES.values()),
                "economic_region",
            ),
            "size": _category("size", size),
            "level_before": _category("level_before", _before(before, len(city))),
            "level": scores.level.astype(np.int8),
            "score": scores.score,
            **level_scores,
        }
    )


def _codes(dimension: str, values: NDArray[Any]) -> NDArray[Any]:
    """Each value's position among the members of the dimension; -1 where it is none of them."""
    return pd.Index(list(DIMENSIONS[dimension].members)).get_indexer(pd.Index(values))


def _category(dimension: str, positions: NDArray[Any]) -> "pd.Categorical[str]":
    return pd.Categorical.from_codes(positions, categories=pd.Index(list(DIMENSIONS[dimension].members)))


def _stranger(dimension: str, values: NDArray[Any], positions: NDArray[Any]) -> Problem:
    unknown = np.asarray(values)[positions < 0]
    examples = ", ".join(sorted({str(value)[:40] for value in unknown})[:_SHOWN])
    return Problem("plan-unknown-record", values={"column": dimension, "count": len(unknown), "examples": examples})


def _taken(city: NDArray[Any], parents: Iterable[str], dimension: str) -> "pd.Categorical[str]":
    """The category of the city of every row: a look-up of small integers, not of names."""
    members = {code: place for place, code in enumerate(DIMENSIONS[dimension].members)}
    table = np.array([members[parent] for parent in parents], np.int8)
    return _category(dimension, table[city])


def _before(levels: NDArray[np.int8] | None, rows: int) -> NDArray[np.int8]:
    """Positions among the members: level 0 counts with level 1, and who took no part stands last."""
    last = len(DIMENSIONS["level_before"].members) - 1
    if levels is None:
        return np.full(rows, last, np.int8)
    return np.where(levels < 0, last, np.maximum(levels, 1) - 1).astype(np.int8)


def _sizes(headcount: NDArray[Any], revenue_10k: NDArray[Any]) -> NDArray[np.int8]:
    """Positions in `sizes.SIZES`: the floors are nested, so every floor that does not hold is a class lower."""
    persons, revenue = np.asarray(headcount, np.float64), np.asarray(revenue_10k, np.float64)
    position = np.zeros(len(persons), np.int8)
    for least_persons, least_revenue in sizes.FLOORS.values():
        position += (persons < least_persons) | (revenue < least_revenue)
    return position
