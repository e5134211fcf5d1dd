"""The reference metadata of a release as CSV: concept numbers, names and texts, in both languages."""

import csv
from io import StringIO
from pathlib import Path

from maturity.errors import refuse
from maturity.publication.release import Release, marked
from maturity.text.formulas import protect

from ..package import place

_HEADS = ("SIMS", "概念", "Concept", "说明", "Text")
FILE = "metadata.csv"  # in zips


def write(release: Release, path: Path, language: str) -> Path:
    """Write the reference metadata to `path` in both languages; returns the path written.

    An internal release gets "-internal" at the end of its file name. Raises Refusal where the file cannot be written.
    """
    target, content = marked(release, Path(path)), reference(release)

    def check(draft: Path) -> None:
        if draft.read_bytes() != content:
            raise refuse("plan-not-verified", detail=path.suffix)

    def save(draft: Path) -> None:
        draft.write_bytes(content)

    place(target, save, check)
    return target


def reference(release: Release) -> bytes:
    """The content of the file: UTF-8 with a byte order mark, no text that is a formula."""
    text = StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(_HEADS)
    for number, label, said in release.reference:
        writer.writerow(map(protect, (number, label.zh, label.en, said.zh, said.en)))
    return text.getvalue().encode("utf-8-sig")
