"""The observations of a release as Parquet with types."""

from fractions import Fraction
from pathlib import Path

import duckdb
import pandas as pd

from maturity.errors import refuse
from maturity.publication.release import TIDY_COLUMNS, Observation, Release, marked

from ..package import place

_TYPES = {"TIME_PERIOD": "Int16", "OBS_VALUE": "Float64", "N_BASE": "Int64", "DECIMALS": "Int8"}


def write(release: Release, path: Path, language: str) -> Path:
    """Write the observations to `path`; returns the path written. They are codes, the same in either `language`.

    An internal release gets "-internal" at the end of its file name. Raises Refusal where the file cannot be written.
    """
    target = marked(release, Path(path))
    place(target, lambda draft: _save(release.tidy, draft), lambda draft: _check(release.tidy, draft))
    return target


def _plain(row: Observation) -> list[object]:
    return [float(field) if isinstance(field, Fraction) else field for field in row]


def _save(rows: tuple[Observation, ...], path: Path) -> None:
    columns = zip(TIDY_COLUMNS, zip(*map(_plain, rows), strict=True), strict=True)
    frame = pd.DataFrame({name: pd.Series(list(values), dtype=_TYPES.get(name, "string")) for name, values in columns})
    with duckdb.connect() as database:
        database.register("tidy", frame)
        database.execute(f"COPY tidy TO '{_quoted(path)}' (FORMAT parquet, COMPRESSION zstd)")


def _check(rows: tuple[Observation, ...], path: Path) -> None:
    with duckdb.connect() as database:
        found = database.execute(f"SELECT * FROM '{_quoted(path)}'").fetchall()  # noqa: S608
    if found != [tuple(_plain(row)) for row in rows]:
        raise refuse("plan-not-verified", detail=path.suffix)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
