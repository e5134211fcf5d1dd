"""A report as PDF: the HTML of :mod:`.report_html`, set on pages by WeasyPrint. It fetches nothing from anywhere."""

import logging
from pathlib import Path

from maturity.errors import refuse
from maturity.report import Report

from .package import place
from .report_html import markup

_MAGIC = b"%PDF-"


def write(report: Report, path: Path) -> Path:
    """Write `report` to `path`. Raises Refusal: report-no-pdf where WeasyPrint or Pango is missing."""
    try:
        from weasyprint import HTML, URLFetcher  # type: ignore[import-untyped]  # heavy; needs system libraries
    except (ImportError, OSError) as error:
        raise refuse("report-no-pdf", detail=str(error).splitlines()[0][:120]) from None
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    page = HTML(string=markup(report), url_fetcher=URLFetcher(allowed_protocols=()))

    def check(draft: Path) -> None:
        if not draft.read_bytes().startswith(_MAGIC):
            raise refuse("plan-not-verified", detail=path.name)

    place(path, lambda draft: page.write_pdf(draft), check)
    return path
