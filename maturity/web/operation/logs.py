"""The log: one line an entry, as text or JSON, with the id of the request and without links, addresses and rows."""

import json
import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from ...settings import value
from ..redaction import redacted
from ..requests import request_ids

LETTER = "letter"  # an attribute of entries that are letters for the operator to pass on: with address and link
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_ROWS = re.compile(r"^(DETAIL|CONTEXT|\[parameters): ?.*$", re.MULTILINE)  # of PostgreSQL and SQLAlchemy
_FIELDS = ("method", "route", "status", "milliseconds")  # of the access log


class Lines(logging.Formatter):
    """Entries as one line of text; tracebacks follow it."""

    def format(self, record: logging.LogRecord) -> str:
        """The entry, without what more people read in a log than it is meant for."""
        text = super().format(record)
        return text if hasattr(record, LETTER) else _ROWS.sub(r"\1: …", _MAIL.sub("…", redacted(text)))

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line itself: time, level, logger, request, message."""
        id = request_ids.current()
        head = f"{_time(record)} {record.levelname} {record.name}"
        return f"{head}{f' [{id}]' if id else ''} {record.message}"


class Objects(Lines):
    """Entries as one JSON object a line; further lines, such as a traceback, are the member `details`."""

    def format(self, record: logging.LogRecord) -> str:
        """The entry as JSON: time, level, logger, message, and what there is of request, access and details."""
        message, _, details = super().format(record).partition("\n")
        told: dict[str, object] = {"time": _time(record), "level": record.levelname, "logger": record.name}
        if id := request_ids.current():
            told["request"] = id
        told |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        told["message"] = message
        if details:
            told["details"] = details
        return json.dumps(told, ensure_ascii=False)

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The message alone."""
        return record.message


@contextmanager
def logging_begun() -> Iterator[None]:
    """A context in which the log goes to standard error, as the settings say."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Objects() if value("MATURITY_LOG") == "json" else Lines())
    root = logging.getLogger()
    root.addHandler(handler)
    logging.getLogger("maturity").setLevel(logging.INFO)
    logging.getLogger("maturity.access").setLevel(
        logging.INFO if value("MATURITY_ACCESS_LOG") == "on" else logging.WARNING
    )
    try:
        yield
    finally:
        root.removeHandler(handler)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
