"""A report as a Word document: headings, tables, native charts; no macros and no external content."""

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO
from itertools import zip_longest
from pathlib import Path

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from maturity.charts.assessments import Bars, Radar, text_alternative
from maturity.charts.palette import INK, MUTED, level_colour
from maturity.errors import refuse
from maturity.report import Block, Cell, Facts, Logo, Notice, Prose, Report, Section, Space, Table, Verdict

from ..package import place, repack
from . import word
from .charts import markup, native

_FONTS = {"zh": "Microsoft YaHei", "en": "Arial"}
_WIDTH = 16.6  # centimetres between the margins of A4


def write(report: Report, path: Path) -> Path:
    """Write `report` to `path`; returns it. Raises Refusal where that fails; no file is left then."""

    def check(draft: Path) -> None:
        tables = 2 + sum(
            isinstance(block, Table | Facts | Verdict | Space) for _, block in report.blocks()
        )  # 2 on the cover
        if len(Document(str(draft)).tables) != tables:
            raise refuse("plan-not-verified", detail=path.name)

    place(path, lambda draft: _save(report, draft), check)
    return path


def _save(report: Report, path: Path) -> None:
    _Writer(report).document.save(str(path))
    repack(path, report.day, [])


class _Writer:
    """Writes one report, block by block."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.document: Doc = Document()
        self._set_up()
        self._cover()
        self._contents()
        for section in report.sections:
            self._section(section, 1)

    def _set_up(self) -> None:
        document, report = self.document, self.report
        about, moment = document.core_properties, datetime.combine(report.day, time())
        about.title, about.subject, about.author = report.title, report.enterprise, "maturity"
        about.language = "zh-CN" if report.language == "zh" else "en-GB"
        word.set_language(document, about.language)
        about.created = about.modified = moment
        about.last_modified_by, about.comments = "maturity", ""
        for name, size, colour in (("Normal", 10, INK), ("Heading 1", 18, INK), ("Heading 2", 14, INK),
                                   ("Heading 3", 12, INK), ("Heading 4", 11, INK)):  # fmt: skip
            style = document.styles[name]
            style.font.name, style.font.size = _FONTS[report.language], Pt(size)
            style.font.color.rgb = RGBColor.from_string(colour[1:])
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
                fonts.set(qn(kind), _FONTS[report.language])
            for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(theme), None)
            style.paragraph_format.space_after = Pt(6)
        page = document.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2.2)
        page.different_first_page_header_footer = True
        self._words(page.header.paragraphs[0], f"{report.enterprise} · {report.title}", size=8, colour=MUTED)
        foot = page.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        word.field(foot, "PAGE")

    def _cover(self) -> None:
        report = self.report
        if report.logos:
            self._logos(report.logos)
        above = 60 if report.logos else 120
        self._words(self.document.add_paragraph(), report.title, size=12, colour=MUTED, before=above)
        self._words(self.document.add_paragraph(), report.enterprise, size=24, strong=True)
        self._words(self.document.add_paragraph(), report.subtitle, size=12, after=36)
        self._verdict(report.verdict)
        for notice in report.notices:
            self._notice(notice)
        self._facts(report.facts)
        self._words(self.document.add_paragraph(), report.imprint, size=9, colour=MUTED, before=24)

    def _logos(self, logos: Sequence[Logo]) -> None:
        """The first logo at the left margin, the second one at the right."""
        line = self.document.add_paragraph()
        line.paragraph_format.tab_stops.add_tab_stop(Cm(_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        for place_, logo in enumerate(logos):
            width, height = logo.printed
            run = line.add_run("\t" if place_ else "")
            drawn = run.add_picture(BytesIO(logo.image), Mm(width), Mm(height))
            drawn._inline.docPr.set("descr", logo.words)

    def _contents(self) -> None:
        head = self._words(
            self.document.add_paragraph(), "目录" if self.report.language == "zh" else "Contents", size=18, strong=True
        )
        head.paragraph_format.page_break_before = True
        for depth, section in self.report.walk():
            if depth < 4:
                line = self.document.add_paragraph()
                line.paragraph_format.left_indent = Cm(0.8 * (depth - 1))
                line.paragraph_format.space_after = Pt(3)
                word.link(line, section.anchor, section.heading)

    def _section(self, section: Section, depth: int) -> None:
        heading = self.document.add_heading(section.heading, min(depth, 4))
        heading.paragraph_format.page_break_before = section.page_break
        word.bookmark(heading, section.anchor)
        for block, following in zip_longest(section.blocks, section.blocks[1:]):
            if isinstance(block, Space):
                self._space(block, together=isinstance(following, Space))
            else:
                self._block(block)
        for part in section.sections:
            self._section(part, depth + 1)

    def _block(self, block: Block) -> None:
        match block:
            case Table():
                self._table(block.on_paper)
            case Prose():
                said = self._words(self.document.add_paragraph(), block.words, strong=block.strong)
                said.paragraph_format.keep_with_next = block.strong  # it introduces what follows
            case Notice():
                self._notice(block)
            case Facts():
                self._facts(block)
            case Verdict():
                self._verdict(block)
            case Bars() | Radar():
                self._chart(block)

    def _notice(self, it: Notice) -> None:
        paragraph = self._words(self.document.add_paragraph(), it.words)
        word.line_at_left(paragraph)
        paragraph.paragraph_format.left_indent = Cm(0.4)

    def _verdict(self, it: Verdict) -> None:
        table = self.document.add_table(1, 1 if it.level is None else 2)
        if it.level is None:
            word.set_widths(table, [Cm(_WIDTH)])
        else:
            word.set_widths(table, [Cm(2), Cm(_WIDTH - 2)])
            self._mark(table.rows[0].cells[0], it.level)
        words = table.rows[0].cells[-1]
        self._words(words.paragraphs[0], it.name, size=13 if it.level is None else 16, strong=True)
        if it.score:
            self._words(words.add_paragraph(), f"{it.score}  {it.maximum}".strip(), size=12)
        self._words(words.add_paragraph(), it.meaning)
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)

    def _mark(self, cell: _Cell, level: int) -> None:
        word.shade(cell, level_colour(level))
        colour = "#FFFFFF" if level > 3 else INK
        number = self._words(cell.paragraphs[0], str(level), size=24, strong=True, colour=colour)
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _space(self, it: Space, *, together: bool) -> None:
        """Draw a place to write in, `together` with the next block on one page."""
        table = self.document.add_table(1, 1)
        word.set_widths(table, [Cm(_WIDTH)])
        word.box(table, Cm(0.8 * it.lines))
        asked = self._words(table.rows[0].cells[0].paragraphs[0], it.asks, size=9, colour=MUTED)
        below = (table.rows[0].cells[0].add_paragraph(), self.document.add_paragraph())
        below[1].paragraph_format.space_after = Pt(0)
        for line in (asked, *below):
            line.paragraph_format.keep_with_next = together

    def _facts(self, it: Facts) -> None:
        table = self.document.add_table(0, 2)
        for name, words in it.pairs:
            left, right = table.add_row().cells
            self._words(left.paragraphs[0], name, size=9, colour=MUTED, after=0)
            self._words(right.paragraphs[0], words, size=9, after=0)
        word.set_widths(table, [Cm(4), Cm(_WIDTH - 4)])

    def _table(self, it: Table) -> None:
        if it.title:
            caption = self._words(self.document.add_paragraph(), it.title, strong=True, before=6, after=3)
            caption.paragraph_format.keep_with_next = True
        table = self.document.add_table(1 + len(it.rows), len(it.columns))
        grid = [list(row.cells) for row in table.rows]  # asking for them cell by cell is slow
        for place_, column in enumerate(it.columns):
            self._cell(grid[0][place_], Cell(column.words, tone="strong"), column.kind == "number")
            grid[0][place_].paragraphs[0].paragraph_format.keep_with_next = True
        for cells, row in zip(grid[1:], it.rows, strict=True):
            for cell, words, column in zip(cells, row, it.columns, strict=True):
                self._cell(cell, words, column.kind == "number")
        whole = sum(column.width for column in it.columns)
        word.set_widths(table, [Cm(_WIDTH * column.width / whole) for column in it.columns])
        word.rule(table)
        self._words(self.document.add_paragraph(), it.note, size=8, colour=MUTED, after=6)

    def _cell(self, cell: _Cell, it: Cell, right: bool) -> None:
        strong = it.tone in ("met", "strong")
        self._words(
            cell.paragraphs[0], it.words, size=9, strong=strong, colour=MUTED if it.tone == "quiet" else INK, after=0
        )
        for line in it.note.split("\n") if it.note else ():
            self._words(cell.add_paragraph(), line, size=8, colour=MUTED, after=0)
        for paragraph in cell.paragraphs if right else ():
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _words(
        self, paragraph: Paragraph, words: str, *, size: float = 10, strong: bool = False, colour: str = INK,
        before: float = 0, after: float = 6,
    ) -> Paragraph:  # fmt: skip
        run = paragraph.add_run(words)
        run.font.size, run.font.bold = Pt(size), strong or None
        run.font.color.rgb = RGBColor.from_string(colour[1:])
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
        return paragraph

    def _chart(self, it: Bars | Radar) -> None:
        height = 7.5 if isinstance(it, Bars) else 11.0
        paragraph = self.document.add_paragraph()
        word.chart(paragraph, markup(native(it, self.report.language)), text_alternative(it), Cm(_WIDTH), Cm(height))
