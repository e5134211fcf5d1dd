"""The method "points" for many responses at once (numpy): the same rules as :mod:`.points`, computed by column.

Rows of which a value lies next to a threshold or a limit, or a score next to a grade, are evaluated exactly, from the
shortest decimals of their numbers.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ..answers import NOT_APPLICABLE, UNANSWERED, Response, choice_codes
from ..errors import refuse
from ..quantities import Quantity, name_of
from ..quantities.columnwise import evaluate as columnwise
from ..quantities.columnwise import of_sums
from ..questionnaire import Item, Questionnaire
from ..questionnaire.asked import Computed, Table, Ticks
from ..questionnaire.numeric.references import References
from .batch import CHUNK, Codes, Floats
from .blocks import Marks, scored_blocks, total, verdict
from .degrees import degrees, edges, needed
from .evaluation import COUNTING, NO_REFERENCES, REQUIRED, ZERO, Evaluation, Section
from .figures import Figures, column_ids, unit_named
from .items import SCORED, anchors_of
from .methods import evaluate

NEAR = 1e-12  # relative distance at which a float is not trusted
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores of n rows: `low` and `high` float64 (n,), equal where nothing is open; `eligible` int8 (n,): 1 yes, 0 no,
    -1 undecided (:attr:`.evaluation.Evaluation.eligible`), or nothing decides it; `blocks`: the lowest score of every
    block, by id, NaN where none applies.
    """

    low: Floats
    high: Floats
    eligible: NDArray[np.int8]
    blocks: Mapping[str, Floats]

    def take(self, row: int, exact: Evaluation) -> None:
        """Have a row say what an evaluation says."""
        self.eligible[row] = {True: 1, False: 0, None: -1}[exact.eligible]
        if exact.score is not None:
            self.low[row], self.high[row] = float(exact.score.low), float(exact.score.high)
        for section in exact.sections:
            if section.group.id in self.blocks:
                self.blocks[section.group.id][row] = block_score(exact, section)


def scored(questionnaire: Questionnaire, rows: int) -> Scored:
    """Room for the scores of so many rows, NaN and undecided."""
    low, high, *blocks = (np.full(rows, np.nan) for _ in range(2 + len(scored_blocks(questionnaire))))
    ids = (group.id for group in scored_blocks(questionnaire))
    return Scored(low, high, np.full(rows, -1, np.int8), dict(zip(ids, blocks, strict=True)))


def block_score(exact: Evaluation, section: Section) -> float:
    """The lowest score of a block; NaN where nothing in it applies."""
    if exact.response.questionnaire.scoring.mandatory is not None:
        return float("nan") if section.score is None else float(section.score.low)
    items = [one for one in section.walk() if one.item.role in COUNTING and one.counts]
    return float(sum((one.earned.low for one in items), start=ZERO))


def columns_of(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The ids of the numbers that :func:`score_columns` takes: items that are numbers, how many of a list are ticked,
    the sum of each column of a table, and computed items of which the worst row of a table counts.
    """
    found = list[str]()
    for item in questionnaire.items:
        if isinstance(item.asks, Table):
            found += column_ids(item)
        elif isinstance(item.asks, Quantity | Ticks) or _worst(item):
            found.append(item.id)
    return tuple(found)


def _worst(item: Item) -> bool:
    return isinstance(item.asks, Computed) and item.asks.combination == "worst"


def score_columns(
    questionnaire: Questionnaire,
    profile: str,
    codes: Codes,
    numbers: Mapping[str, Floats],
    response: Callable[[int], Response],
    references: References = NO_REFERENCES,
    facts: Mapping[str, str] | None = None,
) -> Scored:
    """Score every row as :func:`.methods.evaluate` does, for enterprises of one profile and with the same facts.

    `codes` is uint8 (n, items) as :func:`maturity.answers.encode` makes them, best column-major; `numbers` holds
    float64 (n,) for every id of :func:`columns_of`, in the unit asked, NaN where nothing was entered. `response` gives
    the response of a row, by its index; it is asked for rows that lie next to a threshold, a limit or a grade.

    Raises ValueError on shapes that do not fit, Refusal `scoring-method` for another method, and `scoring-rows` for a
    questionnaire of which the mean over the rows of a table counts.
    """
    if questionnaire.scoring.method != "points":
        raise refuse("scoring-method", id=questionnaire.id, method=questionnaire.scoring.method, known="points")
    rows = len(codes)
    if codes.shape != (rows, len(questionnaire.items)) or any(
        numbers[id].shape != (rows,) for id in columns_of(questionnaire)
    ):
        raise ValueError(f"codes {codes.shape} for {len(questionnaire.items)} items, or a column of another length")
    kernel = _Kernel(questionnaire, profile, references, facts or {})
    out, doubtful = scored(questionnaire, rows), np.zeros(rows, bool)
    with ThreadPoolExecutor() as pool:
        for _ in pool.map(partial(kernel.run, codes, numbers, out, doubtful), range(0, rows, CHUNK)):
            pass
    for row in np.flatnonzero(doubtful):
        out.take(int(row), evaluate(response(int(row)), references, facts))
    return out


class _Kernel:
    """What the rows have in common: tables of choices, reference values, points."""

    def __init__(
        self, questionnaire: Questionnaire, profile: str, references: References, facts: Mapping[str, str]
    ) -> None:
        self.response = Response(questionnaire, profile, {})
        self.figures = Figures(self.response, references, facts)
        self.grading = next((one for one in questionnaire.grading if one.fits(facts)), None)
        self.items = [item for area in self.response.areas for item in area.items if item.role in SCORED]
        self.points = {
            item.id: float(self.response.profile.points.get(item.id, item.points)) for item in questionnaire.items
        }
        self.units = {id: float(unit_named(questionnaire, id).factor) for id in columns_of(questionnaire)}
        self.tables = {
            name_of(id): item for item in questionnaire.items if isinstance(item.asks, Table) for id in column_ids(item)
        }
        self._check_rows(questionnaire)

    def _check_rows(self, questionnaire: Questionnaire) -> None:
        for item in questionnaire.items:
            if isinstance(item.asks, Computed) and not _worst(item) and not of_sums(item.asks.formula, self.tables):
                raise refuse("scoring-rows", id=questionnaire.id, item=item.id)

    def run(self, codes: Codes, numbers: Mapping[str, Floats], out: Scored, doubtful: Bools, start: int) -> None:
        """Score CHUNK rows from `start` on; write them into `out`, and into `doubtful` those floats cannot decide."""
        rows = slice(start, start + CHUNK)
        block = _Block(self, codes[rows], {id: numbers[id][rows] for id in self.units})
        marks = {item.id: block.marks(item) for item in self.items}
        low, high, blocks = total(self.response, marks, self.points)
        out.low[rows], out.high[rows] = low, high
        for id, score in blocks.items():
            out.blocks[id][rows] = score
        must, counting = (
            [marks[item.id] for item in self.items if item.role in roles] for roles in (REQUIRED, COUNTING)
        )
        out.eligible[rows] = verdict(must, counting, low, high)
        doubtful[rows] = block.doubtful
        for band in self.grading.bands if self.grading else ():
            for score in (low, high):
                doubtful[rows] |= np.abs(score - float(band.start)) < 1e-9


class _Block:
    """Some rows: their codes, and the values of their numbers by name, in base units, each computed once."""

    def __init__(self, kernel: _Kernel, codes: Codes, numbers: Mapping[str, Floats]) -> None:
        self.kernel, self.codes = kernel, codes
        self.entered = numbers
        self.values = dict[str, Floats]()  # by name, in base units
        self.applicable = not bool(np.any(codes == NOT_APPLICABLE))  # all items, in every row
        self.doubtful = np.zeros(len(codes), bool)
        self._by_name = {name_of(item.id): item for item in kernel.response.questionnaire.items}
        self._ids = {name_of(id): id for id in numbers}
        self._gone = dict[str, Bools]()

    def marks(self, item: Item) -> Marks:
        """The lowest and the highest degree of an item, and where it applies."""
        if item.asks is None:
            return self._choice(item)
        anchors = anchors_of(item, self.kernel.figures.reference(item))
        applies = None if self.applicable else ~self._not_applicable(name_of(item.id))
        values, rule = self._values(item), item.scorer
        if rule is None or any(getattr(anchors, name) is None for name in needed(rule)):
            known = ~np.isnan(values)
            unscored = known if applies is None else known & applies
            return Marks(np.zeros(len(values)), np.ones(len(values)), applies, unscored)
        for edge in edges(rule, anchors):
            self.doubtful |= np.abs(values - edge) <= NEAR * max(abs(edge), 1.0)
        found = degrees(rule, values, anchors, self.kernel.points[item.id] or 1.0)
        if not np.isnan(found.sum()):
            return Marks(found, found, applies)
        unknown = np.isnan(found)
        return Marks(np.where(unknown, 0.0, found), np.where(unknown, 1.0, found), applies)

    def _choice(self, item: Item) -> Marks:
        questionnaire = self.kernel.response.questionnaire
        low, high = np.zeros(16), np.zeros(16)
        high[UNANSWERED] = 1
        scores = {choice.id: float(choice.score) for choice in questionnaire.choices_of(item)}
        for id, code in choice_codes(questionnaire, item).items():
            low[code] = high[code] = scores[id]
        codes = self.codes[:, item.position]
        applies = None if self.applicable else codes != NOT_APPLICABLE
        found = low.take(codes)
        return Marks(found, high.take(codes) if np.any(codes == UNANSWERED) else found, applies)

    def _values(self, item: Item) -> Floats:
        """The values of a number or of a computed item, in its unit; NaN where unknown or outside its bounds."""
        if item.id in self.entered:
            return self.entered[item.id]
        if not isinstance(item.asks, Computed):
            return np.full(len(self.codes), np.nan)
        values: Floats = self.named(name_of(item.id)) / float(item.asks.unit.factor)
        for bound, sign in ((item.asks.low, 1), (item.asks.high, -1)):
            if bound is not None:
                beyond = sign * (values - float(bound)) < 0
                self.doubtful |= np.abs(values - float(bound)) <= NEAR * max(abs(float(bound)), 1.0)
                values = np.where(beyond, np.nan, values)
        return values

    def named(self, name: str) -> Floats:
        """The values of what a formula calls `name`, in base units."""
        if name not in self.values:
            item, id = self._by_name.get(name), self._ids.get(name)
            if id is not None:
                self.values[name] = self.entered[id] * self.kernel.units[id]
            elif item is not None and isinstance(item.asks, Computed):
                inputs = {one: self.named(one) for one in item.asks.formula.names}
                found = np.broadcast_to(np.asarray(columnwise(item.asks.formula, inputs)), len(self.codes))
                self.values[name] = found.astype(np.float64)
            else:
                figure = self.kernel.figures.named(name)
                value = getattr(figure, "based", None)
                self.values[name] = np.full(len(self.codes), np.nan if value is None else float(value))
        return self.values[name]

    def _not_applicable(self, name: str) -> Bools:
        """Where an item, or any number that it is computed from, does not apply."""
        if name not in self._gone:
            item = self._by_name.get(name, self.kernel.tables.get(name))
            gone = np.zeros(len(self.codes), bool) if item is None else self.codes[:, item.position] == NOT_APPLICABLE
            if item is not None and isinstance(item.asks, Computed):
                for one in item.asks.formula.names:
                    gone = gone | self._not_applicable(one)
            self._gone[name] = gone
        return self._gone[name]
