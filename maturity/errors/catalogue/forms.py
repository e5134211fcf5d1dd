"""Mistakes that are possible in any form of a page."""

from ..entry import Entry

ENTRIES: dict[str, Entry] = {
    "number-unreadable": Entry(
        "“{column}”需要一个整数，收到的是“{found}”。",
        "请用数字 0 到 9 填写，例如 2026。",
        "'{column}' takes a whole number, and '{found}' is none.",
        "Write it in the digits 0 to 9, for example 2026.",
    ),
    "version-unreadable": Entry(
        "收到的内容缺少页面自带的版本信息，无法判断打开页面之后有没有别人改过，所以没有保存。",
        "请核对页面上现有的内容，再保存一次。",
        "What was sent lacks the page's own version, so it is unknown whether somebody else made changes since the "
        "page was opened. Nothing was saved.",
        "Compare with what the page shows now, then save again.",
    ),
}
