"""A release as one self-contained HTML page without scripts: tables, charts, notes."""

from collections.abc import Mapping
from functools import lru_cache, partial
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup

from maturity.charts import palette
from maturity.errors import refuse
from maturity.publication.pictures import picture
from maturity.publication.release import INTERNAL, Release, marked, shown
from maturity.statistics.numeric import turning

from ..package import place
from .folding import folded, side_by_side


def write(release: Release, path: Path, language: str) -> Path:
    """Write `release` in `language` ("zh" or "en") to `path` and return the path written.

    An internal release gets "-internal" at the end of its file name. Raises Refusal where the file cannot be written.
    """
    target, page = marked(release, Path(path)), markup(release, language).encode()

    def save(draft: Path) -> None:
        draft.write_bytes(page)

    def check(draft: Path) -> None:
        if draft.read_bytes() != page:
            raise refuse("plan-not-verified", detail=path.suffix)

    place(target, save, check)
    return target


def markup(release: Release, language: str) -> str:
    """The HTML of the page."""
    template = _templates().get_template("publications/release.html")
    return template.render(
        release=release,
        zh=language == "zh",
        say=lambda text: text.of(language),
        shown=lambda cell, column: shown(cell, column, language, release.symbols),
        pictures={table.id: picture(table, language, release.symbols) for table in release.tables},
        label=lambda table, column: release.label(table, column, language),
        signs=partial(release.legend, language),
        turning=turning,
        row_names=lambda table: turning.heads(table, language, release.symbols),
        blocks={table.id: folded(release, table, language) for table in release.tables},
        beside={table.id: side_by_side(release, table, language) for table in release.tables},
        foot=_foot(release, language),
        internal=INTERNAL,
        palette=palette,
    )


def _foot(release: Release, language: str) -> Mapping[str, Markup]:
    """The CSS values of the page footer: title, day, page number."""
    before, between, after = ("第 ", " 页，共 ", " 页") if language == "zh" else ("Page ", " of ", "")
    number = f"{_css(before)} counter(page) {_css(between)} counter(pages) {_css(after)}"
    title = _css(f"{release.title.of(language)} {release.year}")
    return {"left": Markup(title), "center": Markup(_css(release.as_of.isoformat())), "right": Markup(number)}  # noqa: S704


def _css(text: str) -> str:
    """`text` as a CSS string, escaped."""
    return '"' + "".join(sign if sign.isalnum() else f"\\{ord(sign):06x}" for sign in text) + '"'


@lru_cache
def _templates() -> Environment:
    loader = FileSystemLoader(str(files("maturity.templates")))
    return Environment(loader=loader, autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True)
