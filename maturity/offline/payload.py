"""The format of the offline workbook, shared by its writer and its reader.

This module depends on neither the spreadsheet libraries nor the store. The workbook has:

- A sheet for each outermost group, with any name. One row has the titles of `HEADINGS` in the workbook's language; a
  row with an id under "item" is the row of that item, whatever was moved or hidden. Under "answer" is a text of
  :func:`answer_words` or nothing, under "reason" and "comment" are texts. Rows without an id are ignored.
- A hidden sheet `IDENTITY`, all text: `MARK` in A1; then a row (name, value) for each of `FIELDS`; then a row with
  `COLUMNS`, and beside them the fingerprints of the cells of the sheets that are not filled in (see :mod:`.texts`), so
  that other contents can be reported; then a row for each item, in the order of the questionnaire: its id, its cell
  ("sheet!D6"), and the base entry in the spelling of :func:`entry_from_texts`.
- Other sheets have calculations and explanations and are not read.

Texts are compared as normalised by :func:`make_entry`, on all sides of a merge; `Entry.version` is not compared.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from importlib.metadata import entry_points
from pathlib import Path

from ..answers import Answer, Chosen, NotApplicable, Response, choice_id
from ..questionnaire import Questionnaire, Text
from ..questionnaire.naming import NOT_APPLICABLE, NOT_APPLICABLE_ID

FORMAT = "1"
MARK = "maturity-workbook"  # the first cell of the identity sheet
IDENTITY = "_maturity"  # its name
LISTS = "_lists"  # another hidden sheet: the spellings of answers that the formulas accept
FIELDS = ("format", "questionnaire", "version", "profile", "language", "assessment", "digest")  # after MARK, in order
COLUMNS = ("item", "cell", "choice", "reason", "comment", "version")  # of the table below them
COMMENT_LIMIT = 5000  # characters; a reason's limit is answers.REASON_LIMIT

HEADINGS: Mapping[str, Text] = {  # the reader finds its columns by these
    "item": Text("条目编号", "Item id"),
    "answer": Text("回答", "Answer"),
    "reason": Text("不适用的理由", "Reason if not applicable"),
    "comment": Text("备注", "Comment"),
}
COMPUTED = Text("辅助计算", "Computed")  # heading of hidden columns


@dataclass(frozen=True, slots=True)
class Entry:
    """The answer (None without one) and comment of an item. Made by :func:`make_entry`.

    `version` is the version in the database, 0 without one; it is ignored by comparisons.
    """

    answer: Answer | None = None
    comment: str = ""
    version: int = field(default=0, compare=False)

    @property
    def choice(self) -> str:
        """The choice id, "not-applicable", or "" without an answer."""
        return choice_id(self.answer)

    @property
    def reason(self) -> str:
        """The reason why the item is not applicable; else ""."""
        return self.answer.reason if isinstance(self.answer, NotApplicable) else ""


EMPTY_ENTRY = Entry()


def make_entry(answer: Answer | None, comment: str, version: int = 0) -> Entry:
    """An entry with normalised texts: line breaks as one character, no white space at the ends."""
    if isinstance(answer, NotApplicable):
        answer = NotApplicable(_plain(answer.reason))
    return Entry(answer, _plain(comment), version)


def entry_from_texts(choice: str, reason: str, comment: str, version: str = "") -> Entry:
    """The entry with these texts; choice "" is no answer. Raises ValueError if the version is not a number."""
    answer: Answer | None = NotApplicable(reason) if choice == NOT_APPLICABLE_ID else Chosen(choice) if choice else None
    return make_entry(answer, comment, int(version or 0))


def _plain(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")  # not allowed in XML


@dataclass(frozen=True)
class Origin:
    """The origin of a workbook, stored in its hidden sheet: the base of the merge.

    `entries` has all items assessed, by id in order, as they were then; `assessment` is "" for a blank workbook.
    """

    questionnaire: str
    version: str
    profile: str
    language: str
    assessment: str
    entries: Mapping[str, Entry]

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all fields, to detect manual changes of the hidden sheet."""
        fields = [FORMAT, self.questionnaire, self.version, self.profile, self.language, self.assessment]
        rows = [[item, one.choice, one.reason, one.comment, one.version] for item, one in self.entries.items()]
        return sha256(json.dumps([fields, rows], ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True)
class WorkbookContent:
    """The contents of a workbook. `facts` are labels and values of the enterprise; `day` is its date.

    `comments` and `versions` are by item id. Items that are not assessed now are left out.
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
        """The questionnaire."""
        return self.response.questionnaire

    @cached_property
    def origin(self) -> Origin:
        """The origin for the hidden sheet."""
        return Origin(
            self.questionnaire.id,
            self.questionnaire.version,
            self.response.profile_id,
            self.language,
            self.assessment,
            {item.id: self._entry(item.id) for item in self.response.items},
        )

    def _entry(self, item: str) -> Entry:
        return make_entry(self.response.answers.get(item), self.comments.get(item, ""), self.versions.get(item, 0))


def answer_words(questionnaire: Questionnaire, language: str) -> dict[str, str]:
    """Texts of an answer cell -> choice id or "not-applicable", in the order of the drop-down list."""
    found = {choice.text.of(language): choice.id for choice in questionnaire.choices}
    return {**found, NOT_APPLICABLE.of(language): NOT_APPLICABLE_ID}


def workbook_writer() -> Callable[[WorkbookContent, Path], None]:
    """The installed writer: `write(content, path)`, which raises Refusal if the file cannot be written."""
    (point,) = entry_points(group="maturity.offline.context", name="questionnaire")
    found: Callable[[WorkbookContent, Path], None] = point.load()
    return found
