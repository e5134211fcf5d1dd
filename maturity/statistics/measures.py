"""The measures of tables: each is one column, or one for each group of levels, with its definition."""

from fractions import Fraction

from ..questionnaire import Text
from .breakdowns import Breakdowns, Group
from .changes import change_measures, changes, is_change
from .confidentiality.tally import ENTERPRISES, NANO, PER_CENT, POINTS, Figure, Tally
from .inference import Interval, wilson
from .numeric.amounts import SPREADS
from .numeric.sums import magnitude_figure
from .numeric.words import Words
from .ranking import RANK_INTERVAL, rank_interval
from .relative.figures import association_figures, class_from
from .relative.names import ASSOCIATION, CLASS_FROM
from .signs import Status
from .table import TOTAL, Cell, Column
from .weights.figures import is_weighted, weighted_figures, weighted_measures

BY_LEVEL = ("count_by_level", "share_by_level")
OF_SCORES = ("n", "mean_score", "median_score", "quartiles")
_INTERVAL = "interval_at_least_"


def rankable_measures(by: Breakdowns) -> tuple[str, ...]:
    """The measures of one column that have intervals of ranks."""
    counts, shares = ([f"{kind}_at_least_{level}" for level in by.at_least] for kind in ("count", "share"))
    return ("n", *counts, *shares)


def single_measures(by: Breakdowns) -> tuple[str, ...]:
    """The measures of one column, by which rows can be ranked."""
    return (*rankable_measures(by), *(("mean_score", "median_score") if by.best else ()))


def all_measures(by: Breakdowns) -> tuple[str, ...]:
    """Every measure of tables with these breakdowns."""
    n, *others = single_measures(by)
    intervals = (f"{_INTERVAL}{level}" for level in by.at_least)
    return (
        *(n, *BY_LEVEL, *others, *intervals, *(("quartiles",) if by.best else ())),
        *(*change_measures(by), RANK_INTERVAL, *weighted_measures(by), *by.by_measure),
        *((CLASS_FROM, ASSOCIATION) if by.best else ()),
    )


def listed_measures(by: Breakdowns) -> tuple[str, ...]:
    """The measures as a list for readers: those that every quantity has once, of any QUANTITY."""
    spreads = dict.fromkeys(f"{one.spread}QUANTITY" for one in by.magnitudes if one.spread)
    return (*(one for one in all_measures(by) if not one.startswith(SPREADS)), *spreads)


def figures(measures: tuple[str, ...], by: Breakdowns, levels: str, decimals: int) -> tuple[Figure, ...]:
    """The columns of `measures` in order, each once."""
    found: dict[str, Figure] = {}
    for measure in measures:
        for figure in _figures(measure, by, levels, decimals):
            found.setdefault(figure.column.id, figure)
    return tuple(found.values())


def groups_of(measures: tuple[str, ...], by: Breakdowns, levels: str) -> tuple[Group, ...]:
    """The groups of levels whose numbers or shares `measures` show, each once."""
    found: dict[str, Group] = {}
    for measure in measures:
        _, _, level = measure.partition("_at_least_")
        shown = by.groups(levels) if measure in BY_LEVEL else (by.at_least[int(level)],) if level else ()
        found.update((group.id, group) for group in shown)
    return tuple(found.values())


def single_column(measure: str) -> str:
    """The id of the column of a measure that has one."""
    kind, _, level = measure.partition("_at_least_")
    return f"{kind}_GE{level}" if level else measure


def _figures(measure: str, by: Breakdowns, levels: str, decimals: int) -> tuple[Figure, ...]:
    if measure in BY_LEVEL:
        maker = _count if measure == "count_by_level" else _share
        return tuple(maker(group, decimals, by.words) for group in by.groups(levels))
    if measure.startswith(_INTERVAL):
        group = by.at_least[int(measure[-1])]
        return tuple(_bound(group, decimals, end) for end in Interval._fields)
    if measure == "quartiles":
        return (_quartile(0, by), _quartile(2, by))
    if is_change(measure):
        return changes(measure, by, decimals)
    if is_weighted(measure):
        return weighted_figures(measure, by, levels, decimals)
    if measure == RANK_INTERVAL:
        return rank_interval()
    if measure == CLASS_FROM:
        return (class_from(by),)
    if measure == ASSOCIATION:
        return association_figures(by)
    if measure in by.by_measure:
        return (magnitude_figure(by.by_measure[measure]),)
    kind, _, level = measure.partition("_at_least_")
    if level:
        return ((_count if kind == "count" else _share)(by.at_least[int(level)], decimals, by.words),)
    return (_N if measure == "n" else _of_score(measure, by),)


def _notes(group: Group, words: Words) -> tuple[str, ...]:
    return words.notes if group.id == "LE1" else ()


def _count(group: Group, decimals: int, words: Words) -> Figure:
    definition = Text(
        f"{words.level.zh}为{group.label.zh}的企业数。",
        f"Number of enterprises at {group.label.en.lower()}.",
    )
    column = Column(
        f"count_{group.id}", group.label, "count", ENTERPRISES, 0, definition, "count", group.id, _notes(group, words)
    )
    return Figure(column, lambda tally: tally.between(group.low, group.high))


def _share(group: Group, decimals: int, words: Words) -> Figure:
    definition = Text(
        f"{group.label.zh}的企业数 ÷ 本行企业数 × 100。",
        f"Enterprises at {group.label.en.lower()} / enterprises of the row x 100.",
    )
    column = Column(
        f"share_{group.id}",
        group.label,
        "share",
        PER_CENT,
        decimals,
        definition,
        "share",
        group.id,
        _notes(group, words),
    )
    return Figure(column, lambda tally: _part(100 * tally.between(group.low, group.high), tally.n))


def _bound(group: Group, decimals: int, end: str) -> Figure:
    words = {"low": Text("下限", "from"), "high": Text("上限", "to")}[end]
    label = Text(f"{group.label.zh} {words.zh}", f"{group.label.en}: {words.en}")
    definition = Text(
        f"{group.label.zh}占比的 95% 区间（Wilson 法）的{words.zh}。区间假设随机抽样，而自评企业是自愿参加的。",
        f"Where the 95% interval (Wilson) of the share at {group.label.en.lower()} goes {words.en}. It assumes random "
        "sampling; enterprises take part of their own accord.",
    )
    column = Column(
        f"{end}_{group.id}", label, "share", PER_CENT, decimals, definition, f"ci_{end}", group.id, ("interval",)
    )

    def cell(tally: Tally) -> Cell:
        if not tally.n:
            return Status.NOT_APPLICABLE
        return 100 * Fraction(getattr(wilson(tally.between(group.low, group.high), tally.n), end))

    return Figure(column, cell)


def _quartile(place: int, by: Breakdowns) -> Figure:
    number, words = (
        ("q1", Text("下四分位数", "Lower quartile")) if place == 0 else ("q3", Text("上四分位数", "Upper quartile"))
    )
    definition = Text(
        f"本行企业{by.words.score.zh}的{words.zh}，在相邻两个得分之间按比例取值。",
        f"{words.en} of {by.words.score.en} in the row, in proportion between two scores next to each other.",
    )
    column = Column(f"{number}_score", words, "number", POINTS, by.decimals, definition, number, notes=("score",))
    return Figure(column, lambda tally: tally.quartiles[place] / NANO if tally.scored else Status.NOT_APPLICABLE)


def _part(value: int, n: int) -> Cell:
    return Fraction(value, n) if n else Status.NOT_APPLICABLE


_N = Figure(
    Column(
        "n",
        Text("企业数", "Enterprises"),
        "count",
        ENTERPRISES,
        0,
        Text("本行总体中的企业数，未加权。", "Number of enterprises in the row's population, unweighted."),
        "count",
        TOTAL,
    ),
    lambda tally: tally.n,
)


def _of_score(measure: str, by: Breakdowns) -> Figure:
    """The mean or the median of the score."""
    zh, en = by.words.score.zh, by.words.score.en
    if measure == "mean_score":
        words = Text("平均得分", "Mean score")
        definition = Text(f"本行企业{zh}的算术平均。", f"Arithmetic mean of {en} in the row.")
        column = Column(measure, words, "number", POINTS, by.decimals, definition, "mean", notes=("score",))
        return Figure(column, lambda tally: Status.NOT_APPLICABLE if tally.mean is None else tally.mean)
    words = Text("得分中位数", "Median score")
    definition = Text(
        f"本行企业{zh}的中位数；企业数为偶数时取中间两个的平均。",
        f"Median of {en} in the row; the mean of the middle two where n is even.",
    )
    column = Column(measure, words, "number", POINTS, by.decimals, definition, "median", notes=("score",))
    return Figure(column, lambda tally: tally.quartiles[1] / NANO if tally.scored else Status.NOT_APPLICABLE)
