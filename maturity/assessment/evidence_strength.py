"""How well answers are backed by evidence, kept apart from the score: nothing, a note, a document, a document that an
assessor has seen.

The coverage of an assessment is the share of its claims (answers that score above 0, and what was entered as a number,
a table or ticks) that are documented or seen.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from ..answers import Chosen, Entered, Listed, Response, Ticked
from ..questionnaire import Item, Text


class Strength(Enum):
    """The strength of the evidence for an answer, from the weakest; values are ids in addresses and files."""

    NONE = "none"
    STATED = "stated"
    DOCUMENTED = "documented"
    SEEN = "seen"

    @property
    def name_text(self) -> Text:
        """The name shown to users."""
        return _NAMES[self]


_NAMES = {
    Strength.NONE: Text("无证据", "No evidence"),
    Strength.STATED: Text("有说明", "Note only"),
    Strength.DOCUMENTED: Text("有材料", "Documented"),
    Strength.SEEN: Text("已核实", "Verified by an assessor"),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of the evidence of one item: notes, documents (links and files), and those of both that an assessor has
    seen.
    """

    notes: int
    documents: int
    seen: int

    @property
    def whole(self) -> int:
        """The number of all pieces of evidence."""
        return self.notes + self.documents


@dataclass(frozen=True, slots=True)
class EvidenceCoverage:
    """The number of claims (answers that score above 0) by strength of their evidence."""

    counts: Mapping[Strength, int]

    @property
    def claims(self) -> int:
        """The number of claims."""
        return sum(self.counts.values())

    @property
    def backed(self) -> int:
        """The number of claims that are documented or seen."""
        return self.counts[Strength.DOCUMENTED] + self.counts[Strength.SEEN]


def strengths(tallies: Mapping[str, Tally], commented: Collection[str]) -> dict[str, Strength]:
    """The strength of every item that has any evidence, by item id; a comment of `commented` items counts as a note."""
    return {id: _strength(tallies.get(id, Tally(0, 0, 0))) for id in {*tallies, *commented}}


def _strength(tally: Tally) -> Strength:
    if tally.seen:
        return Strength.SEEN
    return Strength.DOCUMENTED if tally.documents else Strength.STATED


def claimed(response: Response, item: Item) -> bool:
    """Whether the answer to `item` scores above 0, or is a number, a table or something ticked."""
    answer = response.answers.get(item.id)
    if isinstance(answer, Chosen):
        return any(one.score > 0 for one in response.questionnaire.choices_of(item) if one.id == answer.choice)
    return isinstance(answer, Entered | Listed) or (isinstance(answer, Ticked) and bool(answer.options))


def coverage(
    response: Response, found: Mapping[str, Strength], items: Iterable[Item] | None = None
) -> EvidenceCoverage:
    """The coverage of `items`, by default of all that are assessed; `found` is the result of :func:`strengths`."""
    counts = dict.fromkeys(Strength, 0)
    for item in response.items if items is None else items:
        if claimed(response, item):
            counts[found.get(item.id, Strength.NONE)] += 1
    return EvidenceCoverage(counts)


def without_evidence(
    response: Response, found: Mapping[str, Strength], items: Iterable[Item] | None = None
) -> list[Item]:
    """The claims among `items` (by default all that are assessed) without any evidence."""
    asked = response.items if items is None else items
    return [item for item in asked if claimed(response, item) and found.get(item.id, Strength.NONE) is Strength.NONE]


def by_area(response: Response, found: Mapping[str, Strength]) -> dict[str, EvidenceCoverage]:
    """The coverage of every assessed area, by its id."""
    return {area.id: coverage(response, found, area.items) for area in response.areas}


def coverage_text(it: EvidenceCoverage, language: str) -> str:
    """The coverage as a sentence: how many claims have documents, how many a note only, how many nothing."""
    if not it.claims:
        return "还没有声明做到的条目。" if language == "zh" else "No item is claimed as met yet."
    seen, stated, none = it.counts[Strength.SEEN], it.counts[Strength.STATED], it.counts[Strength.NONE]
    if language == "zh":
        return (
            f"声明至少部分做到的 {it.claims} 条中，{it.backed} 条有证据（链接或文件，其中 {seen} 条已由"
            f"评审员核实），{stated} 条只有文字说明，{none} 条没有证据。"
        )
    items, have = ("item", "has") if it.claims == 1 else ("items", "have")
    return (
        f"{it.backed} of {it.claims} {items} claimed as met, at least in part, {have} evidence (a link or file; "
        f"{seen} verified by an assessor), {stated} a written note only, {none} no evidence."
    )
