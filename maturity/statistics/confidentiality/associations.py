"""When a correlation of the scores under two questionnaires may be shown (decision 44)."""

from collections.abc import Iterable
from hashlib import sha256

import numpy as np
import pandas as pd

from ...disclosure.rules import Rules
from ..dimensions import JOINED
from ..frame import present
from ..relative.names import SCORE_JOINED
from .states import Panel, State

LEAST_ASSOCIATED = 100  # enterprises: one of them moves rho by 6 / n at most


def association_digest(frame: pd.DataFrame) -> str:
    """SHA-256 of both scores of all enterprises that have both."""
    both = _both(frame)
    order = np.argsort(both["member"].to_numpy(np.uint64))
    found = sha256(both["member"].to_numpy(np.uint64)[order].tobytes())
    for name in ("score", SCORE_JOINED):
        found.update(np.round(both[name].to_numpy(np.float64)[order], 9).tobytes())
    return found.hexdigest()


def association_shown(frame: pd.DataFrame, state: State, earlier: Iterable[tuple[str, State]], rules: Rules) -> bool:
    """Whether it may be shown: of enough enterprises, and where an `earlier` release of the year (its digest and its
    state of the data) showed one of other scores, enough of them changed that their difference is nobody's.
    """
    if len(_both(frame)) < LEAST_ASSOCIATED:
        return False
    now = association_digest(frame)
    return all(digest == now or _changed(then, state) >= rules.statistics for digest, then in earlier)


def _both(frame: pd.DataFrame) -> pd.DataFrame:
    here = present(frame)
    return here[here["score"].notna() & here[SCORE_JOINED].notna()]


def _changed(then: State, now: State) -> int:
    """Enterprises of either state that came, went, or have another result; as far as states tell, so rather too few."""
    panel = Panel((then, now))
    here = (panel.level(0) > 0) | (panel.level(1) > 0)
    other = (panel.records[0] != panel.records[1]) | (panel.codes(0, JOINED) != panel.codes(1, JOINED))
    return int((here & other).sum())
