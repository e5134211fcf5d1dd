"""The internal suppression report: every number that is not shown, why, and the interval that an
intruder can derive.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..errors import Problem
from ..settings import private_folder, write_whole

if TYPE_CHECKING:
    from ..statistics.confidentiality.counts import Count
    from ..statistics.confidentiality.protection import Protection

_NAMED = 5  # rows that a refusal names


class SuppressedCell(NamedTuple):
    """A number that is not shown: what it counts, its value, why, and the interval that an intruder can derive for it.

    `reason` is "frequency", "statistics" or "group" (primary suppression), "change" (few enterprises came, went or
    changed since an earlier release), "complementary" (secondary suppression), "left-out" (the row is not listed), or
    "together" (derivable from this and earlier releases). `low` and `high` are None where none was computed.
    """

    counts: str
    levels: str
    enterprises: int | None
    reason: str
    low: float | None
    high: float | None


def write_suppression_report(cells: Sequence[SuppressedCell], path: Path) -> None:
    """Write `cells` to `path` as CSV. The file is internal: it holds the numbers that are not shown."""
    private_folder(path.parent)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(SuppressedCell._fields)
    writer.writerows(["" if field is None else field for field in cell] for cell in cells)
    write_whole(path, text.getvalue().encode("utf-8-sig"))


def suppressed_cells(by: "Protection") -> Iterator[SuppressedCell]:
    """The cells under primary suppression with the intruder's intervals, then those under secondary suppression."""
    secrets = by.outcome.secrets
    for place, cell in enumerate(secrets.cell):
        entry = suppressed_cell(by.counted(cell), secrets.rule[place])
        low, high = (round(float(ends[place]), 6) for ends in (by.outcome.low, by.outcome.high))
        yield entry._replace(enterprises=int(secrets.values[place]), low=low, high=high)
    own = [line for line in by.linked.system.lines if line.listed and line.shown_earlier is None]
    shown = {cell for line in own for cell in (line.n, *line.parts)}
    values = by.linked.system.values
    for cell in sorted(shown - set(secrets.cell)):
        if not by.outcome.published[cell]:
            yield suppressed_cell(by.counted(cell), "complementary")._replace(enterprises=int(values[cell]))
    for cell in sorted({by.linked.system.lines[place].n for place in by.outcome.left_out}):
        yield suppressed_cell(by.counted(cell), "left-out")._replace(enterprises=int(values[cell]))


def suppressed_sums(by: "Protection") -> Iterator[SuppressedCell]:
    """The sums of quantities that are not shown; the reason names the column that is added up."""
    for one in by.sums.hidden if by.sums else ():
        where = ", ".join(f"{dimension} = {code}" for dimension, code in one.where)
        reason = f"sum {one.column}" + (f", first {one.first}" if one.first else "")
        yield SuppressedCell(where or "all", ", ".join(map(str, one.levels)), None, reason, None, None)


def unprotected(by: "Protection") -> Problem:
    """The problem that releases cannot be protected at all, with the rows that would have to be left out."""
    rows = [f"{table} ({', '.join(key)})" for table, key in by.unsafe_rows]
    more = f" +{len(rows) - _NAMED}" if len(rows) > _NAMED else ""
    return Problem("disclosure-unsafe", values={"count": len(by.unsafe), "rows": "; ".join(rows[:_NAMED]) + more})


def suppressed_cell(count: "Count | None", reason: str) -> SuppressedCell:
    """The entry for `count` without a value; a number that no table shows by itself is part of a crossing and has no
    name.
    """
    where = ", ".join(f"{dimension} = {code}" for dimension, code in count.where) if count else "part of a crossing"
    if count and count.unlike is not None:
        reason = "change"
    levels = ", ".join(map(str, count.levels)) if count else ""
    return SuppressedCell(where or "all", levels, None, reason, None, None)
