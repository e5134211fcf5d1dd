"""Where things are kept, for the command line as for the web: the environment decides, else a folder `var`."""

import os
from pathlib import Path


def data_dir() -> Path:
    """The folder of the database, the secret key and the demo's workbook: `MATURITY_DATA_DIR`, else `var` here."""
    return Path(os.environ.get("MATURITY_DATA_DIR") or "var").absolute()


def private_folder(folder: Path) -> None:
    """Make `folder` and what lacks above it, for their owner alone (0700). Raises OSError where that cannot be."""
    for missing in reversed([above for above in folder.parents if not above.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def database_url() -> str:
    """`MATURITY_DATABASE_URL`, else a SQLite file in the data folder, which is made when it is missing.

    Raises OSError where the folder cannot be made.
    """
    given = os.environ.get("MATURITY_DATABASE_URL")
    if given:
        return given
    return sqlite_in(data_dir())


def sqlite_in(folder: Path) -> str:
    """The SQLite file in `folder`, which is made when it is missing. Raises OSError where it cannot be made."""
    private_folder(folder)
    return f"sqlite:///{folder / 'maturity.sqlite3'}"
