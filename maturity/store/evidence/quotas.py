"""How much may be kept: of one enterprise, of one person. The environment decides."""

import os
from dataclasses import dataclass

EVIDENCE = "evidence"  # what one enterprise may keep
WAITING = "waiting"  # what one person may have waiting for a decision
_SETTINGS = {  # files and megabytes, each with its default
    EVIDENCE: (("MATURITY_EVIDENCE_FILES", 10_000), ("MATURITY_EVIDENCE_MB", 5_000)),
    WAITING: (("MATURITY_WAITING_FILES", 50), ("MATURITY_WAITING_MB", 200)),
}


@dataclass(frozen=True, slots=True)
class Quota:
    """The most files, and the most megabytes of all of them."""

    files: int
    megabytes: int

    def holds(self, files: int, size: int) -> bool:
        """`files` of `size` bytes together are within it."""
        return files <= self.files and size <= self.megabytes * 1024 * 1024


def quota(name: str) -> Quota:
    """The quota of this name. Raises ValueError that names a setting which is no whole number."""
    return Quota(*(_number(setting, usual) for setting, usual in _SETTINGS[name]))


def quotas() -> dict[str, Quota]:
    """All of them, by name. Raises as :func:`quota`."""
    return {name: quota(name) for name in _SETTINGS}


def _number(name: str, usual: int) -> int:
    text = os.environ.get(name) or str(usual)
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise ValueError(f"{name}: {text[:40]!r} is not a whole number")
    return int(text)
