"""How a row differs from the year before: points of a share, and an index of the mean score."""

from fractions import Fraction

from ..questionnaire import Text
from .confidentiality.tally import AT_LEAST, Figure, Group, Tally
from .inference import Interval, newcombe
from .signs import Status
from .table import Cell, Column

CHANGES = (*(f"change_at_least_{level}" for level in AT_LEAST), "index")
ACROSS = ("index", "change", "change_low", "change_high")  # measures that two rows go into
_POINTS = Text("百分点", "% points")


def changes(measure: str, decimals: int) -> tuple[Figure, ...]:
    """The columns of one of :data:`CHANGES`; rows that are compared with none have no change, and the index 100."""
    if measure == "index":
        return (_INDEX,)
    group = AT_LEAST[int(measure[-1])]
    return (_change(group, decimals), *(_bound(group, decimals, end) for end in Interval._fields))


def _change(group: Group, decimals: int) -> Figure:
    definition = Text(
        f"{group.label.zh}占比比上年增减的百分点。",
        f"Percentage points by which the share at {group.label.en.lower()} differs from the year before.",
    )
    label = Text(f"{group.label.zh}：增减", f"{group.label.en}: change")
    column = Column(f"change_{group.id}", label, "share", _POINTS, decimals, definition, "change", group.id)

    def cell(tally: Tally) -> Cell:
        pair = _pair(tally, group)
        if not pair:
            return Status.NOT_APPLICABLE
        count, n, count_then, n_then = pair
        return Fraction(100 * count, n) - Fraction(100 * count_then, n_then)

    return Figure(column, cell)


def _bound(group: Group, decimals: int, end: str) -> Figure:
    words = {"low": Text("增减下限", "change from"), "high": Text("增减上限", "change to")}[end]
    label = Text(f"{group.label.zh}：{words.zh}", f"{group.label.en}: {words.en}")
    definition = Text(
        "两年占比之差的 95% 区间（Newcombe 法），假设两年是互相独立的随机样本。",
        "The 95% interval (Newcombe) of the difference of the two shares; it assumes independent random samples.",
    )
    measure = f"change_{end}"
    column = Column(
        f"{measure}_{group.id}", label, "share", _POINTS, decimals, definition, measure, group.id, ("change",)
    )

    def cell(tally: Tally) -> Cell:
        pair = _pair(tally, group)
        return 100 * Fraction(getattr(newcombe(*pair), end)) if pair else Status.NOT_APPLICABLE

    return Figure(column, cell)


def _pair(tally: Tally, group: Group) -> tuple[int, int, int, int] | None:
    """Enterprises of the group and in all, now and a year before; None where either year has nobody."""
    now, then = tally, tally.since
    if not then or not now.n or not then.n:
        return None
    return now.between(group.low, group.high), now.n, then.between(group.low, group.high), then.n


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
