"""Where backups lie unless a place is named, and which was the last one."""

import json
from datetime import datetime
from pathlib import Path

from ..settings import write_whole

FOLDER = "backups"  # in the data folder; not backed up itself
LAST = "last-backup.json"  # in the data folder


def record(data_dir: Path, path: Path, at: datetime) -> None:
    """Note that `path` is a backup of the moment `at`."""
    told = {"at": at.isoformat(), "file": str(path)}
    write_whole(data_dir / LAST, json.dumps(told, ensure_ascii=False).encode())


def last_backup(data_dir: Path) -> datetime | None:
    """The moment of the last backup; None where there is none that is known."""
    try:
        return datetime.fromisoformat(json.loads((data_dir / LAST).read_text(encoding="utf-8"))["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
