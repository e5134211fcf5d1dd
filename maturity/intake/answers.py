"""The answers of one enterprise: JSON, or a table with the columns item, choice and reason."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from ..answers import Answer, NotApplicable, Response, read_answer
from ..errors import Place, Problem, Refusal, refuse
from ..questionnaire import Questionnaire
from ..questionnaire.naming import NOT_APPLICABLE_ID
from ..text.plain import visible
from .bulk.columns import find_columns
from .bulk.ignored import Ignored, ignored_positions
from .files import read_bytes
from .jsontext import read_json
from .spreadsheets.cells import Cells
from .spreadsheets.table import Table, read_table
from .spreadsheets.texts import is_lost

COLUMNS = ("item", "choice", "reason")
_SPELLINGS = {
    "item": "条目 条目编号 条目代码 条目id 题号 item_id",
    "choice": "选择 选项 回答 答案 评价 answer response",
    "reason": "理由 不适用理由 不适用的理由 不适用原因 reason_not_applicable",
}  # beside the names themselves
MOST_JSON = 16 * 1024 * 1024  # bytes
_KEYS = ("profile", "answers", "cuts")
Given = tuple[Place, str, str, str]  # where, item, choice or words, reason


def read_response(
    path: Path,
    questionnaire: Questionnaire,
    profile: str | None = None,
    seen: Callable[[Table], None] = lambda table: None,
    ignored: Callable[[Ignored], None] = lambda found: None,
) -> Response:
    """The response in a file. `profile` wins over the one the file names; one of the two must be there.

    `seen` is called with the table that is read, if it is one; `ignored` at its end with its columns that are not read.

    Raises Refusal with every mistake: place.source is the file, place.row the row of a table, place.column the item.
    """
    source = str(path)
    cuts: Mapping[str, str] = {}
    if path.suffix.lower() == ".json":
        document = _document(read_bytes(path, MOST_JSON), source)
        profile = profile or _word(document.get("profile", ""), "profile", source)
        cuts = _words(document.get("cuts", {}), "cuts", source)
        given = _from_json(document.get("answers", {}), source)
    else:
        table = read_table(path, _headings())
        seen(table)
        given = _from_table(table, ignored)
    answers = _answers(questionnaire, given)
    if not profile:
        raise refuse("intake-no-profile", Place(source), allowed=", ".join(questionnaire.profiles))
    try:
        return Response(questionnaire, profile, answers, cuts)
    except Refusal as refusal:
        raise Refusal(
            *(Problem(p.code, Place(source, None, p.place.column), p.values) for p in refusal.problems)
        ) from None


def _headings() -> dict[str, str]:
    return {spelling: name for name in COLUMNS for spelling in (name, *_SPELLINGS[name].split())}


def _answers(questionnaire: Questionnaire, given: Iterable[Given]) -> dict[str, Answer]:
    cells = Cells(questionnaire)
    answers: dict[str, Answer] = {}
    first: dict[str, Place] = {}
    problems: list[Problem] = []
    for place, item, choice, reason in given:
        if first.setdefault(item, place) is not place:
            values = {"item": item[:60], "first": first[item].row}
            problems.append(Problem("intake-item-repeated", place, values))
            continue
        unread = [
            Problem("intake-lost", place, {"shown": cell[:60]}) for cell in (item, choice, reason) if is_lost(cell)
        ]
        if unread:
            problems += unread
            continue
        try:
            read_answer(questionnaire, item, choice=None, reason=None)  # an unknown item, even without an answer
            answer = cells.answer(item, choice, reason)
        except Refusal as refusal:
            problems.extend(Problem(problem.code, place, problem.values) for problem in refusal.problems)
            continue
        if answer is not None:
            answers[item] = answer
        if visible(reason) and not isinstance(answer, NotApplicable):
            problems.append(Problem("answer-reason-stray", place, {"found": reason[:40]}))
    if problems:
        raise Refusal(*problems)
    return answers


def _from_table(table: Table, ignored: Callable[[Ignored], None]) -> Iterable[Given]:
    where = find_columns(table.header, COLUMNS, table.source, row=table.row)
    beside = Ignored(ignored_positions(table.header, where), where.values())
    for row, cells in beside.read_rows(table.rows):
        item, choice, reason = (_trimmed(cells[where[name]]) for name in COLUMNS)
        yield Place(table.source, row, item[:60]), item, choice, reason
    ignored(beside)


def _trimmed(cell: str) -> str:
    return cell if is_lost(cell) else cell.strip()


def _document(data: bytes, source: str) -> Mapping[str, object]:
    document = read_json(data, source)
    if not isinstance(document, dict):
        raise refuse("intake-json-shape", Place(source), key="{…}")
    strangers = [Problem("intake-json-key", Place(source), {"key": key[:60]}) for key in document if key not in _KEYS]
    if strangers:
        raise Refusal(*strangers)
    return document


def _from_json(answers: object, source: str) -> Iterable[Given]:
    if not isinstance(answers, dict):
        raise refuse("intake-json-shape", Place(source, None, "answers"), key="answers")
    for item, value in answers.items():
        place = Place(source, None, item[:60])
        if value is None:
            yield place, item, "", ""
        elif isinstance(value, str | int | float) and not isinstance(value, bool):  # a number is a score
            yield place, item, str(value), ""
        elif isinstance(value, dict) and list(value) == [NOT_APPLICABLE_ID]:
            yield place, item, NOT_APPLICABLE_ID, _word(value[NOT_APPLICABLE_ID], item, source)
        else:
            raise refuse("intake-json-shape", place, key=item[:60])


def _words(value: object, key: str, source: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise refuse("intake-json-shape", Place(source, None, key), key=key)
    return {name: _word(reason, name, source) for name, reason in value.items()}


def _word(value: object, key: str, source: str) -> str:
    if not isinstance(value, str):
        raise refuse("intake-json-shape", Place(source, None, key[:60]), key=key[:60])
    return value
