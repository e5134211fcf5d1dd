"""One row an enterprise as CSV: UTF-8 with a mark that Excel knows, ids as headings."""

import csv
from pathlib import Path

from maturity.errors import refuse
from maturity.publication.microdata_file import Column, Detail, Told
from maturity.text.formulas import protect

from ..package import place

_CHUNK = 4096


def write(detail: Detail, path: Path, told: Told) -> None:
    """Write `detail` to `path`, chunk by chunk. Raises Refusal where that fails; nothing is left then."""
    place(path, lambda draft: _save(detail, draft, told), lambda draft: _check(detail, draft))


def _save(detail: Detail, path: Path, told: Told) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(column.id for column in detail.columns)
        for columns in detail.spans(_CHUNK):
            writer.writerows(zip(*map(_values, columns), strict=True))
            told(len(columns[0].values))


def _values(column: Column) -> list[object]:
    values = column.values.tolist()
    if column.members:
        words = (*map(protect, column.members), "")  # -1 is the last
        return [words[value] for value in values]
    return ["" if value != value else value for value in values]


def _check(detail: Detail, path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        found = sum(len(row) for row in rows)
    if found != (detail.rows + 1) * len(detail.columns):
        raise refuse("plan-not-verified", detail=path.suffix)
