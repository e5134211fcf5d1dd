"""Texts that interpret a score: what it means, what is typically missing, what to do next.

The texts are in `questionnaires/meaning/<id>.yaml`; a questionnaire need not have any. Those for areas are by bands, of
which the file says for each level which it is in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ..text.yamltext import parse
from .model import Questionnaire
from .parts import Text


@dataclass(frozen=True, slots=True)
class Meaning:
    """Interpretation of a score: what it `says`, what is typically `missing`, what to do `next`."""

    says: Text
    missing: Text
    next: Text


def level_guidance(questionnaire: Questionnaire, level: int) -> Meaning | None:
    """The interpretation of a maturity level, 0 for below the first; None without such a text."""
    return _meaning(_read(questionnaire.id).get("levels", {}).get(str(level)))


def area_guidance(questionnaire: Questionnaire, id: str, level: int | None) -> Meaning | None:
    """The interpretation of the level that an area has reached; None without a level or such a text."""
    every = _read(questionnaire.id)
    band = every.get("bands", {}).get(str(level))
    return _meaning(every.get("areas", {}).get(id, {}).get(band))


def _meaning(found: Mapping[str, Mapping[str, str]] | None) -> Meaning | None:
    return Meaning(**{part: Text(**found[part]) for part in Meaning.__slots__}) if found else None


@lru_cache
def _read(id: str) -> Mapping[str, Any]:
    file = files("maturity.questionnaires") / "meaning" / f"{id}.yaml"
    if not file.is_file():
        return {}
    data: Any = parse(file.read_text(encoding="utf-8"), file.name).data
    return data if isinstance(data, dict) else {}
