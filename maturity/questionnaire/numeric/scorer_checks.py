"""Checks of the rules that score a value: where their values come from, and that these do not contradict each other."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from ...text.numbers import format_exact
from ...text.yamltext import Path
from ..validation import Mistake, certain, needed
from .shapes import LinearShape, RatioShape, ScorerShape, StepsShape, ThresholdShape

_BETTER = {"high": ("越高越好", "higher is better"), "low": ("越低越好", "lower is better")}
_VALUES = {"at-least": ("value",), "at-most": ("value",), "linear": ("baseline", "leading"), "ratio": ("leading",)}


@certain
def scorer_mistakes(scorer: ScorerShape, points: Fraction | None, path: Path) -> Iterator[Mistake]:
    """The mistakes of a scorer, which stands at `path`, of an item with these points."""
    if isinstance(scorer, ThresholdShape | LinearShape | RatioShape):
        yield from _values(scorer, path)
    if isinstance(scorer, LinearShape) and scorer.baseline is not None and scorer.leading is not None:
        yield from direction_mistakes(scorer.baseline, scorer.leading, scorer.better or "", path)
    if isinstance(scorer, RatioShape) and scorer.leading is not None and scorer.leading <= 0:
        yield "reference-leading", (*path, "leading"), {"found": format_exact(scorer.leading)}
    if isinstance(scorer, StepsShape):
        yield from _steps(scorer, points, (*path, "steps"))


@certain
def direction_mistakes(baseline: Fraction, leading: Fraction, better: str, path: Path) -> Iterator[Mistake]:
    """The mistakes of a baseline and a leading value, where `better` ("high", "low" or "") says which values are."""
    values: dict[str, object] = {"baseline": format_exact(baseline), "leading": format_exact(leading)}
    if baseline == leading:
        yield "reference-zero-width", path, values
    elif better and (leading > baseline) != (better == "high"):
        zh, en = _BETTER[better]
        yield "reference-direction", path, {**values, "better_zh": zh, "better_en": en}


@certain
def _values(scorer: ThresholdShape | LinearShape | RatioShape, path: Path) -> Iterator[Mistake]:
    """Either a reference or all values stand there."""
    wanted = _VALUES[scorer.kind]
    given, reference = [needed(getattr(scorer, key)) for key in wanted], needed(scorer.reference)
    by_reference = reference is not None and not any(value is not None for value in given)
    by_values = reference is None and all(value is not None for value in given)
    if not (by_reference or by_values):
        yield "scorer-values", path, {"scorer": scorer.kind, "keys": ", ".join(wanted)}


@certain
def _steps(scorer: StepsShape, points: Fraction | None, path: Path) -> Iterator[Mistake]:
    thresholds, earned = zip(*scorer.steps, strict=True)
    rising = all(one < after for one, after in pairwise(thresholds))
    falling = all(one > after for one, after in pairwise(thresholds))
    if not (rising or falling) or any(one >= after for one, after in pairwise(earned)):
        told = (f"{format_exact(at)}: {format_exact(earns)}" for at, earns in scorer.steps)
        yield "steps-order", path, {"found": ", ".join(told)}
    if points is not None and (earned[-1] != points or earned[0] < 0):
        yield "steps-points", path, {"found": format_exact(earned[-1]), "points": format_exact(points)}
