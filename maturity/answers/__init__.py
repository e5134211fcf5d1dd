"""Answers to items: a choice, a number, a table, ticks or a text, "not applicable" with a reason, or none yet; answer
vectors; reading of answers.
"""

from ..quantities import Entered
from .kinds import Answer, Chosen, Listed, NotApplicable, Row, Said, Ticked
from .response import (
    COMMENT_LIMIT,
    ENTERED,
    NOT_APPLICABLE,
    REASON_LIMIT,
    UNANSWERED,
    Response,
    check_cuts,
    choice_codes,
    choice_id,
    decode,
    encode,
    read_answer,
    same_answer,
)

__all__ = [
    "COMMENT_LIMIT",
    "ENTERED",
    "NOT_APPLICABLE",
    "REASON_LIMIT",
    "UNANSWERED",
    "Answer",
    "Chosen",
    "Entered",
    "Listed",
    "NotApplicable",
    "Response",
    "Row",
    "Said",
    "Ticked",
    "check_cuts",
    "choice_codes",
    "choice_id",
    "decode",
    "encode",
    "read_answer",
    "same_answer",
]
