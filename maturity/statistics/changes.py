"""Changes from the year before: percentage points of a share, points of the mean score, and an index of it.

Rows with the same enterprises in both years have intervals for paired samples, others those for independent samples.
"""

from collections.abc import Callable
from fractions import Fraction
from math import sqrt

from ..questionnaire import Text
from ..text.numbers import half_up
from .breakdowns import Breakdowns, Group
from .confidentiality.tally import NANO, POINTS, Figure, Tally
from .inference import LEAST_FREEDOM, Interval, Pairs, mean_interval, newcombe, newcombe_paired, welch
from .signs import Status
from .table import Cell, Column

CHANGE_OF_MEAN, _OF_SHARE, _OF_INDEX = "change_mean", "change_at_least_", "index"
BOUNDS, MEAN_BOUNDS = ("change_low", "change_high"), ("mean_change_low", "mean_change_high")
ACROSS = ("index", "change", *BOUNDS, "mean_change", *MEAN_BOUNDS)  # measures that two rows go into
_POINTS = Text("百分点", "% points")
_DECIMALS = 2  # of scores
_ENDS = {"low": Text("增减下限", "change from"), "high": Text("增减上限", "change to")}


def change_measures(by: Breakdowns) -> tuple[str, ...]:
    """The measures of change of tables with these breakdowns."""
    of_means = () if by.outcomes else (CHANGE_OF_MEAN, _OF_INDEX)  # the decimals of the mean of a level
    return (*(f"{_OF_SHARE}{level}" for level in by.at_least), *of_means)


def is_change(measure: str) -> bool:
    """Whether `measure` is a measure of change."""
    return measure in (CHANGE_OF_MEAN, _OF_INDEX) or measure.startswith(_OF_SHARE)


def changes(measure: str, by: Breakdowns, decimals: int) -> tuple[Figure, ...]:
    """The columns of a measure of change; a row that is compared with none has no change, and the index 100."""
    if measure == _OF_INDEX:
        return (_INDEX,)
    if measure == CHANGE_OF_MEAN:
        return (_mean_change(), *(_mean_bound(end) for end in Interval._fields))
    group = by.at_least[int(measure[-1])]
    return (_change(group, decimals), *(_bound(group, decimals, end) for end in Interval._fields))


def _change(group: Group, decimals: int) -> Figure:
    definition = Text(
        f"{group.label.zh}占比比上年增减的百分点。",
        f"Percentage points by which the share at {group.label.en.lower()} differs from the year before.",
    )
    label = Text(f"{group.label.zh}：增减", f"{group.label.en}: change")
    column = Column(f"change_{group.id}", label, "share", _POINTS, decimals, definition, "change", group.id)

    def change(now: Tally, then: Tally) -> Cell:
        counts = (each.between(group.low, group.high) for each in (now, then))
        share, share_then = (Fraction(100 * count, each.n) for count, each in zip(counts, (now, then), strict=True))
        return share - share_then

    return Figure(column, _compared(change))


def _bound(group: Group, decimals: int, end: str) -> Figure:
    words = _ENDS[end]
    label = Text(f"{group.label.zh}：{words.zh}", f"{group.label.en}: {words.en}")
    definition = Text(
        "两年占比之差的 95% 区间：两年均参加的企业按配对样本计算（Newcombe 1998 年配对法），"
        "全部企业按两个互相独立的随机样本计算（Newcombe 法）。",
        "The 95% interval of the difference of the two shares: for pairs where a row is of the enterprises of both "
        "years (Newcombe 1998, paired), for two independent random samples (Newcombe) where it is of all.",
    )
    measure = f"change_{end}"
    column = Column(
        f"{measure}_{group.id}", label, "share", _POINTS, decimals, definition, measure, group.id, ("change",)
    )

    def bound(now: Tally, then: Tally) -> Cell:
        return 100 * Fraction(getattr(_interval(now, then, group), end))

    return Figure(column, _compared(bound))


def _interval(now: Tally, then: Tally, group: Group) -> Interval:
    count, count_then = (each.between(group.low, group.high) for each in (now, then))
    if now.moves is None:
        return newcombe(count, now.n, count_then, then.n)
    came, left = now.moves.came[group.low], now.moves.left[group.low]
    return newcombe_paired(Pairs(count - came, came, left, now.n - count - left))


def _mean_change() -> Figure:
    definition = Text(
        "本年平均得分减上年平均得分（均按两位小数）。",
        "Mean score less that of the year before, both with two decimals.",
    )
    label = Text("平均得分：增减", "Mean score: change")
    column = Column("change_mean", label, "number", POINTS, _DECIMALS, definition, "mean_change", notes=("score",))
    return Figure(column, _compared(_difference))


def _mean_bound(end: str) -> Figure:
    words = _ENDS[end]
    label = Text(f"平均得分：{words.zh}", f"Mean score: {words.en}")
    definition = Text(
        "平均得分之差的 95% 区间（t 分布）：两年均参加的企业按各企业的得分之差计算，"
        f"全部企业按两个互相独立的随机样本计算（Welch 法）；自由度不足 {LEAST_FREEDOM} 的不计算。",
        "The 95% interval (Student's t) of the difference of the mean scores: of each enterprise's own difference "
        "where a row is of the enterprises of both years, for two independent random samples (Welch) where it is of "
        f"all; not computed below {LEAST_FREEDOM} degrees of freedom.",
    )
    measure = f"mean_change_{end}"
    column = Column(
        f"change_{end}_mean", label, "number", POINTS, _DECIMALS, definition, measure, notes=("score", "change")
    )

    def bound(now: Tally, then: Tally) -> Cell:
        middle = _difference(now, then)
        if isinstance(middle, Status):
            return middle
        error, freedom = _error(now, then)
        if freedom < LEAST_FREEDOM:
            return Status.NOT_APPLICABLE
        return Fraction(getattr(mean_interval(float(middle), error, freedom), end))

    return Figure(column, _compared(bound))


def _difference(now: Tally, then: Tally) -> Fraction | Status:
    """The difference of the means as shown, so that it discloses no more than they do."""
    if now.mean is None or then.mean is None:
        return Status.NOT_APPLICABLE
    return Fraction(half_up(now.mean, _DECIMALS)) - Fraction(half_up(then.mean, _DECIMALS))


def _error(now: Tally, then: Tally) -> tuple[float, float]:
    """The standard error of the difference of the means, and its degrees of freedom (0 for a single enterprise)."""
    if min(now.scored, then.scored) < 2:
        return 0.0, 0.0
    if now.moves is None:
        return welch(now.spread, now.scored, then.spread, then.scored)
    n, total = now.scored, Fraction(now.total - then.total, NANO)
    squares = Fraction(now.moves.squares, NANO**2) - total**2 / n
    return sqrt(squares / (n - 1) / n), float(n - 1)


def _compared(cell: Callable[[Tally, Tally], Cell]) -> Callable[[Tally], Cell]:
    """`cell` for a row and the one it is compared with; not applicable where either has no enterprises."""

    def found(tally: Tally) -> Cell:
        then = tally.since
        return cell(tally, then) if then and tally.n and then.n else Status.NOT_APPLICABLE

    return found


def _index(tally: Tally) -> Cell:
    if tally.since is None:
        return 100 if tally.mean else Status.NOT_APPLICABLE
    if not tally.mean or not tally.since.mean:
        return Status.NOT_APPLICABLE
    return 100 * tally.mean / tally.since.mean


_INDEX = Figure(
    Column(
        "index",
        Text("成熟度指数", "Maturity index"),
        "number",
        Text("上年 = 100", "year before = 100"),
        1,
        Text(
            "本年平均得分 ÷ 上年平均得分 × 100；由本工具定义，不是官方指数。",
            "Mean score / mean score of the year before x 100; defined by this toolkit, not an official index.",
        ),
        "index",
        notes=("index",),
    ),
    _index,
)
