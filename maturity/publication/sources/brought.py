"""Data that the publishing body brings for a year: a table of regions with its indicators, or what was reached of
targets; read from files, and kept as JSON.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from ...questionnaire import Text
from ...regions.attainment import Attained, Target, read_attained
from ...regions.indicators import IndicatorSet, read_indicators
from ...regions.table import Region, RegionalTable, Year, read_regions


@dataclass(frozen=True, slots=True)
class Regional:
    """A table of regions, the text (YAML) of its indicators, and the names and SHA-256 of both files."""

    table: RegionalTable
    text: str
    indicators: IndicatorSet
    files: tuple[tuple[str, str], ...]

    @property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) of what it says."""
        return _digest(self.document())

    def document(self) -> dict[str, Any]:
        """It as JSON values; see :func:`regional_from`."""
        years = {
            str(year): [
                [region.code, region.name.zh, region.name.en, *values]
                for region, values in zip(found.regions, found.values.tolist(), strict=True)
            ]
            for year, found in self.table.years.items()
        }
        fractions = list(self.table.fractions)
        return {"indicators": self.text, "files": [list(one) for one in self.files], "years": years, "per": fractions}


@dataclass(frozen=True, slots=True)
class Targets:
    """What was reached of targets, and the names and SHA-256 of the files that say so."""

    attained: tuple[Attained, ...]
    files: tuple[tuple[str, str], ...]

    @property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) of what it says."""
        return _digest(self.document())

    def document(self) -> dict[str, Any]:
        """It as JSON values; see :func:`targets_from`."""
        return {"attained": [asdict(one) for one in self.attained], "files": [list(one) for one in self.files]}


@dataclass(frozen=True, slots=True)
class Brought:
    """What is brought for a release; None for what is taken from the store."""

    regions: Regional | None = None
    targets: Targets | None = None


def read_regional(table: Path, indicators: Path, names: Sequence[str]) -> Regional:
    """The table at `table` with the indicators at `indicators`; `names` are what the files are called.

    Raises Refusal with every mistake, as :func:`.regions.indicators.read_indicators` and
    :func:`.regions.table.read_regions`.
    """
    text = indicators.read_text("utf-8-sig", "replace")
    described = read_indicators(text, names[1])
    found = read_regions(table, described.indicators, described.level)
    return Regional(found, text, described, _files((table, indicators), names))


def read_targets(path: Path, name: str) -> Targets:
    """What the table at `path` says of targets. Raises Refusal as :func:`.regions.attainment.read_attained`."""
    return Targets(read_attained(path), _files((path,), (name,)))


def regional_from(document: Mapping[str, Any]) -> Regional:
    """What :meth:`Regional.document` gave."""
    text, files = document["indicators"], _named(document["files"])
    described = read_indicators(text)
    years = {
        int(year): Year(
            tuple(Region(code, Text(zh, en)) for code, zh, en, *_ in rows),
            np.array([values for *_, values in ((*row[:3], row[3:]) for row in rows)], np.float64),
        )
        for year, rows in document["years"].items()
    }
    table = RegionalTable(files[0][0], described.indicators, years, (), tuple(document["per"]))
    return Regional(table, text, described, files)


def targets_from(document: Mapping[str, Any]) -> Targets:
    """What :meth:`Targets.document` gave."""
    return Targets(tuple(map(_attained, document["attained"])), _named(document["files"]))


def _attained(one: Mapping[str, Any]) -> Attained:
    said = one["target"]
    texts = {name: Text(**said[name]) for name in ("name", "unit")}
    source = Text(**said["source"]) if said["source"] else None
    return Attained(Target(**{**said, **texts, "source": source}), one["actual"], one["region"])


def _named(files: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, digest) for name, digest in files)


def _files(paths: Sequence[Path], names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    digests = (sha256(path.read_bytes()).hexdigest() for path in paths)
    return tuple(zip(names, digests, strict=True))


def _digest(document: dict[str, Any]) -> str:
    return sha256(json.dumps(document, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
