"""The observations of a release as CSV: UTF-8 with a byte order mark (for Excel), text quoted, never a formula."""

import csv
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from maturity.errors import refuse
from maturity.publication.release import TIDY_COLUMNS, Observation, Release, marked
from maturity.text.formulas import protect

from ..package import place

Field = str | int | float | Fraction | None


def write(release: Release, path: Path, language: str) -> Path:
    """Write the observations to `path`; returns the path written. They are codes, the same in either `language`.

    An internal release gets "-internal" at the end of its file name. Raises Refusal where the file cannot be written.
    """
    target = marked(release, Path(path))
    place(target, lambda draft: _save(release.tidy, draft), lambda draft: _check(release.tidy, draft))
    return target


def _save(rows: Iterable[Observation], path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
        writer.writerow(TIDY_COLUMNS)
        writer.writerows([_plain(field) for field in row] for row in rows)


def _plain(field: Field) -> str | int | float:
    if field is None:
        return ""
    if isinstance(field, str):
        return protect(field)
    return field if isinstance(field, int) else float(field)


def _check(rows: tuple[Observation, ...], path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.reader(file))[1:]
    if found != [[str(_plain(field)) for field in row] for row in rows]:
        raise refuse("plan-not-verified", detail=path.suffix)
