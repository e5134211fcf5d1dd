"""The answers of one enterprise: JSON, or a table with the columns item, choice and reason.

Where items ask for numbers or tables, the column choice holds their values, and there may be columns unit and row.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from ..answers import Answer, NotApplicable, Response, read_answer
from ..answers.reading import read_value
from ..errors import Place, Problem, Refusal, refuse
from ..questionnaire import Questionnaire
from ..questionnaire.naming import NOT_APPLICABLE_ID
from ..text.plain import visible
from .bulk.columns import find_columns
from .bulk.ignored import Ignored, ignored_positions
from .files import read_bytes
from .jsontext import read_json
from .measured import Given, Tables, from_json
from .spreadsheets.cells import Cells
from .spreadsheets.table import Table, read_table
from .spreadsheets.texts import is_lost

COLUMNS = ("item", "choice", "reason")
OF_NUMBERS = ("unit", "row")  # columns that may be there where items ask for numbers
_SPELLINGS = {
    "item": "条目 条目编号 条目代码 条目id 题号 item_id",
    "choice": "选择 选项 回答 答案 评价 值 数值 answer response value",
    "reason": "理由 不适用理由 不适用的理由 不适用原因 reason_not_applicable",
    "unit": "单位 计量单位",
    "row": "行 名称 品种 key",
}  # beside the names themselves
MOST_JSON = 16 * 1024 * 1024  # bytes
_KEYS = ("profile", "answers", "cuts")


def read_response(
    path: Path,
    questionnaire: Questionnaire,
    profile: str | None = None,
    seen: Callable[[Table], None] = lambda table: None,
    ignored: Callable[[Ignored], None] = lambda found: None,
) -> Response:
    """The response in a file. `profile` wins over the one the file names; one of the two must be there if the
    questionnaire has several.

    `seen` is called with the table that is read, if it is one; `ignored` at its end with its columns that are not read.

    Raises Refusal with every mistake: place.source is the file, place.row the row of a table, place.column the item.
    """
    source = str(path)
    cuts: Mapping[str, str] = {}
    if path.suffix.lower() == ".json":
        document = _document(read_bytes(path, MOST_JSON), source)
        profile = profile or _word(document.get("profile", ""), "profile", source)
        cuts = _words(document.get("cuts", {}), "cuts", source)
        given = _from_json(questionnaire, document.get("answers", {}), source)
    else:
        more = OF_NUMBERS if any(item.asks is not None for item in questionnaire.items) else ()
        table = read_table(path, _headings((*COLUMNS, *more)))
        seen(table)
        given = _from_table(table, more, ignored)
    answers = _answers(questionnaire, given)
    profile = profile or (next(iter(questionnaire.profiles)) if len(questionnaire.profiles) == 1 else None)
    if not profile:
        raise refuse("intake-no-profile", Place(source), allowed=", ".join(questionnaire.profiles))
    try:
        return Response(questionnaire, profile, answers, cuts)
    except Refusal as refusal:
        raise Refusal(
            *(Problem(p.code, Place(source, None, p.place.column), p.values) for p in refusal.problems)
        ) from None


def _headings(names: Iterable[str]) -> dict[str, str]:
    return {spelling: name for name in names for spelling in (name, *_SPELLINGS[name].split())}


def _answers(questionnaire: Questionnaire, given: Iterable[Given]) -> dict[str, Answer]:
    reader = _Reader(questionnaire)
    for one in given:
        reader.take(one)
    reader.answers |= dict(reader.tables.answers(questionnaire, reader.problems))
    if reader.problems:
        raise Refusal(*reader.problems)
    return reader.answers


class _Reader:
    """Reads the lines of one file, and keeps answers and problems."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.cells, self.tables = Cells(questionnaire), Tables(questionnaire)
        self.answers: dict[str, Answer] = {}
        self.problems: list[Problem] = []
        self._first: dict[tuple[str, str], Place] = {}

    def take(self, given: Given) -> None:
        place, key = given.place, (given.item, given.row)
        if self._first.setdefault(key, place) is not place:
            values = {"item": given.item[:60], "first": self._first[key].row}
            self.problems.append(Problem("intake-item-repeated", place, values))
            return
        lost = [Problem("intake-lost", place, {"shown": cell[:60]}) for cell in given[1:] if is_lost(cell)]
        self.problems += lost
        if not lost:
            try:
                self._read(given)
            except Refusal as refusal:
                told = (Problem(problem.code, place, problem.values) for problem in refusal.problems)
                self.problems.extend(told)

    def _read(self, given: Given) -> None:
        table, gone = self.tables.owner(given.item), self.cells.not_applicable(given.text)
        if table is not None and not gone:
            self.tables.add(given)
            return
        item = table.id if table else given.item
        read_answer(self.questionnaire, item, choice=None, reason=None)  # an unknown item, even without an answer
        answer: Answer | None
        if self.questionnaire.item(item).asks is None or gone:
            answer = self.cells.answer(item, given.text, given.reason)
        else:
            answer = read_value(self.questionnaire.item(item), given.text, given.unit, given.place)
        if answer is not None:
            self.answers[item] = answer
        if visible(given.reason) and not isinstance(answer, NotApplicable):
            self.problems.append(Problem("answer-reason-stray", given.place, {"found": given.reason[:40]}))


def _from_table(table: Table, more: Sequence[str], ignored: Callable[[Ignored], None]) -> Iterable[Given]:
    where = find_columns(table.header, COLUMNS, table.source, more, row=table.row)
    beside = Ignored(ignored_positions(table.header, where), where.values())
    for row, cells in beside.read_rows(table.rows):
        told = {name: _trimmed(cells[where[name]]) if name in where else "" for name in (*COLUMNS, *OF_NUMBERS)}
        place = Place(table.source, row, told["item"][:60])
        yield Given(place, told["item"], told["choice"], told["reason"], told["unit"], told["row"])
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


def _from_json(questionnaire: Questionnaire, answers: object, source: str) -> Iterable[Given]:
    if not isinstance(answers, dict):
        raise refuse("intake-json-shape", Place(source, None, "answers"), key="answers")
    for item, value in answers.items():
        place = Place(source, None, item[:60])
        if value is None:
            yield Given(place, item, "", "")
        elif isinstance(value, str | int | float) and not isinstance(value, bool):  # a number is a score
            yield Given(place, item, str(value), "")
        elif isinstance(value, dict) and list(value) == [NOT_APPLICABLE_ID]:
            yield Given(place, item, NOT_APPLICABLE_ID, _word(value[NOT_APPLICABLE_ID], item, source))
        else:
            yield from from_json(questionnaire, item, value, place)


def _words(value: object, key: str, source: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise refuse("intake-json-shape", Place(source, None, key), key=key)
    return {name: _word(reason, name, source) for name, reason in value.items()}


def _word(value: object, key: str, source: str) -> str:
    if not isinstance(value, str):
        raise refuse("intake-json-shape", Place(source, None, key[:60]), key=key[:60])
    return value
