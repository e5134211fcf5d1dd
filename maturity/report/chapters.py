"""The chapters in the questionnaire's order: elements, domains, subdomains; scores, strengths, gaps."""

from collections.abc import Iterator
from fractions import Fraction

from ..answers import Answer, Chosen, NotApplicable
from ..questionnaire import Domain, Element, Item, Subdomain
from ..questionnaire.naming import item_number
from ..scoring import Node
from ..text.numbers import format_score
from .blocks import Block, Cell, Column, Prose, Section, Table
from .context import NONE, Teller
from .pictures import domain_radar, level_bars, totals


def overview(tell: Teller) -> Section:
    """Both pictures, and every subdomain at every level."""
    blocks: tuple[Block, ...] = (
        level_bars(tell.result, tell.language),
        domain_radar(tell.result, tell.language),
        _matrix(tell),
    )
    return Section("2", tell.say("得分总览", "Score overview"), blocks, fresh=True)


def chapters(tell: Teller) -> Section:
    """One part an element, one below a domain; a domain that is its only subdomain is told once."""
    elements = [element for element in tell.questionnaire.elements if _assessed(tell, element.domains)]
    parts = tuple(_element(tell, element, f"3.{number}") for number, element in enumerate(elements, 1))
    return Section("3", tell.say("各能力要素", "Capability elements"), (), parts, fresh=True)


def _assessed(tell: Teller, domains: tuple[Domain, ...]) -> list[Domain]:
    known = {subdomain.id for subdomain in tell.result.response.subdomains}
    return [domain for domain in domains if any(sub.id in known for sub in domain.subdomains)]


def _element(tell: Teller, element: Element, number: str) -> Section:
    domains = _assessed(tell, element.domains)
    parts = tuple(_domain(tell, domain, f"{number}.{place}") for place, domain in enumerate(domains, 1))
    return Section(number, element.name.of(tell.language), (_domains(tell, domains),), parts)


def _domain(tell: Teller, domain: Domain, number: str) -> Section:
    known = {subdomain.id for subdomain in tell.result.response.subdomains}
    subs = [sub for sub in domain.subdomains if sub.id in known]
    name = domain.name.of(tell.language)
    if [tell.names["subdomain", sub.id] for sub in subs] == [name]:
        return Section(number, name, tuple(_subdomain(tell, subs[0])))
    parts = tuple(
        Section(f"{number}.{place}", tell.names["subdomain", sub.id], tuple(_subdomain(tell, sub)))
        for place, sub in enumerate(subs, 1)
    )
    return Section(number, name, (), parts)


def _subdomain(tell: Teller, subdomain: Subdomain) -> Iterator[Block]:
    yield Prose(subdomain.about.of(tell.language))
    yield _scores(tell, subdomain)
    strong, gaps, aside = _sorted(tell, subdomain)
    if gaps:
        yield _items(tell, tell.say("差距", "Gaps"), gaps)
    if strong:
        yield _items(tell, tell.say("优势", "Strengths"), strong)
    if aside:
        yield _items(tell, tell.say("不适用", "Not applicable"), aside)


def _sorted(tell: Teller, subdomain: Subdomain) -> tuple[list[Item], list[Item], list[Item]]:
    """The items that reach the pass mark, those that do not, those set aside; in ascending level."""
    answers = tell.result.response.answers
    strong: list[Item] = []
    gaps: list[Item] = []
    aside: list[Item] = []
    for item in subdomain.items:
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
        Column(say("能力子域", "Subdomain"), 24),
        *(Column(tell.short(level.number), 8, "number") for level in levels),
        Column(say("合计", "Total"), 8, "number"),
        Column(say("条目", "Items"), 28),
    )
    sums = totals(tell.result, "subdomain")
    rows = [
        (
            Cell(tell.names["subdomain", sub.id]),
            *(_cell(tell, tell.by_level.get(("subdomain", sub.id, level.number))) for level in levels),
            Cell(format_score(sums.get(sub.id))),
            Cell(tell.counted(sub.items)),
        )
        for sub in tell.result.response.subdomains
    ]
    whole = tuple(Cell(tell.score(level.score), tone="met" if level.met else "strong") for level in levels)
    every = tell.counted(tell.result.response.items)
    rows.append((Cell(say("等级得分", "Level score"), tone="strong"), *whole, Cell(NONE), Cell(every)))
    return Table(
        "matrix",
        say("得分总表", "Scores"),
        say("各能力子域、各等级得分", "Scores of every subdomain at every level"),
        columns,
        tuple(rows),
        _legend(tell),
    )


def _domains(tell: Teller, domains: list[Domain]) -> Table:
    say, levels, sums = tell.say, tell.result.levels, totals(tell.result, "domain")
    columns = (
        Column(say("能力域", "Domain"), 24),
        *(Column(tell.short(level.number), 8, "number") for level in levels),
        Column(say("合计", "Total"), 8, "number"),
        Column(say("条目", "Items"), 28),
    )
    known = {subdomain.id for subdomain in tell.result.response.subdomains}
    rows = tuple(
        (
            Cell(tell.names["domain", domain.id]),
            *(_cell(tell, tell.by_level.get(("domain", domain.id, level.number))) for level in levels),
            Cell(format_score(sums.get(domain.id))),
            Cell(tell.counted(tuple(item for sub in domain.subdomains if sub.id in known for item in sub.items))),
        )
        for domain in domains
    )
    return Table("domains", say("能力域得分", "Domains"), say("能力域得分", "Scores of the domains"), columns, rows)


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


def _scores(tell: Teller, subdomain: Subdomain) -> Table:
    """The scores, and below them what they are means of."""
    say, levels = tell.say, tell.result.levels
    first = 25
    columns = (
        Column("", first),
        *(Column(tell.short(level.number), (100 - first) // len(levels), "number") for level in levels),
    )
    nodes = [tell.by_level.get(("subdomain", subdomain.id, level.number)) for level in levels]
    counts = [tell.count(subdomain.items_at(level.number)) for level in levels]
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
    return Table("scores", say("子域得分", "Subdomains"), title, columns, rows)


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
