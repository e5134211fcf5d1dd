"""Graded records as a frame: one row an enterprise, all columns derived with numpy."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..classification import regions, sizes
from ..errors import Problem, Refusal
from ..questionnaire import Questionnaire
from ..questionnaire.facts import UNSTATED
from ..scoring.batch import Scores, SecondGrade
from .breakdowns import Breakdowns, breakdowns
from .dimensions import CLASSIFICATIONS, NOT_STATED, OTHER_AREAS, Dimension, part_column

ABSENT = -1  # the level of who took part a year before and no more
_LEVEL_SCORE = re.compile(r"a\d")
_SHOWN = 3  # examples in an error


def frame(
    questionnaire: Questionnaire,
    year: int,
    columns: Mapping[str, NDArray[Any]],
    scores: Scores,
    before: SecondGrade | None = None,
    assessed: SecondGrade | None = None,
    gone: SecondGrade | None = None,
    parts: Mapping[str, NDArray[np.float64]] | None = None,
    members: NDArray[np.uint64] | None = None,
    amounts: Mapping[str, NDArray[np.float64]] | None = None,
) -> pd.DataFrame:
    """A frame with one row an enterprise: year, production_type, division, city, province, economic_region, size,
    ownership, level_before, level_assessed (categories, missing where not stated), level (from 0), score S, a1, a2 ….

    `columns` holds arrays (n,), as a snapshot does: production_type, division, city and, where known, ownership
    (codes), headcount (persons) and revenue_10k (10,000 yuan), UNSTATED where the questionnaire does not need them.
    `before` are the grades of the year before, `assessed` those by assessors (number_…, score_…); `gone` those of
    enterprises of the year before only: rows at the end, of level ABSENT, without facts. `parts` are scores by group or
    area, NaN where one does not apply.
    `amounts` are quantities (:func:`.numeric.amounts.amount_columns`), `members` the numbers of all rows
    (:func:`.confidentiality.states.members`), by default the row numbers. Raises Refusal `plan-unknown-record`.
    """
    by, n = breakdowns(questionnaire), len(columns["city"])
    codes, none = _classified(columns, by), np.full(n, np.nan)
    here = pd.DataFrame(
        {
            "year": np.full(n, year, np.int16),
            **{id: _category(CLASSIFICATIONS[id], positions) for id, positions in codes.items()},
            **_around(codes["city"]),
            "size": _category(CLASSIFICATIONS["size"], _sizes(columns["headcount"], columns["revenue_10k"])),
            **{"level": scores.level.astype(np.int8), "score": scores.score},
            **{f"a{level.number}": scores.levels[level.number - 1] for level in questionnaire.levels},
            **_second(by, "before", before or no_grades(n)) | _second(by, "assessed", assessed or no_grades(n)),
            **{part_column(code): (parts or {}).get(code, none) for code, _ in by.parts},
            **(amounts or {}),
        }
    )
    all = here if gone is None or not len(gone.level) else _with_gone(by, here, year, gone)
    return all.assign(member=np.arange(len(all), dtype=np.uint64) if members is None else members)


def level_scores(enterprises: pd.DataFrame) -> list[str]:
    """The columns of a frame with level scores, the lowest level first."""
    return [name for name in map(str, enterprises) if _LEVEL_SCORE.fullmatch(name)]


def part_scores(enterprises: pd.DataFrame) -> list[str]:
    """The columns of a frame with scores of groups and areas."""
    return [name for name in map(str, enterprises) if name.startswith(part_column(""))]


def present(enterprises: pd.DataFrame) -> pd.DataFrame:
    """The rows of enterprises that took part in the year itself."""
    return enterprises[enterprises["level"] > ABSENT]


def _with_gone(by: Breakdowns, here: pd.DataFrame, year: int, gone: SecondGrade) -> pd.DataFrame:
    nobody = no_grades(len(gone.level))
    return _below(here, len(gone.level), year, _second(by, "before", gone) | _second(by, "assessed", nobody))


def with_absent(frame: pd.DataFrame, members: NDArray[np.uint64]) -> pd.DataFrame:
    """`frame` with the enterprises numbered `members` as rows of level ABSENT, without facts, at the end."""
    if not len(members):
        return frame
    nobody = no_grades(len(members))
    by = Breakdowns(len(frame["level_before"].cat.categories) - 1)
    given = _second(by, "before", nobody) | _second(by, "assessed", nobody) | {"member": members}
    return _below(frame, len(members), int(frame["year"].iloc[0]), given)


def _below(frame: pd.DataFrame, n: int, year: int, given: Mapping[str, Any]) -> pd.DataFrame:
    """`frame` with n rows of level ABSENT that have these columns."""
    same = {"year": np.full(n, year, np.int16), "level": np.full(n, ABSENT, np.int8)}
    kinds = {name: kind for name, kind in frame.dtypes.items() if isinstance(kind, pd.CategoricalDtype)}
    return pd.concat([frame, pd.DataFrame({**same, **given})], ignore_index=True).astype(kinds)


def no_grades(n: int) -> SecondGrade:
    """The second grade of n enterprises that have none: levels -1, scores NaN."""
    return SecondGrade(np.full(n, -1, np.int8), np.full(n, np.nan))


def _second(by: Breakdowns, name: str, other: SecondGrade) -> dict[str, Any]:
    """The columns of a second grade: its level as a category and as a number, and its score."""
    return {
        f"level_{name}": _category(by.dimensions[f"level_{name}"], _groups(other.level, by.count)),
        f"number_{name}": other.level,
        f"score_{name}": other.score,
    }


def _classified(columns: Mapping[str, NDArray[Any]], by: Breakdowns) -> dict[str, NDArray[Any]]:
    """For each classification the indices of the rows' codes, -1 for facts that need not be stated and are not. Raises
    Refusal `plan-unknown-record` with all unknown codes.
    """
    held = np.asarray(columns.get("ownership", np.full(len(columns["city"]), "")))
    values = {id: columns[id] for id in ("production_type", "division", "city")}
    values["ownership"] = np.where(held == "", NOT_STATED, held)
    codes = {id: _codes(id, values[id]) for id in values}
    unknown = {id: (codes[id] < 0) & ((values[id] != "") | (id in by.dimensions)) for id in codes}
    problems = [_unknown_codes(id, values[id][unknown[id]]) for id in codes if unknown[id].any()]
    if problems:
        raise Refusal(*problems)
    return codes


def _codes(dimension: str, values: NDArray[Any]) -> NDArray[Any]:
    """The index of each value among the members of the dimension; -1 where it is none of them."""
    return pd.Index(list(CLASSIFICATIONS[dimension].members)).get_indexer(pd.Index(values))


def _category(dimension: Dimension, positions: NDArray[Any]) -> "pd.Categorical[str]":
    return pd.Categorical.from_codes(positions, categories=pd.Index(list(dimension.members)))


def _unknown_codes(dimension: str, unknown: NDArray[Any]) -> Problem:
    examples = ", ".join(sorted({str(value)[:40] for value in unknown})[:_SHOWN])
    return Problem("plan-unknown-record", values={"column": dimension, "count": len(unknown), "examples": examples})


def _around(city: NDArray[Any]) -> dict[str, Any]:
    """The columns province and economic region, by the city of every row."""
    provinces = [place.province for place in regions.CITIES.values()]
    areas = [regions.PROVINCES[province].economic_region or OTHER_AREAS for province in provinces]
    wider = {"province": provinces, "economic_region": areas}
    return {id: _taken(city, parents, CLASSIFICATIONS[id]) for id, parents in wider.items()}


def _taken(city: NDArray[Any], parents: Iterable[str], dimension: Dimension) -> "pd.Categorical[str]":
    """A categorical of a wider place by the city of every row."""
    members = {code: place for place, code in enumerate(dimension.members)}
    table = np.array([*(members[parent] for parent in parents), -1], np.int8)  # the last for a city that is not stated
    return _category(dimension, table[city])


def _groups(levels: NDArray[np.int8], count: int) -> NDArray[np.int8]:
    """Indices among the members of a dimension of levels: level 0 counts in level 1, no level is the last member."""
    return np.where(levels < 0, count, np.maximum(levels, 1) - 1).astype(np.int8)


def _sizes(headcount: NDArray[Any], revenue_10k: NDArray[Any]) -> NDArray[np.int8]:
    """Indices in `sizes.SIZES`, -1 where a figure is not stated. The thresholds are nested, so each threshold not met
    lowers the class by one.
    """
    persons, revenue = np.asarray(headcount, np.float64), np.asarray(revenue_10k, np.float64)
    position = np.zeros(len(persons), np.int8)
    for least_persons, least_revenue in sizes.FLOORS.values():
        position += (persons < least_persons) | (revenue < least_revenue)
    position[(persons == UNSTATED["headcount"]) | np.isnan(revenue)] = -1
    return position
