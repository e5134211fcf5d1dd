"""Options, reading of files, and progress bars shared by the commands."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import Place, Problem, Refusal, refuse
from ..questionnaire import DEFAULT
from ..settings import check_settings, database_url, value

if TYPE_CHECKING:
    from ..intake.bulk.ignored import Ignored
    from ..intake.spreadsheets.table import Table
    from ..questionnaire import Questionnaire
    from ..questionnaire.numeric.references import References
    from ..store import Store
    from ..store.questionnaires.definitions import Released
    from ..store.questionnaires.library import Library

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def default_language() -> str:
    """`MATURITY_LANGUAGE`, else English where the locale of the terminal is English, else Chinese."""
    locale = value("MATURITY_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "zh"
    return "en" if locale.lower().startswith("en") else "zh"


def language_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option `--language zh|en`, by default that of the terminal."""
    option: Decorator = click.option(
        "--language",
        type=click.Choice(["zh", "en"]),
        default=default_language,
        help="Language of messages and output  [default: MATURITY_LANGUAGE, else LANG, else zh]",
    )
    return option(function)


def database_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option `--database URL`, by default that of the settings."""
    option: Decorator = click.option(
        "--database",
        metavar="URL",
        help="sqlite:///FILE or postgresql://…  [default: MATURITY_DATABASE_URL, else a file in MATURITY_DATA_DIR]",
    )
    return option(function)


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the flag `--json`, as the parameter `as_json`."""
    option: Decorator = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
    return option(function)


def print_json(value: object) -> None:
    """Print a value as one line of JSON."""
    click.echo(json.dumps(value, ensure_ascii=False))


def told(problem: Problem, language: str) -> dict[str, str]:
    """A problem for JSON: code, place, message and remedy."""
    place, remedy = str(problem.place), problem.terminal_remedy(language)
    return {"code": problem.code, "place": place, "message": problem.message(language), "remedy": remedy}


def questionnaire_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option `--questionnaire ID|FILE`."""
    option: Decorator = click.option(
        "--questionnaire",
        default=DEFAULT,
        show_default=True,
        metavar="ID|FILE",
        help="Which questionnaire was answered: FILE.yaml, or the id of one that is shipped, in the folder "
        "MATURITY_QUESTIONNAIRES, or published in the database that the command uses.",
    )
    return option(function)


def published_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option `--database URL` to a command that needs no database but for questionnaires published in it."""
    option: Decorator = click.option(
        "--database",
        metavar="URL",
        help="Use questionnaires as published in this database, sqlite:///FILE or postgresql://…  [default: none]",
    )
    return option(function)


def references_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options `--references FILE`, and `--division`, `--region` and `--year` that say for whom they are."""
    options: tuple[Decorator, ...] = (
        click.option(
            "--references", type=click.Path(path_type=Path), help="Reference values that numbers are scored against."
        ),
        click.option(
            "--division", metavar="CODE", help="Division of the enterprise, where reference values or grades ask."
        ),
        click.option("--region", metavar="CODE", help="Its region, the same."),
        click.option("--year", metavar="Y", help="The year of the figures, the same."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def references_of(
    questionnaire: "Questionnaire", file: Path | None, store: "Store | None", language: str
) -> "References":
    """The reference values in a file, else of the set in use in `store`, which is named on standard error, else in
    ID.references.csv in the folder of definitions; none without any.

    Raises Refusal with every mistake of them.
    """
    from ..intake.references import read_references
    from ..questionnaire.numeric.references import References
    from ..settings import questionnaires_dir

    if file is None and store and (kept := _references_in(store, questionnaire)) and kept.title:
        title = kept.title.of(language)
        click.echo(f"参考值：{title}" if language == "zh" else f"Reference values: {title}", err=True)
        return kept
    folder = questionnaires_dir()
    beside = folder / f"{questionnaire.id}.references.csv" if folder else None
    path = file or (beside if beside and beside.is_file() else None)
    return read_references(path, questionnaire) if path else References()


def _references_in(store: "Store", questionnaire: "Questionnaire") -> "References | None":
    """The values of the set in use; None without one, and in a database without tables."""
    from ..store.questionnaires.references import set_in_use, values_for

    try:
        with store.read() as c:
            kept = set_in_use(c, questionnaire.id)
            return values_for(c, kept, questionnaire) if kept else None
    except Refusal as refusal:
        if refusal.problems[0].code == "store-not-created":
            return None
        raise


def year_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the required option `--year Y`."""
    option: Decorator = click.option(
        "--year", type=click.IntRange(2000, 2100), required=True, help="Year of the assessments."
    )
    return option(function)


def questionnaire_named(name: str, store: "Store | None" = None) -> "Questionnaire":
    """The questionnaire that a user names: in a file FILE.yaml, or by its id. Raises Refusal as :func:`installed`, and
    with every mistake of the file.
    """
    from ..questionnaire import read

    if name.lower().endswith((".yaml", ".yml")):
        return read(read_text(Path(name)), name)
    return installed(name, store=store)


def questionnaire_with_levels(name: str, store: "Store | None" = None) -> "Questionnaire":
    """As :func:`questionnaire_named`; raises Refusal scoring-method for a questionnaire without levels."""
    from ..scoring.ladder import check_method

    found = questionnaire_named(name, store)
    check_method(found)
    return found


def installed(id: str, version: str | None = None, *, store: "Store | None" = None) -> "Questionnaire":
    """The questionnaire with an id: published in `store`, shipped, or in the folder of definitions; ids in data name no
    files. In `version` if that is there, else as new assessments begin.

    Raises Refusal intake-unknown-questionnaire with the ids that exist, questionnaire-withdrawn, and with every mistake
    of a definition in the folder.
    """
    from ..questionnaire import Catalogue
    from ..settings import questionnaires_dir

    files = Catalogue(questionnaires_dir())
    library = _library(store, files.folder) if store else None
    for wanted in (version, None):
        with suppress(FileNotFoundError):
            return library.with_crosswalks(library.find(id, wanted)) if library else files.find(id, wanted)
    allowed = ", ".join((library or files).ids())
    raise refuse("intake-unknown-questionnaire", found=id[:60], allowed=allowed)


@lru_cache
def _library(store: "Store", folder: Path | None) -> "Library":
    """The questionnaires of a store and a folder; a database without tables has none."""
    from ..questionnaire import Catalogue
    from ..store.questionnaires.library import Library

    def released() -> "tuple[Released, ...]":
        try:
            return library.look()
        except Refusal as refusal:
            if refusal.problems[0].code == "store-not-created":
                return ()
            raise

    library = Library(store, Catalogue(folder), released)
    return library


def read_text(path: Path) -> str:
    """The text of a file. Raises Refusal where it cannot be read or is not UTF-8."""
    from ..intake.files import read_bytes

    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refuse("intake-not-utf8", Place(str(path))) from None


@contextmanager
def opened_if_named(database: str | None) -> Iterator["Store | None"]:
    """As :func:`opened`, for :func:`published_option`: None where no database is named."""
    with opened(database) if database else nullcontext() as store:
        yield store


@contextmanager
def opened(database: str | None, threads: int = 8) -> Iterator["Store"]:
    """The store of `--database` or of the settings, for so many threads, closed at the end.

    Raises Refusal where it cannot be opened, and with every mistake in the settings.
    """
    from ..store import open_store

    check_settings()
    try:
        store = open_store(database or database_url(), threads)
    except OSError as error:
        raise refuse("intake-no-folder", Place(error.filename or ""), detail=error.strerror or str(error)) from None
    try:
        yield store
    finally:
        store.close()


def unread_printers(language: str) -> "tuple[Callable[[Table], None], Callable[[Ignored], None]]":
    """Functions for readers of tables that print the sheets (at the start) and the columns (at the end) not read."""
    return partial(_print_unread_sheets, language=language), partial(_print_unread_columns, language=language)


def _print_unread_sheets(table: "Table", language: str) -> None:
    """Print to standard error the sheets of a workbook that are not read."""
    if table.beside and language == "zh":
        click.echo(f"读取工作表“{table.sheet}”；没有读：{'、'.join(table.beside)}。", err=True)
    elif table.beside:
        click.echo(f"Sheet read: {table.sheet}. Not read: {', '.join(table.beside)}.", err=True)


def _print_unread_columns(found: "Ignored", language: str) -> None:
    """Print to standard error the columns of a table that are not read, and what they hold."""
    if not found.cells:
        return
    zh = language == "zh"
    held = [f"{name}（{n:,} 格有内容）" if zh else f"{name} (cells filled: {n:,})" for name, n in found.cells.items()]
    click.echo(f"没有读的列：{'、'.join(held)}。" if zh else f"Columns not read: {', '.join(held)}.", err=True)
    if found.rows:
        only = (
            f"{found.rows:,} 行只在这些列有内容，没有读。"
            if zh
            else f"Rows not read, with cells in these columns alone: {found.rows:,}."
        )
        click.echo(only, err=True)


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error if that is a terminal; call the value with the number of steps done since."""
    if not sys.stderr.isatty():
        yield lambda steps: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda steps: bar.advance(task, steps)
