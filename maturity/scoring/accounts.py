"""The arithmetic behind an evaluation as a tree of steps: inputs, formula, reference value and points of a number."""

import re
from collections.abc import Iterator
from fractions import Fraction

from ..answers import Entered, Listed, NotApplicable, Said, Ticked, choice_id
from ..quantities import Unit, read_number, shown, unit
from ..quantities.factors import factors
from ..questionnaire import Text
from ..questionnaire.asked import Computed, Table, Ticks, Words
from ..questionnaire.numeric.references import unit_of
from ..questionnaire.scorers import Linear, Ratio, Steps, Threshold
from .degrees import needed
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
_NAME = re.compile(r"[^\W\d]\w*")


def account(evaluation: Evaluation, language: str) -> Step:
    """The steps of `evaluation` in `language` ("zh" or "en"): the whole, its groups, their items."""
    return Accountant(evaluation, language).whole()


def valued(value: Fraction, unit: Unit, language: str) -> str:
    """A value with its unit: "97.646154 kgce/piece", "35%"."""
    name = unit.name(language)
    return f"{shown(value)}{'' if name in ('', '%') else ' '}{name}"


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
        label, value = one.item.text.of(self.language).rstrip("。."), self._value(one)
        notes = [note for note in (self.why(one), self.reference(one), self._left(one)) if note]
        return Step(
            label, self.inserted(one), value, tuple(self.rows(one)), self.say("；", "; ").join(notes), id=one.item.id
        )

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
        if not one.points:
            return span(one.degree)
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
        inputs, language = dict(one.figure.inputs), self.language

        def put(found: re.Match[str]) -> str:
            figure = inputs.get(found[0])
            if figure is None:
                return found[0]
            values = [valued(row, figure.unit, language) for row in figure.rows]
            return ", ".join(values) if figure.keys else values[0]

        return _NAME.sub(put, one.item.asks.formula.text.replace("*", "×").replace("/", "÷")) if inputs else ""

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
        return re.sub(r"[^\W\d][\w.-]*", lambda f: texts[f[0]].of(self.language) if f[0] in texts else f[0], by)

    def reference(self, one: ItemScore) -> str:
        """The values that it was scored against, and where they are from."""
        scorer = one.item.scorer
        if isinstance(scorer, Steps):
            steps = [f"{shown(at)} → {number(points)}" for at, points in scorer.steps]
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
        return "" if one.counts else self.say("同组已取更高的条目，不计", "others of its group are picked, not counted")

    def rows(self, one: ItemScore) -> Iterator[Step]:
        """The rows of a table that was filled, as entered, and those of a value computed for each of them."""
        answer = self.found.response.answers.get(one.item.id)
        if isinstance(answer, Listed):
            for row in answer.rows:
                entered = [valued_as_entered(number, self.language) for number in row.numbers.values()]
                yield Step(self._key(one, row.key), "", self.say("、", ", ").join(entered))
        elif isinstance(one.figure, Figure) and one.figure.keys:
            for key, value in zip(one.figure.keys, one.figure.rows, strict=True):
                yield Step(key, "", valued(value, one.figure.unit, self.language))

    def _key(self, one: ItemScore, key: str) -> str:
        carriers = factors(one.item.asks.factors) if isinstance(one.item.asks, Table) and one.item.asks.factors else {}
        return carriers[key].name(self.language) if key in carriers else key
