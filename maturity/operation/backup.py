"""A backup of the database and the data folder, made while they are in use.

The database is copied at one moment. A file of evidence is on disk before its row is there and is deleted after its
row, so every row of the copy has its file if files are copied before and after: a file that was there is in the first
pass, one that was added up to the moment in the second. What was added and deleted again in between is tried anew.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from .. import __version__
from ..errors import Place, Problem, disk_error, refuse
from ..jobs import FOLDER as RESULTS
from ..settings import private_folder
from ..store import Store
from ..store.copies.taking import Copied, copy_database
from ..store.evidence.files import FOLDER as EVIDENCE
from . import encryption
from .archive import Writer
from .latest import FOLDER, LAST, record
from .verify import verify

_TEMPORARY = frozenset({FOLDER, LAST, RESULTS, "turns"})
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Made:
    """A backup: its file, the moment of the database, and what is wrong with the original: evidence that is lost."""

    path: Path
    at: datetime
    rows: int
    files: int
    problems: tuple[Problem, ...]


def make_backup(store: Store, data_dir: Path, target: Path, keys: Sequence[str] = (), *, verified: bool = True) -> Made:
    """Write a backup to `target`, `verified` before it is encrypted to `keys` where there are any; whole or not at all.

    Raises Refusal backup-exists, backup-recipient, backup-extra, as :func:`verify`, and Busy as Store.read or where the
    disk is full.
    """
    recipients = encryption.recipients_of(keys)
    if target.exists():
        raise refuse("backup-exists", Place(str(target)))
    private_folder(target.parent)
    scratch = Path(mkdtemp(prefix=f"{target.name}.", suffix=".part", dir=target.parent))
    try:
        made = _written(store, data_dir, scratch, target)
        if verified:
            verify(scratch / "backup", store, scratch)
        ready = scratch / "whole"
        if recipients:
            encryption.encrypt(scratch / "backup", ready, recipients)
        else:
            (scratch / "backup").rename(ready)
        _settle(ready, target)
    except OSError as error:
        raise disk_error(error) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    record(data_dir, target, made.at)
    return made


def _written(store: Store, data_dir: Path, scratch: Path, target: Path) -> Made:
    for _ in range(_TRIES):
        (scratch / "backup").unlink(missing_ok=True)
        made = _attempt(store, data_dir, scratch, target)
        if not any(problem.code == "backup-lost" for problem in made.problems):
            break
    return made


def _attempt(store: Store, data_dir: Path, scratch: Path, target: Path) -> Made:
    path, begun, held = scratch / "backup", datetime.now(UTC), dict[str, str]()
    writer = Writer(path)
    try:
        _copy_files(writer, data_dir, store, held)
        copied = copy_database(store, str(scratch / "database"), lambda name: writer.part(f"database/{name}"))
        at = datetime.now(UTC)
        _copy_files(writer, data_dir, store, held)
        writer.finish(_manifest(copied, begun, at))
    finally:
        writer.close()
    return Made(target, at, sum(copied.rows.values()), len(held), tuple(_lost(copied, held)))


def _manifest(copied: Copied, begun: datetime, at: datetime) -> dict[str, Any]:
    times = {"begun": begun.isoformat(), "at": at.isoformat()}
    return {
        "version": __version__,
        "database": copied.kind,
        "revision": copied.revision,
        "rows": copied.rows,
        **times,
    }


def _copy_files(writer: Writer, data_dir: Path, store: Store, held: dict[str, str]) -> None:
    """Write the files that are not yet in `held`, name -> digest."""
    for path in _files(data_dir, store):
        name = path.relative_to(data_dir).as_posix()
        if name not in held:
            try:
                data = path.read_bytes()
            except FileNotFoundError:  # deleted meanwhile, its row before it
                continue
            with writer.part(f"files/{name}", stored=True) as part:
                part.write(data)
            held[name] = sha256(data).hexdigest()


def _files(data_dir: Path, store: Store) -> Iterator[Path]:
    """The files of the data folder, but for the database, what is temporary, and earlier backups."""
    database = os.path.realpath(store.engine.url.database or "") if store.engine.dialect.name == "sqlite" else None
    beside = {f"{database}{ending}" for ending in ("", "-wal", "-shm", "-journal")}
    for path in sorted(data_dir.rglob("*")):
        inside = path.relative_to(data_dir).parts
        temporary = inside[0] in _TEMPORARY or any(part.endswith((".part", ".lock")) for part in inside)
        if path.is_file() and not temporary and os.path.realpath(path) not in beside:
            yield path


def _lost(copied: Copied, held: dict[str, str]) -> Iterator[Problem]:
    """Evidence in the rows whose file is not there, or not what was uploaded."""
    for kept in copied.evidence:
        name = f"{EVIDENCE}/{kept.file[:2]}/{kept.file}"
        if name not in held:
            yield Problem("backup-lost", Place(name), {"file": kept.file})
        elif held[name] != kept.sha256:
            yield Problem("files-changed", Place(name), {"file": kept.file})


def _settle(path: Path, target: Path) -> None:
    """Give the file its name once it is on the disk."""
    path.chmod(0o600)
    with path.open("rb") as file:
        os.fsync(file.fileno())
    os.link(path, target)  # never over a file that is there
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
