"""The quality of the answers behind a publication: response, flagged patterns, internal consistency.

Flagged patterns are counted but not excluded: a beginner truly answers every item alike. No figure counts levels,
because it could disclose what tables hide.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..answers import NOT_APPLICABLE, UNANSWERED, choice_codes
from ..disclosure.rules import Rules
from ..questionnaire import Group, Item, Questionnaire, Text
from ..questionnaire.asked import Computed
from ..questionnaire.naming import inside, tailored
from ..scoring.batch import Scheme, Scores
from .reliability import Moments, moments
from .signs import Status
from .table import Cell, Column, as_printed

LEAST_RESPONDENTS, LEAST_ITEMS = 30, 3  # below, alpha says nothing
Codes = NDArray[np.uint8]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Quality:
    """Counts over `enterprises` and over the items asked of them, the ids of their weight profiles, and moments of
    complete respondents by id of a group of the summary tier.
    """

    enterprises: int
    asked: int
    answered: int
    aside: int
    flags: Mapping[str, int]
    moments: Mapping[str, Moments]
    profiles: frozenset[str]

    def __add__(self, other: "Quality") -> "Quality":
        return Quality(
            self.enterprises + other.enterprises,
            self.asked + other.asked,
            self.answered + other.answered,
            self.aside + other.aside,
            {name: count + other.flags[name] for name, count in self.flags.items()},
            {id: found.joined(other.moments[id]) for id, found in self.moments.items()},
            self.profiles | other.profiles,
        )

    @property
    def alphas(self) -> Mapping[str, tuple[int, float | None]]:
        """By id of a group: the number of complete respondents and Cronbach's alpha, None for too few or without
        variance.
        """
        return {id: (found.n, _alpha(found)) for id, found in self.moments.items()}


class Line(NamedTuple):
    """One figure with its label."""

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
    """The quality of the answers in `matrix`. Arguments as of :func:`maturity.scoring.batch.score`, and masks (n,)."""
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
    flags = {
        "provisional": provisional,
        "tailored": np.array([bool(scheme.cuts) for scheme in schemes])[which],
        "assessed": assessed,
    }
    if questionnaire.has_levels:
        met = scores.levels >= float(questionnaire.scoring.pass_mark) - 1e-9
        flags |= {"uniform": uniform, "jump": (met[1:] & ~met[:-1]).any(axis=0)}
    common = np.logical_and.reduce([asked_by(questionnaire, Scheme(id)) for id in questionnaire.profiles])
    return Quality(
        len(matrix),
        int((asked.sum(axis=1) * counts).sum()),
        answered,
        aside,
        {name: int(flag.sum()) for name, flag in flags.items()},
        {group.id: _moments(questionnaire, group, common, matrix) for group in _scaled(questionnaire)},
        frozenset(scheme.profile for scheme, count in zip(schemes, counts, strict=True) if count),
    )


def _scaled(questionnaire: Questionnaire) -> tuple[Group, ...]:
    """The groups whose items are all answered on one scale, as alpha needs it: none without levels."""
    return questionnaire.summary_groups if questionnaire.has_levels else ()


def asked_by(questionnaire: Questionnaire, scheme: Scheme) -> Flags:
    """A mask (items,) of the items that a scheme asks."""
    items = questionnaire.items_of(scheme.profile, scheme.cuts)
    return _positions(questionnaire, (item for item in items if not isinstance(item.asks, Computed)))


def _positions(questionnaire: Questionnaire, items: Iterable[Item]) -> Flags:
    asked = np.zeros(len(questionnaire.items), bool)
    asked[[item.position for item in items]] = True
    return asked


def _moments(questionnaire: Questionnaire, group: Group, common: Flags, matrix: Codes) -> Moments:
    """The moments of a group over the items that every profile has, of respondents who chose an answer to all."""
    places = [item.position for area in group.areas for item in area.items if common[item.position]]
    codes = matrix[:, places]
    complete = codes[((codes != UNANSWERED) & (codes != NOT_APPLICABLE)).all(axis=1)] if places else codes[:0]
    known = choice_codes(questionnaire)
    scores = np.zeros(max(known.values()) + 1)
    scores[[*known.values()]] = [float(choice.score) for choice in questionnaire.choices]
    return moments(scores[complete])


def _alpha(found: Moments) -> float | None:
    if found.n < LEAST_RESPONDENTS or len(found.means) - 1 < LEAST_ITEMS or np.isnan(found.alpha):
        return None
    return found.alpha


def lines(quality: Quality, questionnaire: Questionnaire, rules: Rules | None) -> tuple[Line, ...]:
    """The figures on quality in a publication. With `rules`, numbers of too few enterprises, or of all but too few, are
    replaced by signs.
    """
    found = (
        *_response(quality, tailored(questionnaire)),
        *_flags(quality, questionnaire, rules),
        *_alphas(quality, questionnaire),
    )
    return tuple(Line(column, as_printed(value, column)) for column, value in found)


def _response(quality: Quality, out: Text) -> Iterator[Line]:
    shares = {
        "answered": (quality.answered, Text("已答条目占比", "Items answered")),
        "not-applicable": (quality.aside, Text("不适用条目占比", "Items not applicable")),
        "open": (quality.asked - quality.answered - quality.aside, Text("未答条目占比", "Items left open")),
    }
    definition = Text(
        f"占应答条目的比例；裁剪掉的{out.zh}不计。", f"Of the items asked; {inside(out.en)} tailored out do not count."
    )
    for id, (count, label) in shares.items():
        value = Fraction(100 * count, quality.asked) if quality.asked else Status.NOT_APPLICABLE
        yield Line(Column(id, label, "share", Text("%", "%"), 2, definition, id), value)


def _of_tailored(questionnaire: Questionnaire) -> tuple[Text, Text]:
    many, one = tailored(questionnaire), tailored(questionnaire, one=True)
    return (
        Text(f"裁剪了{many.zh}", f"{many.en} tailored out"),
        Text(f"至少裁剪一个{one.zh}。", f"At least one {inside(one.en)} left out of the assessment."),
    )


_FLAGS: Mapping[str, tuple[Text, Text] | Callable[[Questionnaire], tuple[Text, Text]]] = {
    "provisional": (
        Text("暂定结果", "Provisional results"),
        Text("有未答条目，按 0 分计。", "With open items, which count 0."),
    ),
    "tailored": _of_tailored,
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


def _flags(quality: Quality, questionnaire: Questionnaire, rules: Rules | None) -> Iterator[Line]:
    for id, words in _FLAGS.items():
        label, definition = words(questionnaire) if callable(words) else words
        if id not in quality.flags or (rules is not None and id in _IN_TABLES):
            continue
        count, rest = quality.flags[id], quality.enterprises - quality.flags[id]
        few = rules is not None and any(0 < number < rules.threshold for number in (count, rest))
        column = Column(id, label, "count", Text("家", "enterprises"), 0, definition, id)
        yield Line(column, Status.CONFIDENTIAL if few else count)


def _alphas(quality: Quality, questionnaire: Questionnaire) -> Iterator[Line]:
    for group in _scaled(questionnaire):
        _, value = quality.alphas[group.id]
        label = Text(f"克龙巴赫 α：{group.name.zh}", f"Cronbach's alpha: {group.name.en}")
        definition = Text(
            f"只看各类型都问的条目，且全部作答的企业；不足 {LEAST_RESPONDENTS} 家或不足 {LEAST_ITEMS} 条不计算。"
            "条目是逐级累进的要求，α 低不是缺陷。",
            f"Over items asked of all types, among enterprises that answered all of them; not below "
            f"{LEAST_RESPONDENTS} enterprises or {LEAST_ITEMS} items. Items are cumulative requirements: a low "
            "alpha is no defect.",
        )
        cell = Status.NOT_APPLICABLE if value is None else Fraction(value)
        yield Line(Column(f"alpha-{group.id}", label, "number", Text("", ""), 2, definition, "alpha"), cell)
