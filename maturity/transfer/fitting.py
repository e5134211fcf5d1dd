"""Whether the rows of an archive fit the questionnaire of their assessment."""

from collections.abc import Mapping
from typing import Any

from ..answers import read_answer
from ..answers.codec import check_answer, entered_answer
from ..errors import Refusal
from ..questionnaire import Questionnaire
from ..questionnaire.naming import NOT_APPLICABLE_ID
from ..store.planning.targets import is_value_target

_ANSWERS = ("answers", "answer_history", "findings")
_OF_ITEMS = ("evidence", "remarks", "estimates", "actions")
_OF_AREAS = ("targets", "actions")
CHECKED = tuple(dict.fromkeys((*_ANSWERS, *_OF_ITEMS, *_OF_AREAS, "value_targets")))  # the tables of such rows


def fits(table: str, row: Mapping[str, Any], questionnaire: Questionnaire) -> bool:
    """Whether item, paper, area and answer of a row are in the questionnaire."""
    if table == "value_targets":
        return is_value_target(row, questionnaire)
    if row.get("paper") is not None:
        return row["item"] is None and row["paper"] in [paper.id for paper in questionnaire.checklist]
    reason, entered = row.get("reason"), row.get("entered")
    choice = NOT_APPLICABLE_ID if reason is not None else row.get("choice")
    try:
        if entered is not None:
            check_answer(questionnaire, row["item"], entered_answer(entered))
        if row.get("item") is not None or table in (*_ANSWERS, "evidence", "remarks", "estimates"):
            read_answer(questionnaire, row["item"], choice=choice, reason=reason)
    except (Refusal, TypeError, ValueError, AttributeError):
        return False
    areas = [part.id for part in questionnaire.areas]
    return table not in _OF_AREAS or row["area"] in areas or (table == "actions" and not row["area"])
