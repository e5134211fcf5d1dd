"""Microdata files for authorised analysts: one row an enterprise with its scores, its answers, or both.

They hold no name, credit code or id, only a pseudonym made for this export alone. They are for internal use
nevertheless: every row is one enterprise.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Literal

from numpy.typing import NDArray

from .. import __version__
from ..assessment.selection import RULE, LeftOut
from ..errors import refuse
from ..questionnaire import Text
from ..settings import write_whole

What = Literal["scores", "answers", "all"]
WHAT: tuple[What, ...] = ("scores", "answers", "all")
INTERNAL = "-internal"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of n values. With `members` the values are indices into them, -1 for none; floats may be NaN."""

    id: str
    label: Text
    values: NDArray[Any]
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Microdata:
    """Microdata of `rows` enterprises, and what was left out.

    With `parts` the columns of successive blocks of rows come from there, once, and `columns` are those of a sample:
    the whole is never held in memory.
    """

    year: int
    what: str
    questionnaire: str
    columns: tuple[Column, ...]
    rows: int
    snapshot: str
    left_out: LeftOut
    organisations: tuple[str, ...] = ()  # their ids, for the log; no file holds them
    reason: str = ""
    parts: Iterator[tuple[Column, ...]] | None = None

    def spans(self, size: int, every: int | None = None) -> "Iterator[list[Column]]":
        """The columns of successive blocks of at most `size` rows; no block crosses a multiple of `every` rows."""
        done = 0
        for columns in self.parts or [self.columns]:
            start, rows = 0, len(columns[0].values)
            while start < rows:
                stop = min(rows, start + size, start + every - done % every if every else rows)
                yield [replace(column, values=column.values[start:stop]) for column in columns]
                done, start = done + stop - start, stop

    @property
    def cells(self) -> int:
        """The number of cells: rows times columns."""
        return self.rows * len(self.columns)


Progress = Callable[[int], None]  # called with the rows written since; may raise to stop
Writer = Callable[[Microdata, Path, Progress], None]


def suffixes() -> list[str]:
    """The file name endings of the installed writers, such as ".parquet", sorted."""
    return sorted(f".{point.name}" for point in entry_points(group="maturity.details"))


def write(made: Microdata, path: Path, progress: Progress = lambda rows: None) -> tuple[Path, Path]:
    """Write `made` in the format of the suffix of `path`, and a manifest (JSON); returns both paths.

    "-internal" is added to the name. `progress(rows)` is called after each block and may raise to stop. Raises Refusal
    `plan-unknown-suffix`, `plan-not-written`, `plan-not-verified`; no file is left then.
    """
    found = {f".{point.name}": point for point in entry_points(group="maturity.details")}
    if path.suffix.lower() not in found:
        raise refuse("plan-unknown-suffix", found=path.suffix, allowed=", ".join(sorted(found)))
    target = path if path.stem.endswith(INTERNAL) else path.with_name(f"{path.stem}{INTERNAL}{path.suffix}")
    writer: Writer = found[path.suffix.lower()].load()
    writer(made, target, progress)
    manifest = target.with_name(f"{target.name}.manifest.json")
    write_whole(manifest, (json.dumps(_manifest(made, target), ensure_ascii=False, indent=1) + "\n").encode())
    return target, manifest


def _manifest(made: Microdata, path: Path) -> dict[str, object]:
    with path.open("rb") as file:
        checksum = sha256()
        while block := file.read(1 << 20):
            checksum.update(block)
    return {
        "file": path.name,
        "sha256": checksum.hexdigest(),
        "rows": made.rows,
        "cells": made.cells,
        "year": made.year,
        "holds": made.what,
        "reason": made.reason,
        "questionnaire": made.questionnaire,
        "snapshot": made.snapshot,
        "rule": {"zh": RULE.zh, "en": RULE.en},
        "left_out": {
            "other-version": made.left_out.versions,
            "replaced": made.left_out.replaced,
            "elsewhere": made.left_out.elsewhere,
            "differing": len(made.left_out.differing),
        },
        "software": f"maturity {__version__}",
        "columns": [
            {"id": column.id, "zh": column.label.zh, "en": column.label.en, "type": kind(column)}
            for column in made.columns
        ],
    }


def kind(column: Column) -> str:
    """The kind of the values: "code", "text", "integer" or "number"."""
    if column.members:
        return "code"
    return {"U": "text", "f": "number"}.get(column.values.dtype.kind, "integer")
