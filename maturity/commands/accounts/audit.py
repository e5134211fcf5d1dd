"""`maturity audit`: verify the audit log, or write it as a table."""

import csv
import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click

from ...errors import Place, Problem, Refusal
from ..common import database_option, language_option, opened, print_json

if TYPE_CHECKING:
    from ...store.audit.verification import Verification

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group("audit")
def command() -> None:
    """Verify or export the audit log."""


@command.command("verify")
@click.option(
    "--head", default="", metavar="DIGEST", help="A digest that an earlier verification or export ended with."
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@database_option
@language_option
def verify(head: str, as_json: bool, database: str | None, language: str) -> None:
    """Recompute the chain of digests and name every entry that was changed, removed or inserted.

    The digest printed at the end, kept elsewhere, later shows with --head whether the end of the log was cut off.
    """
    from ...store.audit.verification import verify as verifying

    with opened(database) as store, store.read() as c:
        found = verifying(c, head.strip().lower())
    if as_json:
        print_json(_figures(found))
    else:
        click.echo(_summary(found, language == "zh"))
    if found.faults:
        raise Refusal(*(Problem(f"audit-{one.what}", Place(one.day, one.number or None)) for one in found.faults))


@command.command("export")
@click.option("--kind", metavar="KIND", help="sign-in, account, rights, reading, release or log.")
@click.option("--since", type=_DAY, help="Only entries from this day on (UTC).")
@click.option("--until", type=_DAY, help="Only entries up to this day.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line instead of CSV.")
@database_option
@language_option
def export(
    kind: str | None,
    since: datetime | None,
    until: datetime | None,
    as_json: bool,
    database: str | None,
    language: str,
) -> None:
    """Write the entries to standard output, the earliest first. The export is an entry of the log itself."""
    from ...store.audit.kinds import KINDS
    from ...store.audit.reading import COLUMNS, AuditFilter, audit_rows
    from ...text.formulas import protect

    if kind and kind not in KINDS:
        raise click.BadParameter(f"one of {', '.join(KINDS)}", param_hint="--kind")
    filters = AuditFilter(kind or "", since.date() if since else None, until.date() if until else None)
    with opened(database) as store:
        rows = audit_rows(store, None, filters)
        if as_json:
            for row in rows:
                print_json(dict(zip(COLUMNS, row, strict=True)))
            return
        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(map(protect, row) for row in rows)


def _figures(found: "Verification") -> dict[str, object]:
    faults = [{"what": one.what, "day": one.day, "number": one.number} for one in found.faults]
    return {"days": found.days, "entries": found.entries, "erased": found.erased, "head": found.head, "faults": faults}


def _summary(found: "Verification", zh: bool) -> str:
    days, entries, erased = found.days, found.entries, found.erased
    if zh:
        counts = f"{days} 天，{entries} 条记录，其中 {erased} 条的内容已按规定删除。"
        return f"{counts}\n最后一条的摘要：{found.head}"
    counts = f"Days: {days}. Entries: {entries}, of which {erased} were erased in due form."
    return f"{counts}\nDigest of the last entry: {found.head}"
