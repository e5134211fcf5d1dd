"""Columns of serial numbers and of notes: not read, but counted, so that they can be named."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from ...text.plain import folded
from ...text.traditional import simplified
from ..spreadsheets.table import heading_key

_HEADINGS = (
    "序号 序 编号 顺序号 流水号 行号 项次 # No. № Nr. Num Number S/N SN Seq Sequence Index Row "
    "Serial Serial_number Serial_no. Row_number Row_no. Line_no. "
    "备注 备注栏 备注说明 其他说明 说明 说明栏 情况说明 补充说明 附注 注 注释 "
    "Note Notes Remark Remarks Comment Comments Explanation"
)


def _key(text: str) -> str:
    return heading_key(text) or simplified(folded(text))  # "#" has neither letter nor digit


IGNORED = frozenset(_key(heading.replace("_", " ")) for heading in _HEADINGS.split())


def ignored_positions(header: Sequence[str], read: Collection[str]) -> dict[int, str]:
    """Headings by position of the columns in `header` that are not `read` and hold serial numbers or notes."""
    return {place: name for place, name in enumerate(header) if name and name not in read and _key(name) in IGNORED}


class Ignored:
    """The ignored columns of one table: `cells` counts by heading what they hold, `rows` those that hold nothing else.

    `read` are the positions of the columns that are read.
    """

    def __init__(self, columns: dict[int, str], read: Collection[int]) -> None:
        self.columns, self.read = columns, tuple(read)
        self.cells = Counter(dict.fromkeys(columns.values(), 0))
        self.rows = 0

    def read_rows(self, rows: Iterator[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, Sequence[str]]]:
        """Numbered rows, counted; without those that hold nothing in the columns that are read."""
        for row, cells in rows:
            self.cells.update(name for place, name in self.columns.items() if cells[place].strip())
            if not self.columns or not self.only_these(cells):
                yield row, cells

    def only_these(self, cells: Sequence[str]) -> bool:
        """Whether a row holds nothing in the columns that are read; counted where it holds something in these."""
        if any(cells[place].strip() for place in self.read):
            return False
        self.rows += any(cells[place].strip() for place in self.columns)
        return True
