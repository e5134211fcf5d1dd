"""Native charts of a release on one sheet: stacked bars of level shares, bars of rankings."""

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties

from maturity.charts.palette import ACCENT, INK, MUTED, RULE, level_colour
from maturity.publication.release import Release, Table

from ..sheets import FONTS
from .pages import CHARTS, drawn
from .tables import HEADER_ROW, sheet_name

_WIDTH, _TALLEST, _HEAD, _BAR = 21, 28, 4.2, 0.66  # centimetres; the tallest chart still fits a portrait page
_ROW = 0.53  # centimetres of a sheet's row


def add_charts(book: Workbook, release: Release, language: str) -> list[str]:
    """Add a sheet with a chart, one a printed page, for every table that asks for one; returns
    their text alternatives.
    """
    sheet = book.create_sheet(CHARTS)
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    row, texts = 1, []
    for table in drawn(release):
        ranked = table.chart == "ranking" or table.origin
        draw = _ranking if ranked else _trend if table.chart == "trend" else _levels
        chart = draw(book, table, language)
        _set_style(chart, table, language)
        sheet.add_chart(chart, f"A{row}")
        row += int(chart.height / _ROW) + 3
        sheet.row_breaks.append(Break(id=row - 1))
        texts.append(_alternative(table, language))
    return texts


def _levels(book: Workbook, table: Table, language: str) -> BarChart:
    chart = BarChart()
    chart.grouping, chart.overlap = "percentStacked", 100
    places = {column.level: place for place, column in enumerate(table.columns, 1) if column.measure == "share"}
    for group in table.by.whole(places):
        _add_series(chart, book, table, places[group.id], group.label.of(language), level_colour(group.low))
    chart.y_axis.number_format = "0%"
    chart.y_axis.majorUnit = 0.2
    chart.legend.position = "b"
    return chart


def _ranking(book: Workbook, table: Table, language: str) -> BarChart:
    chart = _bars(book, table, table.ranked_by, language)
    chart.y_axis.number_format = "#,##0"
    return chart


def _trend(book: Workbook, table: Table, language: str) -> BarChart:
    """A bar chart of the mean score of every sample."""
    chart = _bars(book, table, "mean_score", language)
    chart.y_axis.number_format, chart.y_axis.scaling.min = "0.0", 0
    return chart


def _bars(book: Workbook, table: Table, column: str, language: str) -> BarChart:
    """A bar chart of one column with its figures."""
    chart, place = BarChart(), table.column(column)
    _add_series(chart, book, table, place + 1, table.columns[place].label.of(language), ACCENT)
    chart.legend = None
    chart.dataLabels = DataLabelList()
    chart.dataLabels.showVal = True
    for other in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(chart.dataLabels, other, False)
    chart.dataLabels.txPr = lettering(language, 800, INK)
    return chart


def _add_series(chart: BarChart, book: Workbook, table: Table, place: int, label: str, colour: str) -> None:
    sheet = book[sheet_name(table)]
    first, last = HEADER_ROW + 1, HEADER_ROW + len(table.rows)
    if table.origin:  # a total would be longer than all others
        first += sum(row.whole for row in table.rows)
    series = SeriesFactory(Reference(sheet, min_col=place, min_row=first, max_row=last))
    series.tx = SeriesLabel(v=label)
    series.graphicalProperties = GraphicalProperties(solidFill=colour[1:])
    series.graphicalProperties.line = LineProperties(solidFill="FFFFFF", w=6350)
    chart.series.append(series)
    name = next(place for place, column in enumerate(table.columns, start=1) if column.kind == "text")
    chart.set_categories(Reference(sheet, min_col=name, min_row=first, max_row=last))


def _set_style(chart: BarChart, table: Table, language: str) -> None:
    """Set the style of a chart: horizontal bars, thin rules, the first row on top."""
    chart.type = "bar"
    chart.gapWidth = 45
    chart.width, chart.height = _WIDTH, min(_HEAD + _BAR * len(table.rows), _TALLEST)
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"  # with the order turned round, the scale still stands below
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.txPr = lettering(language, 900, INK)
        axis.graphicalProperties = hairline(9525)
    chart.y_axis.majorGridlines = ChartLines(spPr=hairline(6350))
    chart.x_axis.majorTickMark = chart.y_axis.majorTickMark = "none"
    if chart.legend:
        chart.legend.txPr = lettering(language, 900, MUTED)
    chart.title = _title(table, language)


def hairline(width: int) -> GraphicalProperties:
    """A thin rule, `width` in units of 1/12700 point."""
    return GraphicalProperties(ln=LineProperties(solidFill=RULE[1:], w=width))


def _title(table: Table, language: str) -> Title:
    name = f"表{table.number}" if language == "zh" else f"Table {table.number}."
    return heading(f"{name} {table.title.of(language)}", language, 1300)


def heading(title: str, language: str, size: int) -> Title:
    """A chart title in a font size of `size` hundredths of a point."""
    letters = _letters(language, size, INK, bold=True)
    run = RegularTextRun(t=title, rPr=letters)
    words = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=letters), r=[run])])
    return Title(tx=Text(rich=words), overlay=False)


def _letters(language: str, size: int, colour: str, *, bold: bool = False) -> CharacterProperties:
    """Character properties in a font size of `size` hundredths of a point."""
    face = Font(typeface=FONTS[language])
    return CharacterProperties(sz=size, b=bold, solidFill=colour[1:], latin=face, ea=face)


def lettering(language: str, size: int, colour: str) -> RichText:
    """The text style of axes and labels, in a font size of `size` hundredths of a point."""
    letters = _letters(language, size, colour)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=letters), endParaRPr=letters)])


def _alternative(table: Table, language: str) -> str:
    title = table.title.of(language)
    if language == "zh":
        return f"条形图：{title}，共 {len(table.rows)} 行；数值见工作表“{sheet_name(table)}”。"
    return f"Bar chart: {title}, number of rows: {len(table.rows)}; the figures are on the sheet '{sheet_name(table)}'."
