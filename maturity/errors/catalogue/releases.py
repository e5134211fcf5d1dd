"""Mistakes of the calendar of releases, and of the file of reference metadata."""

from ..entry import Entry

ENTRIES: dict[str, Entry] = {
    "sims-version": Entry(
        '这不是参考元数据文件：没有写明 sims: "{version}"。',
        "取用模板，在模板里填写。",
        'This is no file of reference metadata: it does not say sims: "{version}".',
        "Fill in the template.",
        "用 maturity metadata 生成模板，在模板里填写。",
        "Fill in the template that `maturity metadata` prints.",
    ),
    "sims-unknown": Entry(
        "没有“{found}”这个项目。",
        "改用模板中的项目名。",
        "There is no concept '{found}'.",
        "Use the names of the template.",
        "改用模板中的项目名；maturity metadata 会列出全部项目。",
        "Use the names of the template; `maturity metadata` prints them all.",
    ),
    "sims-shape": Entry(
        "“{id}”应有中文和英文两段文字。",
        '写成 {id}: {{zh: "…", en: "…"}}；不填时两段都留空。',
        "'{id}' is not a text in Chinese and one in English.",
        'Write {id}: {{zh: "…", en: "…"}}; leave both empty if there is nothing to say.',
    ),
    "sims-missing": Entry(
        "必填项目“{id}”（{number}）没有填写。",
        "补上中文和英文。",
        "The required concept '{id}' ({number}) is empty.",
        "Fill it in, in Chinese and in English.",
    ),
    "sims-one-language": Entry(
        "“{id}”只填了一种语言。",
        "补上另一种语言，或两种都留空。",
        "'{id}' is filled in in one language only.",
        "Add the other language, or leave both empty.",
    ),
    "sims-long": Entry(
        "文字超过 {limit} 个字符。",
        "写短些，或写明可以在哪里读到。",
        "The text is longer than {limit} characters.",
        "Shorten it, or say where to read more.",
    ),
    "sims-mail": Entry(
        "“{found}”不是邮箱地址。",
        "写成 name@example.org 这样的地址。",
        "'{found}' is not an email address.",
        "Write an address such as name@example.org.",
    ),
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
