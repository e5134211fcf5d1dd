"""`maturity publish`: the aggregate tables of a year, in a file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common import database_option, language_option, opened, questionnaire_option, shipped, year_option

if TYPE_CHECKING:
    from ..publish import Publication


@click.command("publish")
@click.option("--plan", default="standard", show_default=True, metavar="NAME", help="Which publication plan.")
@year_option
@click.option("--out", type=click.Path(path_type=Path), required=True, help="FILE.xlsx or FILE.csv.")
@questionnaire_option
@database_option
@language_option
def command(plan: str, year: int, out: Path, questionnaire: str, database: str | None, language: str) -> None:
    """Write the aggregate tables of a year.

    The ending of the file's name chooses the format. As long as single enterprises are not protected, "-internal" is
    added to the name.
    """
    from ..publish import publication
    from ..release import exporter

    write = exporter(out.suffix)
    with opened(database) as store:
        made = publication(store, plan, year, shipped(questionnaire))
    written = write(made.release, out, language)
    for line in _report(made, written, language):
        click.echo(line)


def _report(made: "Publication", written: Path, language: str) -> list[str]:
    from ..release import manifest

    release, counts = made.release, manifest(made.release)
    zh = language == "zh"
    lines = [
        f"已写出 {written}：{release.base:,} 家企业，{len(release.tables)} 张表。"
        if zh
        else f"Written: {written}, {release.base:,} enterprises, {len(release.tables)} tables."
    ]
    for count in counts:
        detail = f"{count.rows:,} 行，{count.cells:,} 格" if zh else f"{count.rows:,} rows, {count.cells:,} cells"
        lines.append(f"  {count.table:<24} {detail}")
    if made.left_out:
        lines.append(
            f"注意：{made.left_out:,} 家企业按问卷的其他版本提交，未计入。"
            if zh
            else f"Note: {made.left_out:,} enterprises answered another version of the questionnaire and are left out."
        )
    return lines
