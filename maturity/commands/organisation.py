"""`maturity organisation`: an enterprise's own data out and in, and the end of those that left."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import refuse
from ..settings import data_dir
from .common import database_option, installed, json_option, language_option, opened, print_json

if TYPE_CHECKING:
    from ..store import Store
    from ..store.accounts.people import Person
    from ..store.evidence.files import Files


@click.group("organisation")
def command() -> None:
    """Export, import or delete an enterprise's own data."""


@command.command("export")
@click.argument("credit_code")
@click.option("--as", "email", required=True, metavar="EMAIL", help="The owner who asks for it.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="FILE.zip to write.")
@json_option
@database_option
@language_option
def export(credit_code: str, email: str, out: Path, as_json: bool, database: str | None, language: str) -> None:
    """Write everything about the enterprise with CREDIT_CODE to a zip file."""
    from ..store.enterprises.lookup import organisation_id
    from ..transfer import pack
    from ..transfer.keys import load_signer

    with opened(database) as store:
        store.check()
        with store.read() as c:
            id = organisation_id(c, credit_code)
        held = pack(store, _files(), _person(store, email), id, out, load_signer(data_dir()))
    rows = sum(held.rows.values())
    if as_json:
        print_json({"file": str(out), "rows": rows, "files": held.files})
        return
    click.echo(
        f"已写出 {out}：{rows:,} 行，{held.files} 个文件。"
        if language == "zh"
        else f"Written: {out}, {rows:,} rows, {held.files} files."
    )


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "email", required=True, metavar="EMAIL", help="Who becomes its owner here.")
@json_option
@database_option
@language_option
def bring(file: Path, email: str, as_json: bool, database: str | None, language: str) -> None:
    """Import an exported enterprise, all of it or nothing."""
    from ..transfer import unpack
    from ..transfer.keys import load_signer

    with opened(database) as store:
        store.check()
        known = partial(installed, store=store)
        id = unpack(store, _files(), _person(store, email), file, known, load_signer(data_dir()))
    if as_json:
        print_json({"id": id})
        return
    click.echo(f"已导入，编号 {id}。" if language == "zh" else f"Brought in: {id}.")


@command.command("purge")
@json_option
@database_option
@language_option
def purge(as_json: bool, database: str | None, language: str) -> None:
    """Delete the enterprises whose owners asked for it, once the time to withdraw the request is over."""
    from ..store.enterprises.deletion import purge as purging

    with opened(database) as store:
        store.check()
        gone = purging(store, _files())
    if as_json:
        print_json({"deleted": len(gone)})
        return
    click.echo(f"已删除 {len(gone)} 家企业。" if language == "zh" else f"Deleted enterprises: {len(gone)}.")


def _files() -> "Files":
    from ..store.evidence.files import FOLDER, Files

    return Files(data_dir() / FOLDER)


def _person(store: "Store", email: str) -> "Person":
    from ..store.accounts.people import find_person

    with store.read() as c:
        found = find_person(c, email)
    if found is None:
        raise refuse("account-not-found")
    return found
