"""A backup put back: every byte of it is checked first, and nothing is half-written.

Files are unpacked into a folder inside the data folder, which can be a mount, and then renamed into place.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

from ..errors import Place, disk_error, refuse
from ..settings import private_folder
from ..store import Store
from ..store.copies import looking
from ..store.copies.placing import place_rows
from ..store.copies.taking import SQLITE_PART
from . import encryption
from .archive import Backup, read_backup
from .latest import FOLDER as BACKUPS

UNFINISHED, ASIDE = ".restoring-", "before-"


@contextmanager
def opened_backup(path: Path, identity: Path | None, scratch: Path) -> Iterator[Backup]:
    """A backup, decrypted where it is encrypted, all its digests checked. Raises as the two do."""
    if not path.is_file():
        raise refuse("intake-no-file", Place(str(path)))
    with encryption.decrypted(path, identity, scratch) as plain, read_backup(plain) as backup:
        yield backup


def restore(backup: Backup, store: Store, data_dir: Path, *, replace: bool = False) -> Path | None:
    """Put a backup into an empty data folder and database; with `replace` into any, what was there being set aside in a
    folder, whose path is returned. The tables of a PostgreSQL are replaced.

    Raises Refusal restore-kind, restore-not-empty, store-newer; Busy as Store.write or where the disk is full.
    """
    kind = store.engine.dialect.name
    if backup.manifest["database"] != kind:
        raise refuse("restore-kind", found=backup.manifest["database"], wanted=kind)
    private_folder(data_dir)
    if not replace:
        _check_empty(store, data_dir)
    try:
        new = Path(mkdtemp(prefix=UNFINISHED, dir=data_dir))
        try:
            _unpack(backup, new)
            if kind == "postgresql":
                place_rows(
                    store,
                    backup.manifest["revision"],
                    backup.manifest["rows"],
                    lambda name: backup.open(f"database/{name}"),
                )
            return _take_place(store, data_dir, new)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        raise disk_error(error) from error


def _check_empty(store: Store, data_dir: Path) -> None:
    """Raise Refusal unless nothing is there that could be lost."""
    if there := _there(data_dir) + _database_files(store):
        raise refuse("restore-not-empty", Place(str(there[0])))
    if store.engine.dialect.name == "postgresql":
        with store.at_any_revision() as c:
            if not looking.is_empty(c):
                raise refuse("restore-not-empty", Place("MATURITY_DATABASE_URL"))


def _there(data_dir: Path) -> list[Path]:
    """What is in the data folder, but for backups and what was set aside before."""
    return [path for path in sorted(data_dir.iterdir()) if path.name != BACKUPS and not path.name.startswith(ASIDE)]


def _database_files(store: Store) -> list[Path]:
    """The file of SQLite with its journals; nothing for PostgreSQL."""
    if store.engine.dialect.name != "sqlite":
        return []
    path = str(store.engine.url.database)
    return [one for ending in ("", "-wal", "-shm") if (one := Path(f"{path}{ending}").absolute()).exists()]


def _unpack(backup: Backup, folder: Path) -> None:
    for name in backup.parts:
        if name.startswith("files/") or name == f"database/{SQLITE_PART}":
            target = folder / name
            if folder not in target.resolve().parents:
                raise refuse("backup-damaged", part=name[:80])
            private_folder(target.parent)
            with backup.open(name) as source, os.fdopen(_new(target), "wb") as file:
                shutil.copyfileobj(source, file, 1 << 20)
                file.flush()
                os.fsync(file.fileno())


def _new(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def _take_place(store: Store, data_dir: Path, new: Path) -> Path | None:
    """Set aside what is there, and give what is `new` its names; the database comes last."""
    store.close()
    aside, old = None, [path for path in {*_there(data_dir), *_database_files(store)} if path != new]
    if old:
        aside = data_dir / f"{ASIDE}{datetime.now(UTC):%Y%m%d-%H%M%S}"
        private_folder(aside)
        for path in old:
            shutil.move(path, aside / path.name)
    for path in sorted((new / "files").glob("*")):
        path.rename(data_dir / path.name)
    database = new / "database" / SQLITE_PART
    if database.exists():
        target = Path(str(store.engine.url.database)).absolute()
        private_folder(target.parent)
        half = target.with_name(f"{target.name}.part")  # the place of the database can be on another disk
        shutil.copyfile(database, half)
        half.chmod(0o600)
        half.rename(target)
    return aside
