"""The arithmetic behind an evaluation as a tree of steps: inputs, formula, reference value and points of a number."""

import re
from collections.abc import Iterator
from fractions import Fraction

from ..answers import Entered, Listed, NotApplicable, Row, Said, Ticked, choice_id
from ..quantities import Unit, read_number, shown, unit
from ..quantities.factors import factors
from ..questionnaire import Text
from ..questionnaire.asked import Computed, Table, Ticks, Words
from ..questionnaire.numeric.references import unit_of
from ..questionnaire.numeric.worded import worded
from ..questionnaire.scorers import Linear, Ratio, Steps, Threshold
from .degrees import degree, needed, worked
from .evaluation import Evaluation, Interval, ItemScore, Section
from .explain import Step
from .figures import Figure, Missing
from .statements import number, span

_WHY = {
    "open": ("缺少 {by}", "{by} is not yet answered"),
    "undefined": ("无定义：{by} 等于 0", "Undefined: {by} is 0"),
    "no-reference": ("没有参考值", "No reference value"),
    "out-of-bounds": ("超出可能的范围，没有计分", "Outside what is possible, not scored"),
}
_COMBINED = {"worst": ("最差的", "the worst"), "mean": ("平均", "mean"), "weighted": ("加权平均", "weighted mean")}


def account(evaluation: Evaluation, language: str) -> Step:
    """The steps of `evaluation` in `language` ("zh" or "en"): the whole, its groups, their items."""
    return Accountant(evaluation, language).whole()


def valued(value: Fraction, unit: Unit, language: str) -> str:
    """A value with its unit: "97.646154 kgce/piece", "35%", "2 × 10⁴ t"."""
    name = unit.after(value, language)
    between = "" if name in ("", "%") else " × " if name[0].isdigit() else " "
    return f"{shown(value)}{between}{name}"


def difference(value: Fraction, unit: Unit, language: str) -> str:
    """As :func:`valued`, of a difference between two values: one of shares is of percentage points."""
    if unit.id != "%":
        return valued(value, unit, language)
    points = "个百分点" if language == "zh" else "percentage point" if value == 1 else "percentage points"
    return f"{shown(value)} {points}"


def valued_as_entered(entered: Entered, language: str) -> str:
    """A number as it was entered: its own value in the unit that was meant."""
    meant = unit(entered.unit)
    written = read_number(entered.text)
    return valued(written.value, meant, language) if written else ""


class Accountant:
    """Tells the arithmetic of one evaluation in one language, whole or item by item."""

    def __init__(self, evaluation: Evaluation, language: str) -> None:
        self.found, self.language = evaluation, language

    def say(self, zh: str, en: str) -> str:
        """The text in the language that is told in."""
        return zh if self.language == "zh" else en

    def whole(self) -> Step:
        """The steps of the whole evaluation."""
        found, sections = self.found, tuple(self.section(one) for one in self.found.sections)
        title = found.response.questionnaire.title.of(self.language)
        if found.score is None:
            return Step(title, "", "", sections, kind="total", id="total")
        scored = [one for one in found.sections if one.score]
        formula = " + ".join(span(one.score) for one in scored if one.score) if len(scored) > 1 else ""
        label = self.say("得分", "Score")
        return Step(label, formula, self._of(found.score, found.maximum), sections, title, "total", "total")

    def _of(self, score: Interval, maximum: Fraction) -> str:
        return self.say(f"{span(score)} / {number(maximum)}", f"{span(score)} of {number(maximum)}")

    def section(self, section: Section) -> Step:
        """The steps of a group."""
        children = (*(self.item(one) for one in section.items), *(self.section(one) for one in section.sections))
        name = section.group.name.of(self.language)
        if section.score is None or section.maximum is None:
            points = f"{span(section.earned)}/{number(section.reachable)}" if section.reachable else ""
            value = self.say(f"{points} 分", f"{points} points") if points else ""
            return Step(name, "", value, tuple(children), kind=section.group.tier.id, id=section.group.id)
        scoring, must = self.found.response.questionnaire.scoring, section.mandatory
        share, met = scoring.mandatory or Fraction(0), len(must.those("met"))
        parts = (
            [self.say(f"必选 {met}/{len(must.items)} 条", f"mandatory {met} of {len(must.items)}")]
            if must.items
            else []
        )
        if section.reachable:
            earned = f"{span(section.earned)}/{number(section.reachable)}"
            parts.append(self.say(f"可选 {earned} 分", f"optional {earned} points"))
        weights = f"{number(share * 100)} : {number(100 - share * 100)}"
        note = self.say(f"{'，'.join(parts)}；两部分 {weights}", f"{', '.join(parts)}; the parts stand {weights}")
        value = self._of(section.score, section.maximum)
        return Step(name, "", value, tuple(children), note, section.group.tier.id, section.group.id)

    def item(self, one: ItemScore) -> Step:
        """The step of an item, with the rows of a table as its children."""
        value, note = self._value(one), self.note(one)
        degrees = (Step(self.say("程度", "Degree"), "", line) for line in self.degrees(one))
        parts = (*self.rows(one), *degrees)
        return Step(self.label(one), self.inserted(one), value, parts, note, id=one.item.id)

    def label(self, one: ItemScore) -> str:
        """The text of an item without its full stop."""
        return one.item.text.of(self.language).rstrip("。.")

    def note(self, one: ItemScore) -> str:
        """Why an item is not scored, what it was scored against, and that others of its group count; "" for none."""
        return self.say("；", "; ").join(part for part in (self.why(one), self.reference(one), self._left(one)) if part)

    def _value(self, one: ItemScore) -> str:
        """What it came to: its answer or value, and what that earns."""
        told = (self.answered(one), self.earned(one))
        return self.say("，", ", ").join(part for part in told if part) or "—"

    def earned(self, one: ItemScore) -> str:
        """Whether a gate or a mandatory item is met, else the points or the degree that it earns; "" for neither."""
        if one in (*self.found.gates.items, *self.found.mandatory.items):
            words = {"met": ("满足", "met"), "not met": ("未满足", "not met"), "undecided": ("尚不能判定", "undecided")}
            return self.say(*words[one.standing])
        if one.degree is None:
            return ""
        if not one.counts:
            return self.say("不计", "not counted")
        if not one.points:
            return self.say(f"程度 {span(one.degree)}", f"degree {span(one.degree)}")
        points = f"{span(one.earned)}/{number(one.points)}"
        return self.say(f"{points} 分", f"{points} points")

    def answered(self, one: ItemScore) -> str:
        """The answer or the value, numbers in the unit of the item; "" for none, and where it does not apply."""
        answer = self.found.response.answers.get(one.item.id)
        if isinstance(answer, Said):
            return answer.words
        if isinstance(answer, Ticked) and isinstance(one.item.asks, Ticks):
            texts = [option.text.of(self.language) for option in one.item.asks.options if option.id in answer.options]
            return self.say("、", ", ").join(texts) or self.say("无", "none")
        if isinstance(answer, Listed):
            return self.say(f"{len(answer.rows)} 行", f"rows: {len(answer.rows)}")
        if isinstance(one.figure, Figure):
            values = [valued(row, one.figure.unit, self.language) for row in one.figure.rows]
            return self.say("、", ", ").join(values)
        if isinstance(answer, NotApplicable) or one.item.asks is not None:
            return ""
        known = {choice.id: choice.text for choice in self.found.response.questionnaire.choices_of(one.item)}
        return known[choice_id(answer)].of(self.language) if answer else ""

    def inserted(self, one: ItemScore) -> str:
        """The formula of a computed value with the numbers put in; "" where there is no value."""
        if not (isinstance(one.item.asks, Computed) and isinstance(one.figure, Figure)):
            return ""
        inputs = {
            name: ", ".join(valued(row, figure.unit, self.language) for row in figure.rows)
            for name, figure in one.figure.inputs
        }
        return worded(one.item.asks, inputs, self.language) if inputs else ""

    def why(self, one: ItemScore) -> str:
        """Why an item has no value or is not scored; "" where it is."""
        if one.state == "not-applicable":
            return self._gone(one)
        if one.state not in _WHY or (one.item.role == "value" and one.state == "shown"):
            return ""
        missing = isinstance(one.figure, Missing) and one.item.asks is not None
        by = self._named(one.figure.by) if isinstance(one.figure, Missing) and missing else ""
        if one.state == "open" and (not by or by == one.item.text.of(self.language)):
            return self.say("尚未作答", "Not yet answered") if not isinstance(one.item.asks, Words | Table) else ""
        return self.say(*_WHY[one.state]).format(by=by)

    def _gone(self, one: ItemScore) -> str:
        """Why an item does not apply: its own reason, or the number that its formula lacks."""
        answer = self.found.response.answers.get(one.item.id)
        if isinstance(answer, NotApplicable):
            return self.say(f"不适用：{answer.reason}", f"Not applicable: {answer.reason}")
        by = self._named(one.figure.by) if isinstance(one.figure, Missing) else ""
        return self.say(f"不适用，因为“{by}”不适用", f"Not applicable, because this is not: {by}")

    def _named(self, by: str) -> str:
        """Ids and names of formulas in the words of their items."""
        texts = dict[str, Text]()
        for item in self.found.response.questionnaire.items:
            texts |= {item.id: item.text, item.id.replace("-", "_").replace(".", "_"): item.text}
            columns = item.asks.columns if isinstance(item.asks, Table) else ()
            texts |= {column.id: item.text for column in columns}
        parts = [by] if "(" in by else by.split(", ")  # a formula, or a list of ids
        named = (
            re.sub(r"[^\W\d][\w.-]*", lambda f: texts[f[0]].of(self.language) if f[0] in texts else f[0], part)
            for part in parts
        )
        return self.say("、", ", ").join(dict.fromkeys(named))  # columns of one table have its name

    def reference(self, one: ItemScore) -> str:
        """The values that it was scored against, and where they are from."""
        scorer = one.item.scorer
        if isinstance(scorer, Steps):
            counted = unit("1") if isinstance(one.item.asks, Ticks) else unit_of(one.item)
            steps = [f"{valued(at, counted, self.language)} → {number(points)}" for at, points in scorer.steps]
            return self.say(f"门槛与得分 {'、'.join(steps)}", f"thresholds and points {', '.join(steps)}")
        if not isinstance(scorer, Threshold | Linear | Ratio):
            return ""
        names = {"baseline": self.say("基准值", "baseline"), "leading": self.say("引领值", "leading value")}
        known = [(names[key], getattr(one.anchors, key)) for key in needed(scorer)]
        used = [
            f"{name} {valued(value, unit_of(one.item), self.language)}" for name, value in known if value is not None
        ]
        if not used:
            return ""
        doubt = one.reference is not None and not one.reference.verified
        source = one.reference.source if one.reference else self.say("问卷自定", "of the questionnaire")
        told = f"{self.say('，', ', ').join(used)}{self.say('（', ' (')}{source}"
        return told + self.say("，未核实）" if doubt else "）", ", not verified)" if doubt else ")")

    def _left(self, one: ItemScore) -> str:
        """That of the group of an item others count; "" where it counts, or does not apply."""
        if one.counts or one.degree is None:
            return ""
        pick = self.found.response.questionnaire.area(one.item.area).pick
        return self.say(f"同组只计 {pick} 条", f"{pick} of its group {'counts' if pick == 1 else 'count'}")

    def rows(self, one: ItemScore) -> Iterator[Step]:
        """The rows of a table that was filled, as entered, and those of a value computed for each of them."""
        answer = self.found.response.answers.get(one.item.id)
        if isinstance(answer, Listed) and isinstance(one.item.asks, Table):
            for row in answer.rows:
                entered = self.entered(one.item.asks, row)
                yield Step(self.key(one, row.key), "", self.say("、", ", ").join(entered))
        elif isinstance(one.figure, Figure) and one.figure.keys:
            for key, value in zip(one.figure.keys, one.figure.rows, strict=True):
                yield Step(key, "", valued(value, one.figure.unit, self.language))

    def degrees(self, one: ItemScore) -> Iterator[str]:
        """The arithmetic of the degree of every value; nothing where the rule is none, or nothing is scored."""
        if one.state != "counted" or not isinstance(one.figure, Figure):
            return
        keys, clipped = one.figure.keys or ("",), self.found.response.questionnaire.scoring.method != "attainment"
        for key, value in zip(keys, one.figure.rows, strict=False):
            formula, found = worked(one.item.scorer, value, one.anchors)
            if one.item.scorer and formula:
                counts = degree(one.item.scorer, value, one.anchors, one.points, clipped=clipped)
                told = shown(found).replace("-", "−")
                words = f"{key} {formula} {told if told.startswith('≈') else f'= {told}'}".strip()
                limit = self.say(f"，按 {shown(counts)} 计", f", counts as {shown(counts)}")
                yield words + (limit if counts != found else "")
        combination = isinstance(one.item.asks, Computed) and one.item.asks.combination
        if combination and one.degree and len(one.figure.rows) > 1:
            yield f"{self.say(*_COMBINED[combination])} {shown(one.degree.low)}"

    def entered(self, asked: Table, row: Row) -> list[str]:
        """The numbers of a row as entered, in the order of the columns, named where the table has several."""
        if len(asked.columns) < 2:
            return [valued_as_entered(number, self.language) for number in row.numbers.values()]
        return [
            f"{column.name.of(self.language)} {valued_as_entered(row.numbers[column.id], self.language)}"
            for column in asked.columns
            if column.id in row.numbers
        ]

    def cell(self, one: ItemScore, key: str, column: str) -> str:
        """What a cell of a table is called: its row and, where there are several, its column; "" without a row."""
        columns = one.item.asks.columns if isinstance(one.item.asks, Table) else ()
        names = [each.name.of(self.language) for each in columns if each.id == column and len(columns) > 1]
        return " · ".join([self.key(one, key), *names]) if key else ""

    def key(self, one: ItemScore, key: str) -> str:
        """What a row of a table is called: the name of the carrier of energy, else its key."""
        carriers = factors(one.item.asks.factors) if isinstance(one.item.asks, Table) and one.item.asks.factors else {}
        return carriers[key].name(self.language) if key in carriers else key
