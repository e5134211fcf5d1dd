"""The sections with scores: an overview, and a chapter for each outermost group with its strengths and gaps."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ..answers import Answer, Chosen, NotApplicable
from ..questionnaire import Group, Item
from ..questionnaire.naming import inside, item_number
from ..scoring import Node
from ..text.numbers import format_score
from .blocks import Block, Cell, Column, Prose, Section, Table
from .context import NONE, Teller
from .pictures import level_bars, summary_radar, totals


def overview(tell: Teller) -> Section:
    """The section with both charts and a table of the scores of every area at every level."""
    blocks: tuple[Block, ...] = (
        level_bars(tell.result, tell.language),
        summary_radar(tell.result, tell.language),
        _matrix(tell),
    )
    return Section("2", tell.say("得分总览", "Score overview"), blocks, fresh=True)


def chapters(tell: Teller) -> Section:
    """The section with a subsection for each assessed outermost group and, below it, for the groups that it contains.

    A group whose only area has the same name gets one subsection for both.
    """
    return Section("3", heading(tell), (), _parts(tell, tell.questionnaire.groups, "3"), fresh=True)


def heading(tell: Teller) -> str:
    """The heading of the chapters, from the name of the outermost tier."""
    tier = tell.questionnaire.tiers[0]
    return tell.say(f"各{tier.name.zh}", tier.plural)


def _parts(tell: Teller, groups: Sequence[Group], number: str) -> tuple[Section, ...]:
    kept = _assessed(tell, groups)
    return tuple(_group(tell, group, f"{number}.{place}") for place, group in enumerate(kept, 1))


def _assessed(tell: Teller, groups: Sequence[Group]) -> list[Group]:
    known = {area.id for area in tell.result.response.areas}
    return [group for group in groups if any(area.id in known for area in group.areas)]


def _group(tell: Teller, group: Group, number: str) -> Section:
    name = group.name.of(tell.language)
    if not group.groups:
        return Section(number, name, tuple(_area(tell, group)))
    below = _assessed(tell, group.groups)
    of_areas = not below[0].groups
    if of_areas and [area.name.of(tell.language) for area in below] == [name]:
        return Section(number, name, tuple(_area(tell, below[0])))
    tables = () if of_areas else (_groups(tell, below),)
    return Section(number, name, tables, _parts(tell, group.groups, number))


def _area(tell: Teller, area: Group) -> Iterator[Block]:
    if area.about:
        yield Prose(area.about.of(tell.language))
    yield _scores(tell, area)
    strong, gaps, aside = _sorted(tell, area)
    if gaps:
        yield _items(tell, tell.say("差距", "Gaps"), gaps)
    if strong:
        yield _items(tell, tell.say("优势", "Strengths"), strong)
    if aside:
        yield _items(tell, tell.say("不适用", "Not applicable"), aside)


def _sorted(tell: Teller, area: Group) -> tuple[list[Item], list[Item], list[Item]]:
    """The items of an area in ascending level: those that reach the pass mark, those that do not,
    those not applicable.
    """
    answers = tell.result.response.answers
    strong: list[Item] = []
    gaps: list[Item] = []
    aside: list[Item] = []
    for item in area.items:
        answer = answers.get(item.id)
        if isinstance(answer, NotApplicable):
            aside.append(item)
        else:
            (strong if _score(tell, answer) >= tell.mark else gaps).append(item)
    return strong, gaps, aside


def _score(tell: Teller, answer: Answer | None) -> Fraction:
    return tell.questionnaire.choice(answer.choice).score if isinstance(answer, Chosen) else Fraction(0)


def _matrix(tell: Teller) -> Table:
    say, levels = tell.say, tell.result.levels
    columns = (
        Column(tell.area, 24),
        *(Column(tell.short(level.number), 8, "number") for level in levels),
        Column(say("合计", "Total"), 8, "number"),
        Column(say("条目", "Items"), 28),
    )
    tier = tell.questionnaire.area_tier
    sums = totals(tell.result, tier)
    rows = [
        (
            Cell(tell.names[sub.key]),
            *(_cell(tell, tell.by_level.get((*sub.key, level.number))) for level in levels),
            Cell(format_score(sums.get(sub.id))),
            Cell(tell.counted(sub.items)),
        )
        for sub in tell.result.response.areas
    ]
    whole = tuple(Cell(tell.score(level.score), tone="met" if level.met else "strong") for level in levels)
    every = tell.counted(tell.result.response.items)
    rows.append((Cell(say("等级得分", "Level score"), tone="strong"), *whole, Cell(NONE), Cell(every)))
    return Table(
        "matrix",
        say("得分总表", "Scores"),
        say(f"各{tier.name.zh}、各等级得分", f"Scores of every {inside(tier.name.en)} at every level"),
        columns,
        tuple(rows),
        _legend(tell),
    )


def _groups(tell: Teller, groups: list[Group]) -> Table:
    """A table of the scores of groups of one tier, a row a group."""
    say, levels, tier = tell.say, tell.result.levels, groups[0].tier
    sums = totals(tell.result, tier)
    columns = (
        Column(tier.name.of(tell.language), 24),
        *(Column(tell.short(level.number), 8, "number") for level in levels),
        Column(say("合计", "Total"), 8, "number"),
        Column(say("条目", "Items"), 28),
    )
    known = {area.id for area in tell.result.response.areas}
    rows = tuple(
        (
            Cell(tell.names[group.key]),
            *(_cell(tell, tell.by_level.get((*group.key, level.number))) for level in levels),
            Cell(format_score(sums.get(group.id))),
            Cell(tell.counted(tuple(item for area in group.areas if area.id in known for item in area.items))),
        )
        for group in groups
    )
    title = say(f"{tier.name.zh}得分", f"Scores of the {inside(tier.plural)}")
    return Table("groups", say(f"{tier.name.zh}得分", tier.plural), title, columns, rows)


def _cell(tell: Teller, node: Node | None) -> Cell:
    if node is None or node.score is None:
        return Cell(NONE, tone="quiet")
    if node.carried_from:
        return Cell(f"({tell.score(node.score)})", tone="quiet")
    return Cell(tell.score(node.score), tone="met" if node.score >= tell.mark else "")


def _legend(tell: Teller) -> str:
    mark = format_score(tell.mark, 1)
    return tell.say(
        f"粗体为达到 {mark}；括号内为本级没有适用条目、沿用较低等级的得分；“—”为没有可计的得分。",
        f"Bold reaches {mark}; brackets show the score of a lower level, used because no item of this level applies; "
        "a dash means that nothing applies.",
    )


def _scores(tell: Teller, area: Group) -> Table:
    """A table of the scores of an area by level, with the number of items that each is the mean of."""
    say, levels = tell.say, tell.result.levels
    first = 25
    columns = (
        Column("", first),
        *(Column(tell.short(level.number), (100 - first) // len(levels), "number") for level in levels),
    )
    nodes = [tell.by_level.get((*area.key, level.number)) for level in levels]
    counts = [tell.count(area.items_at(level.number)) for level in levels]
    rows = (
        (Cell(say("得分", "Score")), *(_cell(tell, node) for node in nodes)),
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
    tier = tell.questionnaire.area_tier
    return Table("scores", say(f"{tier.name.zh}得分", tier.plural), title, columns, rows)


def _items(tell: Teller, title: str, items: list[Item]) -> Table:
    say, answers = tell.say, tell.result.response.answers
    columns = (
        Column(say("条目", "Item"), 14),
        Column(say("要求", "Requirement"), 61),
        Column(say("答案与得分", "Answer, score"), 25),
    )
    rows = tuple(
        (
            Cell(item_number(tell.questionnaire, item, tell.language), tone="quiet"),
            Cell(item.text.of(tell.language), tell.note(item)),
            Cell(_answered(tell, answers.get(item.id))),
        )
        for item in items
    )
    return Table("items", say("条目", "Items"), title, columns, rows)


def _answered(tell: Teller, answer: Answer | None) -> str:
    words = tell.answer(answer)
    return words if isinstance(answer, NotApplicable) else f"{words} {format_score(_score(tell, answer))}"
