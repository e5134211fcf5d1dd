"""A second intruder: reads printed releases and nothing else of the program, and asks what follows from them.

It knows the public world: what the plans' tables are of, which codes there are, which releases are of the same state
of the data, and (strictly more than readers do) which kinds of change happened between two states, though not to how
many. Unknown are the numbers and the sums of scores of every kind of enterprise; every printed figure bounds them. One
linear programme for numbers and one for scores answer every question.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import highspy._core
import numpy as np

FEW, SMALL, GROUPED = 5, 10, 15  # the rules: numbers below 5, breakdowns and means below 10, one level below 15
MEAN_NEAR = 0.2  # points of S by which an estimate of a small mean must be able to be off
ALL_LEVELS = frozenset(range(1, 6))
GROUP_LEVELS = {"_T": ALL_LEVELS, "LE1": frozenset({1}), **{f"L{k}": frozenset({k}) for k in range(1, 6)}}
GROUP_LEVELS |= {f"GE{k}": frozenset(range(k, 6)) for k in range(1, 6)}
SHARE_UNIT, TINY = 0.5, 1e-6


class Kind(NamedTuple):
    """What an enterprise is in a state: `facts` by dimension, levels a year before and now (0: none)."""

    facts: tuple[str, ...]
    before: int
    level: int


GONE = ()  # the facts of those who took part a year before and no more


@dataclass(frozen=True)
class Row:
    """A row of a printed table: conditions on facts, and which of the two levels and samples it counts."""

    codes: frozenset[tuple[str, str]]
    before: frozenset[int] | None = None  # levels a year before that it asks for
    sample: str = "_T"
    only: frozenset[int] = ALL_LEVELS

    def holds(self, kind: Kind, world: "World", levels: frozenset[int]) -> bool:
        """Whether enterprises of a kind count in the row at `levels`."""
        facts = dict(zip(world.names, kind.facts, strict=False))
        if not all(world.within(facts.get(name, ""), code) for name, code in self.codes):
            return False
        if self.before is not None and kind.before not in self.before:
            return False
        if self.sample in ("BEFORE", "SAME_BEFORE"):
            here = self.sample == "BEFORE" or kind.level > 0
            return here and kind.before > 0 and kind.before in levels
        return kind.level in levels & self.only and (self.sample != "SAME" or kind.before > 0)


class Figure(NamedTuple):
    row: Row
    levels: frozenset[int]
    measure: str
    value: float | None
    decimals: int
    base: int | None
    table: str


@dataclass(frozen=True)
class Printed:
    """A release as printed: its year, the state of the data that it is of, and its figures."""

    plan: str
    year: int
    state: int
    figures: tuple[Figure, ...]
    rounded: bool = False


COLUMNS = {"division": "INDUSTRY", "production_type": "TYPE", "city": "REF_AREA", "size": "SIZE"}
COLUMNS["ownership"] = "OWNERSHIP"
SAMPLES = ("_T", "BEFORE", "SAME", "SAME_BEFORE")


Populations = Mapping[str, Sequence[tuple[str, str]]]


def read(
    path: Path,
    plan: str,
    year: int,
    state: int,
    populations: Populations,
    *,
    rounded: bool = False,
    series: Mapping[str, str] = MappingProxyType({}),
) -> Printed:
    """A release from its CSV file; `populations` are the conditions in the scope of its tables, `series` the facts that
    their rows are by beside those with a column of their own, by table.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    taken = [line for line in lines if line["MEASURE"] == "count" or _parts_enterprises(line, series)]
    figures = tuple(_figure(line, populations.get(line["TABLE_ID"], ()), series) for line in taken)
    return Printed(plan, year, state, figures, rounded)


def _parts_enterprises(line: Mapping[str, str], series: Mapping[str, str]) -> bool:
    """Whether the row is of some enterprises, by their own score; a domain's is of all, by another."""
    return line["SERIES"] in SAMPLES or line["TABLE_ID"] in series or _joined(line["SERIES"]) in ("NEW", *GROUP_LEVELS)


def _joined(series: str) -> str:
    """The code of a level under another questionnaire."""
    return "NEW" if series == "JOINED_NONE" else series.partition("_")[2]


def _figure(line: Mapping[str, str], population: Iterable[tuple[str, str]], series: Mapping[str, str]) -> Figure:
    codes = {name: line[column] for name, column in COLUMNS.items() if line[column] != "_T"}
    if line["TABLE_ID"] in series and line["SERIES"] != "_T":
        codes[series[line["TABLE_ID"]]] = line["SERIES"]
    only = ALL_LEVELS
    for name, code in population:
        if name == "level":
            only = only & frozenset(range(int(code), 6))
        else:
            codes[name] = code
    joined = _joined(line["SERIES"])
    before = joined if joined in ("NEW", *GROUP_LEVELS) else line["LEVEL_BEFORE"]
    asked = None if before == "_T" else frozenset({0 if before == "NEW" else 1 if before == "LE1" else int(before[1:])})
    sample = line["SERIES"] if line["SERIES"] in SAMPLES else "_T"  # the numbers of a domain are those of all
    row = Row(frozenset(codes.items()), asked, sample, only)
    value = float(line["OBS_VALUE"]) if line["OBS_VALUE"] else None
    base = int(line["N_BASE"]) if line["N_BASE"] else None
    levels = GROUP_LEVELS[line["LEVEL"]]
    return Figure(row, levels, line["MEASURE"], value, int(line["DECIMALS"]), base, line["TABLE_ID"])


class Change(NamedTuple):
    """Some enterprises were of one kind in a state and of another in the next; None for those who came or went."""

    old: Kind | None
    new: Kind | None


@dataclass
class World:
    """What is public: dimension names, kinds that could be, and for each year its states in order with the kinds of
    change before each. `origin[state]` is the state of the year before that levels before are from, if any. `areas` are
    the wider areas of a city other than its province. `levels` is how many a questionnaire has (or outcomes), `near` by
    how many points an estimate of a small mean must be able to be off.
    """

    names: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]
    years: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    changes: dict[int, frozenset[Change]] = field(default_factory=dict)
    origin: dict[int, int | None] = field(default_factory=dict)
    known: set[int] = field(default_factory=set)  # years of which a year before exists
    areas: Mapping[str, str] = field(default_factory=dict)
    moves: bool = False  # whether enterprises may have other facts than a year before
    levels: int = 5
    near: float = MEAN_NEAR

    def within(self, place: str, code: str) -> bool:
        """A city is within its province, whose code ends with zeros; other codes are within themselves."""
        if place == code or self.areas.get(place) == code:
            return True
        return code.endswith("0000") and place[:2] == code[:2]

    def kinds(self, year: int) -> list[Kind]:
        befores = range(6) if year in self.known else (0,)
        known, levels = [*product(*self.codes)], range(1, self.levels + 1)
        here = [Kind(facts, b, level) for facts in known for b in befores for level in levels]
        return here + [Kind(GONE, b, 0) for b in befores if b]


Vector = dict[int, float]
Part = tuple[int, object, int]  # state, kind or change, sign


class Model:
    """A linear programme that is asked question after question."""

    def __init__(self, low: float) -> None:
        self.low = low
        self.size = 0
        self.rows: list[tuple[Vector, float, float]] = []
        self._solver: Any | None = None

    def variable(self) -> int:
        self.size += 1
        return self.size - 1

    def bound(self, vector: Vector, low: float, high: float) -> None:
        self.rows.append((vector, low, high))

    def solver(self) -> Any:
        if self._solver is None:
            self._solver = highspy._core._Highs()  # without a banner
            self._solver.setOptionValue("output_flag", False)
            self._solver.setOptionValue("presolve", "off")
            self._solver.setOptionValue("simplex_strategy", 4)
            self._solver.setOptionValue("threads", 1)
            self._solver.addVars(self.size, np.full(self.size, self.low), np.full(self.size, 1e5))
            for vector, low, high in {
                (tuple(sorted(v.items())), lo, hi): (v, lo, hi) for v, lo, hi in self.rows
            }.values():
                columns = np.fromiter(vector, np.int32, len(vector))
                self._solver.addRow(low, high, len(vector), columns, np.fromiter(vector.values(), float, len(vector)))
        return self._solver

    def extreme(self, vector: Vector, *, up: bool) -> np.ndarray | None:
        """The values of all variables where `vector` is greatest or least."""
        solver = self.solver()
        size = solver.getNumCol()
        costs = np.zeros(size)
        costs[list(vector)] = list(vector.values())
        solver.changeColsCost(size, np.arange(size, dtype=np.int32), costs)
        solver.changeObjectiveSense(highspy.ObjSense.kMaximize if up else highspy.ObjSense.kMinimize)
        solver.run()
        status = solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise AssertionError(f"the printed figures contradict each other: {solver.modelStatusToString(status)}")
        return np.asarray(solver.getSolution().col_value)


class Question(NamedTuple):
    """A sum that must stay unknown: it must be able to be `high` at least and `low` at most, and to move by 1."""

    what: str
    vector: Vector
    high: float
    low: float
    truth: float


class Lesson(NamedTuple):
    what: str
    low: float
    high: float
    truth: float


class Intruder:
    """Everything printed so far, set against the truth by the harness: `truth(kind or change) -> how many` only says
    which questions the rules forbid an answer to.
    """

    def __init__(self, world: World, printed: Sequence[Printed], truth: Mapping[tuple[int, object], int]) -> None:
        self.world, self.printed, self.truth = world, printed, truth
        self.numbers, self.scores = Model(0.0), Model(-1e5)
        self._made: dict[tuple[str, int, object], int] = {}
        self._held: dict[tuple[Row, frozenset[int]], frozenset[Kind]] = {}
        self._by_year: dict[int, list[Kind]] = {}
        self._origins()
        for release in printed:
            if not release.rounded:
                self._take(release)

    # -- what the figures are sums of

    def _of(self, what: str, state: int, key: object, model: Model) -> int:
        found = self._made.get((what, state, key))
        if found is None:
            found = self._made[what, state, key] = model.variable()
        return found

    def _year(self, state: int) -> tuple[int, list[int]]:
        return next((year, states) for year, states in self.world.years.items() if state in states)

    def parts(self, state: int, keep: Callable[[Kind], bool]) -> Iterator[Part]:
        """(state, kind or change, sign) whose sum is the enterprises of the kinds that `keep` lets through."""
        year, states = self._year(state)
        for kind in self._kinds(year):
            if keep(kind):
                yield states[0], kind, 1
        for later in states[1 : states.index(state) + 1]:
            for change in self.world.changes[later]:
                if change.old and keep(change.old):
                    yield later, change, -1
                if change.new and keep(change.new):
                    yield later, change, 1

    def number(self, parts: Iterable[Part]) -> Vector:
        vector: Vector = defaultdict(float)
        for state, key, sign in parts:
            vector[self._of("number", state, key, self.numbers)] += sign
        return {variable: factor for variable, factor in vector.items() if factor}

    def true(self, parts: Iterable[Part]) -> int:
        return sum(sign * self.truth.get((state, key), 0) for state, key, sign in parts)

    def score(self, parts: Iterable[Part], what: str = "score") -> Vector:
        vector: Vector = defaultdict(float)
        for state, key, sign in parts:
            side = "" if isinstance(key, Kind) else " old" if sign < 0 else " new"
            vector[self._of(what + side, state, key, self.scores)] += sign
        return {variable: factor for variable, factor in vector.items() if factor}

    def _keep(self, row: Row, levels: frozenset[int]) -> Callable[[Kind], bool]:
        found = self._held.get((row, levels))
        if found is None:
            everything = {kind for year in self.world.years for kind in self._kinds(year)}
            found = frozenset(kind for kind in everything if row.holds(kind, self.world, levels))
            self._held[row, levels] = found
        return found.__contains__

    def _kinds(self, year: int) -> list[Kind]:
        if year not in self._by_year:
            self._by_year[year] = self.world.kinds(year)
        return self._by_year[year]

    # -- what the figures say

    def _origins(self) -> None:
        """Nobody is counted below 0 in any state; who was at a level a year before is of the state of that year."""
        for states in self.world.years.values():
            for state in states:
                touched = {k for s in states[1:] for c in self.world.changes[s] for k in c if k}
                for kind in sorted(touched):
                    self.numbers.bound(self.number(self.parts(state, kind.__eq__)), 0.0, 1e5)
                then = self.world.origin.get(state)
                if then is None:
                    continue
                for level in range(1, 6):
                    now = list(self.parts(state, lambda kind, level=level: kind.before == level))
                    was = list(self.parts(then, lambda kind, level=level: kind.level == level))
                    self.numbers.bound(_less(self.number(now), self.number(was)), 0.0, 0.0)
                    self.scores.bound(_less(self.score(now, "before"), self.score(was)), 0.0, 0.0)
                for facts, level in () if self.world.moves else product(product(*self.world.codes), range(1, 6)):
                    stayed = self.parts(state, lambda kind, f=facts, b=level: kind.facts == f and kind.before == b)
                    were = self.parts(then, lambda kind, f=facts, b=level: kind.facts == f and kind.level == b)
                    self.numbers.bound(_less(self.number(stayed), self.number(were)), -1e5, 0.0)

    def _take(self, release: Printed) -> None:
        for figure in release.figures:
            keep = self._keep(figure.row, figure.levels)
            if figure.measure == "change_low" and figure.row.sample == "SAME" and figure.value is not None:
                self._take_pairs(release.state, figure.levels)
            if figure.measure == "count" and figure.value is not None:
                self.numbers.bound(self.number(self.parts(release.state, keep)), figure.value, figure.value)
            elif figure.measure == "count" and figure.levels == ALL_LEVELS:  # a row that is there has somebody in it
                self.numbers.bound(self.number(self.parts(release.state, keep)), 1.0, 1e5)
            elif figure.measure == "share" and figure.value is not None and figure.base:
                number = figure.value * figure.base / 100
                unit = TINY + SHARE_UNIT * 10.0**-figure.decimals * figure.base / 100
                self.numbers.bound(self.number(self.parts(release.state, keep)), number - unit, number + unit)
            elif figure.measure == "mean" and figure.value is not None and figure.base:
                what = "before" if "BEFORE" in figure.row.sample else "score"
                near = SHARE_UNIT * 10.0**-figure.decimals * figure.base
                total = figure.value * figure.base
                self.scores.bound(self.score(self.parts(release.state, keep), what), total - near, total + near)

    def _take_pairs(self, state: int, levels: frozenset[int]) -> None:
        """An interval for pairs tells who came into a group of levels, here exactly; who left it follows."""
        came = list(self.parts(state, lambda kind: 0 < kind.before not in levels and kind.level in levels))
        self.numbers.bound(self.number(came), self.true(came), self.true(came))

    # -- what must not follow

    def lessons(self) -> list[Lesson]:
        """What it has learned against the rules."""
        found = self._answered(list(self._secret_numbers()))
        return found + self._means() + self._precise() + self._rounded()

    def _answered(self, questions: list[Question]) -> list[Lesson]:
        unique = {(*sorted(q.vector.items()), q.high, q.low): q for q in questions}
        questions = list(unique.values())
        if not questions:
            return []
        matrix = _matrix([q.vector for q in questions], self.numbers.size)
        low = np.array([q.truth for q in questions], float)
        high = low.copy()
        learned = []
        for place, question in enumerate(questions):
            for up in (True, False):
                if _safe(question, low[place], high[place]):
                    break
                values = matrix @ self.numbers.extreme(question.vector, up=up)
                assert (values[place] - question.truth) * (1 if up else -1) > -TINY, f"not the truth: {question}"
                low, high = np.minimum(low, values), np.maximum(high, values)
            if not _safe(question, low[place], high[place]):
                learned.append(Lesson(question.what, low[place], high[place], question.truth))
        return learned

    def _rows(self) -> dict[int, dict[Row, set[frozenset[int]]]]:
        """Every row of a year that any release prints, with its groups of levels."""
        found: dict[int, dict[Row, set[frozenset[int]]]] = defaultdict(lambda: defaultdict(set))
        for release in self.printed:
            for figure in release.figures:
                if figure.measure in ("count", "share") and not release.rounded:
                    found[release.year][figure.row].add(figure.levels)
        return found

    def _secret_numbers(self) -> Iterator[Question]:
        for year, rows in self._rows().items():
            shown = {release.state for release in self.printed if release.year == year}
            states = [state for state in self.world.years[year] if state in shown]
            for row, groups in rows.items():
                for state in states:
                    here = lambda keep, s=state: self.parts(s, keep)  # noqa: E731
                    told = any(f.row == row for r in self.printed if r.state == state for f in r.figures)
                    yield from self._forbidden(f"{year} state {state}", row, groups, here, breakdown=told)
                for first, second in combinations(states, 2):
                    if "BEFORE" in row.sample:
                        continue
                    for side in ("came", "went"):
                        name = f"{year} {side} {first}-{second}"
                        moved = lambda keep, a=first, b=second, s=side: self._moved(a, b, keep, s)  # noqa: E731
                        yield from self._forbidden(name, row, groups, moved)
            if year in self.world.known:
                for state in states:
                    for level in range(1, 6):
                        parts = list(
                            self.parts(state, lambda kind, level=level: kind.before == level and not kind.level)
                        )
                        if 0 < self.true(parts) < FEW:
                            vector = self.number(parts)
                            yield Question(f"{year} left from level {level}", vector, FEW, np.inf, self.true(parts))

    def _forbidden(
        self,
        name: str,
        row: Row,
        groups: set[frozenset[int]],
        parts: Callable[..., Iterable[Part]],
        *,
        breakdown: bool = True,
    ) -> Iterator[Question]:
        """The rules, for a row of a state or of what changed between two. A row that was printed of another state
        alone, of more enterprises, had a `breakdown` by right: who is left of it may have the same.
        """
        n = self.true(list(parts(self._keep(row, ALL_LEVELS))))
        for levels in groups:
            some = list(parts(self._keep(row, levels)))
            true = self.true(some)
            high, low = (FEW if 0 < true < FEW else 0.0), np.inf
            whole = levels == ALL_LEVELS
            if not whole and FEW <= n < GROUPED and true > n - 2:
                low = n - 2.0
            if high or low < np.inf or (breakdown and not whole and 0 < n < SMALL and true):
                vector = self.number(some)
                what = f"{name}: {sorted(row.codes)} {row.before or ''} {row.sample} levels {sorted(levels)} of {n}"
                yield Question(what, vector, high, low, true)

    def _moved(self, first: int, second: int, keep: Callable[[Kind], bool], side: str) -> Iterator[Part]:
        """Those who came into a row between two states, or went; of states apart, each time that one did."""
        _, states = self._year(first)
        for later in states[states.index(first) + 1 : states.index(second) + 1]:
            for change in self.world.changes[later]:
                kind = change.new if side == "came" else change.old
                if kind and keep(kind):
                    yield later, change, 1

    # -- scores

    def _means(self) -> list[Lesson]:
        """Means of rows of few, of unions of few that rows leave over, and of the few that changed between states."""
        learned, asked, told = [], set(), self.scores.size  # what no mean is of has no bounds
        for what, parts in self._few():
            vector = self.score(parts)
            key = tuple(sorted(vector.items()))
            if key in asked or not vector:
                continue
            asked.add(key)
            n = max(self.true(p for p in parts if p[2] == sign) * sign for sign in (1, -1))
            if not 0 < n < SMALL or any(variable >= told for variable in vector):
                continue
            ends = [sum(f * self.scores.extreme(vector, up=up)[v] for v, f in vector.items()) for up in (False, True)]
            if (ends[1] - ends[0]) / 2 < self.world.near * n:
                learned.append(Lesson(f"mean of {n}: {what}", ends[0] / n, ends[1] / n, n))
        return learned

    def _few(self) -> Iterator[tuple[str, list[Part]]]:
        shown: dict[int, dict[Row, bool]] = defaultdict(dict)
        for release in self.printed:
            for figure in release.figures:
                if figure.measure == "mean" and "BEFORE" not in figure.row.sample:
                    told = shown[release.state]
                    told[figure.row] = told.get(figure.row, False) or figure.value is not None
        for state, rows in shown.items():
            for row in rows:
                yield f"state {state} {sorted(row.codes)}", list(self.parts(state, self._keep(row, ALL_LEVELS)))
            for parent, children in _families(rows):
                hidden = [child for child in children if not rows[child]]
                if rows[parent] and 0 < len(hidden) < len(children):
                    parts = [p for child in hidden for p in self.parts(state, self._keep(child, ALL_LEVELS))]
                    yield f"state {state} {sorted(parent.codes)} but shown", parts
        for first, second in combinations(sorted(shown), 2):
            if self._year(first)[0] == self._year(second)[0]:
                for row in shown[first].keys() & shown[second].keys():
                    keep = self._keep(row, ALL_LEVELS)
                    came, went = (list(self._moved(first, second, keep, side)) for side in ("came", "went"))
                    yield f"changed {first}-{second} {sorted(row.codes)}", came + [(s, k, -1) for s, k, _ in went]

    def _precise(self) -> list[Lesson]:
        """Scores with more decimals than readers see: a median is often one enterprise's own."""
        learned = []
        for release in self.printed:
            for figure in release.figures:
                value = figure.value if figure.measure in ("mean", "median", "q1", "q3") else None
                if value is not None and abs(value - round(value, figure.decimals)) > TINY:
                    learned.append(Lesson(f"{figure.measure} with all digits", value, value, 1))
        return learned

    def _rounded(self) -> list[Lesson]:
        """Rounded numbers of one cell that differ between two states where only a few came or went."""
        learned = []
        rounded = [release for release in self.printed if release.rounded]
        for first, second in combinations(rounded, 2):
            if first.year != second.year or first.state == second.state:
                continue
            cells = [{(f.row, f.levels): f.value for f in r.figures if f.measure == "count"} for r in (first, second)]
            both = cells[0].keys() & cells[1].keys()
            if first.plan == second.plan:  # rows that are not there have nobody in them
                both = cells[0].keys() | cells[1].keys()
            for row, levels in both:
                told = [each.get((row, levels), 0.0) for each in cells]
                if "BEFORE" in row.sample or told[0] == told[1]:
                    continue
                keep = self._keep(row, levels)
                came, went = (
                    self.true(list(self._moved(first.state, second.state, keep, s))) for s in ("came", "went")
                )
                if came + went < FEW:
                    learned.append(Lesson(f"rounded {sorted(row.codes)} {sorted(levels)}", *told, came + went))
        return learned


def _families(rows: Iterable[Row]) -> Iterator[tuple[Row, list[Row]]]:
    """A row and those that part it by one more dimension."""
    rows = list(rows)
    for parent in rows:
        by: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            more = row.codes - parent.codes
            alike = (row.sample, row.before, row.only) == (parent.sample, parent.before, parent.only)
            if alike and parent.codes < row.codes and len(more) == 1:
                by[next(iter(more))[0]].append(row)
        yield from ((parent, children) for children in by.values())


def _safe(question: Question, low: float, high: float) -> bool:
    low, high = np.ceil(low - TINY), np.floor(high + TINY)  # numbers are whole
    return bool(high >= question.high and low <= question.low and high - low >= 1)


def _less(first: Vector, second: Vector) -> Vector:
    vector = defaultdict(float, first)
    for variable, factor in second.items():
        vector[variable] -= factor
    return {variable: factor for variable, factor in vector.items() if factor}


def _matrix(vectors: Sequence[Vector], size: int):
    from scipy.sparse import csr_array

    rows = np.repeat(np.arange(len(vectors)), [len(v) for v in vectors])
    columns = np.array([variable for v in vectors for variable in v], int)
    return csr_array((np.array([f for v in vectors for f in v.values()]), (rows, columns)), shape=(len(vectors), size))
