"""What a version of a questionnaire changes against another: items are the same where their ids are."""

from dataclasses import dataclass, replace

from .model import Questionnaire
from .parts import Group, Item

# the parts of a definition beside its items, in the order of the file
PARTS = ("title", "facts", "scoring", "choices", "levels", "tiers", "groups", "profiles")


@dataclass(frozen=True, slots=True)
class Changes:
    """Items that were `added` and that are `gone`; pairs (before, after) of those `reworded`, in any of their texts or
    in what they ask for and earn, and of those `moved` to another area or level; the PARTS that differ.
    """

    added: tuple[Item, ...]
    gone: tuple[Item, ...]
    reworded: tuple[tuple[Item, Item], ...]
    moved: tuple[tuple[Item, Item], ...]
    parts: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.gone or self.reworded or self.moved or self.parts)


def changes(before: Questionnaire, after: Questionnaire) -> Changes:
    """What `after` changes against `before`, in the order of the definitions."""
    old, new = ({item.id: item for item in one.items} for one in (before, after))
    both = [(old[id], item) for id, item in new.items() if id in old]
    return Changes(
        tuple(item for id, item in new.items() if id not in old),
        tuple(item for id, item in old.items() if id not in new),
        tuple(pair for pair in both if _words(pair[0]) != _words(pair[1])),
        tuple(pair for pair in both if _place(pair[0]) != _place(pair[1])),
        tuple(part for part in PARTS if _part(before, part) != _part(after, part)),
    )


def _words(item: Item) -> object:
    return replace(item, area="", level=0, position=0)


def _place(item: Item) -> object:
    return item.area, item.level


def _part(one: Questionnaire, part: str) -> object:
    if part == "title":
        titles = one.title, one.report_title, one.statistics_title
        return *titles, one.about, one.standard, one.status, one.superseded_by, one.verified
    if part == "groups":
        return [_without_items(group) for group in one.walk()], one.checklist
    if part == "scoring":
        return one.scoring, one.grading, one.hints
    if part == "choices":
        return one.choices, one.scales
    if part == "facts":
        return one.needed_facts
    found: object = getattr(one, part)
    return found


def _without_items(group: Group) -> object:
    return group.key, group.name, group.about, group.pick, [child.key for child in group.groups]
