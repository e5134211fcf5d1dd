"""What of a report is shown on slides, for a closing meeting: the verdict, each chart, and the tables to decide by."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..charts.assessments import Bars, Radar
from .blocks import Block, Facts, Prose, Report, Table

# Kinds of tables that fit a slide and that a meeting decides by. The others stay in the report.
_SHOWN = frozenset(
    {
        *("levels", "extremes", "roadmap", "targets", "actions", "findings"),  # graded by levels
        *("totals", "against", "fewest", "gains"),  # self-evaluation without levels
        *("beside", "gates", "differing"),  # by a third party
    }
)


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide after the cover: its title, the heading of the section that it is from ("" for none), and its blocks."""

    title: str
    section: str
    blocks: tuple[Block, ...]


def slides(report: Report) -> list[Slide]:
    """The slides of `report` in order: the verdict with the notices of the cover, charts and tables in reading order,
    at last what the result rests on. All tables that are `decided` are shown, of the others those of each kind in the
    first section that has it; figures and texts are those of the report.
    """
    return [_verdict(report), *_shown(report), _basis(report)]


def _verdict(report: Report) -> Slide:
    blocks: tuple[Block, ...] = (report.verdict, *report.notices, *dict.fromkeys(report.strong))
    return Slide("结论" if report.language == "zh" else "Result", "", blocks)


def _shown(report: Report) -> Iterator[Slide]:
    seen: set[str] = set()
    for _, section in report.walk():
        tables = [block for block in section.blocks if isinstance(block, Table) and block.rows]
        for block in section.blocks:
            if isinstance(block, Bars | Radar):
                yield Slide(block.title, section.heading, (block,))
            elif isinstance(block, Table) and block.decided and block.rows:
                yield Slide(block.title or section.title, section.heading, (block,))
            elif isinstance(block, Table) and block.kind in _SHOWN - seen and block.rows:
                seen.add(block.kind)
                alike = tuple(table for table in tables if table.kind == block.kind)
                yield Slide(block.sheet if len(alike) > 1 else block.title or section.title, section.heading, alike)


def _basis(report: Report) -> Slide:
    title = "依据与限制" if report.language == "zh" else "What the result rests on"
    return Slide(title, "", (Facts(report.facts.pairs), *report.conditions, Prose(report.imprint)))
