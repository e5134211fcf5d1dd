"""Many enterprises in one table, one row each: their facts in named columns, one column an item.

Nothing is handed on unless every row is right, or the caller takes the refused rows apart; all mistakes are told with
row, column, value and remedy.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar

from ...errors import Place, Problem, Refusal
from ...questionnaire import Questionnaire
from ...questionnaire.facts import FACTS
from ...questionnaire.fitting import UNDECIDED
from ..spreadsheets.table import Table, heading_key
from ..spreadsheets.texts import is_destroyed, is_lost
from .columns import find_columns
from .ignored import Ignored, ignored_positions
from .inputs import heading_problems, is_wanted, read_headings
from .profiles import PROFILE, SPELLINGS, Profiles
from .refused import MISTAKES, Refused
from .repeated import Repeated
from .rowanswers import RowAnswers, unread
from .rowkinds import other_row

_IDENTITY = ("name", "credit_code")
COLUMNS = (*_IDENTITY, *FACTS)  # of enterprises
_SPELLINGS = {
    "name": "企业名称 企业名称（全称） 企业全称 单位名称 单位名称（盖章） 公司名称 enterprise_name company_name",
    "credit_code": "统一社会信用代码 统一社会信用代码（18位） 社会信用代码 信用代码 unified_social_credit_code",
    "division": "行业大类 行业大类代码 行业 行业代码 所属行业 所属行业大类 industry industry_division",
    "production_type": "生产类型 生产类型（离散/流程） 生产类型（流程/离散） 制造类型 type_of_production",
    "city": "城市 城市（地级市） 所在城市 所属城市 所在市 所在地市 地市 地级市",
    "headcount": "从业人员 从业人员（人） 从业人数 从业人数（人） 从业人员数 从业人员数（人） 职工人数 员工人数 "
    "员工人数（人） employees",
    "revenue_10k": "营业收入（万元） 年营业收入（万元） operating_revenue_(10,000_yuan)",
    "founded": "成立年份 成立年份（年） 成立年 成立时间 成立日期 founded_year year_founded founding_year",
    "ownership": "控股情况 企业控股情况 控股类型",
    PROFILE: SPELLINGS,
}  # beside the names themselves; none for revenue without its unit
MOST_PROBLEMS = 1000


def headings(questionnaire: Questionnaire) -> dict[str, str]:
    """Every spelling of the columns that a bulk table of `questionnaire` may have -> the name of the column."""
    names = (*COLUMNS, PROFILE, MISTAKES, *(item.id for item in questionnaire.items))
    spellings = {spelling: name for name, all in _SPELLINGS.items() for spelling in all.split()}
    return {**spellings, **{name: name for name in names}}


def column_positions(header: Sequence[str], questionnaire: Questionnaire, source: str, row: int = 1) -> dict[str, int]:
    """Where each column of a bulk table stands in `header`; those of facts that the questionnaire does not need may be
    missing. Raises Refusal as :func:`.columns.find_columns`.
    """
    needed, told = questionnaire.needed_facts, read_headings(header, questionnaire)
    named = (*_IDENTITY, *needed, *(item.id for item in questionnaire.items if is_wanted(item)))
    others = (fact for fact in FACTS if fact not in needed)
    more = (heading.name for heading in told.values() if heading.name not in named)
    names = [told[place].name if place in told else name for place, name in enumerate(header)]
    problems = heading_problems(told, source, row)
    try:
        found = find_columns(names, named, source, (*others, PROFILE, MISTAKES, *more), row)
    except Refusal as refusal:
        raise Refusal(*refusal.problems, *problems) from None
    if problems:
        raise Refusal(*problems)
    return found


def ignored_columns(header: Sequence[str], where: Mapping[str, int]) -> Ignored:
    """The columns of a bulk table beside those that are read, which stand `where`."""
    return Ignored(ignored_positions(header, where), where.values())


class HasCode(Protocol):
    """The facts of an enterprise that are used here."""

    @property
    def credit_code(self) -> str:
        """The normalised unified social credit code."""


F = TypeVar("F", bound=HasCode)
Read = TypeVar("Read", bound=HasCode, covariant=True)


class ReadFacts(Protocol[Read]):
    """Reads the facts of an enterprise."""

    def __call__(self, mapping: Mapping[str, str], *, needed: Collection[str]) -> Read:
        """The facts from texts by column. Raises Refusal, place.column the column, also for `needed` ones that are not
        there.
        """


@dataclass(frozen=True, slots=True)
class BulkEntry(Generic[F]):
    """One row: its number, the facts, the vector of answers in the questionnaire's order, reasons by item id, the place
    of its weight profile among the questionnaire's, and the answers that are no choice, as
    :func:`maturity.answers.codec.entered_texts`.
    """

    row: int
    facts: F
    vector: bytes
    reasons: Mapping[str, str]
    profile: int
    entered: Mapping[str, str] = field(default_factory=dict)


@dataclass
class ProblemList:
    """Problems as they are met: the first MOST_PROBLEMS are kept, the others counted."""

    source: str
    problems: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, problems: Iterable[Problem], row: int) -> None:
        """Keep `problems` of one row, their places completed."""
        for problem in problems:
            self.count += 1
            if len(self.problems) < MOST_PROBLEMS:
                place = Place(self.source, row, problem.place.column)
                self.problems.append(Problem(problem.code, place, problem.values))

    def insert(self, numbered: Sequence[tuple[int, Problem]], count: int) -> None:
        """Take the first of `count` further problems in, each with its row, behind the others of that row."""
        first = [Problem(p.code, Place(self.source, row, p.place.column), p.values) for row, p in numbered]
        self.count += count
        self.problems = sorted([*self.problems, *first], key=lambda p: p.place.row or 0)[:MOST_PROBLEMS]

    def refusal(self) -> Refusal | None:
        """All of them as one Refusal, the last line telling how many more there are; None when there are none."""
        if not self.count:
            return None
        more = self.count - len(self.problems)
        self.problems.sort(key=lambda problem: problem.place.row or 0)
        rest = [Problem("intake-more", Place(self.source), {"more": more, "count": self.count})] if more else []
        return Refusal(*self.problems, *rest)


def read_bulk(
    table: Table,
    questionnaire: Questionnaire,
    read_facts: ReadFacts[F],
    *,
    known: Mapping[str, Collection[str]] = MappingProxyType({}),
    step: Callable[[int], None] = lambda rows: None,
    aside: list[Refused] | None = None,
    ignored: Callable[[Ignored], None] = lambda found: None,
    profile: str = "",
) -> list[BulkEntry[F]]:
    """Every row of `table`, checked against the questionnaire.

    `read_facts` reads the facts of a row (raising Refusal, place.column the field); `known` holds, by the mistake that
    it is to bring them in, the credit codes that already have a submission (intake-taken), or that somebody signed up
    and nobody confirmed (import-claimed); `step` is called with the rows done since, `ignored` at the end with the
    columns that are not read. Of several rows of one enterprise the first without a mistake stays. Raises Refusal with
    all mistakes; where there is a list `aside`, rows with mistakes are added to it instead and left out, and only a
    table that cannot be read to its end is refused.
    """
    where = column_positions(table.header, questionnaire, table.source, table.row)
    reader = Reader(questionnaire, read_facts, table.header, where, known, profile)
    beside = ignored_columns(table.header, where)
    findings, table = ProblemList(table.source), replace(table, rows=beside.read_rows(table.rows))
    entries = list(_entries(table, reader, findings, step, aside))
    ignored(beside)
    if not entries and not findings.count and not aside:
        raise Refusal(Problem("intake-empty", Place(table.source)))
    refusal = findings.refusal()
    if refusal:
        raise refusal
    return entries


def _entries(
    table: Table, reader: "Reader[F]", findings: ProblemList, step: Callable[[int], None], aside: list[Refused] | None
) -> Iterator[BulkEntry[F]]:
    repeated, places = Repeated(), dict[int, int]()
    try:
        for row, cells in table.rows:
            step(1)
            entry, problems = reader.entry(row, cells)
            if problems:
                repeated.wrong(row, entry.facts.credit_code if entry else cells[reader.code])
            elif entry:
                problems = repeated.good(row, entry.facts.credit_code)
            if entry is not None and not problems:
                yield entry
            elif aside is None:
                findings.add(problems, row)
            else:
                places[row] = len(aside)
                aside.append(Refused(table.header, cells, problems))
    except Refusal as refusal:  # the file cannot be read beyond this row
        for problem in refusal.problems:
            findings.add([problem], problem.place.row or 0)
    for row, problem in repeated.rest():
        if aside is None:
            findings.add([problem], row)
        else:
            refused = aside[places[row]]
            aside[places[row]] = replace(refused, problems=[*refused.problems, problem])


class Reader(Generic[F]):
    """Reads rows of one table; `known` are credit codes by the mistake that it is to bring them in, `profile` is as for
    :class:`.profiles.Profiles`.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        read_facts: ReadFacts[F],
        header: Sequence[str],
        where: Mapping[str, int],
        known: Mapping[str, Collection[str]],
        profile: str,
    ) -> None:
        self.read_facts, self.known, self.needed = read_facts, known, questionnaire.needed_facts
        self.profiles, self.profile = Profiles(questionnaire, profile), where.get(PROFILE)
        self.answers = RowAnswers(questionnaire, header, where)
        self.facts = [(name, where[name]) for name in COLUMNS if name in where]
        self.asked = [[item.position for item in questionnaire.items_of(id)] for id in questionnaire.profiles]
        self.code = where["credit_code"]
        self.where = {name: position for name, position in where.items() if name != MISTAKES}
        self.names = {heading_key(spelling): name for spelling, name in headings(questionnaire).items()}

    def entry(self, row: int, cells: Sequence[str]) -> tuple[BulkEntry[F] | None, list[Problem]]:
        """The row, and everything that is wrong with it; no entry where the facts cannot be read."""
        problems: list[Problem] = []
        vector, reasons, entered = self.answers.of(cells, problems)
        read = [*self.facts, *([] if self.profile is None else [(PROFILE, self.profile)])]
        lost = [problem for name, position in read for problem in unread(name, cells[position])]
        problems += lost
        try:
            facts = self.read_facts({name: cells[position] for name, position in self.facts}, needed=self.needed)
        except Refusal as refusal:
            other = other_row(cells, self.where, self.names)
            if other:
                return None, [other]
            told = {problem.place.column for problem in lost}
            return None, [*(one for one in refusal.problems if one.place.column not in told), *problems]
        profile = self._profile(facts, cells, problems)
        if profile != UNDECIDED and not any(vector[position] for position in self.asked[profile]):
            problems.append(Problem("intake-no-answers"))
        entry = BulkEntry(row, facts, vector, reasons, profile, entered)
        return entry, [*self._code_problems(facts.credit_code, row), *problems]

    def _profile(self, facts: F, cells: Sequence[str], problems: list[Problem]) -> int:
        named = "" if self.profile is None else cells[self.profile]
        if is_lost(named) or is_destroyed(named):
            return UNDECIDED  # told already
        try:
            return self.profiles.one(facts, named)
        except Refusal as refusal:
            problems.extend(refusal.problems)
            return UNDECIDED

    def _code_problems(self, code: str, row: int) -> Iterator[Problem]:
        for problem, codes in self.known.items():
            if code in codes:
                yield Problem(problem, Place(column="credit_code"), {"credit_code": code, "row": row})
