"""A report as one self-contained HTML file without scripts."""

from base64 import b64encode
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape

from maturity.charts import palette
from maturity.charts.assessments import draw
from maturity.errors import refuse
from maturity.report import Report

from ..package import place


def write(report: Report, path: Path) -> Path:
    """Write `report` to `path`; returns it. Raises Refusal where that fails; no file is left then."""
    page = markup(report).encode()

    def save(draft: Path) -> None:
        draft.write_bytes(page)

    def check(draft: Path) -> None:
        if draft.read_bytes() != page:
            raise refuse("plan-not-verified", detail=path.name)

    place(path, save, check)
    return path


def markup(report: Report) -> str:
    """The HTML document, from which the PDF is also made."""
    logos = [(logo.words, b64encode(logo.image).decode(), *logo.printed) for logo in report.logos]
    page = _templates().get_template("reports/report.html")
    return page.render(report=report, logos=logos, draw=draw, palette=palette)


@lru_cache
def _templates() -> Environment:
    loader = FileSystemLoader(str(files("maturity.templates")))
    return Environment(loader=loader, autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True)
