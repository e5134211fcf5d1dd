"""Sums of quantities in tables: which may be shown, beside those that earlier releases of the same data showed.

Every sum shown, and both sides of every ratio, are cells over the amounts of single enterprises, all tables together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...disclosure.magnitudes import Amounts, Cell, Shown, showable
from ..dimensions import PLAIN
from ..frame import ABSENT
from ..numeric.amounts import MILLI, Amount, Magnitude
from ..numeric.spread import RELEASED
from ..plan import TablePlan
from ..tabulate import in_order
from .counts import Key, Levels, Where
from .rows import row_of

Bools = NDArray[np.bool_]
Added = tuple[str, int]  # a column of the frame, and of how many of the largest amounts; 0 for all
_PREFIX = "amount_"


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of a release: the codes and levels of its row, and the column of the frame that is added up; with `first`,
    of so many of its largest amounts alone.
    """

    where: Where
    levels: Levels
    column: str
    first: int = 0


@dataclass(frozen=True, slots=True)
class Sums:
    """Which sums may be shown: `rows` by table and key, each a column and of how many of the largest; `unsafe` are
    amounts that could not be protected beside what earlier releases showed: with any, nothing may be published.
    """

    rows: Mapping[tuple[str, Key], frozenset[Added]]
    shown: tuple[Sum, ...]
    hidden: tuple[Sum, ...]
    unsafe: int
    digest: str

    def shows(self, table: str, key: Key, magnitude: Magnitude) -> bool:
        """Whether a sum, a ratio or a share of the largest may be shown: all that it is made of may."""
        able = not magnitude.spread or magnitude.spread in RELEASED
        return able and {*_added(magnitude)} <= self.rows.get((table, key), frozenset())

    def document(self) -> dict[str, Any]:
        """What is shown and hidden, as JSON values; see :func:`sums_from`."""
        if not self.shown:
            return {}
        return {"sums": {"digest": self.digest, "shown": _listed(self.shown), "hidden": _listed(self.hidden)}}


class SumsTold(NamedTuple):
    """What a ledger keeps of the sums of a release: the digest of the amounts, and which were shown and hidden."""

    digest: str = ""
    shown: tuple[Sum, ...] = ()
    hidden: tuple[Sum, ...] = ()


def sums_from(document: Mapping[str, Any]) -> SumsTold:
    """The sums of a release as its ledger entry keeps them; of releases before `hidden` was kept, none hidden."""
    told = document.get("sums")
    return SumsTold(told["digest"], _read(told["shown"]), _read(told.get("hidden", ()))) if told else SumsTold()


def _listed(sums: Iterable[Sum]) -> list[list[Any]]:
    return [[[*map(list, one.where)], [*one.levels], one.column, *([one.first] if one.first else [])] for one in sums]


def _read(listed: Iterable[Sequence[Any]]) -> tuple[Sum, ...]:
    return tuple(
        Sum(tuple((id, code) for id, code in where), tuple(levels), column, *first)
        for where, levels, column, *first in listed
    )


def amounts_digest(frame: pd.DataFrame, shown: Iterable[Sum] = ()) -> str:
    """SHA-256 of the amounts of all enterprises and of their codes, those by class or by another questionnaire included
    where sums `shown` are by these: equal for the same sums in every table.
    """
    relative = sorted({id for one in shown for id, _ in one.where}.difference(PLAIN))
    order = np.argsort(frame["member"].to_numpy(np.uint64))
    found = sha256(frame["member"].to_numpy(np.uint64)[order].tobytes())
    for name in sorted(name for name in map(str, frame) if name.startswith(_PREFIX)):
        found.update(name.encode() + frame[name].to_numpy(np.float64)[order].tobytes())
    for id in (*PLAIN, *relative):
        found.update(np.asarray(frame[id].cat.codes, np.int16)[order].tobytes() if id in frame else id.encode())
    found.update(frame["level"].to_numpy(np.int8)[order].tobytes())
    return found.hexdigest()


def sums_shown(
    plans: Iterable[TablePlan],
    frame: pd.DataFrame,
    able: Mapping[str, Sequence[Key]],
    earlier: Sequence[SumsTold] = (),
) -> Sums:
    """Which sums of `plans` over `frame` may be shown; `able` are, by table, the rows whose scores may be. `earlier`
    are those of releases of the same data: what they showed or hid stays so.
    """
    plans = tuple(plans)
    wanted = [*_wanted(plans, able)]
    known_shown = dict.fromkeys(one for each in earlier for one in each.shown)
    known_hidden = {one for each in earlier for one in each.hidden}.difference(known_shown)
    asked = [one for one in dict.fromkeys((*known_shown, *(one for _, one in wanted))) if one not in known_hidden]
    known = {one for table in plans for magnitude in table.by.magnitudes for one in magnitude.amounts}
    columns = {one.column: one for one in known}
    shown, unsafe = set[Sum](), 0
    for group in _connected(asked, columns):
        found = _showable(group, columns, frame, {place for place, one in enumerate(group) if one in known_shown})
        shown |= {one for one, flag in zip(group, found.cells.tolist(), strict=True) if flag}
        unsafe += len(found.unsafe)
    rows = dict[tuple[str, Key], frozenset[Added]]()
    for place, one in wanted:
        rows[place] = rows.get(place, frozenset()) | ({(one.column, one.first)} if one in shown else frozenset())
    told = [one for one in asked if one in shown]
    hidden = tuple(one for one in dict.fromkeys(one for _, one in wanted) if one not in shown)
    return Sums(rows, tuple(told), hidden, unsafe, amounts_digest(frame, told))


def _added(magnitude: Magnitude) -> Iterator[Added]:
    """What a measure is made of: a share of the largest is of their sum and that of all."""
    yield from ((amount.column, 0) for amount in magnitude.amounts)
    if magnitude.first:
        yield magnitude.top.column, magnitude.first


def _wanted(plans: Iterable[TablePlan], able: Mapping[str, Sequence[Key]]) -> Iterator[tuple[tuple[str, Key], Sum]]:
    for table in plans:
        measures = [table.by.by_measure[measure] for measure in table.measures if measure in table.by.by_measure]
        asked = list(dict.fromkeys(one for measure in measures for one in _added(measure)))
        dimensions = [table.by.dimensions[id] for id in table.rows]
        for key in in_order(able.get(table.id, ()), dimensions) if asked else ():
            row = row_of(table, key)
            for column, first in asked:
                yield (table.id, key), Sum(row.where, row.levels, column, first)


def _connected(asked: Sequence[Sum], columns: Mapping[str, Amount]) -> list[list[Sum]]:
    """Sums that have no quantity in common tell nothing of each other: they are protected apart."""
    groups: list[tuple[set[str], list[Sum]]] = []
    for one in asked:
        quantities = {id for id, _ in columns[one.column].form}
        joined, rest = [one], []
        for known, members in groups:
            if known & quantities:
                quantities |= known
                joined = [*members, *joined]
            else:
                rest.append((known, members))
        groups = [*rest, (quantities, joined)]
    return [members for _, members in groups]


def _showable(group: Sequence[Sum], columns: Mapping[str, Amount], frame: pd.DataFrame, kept: set[int]) -> Shown:
    """Which sums of one group may be shown, over the amounts of every enterprise and quantity."""
    quantities = sorted({id for one in group for id, _ in columns[one.column].form})
    n, members = len(frame), frame["member"].to_numpy(np.uint64)
    plain = {id: frame[f"{_PREFIX}{_name(id)}"].to_numpy(np.float64) for id in quantities}
    values = np.concatenate([np.nan_to_num(plain[id]) / MILLI for id in quantities])
    contributor = np.tile(np.unique(members, return_inverse=True)[1].astype(np.int64), len(quantities))
    places = {id: place * n for place, id in enumerate(quantities)}
    cells = []
    for one in group:
        amount = columns[one.column]
        here = _largest(np.flatnonzero(_rows(frame, one) & _stated(frame, amount)), frame, one)
        spans = [here + places[id] for id, _ in amount.form]
        factors = [np.full(len(here), factor) for _, factor in amount.form]
        cells.append(Cell(np.concatenate(spans), np.concatenate(factors)))
    return showable(Amounts(values, contributor), cells, kept)


def _largest(rows: NDArray[np.int64], frame: pd.DataFrame, one: Sum) -> NDArray[np.int64]:
    """Of these rows those with the largest amounts, as many as are asked for; of equal ones any."""
    if not one.first:
        return rows
    amounts, members = frame[one.column].to_numpy(np.float64)[rows], frame["member"].to_numpy(np.uint64)[rows]
    return np.sort(rows[np.lexsort((members, -amounts))[: one.first]])


def _name(id: str) -> str:
    return id.replace("-", "_").replace(".", "_")


def _stated(frame: pd.DataFrame, amount: Amount) -> Bools:
    """The enterprises that state all that an amount is made of and goes with."""
    stated = [frame[f"{_PREFIX}{_name(id)}"].notna().to_numpy() for id in amount.among]
    found: Bools = np.logical_and.reduce(stated)
    return found


def _rows(frame: pd.DataFrame, one: Sum) -> Bools:
    """The enterprises of a row; level 0 counts with level 1."""
    level = np.maximum(frame["level"].to_numpy(), 1)
    here = (frame["level"].to_numpy() > ABSENT) & np.isin(level, one.levels)
    codes = dict[str, set[str]]()
    for id, code in one.where:
        codes.setdefault(id, set()).add(code)
    for id, some in codes.items():
        here &= frame[id].isin(some).to_numpy()
    return here
