"""Mistakes of planning: estimates, targets, actions."""

from ..entry import Entry

ENTRIES: dict[str, Entry] = {
    "roadmap-stale": Entry(
        "“{found}”刚被别人改过，您的修改还没有保存。",
        "请核对现有内容后再保存一次。",
        "Someone changed '{found}' in the meantime; your change was not saved.",
        "Compare with the current content and save again.",
    ),
    "roadmap-estimate": Entry(
        "条目“{found}”的估计不可用。",
        "投入写 1 到 100 的整数，收益写 0 到 100 的整数；两格都留空表示不估计。",
        "The estimate of item '{found}' cannot be used.",
        "Write effort as a whole number from 1 to 100 and benefit from 0 to 100; leave both empty for none.",
    ),
    "roadmap-item": Entry(
        "“{found}”不是这份评估的条目。",
        "请刷新页面后再试。",
        "'{found}' is not an item of this assessment.",
        "Reload the page and try again.",
    ),
    "roadmap-area": Entry(
        "这份评估里没有“{found}”这一部分。",
        "请刷新页面后再试。",
        "'{found}' is not an area of this assessment.",
        "Reload the page and try again.",
    ),
    "roadmap-level": Entry(
        "“{found}”的目标等级不可用。",
        "请选择 1 到 {most} 级，或不设目标。",
        "The target level of '{found}' cannot be used.",
        "Choose a level from 1 to {most}, or none.",
    ),
    "roadmap-subject": Entry(
        "“{found}”不能定目标。",
        "请刷新页面后再试。",
        "'{found}' can have no target.",
        "Reload the page and try again.",
    ),
    "roadmap-value": Entry(
        "“{found}”的目标不可用。",
        "得分不超过满分，等次从列出的里面选；年份写 2000 到 2100 之间的整数。",
        "The target of '{found}' cannot be used.",
        "A score is at most the maximum, a grade one of those listed; write the year as a whole number, 2000 to 2100.",
    ),
    "roadmap-due": Entry(
        "“{found}”不是日期。",
        "请写成 2026-03-31 的形式，或留空。",
        "'{found}' is not a date.",
        "Write it like 2026-03-31, or leave it empty.",
    ),
    "action-words": Entry(
        "行动没有内容，或超过 {limit} 个字符。",
        "请写明要做什么，不超过 {limit} 个字符。",
        "The action has no description, or one of more than {limit} characters.",
        "Describe what is to be done in at most {limit} characters.",
    ),
    "action-owner": Entry(
        "负责人姓名超过 {limit} 个字符。",
        "请缩短。",
        "The name of the person responsible is longer than {limit} characters.",
        "Shorten it.",
    ),
    "action-state": Entry(
        "“{found}”不是行动的状态。",
        "可选：open（未开始）、doing（进行中）、done（已完成）、dropped（不做了）。",
        "'{found}' is not a state of an action.",
        "Choose open, doing, done or dropped.",
    ),
    "action-many": Entry(
        "一份评估最多 {limit} 项行动，没有添加。",
        "请先合并相近的行动。",
        "An assessment holds at most {limit} actions; nothing was added.",
        "Combine similar ones first.",
    ),
    "action-not-found": Entry(
        "没有找到该行动。",
        "请从行动清单重新进入。",
        "There is no such action.",
        "Go back to the list of actions.",
    ),
    "action-stale": Entry(
        "{by}刚改过这项行动，您的修改还没有保存。",
        "请核对现有内容后再保存一次。",
        "{by} changed this action in the meantime; your change is not saved.",
        "Compare with the current content and save again.",
    ),
}
