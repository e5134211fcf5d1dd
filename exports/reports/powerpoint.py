"""PowerPoint features that python-pptx lacks: fonts of the theme, ruled tables, charts from their XML part."""

import re
from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.presentation import Presentation
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Length, Pt

from maturity.charts.assessments import Bars, Radar, text_alternative
from maturity.charts.palette import INK, RULE

from .charts import markup, native

_LETTERS = 13  # points, of charts
PAD = Pt(6)  # on either side of what a cell of a table holds
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_FACE = re.compile(rb'<a:(latin|ea) typeface="[^"]*"/>')
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")

Box = tuple[Length, Length, Length, Length]


def describe(shape: BaseShape, words: str) -> None:
    """Set the text alternative of a shape."""
    shape._element._nvXxPr.cNvPr.set("descr", words)


def points(size: float) -> Length:
    """A length of `size` points."""
    return Length(int(Pt(size)))


def set_fonts(presentation: Presentation, name: str) -> None:
    """Set the font of headings and texts, of Latin and of Chinese letters, in the theme."""
    theme = presentation.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = _FACE.sub(rb'<a:\1 typeface="' + name.encode() + rb'"/>', theme.blob)


def plain(frame: TextFrame) -> _Paragraph:
    """The first paragraph of a text without margins that is wrapped and begins at the top."""
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Length(0)
    return frame.paragraphs[0]


def run(paragraph: _Paragraph, words: str, size: int, strong: bool, colour: str, language: str) -> None:
    """Add text of `size` points in `colour` ("#RRGGBB")."""
    added = paragraph.add_run()
    added.text = _NOT_IN_XML.sub("", words)
    added.font.size, added.font.bold = Pt(size), strong
    added.font.color.rgb = _rgb(colour)
    added._r.get_or_add_rPr().set("lang", "zh-CN" if language == "zh" else "en-GB")


def text_of(shape: BaseShape) -> TextFrame:
    """The text of a shape that has one."""
    frame: TextFrame = shape.text_frame  # type: ignore[attr-defined]
    return frame


def next_paragraph(frame: TextFrame) -> _Paragraph:
    """A further paragraph of a text."""
    added: _Paragraph = frame.add_paragraph()  # type: ignore[no-untyped-call]
    return added


def _rgb(colour: str) -> RGBColor:
    red, green, blue = bytes.fromhex(colour[1:])
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]


def line(drawn: Slide, left: Length, top: Length, width: Length, colour: str, height: Length) -> Shape:
    """Draw a filled rectangle without an edge, such as a rule."""
    shape = drawn.shapes.add_shape(MSO_SHAPE.RECTANGLE, left, top, width, height)
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb(colour)
    shape.line.fill.background()
    shape.shadow.inherit = False
    return shape


def square(drawn: Slide, left: Length, top: Length, side: Length, colour: str) -> TextFrame:
    """Draw a filled square; returns its text, centred in height."""
    frame = text_of(line(drawn, left, top, side, colour, side))
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    return frame


def table(
    drawn: Slide, place: tuple[Length, Length, Length], widths: Sequence[Length], heights: Sequence[Length]
) -> list[list[TextFrame]]:
    """Draw a table with thin rules below its rows at `place` (left, top, width); returns the texts of its cells."""
    left, top, width = place
    frame = drawn.shapes.add_table(len(heights), len(widths), left, top, width, Length(sum(heights)))
    grid = frame.table
    style = grid._tbl.find(f".//{qn('a:tableStyleId')}")
    style.text = _NO_STYLE
    grid.horz_banding = False
    for place_, size in enumerate(widths):
        grid.columns[place_].width = size
    for place_, size in enumerate(heights):
        grid.rows[place_].height = size
    for number, row in enumerate(grid.rows):
        for cell in row.cells:
            cell.margin_left = cell.margin_right = PAD
            cell.margin_top = cell.margin_bottom = Length(PAD // 2)
            _rule_below(cell._tc.get_or_add_tcPr(), INK if number == 0 else RULE)
    return [[cell.text_frame for cell in row.cells] for row in grid.rows]


def _rule_below(properties: BaseOxmlElement, colour: str) -> None:
    fill = f'<a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill>'
    properties.append(parse_xml(f'<a:lnB {nsdecls("a")} w="9525">{fill}</a:lnB>'))


def chart(drawn: Slide, it: Bars | Radar, language: str, place: Box) -> None:
    """Draw a chart as a native one whose figures are stored inside, with its text alternative."""
    package = drawn.part.package
    uri = package.next_partname("/ppt/charts/chart%d.xml")
    part = Part(PackURI(uri), CONTENT_TYPE.DML_CHART, package, markup(native(it, language, _LETTERS, titled=False)))
    relation = drawn.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    number = 1 + max((shape.shape_id for shape in drawn.shapes), default=1)
    left, top, width, height = place
    drawn.shapes._spTree.append(
        parse_xml(
            f"<p:graphicFrame {nsdecls('p', 'a', 'r')}><p:nvGraphicFramePr>"
            f"<p:cNvPr id='{number}' name='Chart {number}' descr={quoteattr(text_alternative(it))}/>"
            "<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>"
            f"<p:xfrm><a:off x='{left}' y='{top}'/><a:ext cx='{width}' cy='{height}'/></p:xfrm>"
            f"<a:graphic><a:graphicData uri='{_DRAWING}'><c:chart xmlns:c='{_DRAWING}' r:id='{relation}'/>"
            "</a:graphicData></a:graphic></p:graphicFrame>"
        )
    )
