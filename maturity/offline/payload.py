"""A questionnaire on its way out and home again: what a workbook is made from, and what it must bring back.

Writer and reader agree here and nowhere else; neither spreadsheet nor store is known in this module. The workbook:

- A sheet an element, named as its writer likes. One row holds the titles of `HEADINGS` in the workbook's language; a
  row with an id under "item" is the row of that item, whatever was moved or hidden. Under "answer" stands a word of
  :func:`words` or nothing, under "reason" and "comment" stand texts. Rows without an id are decoration.
- A hidden sheet `IDENTITY`, all text: `MARK` in A1; then a row (name, value) for each of `FIELDS`; then a row with
  `COLUMNS`, and beside them the fingerprints of what the sheets that are not filled in show (`offline_texts`), so that
  whatever else stands there is told; then a row an item asked, in the order of the questionnaire: its id, where it
  stood ("sheet!D6"), and the entry that the workbook was made from, in the spelling of :func:`spelled`.
- Every other sheet is computed or explained and carries nothing home.

Texts are compared as :func:`entry` keeps them, on all sides of a merge; `Entry.version` is no part of the comparison.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from importlib.metadata import entry_points
from pathlib import Path

from ..answers import Answer, Chosen, NotApplicable, Response
from ..questionnaire import Questionnaire, Text
from ..questionnaire.naming import NOT_APPLICABLE, NOT_APPLICABLE_ID

FORMAT = "1"
MARK = "maturity-workbook"  # the first cell of the identity sheet
IDENTITY = "_maturity"  # its name
LISTS = "_lists"  # another hidden sheet: the spellings of answers that the formulas know
FIELDS = ("format", "questionnaire", "version", "profile", "language", "assessment", "digest")  # after MARK, in order
COLUMNS = ("item", "cell", "choice", "reason", "comment", "version")  # of the table below them
COMMENT_LIMIT = 5000  # characters; a reason's limit is answers.REASON_LIMIT

HEADINGS: Mapping[str, Text] = {  # by these the reader finds its columns
    "item": Text("条目编号", "Item id"),
    "answer": Text("回答", "Answer"),
    "reason": Text("不适用的理由", "Reason if not applicable"),
    "comment": Text("备注", "Comment"),
}
COMPUTED = Text("辅助计算", "Computed")  # heading of hidden columns


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands beside one item: an answer, None where there is none, and a comment. Made by :func:`entry`.

    `version` counts the saves before it, 0 where there was none; entries that differ in nothing else are equal.
    """

    answer: Answer | None = None
    comment: str = ""
    version: int = field(default=0, compare=False)

    @property
    def choice(self) -> str:
        """The choice id, "not-applicable" or ""."""
        return (
            NOT_APPLICABLE_ID if isinstance(self.answer, NotApplicable) else self.answer.choice if self.answer else ""
        )

    @property
    def reason(self) -> str:
        """Why it does not apply; else ""."""
        return self.answer.reason if isinstance(self.answer, NotApplicable) else ""


EMPTY = Entry()


def entry(answer: Answer | None, comment: str, version: int = 0) -> Entry:
    """An entry as a page or a spreadsheet keeps it: line breaks are one character, no blanks around the texts."""
    if isinstance(answer, NotApplicable):
        answer = NotApplicable(_plain(answer.reason))
    return Entry(answer, _plain(comment), version)


def spelled(choice: str, reason: str, comment: str, version: str = "") -> Entry:
    """The entry that has these spellings; "" is no answer. ValueError where the version is no number."""
    answer: Answer | None = NotApplicable(reason) if choice == NOT_APPLICABLE_ID else Chosen(choice) if choice else None
    return entry(answer, comment, int(version or 0))


def _plain(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")  # no XML file can hold these two


@dataclass(frozen=True)
class Origin:
    """What a workbook was made from. It travels hidden inside and is the base of the merge when it comes home.

    `entries` has every item asked, in order, as it was then; `assessment` is "" for a blank workbook.
    """

    questionnaire: str
    version: str
    profile: str
    language: str
    assessment: str
    entries: Mapping[str, Entry]

    @cached_property
    def digest(self) -> str:
        """SHA-256 over everything above: an id or a base answer changed by hand does not fit it."""
        told = [FORMAT, self.questionnaire, self.version, self.profile, self.language, self.assessment]
        rows = [[item, one.choice, one.reason, one.comment, one.version] for item, one in self.entries.items()]
        return sha256(json.dumps([told, rows], ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True)
class Outgoing:
    """All that a workbook shows. `facts` are labels and values of the enterprise; `day` is its only date.

    `comments` and `versions` are by item id. The response's answers, and these, may hold items that are not asked now;
    they are left out.
    """

    response: Response
    comments: Mapping[str, str]
    language: str
    day: date
    versions: Mapping[str, int] = field(default_factory=dict)
    assessment: str = ""
    facts: tuple[tuple[str, str], ...] = field(default=())

    @property
    def questionnaire(self) -> Questionnaire:
        """What is asked."""
        return self.response.questionnaire

    @cached_property
    def origin(self) -> Origin:
        """What travels hidden inside."""
        return Origin(
            self.questionnaire.id,
            self.questionnaire.version,
            self.response.profile_id,
            self.language,
            self.assessment,
            {item.id: self._entry(item.id) for item in self.response.items},
        )

    def _entry(self, item: str) -> Entry:
        return entry(self.response.answers.get(item), self.comments.get(item, ""), self.versions.get(item, 0))


def words(questionnaire: Questionnaire, language: str) -> dict[str, str]:
    """What may stand in an answer cell -> choice id or "not-applicable", in the order of the drop-down."""
    found = {choice.text.of(language): choice.id for choice in questionnaire.choices}
    return {**found, NOT_APPLICABLE.of(language): NOT_APPLICABLE_ID}


def writer() -> Callable[[Outgoing, Path], None]:
    """The installed writer: `write(outgoing, path)` raises Refusal where the file cannot be written."""
    (point,) = entry_points(group="maturity.offline.context", name="questionnaire")
    found: Callable[[Outgoing, Path], None] = point.load()
    return found
