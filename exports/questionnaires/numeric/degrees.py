"""Rules by which a value becomes a degree, as formulas over a value rounded to the digits of thresholds."""

from fractions import Fraction

from maturity.questionnaire.scorers import Expert, Linear, Ratio, Scorer, Steps, Threshold

from .draft import compared, literal


def degree_formula(scorer: Scorer, value: str, anchors: tuple[str, str], points: Fraction, *, clipped: bool) -> str:
    """The degree of the number in the cell `value`; `anchors` are the cells of baseline and leading value."""
    baseline, leading = anchors
    if isinstance(scorer, Threshold):
        return f"IF({value}{'>=' if scorer.better == 'high' else '<='}{baseline},1,0)"
    if isinstance(scorer, Linear):
        share = f"({value}-{baseline})/({leading}-{baseline})"
        return f"MIN(1,MAX(0,{share}))" if clipped else share
    if isinstance(scorer, Steps):
        return _steps(scorer, value, points)
    if isinstance(scorer, Ratio):
        ratio = f"{value}/{leading}" if scorer.better == "high" else f"{leading}/{value}"
        found = f"MAX(0,{ratio})"
        return found if scorer.cap is None else f"MIN({literal(scorer.cap)},{found})"
    whole = points if isinstance(scorer, Expert) else Fraction(scorer.of)
    return f"MIN(1,MAX(0,{value}/{literal(whole)}))"


def _steps(scorer: Steps, value: str, points: Fraction) -> str:
    falling = len(scorer.steps) > 1 and scorer.steps[0][0] > scorer.steps[-1][0]
    sign = "<=" if falling else ">="
    reached = (f"IF({value}{sign}{compared(at)},{literal(earned)},0)" for at, earned in scorer.steps)
    return f"MAX(0,{','.join(reached)})/{literal(points)}"


def divides_by_zero(scorer: Scorer, value: str, anchors: tuple[str, str]) -> str:
    """A condition that the degree takes a division by zero; "" where it never does."""
    if not isinstance(scorer, Ratio):
        return ""
    return f"{anchors[1]}=0" if scorer.better == "high" else f"{value}=0"
