"""A release as SDMX: a zip file with SDMX-CSV 2.0, one file a table, and the SDMX-ML structure."""

import csv
from io import StringIO
from pathlib import Path

from maturity.publication.cubes import spelled
from maturity.publication.observations import (
    ATTRIBUTES,
    DIMENSION_COLUMNS,
    MEASURE_COLUMN,
    TIME,
    Observation,
    observed,
)
from maturity.publication.release import Release, Table, marked

from ..package import pack
from .reference import FILE, reference
from .sdmx_structure import VERSION, agency, dataflow, structure

_FIXED = ("STRUCTURE", "STRUCTURE_ID", "ACTION")
_COLUMNS = (*DIMENSION_COLUMNS, TIME, MEASURE_COLUMN, *ATTRIBUTES)


def write(release: Release, path: Path, language: str) -> Path:
    """Write structure.xml and the data of every table of `release` to the zip file `path`; returns the path written.

    The structure has names in both languages, whatever `language` is; the data are codes and figures. An internal
    release gets "-internal" at the end of its file name. Raises Refusal where the file cannot be written.
    """
    target = marked(release, Path(path))
    data = {f"{table.id}.csv": _data(release, table) for table in release.tables}
    pack(target, {"structure.xml": structure(release), **data, FILE: reference(release)})
    return target


def _data(release: Release, table: Table) -> bytes:
    """The observations of one table; suppressed ones have no value and a confidentiality status."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow((*_FIXED, *_COLUMNS))
    flow = (
        "dataflow",
        f"{agency(release)}:{dataflow(release, table)}({VERSION})",
        "I",
    )  # I: information, changes nothing
    for each in observed([table], release.year, internal=release.internal):
        writer.writerow((*flow, *map(str, _fields(each))))
    return text.getvalue().encode()


def _fields(observation: Observation) -> list[object]:
    value = spelled(observation)
    fields = observation._asdict() | {"obs_value": "" if value is None else value}
    found = [fields[column.lower()] for column in _COLUMNS]
    return ["" if field is None else field for field in found]
