"""What the method is and how its figures are read, in words; the same on the terminal and in the workbook."""

from collections.abc import Iterator

from ..questionnaire import Text
from .association import DRAWN, EXACT, SEED, Association
from .index import Index
from .ranks import LEAST_FOR_CODES
from .sensitivity import Reversals, Without

SIGNIFICANT = 0.05
FEW = 10  # regions, below which a ranking is unsteady
LEVELS = {
    "province": Text("省级地区", "Provinces"),
    "city": Text("城市（地级）", "Cities (prefecture level)"),
    "other": Text("表中所列地区（名称未经核对）", "Regions as the table names them (names not checked)"),
}
METHOD = (
    Text(
        "每个指标先换算到 0 至 1：基准年各地区中最好的为 1，最差的为 0；越低越好的指标方向相反。",
        "Every indicator is scaled to 0 to 1: 1 is the best region of the base year, 0 the worst; where lower is "
        "better, the other way round.",
    ),
    Text(
        "权重用熵值法得出：各地区差别越大的指标权重越大，各地区都相同的指标权重为 0。"
        "权重只反映差别大小，不代表重要程度。",
        "Weights follow from entropy: the more an indicator differs between regions, the more it weighs; one that all "
        "share weighs 0. Weights say how much regions differ, not how important an indicator is.",
    ),
    Text(
        "接近度（TOPSIS）= 到最差点的距离 ÷（到最好点的距离 + 到最差点的距离），0 为处处最差，1 为处处最好。",
        "Closeness (TOPSIS) is the distance to the worst point over the sum of the distances to the best and the "
        "worst: 0 is the worst in everything, 1 the best in everything.",
    ),
    Text(
        "各年都用基准年的权重和上下限，超出的按上下限计，因此各年的接近度可以比较。",
        "All years take weights and limits of the base year, and values beyond the limits count as the limits, so that "
        "closeness can be compared between years.",
    ),
    Text(
        "名次只在这些地区、这些指标之内成立：增减一个地区或指标，其他地区的先后也可能改变，见敏感性和互换两表。",
        "Ranks hold among these regions and by these indicators only: with a region or an indicator more or less, the "
        "order of others may change; see the sheets on sensitivity and on swaps.",
    ),
)
CODES = Text(
    "档：优于它的地区不到 5% 为 A+，不到 40% 为 A，其余为 B；并列者同档。",
    "Class: A+ where fewer than 5% of the regions are better, A where fewer than 40% are, else B; ties share a class.",
)
NO_CODES = Text(
    f"地区少于 {LEAST_FOR_CODES} 个，不分档。", f"There are no classes with fewer than {LEAST_FOR_CODES} regions."
)
_OTHERS = Text(
    "各年的地区不完全相同，名次不能跨年比较。", "Years have different regions: compare closeness, not ranks."
)
NO_CAUSES = Text(
    "这里只说两列是否同高同低，不说谁影响谁；都随地区大小而变的两列也会同高同低，宜用占比或按企业数、人口平均的数。",
    "This says whether the columns are high and low in the same regions, not that one brings the other about. Columns "
    "that both grow with the size of a region go together as well: take shares, or figures a head or an enterprise.",
)


def warnings(found: Index, without: tuple[Without, ...], swaps: Reversals, language: str) -> Iterator[str]:
    """What a reader must know before believing the ranks."""
    zh, n = language == "zh", len(found.years[found.base_year].regions)
    yield from (_without_file(problem.message(language), problem.place.column) for problem in found.warnings)
    if n < FEW:
        yield f"只有 {n} 个地区，名次不稳定。" if zh else f"Ranks of few regions ({n}) are unsteady."
    if swaps.found:
        yield _swapped(swaps, language)
    widest = max(without, key=lambda one: one.shift, default=None)
    if widest and widest.shift:
        name = found.indicators.indicators[widest.indicator].name.of(language)
        yield (
            f"去掉指标“{name}”，有地区的名次变动 {widest.shift} 位。"
            if zh
            else f"Without the indicator '{name}' a rank changes by {widest.shift}."
        )
    regions = [frozenset(region.code for region in scores.regions) for scores in found.years.values()]
    if len(set(regions)) > 1:
        yield _OTHERS.of(language)


def _without_file(message: str, column: str) -> str:
    return f"{column}: {message}" if column else message


def _swapped(swaps: Reversals, language: str) -> str:
    zh, first = language == "zh", swaps.found[0]
    better, worse = first.pairs[0]
    left, one, other = (region.name.of(language) for region in (first.left_out, better, worse))
    count = len(swaps.found)
    if zh:
        example = f"例如去掉{left}，{one}与{other}互换。"
        return f"名次取决于有哪些地区：去掉一个地区，另外的地区会互换先后，这样的地区有 {count} 个。{example}"
    return (
        f"Ranks depend on which regions there are: others swap when one is left out (regions that do this: {count}). "
        f"Without {left}, for example, {one} and {other} swap."
    )


def conclusion(found: Association, language: str) -> str:
    """What an association says, without causes."""
    zh = language == "zh"
    if found.p >= SIGNIFICANT:
        return (
            "看不出两列同高同低：这样的 ρ 凭偶然也不少见。"
            if zh
            else "The columns cannot be told to go together: a rho like this is not rare by chance."
        )
    if found.rho > 0:
        words = ("两列大体同高同低。", "The columns go together: mostly high in the same regions.")
    else:
        words = ("两列大体此高彼低。", "The columns go opposite ways: where one is high, the other mostly is low.")
    return words[0] if zh else words[1]


def permutations_text(found: Association, language: str) -> str:
    """How p was found."""
    if found.exact:
        return f"精确置换检验，n ≤ {EXACT}" if language == "zh" else f"exact permutation test, n <= {EXACT}"
    return (
        f"{DRAWN:,} 次随机置换，随机种子 {SEED}" if language == "zh" else f"{DRAWN:,} random permutations, seed {SEED}"
    )
