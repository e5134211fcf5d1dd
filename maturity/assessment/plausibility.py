"""Answers that should be checked before they are relied on. They are hints: nothing is blocked by them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from ..answers import Chosen, NotApplicable, Response, choice_id
from ..questionnaire import Group, Item, Text
from ..scoring.ladder import reaches
from .evidence_strength import Strength, claimed, without_evidence

LONGEST_RUN = 24  # items in a row with one and the same choice: more than the longest area has
MOST_ASIDE = Fraction(1, 5)  # of the assessed items, not applicable
MOST_REPEATED = 5  # items with the same reason, word for word


@dataclass(frozen=True, slots=True)
class PlausibilityHint:
    """A hint: its kind (a key of KINDS), its text, and the items to check."""

    kind: str
    text: Text
    items: tuple[Item, ...]


KINDS = {
    "unsupported": Text("声明做到但没有证据", "Claimed as met, without evidence"),
    "skipped": Text("声明达到较高等级，较低等级却没有达到", "A higher level is claimed while a lower one is not met"),
    "uniform": Text("连续许多条选了同一答案", "The same choice for many items in a row"),
    "aside": Text("“不适用”的条目偏多", "Many items are marked not applicable"),
    "repeated": Text("许多条目的不适用理由一字不差", "The same reason, word for word, on many items"),
}


def plausibility_hints(response: Response, found: Mapping[str, Strength]) -> list[PlausibilityHint]:
    """The hints on `response`, in the order of KINDS; `found` is the result of :func:`.evidence_strength.strengths`."""
    return [*_unsupported(response, found), *_skipped(response), *_uniform(response), *_aside(response)]


def _unsupported(response: Response, found: Mapping[str, Strength]) -> list[PlausibilityHint]:
    """For each area, the claims without evidence."""
    return [
        PlausibilityHint("unsupported", area.name, items)
        for area in response.areas
        if (items := tuple(without_evidence(response, found, area.items)))
    ]


def _skipped(response: Response) -> list[PlausibilityHint]:
    """For each area, the highest level whose mean reaches the pass mark above one that does not; open items count 0."""
    mark = response.questionnaire.scoring.pass_mark
    hints = []
    for area in response.areas:
        means = _means(response, area)
        top = max((level for level, mean in means.items() if reaches(mean, mark)), default=0)
        lower = next((level for level, mean in means.items() if level < top and not reaches(mean, mark)), None)
        if lower is not None:
            weak = tuple(i for i in area.items_at(lower) if (score := _score(response, i)) is not None and score < 1)
            hints.append(PlausibilityHint("skipped", _levels(area, top, lower), weak))
    return hints


def _means(response: Response, area: Group) -> dict[int, Fraction]:
    """The mean of the applicable items by level, ascending; levels without one are left out."""
    means = {}
    for level in response.questionnaire.levels:
        scores = [_score(response, item) for item in area.items_at(level.number)]
        counted = [score for score in scores if score is not None]
        if counted:
            means[level.number] = sum(counted, start=Fraction(0)) / len(counted)
    return means


def _score(response: Response, item: Item) -> Fraction | None:
    """The score of an answer from 0 to 1; 0 while open, None where the item does not apply."""
    answer = response.answers.get(item.id)
    if isinstance(answer, NotApplicable):
        return None
    return response.questionnaire.choice(choice_id(answer)).score if answer else Fraction(0)


def _levels(area: Group, top: int, lower: int) -> Text:
    return Text(
        f"{area.name.zh}：第 {top} 级的条目达标，第 {lower} 级的没有",
        f"{area.name.en}: the items of level {top} pass, those of level {lower} do not",
    )


def _uniform(response: Response) -> list[PlausibilityHint]:
    """Long runs of the same choice; open and not applicable items neither interrupt a run nor count.

    Runs of choices that score 0 are not reported: beginners answer so truly.
    """
    answers = ((item, response.answers.get(item.id)) for item in response.items)
    chosen = [(item, answer.choice) for item, answer in answers if isinstance(answer, Chosen)]
    hints = []
    for choice, run in groupby(chosen, key=lambda pair: pair[1]):
        items = tuple(item for item, _ in run)
        if len(items) >= LONGEST_RUN and claimed(response, items[0]):
            words = response.questionnaire.choice(choice).text
            zh = f"连续 {len(items)} 条都选“{words.zh}”"
            hints.append(PlausibilityHint("uniform", Text(zh, f"{len(items)} items in a row are '{words.en}'"), items))
    return hints


def _aside(response: Response) -> list[PlausibilityHint]:
    """Too large a share of items not applicable, and reasons that were copied."""
    reasons = {
        item: a.reason for item in response.items if isinstance(a := response.answers.get(item.id), NotApplicable)
    }
    hints = []
    if len(reasons) > MOST_ASIDE * len(response.items):
        zh = f"{len(response.items)} 条中有 {len(reasons)} 条选“不适用”"
        en = f"{len(reasons)} of {len(response.items)} items are not applicable"
        hints.append(PlausibilityHint("aside", Text(zh, en), tuple(reasons)))
    return [*hints, *_repeated(reasons)]


def _repeated(reasons: Mapping[Item, str]) -> list[PlausibilityHint]:
    same: dict[str, list[Item]] = {}
    for item, reason in reasons.items():
        same.setdefault(" ".join(reason.split()), []).append(item)
    return [_copied(reason, items) for reason, items in same.items() if len(items) >= MOST_REPEATED]


def _copied(reason: str, items: Sequence[Item]) -> PlausibilityHint:
    zh, en = f"{len(items)} 条都写“{reason}”", f"{len(items)} items say '{reason}'"
    return PlausibilityHint("repeated", Text(zh, en), tuple(items))
