"""Columns of weighted figures: shares, means, design effect."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial

from ...questionnaire import Text
from ..breakdowns import Breakdowns, Group
from ..confidentiality.tally import ENTERPRISES, NANO, PER_CENT, POINTS, Figure, Tally, Weighted
from ..dimensions import looking
from ..inference import Interval, wilson
from ..signs import Status
from ..table import Cell, Column
from .raking import kish

_INTERVAL, _SHARE = "weighted_interval_at_least_", "weighted_share_at_least_"
_COSTS = ("design_effect", "effective_n")
_NOTES = ("weighted",)


def weighted_measures(by: Breakdowns) -> tuple[str, ...]:
    """The measures of tables with these breakdowns that need weights."""
    shares, intervals = ([f"{kind}{level}" for level in by.at_least] for kind in (_SHARE, _INTERVAL))
    return ("weighted_share_by_level", *shares, *intervals, "weighted_mean_score", *_COSTS)


def is_weighted(measure: str) -> bool:
    """Whether `measure` needs weights."""
    return measure in _COSTS or measure.startswith("weighted_")


def misused(
    measures: Sequence[str], rows: Sequence[str], *, known: bool
) -> Iterator[tuple[str, int, dict[str, object]]]:
    """Mistakes in the use of weighted measures: without weights (`known` False), or with a dimension with views.

    Each is the code of the mistake, the index in `measures`, and the values of its message.
    """
    view = looking(rows)
    for place, name in enumerate(measures):
        if is_weighted(name) and not known:
            yield "plan-weights-missing", place, {"found": name}
        elif is_weighted(name) and view:
            yield "plan-weights-view", place, {"found": name, "dimension": view}


def weighted_figures(measure: str, by: Breakdowns, levels: str, decimals: int) -> tuple[Figure, ...]:
    """The columns of a measure that needs weights; rows without enterprises have no such figures."""
    if measure == "weighted_share_by_level":
        return tuple(_share(group, decimals) for group in by.groups(levels))
    if measure.startswith(_SHARE):
        return (_share(by.at_least[int(measure[-1])], decimals),)
    if measure.startswith(_INTERVAL):
        return tuple(_bound(by.at_least[int(measure[-1])], decimals, end) for end in Interval._fields)
    return (_OTHERS[measure],)


def _share(group: Group, decimals: int) -> Figure:
    definition = Text(
        f"{group.label.zh}的企业权重之和 ÷ 本行企业权重之和 × 100。",
        f"Weights of enterprises at {group.label.en.lower()} / weights of the enterprises of the row x 100.",
    )
    label = Text(f"{group.label.zh}（加权）", f"{group.label.en} (weighted)")
    column = Column(
        *(f"weighted_share_{group.id}", label, "share", PER_CENT, decimals, definition),
        *("weighted_share", group.id, (*_NOTES, "level-1") if group.id == "LE1" else _NOTES),
    )
    return Figure(column, _over(lambda tally, found: 100 * _part(group, found)))


def _bound(group: Group, decimals: int, end: str) -> Figure:
    words = {"low": Text("下限", "from"), "high": Text("上限", "to")}[end]
    label = Text(f"{group.label.zh}（加权）{words.zh}", f"{group.label.en} (weighted): {words.en}")
    definition = Text(
        f"加权占比的 95% 区间（Wilson 法）的{words.zh}，企业数以有效企业数代替。",
        f"Where the 95% interval (Wilson) of the weighted share goes {words.en}, of the effective number.",
    )
    column = Column(
        *(f"weighted_{end}_{group.id}", label, "share", PER_CENT, decimals, definition),
        *(f"weighted_ci_{end}", group.id, (*_NOTES, "interval")),
    )

    def bound(tally: Tally, found: Weighted) -> Cell:
        effective = kish(tally.n, found.total, found.squares).effective
        return 100 * Fraction(getattr(wilson(float(_part(group, found) * effective), float(effective)), end))

    return Figure(column, _over(bound))


def _part(group: Group, found: Weighted) -> Fraction:
    return Fraction(sum(found.levels[group.low - 1 : group.high]), found.total)


def _over(cell: Callable[[Tally, Weighted], Cell]) -> Callable[[Tally], Cell]:
    return lambda tally: cell(tally, tally.weighted) if tally.weighted else Status.NOT_APPLICABLE


_COLUMN = partial(Column, kind="number")
_OTHERS = {
    "weighted_mean_score": Figure(
        _COLUMN(
            "weighted_mean_score",
            Text("平均得分（加权）", "Mean score (weighted)"),
            unit=POINTS,
            decimals=2,
            definition=Text("按权重的成熟度得分 S 平均。", "Mean of the maturity score S by weights."),
            measure="weighted_mean",
            notes=(*_NOTES, "score"),
        ),
        _over(lambda _, found: Fraction(found.scores, found.total * NANO)),
    ),
    "design_effect": Figure(
        _COLUMN(
            "design_effect",
            Text("设计效应", "Design effect"),
            unit=Text("", ""),
            decimals=2,
            definition=Text(
                "Kish 设计效应：1 + 权重变异系数的平方。", "Kish's design effect: 1 + the squared variation of weights."
            ),
            measure="design_effect",
            notes=_NOTES,
        ),
        _over(lambda tally, found: kish(tally.n, found.total, found.squares).effect),
    ),
    "effective_n": Figure(
        _COLUMN(
            "effective_n",
            Text("有效企业数", "Effective number"),
            unit=ENTERPRISES,
            decimals=1,
            definition=Text("企业数 ÷ 设计效应。", "Number of enterprises / design effect."),
            measure="effective_n",
            notes=_NOTES,
        ),
        _over(lambda tally, found: kish(tally.n, found.total, found.squares).effective),
    ),
}
