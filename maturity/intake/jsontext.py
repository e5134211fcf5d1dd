"""JSON from untrusted sources: one value, without NaN or infinity, duplicate keys, or deep nesting."""

import json
import math
from typing import NoReturn

from ..errors import Place, refuse
from .spreadsheets.texts import marked_encoding


def read_json(data: bytes, source: str) -> object:
    """The value in `data`, in UTF-8 or with a byte order mark.

    Raises Refusal intake-not-utf8, intake-json, intake-json-number, intake-key-repeated.
    """
    place, hooks = Place(source), {"parse_constant": _none, "parse_float": _finite, "parse_int": _whole}
    try:
        text = data.decode(marked_encoding(data) or "utf-8")
    except UnicodeDecodeError:
        raise refuse("intake-not-utf8", place) from None
    try:
        return json.loads(text, object_pairs_hook=_once, **hooks)  # type: ignore[arg-type]  # each is a function of a text
    except json.JSONDecodeError as error:
        raise refuse("intake-json", Place(source, error.lineno), detail=error.msg) from None
    except _Twice as twice:
        raise refuse("intake-key-repeated", place, key=str(twice)[:60]) from None
    except RecursionError:
        raise refuse("intake-json", place, detail="nested too deeply") from None
    except _NoNumber as found:
        row = text[: text.find(str(found))].count("\n") + 1
        raise refuse("intake-json-number", Place(source, row), found=str(found)[:40]) from None


_DIGITS = 40  # of a whole number


class _Twice(Exception):
    """A key stands twice in one object; JSON would silently keep the last."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(key)
        found[key] = value
    return found


class _NoNumber(Exception):
    """A number that no cell and no database holds."""


def _none(constant: str) -> NoReturn:
    raise _NoNumber(constant)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise _NoNumber(digits)
    return number


def _whole(digits: str) -> int:
    if len(digits) > _DIGITS:
        raise _NoNumber(digits)
    return int(digits)
