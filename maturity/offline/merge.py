"""A workbook comes home: three-way merge of what it was made from, what it says now, and what the database says now.

Answer and comment are merged apart: an answer given in the workbook and a comment written on the page meanwhile do not
stand in each other's way. What changed on both sides, to different things, is a conflict for a person to decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from .payload import EMPTY, Entry

Kind = Literal["unchanged", "take", "conflict"]
Side = Literal["workbook", "database"]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Merged:
    """One item. `kind` is "unchanged" where the database stays as it is, "take" where `entry` is to be saved, or
    "conflict"; then `entry` is what both agree on with the workbook's side of the rest.

    `stored` is what the database holds, with its version.
    """

    item: str
    kind: Kind
    base: Entry
    returned: Entry
    stored: Entry
    entry: Entry

    def decided(self, side: Side) -> Entry:
        """What is to be saved when the conflict goes to one side."""
        return self.entry if side == "workbook" else _combined(self, "database")

    @property
    def sparing(self) -> Entry:
        """What is to be saved when nothing may be erased."""
        return sparing(self.entry, self.stored)


def sparing(wanted: Entry, stored: Entry) -> Entry:
    """`wanted`, but with the stored answer or comment where `wanted` has none: nothing is erased by it."""
    answer = stored.answer if wanted.answer is None else wanted.answer
    return Entry(answer, wanted.comment or stored.comment, stored.version)


@dataclass(frozen=True, slots=True)
class Loss:
    """What an item would lose: its answer, its comment, or both."""

    item: str
    answer: bool
    comment: bool


def loss(item: str, wanted: Entry, stored: Entry) -> Loss:
    """What saving `wanted` over `stored` erases."""
    return Loss(item, stored.answer is not None and wanted.answer is None, bool(stored.comment and not wanted.comment))


def merge(base: Mapping[str, Entry], returned: Mapping[str, Entry], stored: Mapping[str, Entry]) -> list[Merged]:
    """Every item of `returned`, in its order; an item that `base` or `stored` lacks is empty there."""
    return [_merged(item, base.get(item, EMPTY), entry, stored.get(item, EMPTY)) for item, entry in returned.items()]


def _merged(item: str, base: Entry, returned: Entry, stored: Entry) -> Merged:
    draft = Merged(item, "take", base, returned, stored, returned)
    entry = _combined(draft, "workbook")
    conflict = _clash(base.answer, returned.answer, stored.answer) or _clash(
        base.comment, returned.comment, stored.comment
    )
    kind: Kind = "conflict" if conflict else "unchanged" if entry == stored else "take"
    return Merged(item, kind, base, returned, stored, entry)


def _combined(it: Merged, side: Side) -> Entry:
    answer = _part(it.base.answer, it.returned.answer, it.stored.answer, side)
    comment = _part(it.base.comment, it.returned.comment, it.stored.comment, side)
    return Entry(answer, comment, it.stored.version)


def _clash(base: object, returned: object, stored: object) -> bool:
    return returned not in (base, stored) and stored != base


def _part(base: Value, returned: Value, stored: Value, side: Side) -> Value:
    if _clash(base, returned, stored):
        return returned if side == "workbook" else stored
    return stored if returned == base else returned
