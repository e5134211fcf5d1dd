"""`maturity backup`: everything that is kept here in one file, made while it is in use."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..settings import data_dir
from .common import database_option, json_option, language_option, opened

if TYPE_CHECKING:
    from ..operation.backup import Made


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--to", "keys", multiple=True, metavar="KEY", help="Encrypt to this public key, age1… or ssh-…; repeatable."
)
@click.option("--verify/--no-verify", default=True, help="Restore the database into a scratch place before it counts.")
@json_option
@database_option
@language_option
@click.pass_context
def command(
    ctx: click.Context,
    file: Path | None,
    keys: tuple[str, ...],
    verify: bool,
    as_json: bool,
    database: str | None,
    language: str,
) -> None:
    """Write database, evidence and keys to FILE, by default one named by the time in the folder `backups` of the data.

    The database is that of one moment. FILE holds secret keys: encrypt it, or keep it where only you can read it.
    Ends with 1 where evidence is lost or changed, which the backup then is too.
    """
    from ..operation.backup import make_backup
    from ..operation.latest import FOLDER

    name = f"maturity-{datetime.now():%Y%m%d-%H%M%S}.zip{'.age' if keys else ''}"
    with opened(database) as store:
        made = make_backup(store, data_dir(), (file or data_dir() / FOLDER / name).absolute(), keys, verified=verify)
    for problem in made.problems:
        click.echo(problem.line(language), err=True)
    click.echo(json.dumps(_figures(made)) if as_json else _sentence(made, zh=language == "zh"))
    ctx.exit(1 if made.problems else 0)


def _figures(made: "Made") -> dict[str, object]:
    told = {"file": str(made.path), "at": made.at.isoformat(), "bytes": made.path.stat().st_size}
    return {**told, "rows": made.rows, "files": made.files, "problems": [one.code for one in made.problems]}


def _sentence(made: "Made", *, zh: bool) -> str:
    size = made.path.stat().st_size / 1024**2
    if zh:
        return f"已备份到 {made.path}：{made.rows:,} 行，{made.files:,} 个文件，{size:,.1f} MB。"
    return f"Backed up to {made.path}: {made.rows:,} rows, {made.files:,} files, {size:,.1f} MB."
