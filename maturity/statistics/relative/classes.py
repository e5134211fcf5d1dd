"""The classes A+, A and B of enterprises by the rank of their score, among all or within a group."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from ..confidentiality.tally import Tally
from ..dimensions import CLASS_MEMBERS, CLASSES
from ..engines import Engine
from ..frame import ABSENT
from ..plan import TablePlan
from ..table import TOTAL
from .places import class_places

_WITH_THRESHOLD = ("CLASS_A_PLUS", "CLASS_A")  # all others are in the last class


def with_classes(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` (see :mod:`maturity.statistics.frame`) of all enterprises of a year with a column for each of CLASSES."""
    score, here = frame["score"].to_numpy(np.float64), frame["level"].to_numpy() > ABSENT
    found = {}
    for id, group in CLASSES.items():
        groups = np.asarray(frame[group].cat.codes) if group else np.zeros(len(frame), np.int8)
        places = class_places(score, groups, here)
        found[id] = pd.Categorical.from_codes(places, categories=pd.Index(list(CLASS_MEMBERS)))
    return frame.assign(**found)


def with_thresholds(
    table: TablePlan, tallies: Mapping[tuple[str, ...], Tally], asked: Any, run: Engine
) -> dict[tuple[str, ...], Tally]:
    """`tallies` of a table by a class, with the lowest score of A+ and of A among the enterprises `asked`."""
    found, place = dict(tallies), next(place for place, id in enumerate(table.rows) if id in CLASSES)
    rows = asked.filter(asked.level > ABSENT)
    for depth in range(place + 1, len(table.rows) + 1):
        ids, rest = table.rows[:depth], (TOTAL,) * (len(table.rows) - depth)
        for *key, lowest in run(rows.aggregate(lowest=rows.score.min(), by=[rows[id] for id in ids])):
            if key[place] in _WITH_THRESHOLD:
                found[*key, *rest] = replace(found[*key, *rest], lowest=int(lowest))
    return found
