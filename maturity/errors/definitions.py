"""Mistakes of questionnaire definitions (and of anything else written in YAML)."""

from .entry import Entry

ENTRIES: dict[str, Entry] = {
    "def-syntax": Entry(
        "不是合法的 YAML:{detail}。",
        "检查这一行的缩进、引号和冒号。",
        "This is not valid YAML: {detail}.",
        "Check indents, quotes and colons around this line.",
    ),
    "def-alias": Entry(
        "此处使用了 YAML 锚点或别名。",
        "把内容直接写出来，定义文件不使用锚点。",
        "A YAML anchor or alias is used here.",
        "Write the content out; definitions use no anchors.",
    ),
    "def-duplicate-key": Entry(
        "键“{key}”在同一处写了两次。",
        "保留一个，删去另一个。",
        "The key '{key}' appears twice in the same object.",
        "Keep one and delete the other.",
    ),
    "def-missing-key": Entry(
        "缺少“{key}”。",
        "在此处补上这个键。",
        "'{key}' is missing.",
        "Add this key here.",
    ),
    "def-unknown-key": Entry(
        "不认识键“{key}”。",
        "检查拼写；可用的键见 maturity check --schema。",
        "The key '{key}' is not known here.",
        "Check its spelling; `maturity check --schema` lists the keys.",
    ),
    "def-not-allowed": Entry(
        "“{found}”不在允许的取值之内。",
        "改为以下之一：{allowed}。",
        "'{found}' is not one of the allowed values.",
        "Use one of: {allowed}.",
    ),
    "def-bad-id": Entry(
        "“{found}”不能作编号。",
        "编号以小写字母开头，只用小写字母、数字、连字符和句点，最长 60 个字符。",
        "'{found}' cannot be an id.",
        "Start with a lower-case letter; use lower-case letters, digits, hyphens, dots; at most 60.",
    ),
    "def-empty-text": Entry(
        "“{key}”是空的。",
        "写上内容；中文和英文都要有。",
        "'{key}' is empty.",
        "Write the text; Chinese and English are both needed.",
    ),
    "def-too-few": Entry(
        "“{key}”的条目太少。",
        "至少写 {least} 条。",
        "'{key}' has too few entries.",
        "Write at least {least}.",
    ),
    "def-too-many": Entry(
        "“{key}”的条目太多。",
        "最多 {most} 条，请合并或删减。",
        "'{key}' has too many entries.",
        "At most {most}; merge or drop some.",
    ),
    "def-not-number": Entry(
        "“{found}”不是此处可用的数。",
        "写一个十进制数，例如 0.8 或 12。",
        "'{found}' is not a number that fits here.",
        "Write a decimal number such as 0.8 or 12.",
    ),
    "def-wrong-kind": Entry(
        "“{key}”的形式不对（读到：{found}）。",
        "对照 maturity check --schema：此处应为映射、列表或文字中的另一种。",
        "'{key}' has the wrong form (found: {found}).",
        "Compare with `maturity check --schema`: a mapping, list or text is wanted.",
    ),
    "def-choice-scores": Entry(
        "选项得分为 {found}，不是从 1 递减到 0。",
        "按得分从高到低排列，第一项得 1，最后一项得 0。",
        "The choices score {found}, which does not fall from 1 to 0.",
        "Order them by score; the first scores 1, the last 0.",
    ),
    "def-pass-mark": Entry(
        "达标线 {found} 不在 0 与 1 之间。",
        "写一个大于 0、不大于 1 的数，通常是 0.8。",
        "The pass mark {found} is not between 0 and 1.",
        "Write a number above 0 and at most 1, usually 0.8.",
    ),
    "def-level-order": Entry(
        "此处等级编号是 {found}，应为 {wanted}。",
        "等级从 1 起连续编号。",
        "This level is numbered {found}; {wanted} is expected.",
        "Number the levels from 1 without gaps.",
    ),
    "def-duplicate-id": Entry(
        "编号“{id}”({kind})重复。",
        "编号永久有效且唯一，给后来的一个换新编号。",
        "The {kind} id '{id}' is used twice.",
        "Ids are unique and for ever; give the newer one another id.",
    ),
    "def-no-first-level": Entry(
        "能力子域“{id}”没有一级条目。",
        "至少写一条一级条目，否则没有得分可以承接。",
        "Subdomain '{id}' has no item at level 1.",
        "Write at least one; otherwise there is no score to carry upwards.",
    ),
    "def-item-order": Entry(
        "条目“{id}”是 {found} 级，却排在 {before} 级之后。",
        "同一子域内的条目按等级升序排列。",
        "Item '{id}' is at level {found} but stands after level {before}.",
        "Order the items of a subdomain by level.",
    ),
    "def-item-id": Entry(
        "条目编号“{id}”不以“{subdomain}.”开头。",
        "编号写作“{subdomain}.等级字母”，例如 {subdomain}.1a。",
        "Item id '{id}' does not start with '{subdomain}.'.",
        "Write it as '{subdomain}.<level><letter>', e.g. {subdomain}.1a.",
    ),
    "def-unknown-level": Entry(
        "没有 {found} 级，共 {levels} 级。",
        "改为 1 到 {levels} 之间的等级。",
        "There is no level {found}; there are {levels}.",
        "Use a level from 1 to {levels}.",
    ),
    "def-unpaired-texts": Entry(
        "中文有 {zh} 条，英文有 {en} 条。",
        "中英文逐条对应，条数要相同。",
        "There are {zh} Chinese and {en} English entries.",
        "Pair them one to one.",
    ),
    "def-not-chinese": Entry(
        "中文文字“{found}”里没有汉字。",
        "写上中文。",
        "The Chinese text '{found}' holds no Chinese character.",
        "Write it in Chinese.",
    ),
    "def-not-english": Entry(
        "英文文字“{found}”里有汉字。",
        "改为英文。",
        "The English text '{found}' holds Chinese characters.",
        "Write it in English.",
    ),
    "def-same-text": Entry(
        "条目“{id}”与“{other}”的文字相同。",
        "一条只问一件事；改写或删去其中一条。",
        "Item '{id}' has the same text as '{other}'.",
        "Each item asks one thing; rewrite or delete one of them.",
    ),
    "def-unknown-node": Entry(
        "没有编号为“{id}”的要素、域或子域可用于此处。",
        "检查拼写；被省略的子域不写权重。",
        "There is no node '{id}' that belongs here.",
        "Check its spelling; an omitted subdomain has no weight.",
    ),
    "def-missing-weight": Entry(
        "“{parent}”之下缺少“{id}”的权重。",
        "补上权重，使同组之和为 100。",
        "The weight of '{id}' under '{parent}' is missing.",
        "Add it so that the group adds up to 100.",
    ),
    "def-weight-sum": Entry(
        "“{parent}”之下的权重({ids})之和是 {total}，不是 100。",
        "调整权重，使之和恰为 100。",
        "The weights under '{parent}' ({ids}) add up to {total}, not 100.",
        "Change them so that they add up to exactly 100.",
    ),
    "def-weight-range": Entry(
        "“{id}”的权重 {found} 超出 0 到 100。",
        "写 0 到 100 之间的百分数。",
        "The weight {found} of '{id}' is outside 0 to 100.",
        "Write a percentage from 0 to 100.",
    ),
}
