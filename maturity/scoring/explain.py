"""The arithmetic behind a grade as a tree of steps, from the total S down to the single item, with the figures used."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from ..answers import NotApplicable, choice_id
from ..questionnaire.naming import inside, item_number
from .result import LevelScore, Node, Result

_WORDS = {
    "gated": (
        "从一级起逐级看：已达标的等级数，加上第一个未达标等级的得分",
        "Climbing from level 1: the number of levels met, plus the score of the first level that is not",
    ),
    "sum": (
        "达标的等级各计 1，未达标的等级计其得分，再相加",
        "Each level met counts 1, each other level its score; then added up",
    ),
}
_MEAN = (
    "适用条目得分的平均值；不适用的不计，未答的按 0 计",
    "The mean of the items that apply; an open item counts 0",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the arithmetic: its label, the formula with numbers ("" for none), the value as printed, and the
    steps that the value is computed from.

    `kind` and `id` are those of the node ("total" and "S" at the root), `words` is the formula in words, `score` the
    exact value (None where nothing applies), `counts` says how many items below are answered and not applicable.
    """

    label: str
    formula: str
    value: str
    children: tuple["Step", ...] = ()
    note: str = ""
    kind: str = "item"
    id: str = ""
    words: str = ""
    counts: str = ""
    score: Fraction | None = None


def explain(result: Result, language: str) -> Step:
    """The steps of `result` in `language` ("zh" or "en"): S at the root, then levels, groups, areas, items."""
    return _Explainer(result, language).total()


def figure(value: Fraction) -> str:
    """A score or share as text: exact where four decimals suffice, else rounded half up to four, with "≈" before it."""
    scaled = value * 10_000
    rounded = int(scaled + Fraction(1, 2))
    words = f"{rounded // 10_000}.{rounded % 10_000:04d}".rstrip("0").rstrip(".")
    return words if rounded == scaled else f"≈{rounded // 10_000}.{rounded % 10_000:04d}"


def equals(printed: str) -> str:
    """A text of :func:`figure` with an equals or approximately-equals sign before it: "= 0.9", "≈ 0.7949"."""
    return f"≈ {printed[1:]}" if printed.startswith("≈") else f"= {printed}"


def percent(share: Fraction) -> str:
    """A share from 0 to 1 as per cent, rounded half up to two decimals, trailing zeros removed: "12.5%"."""
    hundredths = int(share * 10_000 + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".") + "%"


class _Explainer:
    """Builds the steps of one result in one language."""

    def __init__(self, result: Result, language: str) -> None:
        self.result, self.language = result, language
        self.questionnaire = result.response.questionnaire

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def total(self) -> Step:
        result = self.result
        first_unmet = next((mark for mark in result.levels if not mark.met), None)
        if result.rule == "gated":
            formula = self._gated_formula(first_unmet)
        else:
            formula = " + ".join("1" if mark.met else figure(mark.score) for mark in result.levels)
        note = self.say(
            f"达标线 {figure(result.response.questionnaire.scoring.pass_mark)}；"
            f"逐级判定得 {result.gated.level} 级、S {equals(figure(result.gated.score))}；"
            f"累加判定得 {result.summed.level} 级、S {equals(figure(result.summed.score))}。",
            f"Pass mark {figure(result.response.questionnaire.scoring.pass_mark)}; "
            f"climbing level by level gives level {result.gated.level}, S {equals(figure(result.gated.score))}; "
            f"adding up gives level {result.summed.level}, S {equals(figure(result.summed.score))}.",
        )
        levels = tuple(self.level(mark) for mark in result.levels)
        words = self.say(*_WORDS[result.rule])
        return Step("S", formula, figure(result.score), levels, note, "total", "S", words, score=result.score)

    def _gated_formula(self, first_unmet: LevelScore | None) -> str:
        if first_unmet is None:
            return self.say(f"{self.result.level} 个等级全部达标", f"all {self.result.level} levels are met")
        words = self.say("已达标的等级数", "levels met")
        return f"{self.result.level} ({words}) + {figure(first_unmet.score)} (A{first_unmet.number})"

    def level(self, mark: LevelScore) -> Step:
        name = self.result.response.questionnaire.level(mark.number).name.of(self.language)
        note = self.say("达标" if mark.met else "未达标", "met" if mark.met else "not met")
        label = self.say(f"A{mark.number} {name}", f"A{mark.number} {name}")
        return self._mean(mark.node, label, _products(mark.node), mark.score, note)

    def node(self, node: Node) -> Step:
        if node.kind == "item":
            return self.item(node)
        share = "" if node.weight is None else percent(node.weight)
        label = self.questionnaire.group(node.kind, node.id).name.of(self.language)
        if node.score is None:
            note = self.say("没有适用条目，权重由同组其他项分担", "nothing applies; its siblings share its weight")
            return self._mean(node, label, "", None, note)
        note = self.say(f"权重 {share}", f"weight {share}")
        if node.carried_from is not None:
            carried = self.say(
                f"本级没有适用条目，沿用 {node.carried_from} 级得分",
                f"no applicable item at this level; the score of level {node.carried_from} stands in",
            )
            note = f"{note} · {carried}"
        of_items = node.kind == self.questionnaire.area_tier.id
        return self._mean(node, label, _average(node) if of_items else _products(node), node.score, note)

    def _mean(self, node: Node, label: str, formula: str, score: Fraction | None, note: str) -> Step:
        value = "—" if score is None else figure(score)
        words = self.say(*self._words(node.kind))
        counts = self._counts(node) if node.assessed else ""
        return Step(label, formula, value, self._children(node), note, node.kind, node.id, words, counts, score)

    def _words(self, kind: str) -> tuple[str, str]:
        """How the score of a node of this kind is computed from its children, in Chinese and English."""
        tiers = self.questionnaire.tiers
        if kind == tiers[-1].id:
            return _MEAN
        below = {"level": tiers[0]} | {tier.id: after for tier, after in pairwise(tiers)}
        name = below[kind].name
        return (
            f"各{name.zh}的得分乘以权重，再相加",
            f"The score of each {inside(name.en)} times its weight, added up",
        )

    def item(self, node: Node) -> Step:
        questionnaire = self.result.response.questionnaire
        answer = self.result.response.answers.get(node.id)
        item = questionnaire.item(node.id)
        label = f"{item_number(questionnaire, item, self.language)} {item.text.of(self.language)}"
        if isinstance(answer, NotApplicable):
            words = self.say(f"不适用：{answer.reason}", f"Not applicable: {answer.reason}")
            return Step(label, "", "—", (), words, id=node.id)
        if answer is None:
            words = self.say("尚未作答，按 0 计", "Not yet answered, counted as 0")
            return Step(label, "", "0", (), words, id=node.id, score=Fraction(0))
        score, chosen = node.score or Fraction(0), questionnaire.choice(choice_id(answer)).text.of(self.language)
        return Step(label, "", figure(score), (), chosen, id=node.id, score=score)

    def _children(self, node: Node) -> tuple[Step, ...]:
        return tuple(self.node(child) for child in node.children)

    def _counts(self, node: Node) -> str:
        answered = node.answered + node.not_applicable
        return self.say(
            f"{node.assessed} 条中已答 {answered} 条，其中不适用 {node.not_applicable} 条",
            f"{answered} of {node.assessed} answered, {node.not_applicable} of them not applicable",
        )


def _products(node: Node) -> str:
    """Σ weight x score of the children that have a score, as text."""
    parts = [(child.weight, child.score) for child in node.children]
    return " + ".join(f"{percent(w)} × {figure(s)}" for w, s in parts if w is not None and s is not None)


def _average(node: Node) -> str:
    scores = [child.score for child in node.children if child.score is not None]
    return f"({' + '.join(map(figure, scores))}) ÷ {len(scores)}"
