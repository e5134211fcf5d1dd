"""Mistakes of assessors."""

from .entry import Entry

ENTRIES: dict[str, Entry] = {
    "finding-stale": Entry(
        "条目“{item}”的评审意见刚被另一位评审员改过，您的还没有保存。",
        "请核对现有的意见后再保存一次。",
        "Another assessor changed the finding on '{item}' in the meantime; yours was not saved.",
        "Compare with the current content and save again.",
    ),
    "finding-long": Entry(
        "条目“{item}”的评审意见有 {length} 个字符，超过 {limit}。",
        "请缩短意见，或分写到几个条目。",
        "The finding on '{item}' has {length} characters, over the limit of {limit}.",
        "Shorten it, or spread it over several items.",
    ),
}
