"""The tables of a plan from blocks of enterprises, graded one by one, so that memory holds one block at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from json import dumps
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..answers import UNANSWERED
from ..errors import refuse
from ..questionnaire import Questionnaire, Text
from ..questionnaire.numeric.references import References
from ..scoring.batch import Scheme, score
from ..scoring.evaluation import NO_REFERENCES
from ..scoring.parts import parts_by_id
from .confidentiality.states import RECORD, digests, members, records
from .coverage import covered
from .dimensions import PARTS, PLAIN
from .engines import Opener
from .frame import frame, level_scores, part_scores
from .numeric.amounts import amount_columns, magnitudes
from .numeric.graded import evaluated_block
from .plan import Plan
from .quality import Quality, asked_by, assess
from .spool import Spool
from .table import Table
from .tabulate import tabulated

_AMOUNTS = ("headcount", "revenue_10k", "founded")  # facts that a frame has no column for


class Answered(Protocol):
    """A block of n enterprises: facts by field, arrays (n,); answer codes (n, items); indices (n,)
    of weight profiles.
    """

    @property
    def facts(self) -> Mapping[str, NDArray[Any]]:
        """The facts by field, as for :func:`.frame.frame`."""

    @property
    def matrix(self) -> NDArray[np.uint8]:
        """Answer codes uint8 (n, items), as for :func:`maturity.scoring.batch.score`; items not assessed included."""

    @property
    def entered(self) -> Sequence[Mapping[str, str]]:
        """The answers that are no choice, as texts by item id, one mapping an enterprise; none at all without any."""

    @property
    def profiles(self) -> NDArray[np.int64]:
        """The index (n,) of each enterprise's weight profile among the questionnaire's; never negative."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Tables over `base` enterprises; `plan` is without the tables that the data cannot fill, listed in `missing`."""

    plan: Plan
    tables: tuple[Table, ...]
    base: int
    quality: Quality
    missing: tuple[Text, ...]


def gathered(
    plan: Plan,
    blocks: Iterable[Answered],
    year: int,
    questionnaire: Questionnaire,
    engine: Opener | None = None,
    references: References = NO_REFERENCES,
) -> Gathered:
    """The tables of `plan` over all `blocks`, tabulated on `engine`, or in this process with bounded memory. Numbers
    are scored against `references`.

    Raises Refusal `plan-no-records` where the blocks have no enterprises.
    """
    quality, missing, kept = None, tuple[Text, ...](), plan
    looked = any(PARTS in table.rows for table in plan.tables)
    with Spool(plan.tables) as spool:
        for block in blocks:
            rows, found = _graded(questionnaire, year, block, looked, references)
            kept, missing = covered(plan, rows)
            spool.add(rows)
            quality = quality + found if quality else found
        spool.finish()
        if quality is None:
            raise refuse("plan-no-records", year=year)
        with spool.opened(engine) as run:
            tables = tabulated(kept, spool.relation, run)
        return Gathered(kept, tables, spool.rows, quality, missing)


@dataclass(frozen=True, slots=True)
class Recorded:
    """The frame of the enterprises of a file, ordered by their numbers; `digest` is of their facts and answers."""

    frame: pd.DataFrame
    digest: str
    quality: Quality


def recorded(
    plans: Sequence[Plan],
    blocks: Iterable[Answered],
    year: int,
    questionnaire: Questionnaire,
    salt: bytes,
    references: References = NO_REFERENCES,
) -> Recorded:
    """All `blocks` as one frame with the columns that releases of `plans` need. Raises Refusal `plan-no-records`."""
    looked = any(PARTS in table.rows for plan in plans for table in plan.tables)
    quality, frames, rows = None, list[pd.DataFrame](), list[NDArray[np.uint64]]()
    for block in blocks:
        graded, found = _graded(questionnaire, year, block, with_parts=True, references=references)
        quality = quality + found if quality else found
        graded["member"] = members(block.facts["credit_code"].tolist(), salt)
        frames.append(_kept(graded, looked))
        rows.append(digests(np.column_stack([*(block.facts[name] for name in _AMOUNTS), block.matrix])))
        if block.entered:
            rows[-1] = rows[-1] ^ members(dumps(dict(texts), sort_keys=True) for texts in block.entered)
    if quality is None:
        raise refuse("plan-no-records", year=year)
    frame, answers = pd.concat(frames, ignore_index=True), np.concatenate(rows)
    order = np.argsort(frame["member"].to_numpy(np.uint64))
    frame = frame.iloc[order].reset_index(drop=True)
    digest = sha256(salt + frame["member"].to_numpy(np.uint64).tobytes() + answers[order].tobytes())
    for id in PLAIN:
        digest.update(np.asarray(frame[id].cat.codes, np.int16).tobytes())
    return Recorded(frame, digest.hexdigest(), quality)


def _kept(graded: pd.DataFrame, looked: bool) -> pd.DataFrame:
    """The columns that a release needs, and digests of the others."""
    record = records(graded)
    parts = [] if looked else part_scores(graded)
    return graded.drop(columns=[*parts, *level_scores(graded)]).assign(**{RECORD: record})


def _graded(
    questionnaire: Questionnaire, year: int, block: Answered, with_parts: bool, references: References
) -> tuple[pd.DataFrame, Quality]:
    """The frame of a block and the quality of its answers, without grades of the year before or by assessors."""
    if not questionnaire.has_levels:
        told = (block.facts, block.matrix, block.entered, block.profiles)
        scores, many, quality = evaluated_block(questionnaire, *told, year, references)
        parts, amounts = many.scores.blocks, amount_columns(magnitudes(questionnaire), many.numbers)
        return frame(questionnaire, year, block.facts, scores, parts=parts, amounts=amounts), quality
    schemes, which, provisional = as_asked(questionnaire, block)
    matrix = block.matrix
    scores = score(questionnaire, schemes, which, matrix)
    quality = assess(questionnaire, schemes, which, matrix, scores, provisional, np.zeros(len(matrix), bool))
    by_part = parts_by_id(questionnaire, schemes, which, matrix) if with_parts else None
    return frame(questionnaire, year, block.facts, scores, parts=by_part), quality


def as_asked(
    questionnaire: Questionnaire, block: Answered
) -> tuple[list[Scheme], NDArray[np.int64], NDArray[np.bool_]]:
    """The schemes of the profiles, the scheme index (n,) of each enterprise, and a mask (n,) of those with open items.

    Answers to items that are not assessed are removed from the block's matrix.
    """
    schemes = [Scheme(id) for id in questionnaire.profiles]
    which = block.profiles
    asked = np.stack([asked_by(questionnaire, scheme) for scheme in schemes])
    matrix = block.matrix
    for item in range(matrix.shape[1]):
        if not asked[:, item].all():
            matrix[~asked[which, item], item] = UNANSWERED
    provisional = np.zeros(len(matrix), bool)
    for item in range(matrix.shape[1]):
        provisional |= (matrix[:, item] == UNANSWERED) & asked[which, item]
    return schemes, which, provisional
