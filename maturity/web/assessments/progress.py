"""The progress of an assessment: answered and open items, and where to continue."""

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass
from functools import cached_property

from ...answers import NotApplicable, Response
from ...assessment.progress import Count, count
from ...errors import NotFound, Problem, refuse
from ...questionnaire import Group, Item, Level, Questionnaire
from ...questionnaire.asked import Computed
from ...store.assessments.answers import SavedAnswer
from ...store.assessments.assessments import Assessment
from ..context import about, application
from .sections import of_levels


@dataclass(frozen=True, slots=True)
class Part:
    """An assessed area with its counts, in total and by level; `top` is the outermost group that it is in,
    the area itself where there is one tier alone.
    """

    top: Group
    area: Group
    count: Count
    by_level: Mapping[int, Count]


@dataclass(frozen=True)
class AnswerSheet:
    """An assessment with everything saved for it."""

    assessment: Assessment
    questionnaire: Questionnaire
    saved: Mapping[str, SavedAnswer]
    flags: frozenset[str] = frozenset()

    @cached_property
    def response(self) -> Response:
        """The saved answers as a response."""
        answers = {item: entry.answer for item, entry in self.saved.items() if entry.answer is not None}
        return Response(self.questionnaire, self.assessment.profile, answers, self.assessment.cuts)

    @cached_property
    def parts(self) -> list[Part]:
        """The assessed areas with their counts, in the order of the questionnaire."""
        return [
            Part((*self.questionnaire.parents(area), area)[0], area, self.count(area.items), self._by_level(area))
            for area in self.response.areas
        ]

    def part(self, id: str) -> Part | None:
        """The assessed area with this id; None for any other."""
        return next((part for part in self.parts if part.area.id == id), None)

    def count(self, items: tuple[Item, ...]) -> Count:
        """The count of `items`."""
        return count(self.response, items)

    @property
    def whole(self) -> Count:
        """The count of all assessed items."""
        return self.count(self.response.items)

    @property
    def levels(self) -> list[tuple[Level, Count]]:
        """Every level with its count."""
        items = self.response.items
        return [
            (level, self.count(tuple(item for item in items if item.level == level.number)))
            for level in self.questionnaire.levels
        ]

    def is_open(self, item: Item) -> bool:
        """Whether the item is not yet answered; one that is computed is never open."""
        if isinstance(item.asks, Computed):
            return False
        entry = self.saved.get(item.id)
        return entry is None or entry.answer is None

    @property
    def flagged(self) -> list[Item]:
        """The assessed items that somebody marked."""
        return [item for item in self.response.items if item.id in self.flags]

    @property
    def carried(self) -> list[Item]:
        """The items whose answer came from the last round and is not confirmed."""
        return [item for item in self.response.items if self.is_carried(item)]

    def is_carried(self, item: Item) -> bool:
        """Whether the item's answer came from the last round and is not confirmed."""
        entry = self.saved.get(item.id)
        return entry is not None and entry.carried

    def grouped(self, items: Collection[Item]) -> list[tuple[Group, list[Item]]]:
        """`items` by area, in the order of the questionnaire; areas without any are left out."""
        found = [(part.area, [one for one in items if one.area == part.area.id]) for part in self.parts]
        return [(area, some) for area, some in found if some]

    @property
    def not_applicable(self) -> list[tuple[Item, str]]:
        """The items marked not applicable, with the reasons."""
        found = []
        for item in self.response.items:
            entry = self.saved.get(item.id)
            if entry is not None and isinstance(entry.answer, NotApplicable):
                found.append((item, entry.answer.reason))
        return found

    def next_item(self, own: Container[str] = ()) -> Item | None:
        """The item to continue with: the first open one, areas in `own` first, then the area answered last."""
        response = self.response
        known = {item.id: item for item in response.items}
        latest = max((entry for id, entry in self.saved.items() if id in known), key=lambda e: e.at, default=None)
        here = known[latest.item].area if latest else None
        return min(response.open, key=lambda item: (item.area not in own, item.area != here), default=None)

    def _by_level(self, area: Group) -> dict[int, Count]:
        return {level.number: self.count(area.items_at(level.number)) for level in self.questionnaire.levels}


def questionnaire_of(assessment: Assessment) -> Questionnaire:
    """The questionnaire of an assessment. Raises Refusal where its version or weight profile is not installed, and
    NotFound assessment-without-levels where this request is for a page of those with levels and it has none.
    """
    questionnaire = about(application().questionnaire(assessment.questionnaire, assessment.questionnaire_version))
    if questionnaire.version != assessment.questionnaire_version:
        raise refuse("assessment-questionnaire", wanted=assessment.questionnaire_version, found=questionnaire.version)
    if assessment.profile not in questionnaire.profiles:
        raise refuse("profile-gone", found=assessment.profile)
    if not questionnaire.has_levels and of_levels():
        raise NotFound(Problem("assessment-without-levels"))
    return questionnaire
