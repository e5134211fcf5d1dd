"""Which requests are for the HTTP interface: those know no cookies, and are answered in JSON, mistakes too."""

from flask import request

PREFIX = "/api/v1"
_ROOT = "/api/"  # of every version


def is_interface() -> bool:
    """Whether this request is for the HTTP interface."""
    return request.path.startswith(_ROOT)
