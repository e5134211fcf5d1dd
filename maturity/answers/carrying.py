"""Answers to one version of a questionnaire, as answers to a later one."""

from collections.abc import Mapping, Sequence

from ..questionnaire import Crosswalk, Questionnaire
from .kinds import Answer, Chosen, NotApplicable
from .response import COMMENT_LIMIT, REASON_LIMIT

Answered = tuple[Answer, str]  # an answer and its comment


def carried_over(crosswalk: Crosswalk, later: Questionnaire, answers: Mapping[str, Answered]) -> dict[str, Answered]:
    """By item of the later version, the answer to the item that it came from, with its comment.

    An item that was split gives its answer to every part. Of merged items the lowest answer counts, one that is not
    applicable only where all are, and none where one is open or is no choice; comments and reasons are joined, up to
    their limits.
    Answers whose choice the later version does not have, and those to items that are gone, are left out.
    """
    order = [choice.id for choice in later.choices]  # from the highest score to the lowest
    found = dict[str, Answered]()
    for link in crosswalk.links:
        sources = [answers[id] for id in link.before if id in answers]
        usable = len(sources) == 1 or all(isinstance(answer, Chosen | NotApplicable) for answer, _ in sources)
        usable &= all(answer.choice in order for answer, _ in sources if isinstance(answer, Chosen))
        if link.after and sources and len(sources) == len(link.before) and usable:
            comment = _joined([comment for _, comment in sources], COMMENT_LIMIT)
            found |= dict.fromkeys(link.after, (_lowest([answer for answer, _ in sources], order), comment))
    return found


def _lowest(answers: Sequence[Answer], order: Sequence[str]) -> Answer:
    if not isinstance(answers[0], Chosen | NotApplicable):
        return answers[0]
    chosen = [answer for answer in answers if isinstance(answer, Chosen)]
    if chosen:
        return max(chosen, key=lambda answer: order.index(answer.choice))
    reasons = [answer.reason for answer in answers if isinstance(answer, NotApplicable)]
    return NotApplicable(_joined(reasons, REASON_LIMIT))


def _joined(texts: Sequence[str], limit: int) -> str:
    whole = "\n".join(dict.fromkeys(text for text in texts if text))
    return whole if len(whole) <= limit else f"{whole[: limit - 1]}…"
