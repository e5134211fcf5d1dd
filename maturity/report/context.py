"""A dossier in one language: the names, formatted figures and counts that the sections of a report use."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ..answers import Answer, NotApplicable, choice_id
from ..assessment.progress import Count, count
from ..questionnaire import Item, Questionnaire, Tier
from ..questionnaire.naming import item_name, level_name
from ..scoring import Node, Result
from ..scoring.result import Outcome, nodes
from ..text.numbers import format_score, format_total, numeral
from .dossier import Dossier

NONE = "—"


@dataclass(frozen=True)
class Context:
    """Formats the content of `dossier` in `language` ("zh" or "en")."""

    dossier: Dossier
    language: str

    def say(self, zh: str, en: str) -> str:
        """The text in the report's language."""
        return zh if self.language == "zh" else en

    @property
    def result(self) -> Result:
        """The grade of the assessment."""
        return self.dossier.result

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire that was answered."""
        return self.result.response.questionnaire

    @property
    def mark(self) -> Fraction:
        """The pass mark, from 0 to 1."""
        return self.questionnaire.scoring.pass_mark

    @cached_property
    def names(self) -> dict[tuple[str, str], str]:
        """The names of all groups by (tier id, group id)."""
        return {group.key: group.name.of(self.language) for group in self.questionnaire.walk()}

    @property
    def area(self) -> str:
        """The name of the innermost tier, for headings."""
        return self.questionnaire.area_tier.name.of(self.language)

    def tier(self, tier: Tier) -> str:
        """The name of a tier, for headings; in English in the plural."""
        return self.say(tier.name.zh, tier.plural)

    @cached_property
    def by_level(self) -> dict[tuple[str, str, int], Node]:
        """The nodes of all groups by (tier id, group id, level number)."""
        return {
            (node.kind, node.id, level.number): node
            for level in self.result.levels
            for tier in self.questionnaire.tiers
            for node in nodes(level.node, tier.id)
        }

    def score(self, value: Fraction | None) -> str:
        """A score from 0 to 1 with two decimals, or more where it would otherwise look as if it
        reached the pass mark.
        """
        return format_score(value, 2, self.mark)

    def total(self, outcome: Outcome) -> str:
        """The total S, with more decimals where it would otherwise look as if it reached the next level."""
        return format_total(outcome.score, outcome.level, self.mark)

    def level(self, number: int) -> str:
        """The number and name of a level: "三级（远航）"."""
        return level_name(self.questionnaire, number, self.language)

    def short(self, number: int) -> str:
        """The number of a level for narrow headings: "三级" or "L3"."""
        spelled = numeral(number, self.language)
        return self.say(f"{spelled}级", f"L{spelled}")

    def answer(self, answer: Answer | None) -> str:
        """The text of the chosen choice, "not applicable" or "not yet answered"."""
        if answer is None:
            return self.say("未作答", "Not yet answered")
        if isinstance(answer, NotApplicable):
            return self.say("不适用", "Not applicable")
        return self.questionnaire.choice(choice_id(answer)).text.of(self.language)

    def reason(self, answer: Answer | None) -> str:
        """The reason why an item is not applicable; "" for every other answer."""
        return self.say("理由：", "Reason: ") + answer.reason if isinstance(answer, NotApplicable) else ""

    def item(self, id: str) -> str:
        """The area and number of an item: "组织战略 一级第 2 条" or "Organisation strategy L1.2"."""
        return item_name(self.questionnaire, id, self.language)

    def note(self, item: Item) -> str:
        """The reason and the comment beside an answer, one a line; "" for neither."""
        reason = self.reason(self.result.response.answers.get(item.id))
        parts = [reason] if reason else []
        comment = self.dossier.comments.get(item.id, "").strip()
        if comment:
            parts.append(self.say("备注：", "Comment: ") + comment)
        return "\n".join(parts)

    def count(self, items: tuple[Item, ...]) -> Count:
        """How many of `items` are answered and not applicable."""
        return count(self.result.response, items)

    def counted(self, items: tuple[Item, ...]) -> str:
        """The count of `items` as text: "12/12 answered, 1 n/a"."""
        it = self.count(items)
        return self.say(
            f"已答 {it.answered}/{it.total}，其中不适用 {it.not_applicable}",
            f"{it.answered}/{it.total} answered, {it.not_applicable} n/a",
        )
