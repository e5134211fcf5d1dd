"""Three-way merge of a returned workbook: the base it was made from, the workbook, and the database.

Answer and comment are merged separately: an answer given in the workbook and a comment written on a page do not
conflict. What changed on both sides to different values is a conflict for a person to decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from .payload import EMPTY_ENTRY, Entry

Kind = Literal["unchanged", "take", "conflict"]
Side = Literal["workbook", "database"]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Merged:
    """The merge of one item.

    `kind` is "unchanged" if the database needs no change, "take" if `entry` is to be saved, or "conflict"; then
    `entry` has the workbook's side of what is in conflict. `stored` is the entry of the database, with its version.
    """

    item: str
    kind: Kind
    base: Entry
    returned: Entry
    stored: Entry
    entry: Entry

    def decided(self, side: Side) -> Entry:
        """The entry to be saved if the conflict is decided for `side`."""
        return self.entry if side == "workbook" else _combined(self, "database")

    @property
    def sparing(self) -> Entry:
        """The entry to be saved if nothing may be erased."""
        return without_erasure(self.entry, self.stored)


def without_erasure(wanted: Entry, stored: Entry) -> Entry:
    """`wanted`, with the stored answer or comment where it has none, so that nothing is erased."""
    answer = stored.answer if wanted.answer is None else wanted.answer
    return Entry(answer, wanted.comment or stored.comment, stored.version)


@dataclass(frozen=True, slots=True)
class Loss:
    """What would be erased of an item: its answer, its comment, or both."""

    item: str
    answer: bool
    comment: bool


def loss(item: str, wanted: Entry, stored: Entry) -> Loss:
    """What would be erased by saving `wanted` over `stored`."""
    return Loss(item, stored.answer is not None and wanted.answer is None, bool(stored.comment and not wanted.comment))


def merge(base: Mapping[str, Entry], returned: Mapping[str, Entry], stored: Mapping[str, Entry]) -> list[Merged]:
    """The merge of every item of `returned`, in its order.

    The mappings are by item id; an item missing in `base` or `stored` counts as empty there.
    """
    return [
        _merged(item, base.get(item, EMPTY_ENTRY), entry, stored.get(item, EMPTY_ENTRY))
        for item, entry in returned.items()
    ]


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
