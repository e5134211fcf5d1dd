"""Workshops: blind votes, what they agree on, and how they are kept secret. No database, no pages.

:mod:`.tally` counts votes by rank, :mod:`.figures` and :mod:`.alpha` describe them, :mod:`.rules` judges them,
:mod:`.states` holds what may follow what, :mod:`.secrecy` the codes and keys.
"""

from .agenda import order
from .figures import Figures, figures
from .rules import RULES, STANDARD, Rule, Verdict, judge
from .tally import CANNOT_JUDGE_ID, Scale, Tally, count, scale_of
from .wording import sentence

__all__ = [
    "CANNOT_JUDGE_ID",
    "RULES",
    "STANDARD",
    "Figures",
    "Rule",
    "Scale",
    "Tally",
    "Verdict",
    "count",
    "figures",
    "judge",
    "order",
    "scale_of",
    "sentence",
]
