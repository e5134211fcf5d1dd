"""Every released version's data are read by this one: its database is migrated, its archives are brought in."""

import json
import lzma
import re
from pathlib import Path

import pytest

from maturity.questionnaire import Catalogue
from maturity.store import open_store
from maturity.store.accounts.people import add_person
from maturity.store.evidence.files import Files
from maturity.transfer import pack, read_contents, unpack
from maturity.transfer.keys import load_signer

from .make import HERE
from .reading import results, told

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
KEPT = sorted(path for path in HERE.iterdir() if (path / "expected.json").exists())
ARCHIVES = [archive for version in KEPT for archive in sorted(version.glob("*.zip"))]


def expected(version):
    return json.loads((version / "expected.json").read_text(encoding="utf-8"))


def test_every_released_version_is_kept_and_small():
    released = re.findall(r"^## (\d\S*)", CHANGELOG.read_text(encoding="utf-8"), re.M)
    assert [version.name for version in KEPT] == sorted(released)
    for version in KEPT:
        assert sum(file.stat().st_size for file in version.iterdir()) < 300_000, version.name
        assert len([*version.glob("*.zip")]) == 2, version.name


@pytest.mark.parametrize("version", KEPT, ids=lambda version: version.name)
def test_its_database_is_migrated_and_says_the_same(version, tmp_path):
    file = tmp_path / "maturity.sqlite3"
    file.write_bytes(lzma.decompress((version / "maturity.sqlite3.xz").read_bytes()))
    store = open_store(f"sqlite:///{file}")
    store.upgrade()
    store.check()
    with store.read() as c:
        found = told(c)
    store.close()
    kept = expected(version)
    rows = kept.pop("rows")
    assert {table: found["rows"].get(table) for table in rows} == rows
    assert {key: found[key] for key in kept if key != "made"} == {key: kept[key] for key in kept if key != "made"}


@pytest.mark.parametrize("archive", ARCHIVES, ids=lambda archive: f"{archive.parent.name}-{archive.stem}")
def test_its_archives_are_brought_in_and_go_out_again(archive, sqlite_store, tmp_path):
    with sqlite_store.write() as c:
        person = add_person(c, email="new@demo.example", name="新", role="enterprise")
    files, signer = Files(tmp_path / "files"), load_signer(tmp_path)
    id = unpack(sqlite_store, files, person, archive, Catalogue().find, signer)
    before = read_contents(archive).rows
    pack(sqlite_store, files, person, id, tmp_path / "again.zip", signer)
    after = read_contents(tmp_path / "again.zip").rows
    for table in ("assessments", "answers", "answer_history", "evidence", "remarks", "findings", "actions", "targets"):
        assert len(after[table]) == len(before[table]), table
    assert [row["vector"] for row in after["submissions"]] == [row["vector"] for row in before["submissions"]]
    with sqlite_store.read() as c:
        brought = dict(results(c))
    assert brought
    assert brought.items() <= expected(archive.parent)["results"].items()
