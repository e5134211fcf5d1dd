"""Formulas that read an answer cell as :class:`~maturity.answers.vocabulary.Vocabulary` does.

A hidden sheet lists every accepted spelling with the number of its choice. Hidden columns beside each item normalise
what was typed and look it up there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from maturity.answers.vocabulary import Vocabulary
from maturity.offline import COMPUTED, LISTS, WorkbookContent, answer_words
from maturity.questionnaire import Choice
from maturity.questionnaire.naming import NOT_APPLICABLE_ID

from .style import protect, quoted, set_formula, set_value, sheet_reference

BLANKS = (
    "\n\t\r\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u2800\u3000\u3164\uffa0"
)
UNSEEN = (
    "\xad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\ufe0e\ufe0f\ufeff"
)
CLEANED, WORD, CODE, REASONED = HELPING = (
    "J",
    "K",
    "L",
    "M",
)  # the hidden columns; "" under REASONED where no reason is given
ASIDE_CODE = -1  # of "not applicable"; 0 is nothing or unknown, the choices count from 1
_WIDER = 0xFEE0  # from a letter to its full-width form


@dataclass(frozen=True, slots=True)
class Spellings:
    """References to the spellings and their codes, and the letters that occur in them."""

    words: str
    codes: str
    letters: str


def add_lists(book: Workbook) -> Worksheet:
    """Add the hidden sheet of lists."""
    sheet: Worksheet = book.create_sheet(LISTS)
    sheet.sheet_state = "veryHidden"
    protect(sheet)
    return sheet


def add_spellings(book: Workbook, content: WorkbookContent) -> Spellings:
    """Add the hidden sheet of spellings: texts as the formulas normalise them, and scores as numbers."""
    offered = answer_words(content.questionnaire, content.language)
    return write_spellings(
        add_lists(book), 1, Vocabulary(content.questionnaire), offered, content.questionnaire.choices
    )


def write_spellings(
    sheet: Worksheet, column: int, vocabulary: Vocabulary, offered: Mapping[str, str], choices: Sequence[Choice]
) -> Spellings:
    """Write the spellings of `choices` and their codes to a column of the hidden sheet and the next one."""
    codes = {NOT_APPLICABLE_ID: ASIDE_CODE} | {choice.id: code for code, choice in enumerate(choices, start=1)}
    rows: list[tuple[str | float, int]] = [(word, codes[choice]) for word, choice in vocabulary.spellings.items()]
    rows += [(float(score), codes[choice]) for score, choice in vocabulary.scores.items()]
    return write_words(sheet, column, rows, {word: codes[choice] for word, choice in offered.items()})


def write_words(
    sheet: Worksheet, column: int, rows: Sequence[tuple[str | float, int]], offered: Mapping[str, int]
) -> Spellings:
    """Write words, folded, and numbers with their codes; `offered` are words of drop-down lists."""
    letters = sorted({letter for word, _ in rows if isinstance(word, str) for letter in word if "!" <= letter <= "~"})
    narrow = {ord(letter) + _WIDER: letter for letter in letters}
    listed: dict[str | float, int] = {word.lower().translate(narrow): code for word, code in offered.items()}
    listed |= dict(rows)
    for row, (word, code) in enumerate(listed.items(), start=1):
        set_value(sheet, row, column, word, "text")
        set_value(sheet, row, column + 1, code, "count")
    words, codes = (f"${letter}$1:${letter}${len(listed)}" for letter in map(get_column_letter, (column, column + 1)))
    return Spellings(sheet_reference(sheet, words), sheet_reference(sheet, codes), "".join(letters))


def add_reading(
    sheet: Worksheet,
    row: int,
    spellings: Spellings,
    answer: str = "D",
    reason: str = "E",
    helping: Sequence[str] = HELPING,
) -> None:
    """Write the hidden cells of one item, in the columns `helping`: its answer normalised and looked up, its reason
    normalised.
    """
    cleaned, plain, code, reasoned = helping
    word = f"LOWER({cleaned}{row})"
    for letter in spellings.letters:
        word = f"SUBSTITUTE({word},{quoted(chr(ord(letter) + _WIDER))},{quoted(letter)})"
    typed = f"{answer}{row}"
    formulas = {
        cleaned: _seen(typed),
        plain: f'IF(ISLOGICAL({typed}),"?",IF(ISNUMBER({typed}),{typed},TRIM({word})))',
        code: f"SUMPRODUCT(({spellings.words}={plain}{row})*{spellings.codes})",
        reasoned: f"TRIM({_seen(f'{reason}{row}')})",
    }
    for column, formula in formulas.items():
        set_formula(sheet, row, ord(column) - 64, formula, "score")


def hide(sheet: Worksheet, header_row: int, language: str, columns: Sequence[str] = HELPING) -> None:
    """Name the hidden columns and hide them."""
    for column in columns:
        set_value(sheet, header_row, ord(column) - 64, COMPUTED.of(language), "head")
        sheet.column_dimensions[column].hidden = True


def _seen(cell: str) -> str:
    """A formula that replaces every white-space character of `cell` by a space and removes invisible characters."""
    formula = cell
    for letters, plain in ((BLANKS, '" "'), (UNSEEN, '""')):
        for letter in letters:
            written = f"CHAR({ord(letter)})" if letter < " " else quoted(letter)
            formula = f"SUBSTITUTE({formula},{written},{plain})"
    return formula
