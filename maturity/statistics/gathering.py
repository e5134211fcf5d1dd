"""Blocks of enterprises, each graded as it comes, to the tables of a plan: memory holds one block at a time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..answers import UNANSWERED
from ..errors import refuse
from ..questionnaire import Questionnaire, Text
from ..scoring.batch import Scheme, score
from ..scoring.parts import parts_by_id
from .coverage import covered
from .dimensions import PARTS
from .frame import frame
from .plan import Plan
from .quality import Quality, asked_by, assess
from .spool import Spool
from .table import Table
from .tabulate import tabulated


class Answered(Protocol):
    """n enterprises: their facts by field, arrays (n,), and their answers as a matrix (n, items) of codes."""

    @property
    def facts(self) -> Mapping[str, NDArray[Any]]:
        """As :func:`.frame.frame` takes them."""

    @property
    def matrix(self) -> NDArray[np.uint8]:
        """As :func:`maturity.scoring.batch.score` takes it, answers of items that are not asked included."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Tables over `base` enterprises; `plan` without the tables that these cannot fill, which `missing` names."""

    plan: Plan
    tables: tuple[Table, ...]
    base: int
    quality: Quality
    missing: tuple[Text, ...]


def gathered(plan: Plan, blocks: Iterable[Answered], year: int, questionnaire: Questionnaire) -> Gathered:
    """The tables of `plan` over all `blocks`. Raises Refusal plan-no-records where they hold nobody."""
    quality, missing, kept = None, tuple[Text, ...](), plan
    looked = any(PARTS in table.rows for table in plan.tables)
    with Spool(plan.tables) as spool:
        for block in blocks:
            rows, found = _graded(questionnaire, year, block, looked)
            kept, missing = covered(plan, rows)
            spool.add(rows)
            quality = quality + found if quality else found
        spool.finish()
        if quality is None:
            raise refuse("plan-no-records", year=year)
        with spool.in_process() as run:
            tables = tabulated(kept, spool.relation, run)
        return Gathered(kept, tables, spool.rows, quality, missing)


def _graded(questionnaire: Questionnaire, year: int, block: Answered, with_parts: bool) -> tuple[pd.DataFrame, Quality]:
    """A block as the frame has it, and the quality of its answers; nobody in it was there before, or assessed."""
    schemes, which, provisional = as_asked(questionnaire, block)
    matrix = block.matrix
    scores = score(questionnaire, schemes, which, matrix)
    quality = assess(questionnaire, schemes, which, matrix, scores, provisional, np.zeros(len(matrix), bool))
    by_part = parts_by_id(questionnaire, schemes, which, matrix) if with_parts else None
    return frame(questionnaire, year, block.facts, scores, parts=by_part), quality


def as_asked(
    questionnaire: Questionnaire, block: Answered
) -> tuple[list[Scheme], NDArray[np.int64], NDArray[np.bool_]]:
    """The schemes of the profiles, which one each enterprise has, and which have open items.

    Answers to items that are not asked are taken out of the block's matrix.
    """
    schemes = [Scheme(id) for id in questionnaire.profiles]
    which = pd.Index([scheme.profile for scheme in schemes]).get_indexer(pd.Index(block.facts["production_type"]))
    asked = np.stack([asked_by(questionnaire, scheme) for scheme in schemes])
    matrix = block.matrix
    for item in range(matrix.shape[1]):
        if not asked[:, item].all():
            matrix[~asked[which, item], item] = UNANSWERED
    provisional = np.zeros(len(matrix), bool)
    for item in range(matrix.shape[1]):
        provisional |= (matrix[:, item] == UNANSWERED) & asked[which, item]
    return schemes, which, provisional
