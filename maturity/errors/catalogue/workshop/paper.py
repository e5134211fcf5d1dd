"""Mistakes with paper ballots."""

from ...entry import Entry

ENTRIES: dict[str, Entry] = {
    "paper-line": Entry(
        "第 {line} 行读不懂：应是席位号和 {wanted} 个标记，现在有 {found} 个标记。",
        "请按“席位号：标记 标记 …”填写，空白的条目写 -。",
        "Line {line} cannot be read: it takes a seat number and {wanted} marks, and has {found} marks.",
        "Write 'seat number: mark mark …', and - for an item that was left blank.",
    ),
    "paper-twice": Entry(
        "第 {line} 行：{seat} 号选票已经写过一次。",
        "请对照选票上的席位号。",
        "Line {line}: ballot {seat} stands in an earlier line too.",
        "Compare the seat number on the ballot.",
    ),
    "paper-few": Entry(
        "只有 {found} 张选票；一次至少录入 {least} 张，这样看不出谁投了哪一票。",
        "请等收到更多选票后一起录入。",
        "There are {found} ballots; at least {least} are entered at a time, so that nobody's vote can be told.",
        "Wait until there are more, then enter them together.",
    ),
    "paper-once": Entry(
        "{seat} 号选票只在两次录入中的一次里。",
        "请对照纸面改正后再提交。",
        "Ballot {seat} is in one of the two entries only.",
        "Look at the paper, mend it, then send both again.",
    ),
    "paper-differs": Entry(
        "{seat} 号选票第 {item} 条：第一次是“{first}”，第二次是“{second}”。",
        "请对照纸面改正后再提交。",
        "Ballot {seat}, item {item}: '{first}' in the first entry, '{second}' in the second.",
        "Look at the paper, mend it, then send both again.",
    ),
    "paper-mark": Entry(
        "{seat} 号选票第 {item} 条：没有“{found}”这个标记。",
        "请写选票上方格旁的标记，空白写 -。",
        "Ballot {seat}, item {item}: there is no mark '{found}'.",
        "Write the mark that stands at the box on the ballot, and - for a blank.",
    ),
    "paper-seat": Entry(
        "没有 {seat} 号选票，或它不能对这些条目投票。",
        "请对照选票上的席位号；开始表决之后才加印的选票从下一条开始有效。",
        "There is no ballot {seat}, or it cannot vote on these items.",
        "Compare the seat number; ballots added after the first round was revealed vote from the next item on.",
    ),
    "paper-counted": Entry(
        "{seat} 号选票已经计过票。",
        "请从两次录入中去掉它；计错了时，请作废本轮重投。",
        "Ballot {seat} was counted already.",
        "Take it out of both entries; if the votes are not those on the paper, void the round and vote again.",
    ),
    "paper-number": Entry(
        "纸质选票的张数不可用。",
        "请写 1 到 {most} 之间的整数；一场研讨会最多 {most} 个席位。",
        "This number of paper ballots cannot be used.",
        "Write a whole number from 1 to {most}; a workshop has at most {most} seats.",
    ),
}
