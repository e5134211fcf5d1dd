"""The methods beside the ladder by name, and the evaluation of a response by the method of its questionnaire."""

from collections.abc import Callable, Container, Mapping
from dataclasses import replace
from typing import NamedTuple

from ..answers import Answer, Response
from ..errors import refuse
from ..quantities import Undefined
from ..quantities.formula import Value
from ..questionnaire.numeric.references import References
from ..questionnaire.parts import Hint
from . import points, values
from .evaluation import NO_REFERENCES, NO_SECTIONS, Evaluation, ItemScore, Section
from .figures import Figure, Figures, dependents
from .items import score_items

Reduce = Callable[[Response, Mapping[str, ItemScore], Mapping[str, str], Mapping[str, Section]], Evaluation]


class Method(NamedTuple):
    """How item scores become an evaluation; `clipped`: linear degrees stay between 0 and 1."""

    reduce: Reduce
    clipped: bool = True


METHODS: Mapping[str, Method] = {
    "points": Method(points.reduce),
    "values": Method(values.without_total),
    "attainment": Method(values.without_total, clipped=False),
    "index": Method(values.index),
}
TOTALLED = ("points", "index")  # methods that have a score out of a total


def evaluate(
    response: Response, references: References = NO_REFERENCES, facts: Mapping[str, str] | None = None
) -> Evaluation:
    """The evaluation of a response by the method of its questionnaire, one of METHODS.

    `references` are the values that indicators are scored against, `facts` (division, region, year) say which of them
    and which grades are for this enterprise. Raises Refusal `scoring-method` where the questionnaire has levels.
    """
    questionnaire = response.questionnaire
    method = METHODS.get(questionnaire.scoring.method)
    if method is None:
        known = ", ".join(METHODS)
        raise refuse("scoring-method", id=questionnaire.id, method=questionnaire.scoring.method, known=known)
    figures = Figures(response, references, facts or {})
    return _reduced(method, figures, score_items(figures, clipped=method.clipped))


def again(evaluation: Evaluation, changed: Mapping[str, ItemScore]) -> Evaluation:
    """The evaluation with the scores of some items changed, by id; groups without such items are taken as they are."""
    response, items = evaluation.response, {**evaluation.items, **changed}
    method = METHODS[response.questionnaire.scoring.method]
    found = method.reduce(response, items, evaluation.facts, _untouched(evaluation, changed))
    return replace(found, references=evaluation.references)


def answered(evaluation: Evaluation, answers: Mapping[str, Answer | None]) -> Evaluation:
    """The evaluation of the same enterprise with some answers changed, by item id; None leaves an item open. Only what
    depends on these answers is computed anew.
    """
    given = {id: answer for id, answer in {**evaluation.response.answers, **answers}.items() if answer is not None}
    response = replace(evaluation.response, answers=given)
    figures = Figures(response, evaluation.references, evaluation.facts)
    touched = dependents(response.questionnaire, answers)
    method = METHODS[response.questionnaire.scoring.method]
    known = {id: one for id, one in evaluation.items.items() if id not in touched}
    items = score_items(figures, clipped=method.clipped, known=known)
    return _reduced(method, figures, items, _untouched(evaluation, touched))


def _reduced(
    method: Method, figures: Figures, items: Mapping[str, ItemScore], known: Mapping[str, Section] = NO_SECTIONS
) -> Evaluation:
    found = method.reduce(figures.response, items, figures.facts, known)
    hints = tuple(hint for hint in figures.response.questionnaire.hints if _broken(hint, figures))
    return replace(found, hints=hints, references=figures.references)


def _untouched(evaluation: Evaluation, changed: Container[str]) -> dict[str, Section]:
    """The outermost groups, by id, that none of the changed items is in."""
    sections = evaluation.sections
    return {one.group.id: one for one in sections if not any(score.item.id in changed for score in one.walk())}


def _broken(hint: Hint, figures: Figures) -> bool:
    """Whether the numbers do not keep a relation; what is open or undefined breaks none."""
    found = {name: figures.named(name) for name in (*hint.left.names, *hint.right.names)}
    known: dict[str, Value] = {name: one.based for name, one in found.items() if isinstance(one, Figure)}
    if len(known) < len(found):
        return False
    try:
        left, right = hint.left.evaluate(known), hint.right.evaluate(known)
    except Undefined:
        return False
    if isinstance(left, tuple) or isinstance(right, tuple):
        return False
    return left < right if hint.sign == ">=" else left > right
