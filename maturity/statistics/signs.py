"""The signs in place of a figure or beside it: one list for tables, pages and all file formats."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from ..questionnaire import Text

Symbols = Literal["customary", "gss", "cn"]  # as is usual in the language; of the British statistical service; Chinese


class Status(Enum):
    """Why a cell has no figure, or a property of its row. The value is its code in JSON-stat."""

    NOT_APPLICABLE = "z"
    CONFIDENTIAL = "c"
    FEW = "u"
    ROUNDS_TO_ZERO = "low"
    NOT_LISTED = "x"


@dataclass(frozen=True, slots=True)
class Sign:
    """The texts, signs and codes of a status.

    `observed` is its code in the SDMX list CL_OBS_STATUS, `dots` the number of dots for it in a PX file (0: none),
    `note` the id of the note that explains it.
    """

    text: Text
    gss: str
    cn: str
    observed: str
    dots: int = 0
    note: str = ""


SIGNS: Mapping[Status, Sign] = {
    Status.NOT_APPLICABLE: Sign(
        Text("不适用（无从计算）", "not applicable (nothing to compute from)"), "[z]", "", "M", 1
    ),
    Status.CONFIDENTIAL: Sign(
        Text("为保护单个企业的信息而不公布", "confidential: not shown, to protect single enterprises"),
        *("[c]", "*", "Q", 2, "confidential"),
    ),
    Status.FEW: Sign(
        Text("可靠性低（企业数少于 30 家）", "low reliability: fewer than 30 enterprises"),
        *("[u]", "△", "U", 0, "few"),
    ),
    Status.ROUNDS_TO_ZERO: Sign(
        Text("不为零，但不足表中最小单位", "not zero, but rounds to zero"), "[low]", "…", "N", 4
    ),
    Status.NOT_LISTED: Sign(Text("表中没有这一组合", "the table does not list this combination"), "[x]", "", "O", 3),
}
PLAIN = "A"  # in CL_OBS_STATUS: a figure of which there is nothing to say
OF_WHICH = Text("其中的主要项", "of which: main items")
_OF_WHICH_MARK = "#"
BLANK = Text("空格", "blank")


def style(symbols: Symbols, language: str) -> Literal["gss", "cn"]:
    """The style of signs for readers of `language`."""
    if symbols != "customary":
        return symbols
    return "cn" if language == "zh" else "gss"


def sign(status: Status, symbols: Symbols, language: str) -> str:
    """The sign of `status`; "" where the cell is left blank."""
    found: str = getattr(SIGNS[status], style(symbols, language))
    return found


def mark_of_which(symbols: Symbols, language: str) -> str:
    """The mark before the label of a number that is a part of the total while its other parts are not listed."""
    return _OF_WHICH_MARK if style(symbols, language) == "cn" else ""
