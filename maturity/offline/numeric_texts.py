"""Texts that the program writes into the workbook of a questionnaire without levels, outside the cells to fill in."""

from collections.abc import Iterator, Mapping

from ..quantities import Quantity, shown, unit
from ..quantities.factors import Factor, factors
from ..questionnaire import Item, Questionnaire, Text
from ..questionnaire.asked import Computed, Table, Ticks, Words
from ..questionnaire.naming import NOT_APPLICABLE, item_number
from ..questionnaire.numeric.worded import formula_names, worded
from .payload import COMPUTED, HEADINGS, UNIT
from .texts import ANSWERED, JUDGING, NO_REASON, OPEN, SCORE, STATE, STATEMENT, STRAY, UNKNOWN

WRONG_UNIT, BEYOND = Text("单位不符", "unit does not fit"), Text("超出范围", "beyond limits")
AS_TEXT = Text("文字，导入时读取", "text, read on return")
BOTH, IN_TABLE = Text("两处都填", "filled in twice"), Text("表里有误", "mistake in table")
NO_KEY, KEY_TWICE, SHORT = Text("缺名称", "no name"), Text("名称重复", "name twice"), Text("缺数", "number missing")
SAME_FAMILY = Text("同种重复", "same energy twice")
TOO_LONG = Text("超长", "too long")
COMPUTED_STATE, LACKING = Text("已算出", "computed"), Text("缺数据", "data missing")
ZERO_DENOMINATOR, NO_REFERENCE = Text("分母为 0", "divided by zero"), Text("缺参考值", "no reference")
OUT_OF_BOUNDS = Text("超出可能范围", "impossible value")
MET, NOT_MET, UNDECIDED = Text("满足", "met"), Text("未满足", "not met"), Text("待定", "undecided")
MISTAKES = (NO_REASON, STRAY, UNKNOWN, WRONG_UNIT, BEYOND, BOTH, IN_TABLE, TOO_LONG)
ROW_MISTAKES = (WRONG_UNIT, BEYOND, NO_KEY, KEY_TWICE, SAME_FAMILY)
ROLES = {
    "input": Text("数据", "Figure"),
    "gate": Text("否决项", "Gate"),
    "mandatory": Text("必选", "Mandatory"),
    "optional": Text("可选", "Optional"),
    "bonus": Text("加分", "Bonus"),
    "value": Text("数值", "Value"),
}
NUMBER = Text("序号", "No.")
COLUMNS = (
    NUMBER,
    STATEMENT,
    JUDGING,
    HEADINGS["answer"],
    UNIT,
    HEADINGS["reason"],
    HEADINGS["comment"],
    STATE,
    SCORE,
    HEADINGS["item"],
)  # the headings of a sheet to fill in, in order
HINT = Text(
    "只填写浅色单元格：选择题从列表选，数写成数字并选单位；选“不适用”时写明理由。灰色的数随填随算。",
    "Fill in the tinted cells only: choose from the lists, write numbers in digits and choose their units; "
    "'Not applicable' needs a reason. What is computed follows at once.",
)
TABLE_HINT = Text(
    "一行写一个，第一列写名称。行可以增减、换位置：导入时按名称对照。",
    "A row for each, its name in the first column. Rows may be added, removed and moved: names tell them apart.",
)
CARRIER_HINT = Text(
    "用了哪种能源就填哪一行，其余留空。当量值和等价值只填一种。",
    "Fill in the rows of the carriers that were used, and leave the others blank. "
    "Electricity counts by one of its values.",
)
FACTOR, SOURCE, CHECKED = Text("折标系数", "Factor"), Text("出处", "Source"), Text("核实", "Checked")
VERIFIED, UNVERIFIED = Text("已核实", "yes"), Text("未核实", "no")
IN_KGCE, AMOUNT = Text("折标准煤", "Coal equivalent"), Text("消耗量", "Amount used")
_STATES = (OPEN, ANSWERED, AS_TEXT, SHORT, COMPUTED_STATE, LACKING, ZERO_DENOMINATOR, NO_REFERENCE, OUT_OF_BOUNDS)
_OWN = (*MISTAKES, *ROW_MISTAKES, *_STATES, MET, NOT_MET, UNDECIDED, *COLUMNS, COMPUTED, HINT, TABLE_HINT, CARRIER_HINT)


def item_lines(item: Item, language: str, names: Mapping[str, str]) -> str:
    """The explanation of an item: how to judge it, usual evidence, when it applies, and what can be entered; formulas
    with `names` (:func:`maturity.questionnaire.numeric.worded.formula_names`).
    """
    zh = language == "zh"
    examples = ("；" if zh else "; ").join(example.of(language) for example in item.evidence)
    lines = [
        item.look_for.of(language),
        f"{'证据：' if zh else 'Evidence: '}{examples}" if examples else "",
        f"{'适用：' if zh else 'Applies: '}{item.applies_when.of(language)}" if item.applies_when else "",
        _asked(item, names, zh=zh),
    ]
    return "\n".join(line for line in lines if line)


def _asked(item: Item, names: Mapping[str, str], *, zh: bool) -> str:
    asks, language = item.asks, "zh" if zh else "en"
    if isinstance(asks, Quantity):
        return limits(asks, language)
    if isinstance(asks, Table):
        return "在工作表里逐行填写。" if zh else "Filled in row by row on a sheet of its own."
    if isinstance(asks, Ticks):
        return "做到的，在下面的行里选“✓”；一项也没有，此处写“无”。" if zh else (
            "Choose '✓' in the rows below for what is done; where nothing is, write 'none' here."
        )  # fmt: skip
    if isinstance(asks, Words):
        return f"最多 {asks.most:,} 个字符" if zh else f"At most {asks.most:,} characters"
    if isinstance(asks, Computed):
        return ("算式：" if zh else "Formula: ") + worded(asks, names, language)
    return ""


def limits(asked: Quantity, language: str) -> str:
    """What a number has to keep, in words; "" where it has no limits."""
    zh, name = language == "zh", asked.unit.name(language)
    told = [
        (asked.minimum, "不小于", "at least"),
        (asked.above, "大于", "above"),
        (asked.maximum, "不大于", "at most"),
    ]
    words = [f"{a if zh else b} {shown(limit)} {name}".strip() for limit, a, b in told if limit is not None]
    return ("，" if zh else ", ").join(words)


def unit_words(id: str, language: str) -> str:
    """What a unit is called in a cell; "1" for a plain number."""
    return unit(id).name(language) or id


def unit_beside(id: str, language: str) -> str | None:
    """What stands beside a number as its unit; None beside a plain number."""
    return unit(id).name(language) or None


def numeric_texts(questionnaire: Questionnaire, language: str) -> Iterator[str]:
    """All texts of the sheets to fill in that the program writes."""
    for text in (
        *_OWN,
        *ROLES.values(),
        NOT_APPLICABLE,
        FACTOR,
        SOURCE,
        CHECKED,
        VERIFIED,
        UNVERIFIED,
        IN_KGCE,
        AMOUNT,
    ):
        yield text.of(language)
    for group in questionnaire.walk():
        yield group.name.of(language)
        yield from [group.about.of(language)] if group.about else []
    names = formula_names(questionnaire, language)
    for item in questionnaire.items:
        number = item_number(questionnaire, item, language)
        lines = item_lines(item, language, names)
        yield from (item.text.of(language), lines, number, item.id)
        if isinstance(item.asks, Computed):  # as 0.1.0 wrote it
            by_ids = item.asks.formula.text.replace("*", "×").replace("/", "÷")
            yield lines.replace(worded(item.asks, names, language), by_ids)
        yield from _of_kind(item, language)


def _of_kind(item: Item, language: str) -> Iterator[str]:
    asks = item.asks
    if isinstance(asks, Ticks):
        yield from (option.text.of(language) for option in asks.options)
    if isinstance(asks, Quantity | Computed):
        yield unit_words(asks.unit.id, language)
    if isinstance(asks, Table):
        yield from (asks.key.of(language), *(column.name.of(language) for column in asks.columns))
        for factor in factors(asks.factors).values() if asks.factors else ():
            source = factor.zh_source if language == "zh" else factor.en_source
            yield from (factor.name(language), source, factor_words(factor, language))


def factor_words(factor: Factor, language: str) -> str:
    """A conversion factor with its unit: "0.1229 kgce/kWh"."""
    return f"{shown(factor.value)} {factor.target.name(language)}/{factor.unit.name(language)}"
