"""Limits on codes that are tried, by network address and by seat. A whole room has one address: right codes are not
counted, and whoever has a seat in the room is never held up by those who mistype.
"""

from flask import Response, request

from ..limits import limiter
from .ticket import issued_here


def _wrong(response: Response) -> bool:
    return response.status_code == 404


def _code() -> str:
    return str((request.view_args or {}).get("code"))


def _seat_code() -> str:
    return f"seat {_code()} {request.form.get('seat', '')[:40].upper()}"


def _seated() -> bool:
    """Whether the request comes from a phone that was given a seat in the room that it names."""
    return issued_here(_code())


code_limit = limiter.shared_limit("10 per minute", scope="room codes", deduct_when=_wrong, exempt_when=_seated)
seat_code_limit = limiter.limit("5 per minute", key_func=_seat_code, methods=["POST"])
