"""Results as lines for a terminal, in one language."""

from collections.abc import Iterator, Sequence

from ..questionnaire import Text
from ..text.numbers import half_up
from .association import Associated
from .attainment import Attained, Target
from .concentration import Concentration
from .index import Index
from .sensitivity import Reversals, Without
from .words import NO_CAUSES, conclusion, permutations_text, warnings

_SHOWN = 40  # regions of a year
_GAPS = Text("缺数而未计入：", "Left out, without a value: ")
_FEW = Text("参评企业太少而未计入：", "Left out, of too few participants: ")


def index_lines(found: Index, without: tuple[Without, ...], swaps: Reversals, language: str) -> Iterator[str]:
    """Weights, ranks of every year, and what a reader must know."""
    zh = language == "zh"
    yield found.indicators.title.of(language)
    yield "权重：" if zh else "Weights:"
    for one, weight in zip(found.indicators.indicators, found.base.weights, strict=True):
        better = ("↑" if one.higher_is_better else "↓") if weight else "="
        yield f"  {number(float(weight), 4)}  {better} {one.name.of(language)}"
    for year, scores in found.years.items():
        yield (f"{year} 年：" if zh else f"{year}:") if year else ("名次：" if zh else "Ranks:")
        places = sorted(range(len(scores.ranks)), key=scores.ranks.__getitem__)
        for place in places[:_SHOWN]:
            code = f"  {scores.codes[place]:<2}" if scores.codes else ""
            name = scores.regions[place].name.of(language)
            yield f"{scores.ranks[place]:>5}  {number(float(scores.closeness[place]), 4)}{code}  {name}"
        if len(places) > _SHOWN:
            more = len(places) - _SHOWN
            yield f"  … 还有 {more} 个地区" if zh else f"  … and {more} more"
    for words in warnings(found, without, swaps, language):
        yield f"注意：{words}" if zh else f"Note: {words}"


def association_lines(done: Associated, names: Sequence[str], language: str) -> Iterator[str]:
    """How two columns go together; regions that do not count are named. The third name is that of participants."""
    found, zh = done.association, language == "zh"
    low, high = found.interval
    both, first, second, neither = found.above
    yield f"{names[0]} × {names[1]}：n = {found.n}" if zh else f"{names[0]} x {names[1]}: n = {found.n}"
    for regions, why in ((done.without, _GAPS), (done.few, _FEW)):
        if regions:
            left = ("、" if zh else ", ").join(region.name.of(language) for region in regions)
            yield f"{why.of(language)}{left}"
    yield f"Spearman ρ = {number(found.rho, 3)}"
    how = permutations_text(found, language)
    yield f"p = {number(found.p, 4)}（{how}）" if zh else f"p = {number(found.p, 4)} ({how})"
    yield f"Kendall τ_b = {number(found.tau, 3)}"
    if done.partial is not None:
        fixed = number(done.partial, 3)
        yield f"{names[2]}相同时的偏 ρ = {fixed}" if zh else f"partial ρ, {names[2]} held fixed = {fixed}"
    span = f"{number(low, 3)} – {number(high, 3)}"
    yield f"逐个去掉一个地区，ρ 在 {span} 之间" if zh else f"rho without one region in turn: {span}"
    yield (
        f"两列都高于中位数 {both}，仅第一列 {first}，仅第二列 {second}，都不高于 {neither}"
        if zh
        else f"Above the median of both {both}, first only {first}, second only {second}, neither {neither}"
    )
    yield conclusion(found, language)
    yield NO_CAUSES.of(language)


def concentration_lines(found: Concentration, column: str, language: str) -> Iterator[str]:
    """How concentrated a column is."""
    zh = language == "zh"
    total = f"{found.total:,.6f}".rstrip("0").rstrip(".")
    yield f"{column}：{found.n} 个地区，合计 {total}" if zh else f"{column}: {found.n} regions, total {total}"
    for count, share in found.first.items():
        percent = number(100 * share, 2)
        yield f"前 {count} 位占 {percent}%" if zh else f"Share of the first {count}: {percent}%"
    equal = number(10_000 / found.n, 1)
    yield (
        f"HHI {number(found.hhi, 1)}（各地相等时为 {equal}，全在一地为 10,000）"
        if zh
        else f"HHI {number(found.hhi, 1)} ({equal} if all were equal, 10,000 if one had all)"
    )
    gini = number(found.gini, 4)
    yield f"基尼系数 {gini}（0 为各地相等）" if zh else f"Gini {gini} (0 if all were equal)"


def attainment_lines(found: Sequence[Attained], language: str) -> Iterator[str]:
    """A line a target: how far it was reached, and the change."""
    for one in found:
        target = one.target
        named = target.name.of(language) + (f" · {one.region}" if one.region else "")
        unit = f" {target.unit.of(language)}" if target.unit.zh else ""
        figures = f"{_plain(target.base)} → {_plain(one.actual)}{unit}"
        aim = _aim(one, language)
        yield f"{named}：{figures}；{aim}" if language == "zh" else f"{named}: {figures}; {aim}"


def _aim(one: Attained, language: str) -> str:
    zh, attained, change = language == "zh", one.attainment, one.change
    aim = f"目标 {_plain(one.target.target)}" if zh else f"target {_plain(one.target.target)}"
    if attained is None:
        done = "完成程度无从计算（目标等于基数）" if zh else "attainment undefined (target = base)"
    else:
        done = f"完成 {number(100 * attained, 1)}%" if zh else f"attained {number(100 * attained, 1)}%"
    sign = "+" if change is not None and change > 0 else ""
    unit = (" 个百分点" if zh else " pp") if one.points else "%"
    moved = "" if change is None else ("，变化 " if zh else ", change ") + f"{sign}{number(change, 1)}{unit}"
    return f"{aim}{'，' if zh else ', '}{done}{moved}"


def target_lines(targets: Sequence[Target], language: str) -> Iterator[str]:
    """The indicators that are shipped, with base, target and where they come from."""
    for one in targets:
        indent = "    " if one.part_of else ""
        unit = one.unit.of(language)
        yield f"{indent}{one.id}  {one.name.of(language)}  {_plain(one.base)} → {_plain(one.target)} {unit}"
    for source in dict.fromkeys(one.source for one in targets):
        yield Text("来源：", "Source: ").of(language) + (source.of(language) if source else "—")


def number(value: float, decimals: int) -> str:
    """`value` with `decimals` places, halves away from zero, commas between thousands."""
    return f"{half_up(value, decimals):,}"


def _plain(value: float) -> str:
    return f"{value:,.6f}".rstrip("0").rstrip(".")
