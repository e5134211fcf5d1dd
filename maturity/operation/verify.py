"""A backup tried: every digest is read again, and the database is restored into a scratch place and counted."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import Place, refuse
from ..store import Store, open_store
from ..store.copies import looking
from ..store.copies.placing import place_rows, scratch_schema
from ..store.copies.taking import SQLITE_PART
from .archive import Backup, read_backup


def verify(path: Path, store: Store, scratch: Path) -> None:
    """Restore the database of the backup at `path`, which is not encrypted, into a file in `scratch`, or into a schema
    of its own beside `store`, which is dropped again.

    Raises Refusal as read_backup, and backup-unverified where the rows are not those of the manifest.
    """
    with read_backup(path) as backup, _restored(backup, store, scratch) as copy, copy.at_any_revision() as c:
        whole = looking.integrity(c) == "ok" and looking.revision(c) == backup.manifest["revision"]
        if not whole or looking.row_counts(c) != backup.manifest["rows"]:
            raise refuse("backup-unverified", Place(str(path)))


@contextmanager
def _restored(backup: Backup, store: Store, scratch: Path) -> Iterator[Store]:
    if store.engine.dialect.name == "sqlite":
        target = scratch / "restored.sqlite3"
        with backup.open(f"database/{SQLITE_PART}") as source, target.open("xb") as file:
            shutil.copyfileobj(source, file, 1 << 20)
        copy = open_store(f"sqlite:///{target}")
        try:
            yield copy
        finally:
            copy.close()
        return
    with scratch_schema(store, f"maturity_verify_{secrets.token_hex(4)}") as copy:
        rows = backup.manifest["rows"]
        place_rows(copy, backup.manifest["revision"], rows, lambda name: backup.open(f"database/{name}"))
        yield copy
