"""Word features that python-docx lacks: fields, internal links, shading, rules, native charts."""

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr
from zlib import crc32

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from maturity.charts.palette import ACCENT, INK, RULE

_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_W = nsdecls("w")
_SIDES = ("top", "left", "bottom", "right")


def set_language(document: Document, language: str) -> None:
    """Set the language that Latin letters are checked in; Chinese characters are simplified Chinese in either.

    Programs choose the shapes of signs by it, where the font named is not installed.
    """
    for mark in document.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), language)
        mark.set(qn("w:eastAsia"), "zh-CN")


def field(paragraph: Paragraph, code: str) -> None:
    """Add a field that Word computes, such as PAGE."""
    paragraph._p.append(parse_xml(f'<w:fldSimple {_W} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))


def link(paragraph: Paragraph, anchor: str, words: str) -> None:
    """Add a link to a bookmark of the document."""
    run = f'<w:r><w:rPr><w:color w:val="{ACCENT[1:]}"/></w:rPr><w:t/></w:r>'
    found = parse_xml(f'<w:hyperlink {_W} w:anchor="{anchor}">{run}</w:hyperlink>')
    found.find(qn("w:r")).find(qn("w:t")).text = words
    paragraph._p.append(found)


def bookmark(paragraph: Paragraph, name: str) -> None:
    """Add a bookmark to link to."""
    number = crc32(name.encode()) >> 1  # Word takes positive ones only
    paragraph._p.insert(0, parse_xml(f'<w:bookmarkStart {_W} w:id="{number}" w:name="{name}"/>'))
    paragraph._p.append(parse_xml(f'<w:bookmarkEnd {_W} w:id="{number}"/>'))


def shade(cell: _Cell, colour: str) -> None:
    """Set the background colour of a cell."""
    markup = f'<w:shd {_W} w:val="clear" w:color="auto" w:fill="{colour[1:]}"/>'
    cell._tc.get_or_add_tcPr().append(parse_xml(markup))


def line_at_left(paragraph: Paragraph) -> None:
    """Draw a line left of an important paragraph."""
    side = f'<w:left w:val="single" w:sz="18" w:space="8" w:color="{ACCENT[1:]}"/>'
    paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:pBdr {_W}>{side}</w:pBdr>"))


def set_widths(table: Table, widths: Sequence[Length]) -> None:
    """Set fixed column widths, in the grid and in every cell, because programs read either."""
    table.autofit = False
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = width


def rule(table: Table) -> None:
    """Set thin rules between rows and darker ones above and below; the first row is repeated on every page."""
    edge, hair = INK[1:], RULE[1:]
    kinds = (("top", 6, edge), ("bottom", 6, edge), ("insideH", 4, hair))
    sides = (f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>' for side, size, colour in kinds)
    table._tbl.tblPr.append(parse_xml(f"<w:tblBorders {_W}>{''.join(sides)}</w:tblBorders>"))
    room = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in (("top", 40), ("bottom", 40), ("right", 80))
    )
    table._tbl.tblPr.append(parse_xml(f"<w:tblCellMar {_W}>{room}</w:tblCellMar>"))
    head = table._tbl.tr_lst[0].get_or_add_trPr()
    head.append(parse_xml(f"<w:tblHeader {_W}/>"))
    for row in table._tbl.tr_lst:
        row.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {_W}/>"))


def box(table: Table, height: Length) -> None:
    """Set a thin frame around a table, with room inside, its rows at least `height` high and whole on a page."""
    sides = (f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE[1:]}"/>' for side in _SIDES)
    table._tbl.tblPr.append(parse_xml(f"<w:tblBorders {_W}>{''.join(sides)}</w:tblBorders>"))
    room = "".join(f'<w:{side} w:w="120" w:type="dxa"/>' for side in _SIDES)
    table._tbl.tblPr.append(parse_xml(f"<w:tblCellMar {_W}>{room}</w:tblCellMar>"))
    for row in table.rows:
        row.height = height
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {_W}/>"))


def chart(paragraph: Paragraph, markup: bytes, words: str, width: Length, height: Length) -> None:
    """Insert a native chart from its XML part; `words` are its text alternative."""
    package = paragraph.part.package
    number = 1 + sum(part.content_type == _CHART for part in package.iter_parts())
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART, markup, package)
    relation = paragraph.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    frame = (
        f'<w:drawing {nsdecls("w", "wp", "a", "r")}><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="Chart {number}" descr={quoteattr(words)}/>'
        f'<a:graphic><a:graphicData uri="{_DRAWING}"><c:chart xmlns:c="{_DRAWING}" r:id="{relation}"/></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing>"
    )
    paragraph.add_run()._r.append(parse_xml(frame))
