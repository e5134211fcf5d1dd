"""The content of the fields of one item, as stored or as typed."""

import json
from dataclasses import dataclass, field, replace
from hashlib import sha256

from ...answers import Answer, NotApplicable, choice_id, read_answer
from ...questionnaire import Item, Questionnaire
from ...store.assessments.answers import SavedAnswer
from .entering import Fields, fields_of, read_fields


@dataclass(frozen=True, slots=True)
class Entry:
    """The content of one item's fields, as stored or as typed; `fields` are those of an item that asks for more than a
    choice (:mod:`.entering`). `version` is None where a form had no readable one; such an entry is not saved.
    """

    choice: str
    reason: str
    comment: str
    version: int | None
    fields: Fields = field(default_factory=dict)

    @property
    def seen(self) -> str:
        """Version and digest of the entry, to detect whether a field was changed."""
        more = (json.dumps(self.fields, sort_keys=True),) if self.fields else ()
        words = "\x1f".join((self.choice, self.reason, self.comment, *more))
        return f"{self.version}-{sha256(words.encode()).hexdigest()[:16]}"

    def same(self, other: "Entry") -> bool:
        """Whether answer and comment are equal, whatever the version."""
        return replace(self, version=0) == replace(other, version=0)


def entry_of(item: Item, saved: SavedAnswer | None) -> Entry:
    """The entry of a stored answer to an item; an empty one for None."""
    return entry_with(item, saved.answer, saved.comment, saved.version) if saved else Entry("", "", "", 0)


def entry_with(item: Item, answer: Answer | None, comment: str, version: int) -> Entry:
    """The entry that an answer to an item and the text beside it fill."""
    reason = answer.reason if isinstance(answer, NotApplicable) else ""
    return Entry(choice_id(answer), reason, comment, version, fields_of(item, answer))


def answer_in(questionnaire: Questionnaire, id: str, entry: Entry) -> Answer | None:
    """The answer that an entry for the item with this id holds; None for a blank one. Raises Refusal."""
    answer = read_answer(questionnaire, id, choice=entry.choice or None, reason=entry.reason or None)
    return read_fields(questionnaire.item(id), entry.fields) if answer is None else answer
