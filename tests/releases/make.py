"""Make what is kept of the version that is here: `python -m tests.releases.make`, once, when it is released.

A folder named after the version holds a database with a bit of everything, an archive of each of two enterprises, and
what both have to say in every later version.
"""

import json
import lzma
import sqlite3
import sys
import tempfile
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from maturity import __version__
from maturity.demo import load as demo
from maturity.demo import releasing
from maturity.demo.brought import load_regions
from maturity.demo.earlier import before
from maturity.demo.factories import QUESTIONNAIRE, factory_records, synthetic_references
from maturity.demo.population import YEAR, build, facts_of
from maturity.demo.register import units
from maturity.questionnaire import load
from maturity.registers.filings import Filing
from maturity.store import open_store
from maturity.store.accounts import access_tokens
from maturity.store.accounts.people import add_person, find_person
from maturity.store.assessments.assessments import assessments_of
from maturity.store.evidence.files import Files, Received, attach
from maturity.store.registers.forms import keep_filings, set_due
from maturity.store.registers.ledger import append
from maturity.store.submissions.submissions import add_graded
from maturity.store.workshop.items import reveal
from maturity.store.workshop.settling import Settlement, settle
from maturity.transfer import pack
from maturity.transfer.keys import load_signer

from ..attachments import pdf
from ..store.workshop.conftest import Meeting
from .reading import told

HERE = Path(__file__).parent
ENTERPRISES, FACTORIES, UNITS = 60, 12, 30


def fill(store, files):
    """A bit of everything; the ids of the owner's enterprises."""
    enterprises(store)
    demo.load_people(store, load())
    load_regions(store)
    with store.write() as c:
        add_person(c, email="administrator@demo.example", name="示例用户（管理）", role="administrator")
        owner = find_person(c, "enterprise@demo.example")
        access_tokens.issue(c, owner, "示例程序", access_tokens.SCOPES, 30, second_factor=False)
        mine = assessments_of(c, owner)
    begun = next(one for one in mine if one.questionnaire == "cmmm" and one.submitted_at is None)
    item = load().items_of("discrete")[0].id
    attach(store, files, owner, begun.id, load(), item, [Received("示例台账.pdf", "application/pdf", pdf())])
    workshop(store, owner, begun)
    register(store)
    releasing.release_years(store, load())
    return owner, sorted({one.organisation_id for one in mine})


def enterprises(store):
    """Graded ones of two years, with levels, and a few green factories among them."""
    population = build(load())
    some = [(facts_of(population, row), population.level[row] / 5) for row in range(FACTORIES)]
    with store.write() as c:
        add_graded(c, load(), islice(demo.records(population, load()), ENTERPRISES))
        earlier = demo.records(before(population, load()), load(), YEAR - 1)
        add_graded(c, load(), islice(earlier, ENTERPRISES))
        add_graded(c, load(QUESTIONNAIRE), factory_records(some, YEAR), references=synthetic_references())


def workshop(store, owner, about):
    """A room of six whose first item is settled; the second is being voted on."""
    items = [item.id for item in load().items_of("discrete")][:4]
    meeting = Meeting(store, owner, about, load(), items)
    meeting.act("welcome")
    meeting.join(*["生产"] * 6).act("start")
    meeting.open(0)
    meeting.votes(0, "full", "most", "most", "most", "part", "most")
    meeting.do(reveal)
    meeting.do(settle, load(), [Settlement(meeting.items[0].id, "decided", "most", "看过记录")])
    meeting.open(1)
    meeting.votes(1, "full", "none")


def register(store):
    added = tuple(islice(units(), UNITS))
    with store.write() as c:
        append(c, None, added, 0)
        set_due(c, None, YEAR, date(YEAR, 4, 15))
        keep_filings(c, None, YEAR, [Filing(one.unit, YEAR, date(YEAR, 4, 1), 60.0) for one in added[:5]])


def main():
    folder = HERE / __version__
    if folder.exists():
        sys.exit(f"{folder} is there: what a version wrote does not change after its release")
    with tempfile.TemporaryDirectory() as scratch:
        base = Path(scratch)
        store, files = open_store(f"sqlite:///{base}/maturity.sqlite3"), Files(base / "files")
        store.upgrade()
        owner, firms = fill(store, files)
        folder.mkdir()
        for number, firm in enumerate(firms, 1):
            pack(store, files, owner, firm, folder / f"organisation-{number}.zip", load_signer(base))
        with store.read() as c:
            expected = told(c)
        store.close()
        database(base / "maturity.sqlite3", folder)
    expected["made"] = f"{datetime.now(UTC):%Y-%m-%d}"
    text = json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "expected.json").write_text(f"{text}\n", encoding="utf-8")


def database(path, folder):
    """The database in one file, packed."""
    file = sqlite3.connect(path)
    file.execute("PRAGMA journal_mode = DELETE")
    file.execute("VACUUM")
    file.close()
    (folder / "maturity.sqlite3.xz").write_bytes(lzma.compress(path.read_bytes(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main()
