"""The data of minutes in one language: names, answers and figures as printed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ...answers import Answer, Chosen, Entered, NotApplicable
from ...assessment.selection import BEIJING
from ...questionnaire import Group, Item, Questionnaire, Text
from ...questionnaire.naming import item_number
from ...scoring.accounts import valued_as_entered
from ...workshop import Verdict
from ...workshop.applicability import APPLICABLE, Applicability
from ...workshop.ballots import shown_number
from ...workshop.numbers import NumberVerdict
from ...workshop.wording import median_words
from ..context import NONE
from .dossier import MinutesDossier, MinutesItem

KINDS = {
    "agreed": Text("达成一致", "Agreed"),
    "dissent": Text("一致，有不同意见", "Agreed, with dissent"),
    "decided": Text("主持人决定", "Decided by the lead"),
    "not-applicable": Text("不适用", "Not applicable"),
}
PARKED, OPEN = Text("搁置", "Parked"), Text("未议定", "Not settled")


@dataclass(frozen=True)
class MinutesContext:
    """Formats the content of `dossier` in `language` ("zh" or "en")."""

    dossier: MinutesDossier
    language: str

    def say(self, zh: str, en: str) -> str:
        """The text in the language of the minutes."""
        return zh if self.language == "zh" else en

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire that was voted on."""
        return self.dossier.questionnaire

    @cached_property
    def areas(self) -> list[tuple[Group, list[MinutesItem]]]:
        """The items by area, in the order of voting."""
        found: dict[str, list[MinutesItem]] = {}
        for one in self.dossier.items:
            found.setdefault(one.item.area, []).append(one)
        return [(self.questionnaire.area(id), members) for id, members in found.items()]

    def number(self, item: Item) -> str:
        """The number of an item within its area."""
        return item_number(self.questionnaire, item, self.language)

    def name(self, item: Item) -> str:
        """Area and number of an item."""
        return f"{self.questionnaire.area(item.area).name.of(self.language)} {self.number(item)}"

    def answer(self, item: Item, answer: Answer | None) -> str:
        """An answer as printed; a dash for none."""
        if isinstance(answer, NotApplicable):
            return self.not_applicable
        if isinstance(answer, Entered):
            return valued_as_entered(answer, self.language)
        if isinstance(answer, Chosen):
            choices = {choice.id: choice.text for choice in self.questionnaire.choices_of(item)}
            return choices[answer.choice].of(self.language)
        return NONE

    def how(self, one: MinutesItem) -> str:
        """How an item ended: the kind of settlement, parked, or not settled."""
        known = PARKED if one.state == "parked" else OPEN
        return (KINDS[one.kind] if one.kind else known).of(self.language)

    def votes(self, one: MinutesItem) -> str:
        """The totals of an item: choices with their votes, the highest first; for numbers quartiles and range."""
        verdict = one.verdict
        if one.withheld or one.gone:
            return self.say("不印（见说明）", "Not printed (see notes)")
        if verdict is None:
            few = self.say("少于 4 票，不印", "Fewer than 4, not printed")
            return few if one.cast else self.say("没有投票", "No votes")
        if isinstance(verdict, NumberVerdict):
            told = [self._numbers(verdict), *self._counts(self._apart(verdict.not_applicable, verdict.cannot_judge))]
            return self.comma(told)
        tally = verdict.tally
        if isinstance(verdict, Applicability):
            names = [self.not_applicable, APPLICABLE.of(self.language)]
        else:
            names = [choice.text.of(self.language) for choice in verdict.scale.choices]
        ranked = zip(reversed(names), reversed(tally.counts), strict=True)
        counts = self._counts([*ranked, *self._apart(tally.not_applicable, tally.cannot_judge)])
        return self.comma(counts) or self.say("没有投票", "No votes")

    @property
    def not_applicable(self) -> str:
        """The words for what does not apply."""
        return self.say("不适用", "Not applicable")

    def _apart(self, not_applicable: int, cannot_judge: int) -> list[tuple[str, int]]:
        return [(self.not_applicable, not_applicable), (self.say("无法判断", "Cannot judge"), cannot_judge)]

    @staticmethod
    def _counts(told: Iterable[tuple[str, int]]) -> list[str]:
        return [f"{name}\u00a0{votes}" for name, votes in told if votes]

    def _numbers(self, verdict: NumberVerdict) -> str:
        if verdict.median is None or verdict.quartiles is None:
            return self.say("没有数值", "No numbers")
        low, high = (shown_number(str(value)) for value in verdict.quartiles)
        return self.say(
            f"{verdict.n} 个数值，四分位数 {low} 至 {high}", f"{verdict.n} numbers, quartiles {low} to {high}"
        )

    def median(self, one: MinutesItem) -> str:
        """The median of an item in words; "" where there is none to print."""
        if isinstance(one.verdict, Verdict) and one.verdict.figures:
            return median_words(one.verdict.scale, one.verdict.figures, self.language)
        if isinstance(one.verdict, NumberVerdict) and one.verdict.median is not None:
            return shown_number(str(one.verdict.median))
        return ""

    @property
    def period(self) -> str:
        """When it was held, in Beijing, to the minute."""
        opened, closed = (at.astimezone(BEIJING) for at in (self.dossier.opened_at, self.dossier.closed_at))
        return f"{opened:%Y-%m-%d %H:%M} – {closed:{'%H:%M' if opened.date() == closed.date() else '%Y-%m-%d %H:%M'}}"

    def comma(self, words: Sequence[str]) -> str:
        """Words as a list."""
        return self.say("、", ", ").join(words)


def share(value: Fraction | None) -> str:
    """A share as a whole percentage; a dash for None."""
    return NONE if value is None else f"{float(value):.0%}"


def decimal(value: Fraction | float | None) -> str:
    """A figure with two decimals; a dash for None."""
    return NONE if value is None else f"{float(value):.2f}"
