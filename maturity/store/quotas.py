"""How much may be kept: of one enterprise, of one person. The environment decides."""

import os
from dataclasses import dataclass

EVIDENCE = "MATURITY_EVIDENCE"  # what one enterprise may keep
WAITING = "MATURITY_WAITING"  # what one person may have waiting for a decision
_QUOTAS = {EVIDENCE: (10_000, 5_000), WAITING: (50, 200)}


@dataclass(frozen=True, slots=True)
class Quota:
    """The most files, and the most megabytes of all of them."""

    files: int
    megabytes: int

    def holds(self, files: int, size: int) -> bool:
        """`files` of `size` bytes together are within it."""
        return files <= self.files and size <= self.megabytes * 1024 * 1024


def quota(name: str) -> Quota:
    """`<name>_FILES` and `<name>_MB`, each a whole number. Raises ValueError that names the setting."""
    return Quota(
        *(_number(f"{name}_{unit}", usual) for unit, usual in zip(("FILES", "MB"), _QUOTAS[name], strict=True))
    )


def quotas() -> dict[str, Quota]:
    """All of them, by name. Raises as :func:`quota`."""
    return {name: quota(name) for name in _QUOTAS}


def _number(name: str, usual: int) -> int:
    text = os.environ.get(name) or str(usual)
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise ValueError(f"{name}: {text[:40]!r} is not a whole number")
    return int(text)
