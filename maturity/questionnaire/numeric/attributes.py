"""What an item asks for and how it is scored, each in words, as two versions of a questionnaire are compared."""

from collections.abc import Iterator
from fractions import Fraction

from ...quantities import Quantity, Unit, shown
from ..asked import Computed, Table, Ticks, Words
from ..parts import Item
from ..scorers import Expert, Linear, Ratio, Scorer, Share, Steps, Threshold
from ..texts import Text

_ROLES = {
    "gate": Text("一票否决项", "gate"),
    "mandatory": Text("必选要求", "mandatory"),
    "optional": Text("可选要求", "optional"),
    "bonus": Text("加分项", "bonus"),
    "input": Text("填写的数据", "input"),
    "value": Text("结果数值", "value"),
}
_KINDS = {
    Quantity: Text("数值", "number"),
    Table: Text("表格", "table"),
    Ticks: Text("勾选", "ticks"),
    Words: Text("文字", "words"),
    Computed: Text("计算值", "computed"),
    type(None): Text("选项", "choice"),
}


def attributes(item: Item) -> dict[Text, Text]:
    """By name, what an item says about itself beside its texts; what it is silent about is left out."""
    return {name: value for name, value in _attributes(item) if value.zh}


def changed_attributes(before: Item, after: Item) -> tuple[tuple[Text, Text, Text], ...]:
    """Name, value before and value after of every attribute that differs; "—" where one version is silent."""
    old, new = attributes(before), attributes(after)
    silent = Text("—", "—")
    pairs = ((name, old.get(name, silent), new.get(name, silent)) for name in {**new, **old})
    return tuple(pair for pair in pairs if pair[1] != pair[2])


def _attributes(item: Item) -> Iterator[tuple[Text, Text]]:
    yield Text("性质", "Role"), _ROLES.get(item.role, Text("", ""))
    yield Text("答法", "Kind"), _KINDS[type(item.asks)]
    yield Text("选项组", "Scale"), _both(item.scale)
    asked = item.asks
    if isinstance(asked, Quantity):
        yield from _quantity(asked, "")
    elif isinstance(asked, Computed):
        yield from _computed(asked)
    elif isinstance(asked, Table):
        yield from _table(asked)
    elif isinstance(asked, Ticks):
        texts = [option.text for option in asked.options]
        yield Text("可勾选", "Options"), Text("、".join(one.zh for one in texts), "; ".join(one.en for one in texts))
    yield from _scored(item.scorer)
    yield Text("分值", "Points"), _both(shown(item.points) if item.points else "")
    yield Text("证明材料", "Papers"), _both(", ".join(item.papers))
    yield Text("适用条件", "Applies when"), item.applies_when or Text("", "")
    yield Text("依据", "Provenance"), _both(item.provenance)


def _quantity(asked: Quantity, name: str) -> Iterator[tuple[Text, Text]]:
    yield Text(f"{name}单位", f"Unit {name}".strip()), _unit(asked.unit)
    others = [_unit(one) for one in asked.accepts if one.id != asked.unit.id]
    words = Text("、".join(one.zh for one in others), ", ".join(one.en for one in others))
    yield Text(f"{name}也可用的单位", f"Other units {name}".strip()), words
    signs = (("≥", asked.minimum), (">", asked.above), ("≤", asked.maximum))
    limits = ", ".join(f"{sign} {shown(value)}" for sign, value in signs if value is not None)
    yield Text(f"{name}限值", f"Limits {name}".strip()), _both(limits)


def _computed(asked: Computed) -> Iterator[tuple[Text, Text]]:
    yield Text("公式", "Formula"), _both(asked.formula.text)
    yield Text("单位", "Unit"), _unit(asked.unit)
    signs = (("≥", asked.low), ("≤", asked.high))
    yield Text("可能的范围", "Bounds"), _both(", ".join(f"{sign} {shown(at)}" for sign, at in signs if at is not None))
    yield Text("各行合并", "Rows combined by"), _both(" ".join(filter(None, (asked.combination, asked.weight))))


def _table(asked: Table) -> Iterator[tuple[Text, Text]]:
    yield Text("行名", "Rows"), asked.key
    yield Text("最多行数", "Most rows"), _both("" if asked.factors else str(asked.most))
    yield Text("折算", "Conversion"), _both(asked.factors)
    for column in asked.columns:
        yield Text(f"列 {column.id}", f"Column {column.id}"), column.name
        yield from _quantity(column.quantity, column.id)


def _scored(scorer: Scorer | None) -> Iterator[tuple[Text, Text]]:
    if scorer is None:
        return
    yield Text("评分规则", "Scorer"), _rule(scorer)
    if isinstance(scorer, Threshold | Linear | Ratio):
        yield Text("参考值指标", "Reference indicator"), _both(scorer.reference)
        for name, key in ((Text("基准值", "Baseline"), "baseline"), (Text("引领值", "Leading value"), "leading")):
            yield name, _number(getattr(scorer, key, None))
        yield Text("限值", "Threshold"), _number(getattr(scorer, "value", None))
        yield Text("封顶", "Cap"), _number(getattr(scorer, "cap", None))


def _rule(scorer: Scorer) -> Text:
    if isinstance(scorer, Steps):
        steps = ", ".join(f"{shown(at)} → {shown(points)}" for at, points in scorer.steps)
        return Text(f"分档 {steps}", f"steps {steps}")
    if isinstance(scorer, Share):
        return Text(f"所占份额，共 {scorer.of} 项", f"share of {scorer.of}")
    if isinstance(scorer, Expert):
        return Text("由人给分", "expert points")
    better = getattr(scorer, "better", "")
    kinds = {
        Threshold: Text("达到即满足", "threshold"),
        Linear: Text("基准与引领之间按比例", "linear"),
        Ratio: Text("与引领值之比", "ratio"),
    }
    kind = kinds[type(scorer)]
    zh, en = {"high": ("，越高越好", ", high is better"), "low": ("，越低越好", ", low is better")}.get(
        better, ("", "")
    )
    return Text(kind.zh + zh, kind.en + en)


def _unit(unit: Unit) -> Text:
    return Text(unit.zh or unit.id, unit.en or unit.id)


def _number(value: Fraction | None) -> Text:
    return _both("" if value is None else shown(value))


def _both(words: str) -> Text:
    return Text(words, words)
