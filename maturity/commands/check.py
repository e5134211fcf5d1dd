"""`maturity check`: every mistake of the files given, or a table of what they hold."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import Place, Problem, Refusal
from .common import installed, json_option, language_option, opened_if_named, published_option, read_text

if TYPE_CHECKING:
    from ..questionnaire import Group, Questionnaire

Find = Callable[..., "Questionnaire"]  # as :func:`.common.installed`
_PLAN = re.compile(r"^tables\s*:", re.MULTILINE)
_INDICATORS = re.compile(r"^indicators\s*:", re.MULTILINE)
_SIMS = re.compile(r"^sims\s*:", re.MULTILINE)
_CROSSWALK = re.compile(r"^crosswalk\s*:", re.MULTILINE)
_REFERENCES = re.compile(r"(.+)\.references\.(?:csv|xlsx|xls|ods)", re.IGNORECASE)
_PROFILE = re.compile(r"^questionnaire\s*:\s*[\"']?([\w.-]*)", re.MULTILINE)


@click.command("check")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--summary", is_flag=True, help="Print the number of items by area and level, or role.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of questionnaires, for editors.")
@json_option
@published_option
@language_option
def command(
    files: tuple[Path, ...], summary: bool, schema: bool, as_json: bool, database: str | None, language: str
) -> None:
    """Check questionnaires, weight profiles, crosswalks, reference values (ID.references.csv), publication plans,
    metadata and indicators of regions.

    Every mistake of every file is told at once as "file:line:key: code: message remedy"; the exit code is then 1.
    A crosswalk is checked against both versions of its questionnaire, which are installed, published in the database
    or among the files.
    """
    if schema:
        _print_schema()
    elif not files:
        raise click.UsageError("Name at least one file, or --schema.")
    problems: list[Problem] = []
    versions: list[Questionnaire] = []
    text_of = cache(read_text)
    with opened_if_named(database) as store:
        find = partial(installed, store=store)
        for file in sorted(files, key=partial(_last, text_of)):
            with _collected(problems):
                if _check_references(file, versions, find):
                    continue
                questionnaire = _checked(file, text_of(file), versions, find)
                versions += [questionnaire] if questionnaire else []
                if summary and questionnaire is not None:
                    _print_summary(questionnaire, language)
    if problems:
        raise Refusal(*problems)
    if as_json:
        click.echo(json.dumps({"files": len(files), "problems": []}))
    elif files and not summary:
        click.echo(f"{len(files)} 个文件没有错误。" if language == "zh" else f"No mistakes in {len(files)} file(s).")


def _check_references(file: Path, versions: "list[Questionnaire]", find: Find) -> bool:
    """Whether a file is called ID.references.csv, or another table; then it is checked for the questionnaire ID, one of
    `versions` or an installed one. Raises Refusal with every mistake.
    """
    named = _REFERENCES.fullmatch(file.name)
    if named:
        from ..intake.references import read_references

        read_references(file, next((one for one in versions if one.id == named[1]), None) or find(named[1]))
    return named is not None


def _last(text_of: Callable[[Path], str], file: Path) -> bool:
    """Whether a file is checked against questionnaires that may be among the others."""
    if _REFERENCES.fullmatch(file.name):
        return True
    try:
        return _CROSSWALK.search(text_of(file)) is not None
    except Refusal:
        return False  # told when it is checked


def _checked(file: Path, text: str, versions: "list[Questionnaire]", find: Find) -> "Questionnaire | None":
    """The questionnaire in a file with this text, None for another kind of file; `versions` are those of the files
    before, `find` returns installed ones. Raises Refusal with every mistake.
    """
    source = str(file)
    if _CROSSWALK.search(text):
        _check_crosswalk(text, source, versions, find)
        return None
    if _PLAN.search(text):
        from ..statistics.plan import read_plan

        read_plan(text, source, lambda name: read_text(file.parent / name), _or_not_there(find))
        return None
    if _SIMS.search(text):
        from ..publication.metadata_file import read_sims

        read_sims(text, source)
        return None
    if _INDICATORS.search(text):
        from ..regions.indicators import read_indicators

        read_indicators(text, source)
        return None
    profile = _PROFILE.search(text)
    if profile:
        _check_weights(profile[1], text, source, find)
        return None
    from ..questionnaire import read

    return read(text, source)


def _or_not_there(find: Find) -> Find:
    """As `find`, with FileNotFoundError for an unknown id."""

    def found(id: str) -> "Questionnaire":
        try:
            return find(id)
        except Refusal as refusal:
            if refusal.problems[0].code == "intake-unknown-questionnaire":
                raise FileNotFoundError(id) from None
            raise

    return found


def _check_weights(id: str, text: str, source: str, find: Find) -> None:
    from ..questionnaire.validation import UNREADABLE
    from ..questionnaire.weight_profiles import check_profile
    from ..text.yamltext import parse

    problems = list[Problem]()
    questionnaire = UNREADABLE
    with _collected(problems, _place("questionnaire", text, source)):
        questionnaire = find(id)
    with _collected(problems):
        check_profile(questionnaire, parse(text, source))
    if problems:
        raise Refusal(*problems)


def _check_crosswalk(text: str, source: str, versions: "list[Questionnaire]", find: Find) -> None:
    from ..questionnaire.crosswalk_files import check_crosswalk, versions_of
    from ..questionnaire.validation import UNREADABLE
    from ..text.yamltext import parse

    document = parse(text, source)
    id, *named = versions_of(document)
    found = {one.version: one for one in versions if one.id == id}
    problems = list[Problem]()
    with _collected(problems, _place("crosswalk", text, source)):
        for key, version in zip(("from", "to"), named, strict=True):
            if version not in found:
                one = find(id, version)
                found.setdefault(one.version, one)
            if version not in found:
                problems.append(Problem("cross-no-version", _place(key, text, source), {"version": version}))
    before, after = (found.get(version, UNREADABLE) for version in named)
    with _collected(problems):
        check_crosswalk(document, before, after)
    if problems:
        raise Refusal(*problems)


def _place(key: str, text: str, source: str) -> Place:
    """Where a file has a key of its outermost level."""
    found = re.search(rf"^{key}\s*:", text, re.MULTILINE)
    return Place(source, text.count("\n", 0, found.start()) + 1 if found else 1, key)


@contextmanager
def _collected(problems: list[Problem], place: Place | None = None) -> Iterator[None]:
    """Add the problems of a Refusal that is raised in the block, which ends there; those without a place at `place`."""
    try:
        yield
    except Refusal as refusal:
        problems += [
            one if one.place != Place() else replace(one, place=place or one.place) for one in refusal.problems
        ]


def _print_schema() -> None:
    from ..questionnaire.definition import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


def _print_summary(questionnaire: "Questionnaire", language: str) -> None:
    """Print how many items an area has at each level, or of each role, and which areas lack a basic requirement."""
    from rich.cells import cell_len

    columns = _columns(questionnaire)
    rows = [
        (area.id, area.name.of(language), [*(_count(area, one) for one in columns), len(area.items)])
        for area in questionnaire.areas
    ]
    total = [sum(column) for column in zip(*(counts for _, _, counts in rows), strict=True)]
    rows.append(("", "合计" if language == "zh" else "Total", total))
    ids = max(len(id) for id, _, _ in rows)
    names = max(cell_len(name) for _, name, _ in rows)
    width = max(5, *(len(str(one)) + 1 for one in columns))
    click.echo(f"{questionnaire.id} {questionnaire.version} · {questionnaire.title.of(language)}")
    click.echo(" " * (ids + names + 2) + "".join(f"{one:>{width}}" for one in columns) + f"{'Σ':>6}")
    for id, name, (*counts, whole) in rows:
        shown = "".join(f"{count or '·':>{width}}" for count in counts)
        click.echo(f"{id:<{ids}}  {name}{' ' * (names - cell_len(name))}{shown}{whole:>6}")
    for area in _without_basis(questionnaire):
        zh = f"“{area.name.zh}”没有必选要求。"
        click.echo(zh if language == "zh" else f"No mandatory requirement: {area.name.en}.")


def _columns(questionnaire: "Questionnaire") -> list[int | str]:
    """The levels of a questionnaire, or the roles that its items have."""
    present = {item.role for item in questionnaire.items}
    roles = [role for role in ("gate", "mandatory", "optional", "bonus", "input", "value") if role in present]
    return [level.number for level in questionnaire.levels] or [*roles]


def _count(area: "Group", column: int | str) -> int:
    return sum(column in (item.level, item.role) for item in area.items)


def _without_basis(questionnaire: "Questionnaire") -> "list[Group]":
    """The areas whose optional items have no mandatory one beside them, where blocks have parts for both."""
    if questionnaire.scoring.mandatory is None:
        return []
    roles = {area.id: {item.role for item in area.items} for area in questionnaire.areas}
    return [area for area in questionnaire.areas if "optional" in roles[area.id] and "mandatory" not in roles[area.id]]
