"""Mistakes of the calendar of releases."""

from ..entry import Entry

ENTRIES: dict[str, Entry] = {
    "calendar-day": Entry(
        "“{found}”不是可用的日期。",
        "选一个 2000 年至 2099 年之间的日期，例如 2026-06-30。",
        "'{found}' is no usable day.",
        "Choose a day between 2000 and 2099, such as 2026-06-30.",
    ),
    "calendar-year": Entry(
        "统计年份“{found}”不在 {first} 至 {last} 之间。",
        "改为数据所属的年份。",
        "The year '{found}' is not between {first} and {last}.",
        "Give the year that the figures are of.",
    ),
    "calendar-twice": Entry(
        "日程里已有同一年、同一方案、同一状态的发布。",
        "在日程里修改它的日期。",
        "The calendar has a release of this year, plan and status already.",
        "Change its day in the calendar.",
    ),
    "calendar-changed": Entry(
        "别人刚改过这一项，没有保存您的修改。",
        "看过现在的日程后再改。",
        "Somebody else has just changed this entry; yours was not saved.",
        "Look at the calendar as it is now and try again.",
    ),
    "calendar-unknown": Entry(
        "日程里没有这一项。",
        "可能已被移除；请刷新页面。",
        "There is no such entry in the calendar.",
        "It may have been removed; reload the page.",
    ),
    "calendar-analyst": Entry(
        "只有分析员可以修改日程。",
        "请联系一位分析员。",
        "Only analysts edit the calendar.",
        "Ask an analyst.",
    ),
}
