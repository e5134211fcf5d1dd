"""What is told of an evaluation, in fixed words: eligibility before any score, and each verdict for itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..answers import Said
from ..questionnaire import Text
from ..questionnaire.asked import Words
from ..questionnaire.caveats import superseded, unverified
from ..text.numbers import half_up
from .evaluation import Evaluation, Interval, ItemScore, Verdict

PLACES = 2  # of printed scores; comparisons use exact values
_POLICIES = {
    "renormalise": Text(
        "不适用的条目退出，分值由其余条目分担", "what does not apply leaves, and the others carry its points"
    ),
    "zero": Text("不适用的条目按 0 分计", "what does not apply counts 0"),
    "full": Text("不适用的条目按满分计", "what does not apply counts in full"),
}


@dataclass(frozen=True, slots=True)
class Statements:
    """The lines on one result: `eligibility` ("" where nothing decides it), `verdicts` on gates and mandatory items,
    `score` with its maximum, `bonus` and `grade` ("" for none), and the `notices` without which none of them is told.
    """

    eligibility: str
    verdicts: tuple[str, ...]
    score: str
    bonus: str
    grade: str
    notices: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines in the order in which they are told."""
        told = (self.eligibility, *self.verdicts, self.score, self.bonus, self.grade, *self.notices)
        return tuple(line for line in told if line)


def statements(evaluation: Evaluation, language: str) -> Statements:
    """What is told of `evaluation` in `language` ("zh" or "en")."""
    return _Wording(evaluation, language).all()


def na_policy(evaluation: Evaluation, language: str) -> str:
    """What becomes of items that do not apply, as a sentence; "" where the questionnaire does not say."""
    policy = _POLICIES.get(evaluation.response.questionnaire.scoring.na_policy)
    words = policy.of(language) if policy else ""
    return words and (f"{words}。" if language == "zh" else f"{words[0].upper()}{words[1:]}.")


def number(value: Fraction) -> str:
    """A score rounded half up to PLACES decimals, without zeros at its end."""
    words = str(half_up(value, PLACES))
    return words.rstrip("0").rstrip(".") if "." in words else words


def span(interval: Interval) -> str:
    """A score as :func:`number`, or two with a dash between where something is open."""
    low, high = number(interval.low), number(interval.high)
    return low if low == high else f"{low}–{high}"


class _Wording:
    """The statements on one evaluation in one language."""

    def __init__(self, evaluation: Evaluation, language: str) -> None:
        self.found, self.language = evaluation, language

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def all(self) -> Statements:
        return Statements(
            self._eligibility(),
            tuple(self._verdicts()),
            self._score(),
            self._bonus(),
            self._grade(),
            tuple(self._notices()),
        )

    def _eligibility(self) -> str:
        if not (self.found.gates.items or self.found.mandatory.items):
            return ""
        if self.found.requirements:
            return self._met()
        missed = [*self.found.gates.those("not met"), *self.found.mandatory.those("not met")]
        if missed:
            reasons = self._names(missed)
            return self.say(f"申报条件：不具备（未满足：{reasons}）", f"Not eligible (not met: {reasons})")
        unknown = [*self.found.gates.those("undecided"), *self.found.mandatory.those("undecided")]
        return self.say(
            f"申报条件：尚不能判定（{len(unknown)} 条未答、缺数据或缺参考值）",
            f"Eligible: undecided (items open, or without data or reference value: {len(unknown)})",
        )

    def _met(self) -> str:
        """Eligible; undecided where no score can be told for want of reference values."""
        missing = len(self.found.unscored)
        if not missing:
            return self.say("申报条件：具备", "Eligible: yes")
        return self.say(
            f"申报条件：要求均已满足，得分尚不能判定（{missing} 条缺参考值）",
            f"Eligible: undecided by score (all requirements met; items without a reference value: {missing})",
        )

    def _names(self, items: Sequence[ItemScore], most: int = 3) -> str:
        names = [one.item.text.of(self.language).rstrip("。.") for one in items[:most]]
        rest = len(items) - len(names)
        words = self.say("；", "; ").join(names)
        return words + (self.say(f"；另有 {rest} 条", f"; and {rest} more") if rest > 0 else "")

    def _verdicts(self) -> list[str]:
        pairs = (
            (self.found.gates, self.say("一票否决项", "Gates")),
            (self.found.mandatory, self.say("必选要求", "Mandatory requirements")),
        )
        return [self._verdict(verdict, name) for verdict, name in pairs if verdict.items]

    def _verdict(self, verdict: Verdict, name: str) -> str:
        met, missed, whole = len(verdict.those("met")), len(verdict.those("not met")), len(verdict.items)
        unknown = whole - met - missed
        words = {
            "met": self.say(f"全部满足（{whole} 条）", f"all {whole} met"),
            "not met": self.say(f"未满足：{whole} 条中 {missed} 条", f"not met: {missed} of {whole}"),
            "undecided": self.say(f"尚不能判定：{whole} 条中 {unknown} 条", f"undecided: {unknown} of {whole}"),
        }
        more = self.say(f"，另有 {unknown} 条尚不能判定", f", undecided: {unknown}") if missed and unknown else ""
        return f"{name}{self.say('：', ': ')}{words[verdict.standing]}{more}"

    def _score(self) -> str:
        if self.found.score is None:
            return ""
        best = number(self.found.maximum)
        return self.say(
            f"得分：{span(self.found.score)}（满分 {best}）", f"Score: {span(self.found.score)} (of {best})"
        )

    def _bonus(self) -> str:
        if self.found.bonus is None:
            return ""
        return self.say(f"加分（另计）：{span(self.found.bonus)}", f"Bonus (apart): {span(self.found.bonus)}")

    def _grade(self) -> str:
        if self.found.grading is None:
            return ""
        names = [band.name.of(self.language) if band else self.say("无", "none") for band in self.found.grades]
        told = names[0] if names[0] == names[1] else self.say("至", " to ").join(names)
        name = self.found.grading.name.of(self.language)
        if not self.found.grading.verified:
            name += self.say("，未核实", ", not verified")
        return self.say(f"等次（{name}）：{told}", f"Grade ({name}): {told}")

    def _notices(self) -> list[str]:
        values = (self._values, self._factors)
        notices = (self._superseded, self._policy, self._unverified, *values, self._boundary, self._hints)
        return [told for notice in notices if (told := notice())]

    def _superseded(self) -> str:
        text = superseded(self.found.response.questionnaire)
        return text.of(self.language) if text else ""

    def _policy(self) -> str:
        gone = any(one.state == "not-applicable" for one in self.found.items.values())
        return na_policy(self.found, self.language) if gone else ""

    def _unverified(self) -> str:
        text = unverified(self.found.response.questionnaire, self.found.response.profile)
        return text.of(self.language) if text else ""

    def _values(self) -> str:
        """The set of reference values that was used, those that are missing, and those that are not confirmed."""
        scored = self.found.items.values()
        missing = sum(one.state == "no-reference" for one in scored)
        doubtful = len({one.reference.indicator for one in scored if one.reference and not one.reference.verified})
        told = []
        if self.found.references.title and any(one.reference for one in scored):
            title = self.found.references.title.of(self.language)
            told.append(self.say(f"参考值：{title}。", f"Reference values: {title}."))
        if missing:
            told.append(
                self.say(
                    f"{missing} 条缺参考值，没有计分。", f"Items without a reference value, not scored: {missing}."
                )
            )
        if doubtful:
            told.append(
                self.say(f"{doubtful} 个参考值未经核实。", f"Reference values that are not verified: {doubtful}.")
            )
        return self.say("", " ").join(told)

    def _factors(self) -> str:
        """Factors to coal equivalent that numbers were converted by and that are not confirmed."""
        doubtful = (factor for factor in self.found.factors if not factor.verified)
        names = self.say("、", ", ").join(factor.name(self.language) for factor in doubtful)
        return (
            self.say(f"折标准煤系数未经核实：{names}。", f"Conversion factors not verified: {names}.") if names else ""
        )

    def _boundary(self) -> str:
        """Whether the lines that every ratio refers to are filled in."""
        answers, items = self.found.response.answers, self.found.response.items
        open_ = [item for item in items if isinstance(item.asks, Words) and not isinstance(answers.get(item.id), Said)]
        return self.say("核算边界还没有填全。", "The boundary is not filled in completely.") if open_ else ""

    def _hints(self) -> str:
        texts = [hint.text.of(self.language).rstrip("。.") for hint in self.found.hints]
        return self.say(f"请核对：{'；'.join(texts)}。", f"Please check: {'; '.join(texts)}.") if texts else ""
