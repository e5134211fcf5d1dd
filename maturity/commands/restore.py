"""`maturity restore`: a backup put back."""

from pathlib import Path

import click

from ..settings import data_dir, private_folder
from .common import database_option, json_option, language_option, opened, print_json


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--identity", type=click.Path(path_type=Path), help="File with the private key of a recipient.")
@click.option(
    "--replace", is_flag=True, help="Replace what is here; files are set aside, tables of PostgreSQL are not."
)
@json_option
@database_option
@language_option
def command(
    file: Path, identity: Path | None, replace: bool, as_json: bool, database: str | None, language: str
) -> None:
    """Put the backup FILE into this data folder and database, which are to be empty.

    Every byte of FILE is checked first; after any mistake everything is as it was. Stop the service before --replace.
    """
    from ..operation.restore import opened_backup, restore

    folder = data_dir()
    with opened(database) as store:
        private_folder(folder.parent)
        with opened_backup(file, identity, folder.parent) as backup:
            aside = restore(backup, store, folder, replace=replace)
            at, rows = backup.manifest["at"], sum(backup.manifest["rows"].values())
    if as_json:
        print_json({"at": at, "rows": rows, "set_aside": str(aside) if aside else None})
        return
    zh = language == "zh"
    click.echo(f"已恢复 {at} 的备份：{rows:,} 行。" if zh else f"Restored the backup of {at}: {rows:,} rows.")
    if aside:
        click.echo(f"原有文件移到了 {aside}。" if zh else f"What was here before is in {aside}.")
    click.echo("请运行 maturity doctor 检查。" if zh else "Run `maturity doctor` to check it.")
