"""How well an answer is backed, kept apart from the score: nothing, words, a document, a document an assessor has seen.

The confidence of an assessment is the share of its claims (answers that score above 0) that are documented or seen.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from .answers import Chosen, Response
from .questionnaire import Item, Text
from .words import figure


class Strength(Enum):
    """What stands behind an answer, from the weakest to the strongest; the value is its id in addresses and files."""

    NONE = "none"
    STATED = "stated"
    DOCUMENTED = "documented"
    SEEN = "seen"

    @property
    def name_text(self) -> Text:
        """What a reader calls it."""
        return _NAMES[self]


_NAMES = {
    Strength.NONE: Text("无证据", "Nothing"),
    Strength.STATED: Text("有说明", "Stated"),
    Strength.DOCUMENTED: Text("有材料", "Documented"),
    Strength.SEEN: Text("已核实", "Seen by an assessor"),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """The evidence of one item: notes, documents (links and files), and how many of both an assessor has seen."""

    notes: int
    documents: int
    seen: int

    @property
    def whole(self) -> int:
        """All pieces of evidence."""
        return self.notes + self.documents


@dataclass(frozen=True, slots=True)
class Confidence:
    """How many claims there are of each strength."""

    counts: Mapping[Strength, int]

    @property
    def claims(self) -> int:
        """Answers that score above 0."""
        return sum(self.counts.values())

    @property
    def backed(self) -> int:
        """Claims that are documented or seen."""
        return self.counts[Strength.DOCUMENTED] + self.counts[Strength.SEEN]

    @property
    def share(self) -> Fraction | None:
        """Backed claims of all, from 0 to 1; None where nothing is claimed."""
        return Fraction(self.backed, self.claims) if self.claims else None

    @property
    def percent(self) -> str:
        """The share as "35%", never rounded up to all; "—" where nothing is claimed."""
        return "—" if self.share is None else f"{figure(self.share * 100, 0, Fraction(100))}%"


def strengths(tallies: Mapping[str, Tally], commented: Collection[str]) -> dict[str, Strength]:
    """The strength of every item that has any, by item id; `commented` items have a comment beside their answer."""
    return {id: _strength(tallies.get(id, Tally(0, 0, 0))) for id in {*tallies, *commented}}


def _strength(tally: Tally) -> Strength:
    if tally.seen:
        return Strength.SEEN
    return Strength.DOCUMENTED if tally.documents else Strength.STATED


def claimed(response: Response, item: Item) -> bool:
    """The enterprise says that it does some of this: the answer scores above 0."""
    answer = response.answers.get(item.id)
    return isinstance(answer, Chosen) and response.questionnaire.choice(answer.choice).score > 0


def confidence(response: Response, found: Mapping[str, Strength], items: Iterable[Item] | None = None) -> Confidence:
    """The confidence of `items`, by default all that are assessed; `found` as :func:`strengths` gives it."""
    counts = dict.fromkeys(Strength, 0)
    for item in response.items if items is None else items:
        if claimed(response, item):
            counts[found.get(item.id, Strength.NONE)] += 1
    return Confidence(counts)


def by_subdomain(response: Response, found: Mapping[str, Strength]) -> dict[str, Confidence]:
    """The confidence of every assessed subdomain, by its id."""
    return {subdomain.id: confidence(response, found, subdomain.items) for subdomain in response.subdomains}


def told(it: Confidence, language: str) -> str:
    """What the figure says, in one sentence."""
    if not it.claims:
        return "还没有声明达到的条目。" if language == "zh" else "Nothing is claimed yet."
    documented, seen = it.counts[Strength.DOCUMENTED], it.counts[Strength.SEEN]
    stated, none = it.counts[Strength.STATED], it.counts[Strength.NONE]
    if language == "zh":
        return (
            f"声明做到（全部、大部分或部分）的 {it.claims} 条中，{documented} 条有链接或文件，{seen} 条已由评审员核实，"
            f"{stated} 条只有文字说明，{none} 条没有任何证据。"
        )
    return (
        f"Of {it.claims} {'item' if it.claims == 1 else 'items'} claimed fully, mostly or partly, {documented} "
        f"{'has' if documented == 1 else 'have'} a link or file, {seen} {'was' if seen == 1 else 'were'} seen by an "
        f"assessor, {stated} {'is' if stated == 1 else 'are'} only stated, {none} {'has' if none == 1 else 'have'} "
        "nothing behind them."
    )
