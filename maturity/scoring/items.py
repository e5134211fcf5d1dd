"""What every item of a response came to, before a method adds anything up."""

from collections.abc import Mapping
from fractions import Fraction

from ..answers import NotApplicable, choice_id
from ..questionnaire import Item
from ..questionnaire.asked import Computed
from ..questionnaire.numeric.references import Reference, unit_of
from .degrees import NO_ANCHORS, Anchors, degree, needed, own_anchors
from .evaluation import UNKNOWN, Interval, ItemScore
from .figures import Figure, Figures, Missing

SCORED = ("gate", "mandatory", "optional", "bonus")
ZERO = Fraction(0)
NOTHING: Mapping[str, ItemScore] = {}


def score_items(
    figures: Figures, *, clipped: bool = True, known: Mapping[str, ItemScore] = NOTHING
) -> dict[str, ItemScore]:
    """The score of every item assessed in the response of `figures`, by id, in order: that of `known`, else computed.
    With `clipped` a linear rule gives degrees from 0 to 1.
    """
    scorer = _Scorer(figures, clipped)
    items = (item for area in figures.response.areas for item in area.items)
    return {item.id: known[item.id] if item.id in known else scorer.item(item) for item in items}


class _Scorer:
    """Scores the items of one response."""

    def __init__(self, figures: Figures, clipped: bool) -> None:
        self.response, self.figures, self.clipped = figures.response, figures, clipped

    def item(self, item: Item) -> ItemScore:
        points = self.response.profile.points.get(item.id, item.points)
        if item.asks is None:
            return self._choice(item, points)
        figure = self.figures.of(item) if hasattr(item.asks, "unit") or item.scorer else None
        if item.scorer is None or item.role not in SCORED:
            open_ = item.id not in self.response.answers and not isinstance(item.asks, Computed)
            why = figure.why if isinstance(figure, Missing) else "open" if open_ else "shown"
            return ItemScore(item, why, figure, None, points)
        return self._figure(item, points, figure)

    def _choice(self, item: Item, points: Fraction) -> ItemScore:
        answer = self.response.answers.get(item.id)
        if isinstance(answer, NotApplicable):
            return ItemScore(item, "not-applicable", None, None, points)
        scored = item.role in SCORED
        if answer is None:
            return ItemScore(item, "open", None, UNKNOWN if scored else None, points)
        choices = {one.id: one.score for one in self.response.questionnaire.choices_of(item)}
        score = choices[choice_id(answer)]
        return ItemScore(
            item, "counted" if scored else "shown", None, Interval(score, score) if scored else None, points
        )

    def _figure(self, item: Item, points: Fraction, figure: Figure | Missing | None) -> ItemScore:
        reference = self.figures.reference(item)
        anchors = anchors_of(item, reference)
        if not isinstance(figure, Figure):
            why = figure.why if figure else "open"
            gone = why == "not-applicable"
            return ItemScore(item, why, figure, None if gone else UNKNOWN, points, reference, anchors)
        if not _within(item, figure):
            return ItemScore(item, "out-of-bounds", figure, UNKNOWN, points, reference, anchors)
        if item.scorer and any(getattr(anchors, name) is None for name in needed(item.scorer)):
            return ItemScore(item, "no-reference", figure, UNKNOWN, points, reference, anchors)
        found = self._degree(item, figure, anchors, points)
        if found is None:
            return ItemScore(item, "undefined", figure, UNKNOWN, points, reference, anchors)
        return ItemScore(item, "counted", figure, Interval(found, found), points, reference, anchors)

    def _degree(self, item: Item, figure: Figure, anchors: Anchors, points: Fraction) -> Fraction | None:
        """The degree; None where it takes a division by zero."""
        if item.scorer is None:
            return None
        try:
            found = [degree(item.scorer, row, anchors, points, clipped=self.clipped) for row in figure.rows]
            combination = item.asks.combination if isinstance(item.asks, Computed) else None
            if combination == "weighted" and isinstance(item.asks, Computed):
                weights = self.figures.column(item.asks.weight)
                shares = weights.rows if isinstance(weights, Figure) else (Fraction(1),) * len(found)
                return sum((w * d for w, d in zip(shares, found, strict=True)), start=ZERO) / sum(shares, start=ZERO)
            return sum(found, start=ZERO) / len(found) if combination == "mean" else min(found)
        except ZeroDivisionError:
            return None


def anchors_of(item: Item, reference: Reference | None) -> Anchors:
    """The values that the item is scored against, in its unit."""
    if item.scorer is None:
        return NO_ANCHORS
    if reference is None:
        return own_anchors(item.scorer)
    factor = reference.unit.to(unit_of(item)) if reference.unit else Fraction(1)
    return Anchors(*(None if one is None else one * factor for one in (reference.baseline, reference.leading)))


def _within(item: Item, figure: Figure) -> bool:
    if not isinstance(item.asks, Computed):
        return True
    low, high = item.asks.low, item.asks.high
    return all((low is None or row >= low) and (high is None or row <= high) for row in figure.rows)
