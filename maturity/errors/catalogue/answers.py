"""Mistakes of answers to a questionnaire."""

from ..entry import Entry

ENTRIES: dict[str, Entry] = {
    "answer-unknown-item": Entry(
        "问卷里没有条目“{item}”。",
        "刷新页面后重试；导入文件时核对条目编号。",
        "The questionnaire has no item '{item}'.",
        "Reload the page and try again; in a file, check the item id.",
    ),
    "answer-unknown-choice": Entry(
        "条目“{item}”没有选项“{choice}”。",
        "可选：{allowed}。",
        "Item '{item}' has no choice '{choice}'.",
        "Choose one of: {allowed}.",
    ),
    "answer-kind": Entry(
        "条目“{item}”的答案是 {found}，不是答案对象。",
        "请用 Chosen 或 NotApplicable 写答案，并给出选项编号或理由。",
        "The answer to item '{item}' is {found}, which is no answer object.",
        "Write Chosen(choice id) or NotApplicable(reason), both from the package maturity.",
    ),
    "answer-other-kind": Entry(
        "条目“{item}”的答案是 {found}，与条目所问的不是一类。",
        "选择题用 Chosen，数用 Entered，表格用 Listed，清单用 Ticked，文字用 Said；计算项不用回答。",
        "The answer to item '{item}' is {found}, which is not what the item asks for.",
        "Choices take Chosen, numbers Entered, tables Listed, ticks Ticked, texts Said; computed items take no answer.",
    ),
    "answer-computed": Entry(
        "条目“{item}”由别的数算出，不用填写。",
        "请删去这里的内容，填写它所用的数。",
        "Item '{item}' is computed from other numbers and takes no answer.",
        "Delete what stands here, and enter the numbers that it is computed from.",
    ),
    "answer-table": Entry(
        "条目“{item}”是一张表，不能只填一个值。",
        "一行写一个品种：写明名称，再按列填数。",
        "Item '{item}' is a table and takes more than one value.",
        "Write a row for each entry: what it is, and its numbers by column.",
    ),
    "answer-unticked": Entry(
        "清单里没有“{found}”。",
        "按清单里的文字或编号填写，用逗号分开；一条也没有就写“无”。",
        "The list has no '{found}'.",
        "Write the words or ids of the list, with commas between; where nothing holds, write 'none'.",
    ),
    "answer-rows": Entry(
        "条目“{item}”填了 {count} 行，最多 {limit} 行。",
        "请合并或只留最主要的。",
        "Item '{item}' has {count} rows, more than the limit of {limit}.",
        "Merge rows, or keep the main ones.",
    ),
    "answer-row-nameless": Entry(
        "条目“{item}”有一行没有名称，该行填的是：{found}。",
        "写明这一行是什么，或清空这一行。",
        "Item '{item}' has a row without a name; it holds: {found}.",
        "Say what the row is of, or clear it.",
    ),
    "answer-row-twice": Entry(
        "条目“{item}”里“{key}”有两行。",
        "合并成一行，或给其中一行换个名称。",
        "Item '{item}' has two rows named '{key}'.",
        "Merge them, or rename one.",
    ),
    "answer-carrier": Entry(
        "换算表里没有“{found}”。",
        "从能源品种里选；已折成标准煤的写“其他能源”。",
        "The conversion has no '{found}'.",
        "Choose one of its carriers; what is already in coal equivalent is 'Other energy'.",
    ),
    "answer-carrier-twice": Entry(
        "“{found_zh}”与另一行是同一种能源，只能算一次。",
        "当量值和等价值只留一个，各行都用同一种口径。",
        "'{found_en}' is the same energy as another row and counts once.",
        "Keep either the calorific or the equivalent value, and use that method throughout.",
    ),
    "answer-long": Entry(
        "条目“{item}”有 {length} 个字符，超过 {limit}。",
        "请缩短。",
        "Item '{item}' has {length} characters, over the limit of {limit}.",
        "Shorten it.",
    ),
    "answer-reason-missing": Entry(
        "条目“{item}”选了“不适用”，但没有写理由。",
        "用一句话写明为什么不适用。",
        "Item '{item}' is marked not applicable without a reason.",
        "State in one sentence why it does not apply.",
    ),
    "answer-reason-long": Entry(
        "条目“{item}”的理由有 {length} 个字符，超过 {limit}。",
        "请缩短理由；细节可写进备注。",
        "The reason at '{item}' has {length} characters, over the limit of {limit}.",
        "Shorten it; details fit in the comment.",
    ),
    "answer-reason-stray": Entry(
        "写了理由“{found}”，但回答不是“不适用”。",
        "改为“不适用”，或删去理由。",
        "A reason is given ('{found}'), but the answer is not 'not-applicable'.",
        "Answer 'not-applicable', or delete the reason.",
    ),
    "answer-unknown-profile": Entry(
        "没有权重方案“{profile}”。",
        "可用的方案：{allowed}。",
        "There is no weight profile '{profile}'.",
        "Use one of: {allowed}.",
    ),
    "scoring-method": Entry(
        "问卷“{id}”按方法“{method}”计分，这里只能处理按等级计分的问卷。",
        "请选用方法是“{known}”的问卷；其他问卷在网页上作答、看结果。",
        "The questionnaire '{id}' is scored by the method '{method}'; only levels are scored here.",
        "Choose a questionnaire of the method '{known}'; others are answered and evaluated on the pages.",
    ),
    "scoring-rows": Entry(
        "问卷“{id}”的条目“{item}”按表格逐行计算再平均，不能成批评分。",
        "请逐份评分。",
        "Item '{item}' of the questionnaire '{id}' takes the mean over the rows of a table; columns of many responses "
        "do not hold these.",
        "Evaluate its responses one by one.",
    ),
    "answer-cut-forbidden": Entry(
        "“{group}”不可裁剪。",
        "可裁剪的有：{allowed}。",
        "'{group}' may not be tailored out.",
        "These may: {allowed}.",
    ),
    "answer-cut-long": Entry(
        "裁剪“{group}”的理由有 {length} 个字符，超过 {limit}。",
        "请缩短理由；您写的还在页面上，没有保存。",
        "The reason for tailoring out '{group}' has {length} characters, over the limit of {limit}.",
        "Shorten it; what you wrote is still on the page and not saved.",
    ),
    "answer-cut-reason": Entry(
        "裁剪“{group}”没有写理由。",
        "写明企业为何没有这项业务。",
        "'{group}' is tailored out without a reason.",
        "State why the enterprise has no such business.",
    ),
}
