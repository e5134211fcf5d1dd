"""Mistakes of microdata exports."""

from .entry import Entry

ENTRIES: dict[str, Entry] = {
    "export-reason": Entry(
        "没有写明导出明细的用途，或超过 {limit} 个字符。",
        "请写明用途；数据被导出的企业看得到它。",
        "The purpose of the export is missing or longer than {limit} characters.",
        "State the purpose; the enterprises whose data are exported can read it.",
    ),
    "export-few": Entry(
        "明细只有 {found} 家企业，少于 {least} 家，没有导出。",
        "请在“导出与发布”页申请，由另一位分析员或管理员同意之后再导出。",
        "The microdata hold {found} enterprises, fewer than {least}; nothing was exported.",
        "Request it on the page 'Exports and releases'; another analyst or an administrator must approve it first.",
    ),
    "export-own": Entry(
        "不能同意自己的申请；只有另一位分析员或管理员可以。",
        "请联系另一位分析员或管理员。",
        "You cannot approve your own request.",
        "Ask another analyst or an administrator to approve it.",
    ),
    "export-unknown": Entry(
        "没有这个导出申请。",
        "请刷新页面后再试。",
        "There is no such export.",
        "Reload the page and try again.",
    ),
    "export-shrunk": Entry(
        "同意的是 {agreed} 家企业，现在只有 {found} 家，没有导出。",
        "请另行申请。",
        "The approval covered {agreed} enterprises, but there are now {found}; nothing was exported.",
        "Ask again.",
    ),
    "export-over": Entry(
        "这个申请已经用过、已被拒绝或撤回，或已超过 {days} 天。",
        "需要时请另行申请。",
        "This request has been used, declined or withdrawn, or is older than {days} days.",
        "Ask again if it is still needed.",
    ),
    "tables-few": Entry(
        "符合条件的企业只有 {found} 家，少于 {least} 家，没有制表。",
        "请放宽条件；确有需要时，在“导出与发布”页申请明细，由另一人同意。",
        "Only {found} enterprises are left, fewer than {least}; there is no table.",
        "Widen the filter; or request microdata on the page 'Exports and releases', where a second person approves it.",
    ),
}
