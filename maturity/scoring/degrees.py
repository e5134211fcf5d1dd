"""The degree that a value earns by the rule of its item, exact and for columns of many values (numpy)."""

from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..quantities import shown
from ..questionnaire.scorers import Expert, Linear, Ratio, Scorer, Share, Steps, Threshold

Floats = NDArray[np.float64]
ZERO, ONE = Fraction(0), Fraction(1)


class Anchors(NamedTuple):
    """The reference values of an item, in its unit; None where one is not known."""

    baseline: Fraction | None
    leading: Fraction | None


NO_ANCHORS = Anchors(None, None)


def needed(scorer: Scorer) -> tuple[str, ...]:
    """The names of the anchors without which `scorer` has no degree."""
    if isinstance(scorer, Threshold):
        return ("baseline",)
    if isinstance(scorer, Linear):
        return ("baseline", "leading")
    return ("leading",) if isinstance(scorer, Ratio) else ()


def own_anchors(scorer: Scorer) -> Anchors:
    """The values that stand in the definition itself."""
    if isinstance(scorer, Threshold):
        return Anchors(scorer.value, None)
    return Anchors(getattr(scorer, "baseline", None), getattr(scorer, "leading", None))


def degree(scorer: Scorer, value: Fraction, anchors: Anchors, points: Fraction, *, clipped: bool = True) -> Fraction:
    """The degree of `value`, from 0 to 1; beyond 1 for a ratio without a cap, and for a linear rule not `clipped`.

    `points` are those of the item; the anchors that are :func:`needed` are known. Raises ZeroDivisionError for the
    ratio to a leading value where lower is better and the value is 0.
    """
    baseline, leading = anchors.baseline or ZERO, anchors.leading or ZERO
    if isinstance(scorer, Threshold):
        return ONE if (value >= baseline if scorer.better == "high" else value <= baseline) else ZERO
    if isinstance(scorer, Linear):
        share = (value - baseline) / (leading - baseline)
        return min(max(share, ZERO), ONE) if clipped else share
    if isinstance(scorer, Steps):
        return _reached(scorer, value) / points
    if isinstance(scorer, Ratio):
        ratio = max(value / leading if scorer.better == "high" else leading / value, ZERO)
        return ratio if scorer.cap is None else min(ratio, scorer.cap)
    whole = points if isinstance(scorer, Expert) else Fraction(scorer.of)
    return min(max(value / whole, ZERO), ONE)


def _reached(scorer: Steps, value: Fraction) -> Fraction:
    falling = len(scorer.steps) > 1 and scorer.steps[0][0] > scorer.steps[-1][0]
    reached = [points for at, points in scorer.steps if (value <= at if falling else value >= at)]
    return max(reached, default=ZERO)


def worked(scorer: Scorer | None, value: Fraction, anchors: Anchors) -> tuple[str, Fraction]:
    """The arithmetic of a degree, "(540 − 572) ÷ (520 − 572)", and what it comes to before limits; "" for a rule that
    is none.
    """
    baseline, leading = anchors
    if isinstance(scorer, Linear) and baseline is not None and leading is not None:
        formula = f"({_term(value)} − {_term(baseline)}) ÷ ({_term(leading)} − {_term(baseline)})"
        found = (value - baseline) / (leading - baseline)
    elif isinstance(scorer, Ratio) and leading is not None:
        over, under = (value, leading) if scorer.better == "high" else (leading, value)
        formula, found = f"{_term(over)} ÷ {_term(under)}", over / under
    elif isinstance(scorer, Share):
        formula, found = f"{_term(value)} ÷ {scorer.of}", value / scorer.of
    else:
        return "", ZERO
    return formula, found


def _term(value: Fraction) -> str:
    words = shown(value).removeprefix("≈").replace("-", "−")
    return f"({words})" if value < 0 else words


def degrees(scorer: Scorer, values: Floats, anchors: Anchors, points: float) -> Floats:
    """The degrees (n,) of `values` (n,) as :func:`degree` computes them; NaN where a value is NaN."""
    baseline, leading = (float(anchor or 0) for anchor in anchors)
    with np.errstate(divide="ignore", invalid="ignore"):
        if isinstance(scorer, Threshold):
            met = values >= baseline if scorer.better == "high" else values <= baseline
            found: Floats = met.astype(np.float64)
        elif isinstance(scorer, Linear):
            found = values - baseline
            found /= leading - baseline
            np.clip(found, 0.0, 1.0, out=found)
        elif isinstance(scorer, Steps):
            found = _steps(scorer, values) / points
        elif isinstance(scorer, Ratio):
            ratio = values / leading if scorer.better == "high" else leading / values
            found = np.clip(ratio, 0.0, None if scorer.cap is None else float(scorer.cap), out=ratio)
        else:
            whole = points if isinstance(scorer, Expert) else float(scorer.of)
            found = np.clip(values / whole, 0.0, 1.0)
    if isinstance(scorer, Threshold | Steps):  # comparisons with NaN are False; arithmetic keeps it
        found[np.isnan(values)] = np.nan
    return found


def _steps(scorer: Steps, values: Floats) -> Floats:
    falling = len(scorer.steps) > 1 and scorer.steps[0][0] > scorer.steps[-1][0]
    found = np.zeros(len(values))
    for at, points in scorer.steps:
        np.maximum(
            found, np.where(values <= float(at) if falling else values >= float(at), float(points), 0), out=found
        )
    return found


def edges(scorer: Scorer, anchors: Anchors) -> tuple[float, ...]:
    """The values at which the degree jumps: near them floats are not to be trusted."""
    if isinstance(scorer, Threshold):
        return (float(anchors.baseline or 0),)
    return tuple(float(at) for at, _ in scorer.steps) if isinstance(scorer, Steps) else ()
