"""The section with the figures of agreement, each explained in two sentences."""

from collections.abc import Iterator

from ...questionnaire import Group
from ...workshop import Verdict
from ...workshop.alpha import LEAST_ITEMS, Alpha, ordinal_alpha, rwg_j
from ...workshop.chance import rwg_limit
from ..blocks import Block, Cell, Column, Facts, Section, Table
from ..context import NONE
from .context import MinutesContext, decimal, share
from .dossier import MinutesItem

_EXPLAINED = (  # label and two sentences, in Chinese and English
    (
        ("有效", "Judged"),
        (
            "选了某一档的票数；“不适用”“无法判断”和未投的不算，未投的写在下面。其余各项都只按这些票计算。",
            "The votes on one of the choices, without 'not applicable', 'cannot judge' and those not cast, which stand "
            "below. All other figures are of these votes.",
        ),
    ),
    (
        ("最多", "Most"),
        (
            "票数最多的一档占有效票的比例。100% 表示全体一致。",
            "The share of the choice with most votes. 100% means that all agree.",
        ),
    ),
    (
        ("中位数", "Median"),
        (
            "把票从低到高排列，正中间的那一档。票数为偶数、中间两票不同时，两档都写出，确定时默认取较低的一档。",
            "The choice in the middle when the votes are put in order. Where the two middle ones of an even number "
            "differ, both are named, and settling proposes the lower one.",
        ),
    ),
    (
        ("四分位距", "IQR"),
        (
            "中间一半的票相差几档，0 表示中间一半选的是同一档。下面的全距是最低一票到最高一票相差几档。",
            "How many steps the middle half of the votes spans; 0 means that it is all on one choice. The range below "
            "it goes from the lowest vote to the highest.",
        ),
    ),
    (
        ("平均偏差", "AD"),
        (
            "各票与中位数平均相差几档。四档时，一般在 0.67 以下才算接近。",
            "How many steps the votes lie from the median on average. With four choices they count as close up to "
            "about 0.67.",
        ),
    ),
    (
        ("r_wg", "r_wg"),
        (
            "1 表示全体一致，0 表示与随便投票一样分散，或者更分散（两极分化）。人少时随便投票也常常很高，所以下面写出"
            "随机投票二十次里约有一次超过的值。",
            "1 means that all agree, 0 that votes spread as much as random ones or more (polarised). In small rooms "
            "random votes often come high; below it stands what they exceed once in twenty times.",
        ),
    ),
    (
        ("另一侧", "Across"),
        (
            "与中位数分处及格线两侧的票的比例。达到四分之一，就是对“是否达到要求”有分歧。",
            "The share of votes on the other side of the pass mark from the median. A quarter or more means that "
            "people disagree on whether it is met.",
        ),
    ),
    (
        ("r_wg(J)", "r_wg(J)"),
        (
            "把一个部分的各条合起来看的 r_wg。条数越多，它自然越高，所以只宜与条数相近的部分比较。",
            "r_wg over all items of an area. It rises with their number, so compare areas of about the same size.",
        ),
    ),
    (
        ("α", "Alpha"),
        (
            "Krippendorff α（等级）：同一条内的分歧与各条之间的分歧相比，1 为完全一致，0 为与随便投票一样。"
            "各条的结果差不多时，即使大家一致它也很低，所以不要单独看它；不足 5 条时没有意义，不给出。",
            "Krippendorff's alpha for ranks sets the disagreement within items against that between all votes: 1 is "
            "full agreement, 0 is that of random votes. Where all items come out alike it is low although people "
            "agree, so never read it alone; below 5 items it has no meaning and is not given.",
        ),
    ),
)


def agreement(context: MinutesContext) -> Section:
    """The figures by item, area and sitting, and what each means."""
    say = context.say
    blocks: list[Block] = []
    rows = tuple(_row(context, one) for one in context.dossier.items if isinstance(one.verdict, Verdict))
    if rows:
        blocks += [Table("figures", say("一致程度", "Agreement"), say("逐条", "By item"), _columns(context), rows)]
        blocks += [_areas(context)]
    explained = Facts(tuple((say(*label), say(*words)) for label, words in _EXPLAINED))
    part = Section("3.1", say("这些数字是什么意思", "What the figures mean"), (explained,))
    return Section("3", say("一致程度", "Agreement"), tuple(blocks), (part,))


def _columns(context: MinutesContext) -> tuple[Column, ...]:
    say = context.say
    return (
        Column(say("条目", "Item"), 21),
        Column(say("有效", "Judged"), 10, "number"),
        Column(say("最多", "Most"), 8, "number"),
        Column(say("中位数", "Median"), 18),
        Column(say("四分位距", "IQR"), 10, "number"),
        Column(say("平均偏差", "AD"), 10, "number"),
        Column("r_wg", 14, "number"),
        Column(say("另一侧", "Across"), 9, "number"),
    )


def _row(context: MinutesContext, one: MinutesItem) -> tuple[Cell, ...]:
    verdict = one.verdict
    if not isinstance(verdict, Verdict) or (found := verdict.figures) is None:
        return (Cell(context.name(one.item)), Cell("0"), *(Cell(NONE) for _ in range(6)))
    return (
        Cell(context.name(one.item)),
        Cell(str(found.n), _missing(context, verdict)),
        Cell(share(found.mode_share)),
        Cell(context.median(one)),
        Cell(str(found.iqr), context.say(f"全距 {found.range}", f"range {found.range}")),
        Cell(decimal(found.ad)),
        Cell(*_rwg(context, one)),
        Cell(share(found.across)),
    )


def _missing(context: MinutesContext, verdict: Verdict) -> str:
    """How many of those present have not voted; "" for none."""
    number = verdict.tally.missing
    return context.say(f"未投 {number}", f"{number} missing") if number else ""


def _rwg(context: MinutesContext, one: MinutesItem) -> tuple[str, str]:
    """r_wg with, below it, what random votes exceed once in twenty times."""
    verdict = one.verdict
    if not isinstance(verdict, Verdict) or verdict.figures is None or verdict.figures.rwg is None:
        return NONE, ""
    found = verdict.figures
    limit = rwg_limit(found.n, verdict.scale.size)
    chance = context.say(f"随机 {limit:.2f}", f"random {limit:.2f}") if limit is not None else ""
    polarised = context.say("（两极）", " (polarised)") if found.polarised else ""
    return f"{decimal(found.rwg)}{polarised}", chance


def _areas(context: MinutesContext) -> Table:
    """r_wg(J) and alpha of every area, then alpha of the sitting with its interval."""
    say = context.say
    columns = (
        Column(context.questionnaire.area_tier.name.of(context.language), 40),
        Column(say("条数", "Items"), 12, "number"),
        Column("r_wg(J)", 14, "number"),
        Column(say("α（95% 区间）", "Alpha (95% interval)"), 34),
    )
    rows = tuple(_lines(context))
    return Table("areas", say("各部分一致", "Areas"), say("各部分与全场", "By area, and the whole"), columns, rows)


def _lines(context: MinutesContext) -> Iterator[tuple[Cell, ...]]:
    every: list[tuple[int, ...]] = []
    groups: list[tuple[Group, list[tuple[int, ...]]]] = []
    for area, members in context.areas:
        counted = [one.verdict.tally.counts for one in members if isinstance(one.verdict, Verdict)]
        groups.append((area, counted))
        every += counted
    for area, counted in groups:
        if counted:
            yield _line(context, area.name.of(context.language), counted)
    yield _line(context, context.say("全场", "The whole"), every)


def _line(context: MinutesContext, name: str, counted: list[tuple[int, ...]]) -> tuple[Cell, ...]:
    same = len({len(counts) for counts in counted}) == 1  # choices of the same number, else alpha has no ranks
    return (
        Cell(name),
        Cell(str(len(counted))),
        Cell(decimal(rwg_j(counted))),
        Cell(_alpha(context, len(counted), ordinal_alpha(counted) if same else None)),
    )


def _alpha(context: MinutesContext, items: int, found: Alpha | None) -> str:
    if found is None:
        few = context.say(f"不足 {LEAST_ITEMS} 条", f"fewer than {LEAST_ITEMS} items")
        return few if items < LEAST_ITEMS else context.say("无法计算", "undefined")
    if found.low is None or found.high is None:
        return decimal(found.value)
    return context.say(
        f"{decimal(found.value)}（{decimal(found.low)} 至 {decimal(found.high)}）",
        f"{decimal(found.value)} ({decimal(found.low)} to {decimal(found.high)})",
    )
