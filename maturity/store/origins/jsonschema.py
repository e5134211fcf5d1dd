"""The JSON Schema of an organisation's own data, made from the tables; printed when run as a module."""

import json
from typing import Any

from sqlalchemy import Boolean, Date, Double, Integer, LargeBinary, Table

from ..types import Moment, Pairs, Yuan
from .archive import TABLES, exported_columns

_KINDS: tuple[tuple[type, dict[str, Any]], ...] = (
    (Moment, {"type": "string", "format": "date-time"}),
    (Date, {"type": "string", "format": "date"}),
    (LargeBinary, {"type": "string", "pattern": "^([0-9a-f]{2})*$"}),
    (Yuan, {"type": "string", "pattern": "^[0-9]+([.][0-9]+)?$"}),
    (Pairs, {"type": "object"}),
    (Boolean, {"type": "boolean"}),
    (Integer, {"type": "integer"}),
    (Double, {"type": "number"}),
)


def json_schema() -> dict[str, Any]:
    """The schema: each table is an array of rows; a row has all columns and no other keys."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "maturity-organisation/1",
        "title": "The data of one organisation: every table an array of rows",
        "type": "object",
        "required": [table.name for table in TABLES],
        "additionalProperties": False,
        "properties": {table.name: {"type": "array", "items": _row(table)} for table in TABLES},
    }


def _row(table: Table) -> dict[str, Any]:
    names = exported_columns(table)
    return {
        "type": "object",
        "required": names,
        "additionalProperties": False,
        "properties": {name: _column(table.c[name]) for name in names},
    }


def _column(column: Any) -> dict[str, Any]:
    kind = next((dict(kind) for of, kind in _KINDS if isinstance(column.type, of)), {"type": "string"})
    length = getattr(column.type, "length", None)
    if kind == {"type": "string"} and length:
        kind["maxLength"] = length
    return {**kind, "type": [kind["type"], "null"]} if column.nullable else kind


if __name__ == "__main__":
    print(json.dumps(json_schema(), indent=1))
