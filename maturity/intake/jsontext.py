"""JSON of strangers: one value, without numbers that are none, keys that stand twice, or nests without end."""

import json
import math
from typing import NoReturn

from ..errors import Place, refuse
from .spreadsheets.texts import marked_encoding


def read_json(data: bytes, source: str) -> object:
    """The value in `data`, in UTF-8 or with a byte order mark. Raises Refusal intake-not-utf8, intake-json,
    intake-key-repeated.
    """
    place = Place(source)
    try:
        return json.loads(
            data.decode(marked_encoding(data) or "utf-8"),
            object_pairs_hook=_once,
            parse_constant=_none,
            parse_float=_finite,
        )
    except UnicodeDecodeError:
        raise refuse("intake-not-utf8", place) from None
    except json.JSONDecodeError as error:
        raise refuse("intake-json", Place(source, error.lineno), detail=error.msg) from None
    except _Twice as twice:
        raise refuse("intake-key-repeated", place, key=str(twice)[:60]) from None
    except RecursionError:
        raise refuse("intake-json", place, detail="nested too deeply") from None
    except ValueError as error:  # also a number of thousands of digits
        raise refuse("intake-json", place, detail=str(error)[:60]) from None


class _Twice(Exception):
    """A key stands twice in one object; JSON would silently keep the last."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(key)
        found[key] = value
    return found


def _none(constant: str) -> NoReturn:
    raise ValueError(constant)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number
