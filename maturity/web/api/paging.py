"""Parts of a list: the cursor names the last entry that was given, so that new entries move none."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import TypeVar

from ...errors import Place, refuse
from .models import Page, PageQuery

T = TypeVar("T")


def part(found: Sequence[T], key: Callable[[T], str], query: PageQuery) -> tuple[Sequence[T], str | None]:
    """The part of a list that is asked for, and the cursor of the next one. `key` gives an entry's own text.

    Raises Refusal interface-cursor.
    """
    start = _start([key(one) for one in found], query.cursor) if query.cursor else 0
    rest = found[start : start + query.limit]
    more = start + query.limit < len(found)
    return rest, _cursor(key(rest[-1])) if more else None


def page(found: Sequence[T], key: Callable[[T], str], query: PageQuery, model: Callable[[T], object]) -> Page[object]:
    """As :func:`part`, as the model of a page, every entry through `model`."""
    rest, following = part(found, key, query)
    return Page(items=[model(one) for one in rest], next=following)


def _cursor(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _start(keys: Sequence[str], cursor: str) -> int:
    try:
        known = base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True).decode()
        return keys.index(known) + 1
    except (binascii.Error, ValueError):
        raise refuse("interface-cursor", Place(column="cursor")) from None
