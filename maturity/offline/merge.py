"""Three-way merge of a returned workbook: the base it was made from, the workbook, and the database.

Answer and comment are merged separately: an answer given in the workbook and a comment written on a page do not
conflict. What changed on both sides to different values is a conflict for a person to decide. Tables are merged by the
key of their records; a merge that the item does not take, such as one of too many rows, is a conflict too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from ..answers import Answer, Listed
from .payload import EMPTY_ENTRY, Entry
from .records import clash, clashing, lacking, merged_table, same, with_cells

Kind = Literal["unchanged", "take", "conflict"]
Side = Literal["workbook", "database"]
Value = TypeVar("Value")
Fits = Callable[[str, Answer], bool]  # whether an item, by id, takes an answer


@dataclass(frozen=True, slots=True)
class Merged:
    """The merge of one item.

    `kind` is "unchanged" if the database needs no change, "take" if `entry` is to be saved, or "conflict"; then
    `entry` has the workbook's side of what is in conflict. `stored` is the entry of the database, with its version.
    `whole`: a table of which one side or the other is taken as it is, because the item does not take both together.
    """

    item: str
    kind: Kind
    base: Entry
    returned: Entry
    stored: Entry
    entry: Entry
    whole: bool = False

    def decided(self, side: Side) -> Entry:
        """The entry to be saved if the conflict is decided for `side`."""
        return self.entry if side == "workbook" else _combined(self, "database")

    @property
    def sparing(self) -> Entry:
        """The entry to be saved if nothing may be erased."""
        return self.spared(self.entry)

    def spared(self, wanted: Entry) -> Entry:
        """`wanted` without erasing anything; of a table that is taken whole as it is."""
        return wanted if self.whole and isinstance(wanted.answer, Listed) else without_erasure(wanted, self.stored)


def without_erasure(wanted: Entry, stored: Entry) -> Entry:
    """`wanted`, with the stored answer, comment, rows or numbers that it lacks, so that nothing is erased."""
    answer = stored.answer if wanted.answer is None else wanted.answer
    if isinstance(answer, Listed) and isinstance(stored.answer, Listed) and lacking(answer, stored.answer):
        answer = with_cells(answer, stored.answer)
    return Entry(answer, wanted.comment or stored.comment, stored.version)


@dataclass(frozen=True, slots=True)
class Loss:
    """What would be erased of an item: its answer (of a table the rows and numbers that would go), its comment, or
    both.
    """

    item: str
    answer: Answer | None
    comment: bool


def loss(item: str, wanted: Entry, stored: Entry) -> Loss:
    """What would be erased by saving `wanted` over `stored`."""
    answer = stored.answer if wanted.answer is None else None
    if isinstance(wanted.answer, Listed) and isinstance(stored.answer, Listed):
        answer = lacking(wanted.answer, stored.answer)
    return Loss(item, answer, bool(stored.comment and not wanted.comment))


def merge(
    base: Mapping[str, Entry], returned: Mapping[str, Entry], stored: Mapping[str, Entry], fits: Fits
) -> list[Merged]:
    """The merge of every item of `returned`, in its order.

    The mappings are by item id; an item missing in `base` or `stored` counts as empty there.
    """
    return [
        _merged(item, base.get(item, EMPTY_ENTRY), entry, stored.get(item, EMPTY_ENTRY), fits)
        for item, entry in returned.items()
    ]


def _merged(item: str, base: Entry, returned: Entry, stored: Entry, fits: Fits) -> Merged:
    draft = Merged(item, "take", base, returned, stored, returned)
    entry = _combined(draft, "workbook")
    if isinstance(entry.answer, Listed) and entry != stored and not _all_fit(item, draft, entry, fits):
        draft = replace(draft, whole=True)
        entry = _combined(draft, "workbook")
        return replace(draft, kind="conflict", entry=entry)
    conflict = _answers_clash(draft) or clash(base.comment, returned.comment, stored.comment)
    kind: Kind = "conflict" if conflict else "unchanged" if entry == stored else "take"
    return replace(draft, kind=kind, entry=entry)


def _all_fit(item: str, draft: Merged, entry: Entry, fits: Fits) -> bool:
    """Whether the item takes all tables that the merge can come to."""
    possible = (entry, _combined(draft, "database"))
    several = [one.answer for wanted in possible for one in (wanted, without_erasure(wanted, draft.stored))]
    return all(fits(item, answer) for answer in several if answer is not None)


def _answers_clash(it: Merged) -> bool:
    tables = _tables(it)
    if tables:
        return bool(clashing(*tables))
    return clash(it.base.answer, it.returned.answer, it.stored.answer)


def _tables(it: Merged) -> tuple[Listed | None, Listed, Listed] | None:
    """The three tables, where both sides hold one; None where there is nothing to merge by record."""
    base, returned, stored = it.base.answer, it.returned.answer, it.stored.answer
    if isinstance(returned, Listed) and isinstance(stored, Listed):
        return base if isinstance(base, Listed) else None, returned, stored
    return None


def _combined(it: Merged, side: Side) -> Entry:
    tables = _tables(it)
    answer: Answer | None
    if tables and it.whole:
        answer = tables[1] if side == "workbook" else tables[2]
    elif tables:
        merged = merged_table(*tables, workbook=side == "workbook")
        answer = it.stored.answer if same(merged, it.stored.answer) else merged
    else:
        answer = _part(it.base.answer, it.returned.answer, it.stored.answer, side)
    comment = _part(it.base.comment, it.returned.comment, it.stored.comment, side)
    return Entry(answer, comment, it.stored.version)


def _part(base: Value, returned: Value, stored: Value, side: Side) -> Value:
    if clash(base, returned, stored):
        return returned if side == "workbook" else stored
    return stored if same(returned, base) or same(returned, stored) else returned
