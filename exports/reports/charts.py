"""The charts of a report as native Office charts, drawn by the program that opens the file."""

from openpyxl.chart import BarChart, RadarChart
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumVal, StrData, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.marker import DataPoint, Marker
from openpyxl.chart.series import Series
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.xml.functions import tostring

from maturity.charts.assessments import Bars, Radar
from maturity.charts.palette import ACCENT, INK, level_colour

from ..releases.charts import hairline, heading, lettering


def native(it: Bars | Radar, language: str, points: int = 9, *, titled: bool = True) -> BarChart | RadarChart:
    """The chart with its figures stored inside, so that it needs no worksheet; letters are `points` high."""
    chart = _bars(it) if isinstance(it, Bars) else _radar(it)
    chart.legend, chart.style = None, None
    chart.title = heading(it.title, language, 1100) if titled else None
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.txPr, axis.graphicalProperties = lettering(language, 100 * points, INK), hairline(9525)
        axis.majorTickMark = "none"
    chart.series[0].dLbls.txPr = lettering(language, 100 * points, INK)
    return chart


def _bars(it: Bars) -> BarChart:
    chart = BarChart()
    chart.type, chart.gapWidth = "bar", 60
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.scaling.min, chart.y_axis.scaling.max, chart.y_axis.majorUnit = 0, 1, 0.2
    chart.y_axis.number_format = "0.0"
    chart.y_axis.majorGridlines = ChartLines(spPr=hairline(6350))
    series = _series([(bar.name, float(bar.value)) for bar in it.bars])
    series.dPt = [
        DataPoint(idx=place, spPr=GraphicalProperties(solidFill=level_colour(bar.level)[1:]))
        for place, bar in enumerate(it.bars)
    ]
    chart.series.append(series)
    return chart


def _radar(it: Radar) -> RadarChart:
    chart = RadarChart()
    chart.type = "marker"
    chart.y_axis.scaling.min, chart.y_axis.scaling.max, chart.y_axis.majorUnit = 0, it.maximum, 1
    chart.y_axis.number_format = "0"
    chart.y_axis.majorGridlines = ChartLines(spPr=hairline(6350))
    series = _series([(axis.name, float(axis.value)) for axis in it.axes])
    series.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=ACCENT[1:], w=22225))
    series.marker = Marker(symbol="circle")
    chart.series.append(series)
    chart.layout = Layout(manualLayout=ManualLayout(x=0.2, y=0.16, w=0.6, h=0.74))
    return chart


def _series(pairs: list[tuple[str, float]]) -> Series:
    names = [StrVal(idx=place, v=name) for place, (name, _) in enumerate(pairs)]
    values = [NumVal(idx=place, v=f"{value:.12g}") for place, (_, value) in enumerate(pairs)]
    series = Series(idx=0, order=0)
    series.cat = AxDataSource(strLit=StrData(ptCount=len(names), pt=names))
    series.val = NumDataSource(numLit=NumData(formatCode="0.00", ptCount=len(values), pt=values))
    series.dLbls = DataLabelList()
    series.dLbls.showVal, series.dLbls.numFmt = True, "0.00"
    for other in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(series.dLbls, other, False)
    return series


def markup(chart: BarChart | RadarChart) -> bytes:
    """The XML of the chart as a part of an Office package."""
    written: str | bytes = tostring(chart._write())  # type: ignore[union-attr]
    return written.encode() if isinstance(written, str) else written
