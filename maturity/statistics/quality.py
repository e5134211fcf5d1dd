"""How good the answers behind a publication are: response, flagged patterns as counts, how items hang together.

Flags are counted and nothing is left out for them: a true beginner answers every item alike. None of them counts
levels: what tables hide must not stand here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..answers import NOT_APPLICABLE, UNANSWERED
from ..disclosure.rules import Rules
from ..questionnaire import Domain, Questionnaire, Text
from ..scoring.batch import Scheme, Scores
from .reliability import Moments, moments
from .signs import Status
from .table import Cell, Column, as_printed

LEAST_RESPONDENTS, LEAST_ITEMS = 30, 3  # below, alpha says nothing
Codes = NDArray[np.uint8]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Quality:
    """Counts over `enterprises`, and over the items asked of them; by domain id, moments of complete respondents.

    Adding puts other enterprises beside them.
    """

    enterprises: int
    asked: int
    answered: int
    aside: int
    flags: Mapping[str, int]
    moments: Mapping[str, Moments]

    def __add__(self, other: "Quality") -> "Quality":
        return Quality(
            self.enterprises + other.enterprises,
            self.asked + other.asked,
            self.answered + other.answered,
            self.aside + other.aside,
            {name: count + other.flags[name] for name, count in self.flags.items()},
            {id: found.joined(other.moments[id]) for id, found in self.moments.items()},
        )

    @property
    def alphas(self) -> Mapping[str, tuple[int, float | None]]:
        """By domain id, complete respondents and alpha: None where too few respondents or items, or no spread."""
        return {id: (found.n, _alpha(found)) for id, found in self.moments.items()}


class Line(NamedTuple):
    """One figure with what it is."""

    column: Column
    value: Cell


def assess(
    questionnaire: Questionnaire,
    schemes: Sequence[Scheme],
    which: NDArray[np.integer],
    matrix: Codes,
    scores: Scores,
    provisional: Flags,
    assessed: Flags,
) -> Quality:
    """The quality of the answers in `matrix`; arguments as of :func:`maturity.scoring.batch.score`, and flags a row."""
    asked = np.stack([asked_by(questionnaire, scheme) for scheme in schemes])
    counts = np.bincount(which, minlength=len(schemes))
    answered = aside = 0
    uniform = np.zeros(len(matrix), bool)
    for index in range(len(schemes)):
        here = np.flatnonzero(which == index)
        codes = matrix[np.ix_(here, np.flatnonzero(asked[index]))]
        given = (codes != UNANSWERED) & (codes != NOT_APPLICABLE)
        answered, aside = answered + int(given.sum()), aside + int((codes == NOT_APPLICABLE).sum())
        low = np.where(given, codes, 255).min(axis=1, initial=255)
        high = np.where(given, codes, 0).max(axis=1, initial=0)
        uniform[here] = low == high
    met = scores.levels >= float(questionnaire.scoring.pass_mark) - 1e-9
    flags = {
        "provisional": provisional,
        "tailored": np.array([bool(scheme.cuts) for scheme in schemes])[which],
        "uniform": uniform,
        "jump": (met[1:] & ~met[:-1]).any(axis=0),
        "assessed": assessed,
    }
    common = np.logical_and.reduce([_of_profile(questionnaire, id) for id in questionnaire.profiles])
    return Quality(
        len(matrix),
        int((asked.sum(axis=1) * counts).sum()),
        answered,
        aside,
        {name: int(flag.sum()) for name, flag in flags.items()},
        {domain.id: _moments(questionnaire, domain, common, matrix) for domain in questionnaire.domains},
    )


def asked_by(questionnaire: Questionnaire, scheme: Scheme) -> Flags:
    """Which items a scheme asks, by position."""
    asked = _of_profile(questionnaire, scheme.profile)
    for element in questionnaire.elements:
        for domain in element.domains:
            if domain.id in scheme.cuts:
                asked[[item.position for sub in domain.subdomains for item in sub.items]] = False
    return asked


def _of_profile(questionnaire: Questionnaire, profile: str) -> Flags:
    asked = np.zeros(len(questionnaire.items), bool)
    asked[[item.position for item in questionnaire.items_of(profile)]] = True
    return asked


def _moments(questionnaire: Questionnaire, domain: Domain, common: Flags, matrix: Codes) -> Moments:
    """Over the items that every profile asks, among those who chose an answer for all of them."""
    places = [item.position for sub in domain.subdomains for item in sub.items if common[item.position]]
    codes = matrix[:, places]
    complete = codes[((codes != UNANSWERED) & (codes != NOT_APPLICABLE)).all(axis=1)] if places else codes[:0]
    scores = np.zeros(8)
    scores[1 : len(questionnaire.choices) + 1] = [float(choice.score) for choice in questionnaire.choices]
    return moments(scores[complete])


def _alpha(found: Moments) -> float | None:
    if found.n < LEAST_RESPONDENTS or len(found.means) - 1 < LEAST_ITEMS or np.isnan(found.alpha):
        return None
    return found.alpha


def lines(quality: Quality, questionnaire: Questionnaire, rules: Rules | None) -> tuple[Line, ...]:
    """What a publication says about quality. With `rules`, numbers of too few enterprises, or of all but too few, are
    signs.
    """
    found = (*_response(quality), *_flags(quality, rules), *_alphas(quality, questionnaire))
    return tuple(Line(column, as_printed(value, column)) for column, value in found)


def _response(quality: Quality) -> Iterator[Line]:
    shares = {
        "answered": (quality.answered, Text("已答条目占比", "Items answered")),
        "not-applicable": (quality.aside, Text("不适用条目占比", "Items not applicable")),
        "open": (quality.asked - quality.answered - quality.aside, Text("未答条目占比", "Items left open")),
    }
    definition = Text(
        "占应答条目的比例；裁剪掉的能力域不计。", "Of the items asked; domains tailored out do not count."
    )
    for id, (count, label) in shares.items():
        value = Fraction(100 * count, quality.asked) if quality.asked else Status.NOT_APPLICABLE
        yield Line(Column(id, label, "share", Text("%", "%"), 2, definition, id), value)


_FLAGS = {
    "provisional": (
        Text("暂定结果", "Provisional results"),
        Text("有未答条目，按 0 分计。", "With open items, which count 0."),
    ),
    "tailored": (
        Text("裁剪了能力域", "Domains tailored out"),
        Text("至少裁剪一个能力域。", "At least one domain left out of the assessment."),
    ),
    "uniform": (
        Text("所有答案相同", "Every answer the same"),
        Text("所有已答条目选了同一个选项。", "All answered items got one and the same choice."),
    ),
    "jump": (
        Text("等级跳跃", "Level jumps"),
        Text("某一级达标而其下一级未达标。", "A level is met while the one below it is not."),
    ),
    "assessed": (
        Text("经评估的企业", "Assessed by others"),
        Text(
            "评估人员对应答的每个条目都给出了判定；其余企业只有自评。",
            "Assessors gave a value to every item asked; the other enterprises assessed themselves alone.",
        ),
    ),
}
_IN_TABLES = ("assessed",)  # a release for the public tells them where disclosure control sees them


def _flags(quality: Quality, rules: Rules | None) -> Iterator[Line]:
    for id, (label, definition) in _FLAGS.items():
        if rules is not None and id in _IN_TABLES:
            continue
        count, rest = quality.flags[id], quality.enterprises - quality.flags[id]
        few = rules is not None and any(0 < number < rules.threshold for number in (count, rest))
        column = Column(id, label, "count", Text("家", "enterprises"), 0, definition, id)
        yield Line(column, Status.CONFIDENTIAL if few else count)


def _alphas(quality: Quality, questionnaire: Questionnaire) -> Iterator[Line]:
    for element in questionnaire.elements:
        for domain in element.domains:
            _, value = quality.alphas[domain.id]
            label = Text(f"克龙巴赫 α：{domain.name.zh}", f"Cronbach's alpha: {domain.name.en}")
            definition = Text(
                f"只看各类型都问的条目，且全部作答的企业；不足 {LEAST_RESPONDENTS} 家或不足 {LEAST_ITEMS} 条不计算。"
                "条目是逐级累进的要求，α 低不是缺陷。",
                f"Over items asked of all types, among enterprises that answered all of them; not below "
                f"{LEAST_RESPONDENTS} enterprises or {LEAST_ITEMS} items. Items are cumulative requirements: a low "
                "alpha is no defect.",
            )
            cell = Status.NOT_APPLICABLE if value is None else Fraction(value)
            yield Line(Column(f"alpha-{domain.id}", label, "number", Text("", ""), 2, definition, "alpha"), cell)
