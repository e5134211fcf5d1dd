"""Self-assessment and assessor's values without levels: two evaluations, and what each value changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ..answers import Answer, Chosen, NotApplicable, Response, same_answer
from ..questionnaire import Item
from ..questionnaire.asked import Computed
from ..scoring.evaluation import Evaluation, Interval, ItemScore
from ..scoring.figures import Figure
from ..scoring.methods import answered
from .evidence_strength import Strength, claimed
from .findings import Kind


@dataclass(frozen=True, slots=True)
class Effect:
    """An item to which the assessor gave another value, and what this value alone changes.

    `score` is the change of the lowest and the highest score that is possible (None under a method without a total),
    `eligible` the eligibility with and without it, `points` what the item itself earns in either case. `kind` is
    "lower" or "higher" by what becomes of verdicts and score, "" where neither changes; else as of
    :class:`.findings.Difference`.
    """

    item: Item
    own: Answer | None
    found: Answer
    kind: Kind | str
    points: tuple[Interval, Interval]
    score: tuple[Fraction, Fraction] | None
    eligible: tuple[bool | None, bool | None]

    @property
    def decides(self) -> bool:
        """Whether it changes the eligibility."""
        return self.eligible[0] != self.eligible[1]


@dataclass(frozen=True, slots=True)
class SecondValues:
    """The evaluation `own` of the self-assessment, `assessed` with the assessor's values in place of its own, the items
    that differ, and the computed items that come to something else, as they were and as they are.

    `valued` is the number of items with an assessor's value, `kept` that of items that count with the enterprise's own.
    """

    own: Evaluation
    assessed: Evaluation
    valued: int
    kept: int
    differences: tuple[Effect, ...]
    computed: tuple[tuple[ItemScore, ItemScore], ...]


def compare_evaluations(evaluation: Evaluation, found: Mapping[str, Answer]) -> SecondValues:
    """Evaluate the response of `evaluation` with the assessors' values `found` (by item id) in place of its own. Values
    for items that are not assessed are ignored. Computed items count as neither valued nor kept, unless set aside.
    """
    own = evaluation.response.answers
    values = {id: found[id] for id in evaluation.items if id in found}
    differing = {id: value for id, value in values.items() if not same_answer(own.get(id), value)}
    assessed = answered(evaluation, differing)
    return SecondValues(
        evaluation,
        assessed,
        len(values),
        sum(item.id not in values for item in evaluation.response.items),
        tuple(_effect(evaluation, id, value) for id, value in differing.items()),
        moved(evaluation, assessed),
    )


def moved(before: Evaluation, after: Evaluation) -> tuple[tuple[ItemScore, ItemScore], ...]:
    """The computed items whose value, or what it earns, differs between two evaluations of one questionnaire."""
    pairs = [(one, after.items[id]) for id, one in before.items.items() if id in after.items]
    return tuple(pair for pair in pairs if isinstance(pair[0].item.asks, Computed) and _came_to(*pair))


def _came_to(one: ItemScore, other: ItemScore) -> bool:
    values = [it.figure.rows if isinstance(it.figure, Figure) else None for it in (one, other)]
    return values[0] != values[1] or one.earned != other.earned or one.standing != other.standing


def _effect(own: Evaluation, id: str, value: Answer) -> Effect:
    after, before = answered(own, {id: value}), own.response.answers.get(id)
    score = None
    if own.score and after.score:
        score = after.score.low - own.score.low, after.score.high - own.score.high
    eligible = own.eligible, after.eligible
    points = own.items[id].earned, after.items[id].earned
    kind = _kind(own.response, own.items[id].item, before, value) or _direction(eligible, score)
    return Effect(own.items[id].item, before, value, kind, points, score, eligible)


def _kind(response: Response, item: Item, own: Answer | None, found: Answer) -> Kind | None:
    """The kind that the answers alone decide; None for numbers."""
    if own is None and not isinstance(item.asks, Computed):
        return "added"
    if isinstance(own, NotApplicable) or isinstance(found, NotApplicable):
        return "scope"
    if isinstance(own, Chosen) and isinstance(found, Chosen):
        scores = {one.id: one.score for one in response.questionnaire.choices_of(item)}
        return "lower" if scores[found.choice] < scores[own.choice] else "higher"
    return None


def _direction(eligible: tuple[bool | None, bool | None], score: tuple[Fraction, Fraction] | None) -> Kind | str:
    order = {False: 0, None: 1, True: 2}
    step = order[eligible[1]] - order[eligible[0]] or (sum(score, start=Fraction(0)) if score else 0)
    return "lower" if step < 0 else "higher" if step > 0 else ""


def unproved_gates(response: Response, known: Mapping[str, Strength]) -> list[Item]:
    """The gates that are claimed to be met without a link or a file as evidence; `known` is the result of
    :func:`.evidence_strength.strengths`.
    """
    proved = (Strength.DOCUMENTED, Strength.SEEN)
    return [
        item
        for item in response.items
        if item.role == "gate" and claimed(response, item) and known.get(item.id) not in proved
    ]
