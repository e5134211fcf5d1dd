"""Archives of own data that nobody packs: each is refused in words, and nothing is written."""

import json
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select

from maturity.errors import Refusal
from maturity.store import schema as tables
from maturity.store.accounts.people import add_person
from maturity.transfer import container, unpack
from maturity.transfer.container import open_container
from maturity.transfer.keys import load_signer

from .. import zips
from .test_transfer import fill, known, other_place, packed

pytestmark = pytest.mark.filterwarnings("ignore:Duplicate name")
BOMBS = ("a bomb", "unpacked to an unreasonable size")
CODES = ("archive-unreadable", "archive-damaged", "archive-foreign")
VICTIMS = ("manifest.json", "data/people.json", "a file")


@pytest.fixture
def good(sqlite_store, small, facts, tmp_path):
    """An archive of an enterprise with something everywhere, and the name of one of its files."""
    path = packed(fill(sqlite_store, small, facts, tmp_path), tmp_path / "good.zip")
    with ZipFile(path) as archive:
        return path.read_bytes(), next(name for name in archive.namelist() if name.startswith("files/"))


@pytest.fixture
def elsewhere(tmp_path, upgraded_sqlite, small):
    """`elsewhere(path)` brings an archive in where nothing is but a person; the code of the refusal."""
    store, files = other_place(tmp_path, upgraded_sqlite)
    with store.write() as c:
        person = add_person(c, email="new@demo.example", name="新", role="enterprise")

    def held():
        with store.read() as c:
            return {
                table.name: c.scalar(select(func.count()).select_from(table)) for table in tables.metadata.sorted_tables
            }

    def bring(path):
        key = load_signer(path.parent)
        before, rows = zips.files_below(path.parent), held()
        with pytest.raises(Refusal) as refusal:
            unpack(store, files, person, path, known(small), key)
        assert held() == rows
        assert not files.folder.exists()
        assert zips.files_below(path.parent) == before
        (problem,) = refusal.value.problems
        return problem.code

    yield bring
    store.close()


@pytest.mark.parametrize("victim", VICTIMS)
def test_it_is_refused_and_nothing_is_written(good, elsewhere, tmp_path, victim):
    data, file = good
    path = tmp_path / "bad" / "bad.zip"
    path.parent.mkdir()
    found = {}
    for kind, make in zips.kinds(file if victim == "a file" else victim).items():
        path.write_bytes(make(data))
        found[kind] = elsewhere(path)
    assert {kind for kind, code in found.items() if code == "archive-bomb"} == set(BOMBS)
    assert {kind for kind, code in found.items() if code in CODES} == set(found) - set(BOMBS)


@pytest.mark.parametrize(("limit", "most"), [("MOST_PARTS", 5), ("MOST_UNPACKED", 1000), ("MOST_ROWS", 1000)])
def test_too_many_parts_and_too_large_ones_are_refused_before_they_are_unpacked(
    good, elsewhere, tmp_path, monkeypatch, limit, most
):
    path = tmp_path / "bad" / "bad.zip"
    path.parent.mkdir()
    path.write_bytes(good[0])
    monkeypatch.setattr(container, limit, most)
    monkeypatch.setattr(ZipFile, "open", None)
    assert elsewhere(path) == "archive-bomb"


NAMES = ("files/../../x", "/etc/cron.d/x", "files/图.png", "files/\\x", "x" * 300, "files/")


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_the_manifest_lists_by_such_a_name_is_refused(good, elsewhere, tmp_path, name):
    """The manifest agrees with the archive: only the name is not one that a file of ours can have."""
    path = tmp_path / "bad" / "bad.zip"
    path.parent.mkdir()
    with ZipFile(tmp_path / "good.zip") as old, ZipFile(path, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "manifest.json":
                manifest = json.loads(content)
                listed = manifest["files"].pop(good[1].removeprefix("files/"))
                manifest["files"][name.removeprefix("files/")] = listed
                content = json.dumps(manifest).encode()
            new.writestr(name if part == good[1] else part, content)
    assert elsewhere(path) in CODES


def test_an_archive_of_ours_is_whole(good, tmp_path):
    with open_container(tmp_path / "good.zip") as package:
        assert package.manifest()["files"]
