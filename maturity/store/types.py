"""Column types that behave the same on SQLite and PostgreSQL, and helpers for ids, times and texts."""

import json
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

from ..errors import Place, refuse

_ID = re.compile(r"[0-9a-f]{32}")


class Moment(TypeDecorator[datetime]):
    """A point in time: takes aware datetimes and returns aware datetimes in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC; without a zone for SQLite, so that the stored text sorts by time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC whatever the time zone of the session."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Yuan(TypeDecorator[Decimal]):
    """An amount in units of 10,000 yuan, stored exactly as whole yuan."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Whole yuan. Raises ValueError on fractions of one."""
        if value is None:
            return None
        yuan = value.scaleb(4)
        if yuan != int(yuan):
            raise ValueError(f"a revenue of {value} has a fraction of a yuan")
        return int(yuan)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Units of 10,000 yuan with four decimals."""
        return None if value is None else Decimal(value).scaleb(-4)


class Pairs(TypeDecorator[Mapping[str, Any]]):
    """A mapping stored as canonical JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, Any] | None, dialect: Dialect) -> str | None:
        """JSON with sorted keys, so that equal mappings are equal texts."""
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Mapping[str, Any] | None:
        """A dict."""
        return None if value is None else json.loads(value)


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical_json(value: object) -> str:
    """One JSON text for one value: sorted keys, no blanks, no NaN (ValueError)."""
    return _CANONICAL.encode(value)


def fields(row: object) -> dict[str, Any]:
    """The fields of a dataclass with slots by name, not copied: `asdict` takes fifteen times as long."""
    names: tuple[str, ...] = row.__slots__  # type: ignore[attr-defined]
    return {name: getattr(row, name) for name in names}


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """A random id of 128 bits as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def is_id(text: object) -> bool:
    """Whether `text` has the form of an id; others need not be looked up (a NUL would make PostgreSQL raise)."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def check_text(text: str, column: str) -> str:
    """`text` unchanged. Raises Refusal if it contains what databases cannot store: NUL or a lone surrogate."""
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise refuse("store-bad-text", Place(column=column))
    return text
