"""Conversion of column values to and from JSON. Reading is strict, because anybody can write such a file."""

import math
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, DefaultClause, Double, Integer, LargeBinary

from ..types import Moment, Pairs, Yuan, now

_FIRST_YEAR = 2000
_MOST_TEXT = 100_000  # characters; the limits of single columns are checked by the database
_MOST_WHOLE, _MOST_BIG = 2**31 - 1, 2**63 - 1


def to_json(value: Any) -> Any:
    """The value of a column as a JSON value."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return format(value, "f") if isinstance(value, Decimal) else value


def from_json(column: Column[Any], value: Any) -> Any:
    """The value for the database: the inverse of :func:`to_json`. Raises ValueError, TypeError, ArithmeticError."""
    if value is None:
        if not column.nullable:
            raise ValueError(column.name)
        return None
    return _reader(column.type)(value)


def default_of(column: Column[Any]) -> Any:
    """The value for rows exported before the column existed. Raises ValueError if every row must have one."""
    if column.nullable:
        return None
    if not isinstance(column.server_default, DefaultClause):
        raise ValueError(column.name)
    written = str(column.server_default.arg).strip("'")
    if isinstance(column.type, Boolean):
        return written == "true"
    return int(written) if isinstance(column.type, Integer) else written


def _reader(kind: Any) -> Callable[[Any], Any]:
    readers: tuple[tuple[type, Callable[[Any], Any]], ...] = (
        (Moment, _moment),
        (Date, lambda value: date.fromisoformat(_text(value))),
        (LargeBinary, lambda value: bytes.fromhex(_typed(value, str))),
        (Yuan, _amount),
        (Pairs, _pairs),
        (Boolean, lambda value: _typed(value, bool)),
        (BigInteger, lambda value: _whole(value, _MOST_BIG)),
        (Integer, lambda value: _whole(value, _MOST_WHOLE)),
        (Double, _number),
    )
    return next((reader for of, reader in readers if isinstance(kind, of)), _short(getattr(kind, "length", None)))


def _typed(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError(type(value))
    return value


def _text(value: Any) -> str:
    text: str = _typed(value, str)
    if len(text) > _MOST_TEXT or "\0" in text:
        raise ValueError("text")
    text.encode()  # a lone surrogate is a ValueError
    return text


def _short(length: int | None) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if length is not None and len(_text(value)) > length:
            raise ValueError("length")
        return _text(value)

    return read


def _whole(value: Any, most: int) -> int:
    if not -most <= _typed(value, int) <= most:
        raise ValueError("number")
    return int(value)


def _number(value: Any) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):
        raise ValueError("number")
    return float(value)


def _amount(value: Any) -> Decimal:
    number = Decimal(_text(value))
    if not number.is_finite() or not 0 <= number < 10**12 or len(value) > 40:
        raise ValueError("amount")
    return number


def _pairs(value: Any) -> Mapping[str, str]:
    return {_text(name): _text(one) for name, one in _typed(value, dict).items()}


def _moment(value: Any) -> datetime:
    """A time that is not in the future and not before this program existed."""
    found = datetime.fromisoformat(_text(value))
    if found.tzinfo is None or found.year < _FIRST_YEAR:
        raise ValueError(value)
    return min(found.astimezone(UTC), now())
