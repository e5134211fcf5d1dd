"""Text that a spreadsheet would take for a formula, and the mark that keeps it text in CSV files.

Of cells in .xlsx files the type says that they are text; CSV knows no types. The mark is an apostrophe, which every
reader of CSV files here takes away again.
"""

import re

# Full-width forms too: Excel for Chinese and Japanese reads ＝1＋1 as a formula. Blanks before them do not help.
_ACTIVE = re.compile(r"'*\s*[=+\-@\t\r\n\0＝＋－＠]|'*[\t\r\n]")


def protect(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet would take it for a formula; see :func:`bare`."""
    return f"'{text}" if _ACTIVE.match(text) else text


def bare(text: str) -> str:
    """What :func:`protect` was given."""
    return text[1:] if text.startswith("'") and _ACTIVE.match(text, 1) else text
