"""An installation with evidence, and an empty place of the same kind of database to restore it into."""

import os
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from maturity.operation.restore import opened_backup, restore
from maturity.store import open_store
from maturity.store.copies.placing import scratch_schema
from maturity.store.evidence.files import Files, Received, attach


@pytest.fixture
def here(store, world, small, tmp_path):
    """`here.put(data)` attaches a file; `here.data` is the data folder."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    files, ours = Files(data / "files"), world.ours

    def put(content):
        received = [Received("手册.pdf", "application/pdf", content)]
        (piece,) = attach(store, files, ours.person, ours.assessment.id, small, "skills.1a", received)
        return piece

    (data / "secret-key").write_text("k" * 40)
    (data / "secret-key").chmod(0o600)
    return SimpleNamespace(store=store, data=data, files=files, put=put, world=world)


@pytest.fixture
def elsewhere(store, tmp_path):
    """`with elsewhere() as (store, folder)`: an empty place of the same kind of database."""

    @contextmanager
    def place():
        folder = tmp_path / f"elsewhere-{os.urandom(3).hex()}"
        if store.engine.dialect.name == "postgresql":
            with scratch_schema(store, f"elsewhere_{os.urandom(3).hex()}") as found:
                yield found, folder
            return
        found = open_store(f"sqlite:///{folder}/maturity.sqlite3")
        yield found, folder
        found.close()

    return place


@pytest.fixture
def bring(tmp_path):
    """`bring(file, store, folder)` restores a backup."""

    def do(path, store, folder, identity=None, **words):
        with opened_backup(path, identity, tmp_path) as backup:
            return restore(backup, store, folder, **words)

    return do
