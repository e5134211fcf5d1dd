"""Notes on how the values of an evaluation were calculated: what was entered, the factors used, and each formula with
its numbers, reference value and outcome; all as texts in one language.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ..answers import Entered, Listed
from ..quantities import Quantity, shown
from ..quantities.factors import Factor, factors
from ..questionnaire import Text
from ..questionnaire.asked import Computed, Table
from ..questionnaire.numeric.references import unit_of
from ..questionnaire.numeric.worded import formula_names, worded
from ..questionnaire.scorers import Linear, Ratio, Scorer, Share, Threshold
from ..scoring.accounts import Accountant, valued, valued_as_entered
from ..scoring.evaluation import Evaluation, ItemScore
from ..scoring.figures import Figure

_COMBINED = {
    "worst": Text("以最差的一行计", "the worst row counts"),
    "mean": Text("取各行得分的平均", "the mean of the degrees of the rows counts"),
    "weighted": Text("各行得分加权平均", "the weighted mean of the degrees of the rows counts"),
}


@dataclass(frozen=True, slots=True)
class InputNote:
    """A number that formulas use: its name, the value with its unit as entered, and as it counts in the formulas; both
    "" where none was entered.
    """

    name: str
    entered: str
    used: str


@dataclass(frozen=True, slots=True)
class FactorNote:
    """A conversion factor that was used: the carrier, the factor with its unit, its source, and whether it is
    confirmed.
    """

    carrier: str
    factor: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Calculation:
    """A computed value: `formula` in words, `inserted` the same with numbers ("" without a value), the `values` (one a
    row of a table), the `rule` by which it is scored, the `reference` value with its source, the arithmetic of the
    `degrees`, the `outcome`, and the `remark` why there is none.
    """

    one: ItemScore
    formula: str
    inserted: str
    values: tuple[str, ...]
    rule: str
    reference: str
    degrees: tuple[str, ...]
    outcome: str
    remark: str


class Calculations:
    """The notes on one evaluation in `language` ("zh" or "en")."""

    def __init__(self, evaluation: Evaluation, language: str) -> None:
        self.found, self.language = evaluation, language
        self.accountant = Accountant(evaluation, language)
        self.say = self.accountant.say
        self._names = formula_names(evaluation.response.questionnaire, language)

    def why(self, one: ItemScore) -> str:
        """Why an item has no value or is not scored; "" where it is. No ids: these notes are read by others."""
        if one.state == "no-reference":
            return self.say("没有参考值", "No reference value")
        return self.accountant.why(one)

    def outcome(self, one: ItemScore) -> str:
        """Whether an item is met, the points that it earns, or that it does not apply; "" where it is not scored."""
        if one.state == "not-applicable":
            return self.say("不适用", "Not applicable")
        words = self.accountant.earned(one)
        return words[:1].upper() + words[1:]

    def inputs(self) -> Iterator[InputNote]:
        """The numbers that are entered, in the order of the questionnaire; a table row by row."""
        for one in self.found.items.values():
            answer, name = self.found.response.answers.get(one.item.id), one.item.text.of(self.language)
            if isinstance(one.item.asks, Table) and isinstance(answer, Listed):
                yield from self._rows(one, one.item.asks, answer)
            elif isinstance(one.item.asks, Quantity | Table):
                entered = valued_as_entered(answer, self.language) if isinstance(answer, Entered) else ""
                used = valued(answer.value, unit_of(one.item), self.language) if isinstance(answer, Entered) else ""
                yield InputNote(name, entered or self.why(one), used)

    def factors(self) -> list[FactorNote]:
        """The conversion factors of the carriers that were entered."""
        return [self._factor(factor) for factor in dict.fromkeys(self._carriers())]

    def calculations(self) -> Iterator[Calculation]:
        """Every computed value, in the order of the questionnaire."""
        for one in self.found.items.values():
            if isinstance(one.item.asks, Computed):
                yield self._calculation(one, one.item.asks)

    def _calculation(self, one: ItemScore, asked: Computed) -> Calculation:
        values = self._values(one.figure) if isinstance(one.figure, Figure) else ()
        rule = [_rule(one.item.scorer).of(self.language)] if one.item.scorer else []
        rule += [_COMBINED[asked.combination].of(self.language)] if asked.combination else []
        return Calculation(
            one,
            formula=worded(asked, self._names, self.language),
            inserted=self.accountant.inserted(one),
            values=values,
            rule=self.say("；", "; ").join(part for part in rule if part),
            reference=self.accountant.reference(one),
            degrees=tuple(self.accountant.degrees(one)),
            outcome=self.outcome(one),
            remark=self.why(one),
        )

    def _values(self, figure: Figure) -> tuple[str, ...]:
        values = [valued(row, figure.unit, self.language) for row in figure.rows]
        if not figure.keys:
            return tuple(values)
        return tuple(
            self.say(f"{key}：{value}", f"{key}: {value}") for key, value in zip(figure.keys, values, strict=True)
        )

    def _rows(self, one: ItemScore, asked: Table, answer: Listed) -> Iterator[InputNote]:
        text = one.item.text.of(self.language)
        carriers = factors(asked.factors) if asked.factors else {}
        columns = {column.id: column for column in asked.columns}
        for row in answer.rows:
            carrier = carriers.get(row.key)
            key = carrier.name(self.language) if carrier else row.key
            for id, entered in row.numbers.items():
                part = f"{key}{self.say('，', ', ')}{columns[id].name.of(self.language)}" if len(columns) > 1 else key
                unit = carrier.target if carrier else columns[id].quantity.unit
                used = entered.value * (carrier.value if carrier else 1)
                yield InputNote(
                    self.say(f"{text}：{part}", f"{text}: {part}"),
                    valued_as_entered(entered, self.language),
                    valued(used, unit, self.language),
                )

    def _carriers(self) -> Iterator[Factor]:
        for one in self.found.items.values():
            answer, asked = self.found.response.answers.get(one.item.id), one.item.asks
            if isinstance(asked, Table) and asked.factors and isinstance(answer, Listed):
                yield from (factors(asked.factors)[row.key] for row in answer.rows)

    def _factor(self, factor: Factor) -> FactorNote:
        words = f"{shown(factor.value)} {factor.target.name(self.language)}/{factor.unit.name(self.language)}"
        source = factor.zh_source if self.language == "zh" else factor.en_source
        return FactorNote(factor.name(self.language), words, source, factor.verified)


def _rule(scorer: Scorer) -> Text:
    """How a value becomes a degree, in words; steps are told with their reference."""
    if isinstance(scorer, Threshold):
        high = Text("不低于基准值为满足", "met at or above the baseline")
        return high if scorer.better == "high" else Text("不高于基准值为满足", "met at or below the baseline")
    if isinstance(scorer, Linear):
        return Text("在基准值和引领值之间按比例计分", "in proportion between baseline and leading value")
    if isinstance(scorer, Ratio):
        high = Text("数值与引领值之比", "value divided by leading value")
        return high if scorer.better == "high" else Text("引领值与数值之比", "leading value divided by value")
    if isinstance(scorer, Share):
        return Text(f"勾选数除以 {scorer.of}", f"number of ticks divided by {scorer.of}")
    return Text("", "")
