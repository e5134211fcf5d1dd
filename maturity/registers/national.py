"""The national lists as they were printed: what was added and removed with each, and official stocks."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ..questionnaire import Text
from .kinds import KINDS
from .stockflow import Flow, Step, flows


@dataclass(frozen=True, slots=True)
class Printed:
    """A sum as printed: `closing` is the official stock after the list, None where none was printed.

    `status` is S (read in the source), V (an official notice, or two sources), R (one secondary source) or C (the
    removals follow from the stocks); only S and V are `verified`.
    """

    kind: str
    batch: str
    published: str
    added: int
    removed: int
    closing: int | None
    status: str
    verified: bool
    source: Text


@cache
def national_lists() -> tuple[Printed, ...]:
    """Every sum of the shipped file, kind by kind in the order of publication."""
    text = files(__package__).joinpath("national_lists.csv").read_text("utf-8")
    rows = [_printed(row) for row in csv.DictReader(text.splitlines())]
    return tuple(sorted(rows, key=lambda row: list(KINDS).index(row.kind)))


def _printed(row: Mapping[str, str]) -> Printed:
    closing = int(row["closing"]) if row["closing"] else None
    numbers = (int(row["added"]), int(row["removed"]), closing)
    source = Text(row["source_zh"], row["source_en"])
    named = (row["kind"], row["batch"], row["published"])
    return Printed(*named, *numbers, row["status"], row["verified"] == "true", source)


def national_flows() -> tuple[Flow, ...]:
    """Stock and flow of the national lists, with the change that the official stocks leave unexplained."""
    rows = national_lists()
    return tuple(
        flow
        for kind in KINDS
        for flow in flows(
            kind, [Step(one.batch, one.added, one.removed, one.closing) for one in rows if one.kind == kind]
        )
    )
