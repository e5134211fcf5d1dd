"""Quotas of stored files for one enterprise and for one person, from environment variables."""

import os
from dataclasses import dataclass

EVIDENCE = "evidence"  # evidence files of one enterprise
WAITING = "waiting"  # uploads of one person waiting for a decision
_SETTINGS = {  # files and megabytes, each with its default
    EVIDENCE: (("MATURITY_EVIDENCE_FILES", 10_000), ("MATURITY_EVIDENCE_MB", 5_000)),
    WAITING: (("MATURITY_WAITING_FILES", 50), ("MATURITY_WAITING_MB", 200)),
}


@dataclass(frozen=True, slots=True)
class Quota:
    """The largest number of files, and their largest total size in megabytes."""

    files: int
    megabytes: int

    def holds(self, files: int, size: int) -> bool:
        """Whether `files` files of `size` bytes in total are within the quota."""
        return files <= self.files and size <= self.megabytes * 1024 * 1024


def quota(name: str) -> Quota:
    """The quota of this name. Raises ValueError naming a setting that is not a whole number."""
    return Quota(*(whole_setting(setting, usual) for setting, usual in _SETTINGS[name]))


def quotas() -> dict[str, Quota]:
    """All quotas by name. Raises as :func:`quota`."""
    return {name: quota(name) for name in _SETTINGS}


def whole_setting(name: str, usual: int) -> int:
    """The whole number in the environment variable `name`, `usual` where it is not set. Raises ValueError."""
    text = os.environ.get(name) or str(usual)
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise ValueError(f"{name}: {text[:40]!r} is not a whole number")
    return int(text)
