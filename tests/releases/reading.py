"""What a kept database says, read with the functions of today."""

from sqlalchemy import func, select

from maturity.questionnaire import load
from maturity.store.audit.verification import verify
from maturity.store.publications.releases import ledger_lines
from maturity.store.registers.ledger import ledger
from maturity.store.schema import metadata, submissions, workshop_items
from maturity.store.submissions.frozen import figures_of, submission_from_row
from maturity.store.submissions.frozen import verify as is_whole
from maturity.store.submissions.results import frozen_references, result_of


def told(c):
    """Rows by table, results by digest, the register, the releases, and the chain of the audit log."""
    log = verify(c)
    assert not log.faults
    return {
        "rows": {table.name: c.scalar(select(func.count()).select_from(table)) for table in metadata.sorted_tables},
        "results": dict(results(c)),
        "register": len(ledger(c).events),
        "releases": sorted(f"{line.plan} {line.year}" for line in ledger_lines(c, load())),
        "workshop": sorted(c.scalars(select(workshop_items.c.state))),
        "audit": {"entries": log.entries, "head": log.head},
    }


def results(c):
    """(digest, what came out) of every submission: stored, and computed again from its answers."""
    for row in c.execute(select(submissions).order_by(submissions.c.digest)):
        found = submission_from_row(row)
        content = found.content
        assert is_whole(found), found.id
        questionnaire = load(content.questionnaire)
        again = result_of(found.response(questionnaire), content.facts, content.year, frozen_references(content))
        assert figures_of(again) == content.figures, found.id
        yield found.digest[:16], f"{content.questionnaire} {content.figures.level} {content.figures.score}"
