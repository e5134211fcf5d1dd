"""A report as PDF: the HTML of :mod:`.html` laid out by WeasyPrint, without network access."""

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from maturity.errors import refuse
from maturity.report import Report

from ..package import place
from .html import markup

_MAGIC = b"%PDF-"


def missing() -> str:
    """The error message of the library that PDF needs and that cannot be loaded; "" where all is installed."""
    try:
        import weasyprint  # type: ignore[import-untyped]  # noqa: F401  # heavy; needs system libraries
    except (ImportError, OSError) as error:
        return str(error).splitlines()[0][:120]
    return ""


def write(report: Report, path: Path) -> Path:
    """Write `report` to `path`; returns it. Raises Refusal `report-no-pdf` where WeasyPrint or Pango is missing."""
    if lack := missing():
        raise refuse("report-no-pdf", detail=lack)
    from weasyprint import HTML, URLFetcher

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)

    def check(draft: Path) -> None:
        if not draft.read_bytes().startswith(_MAGIC):
            raise refuse("plan-not-verified", detail=path.name)

    with _uncollected():
        page = HTML(string=markup(report), url_fetcher=URLFetcher(allowed_protocols=("data",)))
        place(path, lambda draft: page.write_pdf(draft), check)
    return path


@contextmanager
def _uncollected() -> Iterator[None]:
    """A context without garbage collection, which would visit the many objects of a growing layout repeatedly: a third
    of the time, and nothing to free.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
