"""Mistakes of microdata exports, of reports, and of work beside the pages."""

from ..entry import Entry

ENTRIES: dict[str, Entry] = {
    "job-ended": Entry(
        "任务意外中断，没有完成。",
        "请刷新本页：结果不在的话，再试一次。仍然中断时，请把编号 {job} 告诉运维人员，日志里有原因。",
        "The task ended unexpectedly and was not completed.",
        "Reload this page; if its result is not there, try again. If it ends again, tell the operator the number "
        "{job}: the log has the reason.",
    ),
    "jobs-many": Entry(
        "您已有 {most} 个任务没有结束，没有再开始一个。",
        "请等其中一个完成，或在“我的任务”页停止一个，再试一次。",
        "You have {most} tasks that have not ended; no further one was started.",
        "Wait until one of them is completed, or stop one on the page 'My tasks', and try again.",
    ),
    "job-not-allowed": Entry(
        "您的角色已经改变，这个任务没有做。",
        "如仍需要，请联系管理员。",
        "Your role has changed; this task was not done.",
        "Ask the administrator if it is still needed.",
    ),
    "export-reason": Entry(
        "没有写明导出明细的用途，或超过 {limit} 个字符。",
        "请写明用途，不超过 {limit} 个字符；数据被导出的企业看得到它。",
        "The purpose of the export is missing or longer than {limit} characters.",
        "State it in at most {limit} characters; the enterprises whose data are exported can read it.",
    ),
    "export-few": Entry(
        "明细只有 {found} 家企业，少于 {least} 家，没有导出。",
        "请在“导出与发布”页申请，由另一位分析员或管理员同意之后再导出。",
        "The microdata hold {found} enterprises, fewer than {least}; nothing was exported.",
        "Request it on the page 'Exports and releases'; another analyst or an administrator must approve it first.",
    ),
    "export-own": Entry(
        "不能同意自己的申请。",
        "请另一位分析员或管理员同意。",
        "You cannot approve your own request.",
        "Ask another analyst or an administrator to approve it.",
    ),
    "export-unknown": Entry(
        "没有找到这个导出申请，它可能已经结束。",
        "请刷新“导出与发布”页，从列表里选择。",
        "There is no such request; it may be over.",
        "Reload the page 'Exports and releases' and choose from its list.",
    ),
    "export-shrunk": Entry(
        "同意的是 {agreed} 家企业，现在只有 {found} 家，没有导出。",
        "请按现在的企业重新申请，再由另一人同意。",
        "The approval covered {agreed} enterprises, but there are now {found}; nothing was exported.",
        "Request the export of those there are now, and have it approved again.",
    ),
    "export-over": Entry(
        "这个申请已经用过、已被拒绝或撤回，或已超过 {days} 天。",
        "需要时请另行申请。",
        "This request has been used, declined or withdrawn, or is older than {days} days.",
        "Make another request if the export is still needed.",
    ),
    "tables-few": Entry(
        "符合条件的企业只有 {found} 家，少于 {least} 家，没有制表。",
        "请放宽条件；确有需要时，在“导出与发布”页申请明细，由另一人同意。",
        "Only {found} enterprises meet the conditions, fewer than {least}; no table was made.",
        "Widen the filter; or request microdata on the page 'Exports and releases', where a second person approves it.",
    ),
    "report-unknown-suffix": Entry(
        "不能写成“{found}”格式的报告。",
        "改用以下之一：{allowed}。",
        "A report cannot be written as '{found}'.",
        "Use one of: {allowed}.",
    ),
    "report-no-pdf": Entry(
        "这台机器不能生成 PDF：{detail}。",
        "请管理员安装 maturity[pdf] 以及系统的 Pango 库（Debian：libpangoft2-1.0-0、libharfbuzz-subset0）；"
        "也可以先下载 HTML，用浏览器打印成 PDF。",
        "This server cannot create PDF files: {detail}.",
        "Ask the administrator to install maturity[pdf] and the system's Pango (Debian: libpangoft2-1.0-0, "
        "libharfbuzz-subset0); until then, download HTML and print it to PDF with a browser.",
    ),
    "detail-without-levels": Entry(
        "问卷 {id} 不分等级，没有明细数据：企业填报的数量会暴露单个企业。",
        "请使用汇总表，或选择一份分等级的问卷。",
        "The questionnaire {id} has no levels, so there are no details of it: quantities would single enterprises out.",
        "Use its tables, or choose a questionnaire with levels.",
    ),
}
