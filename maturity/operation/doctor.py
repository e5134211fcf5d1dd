"""What is wrong with an installation: settings, database, files, evidence, disk, clock, backups, versions."""

import os
import shutil
import sqlite3
import stat
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from .. import __version__
from ..errors import Place, Problem, Refusal
from ..settings import faults, value
from ..store import Store
from ..store.copies import looking
from ..store.evidence.files import FOLDER, Files
from .discovery import ISSUER, discover
from .latest import last_backup
from .restore import UNFINISHED

LEAST_FREE = 1024**3  # bytes
_APART = 5.0  # seconds between the clocks of this machine and of the database
_PROVIDER_APART = 30.0  # sign-ins are refused from a minute on
_OLD = timedelta(days=8)  # since the last backup: a weekly one may be late
#: Findings that are no fault of the installation.
NOTES = frozenset({"backup-none", "backup-old"})


@dataclass(frozen=True, slots=True)
class Check:
    """What a check found: `told` are figures for a reader, `problems` what is wrong."""

    name: str
    told: dict[str, object]
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong; notes are not."""
        return all(problem.code in NOTES for problem in self.problems)


def examine(store: Store, data_dir: Path, *, quick: bool = False) -> Iterator[Check]:
    """Check after check; `quick` leaves out those that read every file and the whole database."""
    yield Check("versions", _versions(), ())
    yield Check("settings", {}, tuple(faults(os.environ)))
    yield _checked("database", partial(_database, store, quick))
    yield _checked("files", partial(_files, data_dir))
    yield _checked("disk", partial(_disk, data_dir))
    yield _checked("evidence", partial(_evidence, store, Files(data_dir / FOLDER), quick))
    yield _checked("clock", partial(_clock, store))
    yield _checked("backups", partial(_backups, data_dir))
    if issuer := value(ISSUER):
        yield _checked("sign-in provider", partial(_provider, issuer))


def _checked(name: str, check: Callable[[dict[str, object]], Iterator[Problem]]) -> Check:
    """The check; what keeps it from being made is its problem."""
    told: dict[str, object] = {}
    try:
        return Check(name, told, tuple(check(told)))
    except Refusal as refusal:
        return Check(name, told, refusal.problems)
    except OSError as error:
        place, detail = Place(str(error.filename or "")), error.strerror or str(error)
        return Check(name, told, (Problem("doctor-unreadable", place, {"detail": detail}),))


def _versions() -> dict[str, object]:
    libraries = {name: version(name) for name in ("flask", "sqlalchemy", "alembic", "cryptography")}
    return {"maturity": __version__, "python": sys.version.split()[0], "sqlite": sqlite3.sqlite_version, **libraries}


def _database(store: Store, quick: bool, told: dict[str, object]) -> Iterator[Problem]:
    told["kind"] = store.engine.dialect.name
    with store.at_any_revision() as c:
        told["revision"] = looking.revision(c)
        if not quick and (found := looking.integrity(c)) != "ok":
            yield Problem("store-damaged", values={"detail": found})
    store.check()


def _files(data_dir: Path, told: dict[str, object]) -> Iterator[Problem]:
    told["folder"] = str(data_dir)
    if not os.access(data_dir, os.R_OK | os.W_OK | os.X_OK):
        yield Problem("doctor-unreadable", Place(str(data_dir)), {"detail": "not writable"})
        return
    for path in sorted(data_dir.glob(f"{UNFINISHED}*")):
        yield Problem("restore-unfinished", Place(str(path)))
    for path in (data_dir, *sorted(data_dir.glob("*key"))):
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Problem("doctor-open", Place(str(path)))


def _disk(data_dir: Path, told: dict[str, object]) -> Iterator[Problem]:
    free = shutil.disk_usage(data_dir).free
    told["free_mb"] = free // 1024**2
    if free < LEAST_FREE:
        yield Problem("doctor-disk", Place(str(data_dir)), {"free": free // 1024**2})


def _evidence(store: Store, files: Files, quick: bool, told: dict[str, object]) -> Iterator[Problem]:
    with store.read() as c:
        kept = list(looking.evidence_files(c))
    told["files"] = len(kept)
    for one in kept:
        path, place = files.path(one.file), Place(f"{FOLDER}/{one.file[:2]}/{one.file}")
        if not path.is_file():
            yield Problem("backup-lost", place, {"file": one.file})
        elif path.stat().st_size != one.size or (not quick and _digest(path) != one.sha256):
            yield Problem("files-changed", place, {"file": one.file})


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        digest = sha256()
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _clock(store: Store, told: dict[str, object]) -> Iterator[Problem]:
    with store.at_any_revision() as c:
        apart = looking.seconds_apart(c, time.time())
    told["seconds_apart"] = round(apart, 1)
    if abs(apart) > _APART:
        yield Problem("doctor-clock", values={"seconds": round(apart)})


def _provider(issuer: str, told: dict[str, object]) -> Iterator[Problem]:
    apart = discover(issuer).seconds_apart
    told["issuer"] = issuer
    if apart is not None:
        told["seconds_apart"] = round(apart)
        if abs(apart) > _PROVIDER_APART:
            yield Problem("oidc-clock", Place(ISSUER), {"seconds": round(apart)})


def _backups(data_dir: Path, told: dict[str, object]) -> Iterator[Problem]:
    last = last_backup(data_dir)
    told["last"] = last.isoformat() if last else None
    if last is None:
        yield Problem("backup-none")
    elif datetime.now(UTC) - last > _OLD:
        yield Problem("backup-old", values={"day": last.date().isoformat()})
