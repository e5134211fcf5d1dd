"""Mistakes of those who take part in a workshop."""

from ...entry import Entry

ENTRIES: dict[str, Entry] = {
    "workshop-code": Entry(
        "这个代码现在不能加入研讨会。",
        "请对照大屏幕重新输入；会议可能还没有开始、已经结束，或暂停加入。",
        "Nobody can join a workshop with this code now.",
        "Compare it with the screen; the workshop may not have begun, may be over, or may be locked.",
    ),
    "workshop-alias": Entry(
        "称呼为空，或超过 {limit} 个字符。",
        "请写一个不超过 {limit} 个字符的称呼，不必是真名。",
        "The name is empty, or longer than {limit} characters.",
        "Write what to call you in at most {limit} characters; it need not be your real name.",
    ),
    "workshop-function": Entry(
        "职能不在清单里。",
        "请从清单中选择一项。",
        "The function is not on the list.",
        "Choose one from the list.",
    ),
    "workshop-full": Entry(
        "会议室已满（最多 {limit} 个席位）。",
        "请告诉主持人：移除不再使用的席位后可以再加入。",
        "The room is full ({limit} seats).",
        "Tell the facilitator, who can remove seats that are no longer used.",
    ),
    "workshop-seat": Entry(
        "这台设备没有这场研讨会的席位。",
        "请输入 8 位席位码找回席位，或重新加入。",
        "This device has no seat in this workshop.",
        "Enter your seat code of 8 characters to bring it back, or join anew.",
    ),
    "workshop-seat-elsewhere": Entry(
        "您的席位已转到另一台设备。",
        "要改回这台设备，请在这里输入席位码。",
        "Your seat has moved to another device.",
        "To bring it back here, enter your seat code.",
    ),
    "workshop-late": Entry(
        "这一轮已经公布，您的票没有计入。",
        "请等待下一轮或下一条。",
        "This round has been revealed; your vote was not counted.",
        "Wait for the next round or the next item.",
    ),
    "workshop-vote": Entry(
        "这不是本条的选项，没有计票。",
        "请从页面上的选项中选择。",
        "This is not a choice of the item; it was not counted.",
        "Choose one of those on the page.",
    ),
    "workshop-newcomer": Entry(
        "您在这一条第一轮公布后才加入，从下一条开始投票。",
        "请等待下一条。",
        "You joined after the first round of this item was revealed; you vote from the next item on.",
        "Wait for the next item.",
    ),
    "workshop-link": Entry(
        "这个链接已经用过，或已失效。",
        "已有席位时请输入席位码；不是您打开的，请告诉主持人。",
        "This link was used already, or is not valid any more.",
        "If you have the seat, enter its code; if it was not you who opened it, tell the facilitator.",
    ),
    "workshop-deadline": Entry(
        "截止时间“{found}”读不懂，或没有选择时区。",
        "请写日期和时间，并选择时区。",
        "The deadline '{found}' cannot be read, or no time zone is chosen.",
        "Give a date and a time, and choose the time zone.",
    ),
    "workshop-deadline-past": Entry(
        "截止时间已过。",
        "投票没有计入；主持人可以改截止时间，新的截止时间要在现在之后。",
        "The deadline has passed.",
        "The vote was not counted; the facilitator can set another deadline, later than now.",
    ),
}
