"""What verification of the audit log finds, and who may not read the log."""

from ..entry import Entry

_CALL = (
    "请保留数据库的现状，与备份和先前导出的审计日志比对，查清是谁在何时直接改动了数据库。",
    "Keep the database as it is, compare it with backups and earlier exports of the log, and find out who wrote to it.",
)

ENTRIES: dict[str, Entry] = {
    "audit-forbidden": Entry(
        "只有管理员能查看审计日志。",
        "请联系管理员。",
        "Only administrators read the audit log.",
        "Ask an administrator.",
    ),
    "audit-changed": Entry("这条审计记录被改动过。", _CALL[0], "This entry of the audit log was changed.", _CALL[1]),
    "audit-removed": Entry(
        "这里的审计记录或其内容被删除。",
        _CALL[0],
        "Entries of the audit log, or what they say, were removed here.",
        _CALL[1],
    ),
    "audit-inserted": Entry(
        "这里插入了不属于审计日志的记录。",
        _CALL[0],
        "Entries were inserted here that the audit log did not write.",
        _CALL[1],
    ),
    "audit-day": Entry(
        "这一天的记录没有接上前一天的末尾。",
        _CALL[0],
        "This day does not follow on the end of the day before.",
        _CALL[1],
    ),
    "audit-erased": Entry(
        "从这条起，内容被删除而没有对应的删除记录。",
        _CALL[0],
        "From this entry on, what entries say was erased, and no entry records that.",
        _CALL[1],
    ),
    "audit-head": Entry(
        "审计日志里没有给出的摘要：它的末尾被截去，或之后被重写。",
        _CALL[0],
        "The audit log does not have the given digest: its end was cut off, or it was rewritten.",
        _CALL[1],
    ),
}
