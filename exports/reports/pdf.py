"""A report as PDF: the HTML of :mod:`.html`, set on pages by WeasyPrint. It fetches nothing from anywhere."""

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
    """What this machine lacks to write PDF, in the words of its loader; empty where nothing is lacking."""
    try:
        import weasyprint  # type: ignore[import-untyped]  # noqa: F401  # heavy; needs system libraries
    except (ImportError, OSError) as error:
        return str(error).splitlines()[0][:120]
    return ""


def write(report: Report, path: Path) -> Path:
    """Write `report` to `path`. Raises Refusal: report-no-pdf where WeasyPrint or Pango is missing."""
    if lack := missing():
        raise refuse("report-no-pdf", detail=lack)
    from weasyprint import HTML, URLFetcher

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)

    def check(draft: Path) -> None:
        if not draft.read_bytes().startswith(_MAGIC):
            raise refuse("plan-not-verified", detail=path.name)

    with _uncollected():
        page = HTML(string=markup(report), url_fetcher=URLFetcher(allowed_protocols=()))
        place(path, lambda draft: page.write_pdf(draft), check)
    return path


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the cycle collector, which would walk the hundred thousand boxes of a growing layout again and again: it
    takes a third of the time and frees nothing before the end.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
