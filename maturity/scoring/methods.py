"""The methods beside the ladder by name, and the evaluation of a response by the method of its questionnaire."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from ..answers import Response
from ..errors import refuse
from ..quantities import Undefined
from ..quantities.formula import Value
from ..questionnaire.numeric.references import References
from ..questionnaire.parts import Hint
from . import points, values
from .evaluation import ZERO, Evaluation, ItemScore
from .figures import Figure, Figures
from .items import score_items

NO_REFERENCES = References()
Reduce = Callable[[Response, Mapping[str, ItemScore], Mapping[str, str]], Evaluation]


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
    items = score_items(figures, clipped=method.clipped)
    found = method.reduce(response, items, figures.facts)
    return replace(found, hints=tuple(hint for hint in questionnaire.hints if _broken(hint, figures)))


def again(evaluation: Evaluation, changed: Mapping[str, ItemScore]) -> Evaluation:
    """The evaluation with the scores of some items changed, by id."""
    items = {id: replace(one, counts=True, reach=ZERO) for id, one in evaluation.items.items()}
    response = evaluation.response
    method = METHODS[response.questionnaire.scoring.method]
    return method.reduce(response, {**items, **changed}, evaluation.facts)


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
