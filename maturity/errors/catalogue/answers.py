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
        "问卷“{id}”按方法“{method}”计分，这个版本还不会。",
        "能计分的问卷用方法“{known}”，并列出等级。",
        "The questionnaire '{id}' is scored by the method '{method}', which this version does not have.",
        "Questionnaires that can be scored use the method '{known}' and list their levels.",
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
