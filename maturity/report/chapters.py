"""The sections with scores: an overview, and a chapter for each outermost group with its strengths and gaps."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ..answers import Answer, Chosen, NotApplicable
from ..questionnaire import Group, Item
from ..questionnaire.naming import inside, item_number
from ..scoring import Node
from ..text.numbers import format_score
from .blocks import Block, Cell, Column, Prose, Section, Table
from .context import NONE, Context
from .pictures import level_bars, summary_radar, totals


def overview(context: Context) -> Section:
    """The section with both charts and a table of the scores of every area at every level."""
    blocks: tuple[Block, ...] = (
        level_bars(context.result, context.language),
        summary_radar(context.result, context.language),
        _matrix(context),
    )
    return Section("2", context.say("得分总览", "Score overview"), blocks, page_break=True)


def chapters(context: Context) -> Section:
    """The section with a subsection for each assessed outermost group and, below it, for the groups that it contains.

    A group whose only area has the same name gets one subsection for both.
    """
    return Section("3", heading(context), (), _parts(context, context.questionnaire.groups, "3"), page_break=True)


def heading(context: Context) -> str:
    """The heading of the chapters, from the name of the outermost tier."""
    tier = context.questionnaire.tiers[0]
    return context.say(f"各{tier.name.zh}", tier.plural)


def _parts(context: Context, groups: Sequence[Group], number: str) -> tuple[Section, ...]:
    kept = _assessed(context, groups)
    return tuple(_group(context, group, f"{number}.{place}") for place, group in enumerate(kept, 1))


def _assessed(context: Context, groups: Sequence[Group]) -> list[Group]:
    known = {area.id for area in context.result.response.areas}
    return [group for group in groups if any(area.id in known for area in group.areas)]


def _group(context: Context, group: Group, number: str) -> Section:
    name = group.name.of(context.language)
    if not group.groups:
        return Section(number, name, tuple(_area(context, group)))
    below = _assessed(context, group.groups)
    of_areas = not below[0].groups
    if of_areas and [area.name.of(context.language) for area in below] == [name]:
        return Section(number, name, tuple(_area(context, below[0])))
    tables = () if of_areas else (_groups(context, below),)
    return Section(number, name, tables, _parts(context, group.groups, number))


def _area(context: Context, area: Group) -> Iterator[Block]:
    if area.about:
        yield Prose(area.about.of(context.language))
    yield _scores(context, area)
    strong, gaps, aside = _sorted(context, area)
    if gaps:
        yield _items(context, context.say("差距", "Gaps"), gaps)
    if strong:
        yield _items(context, context.say("优势", "Strengths"), strong)
    if aside:
        yield _items(context, context.say("不适用", "Not applicable"), aside)


def _sorted(context: Context, area: Group) -> tuple[list[Item], list[Item], list[Item]]:
    """The items of an area in ascending level: those that reach the pass mark, those that do not,
    those not applicable.
    """
    answers = context.result.response.answers
    strong: list[Item] = []
    gaps: list[Item] = []
    aside: list[Item] = []
    for item in area.items:
        answer = answers.get(item.id)
        if isinstance(answer, NotApplicable):
            aside.append(item)
        else:
            (strong if _score(context, answer) >= context.mark else gaps).append(item)
    return strong, gaps, aside


def _score(context: Context, answer: Answer | None) -> Fraction:
    return context.questionnaire.choice(answer.choice).score if isinstance(answer, Chosen) else Fraction(0)


def _matrix(context: Context) -> Table:
    say, levels = context.say, context.result.levels
    columns = (
        Column(context.area, 24),
        *(Column(context.short(level.number), 8, "number") for level in levels),
        Column(say("合计", "Total"), 8, "number"),
        Column(say("条目", "Items"), 28),
    )
    tier = context.questionnaire.area_tier
    sums = totals(context.result, tier)
    rows = [
        (
            Cell(context.names[sub.key]),
            *(_cell(context, context.by_level.get((*sub.key, level.number))) for level in levels),
            Cell(format_score(sums.get(sub.id))),
            Cell(context.counted(sub.items)),
        )
        for sub in context.result.response.areas
    ]
    whole = tuple(Cell(context.score(level.score), tone="met" if level.met else "strong") for level in levels)
    every = context.counted(context.result.response.items)
    rows.append((Cell(say("等级得分", "Level score"), tone="strong"), *whole, Cell(NONE), Cell(every)))
    return Table(
        "matrix",
        say("得分总表", "Scores"),
        say(f"各{tier.name.zh}、各等级得分", f"Scores of every {inside(tier.name.en)} at every level"),
        columns,
        tuple(rows),
        _legend(context),
    )


def _groups(context: Context, groups: list[Group]) -> Table:
    """A table of the scores of groups of one tier, a row a group."""
    say, levels, tier = context.say, context.result.levels, groups[0].tier
    sums = totals(context.result, tier)
    columns = (
        Column(tier.name.of(context.language), 24),
        *(Column(context.short(level.number), 8, "number") for level in levels),
        Column(say("合计", "Total"), 8, "number"),
        Column(say("条目", "Items"), 28),
    )
    known = {area.id for area in context.result.response.areas}
    rows = tuple(
        (
            Cell(context.names[group.key]),
            *(_cell(context, context.by_level.get((*group.key, level.number))) for level in levels),
            Cell(format_score(sums.get(group.id))),
            Cell(context.counted(tuple(item for area in group.areas if area.id in known for item in area.items))),
        )
        for group in groups
    )
    title = say(f"{tier.name.zh}得分", f"Scores of the {inside(tier.plural)}")
    return Table("groups", say(f"{tier.name.zh}得分", tier.plural), title, columns, rows)


def _cell(context: Context, node: Node | None) -> Cell:
    if node is None or node.score is None:
        return Cell(NONE, tone="quiet")
    if node.carried_from:
        return Cell(f"({context.score(node.score)})", tone="quiet")
    return Cell(context.score(node.score), tone="met" if node.score >= context.mark else "")


def _legend(context: Context) -> str:
    mark = format_score(context.mark, 1)
    return context.say(
        f"粗体为达到 {mark}；括号内为本级没有适用条目、沿用较低等级的得分；“—”为没有可计的得分。",
        f"Bold reaches {mark}; brackets show the score of a lower level, used because no item of this level applies; "
        "a dash means that nothing applies.",
    )


def _scores(context: Context, area: Group) -> Table:
    """A table of the scores of an area by level, with the number of items that each is the mean of."""
    say, levels = context.say, context.result.levels
    first = 25
    columns = (
        Column("", first),
        *(Column(context.short(level.number), (100 - first) // len(levels), "number") for level in levels),
    )
    nodes = [context.by_level.get((*area.key, level.number)) for level in levels]
    counts = [context.count(area.items_at(level.number)) for level in levels]
    rows = (
        (Cell(say("得分", "Score")), *(_cell(context, node) for node in nodes)),
        (
            Cell(say("已答/条目", "Answered/items")),
            *(Cell(f"{it.answered}/{it.total}", tone="quiet") for it in counts),
        ),
        (
            Cell(say("其中不适用", "of which not applicable")),
            *(Cell(str(it.not_applicable), tone="quiet") for it in counts),
        ),
    )
    title = say("各等级得分", "Scores by level")
    tier = context.questionnaire.area_tier
    return Table("scores", say(f"{tier.name.zh}得分", tier.plural), title, columns, rows)


def _items(context: Context, title: str, items: list[Item]) -> Table:
    say, answers = context.say, context.result.response.answers
    columns = (
        Column(say("条目", "Item"), 14),
        Column(say("要求", "Requirement"), 61),
        Column(say("答案与得分", "Answer, score"), 25),
    )
    rows = tuple(
        (
            Cell(item_number(context.questionnaire, item, context.language), tone="quiet"),
            Cell(item.text.of(context.language), context.note(item)),
            Cell(_answered(context, answers.get(item.id))),
        )
        for item in items
    )
    return Table("items", say("条目", "Items"), title, columns, rows)


def _answered(context: Context, answer: Answer | None) -> str:
    words = context.answer(answer)
    return words if isinstance(answer, NotApplicable) else f"{words} {format_score(_score(context, answer))}"
