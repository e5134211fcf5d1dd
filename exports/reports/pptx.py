"""A report as slides for a closing meeting: a cover, the verdict, native charts, and tables to decide by.

What was decided goes on over as many slides as it takes. Else what does not fit a slide is counted on it and stands in
the report.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from io import BytesIO
from pathlib import Path

from pptx import Presentation
from pptx.enum.text import PP_ALIGN
from pptx.slide import Slide as Drawn
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Length, Mm

from maturity.charts.assessments import Bars, Radar
from maturity.charts.palette import ACCENT, INK, MUTED, PAPER, RULE, level_colour
from maturity.errors import refuse
from maturity.report import Block, Cell, Facts, Notice, Prose, Report, Table, Verdict
from maturity.report.slides import Slide, slides

from ..package import place, repack
from . import powerpoint as office
from .grid import LINE, READ, ROOM, Grid, lines_of, notes_of
from .powerpoint import points

FONTS = {"zh": "Microsoft YaHei", "en": "Arial"}
_WIDTH, _HEIGHT, _MARGIN = points(960), points(540), points(48)
_TOP, _BOTTOM = points(112), points(496)
_FOOT = points(20)  # for what is said below a table
_TITLE_ONLY = 5  # of the layouts of an empty presentation
_WORDS, _SMALL, _NOTE = 16, 12, 11  # points


def write(report: Report, path: Path) -> Path:
    """Write `report` to `path`; returns it. Raises Refusal where that fails; no file is left then."""

    def check(draft: Path) -> None:
        if len(Presentation(str(draft)).slides) != 1 + len(_paged(report)):
            raise refuse("plan-not-verified", detail=path.name)

    place(path, lambda draft: _save(report, draft), check)
    return path


def _save(report: Report, path: Path) -> None:
    _Writer(report).presentation.save(str(path))
    repack(path, report.day, [])


class _Writer:
    """Writes one report, slide by slide."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.presentation = Presentation()
        self.presentation.slide_width, self.presentation.slide_height = _WIDTH, _HEIGHT
        office.set_fonts(self.presentation, FONTS[report.language])
        about, moment = self.presentation.core_properties, datetime.combine(report.day, time())
        about.title, about.subject, about.author = report.title, report.enterprise, "maturity"
        about.language = "zh-CN" if report.language == "zh" else "en-GB"
        about.created = about.modified = moment
        about.last_modified_by = "maturity"
        self._cover()
        for number, it in enumerate(_paged(report), 2):
            self._slide(it, number)

    def _say(self, zh: str, en: str) -> str:
        return zh if self.report.language == "zh" else en

    def _drawn(self, title: str, top: Length, size: int, lines: int = 1) -> Drawn:
        layout = self.presentation.slide_layouts[_TITLE_ONLY]
        drawn: Drawn = self.presentation.slides.add_slide(layout)
        head = drawn.shapes[0]
        head.left, head.top, head.width, head.height = _MARGIN, top, ROOM, points(size * LINE * lines + 8)
        self._write(office.plain(office.text_of(head)), title, size, strong=True)
        return drawn

    def _cover(self) -> None:
        report = self.report
        drawn = self._drawn(report.enterprise, points(176), 36, 2)
        for place_, logo in enumerate(report.logos):
            width, height = (Mm(side) for side in logo.printed)
            left = Length(_WIDTH - _MARGIN - width) if place_ else _MARGIN
            office.describe(drawn.shapes.add_picture(BytesIO(logo.image), left, points(48), width, height), logo.words)
        self._text(drawn, report.title, points(140), 20, colour=ACCENT)
        self._text(drawn, report.subtitle, points(286), 18, colour=MUTED)
        office.line(drawn, _MARGIN, points(336), points(96), ACCENT, points(3))
        self._text(drawn, report.day.isoformat(), points(356), _WORDS, colour=MUTED)

    def _slide(self, it: Slide, number: int) -> None:
        drawn = self._drawn(it.title, points(52), 26)
        self._text(drawn, it.section, points(32), _SMALL, colour=MUTED)
        office.line(drawn, _MARGIN, points(100), ROOM, RULE, points(1))
        self._text(drawn, f"{self.report.enterprise} · {self.report.title}", points(510), 10, colour=MUTED)
        self._text(drawn, str(number), points(510), 10, colour=MUTED, right=True)
        tables = [block for block in it.blocks if isinstance(block, Table)]
        if tables:
            self._tables(drawn, tables)
            return
        top = _TOP
        for place_, block in enumerate(it.blocks):
            if top >= _BOTTOM:
                self._more(drawn, len(it.blocks) - place_)
                return
            top = self._block(drawn, block, top)

    def _more(self, drawn: Drawn, count: int) -> None:
        words = self._say(f"还有 {count} 项，见报告。", f"{count} more in the report.")
        self._text(drawn, words, points(490), _NOTE, colour=MUTED)

    def _block(self, drawn: Drawn, block: Block, top: Length) -> Length:
        """Draw a block that is no table from `top` down; returns where the next one begins."""
        match block:
            case Verdict():
                return self._verdict(drawn, block, top)
            case Bars() | Radar():
                office.chart(drawn, block, self.report.language, (_MARGIN, top, ROOM, Length(_BOTTOM - top)))
                return _BOTTOM
            case Facts():
                words = self._say("；", "; ").join(f"{name}{self._say('：', ': ')}{told}" for name, told in block.pairs)
                return self._paragraph(drawn, words, top, _SMALL, colour=MUTED)
            case Prose():
                return self._paragraph(drawn, block.words, top, 20 if block.strong else _SMALL, strong=block.strong)
            case Notice():
                return self._paragraph(drawn, block.words, top, _WORDS, marked=True)
        raise TypeError(block)

    def _verdict(self, drawn: Drawn, it: Verdict, top: Length) -> Length:
        left = _MARGIN
        if it.level is not None:
            colour = PAPER if it.level > 3 else INK
            frame = office.square(drawn, left, top, points(88), level_colour(it.level))
            self._write(frame.paragraphs[0], str(it.level), 44, strong=True, colour=colour, align=PP_ALIGN.CENTER)
            left = Length(left + points(112))
        self._text(drawn, it.name, Length(top - points(4)), 32, strong=True, left=left)
        below = Length(top + points(44))
        if it.score:
            self._text(drawn, f"{it.score}  {it.maximum}".strip(), below, 22, left=left)
            below = Length(below + points(40))
        lines = lines_of(it.meaning, 18, Length(_WIDTH - _MARGIN - left))
        self._text(drawn, it.meaning, below, 18, left=left, lines=lines)
        return Length(max(top + points(112), below + points(lines * 18 * LINE + 32)))

    def _paragraph(
        self, drawn: Drawn, words: str, top: Length, size: int, *, strong: bool = False, colour: str = INK,
        marked: bool = False,
    ) -> Length:  # fmt: skip
        lines = lines_of(words, size, Length(ROOM - points(16)))
        height = points(lines * size * LINE)
        if marked:
            office.line(drawn, _MARGIN, top, points(3), ACCENT, height)
        left = Length(_MARGIN + (points(14) if marked else 0))
        self._text(drawn, words, top, size, strong=strong, colour=colour, left=left, lines=lines)
        return Length(top + height + points(12))

    def _text(
        self, drawn: Drawn, words: str, top: Length, size: int, *, strong: bool = False, colour: str = INK,
        left: Length = _MARGIN, lines: int = 1, right: bool = False,
    ) -> None:  # fmt: skip
        if words:
            room = (left, top, Length(_WIDTH - _MARGIN - left), points(lines * size * LINE + 2))
            frame = office.plain(drawn.shapes.add_textbox(*room).text_frame)
            self._write(frame, words, size, strong=strong, colour=colour, align=PP_ALIGN.RIGHT if right else None)

    def _tables(self, drawn: Drawn, tables: Sequence[Table]) -> None:
        """Draw tables one below the other, with letters of one size; several share the height alike and are titled."""
        room = Length((_BOTTOM - _TOP) // len(tables))
        caption = points(26 if len(tables) > 1 else 0)
        grids = [Grid.of(it, Length(room - caption - _FOOT)) for it in tables]
        size = min(READ if it.decided else grid.size for it, grid in zip(tables, grids, strict=True))
        top = _TOP
        for it, grid in zip(tables, grids, strict=True):
            if caption:
                self._text(drawn, it.title, top, _WORDS, strong=True, colour=ACCENT)
            top = self._table(drawn, it, grid, size, Length(top + caption))

    def _table(self, drawn: Drawn, it: Table, grid: Grid, size: int, top: Length) -> Length:
        kept = grid.fitting(size)
        heights = [grid.height(row, size) for row in kept]
        for cells, row in zip(office.table(drawn, (_MARGIN, top, ROOM), grid.widths, heights), kept, strict=True):
            for frame, cell, column in zip(cells, row, it.columns, strict=True):
                self._cell(frame, cell, size, column.kind == "number")
        below = Length(top + sum(heights) + points(6))
        if left := len(grid.rows) - len(kept):
            words = self._say(f"还有 {left} 行，见报告。", f"{left} more rows in the report.")
            self._text(drawn, words, below, _NOTE, colour=MUTED)
        return Length(below + points(18))

    def _cell(self, frame: TextFrame, it: Cell, size: int, right: bool) -> None:
        colour = MUTED if it.tone == "quiet" else INK
        align = PP_ALIGN.RIGHT if right else None
        self._write(frame.paragraphs[0], it.words, size, it.tone in ("met", "strong"), colour, align)
        for line in notes_of(it):
            self._write(office.next_paragraph(frame), line, size - 1, colour=MUTED, align=align)

    def _write(
        self, paragraph: _Paragraph, words: str, size: int, strong: bool = False, colour: str = INK,
        align: PP_ALIGN | None = None,
    ) -> None:  # fmt: skip
        office.run(paragraph, words, size, strong, colour, self.report.language)
        paragraph.alignment = align or PP_ALIGN.LEFT


def _paged(report: Report) -> list[Slide]:
    """The slides of a report, those with a table that goes on as many as it takes."""
    found: list[Slide] = []
    for it in slides(report):
        table = it.blocks[0]
        if isinstance(table, Table) and table.decided:
            parts = Grid.of(table, Length(_BOTTOM - _TOP - _FOOT)).parts()
            titles = [f"{it.title} {n}/{len(parts)}" if len(parts) > 1 else it.title for n, _ in enumerate(parts, 1)]
            found += [
                Slide(title, it.section, (replace(table, rows=rows),))
                for title, rows in zip(titles, parts, strict=True)
            ]
        else:
            found.append(it)
    return found
