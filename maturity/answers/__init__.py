"""Answers to items: a choice, "not applicable" with a reason, or none yet; answer vectors; reading of answers."""

from .response import (
    COMMENT_LIMIT,
    NOT_APPLICABLE,
    REASON_LIMIT,
    UNANSWERED,
    Answer,
    Chosen,
    NotApplicable,
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
    "NOT_APPLICABLE",
    "REASON_LIMIT",
    "UNANSWERED",
    "Answer",
    "Chosen",
    "NotApplicable",
    "Response",
    "check_cuts",
    "choice_codes",
    "choice_id",
    "decode",
    "encode",
    "read_answer",
    "same_answer",
]
