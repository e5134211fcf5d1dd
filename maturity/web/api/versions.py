"""Versions of what is read and saved: ETag, If-Match and If-None-Match (RFC 9110)."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import request

from ...errors import Conflict, Problem
from ..requests.reading import whole
from .models import Model
from .problems import PreconditionRequired, Stale

_ETAG = re.compile(r'"([0-9]{1,9})"')  # a strong one; the library's reader passes over what it cannot read


@dataclass(frozen=True, slots=True)
class Versioned:
    """What is answered, and its version, which becomes the ETag."""

    content: Model
    version: int

    @property
    def etag(self) -> str:
        """The version as an entity tag."""
        return f'"{self.version}"'


def based_on() -> int:
    """The version that the request is based on: the one in If-Match, or 0 with `If-None-Match: *`.

    Raises PreconditionRequired interface-precondition where neither is there, or is none that this interface gave.
    """
    given, unless = request.headers.get("If-Match"), request.headers.get("If-None-Match")
    found = _ETAG.fullmatch(given or "")
    version = whole(found[1]) if found else None
    if version is not None and unless is None:
        return version
    if given is None and unless == "*":
        return 0
    raise PreconditionRequired(Problem("interface-precondition"))


@contextmanager
def saving(current: Callable[[object], Model | None]) -> Iterator[None]:
    """A context in which a Conflict of versions becomes Stale, with what is stored now through `current`; other
    conflicts pass.
    """
    try:
        yield
    except Conflict as conflict:
        now = current(conflict.current)
        if now is None:
            raise
        raise Stale(*conflict.problems, current=now) from None
