"""Which tables of a plan the data can fill: those about assessors need findings, those of two years an earlier one."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from ..questionnaire import Text
from .dimensions import JOINED
from .frame import present
from .plan import Plan, TablePlan
from .relative.names import ASSOCIATION, NUMBER_JOINED

_NEEDED: Mapping[str, str] = {  # dimension -> the column of a frame that somebody must have a value in
    "valued_by": "number_assessed",
    "level_assessed": "number_assessed",
    "level_before": "number_before",
    "sample": "number_before",
    JOINED: NUMBER_JOINED,
}
REASONS: Mapping[str, Text] = {
    "number_assessed": Text("没有企业经过评估", "no enterprise was assessed by others"),
    "number_before": Text("没有上一年的数据", "there are no data of the year before"),
    NUMBER_JOINED: Text("没有企业两份问卷都答过", "no enterprise answered both questionnaires"),
}


def covered(plan: Plan, frame: pd.DataFrame) -> tuple[Plan, tuple[Text, ...]]:
    """`plan` without the tables that no enterprise of `frame` would be in, and the titles and reasons of those. A plan
    with no other tables is unchanged.
    """
    here = present(frame)  # who took part in the year before alone is of interest too, who answered another one is not
    empty = {column for column in REASONS if not _anybody(here if column == NUMBER_JOINED else frame, column)}
    kept = [table for table in plan.tables if not _needs(table) & empty]
    if not kept or len(kept) == len(plan.tables):
        return plan, ()
    gone = [(table, min(_needs(table) & empty)) for table in plan.tables if _needs(table) & empty]
    named = tuple(
        Text(f"{table.title.zh}：{REASONS[why].zh}", f"{table.title.en}: {REASONS[why].en}") for table, why in gone
    )
    return replace(plan, tables=tuple(kept)), named


def _anybody(frame: pd.DataFrame, column: str) -> bool:
    return column in frame and bool((frame[column] >= 0).any())


def _needs(table: TablePlan) -> set[str]:
    asked = {*table.rows, *(condition.column for condition in table.population)}
    needed = {column for dimension, column in _NEEDED.items() if dimension in asked}
    return needed | ({NUMBER_JOINED} if ASSOCIATION in table.measures else set())
