"""Answers: chosen, not applicable (with a reason) and not yet answered are three different things."""

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
    decode,
    encode,
    read_answer,
    same,
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
    "decode",
    "encode",
    "read_answer",
    "same",
]
