"""Quotas of stored files for one enterprise and for one person, from the settings."""

from dataclasses import dataclass

from ...settings import count

EVIDENCE = "evidence"  # evidence files of one enterprise
WAITING = "waiting"  # uploads of one person waiting for a decision
_SETTINGS = {  # files and megabytes
    EVIDENCE: ("MATURITY_EVIDENCE_FILES", "MATURITY_EVIDENCE_MB"),
    WAITING: ("MATURITY_WAITING_FILES", "MATURITY_WAITING_MB"),
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
    """The quota of this name."""
    return Quota(*(count(setting) for setting in _SETTINGS[name]))
