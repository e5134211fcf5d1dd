"""The terminal output of a publication: the file, its tables, and what is left out."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...assessment.selection import LeftOut
    from ...publication.release import Release


def report(release: "Release", left_out: "LeftOut", written: Path, language: str) -> list[str]:
    """The lines about a written release: its file, then its tables and notes."""
    from ...publication.release import manifest

    counts = manifest(release)
    zh = language == "zh"
    of = (f"{release.base:,} 家企业，" if zh else f"{release.base:,} enterprises, ") if release.counted else ""
    tables = len(release.tables)
    lines = [f"已写出 {written}：{of}{tables} 张表。" if zh else f"Written: {written}, {of}{tables} tables."]
    for count in counts:
        detail = f"{count.rows:,} 行，{count.cells:,} 格" if zh else f"{count.rows:,} rows, {count.cells:,} cells"
        lines.append(f"  {count.table:<24} {detail}")
    return [*lines, *_notes(left_out, zh)]


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
