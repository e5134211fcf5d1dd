"""Results under another questionnaire of the same year, and how both scores go together."""

from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...regions.association import DRAWN, EXACT, LEAST, drawn_p, exact_p, spearman
from ...text.numbers import half_up
from ..breakdowns import Joined
from ..confidentiality.tally import Joint, Tally
from ..dimensions import JOINED, NOT_JOINED
from ..engines import Engine
from ..frame import ABSENT, with_absent
from .names import DRAWN_OF_MANY, MANY, NUMBER_JOINED, RHO_DECIMALS, SCORE_JOINED


class Results(NamedTuple):
    """Results of n enterprises under another questionnaire: numbers of enterprises (uint64), levels and scores."""

    members: NDArray[np.uint64]
    level: NDArray[np.int8]
    score: NDArray[np.float64]


def with_joined(frame: pd.DataFrame, joined: Joined, results: Results) -> pd.DataFrame:
    """`frame` (see :mod:`maturity.statistics.frame`) with the columns JOINED, NUMBER_JOINED and SCORE_JOINED: what each
    enterprise has under another questionnaire. Those with such a result alone are rows of level ABSENT at the end.
    """
    others = ~np.isin(results.members, frame["member"].to_numpy(np.uint64))
    whole = with_absent(frame, results.members[others])
    place = pd.Index(results.members).get_indexer(pd.Index(whole["member"].to_numpy(np.uint64)))  # -1: the last
    codes = [code for code, _ in joined.members]
    level = np.append(results.level, -1)[place].astype(np.int8)
    groups = np.where(level < 0, codes.index(NOT_JOINED), np.maximum(level, 1) - 1)
    columns: dict[str, Any] = {
        JOINED: pd.Categorical.from_codes(groups, categories=pd.Index(codes)),
        NUMBER_JOINED: level,
        SCORE_JOINED: np.append(results.score, np.nan)[place],
    }
    return whole.assign(**columns)


def joint(everybody: Any, run: Engine) -> Joint:
    """How the scores of all enterprises that have both go together. The p is of rho as it is printed, so that it tells
    no further decimals.
    """
    rows = everybody.filter(everybody.level > ABSENT)
    rows = rows.filter(rows.score.notnull() & rows[SCORE_JOINED].notnull())
    found = run(rows.select(rows.score, rows[SCORE_JOINED]).order_by(["score", SCORE_JOINED]))
    x, y = np.array(found, np.float64).reshape(-1, 2).T
    rho = spearman(x, y) if len(x) >= LEAST else None
    if rho is None:
        return Joint(len(x))
    shown = float(half_up(Fraction(rho), RHO_DECIMALS))
    drawn = DRAWN if len(x) < MANY else DRAWN_OF_MANY
    p = exact_p(x, y, shown) if len(x) <= EXACT else drawn_p(x, y, drawn, rho=shown)
    return Joint(len(x), rho, p)


def with_association(tally: Tally, everybody: Any, run: Engine) -> Tally:
    """`tally` of all enterprises with their association."""
    return replace(tally, joint=joint(everybody, run))
