"""The result sheet of the offline workbook, computed by formulas: level, S, level scores, and two native charts."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, RadarChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.worksheet import Worksheet

from maturity.charts.palette import ACCENT, INK, LEVEL_COLOURS, MUTED
from maturity.offline import WorkbookContent
from maturity.offline.texts import ANSWERED, OPEN
from maturity.questionnaire.naming import NOT_APPLICABLE, inside

from ..releases.charts import hairline, heading, lettering
from .items import MISTAKES, ItemCell, states
from .scores import Scores
from .style import lay_out, level_style, protect, quoted, set_formula, set_value

_WIDTHS = (8, 28, 14, 13, 35)
_HEAD_STYLES = ("head", "head", "head-number", "head-number", "head-apart")
_TABLE, _CHART_ROWS = 11, 18  # the row of the levels' headings; rows that the charts cover
_CHART_WIDTH, _CHART_HEIGHT = 9, 9.0  # centimetres


def add_result(
    book: Workbook, content: WorkbookContent, name: str, item_cells: dict[str, ItemCell], scores: Scores
) -> list[str]:
    """Add the result sheet; returns the text alternatives of its charts."""
    sheet: Worksheet = book.create_sheet(name)
    zh = content.language == "zh"
    set_value(sheet, 1, 1, name, "title")
    set_value(sheet, 2, 1, _whose(content), "lead")
    last = _levels(sheet, content, scores)
    _verdict(sheet, content, scores, states(item_cells))
    first = last + _CHART_ROWS + 3
    _groups(sheet, content, scores, first)
    sheet.add_chart(_bars(sheet, content, last), f"A{last + 2}")
    sheet.add_chart(_radar(sheet, content, first, scores), f"D{last + 2}")
    for row, points in ((1, 32.0), (4, 40.0)):
        sheet.row_dimensions[row].height = points
    lay_out(sheet, _WIDTHS)
    protect(sheet)
    tier = content.questionnaire.summary_tier.name
    if zh:
        return ["柱形图：各等级得分与达标线，数值见上表。", f"雷达图：各{tier.zh}各级得分之和，数值见下表。"]
    return [
        "Column chart of the level scores with the pass mark; the figures stand in the table above.",
        f"Radar chart of scores by {inside(tier.en)}, summed over the levels; the figures stand in the table below.",
    ]


def _whose(content: WorkbookContent) -> str:
    profile = content.response.profile.name.of(content.language)
    return " · ".join([*(value for _label, value in content.facts[:1]), profile])


def _levels(sheet: Worksheet, content: WorkbookContent, scores: Scores) -> int:
    """Write the table of levels; returns its last row."""
    zh = content.language == "zh"
    heads = ("级", "等级", "得分", "达标线", "判定") if zh else ("Level", "Name", "Score", "Pass mark", "Verdict")
    for column, head in enumerate(heads, start=1):
        set_value(sheet, _TABLE, column, head, _HEAD_STYLES[column - 1])
    met, short = ("达标", "未达标") if zh else ("met", "not met")
    row = _TABLE
    for level, score, reached in zip(content.questionnaire.levels, scores.levels, scores.met, strict=True):
        row += 1
        set_value(sheet, row, 1, level.number, level_style(level.number))
        set_value(sheet, row, 2, level.name.of(content.language), "strong")
        set_formula(sheet, row, 3, score, "figure-strong")
        set_value(sheet, row, 4, float(content.questionnaire.scoring.pass_mark), "figure")
        set_formula(sheet, row, 5, f"IF({reached}=1,{quoted(met)},{quoted(short)})", "apart")
        sheet.row_dimensions[row].height = 20
    return row


_SAY = {
    "zh": {
        "none": "未达一级",
        "verdict": '{level}&" 级 · "&{name}',
        "progress": '"已答 "&{answered}&" 条（其中不适用 "&{aside}&" 条），未答 "&{open}&" 条，共 {asked} 条"',
        "state": 'IF({open}+{wrong}>0,"暂定结果：未完成的条目按 0 分计。","全部条目已完成。")',
        "mend": 'IF({wrong}>0,"有 "&{wrong}&" 条标为红色，须改正后才能导入。","")',
        "differ": 'IF({level}<>{other},"按{rule}则为 "&{other}&" 级，S = "&{total},"")',
        "gated": "逐级判定",
        "sum": "累加判定",
        "unverified": "权重尚未与标准正式文本核对，结果供企业自查使用。",
    },
    "en": {
        "none": "Below level 1",
        "verdict": '"Level "&{level}&" · "&{name}',
        "progress": '{answered}&" answered ("&{aside}&" of them not applicable), "&{open}&" open, {asked} in all"',
        "state": 'IF({open}+{wrong}>0,"Provisional: what is not finished counts 0.","Every item is finished.")',
        "mend": 'IF({wrong}>0,"Marked red, to be mended before the workbook goes back: "&{wrong}&".","")',
        "differ": 'IF({level}<>{other},"By the {rule} rule it would be level "&{other}&", S = "&{total}&".","")',
        "gated": "gated",
        "sum": "sum",
        "unverified": "The weights are not yet verified against the official text; the result is for self-checking.",
    },
}


def _verdict(sheet: Worksheet, content: WorkbookContent, scores: Scores, ranges: Sequence[str]) -> None:
    """Write the level in words, S, and the conditions of the result."""
    questionnaire, say = content.questionnaire, _SAY[content.language]
    (level, score), (other, total) = scores.gated, scores.summed
    if questionnaire.scoring.rule != "gated":
        (level, score), (other, total) = scores.summed, scores.gated
    names = f"$B${_TABLE + 1}:$B${_TABLE + len(questionnaire.levels)}"
    tally = {state.zh: _tally(ranges, state.of(content.language)) for state in (ANSWERED, NOT_APPLICABLE, OPEN)}
    done, aside, left = tally.values()
    values = {
        "level": level,
        "name": f"INDEX({names},{level})",
        "other": other,
        "total": f"FIXED({total},3,TRUE)",  # unlike TEXT, its argument means the same in every language
        "rule": say["sum" if questionnaire.scoring.rule == "gated" else "gated"],
        "answered": f"({done}+{aside})",
        "aside": aside,
        "open": left,
        "wrong": "(" + "+".join(_tally(ranges, state.of(content.language)) for state in MISTAKES) + ")",
        "asked": len(content.response.items),
    }
    set_formula(sheet, 4, 1, f"IF({level}=0,{quoted(say['none'])},{say['verdict'].format(**values)})", "verdict")
    set_formula(sheet, 4, 4, score, "verdict-score")
    sheet.merge_cells("D4:E4")
    verified = content.response.profile.verified
    for row, line in enumerate(("progress", "state", "unverified", "differ", "mend"), start=5):
        if line != "unverified":
            set_formula(sheet, row, 1, say[line].format(**values), "lead")
        elif not verified:
            set_value(sheet, row, 1, say[line], "lead")


def _tally(ranges: Sequence[str], state: str) -> str:
    return "(" + "+".join(f"COUNTIF({cells},{quoted(state)})" for cells in ranges) + ")"


def _groups(sheet: Worksheet, content: WorkbookContent, scores: Scores, row: int) -> None:
    """Write each assessed group of the summary tier with its scores summed over the levels."""
    zh, most = content.language == "zh", len(content.questionnaire.levels)
    set_value(sheet, row, 1, content.questionnaire.summary_tier.name.of(content.language), "head")
    set_value(sheet, row, 2, None, "head")
    set_value(sheet, row, 3, f"得分之和（满分 {most}）" if zh else f"Sum of scores (of {most})", "head-number")
    sheet.row_dimensions[row].height = 32
    for group, cells in scores.groups:
        row += 1
        set_value(sheet, row, 1, group.name.of(content.language), "strong")
        set_value(sheet, row, 2, None, "strong")
        set_formula(sheet, row, 3, f"SUM({cells})", "figure")


def _bars(sheet: Worksheet, content: WorkbookContent, last: int) -> BarChart:
    language = content.language
    chart = BarChart()
    chart.type, chart.gapWidth = "col", 60
    chart.add_data(Reference(sheet, min_col=3, min_row=_TABLE, max_row=last), titles_from_data=True)
    names = Reference(sheet, min_col=2, min_row=_TABLE + 1, max_row=last)
    chart.set_categories(names)
    bars = chart.series[0]
    bars.graphicalProperties = GraphicalProperties(solidFill=LEVEL_COLOURS[2][1:])
    bars.dPt = [
        DataPoint(idx=number, spPr=GraphicalProperties(solidFill=LEVEL_COLOURS[min(number, 4)][1:]))
        for number in range(len(content.questionnaire.levels))
    ]
    bars.dLbls = DataLabelList()
    bars.dLbls.showVal, bars.dLbls.numFmt = True, "0.00"
    for other in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(bars.dLbls, other, False)
    bars.dLbls.txPr = lettering(language, 900, INK)
    mark = LineChart()
    mark.add_data(Reference(sheet, min_col=4, min_row=_TABLE, max_row=last), titles_from_data=True)
    mark.series[0].graphicalProperties = GraphicalProperties(
        ln=LineProperties(solidFill=INK[1:], w=12700, prstDash="dash")
    )
    mark.series[0].marker.symbol = "none"
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.y_axis.majorUnit = 0.2
    chart.y_axis.number_format = "0.0"
    chart.title = heading("各等级得分" if language == "zh" else "Level scores", language, 1100)
    _set_style(chart, language)
    chart += mark
    return chart


def _radar(sheet: Worksheet, content: WorkbookContent, row: int, scores: Scores) -> RadarChart:
    language, last = content.language, row + len(scores.groups)
    chart = RadarChart()
    chart.type = "marker"
    chart.add_data(Reference(sheet, min_col=3, min_row=row, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=row + 1, max_row=last))
    chart.series[0].graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=ACCENT[1:], w=22225))
    chart.series[0].marker.symbol = "circle"
    chart.series[0].marker.graphicalProperties = GraphicalProperties(solidFill=ACCENT[1:])
    most = len(content.questionnaire.levels)
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, most
    chart.y_axis.majorUnit = 1.0
    chart.y_axis.number_format = "0"
    tier = content.questionnaire.summary_tier.name
    title = f"各{tier.zh}得分之和" if language == "zh" else f"Sum of scores by {inside(tier.en)}"
    chart.title = heading(title, language, 1100)
    _set_style(chart, language)
    return chart


def _set_style(chart: BarChart | RadarChart, language: str) -> None:
    """Set the style of a chart: no legend, thin rules."""
    chart.legend = None
    chart.width, chart.height = _CHART_WIDTH, _CHART_HEIGHT
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.txPr = lettering(language, 800, MUTED)
        axis.graphicalProperties = hairline(9525)
        axis.majorTickMark = "none"
    chart.y_axis.majorGridlines = ChartLines(spPr=hairline(6350))
