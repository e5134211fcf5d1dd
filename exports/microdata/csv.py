"""Microdata as CSV: UTF-8 with a byte order mark (for Excel), column ids as headings."""

import csv
from pathlib import Path

from maturity.errors import refuse
from maturity.publication.microdata_file import Column, Microdata, Progress
from maturity.text.formulas import protect

from ..package import place

_CHUNK = 4096


def write(microdata: Microdata, path: Path, progress: Progress) -> None:
    """Write `microdata` to `path`, block by block. Raises Refusal where that fails; no file is left then."""
    place(path, lambda draft: _save(microdata, draft, progress), lambda draft: _check(microdata, draft))


def _save(microdata: Microdata, path: Path, progress: Progress) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(column.id for column in microdata.columns)
        for columns in microdata.spans(_CHUNK):
            writer.writerows(zip(*map(_values, columns), strict=True))
            progress(len(columns[0].values))


def _values(column: Column) -> list[object]:
    values = column.values.tolist()
    if column.members:
        words = (*map(protect, column.members), "")  # -1 is the last
        return [words[value] for value in values]
    return ["" if value != value else value for value in values]


def _check(microdata: Microdata, path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        found = sum(len(row) for row in rows)
    if found != (microdata.rows + 1) * len(microdata.columns):
        raise refuse("plan-not-verified", detail=path.suffix)
