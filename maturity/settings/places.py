"""Places of data for the command line and the web, and files that their owner alone can read."""

import os
import uuid
from pathlib import Path
from typing import IO

from .table import value


def data_dir() -> Path:
    """The folder of the database, the secret key and the demo's workbook: `MATURITY_DATA_DIR`, else `var` here."""
    return Path(value("MATURITY_DATA_DIR") or "var").absolute()


def questionnaires_dir() -> Path | None:
    """The folder of definitions beside those shipped: `MATURITY_QUESTIONNAIRES`; None where it is not set."""
    given = value("MATURITY_QUESTIONNAIRES")
    return Path(given).absolute() if given else None


def private_folder(folder: Path) -> None:
    """Make `folder` and what lacks above it, for their owner alone (0700). Raises OSError where that cannot be."""
    for missing in reversed([above for above in folder.parents if not above.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def private_file(path: Path) -> int:
    """A handle to write to the file, made where it is not there yet, for its owner alone (0600)."""
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file for its owner alone (0600), durably, whole or not at all. Raises OSError, leaving nothing."""
    draft = path.with_name(f"{path.name}.{uuid.uuid4().hex}.part")
    try:
        with os.fdopen(private_file(draft), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def keep_private(folder: Path) -> None:
    """Have the files of `folder` be their owner's alone (0600) and durable. Raises OSError."""
    for path in folder.iterdir():
        path.chmod(0o600)
        with path.open("rb") as file:
            os.fsync(file.fileno())


def try_lock(path: Path) -> IO[str] | None:
    """The file, locked until it is closed or the process ends; None where it is already locked."""
    file = os.fdopen(private_file(path), "a")
    try:
        import fcntl
    except ImportError:  # Windows: a single process serves there, bounded by its own threads
        return file
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def database_url() -> str:
    """`MATURITY_DATABASE_URL`, else a SQLite file in the data folder, which is made when it is missing.

    Raises OSError where the folder cannot be made.
    """
    return value("MATURITY_DATABASE_URL") or sqlite_in(data_dir())


def sqlite_in(folder: Path) -> str:
    """The SQLite file in `folder`, which is made when it is missing. Raises OSError where it cannot be made."""
    private_folder(folder)
    return f"sqlite:///{folder / 'maturity.sqlite3'}"
