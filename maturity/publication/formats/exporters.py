"""The installed exporters of releases, and the names of their files."""

from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import refuse

if TYPE_CHECKING:
    from ..release import Release

_INTERNAL_MARK = "-internal"


def marked(release: "Release", path: Path) -> Path:
    """`path` with "-internal" added to its stem where the release is internal."""
    suffix = suffix_of(path)
    stem = path.name.removesuffix(suffix)
    if not release.internal or stem.endswith(_INTERNAL_MARK):
        return path
    return path.with_name(f"{stem}{_INTERNAL_MARK}{suffix}")


def suffixes() -> list[str]:
    """The file name endings of the installed exporters, such as ".xlsx", sorted."""
    return sorted(f".{point.name}" for point in entry_points(group="maturity.exports"))


def suffix_of(path: Path) -> str:
    """The suffix of `path` as written: that of an installed exporter, such as ".px.zip", else the last part."""
    known = [suffix for suffix in suffixes() if path.name.lower().endswith(suffix)]
    return path.name[-len(max(known, key=len)) :] if known else path.suffix


Exporter = Callable[["Release", Path, str], Path]


def exporter(suffix: str) -> Exporter:
    """The exporter for a suffix such as ".xlsx": `write(release, path, language)`, which returns the path written.

    Raises Refusal `plan-unknown-suffix` with the suffixes that are installed.
    """
    found = {point.name: point for point in entry_points(group="maturity.exports")}
    name = suffix.removeprefix(".").lower()
    if name not in found:
        raise refuse("plan-unknown-suffix", found=suffix, allowed=", ".join(suffixes()))
    loaded: Exporter = found[name].load()
    return loaded
