"""Cells of tables about registers: days, batches, places, industries, names."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from ..classification.credit_code import check
from ..classification.industries import read_division
from ..classification.regions import CITIES, PROVINCES, misspelt, read_city, read_province
from ..errors import Place, Problem, Refusal
from ..questionnaire import Text
from ..text.plain import normalised, one_line
from .kinds import read_word

FIRST = date(2000, 1, 1)
LONGEST = {"name": 200, "maker": 200, "new_name": 200, "batch": 20, "note": 500}
COLUMNS: Mapping[str, Text] = {
    "action": Text("事项", "Event"),
    "kind": Text("类别", "Kind"),
    "name": Text("名称", "Name"),
    "new_name": Text("变更后名称", "New name"),
    "maker": Text("厂家", "Maker"),
    "credit_code": Text("统一社会信用代码", "Credit code"),
    "province": Text("省份", "Province"),
    "city": Text("城市", "City"),
    "division": Text("行业大类", "Industry"),
    "batch": Text("批次", "Batch"),
    "day": Text("日期", "Day"),
    "reason": Text("移出原因", "Reason"),
    "note": Text("备注", "Note"),
    "year": Text("年度", "Year"),
    "value": Text("评价得分", "Value"),
    "exclusions": Text("符合的排除项", "Exclusions met"),
}
_DAY = re.compile(r"(\d{4})(?:[-/.年] ?(\d{1,2})(?:[-/.月] ?(\d{1,2})日?|月)?|年)?(?:[ T]00:00(?::00)?)?", re.ASCII)
_ROUND = re.compile(r"第?(\d+|[一二三四五六七八九十]+)批次?|(\d{4})年度?", re.ASCII)
_DIGITS = "〇一二三四五六七八九"
_MOST_TEXTS = 10_000  # distinct ones whose place or industry is remembered


def column_problem(code: str, column: str, **values: object) -> Problem:
    """A problem in a column of the row; the row is filled in later."""
    return Problem(code, Place(column=column), values)


def missing(column: str) -> Problem:
    """The problem of a cell that must be filled in."""
    name = COLUMNS[column]
    return column_problem("register-missing", column, zh=name.zh, en=name.en)


def words_problem(column: str, words: Mapping[str, Text], found: str) -> Problem:
    """The problem of a word that is none of `words`."""
    zh, en = ("、".join(one.zh for one in words.values()), ", ".join(one.en for one in words.values()))
    return column_problem("register-word", column, found=one_line(found)[:40], zh=zh, en=en)


def read_day(text: str, today: date, column: str, problems: list[Problem]) -> date | None:
    """The day in `text`, the first one of a month or year; None, and a problem, for no day and one after `today`."""
    match = _DAY.fullmatch(normalised(text))
    try:
        day = date(int(match[1]), int(match[2] or 1), int(match[3] or 1)) if match else None
    except ValueError:
        day = None
    if day is None:
        problems.append(column_problem("register-day", column, found=one_line(text)[:40]))
    elif not FIRST <= day <= today:
        problems.append(column_problem("register-day-range", column, found=day.isoformat()))
    else:
        return day
    return None


def read_batch(text: str) -> str:
    """The batch as it is kept: 6 for 第六批, 2022 for 2022 年度, anything else as written."""
    found = _ROUND.fullmatch(normalised(text).replace(" ", ""))
    if not found:
        return one_line(text)
    number = found[1] or found[2]
    return number if number.isdecimal() else str(_chinese(number))


def _chinese(text: str) -> int:
    """六 is 6, 十二 12, 二十 20."""
    tens, ten, ones = text.rpartition("十")
    return 10 * (_DIGITS.find(tens) if tens else 1) * bool(ten) + (_DIGITS.find(ones) if ones else 0)


def read_text(text: str, column: str, problems: list[Problem]) -> str:
    """`text` on one line; a problem where it is longer than is kept."""
    found = one_line(text)
    if len(found) > LONGEST[column]:
        problems.append(column_problem("register-long", column, length=len(found), limit=LONGEST[column]))
    return found


def read_choice(words: Mapping[str, Text], text: str, column: str, problems: list[Problem]) -> str:
    """The id in `words` that `text` is a spelling of; "", and a problem, for none."""
    found = read_word(words, text) if text.strip() else None
    if found is None:
        problems.append(words_problem(column, words, text) if text.strip() else missing(column))
    return found or ""


def read_code(text: str, problems: list[Problem]) -> str:
    """The unified social credit code, "" for an empty cell. Codes of the pilot of 2015 are taken as they are."""
    try:
        return check(text, accepted=[text]) if text.strip() else ""
    except Refusal as refusal:
        problems += [Problem(one.code, Place(column="credit_code"), one.values) for one in refusal.problems]
        return ""


def read_places(cells: Mapping[str, str], problems: list[Problem]) -> tuple[str, str]:
    """The codes of province and city, "" where a cell is empty; the city says the province where only it is given."""
    province, city = (_place(column, cells.get(column, ""), problems) for column in ("province", "city"))
    if province and city and CITIES[city].province != province:
        named = {"city": CITIES[city].name, "province": PROVINCES[province].name}
        values = {f"{name}_{tongue}": text.of(tongue) for name, text in named.items() for tongue in ("zh", "en")}
        problems.append(Problem("register-place", Place(column="city"), values))
    return province or (CITIES[city].province if city else ""), city


def read_industry(text: str, problems: list[Problem]) -> str:
    """The code of the industry division; "" for an empty cell."""
    return _place("division", text, problems)


def _place(column: str, text: str, problems: list[Problem]) -> str:
    found = _coded(column, text) if text.strip() else ""
    if isinstance(found, Refusal):
        told = [misspelt(one, ()) for one in found.problems]
        problems += [Problem(one.code, Place(column=column), one.values) for one in told]
        return ""
    return found


@lru_cache(_MOST_TEXTS)
def _coded(column: str, text: str) -> str | Refusal:
    try:
        if column == "division":
            return read_division(text).code
        return read_city(text).code if column == "city" else read_province(text).code
    except Refusal as refusal:
        return refusal
