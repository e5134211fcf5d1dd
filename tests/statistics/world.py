"""Enterprises that reproduce what the reports of 2021 published: levels by type, and the cities of the TOP 50."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace

import numpy as np
import pandas as pd

from maturity.classification.regions import CITIES
from maturity.questionnaire import load
from maturity.scoring.batch import SecondGrade
from maturity.statistics.breakdowns import breakdowns
from maturity.statistics.frame import frame

LEVELS_2021 = {  # (at level 1 or below, 2, 3, 4, 5); their percentages are the published ones
    "discrete": (9390, 2208, 1090, 642, 670),
    "process": (4332, 864, 402, 198, 204),
}
CITIES_2021 = [  # code, enterprises at level 2 and above, in the published order
    *(("320200", 630), ("430100", 253), ("320500", 248), ("440300", 236), ("110000", 202), ("370500", 152)),
    *(("370200", 127), ("370800", 100), ("320400", 87), ("310000", 84), ("500000", 74), ("321300", 69)),
    *(("370700", 65), ("371400", 64), ("321200", 64), ("370300", 62), ("371300", 58), ("371000", 58)),
    *(("370100", 57), ("341100", 56), ("330100", 52), ("370900", 49), ("350200", 49), ("340200", 47)),
    *(("640300", 44), ("370600", 40), ("640100", 40), ("340500", 38), ("420100", 35), ("370400", 35)),
    *(("610100", 34), ("120000", 33), ("320300", 32), ("361100", 32), ("371700", 31), ("441300", 31)),
    *(("640200", 31), ("430200", 29), ("371600", 28), ("340100", 28), ("510100", 27), ("440100", 27)),
    *(("330200", 27), ("360400", 26), ("220100", 25), ("320100", 24), ("371500", 23), ("130100", 22)),
    *(("321100", 22), ("210200", 21), ("360100", 21)),
]
BREAKDOWNS = breakdowns(load())


def make_frame(
    rows: Mapping[str, Sequence[object]],
    levels: Sequence[int],
    scores: Sequence[float] | None = None,
    before: Sequence[int] | None = None,
    **more: object,
):
    """The real frame from short columns; what is left out is one plain enterprise in Suzhou, every domain as good."""
    n = len(levels)
    plain = {"production_type": "discrete", "division": "39", "city": "320500", "headcount": 120, "revenue_10k": 900}
    plain["ownership"] = ""
    columns = {name: np.array(rows.get(name, [value] * n)) for name, value in plain.items()}
    level = np.array(levels, np.uint8)
    score = np.array(scores if scores is not None else level + 0.25, np.float64)
    graded = SimpleNamespace(levels=np.zeros((5, n)), level=level, score=score)
    earlier = None if before is None else beside(before)
    parts = dict.fromkeys(dict(BREAKDOWNS.parts), score) | dict(more.pop("parts", {}))
    return frame(load(), 2021, columns, graded, earlier, parts=parts, **more)


def beside(levels: Sequence[int]) -> SecondGrade:
    """Second results from levels: half a point above each."""
    found = np.array(levels, np.int8)
    return SecondGrade(found, np.where(found < 0, np.nan, found + 0.5))


def frame_2021() -> pd.DataFrame:
    """20,000 enterprises: types and levels as published, the listed cities with their counts, divisions in turn."""
    types = np.repeat(list(LEVELS_2021), [sum(counts) for counts in LEVELS_2021.values()])
    levels = np.concatenate([np.repeat([1, 2, 3, 4, 5], counts) for counts in LEVELS_2021.values()])
    cities = np.full(len(levels), "150100", dtype="<U6")
    high = np.flatnonzero(levels >= 2)
    listed = np.repeat([code for code, _ in CITIES_2021], [count for _, count in CITIES_2021])
    cities[high[: len(listed)]] = listed
    others = [code for code in CITIES if code not in dict(CITIES_2021)]
    cities[high[len(listed) :]] = np.resize(others, len(high) - len(listed))  # below the last rank of the list
    divisions = np.array([str(13 + index % 31) for index in range(len(levels))])
    levels = np.where((levels == 1) & (np.arange(len(levels)) % 3 == 0), 0, levels)
    heads = np.array([1500, 400, 50, 5])[np.arange(len(levels)) % 4]
    revenue = np.array([90_000, 9_000, 900, 90])[np.arange(len(levels)) % 4]
    columns = {
        "production_type": types,
        "division": divisions,
        "city": cities,
        "headcount": heads,
        "revenue_10k": revenue,
    }
    return make_frame(columns, levels, levels + (np.arange(len(levels)) % 79) / 100)
