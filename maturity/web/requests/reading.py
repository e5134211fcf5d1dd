"""Reading of whole numbers, times and JSON of requests; nothing else in `web` calls `int` or `get_json`."""

from collections.abc import Iterable
from datetime import UTC, datetime

from flask import Flask, abort, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.routing import BaseConverter

from ...errors import Place, refuse
from ...intake.jsontext import read_json
from ...store.types import check_text

_LONGEST = 9  # digits: what every database keeps as an integer


class _Year(BaseConverter):
    """A year in a path, 2000 to 2100 in digits 0-9; 404 for any other."""

    regex = "20[0-9][0-9]|2100"

    def to_python(self, value: str) -> int:
        """The year as a number."""
        return whole(value) or 0


def install(app: Flask) -> None:
    """Register the path converter `<year:name>`, and refuse NUL characters, which databases do not store."""
    app.url_map.converters["year"] = _Year
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    """404 for NUL in the path, where nothing is found. Raises Refusal store-bad-text for NUL in a parameter."""
    if any("\x00" in value for value in (request.view_args or {}).values() if isinstance(value, str)):
        abort(404)
    _check_texts(request.args.items(multi=True))


def check_form() -> None:
    """Raise Refusal store-bad-text for NUL in the form of the request; for after its token was read within limits."""
    _check_texts(request.form.items(multi=True))


def _check_texts(found: Iterable[tuple[str | None, str]]) -> None:
    for name, value in found:
        check_text(name or "", "")  # None: a part of a form that gives itself no name
        check_text(value, name or "")


def whole(text: object) -> int | None:
    """The number that `text` writes with one to nine digits 0-9, surrounding white space allowed; None for anything
    else.

    Other digits such as Arabic ones are refused: `int` reads them, browsers and databases do not.
    """
    words = text.strip() if isinstance(text, str) else ""
    return int(words) if words.isascii() and words.isdigit() and len(words) <= _LONGEST else None


def number(text: str | None, name: str, label: str) -> int:
    """The number in the field `name`, whose label is `label`. Raises Refusal `facts-missing`, `number-unreadable`."""
    typed = (text or "").strip()
    if not typed:
        raise refuse("facts-missing", Place(column=name), column=label)
    found = whole(typed)
    if found is None:
        raise refuse("number-unreadable", Place(column=name), column=label, found=typed[:40])
    return found


def form_number(name: str, label: str) -> int:
    """The number in a field of the form sent. Raises as :func:`number`."""
    return number(request.form.get(name), name, label)


def version(found: int | None, column: str = "version") -> int:
    """The version that a change is based on. Raises Refusal `version-unreadable` for None."""
    if found is None:
        raise refuse("version-unreadable", Place(column=column))
    return found


def form_version(name: str = "version") -> int:
    """The version in a hidden field of the form sent. Raises Refusal version-unreadable."""
    return version(whole(request.form.get(name)))


def query_number(name: str) -> int | None:
    """The number in a parameter of the address; None for none."""
    return whole(request.args.get(name))


def moment(text: str) -> datetime | None:
    """The time that `text` writes with its time zone, in UTC; None for anything else, and outside of the permitted
    years.
    """
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def sent_object() -> dict[str, object]:
    """The JSON object of the body. 400 where it is anything else, 415 without JSON.

    Raises Refusal store-bad-text for a text that databases do not store, and as :func:`.intake.jsontext.read_json`.
    """
    if not request.is_json:
        abort(415)
    sent = read_json(request.get_data(), "")
    if not isinstance(sent, dict):
        abort(400)
    _check_texts((str(name), value) for name, value in sent.items() if isinstance(value, str))
    return sent


def unsealed(seal: URLSafeTimedSerializer, token: str, seconds: int) -> dict[str, str] | None:
    """The texts by name that `seal` signed at most `seconds` ago; None for anything else."""
    try:
        found = seal.loads(token, max_age=seconds)
    except (BadData, RecursionError):
        return None
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else None


def json_version(value: object) -> int:
    """The version in a JSON body: a whole number of at most nine digits. Raises Refusal version-unreadable."""
    return version(value if type(value) is int and 0 <= value < 10**_LONGEST else None)
