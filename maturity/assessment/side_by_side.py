"""Two evaluations side by side: eligibility, gates, mandatory requirements, score, bonus, grade, groups."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..scoring.evaluation import Evaluation, Interval, Section, Verdict
from ..scoring.statements import number, span


@dataclass(frozen=True, slots=True)
class Line:
    """A figure in two evaluations, in words, and its change ("" where none can be told); `group` is the id of the group
    that it is about, "" for the whole.
    """

    label: str
    before: str
    after: str
    change: str = ""
    group: str = ""

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return self.before != self.after


def side_by_side(before: Evaluation, after: Evaluation, language: str) -> tuple[Line, ...]:
    """The lines on the whole and on every group with a score or points, in `language` ("zh" or "en")."""
    return tuple(_Beside(before, after, language).lines())


def signed(value: Fraction) -> str:
    """A change of a score with its sign: "+1.5", "−2", "0"."""
    words = number(abs(value))
    return words if words == "0" else f"{'+' if value > 0 else '−'}{words}"


def signed_span(low: Fraction, high: Fraction) -> str:
    """The change of a score that is two numbers, as :func:`signed` where both change alike."""
    one, other = signed(low), signed(high)
    return one if one == other else f"{one} … {other}"


class _Beside:
    """Tells two evaluations in one language."""

    def __init__(self, before: Evaluation, after: Evaluation, language: str) -> None:
        self.before, self.after, self.language = before, after, language

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def lines(self) -> Iterator[Line]:
        one, other, say = self.before, self.after, self.say
        if one.gates.items or one.mandatory.items:
            yield Line(say("申报条件", "Eligible"), self._eligible(one), self._eligible(other))
        yield from self._met(say("满足的一票否决项", "Gates met"), one.gates, other.gates)
        yield from self._met(say("满足的必选要求", "Mandatory requirements met"), one.mandatory, other.mandatory)
        if one.score and other.score:
            label = say(f"得分（满分 {number(one.maximum)}）", f"Score (of {number(one.maximum)})")
            yield self._points(label, one.score, other.score)
        if one.bonus and other.bonus:
            yield self._points(say("加分（另计）", "Bonus (apart)"), one.bonus, other.bonus)
        if one.grading or other.grading:
            yield Line(say("等次", "Grade"), self._grade(one), self._grade(other))
        later = {section.group.id: section for section in other.sections}
        for section in one.sections:
            if section.group.id in later:
                yield from self._group(section, later[section.group.id])

    def _eligible(self, one: Evaluation) -> str:
        words = {True: ("具备", "yes"), False: ("不具备", "no"), None: ("尚不能判定", "undecided")}
        return self.say(*words[one.eligible])

    def _met(self, label: str, one: Verdict, other: Verdict) -> Iterator[Line]:
        if one.items or other.items:
            met = [len(verdict.those("met")) for verdict in (one, other)]
            change = signed(Fraction(met[1] - met[0])) if len(one.items) == len(other.items) else ""
            yield Line(label, f"{met[0]}/{len(one.items)}", f"{met[1]}/{len(other.items)}", change)

    def _points(self, label: str, one: Interval, other: Interval, group: str = "") -> Line:
        change = signed_span(other.low - one.low, other.high - one.high)
        return Line(label, span(one), span(other), change, group)

    def _grade(self, one: Evaluation) -> str:
        names = [band.name.of(self.language) if band else self.say("无", "none") for band in one.grades]
        return names[0] if names[0] == names[1] else self.say("至", " to ").join(names)

    def _group(self, one: Section, other: Section) -> Iterator[Line]:
        name, id = one.group.name.of(self.language), one.group.id
        if one.score and other.score:
            yield self._points(name, one.score, other.score, id)
        elif one.reachable and other.reachable:
            yield self._points(name, one.earned, other.earned, id)
