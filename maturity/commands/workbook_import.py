"""`maturity workbook import`: returned workbooks, one or a thousand, each by itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

import click

from ..errors import Place, Refusal, refuse
from ..intake.files import readable
from .common import database_option, language_option, opened, progress, shipped

if TYPE_CHECKING:
    from ..store import Store
    from ..store.people import Person

_MOST_FILES = 20_000


@click.command("import")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--as", "email", required=True, metavar="EMAIL", help="The member who brings them in.")
@click.option("--assessment", metavar="ID", help="For a blank workbook: the assessment it goes into.")
@click.option("--apply", is_flag=True, help="Save; without it, only tell what would change.")
@click.option("--prefer", type=click.Choice(["workbook", "database"]), help="Decide all conflicts this way.")
@database_option
@language_option
@click.pass_context
def command(
    ctx: click.Context,
    source: Path,
    email: str,
    assessment: str | None,
    apply: bool,
    prefer: str | None,
    database: str | None,
    language: str,
) -> None:
    """Bring returned workbooks in: SOURCE is one, a folder or a zip file of them.

    Each is read, compared with the database and saved by itself: bad ones are listed, the others are saved. What
    others changed meanwhile is kept; what both changed is a conflict. Without --apply nothing is saved.
    """
    from ..store import people

    good = bad = changed = 0
    with opened(database) as store:
        store.check()
        with store.read() as c:
            person = people.find_person(c, email)
        if person is None:
            raise refuse("account-not-found")
        with progress("工作簿" if language == "zh" else "Workbooks") as step:
            for name, data in _workbooks(source):
                try:
                    count = _one(store, person, name, data, assessment, prefer, apply)
                except Refusal as refusal:
                    bad += 1
                    _tell(name, refusal, language)
                else:
                    good, changed = good + 1, changed + count
                    click.echo(_line(name, count, apply, language))
                step(1)
    click.echo(_total(good, bad, changed, apply, language))
    if bad:
        ctx.exit(1)


def _one(
    store: "Store", person: "Person", name: str, data: bytes, assessment: str | None, prefer: str | None, apply: bool
) -> int:
    """How many items one workbook changes, or would change."""
    from ..homecoming import bring_in, conflicts_told, plan
    from ..intake.workbook import read_workbook
    from ..store import assessments

    home = read_workbook(data, name, shipped)
    id = home.origin.assessment or assessment
    if not id:
        raise refuse("offline-needs-assessment", Place(name))
    with store.write() if apply else store.read() as c:
        questionnaire = shipped(assessments.assessment(c, person, id).questionnaire)
        made = plan(c, person, id, questionnaire, home)
        if made.conflicts and prefer is None:
            raise conflicts_told(made)
        sides = {one.item: "workbook" if prefer == "workbook" else "database" for one in made.conflicts}
        if apply:
            return bring_in(c, person, questionnaire, made, sides)  # type: ignore[arg-type]
        return len(made.taken) + (len(made.conflicts) if prefer == "workbook" else 0)


def _workbooks(source: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each workbook, one at a time: a thousand of them take no more room than one."""
    from ..intake.workbook import MOST_BYTES

    found = False
    if source.is_dir():
        for path in sorted(source.rglob("*.xlsx")):
            if not path.name.startswith("~$"):  # a spreadsheet that has it open leaves such a file beside it
                found = True
                yield str(path.relative_to(source)), readable(path, MOST_BYTES)
    elif source.suffix.lower() == ".zip":
        for name, data in _packed(source, MOST_BYTES):
            found = True
            yield name, data
    else:
        found = True
        yield str(source), readable(source, MOST_BYTES)
    if not found:
        raise refuse("offline-none", Place(str(source)))


def _packed(source: Path, most: int) -> Iterator[tuple[str, bytes]]:
    try:
        with ZipFile(source) as archive:
            parts = [p for p in archive.infolist() if p.filename.lower().endswith(".xlsx") and "~$" not in p.filename]
            if len(parts) > _MOST_FILES:
                raise refuse("intake-bomb", Place(str(source)))
            for part in parts:
                with archive.open(part) as file:
                    yield part.filename, file.read(most + 1)  # one byte too many is refused by the reader
    except FileNotFoundError:
        raise refuse("intake-no-file", Place(str(source))) from None
    except (BadZipFile, OSError, RuntimeError, NotImplementedError):
        raise refuse("intake-unreadable", Place(str(source)), detail="zip") from None


def _tell(name: str, refusal: Refusal, language: str) -> None:
    for problem in refusal.problems[:20]:
        where = problem.place.column or ""
        words = f"{problem.message(language)} {problem.remedy(language)}"
        click.echo(f"{name}{f' {where}' if where else ''}: {problem.code}: {words}", err=True)
    if len(refusal.problems) > 20:
        click.echo(f"{name}: +{len(refusal.problems) - 20}", err=True)


def _line(name: str, count: int, apply: bool, language: str) -> str:
    if language == "zh":
        return f"{name}：{count} 条{'已更新' if apply else '将更新'}"
    return f"{name}: {count} items {'updated' if apply else 'would be updated'}"


def _total(good: int, bad: int, changed: int, apply: bool, language: str) -> str:
    if language == "zh":
        state = "已保存" if apply else "没有保存（加 --apply 才保存）"
        return f"工作簿 {good} 个可用，{bad} 个有误；共 {changed} 条，{state}。"
    state = "saved" if apply else "nothing is saved without --apply"
    return f"Workbooks: {good} good, {bad} bad; {changed} items, {state}."
