"""The breakdowns of tables about a questionnaire: groups of its maturity levels, and dimensions."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..quantities import name_of
from ..questionnaire import Questionnaire, Text
from ..questionnaire.facts import UNSAID
from ..scoring.blocks import scored_blocks
from ..scoring.methods import TOTALLED
from .dimensions import (
    CLASSIFICATIONS,
    JOINED,
    NOT_ASSESSED,
    NOT_BEFORE,
    NOT_JOINED,
    OWN,
    PARTS,
    SERIES,
    VIEWS,
    Dimension,
    View,
    class_dimensions,
    part_column,
)
from .numeric.amounts import Magnitude, magnitudes
from .numeric.outcomes import Outcome, outcomes
from .numeric.words import OF_LEVELS, OF_OUTCOMES, Words
from .table import TOTAL, Column

_UNNAMED = Text("", "")
EACH, COLLAPSED = "each", "collapsed"  # the breakdowns by level that a plan can name
_NUMERALS = "零一二三四五六七八九"  # of levels, of which a questionnaire has nine at most
_LISTED = 4  # groups of a collapsed breakdown at most


@dataclass(frozen=True, slots=True)
class Group:
    """A group of maturity levels in tables: its code, its lowest and its highest level."""

    id: str
    low: int
    high: int
    label: Text

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels of the group."""
        return tuple(range(self.low, self.high + 1))


def level_code(level: int) -> str:
    """The code of the group of one level."""
    return "LE1" if level == 1 else f"L{level}"


def single_groups(count: int, names: Sequence[Outcome] = ()) -> tuple[Group, ...]:
    """A group for each of `count` levels, which may have `names` of their own; level 0 is counted in level 1."""
    if names:
        return tuple(Group(level_code(k), k, k, one.name) for k, one in enumerate(names, start=1))
    first = Group(level_code(1), 1, 1, Text("一级及以下", "Level 1 or below"))
    others = (Group(level_code(k), k, k, Text(f"{_NUMERALS[k]}级", f"Level {k}")) for k in range(2, count + 1))
    return (first, *others)[:count]


def upper_groups(count: int, names: Sequence[Outcome] = ()) -> dict[int, Group]:
    """The groups "this level or above", by level; those of a single level are left out, but for outcomes with names."""
    if names:
        return {k: Group(f"GE{k}", k, count, names[k - 1].above) for k in range(2, count + 1)}
    return {
        k: Group(f"GE{k}", k, count, Text(f"{_NUMERALS[k]}级及以上", f"Level {k} or above")) for k in range(2, count)
    }


def collapsed_groups(count: int, names: Sequence[Outcome] = ()) -> tuple[Group, ...]:
    """At most four groups that together have all levels, the highest ones merged."""
    if count <= _LISTED:
        return single_groups(count, names)
    return (*single_groups(count, names)[: _LISTED - 1], upper_groups(count, names)[_LISTED])


@dataclass(frozen=True, slots=True)
class Joined:
    """Another questionnaire whose results enterprises are broken down by: the label of the dimension, codes and names
    (the lowest result first, NOT_JOINED last), what its results are called, and the best score, 0 where it has none.
    """

    label: Text
    members: tuple[tuple[str, Text], ...]
    words: Words = OF_LEVELS
    best: int = 0


@dataclass(frozen=True)
class Breakdowns:
    """The breakdowns of a questionnaire with `count` levels, of whose enterprises these `facts` are known.

    `parts` are the codes and names of the groups of the summary tier, each followed by its areas; `part` is their
    label. `own` are dimensions of tables from other sources. A questionnaire without levels has `outcomes` in the place
    of levels; scores run from 0 to `best`, and `magnitudes` are its sums and ratios of sums. `joined` are the results
    under another questionnaire of the same year.
    """

    count: int
    parts: tuple[tuple[str, Text], ...] = ()
    part: Text = _UNNAMED
    facts: frozenset[str] = frozenset(UNSAID)
    own: tuple[Dimension, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    total: int = 0
    magnitudes: tuple[Magnitude, ...] = ()
    joined: "Joined | None" = None

    @property
    def best(self) -> int:
        """The highest score: one for each level, or the total of a questionnaire without levels; 0 where there is no
        score.
        """
        return self.total if self.outcomes else self.count

    @property
    def decimals(self) -> int:
        """With how many decimals scores are shown."""
        return 1 if self.total else 2

    @property
    def words(self) -> Words:
        """What levels and scores are called."""
        return OF_OUTCOMES if self.outcomes else OF_LEVELS

    @cached_property
    def by_measure(self) -> Mapping[str, Magnitude]:
        """Sums and ratios of sums by their measure."""
        return {one.measure: one for one in self.magnitudes}

    @cached_property
    def every(self) -> tuple[int, ...]:
        """All levels; level 0 is counted in level 1."""
        return tuple(range(1, self.count + 1))

    @cached_property
    def each(self) -> tuple[Group, ...]:
        """A group for each level."""
        return single_groups(self.count, self.outcomes)

    @cached_property
    def at_least(self) -> Mapping[int, Group]:
        """The groups "this level or above", by level."""
        return upper_groups(self.count, self.outcomes)

    @cached_property
    def collapsed(self) -> tuple[Group, ...]:
        """At most four groups that together have all levels."""
        return collapsed_groups(self.count, self.outcomes)

    def groups(self, levels: str) -> tuple[Group, ...]:
        """The groups of a breakdown by level, `levels` being EACH or COLLAPSED."""
        return {EACH: self.each, COLLAPSED: self.collapsed}[levels]

    def whole(self, ids: Container[str]) -> tuple[Group, ...]:
        """Groups of a partition of all levels that are all in `ids`: each level, else collapsed, else ()."""
        return next((some for some in (self.each, self.collapsed) if all(each.id in ids for each in some)), ())

    @cached_property
    def group_texts(self) -> Mapping[str, Text]:
        """The label of every group by its id."""
        return {group.id: group.label for group in (*self.each, *self.at_least.values())}

    def of_which(self, columns: Iterable[Column]) -> frozenset[str]:
        """The ids of those of `columns` that count a part of the row while other parts are not listed."""
        numbers = [column for column in columns if column.measure == "count"]
        levels = {column.level for column in numbers}
        whole = {
            group.id
            for groups in (self.each, self.collapsed)
            if {each.id for each in groups} <= levels
            for group in groups
        }
        return frozenset(each.id for each in numbers if TOTAL in levels and each.level not in {TOTAL, *whole})

    @cached_property
    def dimensions(self) -> Mapping[str, Dimension]:
        """Every dimension by its id, in official order, but for those of facts that some enterprise may not state."""
        levels = {group.id: group.label for group in self.each}
        before = {**levels, NOT_BEFORE: Text("上年未参加", "Took no part a year before")}
        assessed = {**levels, NOT_ASSESSED: Text("未经评估", "Not assessed")}
        words = self.words
        facts = {id: one for id, one in CLASSIFICATIONS.items() if self.facts.issuperset(one.needs)}
        found = (
            *facts.values(),
            Dimension("level_before", words.before, "LEVEL_BEFORE", before, OWN),
            Dimension(
                *("level_assessed", words.assessed, "LEVEL_ASSESSED", assessed, OWN),
                note="assessed",
            ),
            *(class_dimensions(facts) if self.best else ()),
            *((_joined_dimension(self.joined),) if self.joined else ()),
            Dimension(
                *(PARTS, self.part, SERIES, dict(self.parts), OWN),
                whole=words.whole,
                note="parts",
                views={code: View(score=part_column(code)) for code, _ in self.parts},
            ),
            *VIEWS,
            *self.own,
        )
        return {dimension.id: dimension for dimension in found}


def _joined_dimension(joined: Joined) -> Dimension:
    return Dimension(JOINED, joined.label, SERIES, dict(joined.members), OWN, note="joined")


def breakdowns(questionnaire: Questionnaire, joined: Questionnaire | None = None) -> Breakdowns:
    """The breakdowns of a questionnaire, beside results under `joined`; a group with a single area is listed once."""
    found = _breakdowns(questionnaire)
    return replace(found, joined=joined_results(joined)) if joined else found


def joined_results(questionnaire: Questionnaire) -> Joined:
    """The results under a questionnaire as those of another one are broken down by them."""
    by, id, title = _breakdowns(questionnaire), name_of(questionnaire.id).upper(), questionnaire.title
    members = [(f"{id}_{group.id}", group.label) for group in by.each]
    nobody = (NOT_JOINED, Text(f"未参加“{title.zh}”", f"Took no part in '{title.en}'"))
    level = by.words.level
    label = Text(f"{level.zh}（{title.zh}）", f"{level.en.capitalize()} ({title.en})")
    return Joined(label, (*members, nobody), by.words, by.best)


def _breakdowns(questionnaire: Questionnaire) -> Breakdowns:
    if not questionnaire.has_levels:
        return _of_outcomes(questionnaire)
    parts: list[tuple[str, Text]] = []
    for group in questionnaire.summary_groups:
        parts.append((group.id, group.name))
        if len(group.areas) > 1:
            names = ((area.id, area.name) for area in group.areas)
            parts += [(id, Text(f"{group.name.zh}：{name.zh}", f"{group.name.en}: {name.en}")) for id, name in names]
    named, facts = questionnaire.summary_tier.name, frozenset(questionnaire.needed_facts)
    return Breakdowns(len(questionnaire.levels), tuple(parts), named, facts)


def joined(several: Iterable[Breakdowns]) -> Breakdowns:
    """The first of several breakdowns of a questionnaire, with the own dimensions of all; of those with one id, the
    members of all.
    """
    first, *others = several
    found: dict[str, Dimension] = {}
    for one in (own for by in (first, *others) for own in by.own):
        before = found.get(one.id, one)
        found[one.id] = replace(one, members={**before.members, **one.members})
    return replace(first, own=tuple(found.values()))


def _of_outcomes(questionnaire: Questionnaire) -> Breakdowns:
    """Those of a questionnaire without levels: its parts are the blocks that have a score."""
    blocks, found = scored_blocks(questionnaire), outcomes(questionnaire)
    total = int(questionnaire.scoring.total) if questionnaire.scoring.method in TOTALLED else 0
    parts = tuple((group.id, group.name) for group in blocks) if questionnaire.scoring.method == "points" else ()
    facts = frozenset(questionnaire.needed_facts)
    return Breakdowns(
        len(found), parts, questionnaire.tiers[0].name, facts, (), found, total, magnitudes(questionnaire)
    )
