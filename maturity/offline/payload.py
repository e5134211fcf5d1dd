"""The format of the offline workbook, shared by its writer and its reader.

This module depends on neither the spreadsheet libraries nor the store. The workbook has:

- A sheet for each outermost group, with any name. One row has the titles of `HEADINGS` in the workbook's language; a
  row with an id under "item" is the row of that item, whatever was moved or hidden. Under "answer" is a text of
  :func:`answer_words` or nothing, under "reason" and "comment" are texts. Rows without an id are ignored.
- Without levels also the title of `UNIT`, and under "answer" what the item asks for: a number (its unit is under
  "unit"), a text, nothing for a table; below a list of ticks stands a row for each option, called by :func:`tick_row`.
- Without levels a sheet for each table, with any name: a row of names (:func:`table_mark`, :data:`KEY`, ids of columns,
  and of the cells of their units), a row of headings, and below a record a row.
- A hidden sheet `IDENTITY`, all text: `MARK` in A1; then a row (name, value) for each of `FIELDS`; then a row with
  `COLUMNS`, and beside them the fingerprints of the cells of the sheets that are not filled in (see :mod:`.texts`), so
  that other contents can be reported; then a row for each item, in the order of the questionnaire: its id, its cell
  ("sheet!D6"), and the base entry in the spelling of :func:`entry_from_texts`, from `ENTERED` on in as many cells as
  its text takes.
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

from ..answers import Answer, Chosen, NotApplicable, Response, Said, choice_id
from ..answers.codec import entered_answer, entered_text
from ..questionnaire import Questionnaire, Text
from ..questionnaire.naming import NOT_APPLICABLE, NOT_APPLICABLE_ID
from ..questionnaire.numeric.references import References

FORMAT, NUMERIC_FORMAT = "1", "2"  # with levels; without
MARK = "maturity-workbook"  # the first cell of the identity sheet
IDENTITY = "_maturity"  # its name
LISTS = "_lists"  # another hidden sheet: the spellings of answers that the formulas accept
FIELDS = ("format", "questionnaire", "version", "profile", "language", "assessment", "digest")  # after MARK, in order
COLUMNS = ("item", "cell", "choice", "reason", "comment", "version")  # of the table below them
ENTERED = 6  # the place after them, from where on the text of an answer that is no choice stands
TABLE, KEY = "maturity-table", "key"  # in the row of names of a table's sheet
SHOWN = "shown"  # with a number: the columns there that show what is computed
CELL_LIMIT = 32_000  # characters that a cell holds
COMMENT_LIMIT = 5000  # characters; a reason's limit is answers.REASON_LIMIT

HEADINGS: Mapping[str, Text] = {  # the reader finds its columns by these
    "item": Text("条目编号", "Item id"),
    "answer": Text("回答", "Answer"),
    "reason": Text("不适用的理由", "Reason if not applicable"),
    "comment": Text("备注", "Comment"),
}
UNIT = Text("单位", "Unit")  # heading beside numbers
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

    @property
    def entered(self) -> str:
        """What was entered where that is no choice, as :func:`~maturity.answers.codec.entered_text`; else ""."""
        return entered_text(self.answer) or ""


EMPTY_ENTRY = Entry()


def make_entry(answer: Answer | None, comment: str, version: int = 0) -> Entry:
    """An entry with normalised texts: line breaks as one character, no white space at the ends."""
    if isinstance(answer, NotApplicable):
        answer = NotApplicable(_plain(answer.reason))
    if isinstance(answer, Said):
        answer = Said(_plain(answer.words))
    return Entry(answer, _plain(comment), version)


def entry_from_texts(choice: str, reason: str, comment: str, version: str = "", *entered: str) -> Entry:
    """The entry with these texts; choice "" is no answer, or the one whose text is in `entered`.

    Raises ValueError if the version is not a number, or `entered` no answer.
    """
    answer: Answer | None = NotApplicable(reason) if choice == NOT_APPLICABLE_ID else Chosen(choice) if choice else None
    if answer is None and any(entered):
        answer = entered_answer("".join(entered))
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
    format: str = FORMAT

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all fields, to detect manual changes of the hidden sheet."""
        fields = [self.format, self.questionnaire, self.version, self.profile, self.language, self.assessment]
        rows = [
            [item, one.choice, one.reason, one.comment, one.version, *([] if self.format == FORMAT else [one.entered])]
            for item, one in self.entries.items()
        ]
        return sha256(json.dumps([fields, rows], ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True)
class WorkbookContent:
    """The contents of a workbook. `facts` are labels and values of the enterprise; `day` is its date.

    `comments` and `versions` are by item id. Items that are not assessed now are left out. `references` are the values
    that numbers are scored against, `codes` the facts that choose among them (division, region, year).
    """

    response: Response
    comments: Mapping[str, str]
    language: str
    day: date
    versions: Mapping[str, int] = field(default_factory=dict)
    assessment: str = ""
    facts: tuple[tuple[str, str], ...] = field(default=())
    references: References = field(default_factory=References)
    codes: Mapping[str, str] = field(default_factory=dict)

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
            format_of(self.questionnaire),
        )

    def _entry(self, item: str) -> Entry:
        return make_entry(self.response.answers.get(item), self.comments.get(item, ""), self.versions.get(item, 0))


def format_of(questionnaire: Questionnaire) -> str:
    """The format of the workbooks of a questionnaire."""
    return FORMAT if questionnaire.has_levels else NUMERIC_FORMAT


def tick_row(item: str, option: str) -> str:
    """What the row of an option of a list is called."""
    return f"{item}#{option}"


def table_mark(item: str) -> str:
    """What marks the row of names in the sheet of a table."""
    return f"{TABLE} {item}"


def unit_name(column: str) -> str:
    """What the row of names calls the cells of the units of a column."""
    return f"{column} unit"


def answer_words(questionnaire: Questionnaire, language: str, scale: str = "") -> dict[str, str]:
    """Texts of an answer cell -> choice id or "not-applicable", in the order of the drop-down list; of a scale its."""
    choices = questionnaire.scales[scale] if scale else questionnaire.choices
    found = {choice.text.of(language): choice.id for choice in choices}
    return {**found, NOT_APPLICABLE.of(language): NOT_APPLICABLE_ID}


def workbook_writer() -> Callable[[WorkbookContent, Path], None]:
    """The installed writer: `write(content, path)`, which raises Refusal if the file cannot be written."""
    (point,) = entry_points(group="maturity.offline.context", name="questionnaire")
    found: Callable[[WorkbookContent, Path], None] = point.load()
    return found
