"""What the rows of tables count: their keys, codes and levels, and whom their conditions leave out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..breakdowns import level_code
from ..dimensions import IDS, JOINED, looking, view_of
from ..plan import TablePlan
from ..relative.names import ASSOCIATION
from ..table import TOTAL
from .counts import BEFORE, GONE, GONE_ONLY, Count, Key, Levels, Where, around
from .crossing import Crossing

_ORDER = {id: place for place, id in enumerate(IDS)}


@dataclass(frozen=True, slots=True)
class Row:
    """The enterprises with these codes and levels; with `by`, of the level that this other assessment found.

    `every` are all levels. `also` is GONE or GONE_ONLY for those who took part a year before and no more. `state` and
    `unlike` are as for :class:`.counts.Count`.
    """

    where: Where
    levels: Levels
    every: Levels
    by: str = ""
    also: Where = ()
    state: int = 0
    unlike: int | None = None

    def count(self, levels: Iterable[int]) -> Count:
        """Those of `levels` among them."""
        chosen = tuple(level for level in levels if level in self.levels)
        if not self.by:
            return Count(self.where, chosen, self.state, self.unlike)
        found = (*self.where, *((self.by, level_code(level)) for level in chosen), *self.also)
        return Count(_sorted(found), self.every, self.state, self.unlike)


def then(before: Iterable[int], now: Levels, state: int) -> Count:
    """Who was at one of the levels `before` a year before and is at one of `now`."""
    return Count(tuple((BEFORE, level_code(level)) for level in before), now, state)


def needed(table: TablePlan) -> frozenset[str]:
    """The dimensions that decide which enterprises a row of the table counts."""
    seen = looking(table.rows)
    known = (view.known for view in table.by.dimensions[seen].views.values() if view.known) if seen else ()
    asked = (each.column for each in table.population if each.column != "level")
    joined = [JOINED] if ASSOCIATION in table.measures else []
    return around([*(id for id in table.rows if id != seen), *asked, *known, *joined])


def keys(table: TablePlan, block: Crossing, state: int) -> Iterator[Key]:
    """The observed keys of the table: every depth of its rows, totals first."""
    for depth in range(len(table.rows) + 1):
        rows, rest = table.rows[:depth], (TOTAL,) * (len(table.rows) - depth)
        seen = looking(rows)
        for key in block.keys(tuple(id for id in rows if id != seen), state):
            if seen:
                place = rows.index(seen)
                yield from ((*key[:place], code, *key[place:], *rest) for code in table.by.dimensions[seen].members)
            else:
                yield (*key, *rest)


def row_of(table: TablePlan, key: Key) -> Row:
    """What a row is about; a view that looks at those known to another assessment names all its levels."""
    asked = {each.column: str(each.value) for each in table.population if each.column != "level"}
    every = table.by.every
    seen, view, levels = looking(table.rows), view_of(table.rows, key), levels_of(table)
    rows = zip(table.rows, key, strict=True)
    codes = asked | {id: code for id, code in rows if code != TOTAL and id != seen}
    if view.level != "level":
        return Row(_sorted(codes.items()), levels, every, view.known, (GONE,) if view.gone else ())
    placed = [(view.known, level_code(level)) for level in every] if view.known else []
    return Row(_sorted((*codes.items(), *placed)), levels, every)


def optional(table: TablePlan, key: Key) -> bool:
    """Whether the table may do without a row: it has none for nobody, and no row that is about this one."""
    always = len(table.rows) == 1 and table.by.dimensions[table.rows[0]].always
    return TOTAL not in key and not (always or table.ranking or looking(table.rows))


def complements(table: TablePlan, key: Key, row: Row) -> Iterator[Row]:
    """Whom each condition of a row leaves out, the others as they are."""
    view = view_of(table.rows, key)
    for each in table.population:
        if each.column != "level":
            others = [(each.column, code) for code in table.by.dimensions[each.column].members if code != each.value]
            yield replace(row, where=_sorted((*(pair for pair in row.where if pair[0] != each.column), *others)))
    if row.levels != row.every:
        yield replace(row, levels=tuple(level for level in row.every if level not in row.levels))
    if view.known and not row.by:
        others = [pair for pair in row.where if pair[0] != view.known]
        yield replace(row, where=_sorted((*others, (view.known, view.unknown))))
    if row.by == "level_before" and not row.also:
        yield replace(row, also=(GONE_ONLY,))


def _sorted(pairs: Iterable[tuple[str, str]]) -> Where:
    return tuple(sorted(pairs, key=_official))


def _official(pair: tuple[str, str]) -> int:
    """Codes in the order of their dimensions."""
    return _ORDER[pair[0]]


def levels_of(table: TablePlan) -> Levels:
    """The levels that the conditions of a table leave; level 0 counts with level 1."""
    every = table.by.every
    left = set(every)
    for condition in table.population:
        if condition.column == "level":
            level = max(1, int(condition.value))
            kept = {">=": range(level, table.by.count + 1), "<=": range(1, level + 1), "=": (level,)}[
                condition.operator
            ]
            left &= set(kept)
    return tuple(sorted(left))
