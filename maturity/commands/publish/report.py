"""What `maturity publish` prints: the files of a release, its tables, and what is left out."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from ..common import print_json

if TYPE_CHECKING:
    from ...assessment.selection import LeftOut
    from ...publication.release import Count, Release


class Report(NamedTuple):
    """A written release: its files, what it leaves out, and where the internal report of its protection is, if any."""

    release: "Release"
    left_out: "LeftOut"
    files: Sequence[Path]
    audit: Path | None = None

    def lines(self, language: str) -> Iterator[str]:
        """For a terminal: its files, then its tables and notes."""
        zh, base = language == "zh", self.release.base
        of = (
            (f"：{base:,} 家企业，" if zh else f", {base:,} enterprises, ")
            if self.release.counted
            else "："
            if zh
            else ", "
        )
        tables = f"{of}{len(self.release.tables)} {'张表。' if zh else 'tables.'}"
        for file in self.files:
            yield f"{'已写出' if zh else 'Written:'} {file}{'' if self.audit else tables}"
        for count in self._counts:
            detail = f"{count.rows:,} 行，{count.cells:,} 格" if zh else f"{count.rows:,} rows, {count.cells:,} cells"
            yield f"  {count.table:<24} {detail}"
        yield from _notes(self.left_out, zh)

    def document(self) -> dict[str, object]:
        """For programs."""
        made, left = self.release, self.left_out._asdict()
        return {
            "plan": made.id,
            "year": made.year,
            "enterprises": made.base if made.counted else None,
            "files": [str(file) for file in self.files],
            "audit": str(self.audit) if self.audit else None,
            "tables": [count._asdict() for count in self._counts],
            "left_out": {**left, "differing": len(self.left_out.differing)},
        }

    @property
    def _counts(self) -> "tuple[Count, ...]":
        from ...publication.release import manifest

        return manifest(self.release)


def tell(reports: Iterable[Report], language: str, *, as_json: bool) -> None:
    """Print every release as it is written, or all in one line of JSON."""
    if as_json:
        print_json({"releases": [one.document() for one in reports]})
        return
    for one in reports:
        for line in one.lines(language):
            click.echo(line)


def _notes(left_out: "LeftOut", zh: bool) -> Iterator[str]:
    """What the release leaves out, one line for each reason."""
    if left_out.versions:
        yield (
            f"注意：{left_out.versions:,} 家企业按问卷的其他版本提交，未计入。"
            if zh
            else f"Note: {left_out.versions:,} enterprises answered another version and are left out."
        )
    if left_out.held:
        yield (
            f"注意：{left_out.held:,} 家企业的新数据留待以后的批次，仍按上次发布时的数据计入。"
            if zh
            else f"Note: newer data of {left_out.held:,} enterprises wait for a later batch; they stand as in the last "
            "release."
        )
    if left_out.elsewhere:
        yield (
            f"注意：{left_out.elsewhere:,} 家企业只有从外部带入、尚未认可的提交，未计入。"
            if zh
            else f"Note: {left_out.elsewhere:,} enterprises have only submissions brought in from elsewhere that "
            "nobody has accepted; they are left out."
        )
    if left_out.differing:
        count, named = len(left_out.differing), "; ".join(left_out.differing)
        yield (
            f"注意：{count:,} 家企业保存的结果与答案不符，未计入：{named}"
            if zh
            else f"Note: {count:,} enterprises keep a result that does not follow from their answers and are left out: "
            f"{named}"
        )
