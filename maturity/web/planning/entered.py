"""The form of a plan's entries: two fields for each, with the version of what is stored that the page showed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from ...errors import Problem, Refusal
from ...store.planning.targets import PlanChange
from ..requests.reading import version, whole


@dataclass(frozen=True, slots=True)
class Field:
    """The two fields of an entry, as stored or as typed; `version` is the stored one that the page showed.

    It is None where a form had no readable one; such an entry is not saved.
    """

    first: str
    second: str
    version: int | None


def sent_fields() -> dict[str, Field]:
    """The fields of the form of this request, by key."""
    return {key: _sent(key) for key in request.form.getlist("key")}


def _sent(key: str) -> Field:
    form = request.form
    known = whole(form.get(f"version-{key}"))
    return Field(form.get(f"first-{key}", "").strip(), form.get(f"second-{key}", "").strip(), known)


def changes_in(
    stored: Mapping[str, Field], typed: Mapping[str, Field], read: Callable[[str, Field], Any]
) -> list[PlanChange[Any]]:
    """The changes of entries that were edited. Raises Refusal with every unreadable one."""
    changes: list[PlanChange[Any]] = []
    problems: list[Problem] = []
    for key, field in typed.items():
        was = request.form.get(f"was-{key}", "")
        if f"{field.first}|{field.second}" == was and key in stored:
            continue
        try:
            changes.append(PlanChange(key, read(key, field), version(field.version, key)))
        except Refusal as refusal:
            problems.extend(refusal.problems)
    if problems:
        raise Refusal(*problems)
    return changes
