"""A release as JSON-stat 2.0: a zip file with one dataset a table, in both languages."""

import json
from pathlib import Path
from typing import Any

from maturity.publication.cubes import Axis, Cube, cube, spelled, status
from maturity.publication.release import SIGNS, Release, marked
from maturity.questionnaire import Text

from ..package import pack
from .reference import FILE, reference

_LANGUAGES = ("zh", "en")


def write(release: Release, path: Path, language: str) -> Path:
    """Write every table of `release` as a JSON-stat dataset to the zip file `path`; returns the path written.

    Its folders zh and en have the datasets in both languages, whatever `language` is. An internal release gets
    "-internal" at the end of its file name. Raises Refusal where the file cannot be written.
    """
    target = marked(release, Path(path))
    cubes = [cube(table, release.year, internal=release.internal) for table in release.tables]
    members = {
        f"{tongue}/{each.table.id}.json": json.dumps(dataset(release, each, tongue), ensure_ascii=False).encode()
        for tongue in _LANGUAGES
        for each in cubes
    }
    pack(target, members | {FILE: reference(release)})
    return target


def dataset(release: Release, cube: Cube, language: str) -> dict[str, Any]:
    """One table as a dataset; values and statuses are sparse, by position."""
    size = [len(axis.members) for axis in cube.axes]
    cells = sorted((_position(key, size), each) for key, each in cube.cells.items())
    states = {str(at): found for at, each in cells if (found := status(each))}
    roles = {role: [axis.id for axis in cube.axes if axis.role == role] for role in ("time", "geo", "metric")}
    return {
        "version": "2.0",
        "class": "dataset",
        "label": cube.table.title.of(language),
        **({"source": release.publisher.of(language)} if release.publisher else {}),
        "updated": release.as_of.isoformat(),
        "note": [
            note.text.of(language) for note in release.notes if cube.table.number in note.tables or not note.tables
        ],
        "id": [axis.id for axis in cube.axes],
        "size": size,
        "role": {role: ids for role, ids in roles.items() if ids},
        "dimension": {axis.id: _dimension(axis, cube, language) for axis in cube.axes},
        "value": {
            str(at): float(value) if each.decimals else int(value)
            for at, each in cells
            if (value := spelled(each)) is not None
        },
        "status": {at: found.value for at, found in states.items()},
        "extension": {
            "release": release.id,
            "scope": release.scope.of(language),
            "internal": release.internal,
            "status": {
                "label": {found.value: SIGNS[found].text.of(language) for found in dict.fromkeys(states.values())}
            },
            "metadata": [
                {"label": fact.label.of(language), "value": fact.value.of(language)} for fact in release.metadata
            ],
        },
    }


def _dimension(axis: Axis, cube: Cube, language: str) -> dict[str, Any]:
    category: dict[str, Any] = {
        "index": list(axis.members),
        "label": {code: name.of(language) for code, name in axis.members.items()},
    }
    if axis.role == "metric":
        category["unit"] = {column.id: _unit(column.unit, column.decimals, language) for column in cube.columns}
    return {"label": axis.label.of(language), "category": category}


def _unit(unit: Text, decimals: int, language: str) -> dict[str, Any]:
    return {"decimals": decimals, **({"label": unit.of(language)} if unit.zh else {})}


def _position(key: tuple[int, ...], size: list[int]) -> int:
    """The position of a cell in row-major order (the last axis varies fastest)."""
    place = 0
    for at, length in zip(key, size, strict=True):
        place = place * length + at
    return place
