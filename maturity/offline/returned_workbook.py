"""Reading of a returned workbook: its origin and its present answers, or all mistakes with their cells.

Files saved by other programs, with sheets moved, renamed or hidden, are accepted; formulas in answer cells, macros and
links are refused.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from ..answers.codec import check_answer
from ..errors import Place, Refusal, refuse
from ..intake.spreadsheets.package import Package, open_package
from ..questionnaire import Lookup, Questionnaire
from .payload import (
    COLUMNS,
    ENTERED,
    FIELDS,
    FORMAT,
    IDENTITY,
    MARK,
    NUMERIC_FORMAT,
    Origin,
    entry_from_texts,
    format_of,
)
from .returned_answers import Answers, Returned

MOST_BYTES = 10 * 1024 * 1024


def read_workbook(data: bytes, source: str, known: Lookup) -> Returned:
    """The contents of the workbook in `data`; `known` returns a questionnaire, or raises KeyError.

    Raises Refusal with all mistakes: intake-… if the file cannot be read safely, offline-… with sheet and cell.
    """
    place = Place(source)
    with _opened(data, place) as (package, book):
        origin, cells, shown = _origin(book, place, known)
        return Answers(package, book, place, known(origin.questionnaire, origin.version), origin, cells, shown).read()


def read_origin(data: bytes, source: str, known: Lookup) -> Origin:
    """The origin of the workbook in `data`, without its present answers. Raises Refusal as :func:`read_workbook`."""
    place = Place(source)
    with _opened(data, place) as (_, book):
        return _origin(book, place, known)[0]


@contextmanager
def _opened(data: bytes, place: Place) -> Iterator[tuple[Package, CalamineWorkbook]]:
    if len(data) > MOST_BYTES:
        raise refuse("intake-too-large", place, size=len(data) // 1024 // 1024, most=MOST_BYTES // 1024 // 1024)
    try:
        with open_package(data, place) as package, CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            package.fit(IDENTITY)
            yield package, book
    except CalamineError:
        raise refuse("intake-not-workbook", place) from None


def _origin(book: CalamineWorkbook, place: Place, known: Lookup) -> tuple[Origin, dict[str, str], frozenset[str]]:
    """The origin, the original cell of each item ("sheet!D6"), and the fingerprints of other cells."""
    if IDENTITY not in book.sheet_names:
        raise refuse("offline-foreign", place)
    rows = [[_text(cell) for cell in row] for row in book.get_sheet_by_name(IDENTITY).to_python(skip_empty_area=False)]
    if not rows or not rows[0] or rows[0][0] != MARK:
        raise refuse("offline-foreign", place)
    fields = {row[0]: row[1] for row in rows[1 : len(FIELDS) + 1] if len(row) > 1}
    if fields.get("format") not in (FORMAT, NUMERIC_FORMAT):
        raise refuse("offline-format", place, found=fields.get("format", "")[:20], wanted=NUMERIC_FORMAT)
    asked = _same_version(fields, place, known)
    table = rows[len(FIELDS) + 1 :]
    if list(fields) != list(FIELDS) or not table or tuple(table[0][: len(COLUMNS)]) != COLUMNS:
        raise refuse("offline-tampered", place, detail=IDENTITY)
    try:
        entries = {row[0]: entry_from_texts(*row[2 : len(COLUMNS)], *row[ENTERED:]) for row in table[1:] if any(row)}
    except (ValueError, TypeError):
        raise refuse("offline-tampered", place, detail=COLUMNS[-1]) from None
    questionnaire, version, profile, language, assessment = (fields[name] for name in FIELDS[1:-1])
    origin = Origin(questionnaire, version, profile, language, assessment, entries, fields["format"])
    if origin.digest != fields["digest"] or len(entries) != sum(any(row) for row in table[1:]):
        raise refuse("offline-tampered", place, detail="digest")
    _check_entries(asked, origin, place)
    shown = frozenset(" ".join(table[0][len(COLUMNS) :]).split())
    return origin, {row[0]: row[1] for row in table[1:] if any(row)}, shown


def _check_entries(asked: Questionnaire, origin: Origin, place: Place) -> None:
    """Refuse answers that no item takes: what was entered before is kept as it is where it did not change."""
    items = {item.id: item for item in asked.items}
    for id, entry in origin.entries.items():
        if id in items and items[id].asks is not None and entry.answer is not None:
            try:
                check_answer(asked, id, entry.answer)
            except Refusal:
                raise refuse("offline-tampered", place, detail=id) from None


def _same_version(fields: Mapping[str, str], place: Place, known: Lookup) -> Questionnaire:
    found = f"{fields.get('questionnaire', '')} {fields.get('version', '')}"
    try:
        questionnaire = known(fields.get("questionnaire", ""), fields.get("version", ""))
    except KeyError:
        raise refuse("offline-version", place, found=found[:80], wanted="-") from None
    if questionnaire.version != fields.get("version"):
        wanted = f"{questionnaire.id} {questionnaire.version}"
        raise refuse("offline-version", place, found=found[:80], wanted=wanted)
    if fields.get("profile") not in questionnaire.profiles or fields.get("language") not in ("zh", "en"):
        raise refuse("offline-tampered", place, detail="profile, language")
    if fields["format"] != format_of(questionnaire):
        raise refuse("offline-tampered", place, detail="format")
    return questionnaire


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


__all__ = ["MOST_BYTES", "Returned", "read_origin", "read_workbook"]
