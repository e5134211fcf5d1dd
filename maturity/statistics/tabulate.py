"""Tabulation: a plan and a frame become tables by Ibis queries; rows are then named, ordered and ranked."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from typing import Any

import ibis  # type: ignore[import-untyped]  # ships no types
import pandas as pd

from ..questionnaire import Text
from .breakdowns import Breakdowns
from .changes import is_change
from .confidentiality.tally import Tally
from .dimensions import Dimension, View, looking, view_of
from .engines import Engine, Opener, amounts_of, in_process, relation, wide
from .frame import ABSENT
from .matched import looked, with_moves
from .measures import figures, single_column
from .numeric.ranked import spread_columns, with_spreads
from .plan import Condition, Plan, TablePlan
from .ranking import rank_column, ranked
from .relative.classes import with_thresholds
from .relative.joined import with_association
from .relative.names import ASSOCIATION, CLASS_FROM
from .table import NONE, TOTAL, Cell, Column, Row, Table
from .weights.figures import is_weighted
from .weights.strata import weigh, with_weights

Key = tuple[str, ...]
_ORDERED = {"median_score", "quartiles"}
_TOTAL_TEXT = Text("合计", "Total")
_NO_UNIT = Text("", "")
_SIGNS = {">=": "≥", "<=": "≤", "=": "="}
_COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    ">=": lambda column, value: column >= value,
    "<=": lambda column, value: column <= value,
    "=": lambda column, value: column == value,
}


def tabulate(plan: Plan, frame: pd.DataFrame, engine: Opener = in_process) -> tuple[Table, ...]:
    """The tables of `plan` over `frame` (see :mod:`.frame`), in the order of the plan; the same on every engine."""
    rows = wide(frame, plan.tables)
    with engine(rows) as run:
        return tabulated(plan, relation(rows), run)


def tabulated(plan: Plan, everybody: Any, run: Engine) -> tuple[Table, ...]:
    """The tables of `plan` over the Ibis table `everybody`, queried by `run`."""
    counted = [_counted(table, everybody, run) for table in plan.tables]
    weighted = [place for place, table in enumerate(plan.tables) if any(map(is_weighted, table.measures))]
    if plan.weights and weighted:
        weights, by = weigh(plan.weights, everybody.filter(everybody.level > ABSENT), run), tuple(plan.weights.margins)
        for place in weighted:
            table = plan.tables[place]
            whole = _asked(table, everybody).filter(everybody.level > ABSENT)
            counted[place] = with_weights(table, counted[place], whole, run, weights, by)
    return tuple(
        _table(table, number, plan, tallies)
        for number, (table, tallies) in enumerate(zip(plan.tables, counted, strict=True), start=1)
    )


def _table(table: TablePlan, number: int, plan: Plan, tallies: Mapping[Key, Tally]) -> Table:
    dimensions = [table.by.dimensions[id] for id in table.rows]
    wanted = figures(table.measures, table.by, table.levels, table.decimals)
    columns = (*_name_columns(dimensions), *(figure.column for figure in wanted))
    rows = [
        Row(key, tally.n, (*names(dimensions, key), *(figure.cell(tally) for figure in wanted)))
        for key, tally in _ordered(_compared(tallies, table), dimensions)
    ]
    if table.ranking:
        rows, columns = [replace(row, cells=(0, *row.cells)) for row in rows], (rank_column(), *columns)
    found = Table(
        id=table.id,
        number=number,
        title=table.title,
        scope=_scope(table, plan),
        by=table.by,
        dimensions=table.rows,
        columns=columns,
        rows=tuple(rows),
        base=tallies[(TOTAL,) * len(dimensions)].n,
        chart=table.chart,
        ranked_by=single_column(table.ranking.by) if table.ranking else "",
        notes=tuple(dict.fromkeys(note for column in columns for note in column.notes)),
    )
    return replace(found, rows=tuple(ranked(found, rows, table.ranking.top))) if table.ranking else found


def since(key: Key, rows: tuple[str, ...]) -> Key | None:
    """The key of the row that the row `key` is compared with; None for none."""
    other = view_of(rows, key).since
    seen = looking(rows)
    return tuple(other if id == seen else code for id, code in zip(rows, key, strict=True)) if other else None


def _nobody(by: Breakdowns) -> Tally:
    return Tally(0, (0,) * by.count, 0, 0, (Fraction(0),) * 3)


def _compared(tallies: Mapping[Key, Tally], table: TablePlan) -> dict[Key, Tally]:
    """Every tally with the one that it is compared with."""
    found = {}
    for key, tally in tallies.items():
        pair = since(key, table.rows)
        found[key] = replace(tally, since=tallies.get(pair, _nobody(table.by))) if pair else tally
    return found


def _counted(table: TablePlan, everybody: Any, run: Engine) -> dict[Key, Tally]:
    """The tallies of every existing row, every subtotal and the total."""
    width, amounts = len(table.rows), amounts_of(table)
    tallies: dict[Key, Tally] = {}
    for row in (row for query in _queries(table, everybody) for row in run(query)):
        plain = len(row) - len(amounts)
        n, scored, *levels, total, low, middle, high = (value or 0 for value in row[width:plain])
        quartiles = Fraction(low), Fraction(middle), Fraction(high)
        summed = zip(amounts, row[plain:], strict=True)
        sums = {name: None if value is None else int(value) for name, value in summed}
        tally = Tally(n, tuple(map(int, levels)), scored, int(total), quartiles, sums=sums)
        for depth in (width,) if _by_depth(table) else range(width + 1):
            key = (*row[:depth], *(TOTAL,) * (width - depth))
            tallies[key] = tallies[key] + tally if key in tallies else tally
    tallies.setdefault((TOTAL,) * width, _nobody(table.by))
    if width == 1:
        for code in table.by.dimensions[table.rows[0]].always:
            tallies.setdefault((code,), _nobody(table.by))
    if spread_columns(table):
        tallies = with_spreads(table, tallies, _asked(table, everybody), run)
    if CLASS_FROM in table.measures:
        return with_thresholds(table, tallies, _asked(table, everybody), run)
    if ASSOCIATION in table.measures:
        return {key: with_association(tally, everybody, run) for key, tally in tallies.items()}
    return with_moves(table, tallies, everybody, run) if any(map(is_change, table.measures)) else tallies


def _by_depth(table: TablePlan) -> bool:
    """Whether totals are not sums of their rows, as with quartiles and views."""
    return bool(_ORDERED & {*table.measures} or looking(table.rows))


def _asked(table: TablePlan, everybody: Any) -> Any:
    """The enterprises that meet the conditions of the table."""
    return reduce(
        lambda rows, condition: rows.filter(_COMPARE[condition.operator](rows[condition.column], condition.value)),
        table.population,
        everybody,
    )


def _queries(table: TablePlan, everybody: Any) -> Iterator[Any]:
    """One query for each depth of the rows and each view: quartiles keep all scores of a query in memory."""
    asked = _asked(table, everybody)
    seen = looking(table.rows)
    plain = tuple(id for id in table.rows if id != seen)
    whole = asked.filter(asked.level > ABSENT)
    views = table.by.dimensions[seen].views if seen else {}
    looks = [
        _looked(asked, view, plain).mutate(**{seen: ibis.literal(code)})
        for code, view in views.items()
        if code != TOTAL
    ]
    for depth in range(0 if _by_depth(table) else len(table.rows), len(table.rows) + 1):
        for rows in looks if seen in table.rows[:depth] else [whole]:
            yield _grouped(rows, table, depth)


def _looked(rows: Any, view: View, dimensions: tuple[str, ...]) -> Any:
    """The enterprises that `view` covers, with its level and score."""
    rows = looked(rows, view)
    return rows.select(*dimensions, level=rows[view.level], score=rows[view.score])


def _grouped(rows: Any, table: TablePlan, depth: int) -> Any:
    """Tallies by the first `depth` dimensions, the others being totals. Quartiles, which are costly, only where asked
    for.
    """
    tallies = {
        "n": rows.count(),
        "level_1": (rows.level <= 1).sum(),
        **{f"level_{level}": (rows.level == level).sum() for level in table.by.every[1:]},
        "total": rows.score.sum(),
    }
    if _ORDERED & {*table.measures}:
        tallies |= {f"q{quarter}": rows.score.quantile(quarter / 4) for quarter in (1, 2, 3)}
    if looking(table.rows):
        tallies["scored"] = rows.score.count()
    amounts = amounts_of(table)
    tallies |= {name: rows[name].sum() for name in amounts}
    counted = rows.aggregate(**tallies, by=[rows[dimension] for dimension in table.rows[:depth]])
    whole = {dimension: ibis.literal(TOTAL) for dimension in table.rows[depth:]}
    names = ("n", "scored", *(f"level_{level}" for level in table.by.every), "total", "q1", "q2", "q3", *amounts)
    rest = {name: counted.n if name == "scored" else ibis.literal(0) for name in names if name not in tallies}
    return counted.mutate(**whole, **rest).select(*table.rows, *names)


def _ordered(tallies: Mapping[Key, Tally], dimensions: list[Dimension]) -> list[tuple[Key, Tally]]:
    """Tallies in the order of codes, totals first."""
    return [(key, tallies[key]) for key in in_order(tallies, dimensions)]


def in_order(keys: Iterable[Key], dimensions: list[Dimension]) -> list[Key]:
    """`keys` in the order of codes, totals first."""
    orders = [{code: place for place, code in enumerate((TOTAL, *dimension.members))} for dimension in dimensions]
    return sorted(keys, key=lambda key: [order[code] for order, code in zip(orders, key, strict=True)])


def _name_columns(dimensions: list[Dimension]) -> tuple[Column, ...]:
    if not dimensions:
        definition = Text("本表的总体。", "The population of the table.")
        return (Column("population", Text("范围", "Population"), "text", _NO_UNIT, 0, definition),)
    columns = []
    for dimension in dimensions:
        label, edition = dimension.label, dimension.edition
        if dimension.coded:
            heading = Text(f"{label.zh}代码", f"{label.en} code")
            definition = Text(f"{edition.zh}代码；合计没有代码。", f"Code of {edition.en}; a total has none.")
            columns.append(Column(f"{dimension.id}_code", heading, "code", _NO_UNIT, 0, definition))
        definition = Text(f"{label.zh}名称，见分类代码。", f"Name of the {label.en.lower()}, see the code lists.")
        marks = (dimension.note,) if dimension.note else ()
        columns.append(Column(dimension.id, label, "text", _NO_UNIT, 0, definition, notes=marks))
    return tuple(columns)


def names(dimensions: list[Dimension], key: Key) -> tuple[Cell, ...]:
    """The cells with the codes and names of a row; a total over several dimensions is named once."""
    if not dimensions:
        return (_TOTAL_TEXT,)
    cells: list[Cell] = []
    for dimension, code in zip(dimensions, key, strict=True):
        cells += [code] if dimension.coded else []
        name = dimension.whole if code == TOTAL else dimension.members[code]
        cells.append(NONE if code == TOTAL and name in cells else name)
    return tuple(cells)


def _scope(table: TablePlan, plan: Plan) -> Text:
    conditions = [_in_words(condition, table.by) for condition in table.population]
    zh, en = (["", *(words.of(language) for words in conditions)] for language in ("zh", "en"))
    return Text(plan.scope.zh + "；".join(zh), plan.scope.en + "; ".join(en))


def _in_words(condition: Condition, by: Breakdowns) -> Text:
    sign = _SIGNS[condition.operator]
    if isinstance(condition.value, int):
        level = by.each[max(condition.value, 1) - 1].label if by.outcomes else Text(*[str(condition.value)] * 2)
        return Text(f"{by.words.level.zh} {sign} {level.zh}", f"{by.words.level.en} {sign} {level.en}")
    dimension = by.dimensions[condition.column]
    name = dimension.members[condition.value]
    return Text(f"{dimension.label.zh} {sign} {name.zh}", f"{dimension.label.en} {sign} {name.en}")
