"""Mistakes of crosswalks between two versions of a questionnaire."""

from ..entry import Entry

ENTRIES: dict[str, Entry] = {
    "cross-count": Entry(
        "“{kind}”一行的 {key} 列了 {found} 条，应有 {wanted} 条。",
        "same、reworded 一对一，split 一对多，merged 多对一；new 只写 to，gone 只写 from。",
        "The line '{kind}' names {found} under '{key}' (expected: {wanted}).",
        "Lines same and reworded name one item on either side, split one and several, merged several and one; new "
        "names only 'to', gone only 'from'.",
    ),
    "cross-unknown-item": Entry(
        "版本 {version} 里没有条目“{id}”。",
        "核对编号，以及 from 与 to 是否写反。",
        "Version {version} has no item '{id}'.",
        "Check the id, and whether 'from' and 'to' are swapped.",
    ),
    "cross-repeated-item": Entry(
        "条目“{id}”写了两次。",
        "每个条目在对照表里只出现一次，删去多余的一处。",
        "The item '{id}' is named twice.",
        "Every item stands in one line; remove the other.",
    ),
    "cross-missing-item": Entry(
        "没有写版本 {version} 的条目“{id}”怎样对应。",
        "补一行：在另一版本里改叫什么、拆成或并入哪些条目，或者是新增（new）、取消（gone）的。",
        "Nothing says what item '{id}' of version {version} corresponds to.",
        "Add a line: what it is called in the other version, what it was split into or merged with, or that it is new "
        "or gone.",
    ),
    "cross-reworded": Entry(
        "条目“{id}”在两个版本里文字、等级或评分方法不同，对照表没有写。",
        "补一行 reworded；意思已经不同的，改用 gone 和 new。",
        "The item '{id}' has other words, another level or another scoring in the two versions, and no line says so.",
        "Add a line 'reworded'; if it means something else now, give it another id and lines 'gone' and 'new'.",
    ),
    "cross-measure": Entry(
        "条目“{id}”原来要填的是 {old}，现在是 {new}：答案不能带过来。",
        "单位可以换，量纲和答法不能换：改写成 gone 和 new 两行，不带答案。",
        "The item '{id}' asked for {old} before and asks for {new} now: answers cannot be carried over.",
        "Units may change, dimension and kind may not: write lines 'gone' and 'new', and no answer is carried over.",
    ),
    "cross-no-version": Entry(
        "这里没有版本 {version} 的问卷定义，不能核对对照表。",
        "把这个版本的定义文件也放上；在命令行上与对照表一起写出。",
        "The definition of version {version} is not here, so that the crosswalk cannot be checked.",
        "Add the definition file of that version; on the command line, name it beside the crosswalk.",
    ),
    "crosswalk-frozen": Entry(
        "版本 {before} 到 {version} 的对照表已经发布，不能再更换。",
        "发布一个新的版本，连同它的对照表。",
        "The crosswalk from version {before} to {version} is published and can no longer be replaced.",
        "Publish a new version together with its crosswalk.",
    ),
    "crosswalk-confirm": Entry(
        "还没有确认对照表保存后不再改变。",
        "请勾选确认，再选择文件上传。",
        "It was not confirmed that the crosswalk never changes once it is kept.",
        "Tick the confirmation, choose the file and upload it.",
    ),
    "cross-self": Entry(
        "对照表的两个版本都是 {version}。",
        "from 写旧版本号，to 写新版本号。",
        "Both versions of the crosswalk are {version}.",
        "Write the earlier version under 'from' and the later one under 'to'.",
    ),
}
