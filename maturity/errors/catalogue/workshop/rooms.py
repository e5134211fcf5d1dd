"""Mistakes of those who run a workshop."""

from ...entry import Entry

ENTRIES: dict[str, Entry] = {
    "serve-lan": Entry(
        "这台电脑没有连上任何网络，手机连不到它。",
        "请先打开电脑的热点，或连上会议室的网络。",
        "This machine is in no network, so that no phone can reach it.",
        "Switch on its hotspot, or connect it to the network of the room.",
        "请先打开电脑的热点，或用 --host 写明它在网络中的地址。",
        "Switch on its hotspot, or name its address in the network by --host.",
    ),
    "workshop-not-found": Entry(
        "没有找到这场研讨会。",
        "请从首页重新进入。",
        "There is no such workshop.",
        "Go back to the first page and open it from there.",
    ),
    "workshop-moved": Entry(
        "研讨会在此期间已有变化，这一步没有执行。",
        "页面现在显示最新状态，请看过后再决定。",
        "The workshop has moved on in the meantime; this step was not taken.",
        "The page now shows the present state; look at it before you decide.",
    ),
    "workshop-act": Entry(
        "现在不能这样做。",
        "请刷新页面，看看研讨会现在到了哪一步。",
        "This is not possible now.",
        "Reload the page to see where the workshop stands.",
    ),
    "workshop-facilitator": Entry(
        "现在由{name}主持，只有主持人能推进。",
        "需要由您主持时，请先在主持页面点“接手主持”。",
        "{name} facilitates now; only the facilitator moves the workshop on.",
        "To do so yourself, first press 'Take over' on the facilitator's page.",
    ),
    "workshop-title": Entry(
        "研讨会没有名称，或名称超过 {limit} 个字符。",
        "请写一个不超过 {limit} 个字符的名称。",
        "The workshop has no title, or one of more than {limit} characters.",
        "Write a title of at most {limit} characters.",
    ),
    "workshop-items": Entry(
        "没有选择要表决的内容，或选了这次评估以外的条目。",
        "请至少选择一个部分。",
        "Nothing to vote on is chosen, or items that are not of this assessment.",
        "Choose at least one area.",
    ),
    "workshop-rule": Entry(
        "“{found}”不是一致性规则。",
        "可选：{known}。",
        "'{found}' is not a rule of agreement.",
        "Choose one of {known}.",
    ),
    "workshop-minutes": Entry(
        "预计时长 {found} 不可用。",
        "请写 5 到 600 分钟之间的整数。",
        "The planned time {found} cannot be used.",
        "Write a whole number of minutes from 5 to 600.",
    ),
    "workshop-timer": Entry(
        "计时不可用。",
        "每条投票写 0 到 600 秒，每条讨论写 0 到 60 分钟；0 表示不计时。",
        "A timer cannot be used.",
        "Write 0 to 600 seconds for voting on an item and 0 to 60 minutes for discussing it; 0 means no timer.",
    ),
    "workshop-consultant": Entry(
        "咨询机构的名称超过 {limit} 字。",
        "请写短一些。",
        "The name of the consulting firm has more than {limit} characters.",
        "Write a shorter one.",
    ),
    "workshop-functions": Entry(
        "职能清单不可用：需要 1 到 {most} 项，每项不超过 {limit} 个字符，互不相同。",
        "请每行写一项职能。",
        "The list of functions takes 1 to {most}, each of at most {limit} characters, all different.",
        "Write one function a line.",
    ),
    "workshop-reason": Entry(
        "这样确定需要写明理由，不超过 {limit} 个字符。",
        "请写明理由后再确定。",
        "Settling the item in this way takes a reason of at most {limit} characters.",
        "Write the reason, then settle it.",
    ),
    "workshop-settled": Entry(
        "“{found}”不是可以确定的结果。",
        "请选择一个选项，或写不适用的理由。",
        "'{found}' is not a result that the item can be settled with.",
        "Choose one of the choices, or give the reason why it does not apply.",
    ),
    "workshop-words": Entry(
        "内容为空，或超过 {limit} 个字符。",
        "请写不超过 {limit} 个字符。",
        "The text is empty, or longer than {limit} characters.",
        "Write at most {limit} characters.",
    ),
    "workshop-many": Entry(
        "一次评估最多 {limit} 场研讨会。",
        "请沿用或重新打开已有的一场。",
        "An assessment has at most {limit} workshops.",
        "Use or reopen one that is there.",
    ),
    "workshop-outcome": Entry(
        "没有选择要采用的结果，或选了这场研讨会没有确定、或本次评估已不包含的条目。",
        "请至少选择一条可以采用的结果；都不采用时请选“不采用”。",
        "No result is chosen, or an item that the workshop did not settle or the assessment does not hold any more.",
        "Choose at least one result that can be accepted; to accept none, discard the workshop.",
    ),
}
