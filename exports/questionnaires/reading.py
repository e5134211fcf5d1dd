"""Formulas that read an answer cell as :class:`~maturity.answers.vocabulary.Vocabulary` does.

A hidden sheet lists every accepted spelling with the number of its choice. Hidden columns beside each item normalise
what was typed and look it up there.
"""

from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from maturity.answers.vocabulary import Vocabulary
from maturity.offline import COMPUTED, LISTS, WorkbookContent, answer_words
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
CLEANED, WORD, CODE, REASONED = "JKLM"  # the hidden columns; "" under REASONED where no reason is given
ASIDE_CODE = -1  # of "not applicable"; 0 is nothing or unknown, the choices count from 1
_WIDER = 0xFEE0  # from a letter to its full-width form


@dataclass(frozen=True, slots=True)
class Spellings:
    """References to the spellings and their codes, and the letters that occur in them."""

    words: str
    codes: str
    letters: str


def add_spellings(book: Workbook, content: WorkbookContent) -> Spellings:
    """Add the hidden sheet of spellings: texts as the formulas normalise them, and scores as numbers."""
    sheet: Worksheet = book.create_sheet(LISTS)
    sheet.sheet_state = "veryHidden"
    vocabulary, questionnaire = Vocabulary(content.questionnaire), content.questionnaire
    codes = {NOT_APPLICABLE_ID: ASIDE_CODE} | {
        choice.id: code for code, choice in enumerate(questionnaire.choices, start=1)
    }
    letters = sorted({letter for word in vocabulary.spellings for letter in word if "!" <= letter <= "~"})
    narrow = {ord(letter) + _WIDER: letter for letter in letters}
    offered = {
        word.lower().translate(narrow): choice for word, choice in answer_words(questionnaire, content.language).items()
    }
    texts = offered | dict(vocabulary.spellings)
    rows: list[tuple[str | float, int]] = [(word, codes[choice]) for word, choice in texts.items()]
    rows += [(float(score), codes[choice]) for score, choice in vocabulary.scores.items()]
    for row, (word, code) in enumerate(rows, start=1):
        set_value(sheet, row, 1, word, "text")
        set_value(sheet, row, 2, code, "count")
    protect(sheet)
    return Spellings(
        sheet_reference(sheet, f"$A$1:$A${len(rows)}"), sheet_reference(sheet, f"$B$1:$B${len(rows)}"), "".join(letters)
    )


def add_reading(sheet: Worksheet, row: int, spellings: Spellings) -> None:
    """Write the hidden cells of one item: its answer (column D) normalised and looked up, its reason (E) normalised."""
    word = f"LOWER({CLEANED}{row})"
    for letter in spellings.letters:
        word = f"SUBSTITUTE({word},{quoted(chr(ord(letter) + _WIDER))},{quoted(letter)})"
    formulas = {
        CLEANED: _seen(f"D{row}"),
        WORD: f'IF(ISLOGICAL(D{row}),"?",IF(ISNUMBER(D{row}),D{row},TRIM({word})))',
        CODE: f"SUMPRODUCT(({spellings.words}={WORD}{row})*{spellings.codes})",
        REASONED: f"TRIM({_seen(f'E{row}')})",
    }
    for column, formula in formulas.items():
        set_formula(sheet, row, ord(column) - 64, formula, "score")


def hide(sheet: Worksheet, header_row: int, language: str) -> None:
    """Name the hidden columns and hide them."""
    for column in (CLEANED, WORD, CODE, REASONED):
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
