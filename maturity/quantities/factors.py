"""Conversion factors from amounts of energy carriers to coal equivalent, each with its source (`energy.csv`)."""

import csv
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files

from .units import Unit, unit

TABLES = ("energy",)  # the conversions that there are


@dataclass(frozen=True, slots=True)
class Factor:
    """A carrier of energy: `value` is what one `unit` of it is in `target` (kgce), `usual` the unit in which it is
    stated as a rule; `family` is shared by carriers of which one alone counts (calorific and equivalent value of
    electricity). `status` is S, V, R, M or C.
    """

    carrier: str
    family: str
    unit: Unit
    usual: Unit
    target: Unit
    value: Fraction
    zh: str
    en: str
    zh_source: str
    en_source: str
    status: str

    @property
    def verified(self) -> bool:
        """Whether the value is confirmed: by an official notice or two sources, or computed."""
        return self.status in "VC"

    def name(self, language: str) -> str:
        """What the carrier is called in `language`."""
        return self.zh if language == "zh" else self.en


@cache
def factors(table: str) -> dict[str, Factor]:
    """The factors of a conversion (one of TABLES) by carrier, in order. Raises KeyError for an unknown one."""
    if table not in TABLES:
        raise KeyError(table)
    text = files(__package__).joinpath(f"{table}.csv").read_text(encoding="utf-8")
    target = unit("kgce")
    return {
        row["carrier"]: Factor(
            row["carrier"],
            row["family"],
            unit(row["unit"]),
            unit(row["usual"]),
            target,
            Fraction(row["kgce"]),
            *(row[key] for key in ("zh", "en", "zh_source", "en_source", "status")),
        )
        for row in csv.DictReader(text.splitlines())
    }
