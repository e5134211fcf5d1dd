"""A dossier with a language: the names, figures and counts that every part of the report asks for."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ..answers import Answer, NotApplicable
from ..assessment.progress import Count, count
from ..questionnaire import Item, Questionnaire, Tier
from ..questionnaire.naming import item_name, level_name
from ..scoring import Node, Result
from ..scoring.result import Outcome, nodes
from ..text.numbers import format_score, format_total, numeral
from .dossier import Dossier

NONE = "—"


@dataclass(frozen=True)
class Teller:
    """Tells the figures of `dossier` in `language`."""

    dossier: Dossier
    language: str

    def say(self, zh: str, en: str) -> str:
        """The one of the two that is asked for."""
        return zh if self.language == "zh" else en

    @property
    def result(self) -> Result:
        """The grade."""
        return self.dossier.result

    @property
    def questionnaire(self) -> Questionnaire:
        """What was answered."""
        return self.result.response.questionnaire

    @property
    def mark(self) -> Fraction:
        """The pass mark."""
        return self.questionnaire.scoring.pass_mark

    @cached_property
    def names(self) -> dict[tuple[str, str], str]:
        """The names of all groups by their key."""
        return {group.key: group.name.of(self.language) for group in self.questionnaire.walk()}

    @property
    def area(self) -> str:
        """What an area is called, as a heading."""
        return self.questionnaire.area_tier.name.of(self.language)

    def tier(self, tier: Tier) -> str:
        """What groups of a tier are called, as a heading, in English in the plural."""
        return self.say(tier.name.zh, tier.plural)

    @cached_property
    def by_level(self) -> dict[tuple[str, str, int], Node]:
        """Every node above the items by kind, id and level."""
        return {
            (node.kind, node.id, level.number): node
            for level in self.result.levels
            for tier in self.questionnaire.tiers
            for node in nodes(level.node, tier.id)
        }

    def score(self, value: Fraction | None) -> str:
        """A score of 0 to 1 that never looks like the pass mark without reaching it."""
        return format_score(value, 2, self.mark)

    def total(self, outcome: Outcome) -> str:
        """S, which never looks like the next level's without reaching it."""
        return format_total(outcome.score, outcome.level, self.mark)

    def level(self, number: int) -> str:
        """ "三级（远航）"."""
        return level_name(self.questionnaire, number, self.language)

    def short(self, number: int) -> str:
        """ "三级", for a heading that has no room."""
        spelled = numeral(number, self.language)
        return self.say(f"{spelled}级", f"L{spelled}")

    def answer(self, answer: Answer | None) -> str:
        """The words of a choice, "not applicable" or "not yet answered"."""
        if answer is None:
            return self.say("未作答", "Not yet answered")
        if isinstance(answer, NotApplicable):
            return self.say("不适用", "Not applicable")
        return self.questionnaire.choice(answer.choice).text.of(self.language)

    def reason(self, answer: Answer | None) -> str:
        """Why something is not applicable; empty for every other answer."""
        return self.say("理由：", "Reason: ") + answer.reason if isinstance(answer, NotApplicable) else ""

    def item(self, id: str) -> str:
        """An item as people name it."""
        return item_name(self.questionnaire, id, self.language)

    def note(self, item: Item) -> str:
        """What was written beside an answer: the reason, the comment."""
        reason = self.reason(self.result.response.answers.get(item.id))
        parts = [reason] if reason else []
        comment = self.dossier.comments.get(item.id, "").strip()
        if comment:
            parts.append(self.say("备注：", "Comment: ") + comment)
        return "\n".join(parts)

    def count(self, items: tuple[Item, ...]) -> Count:
        """The count of `items`."""
        return count(self.result.response, items)

    def counted(self, items: tuple[Item, ...]) -> str:
        """ "已答 12/12，其中不适用 1"."""
        it = self.count(items)
        return self.say(
            f"已答 {it.answered}/{it.total}，其中不适用 {it.not_applicable}",
            f"{it.answered}/{it.total} answered, {it.not_applicable} n/a",
        )
