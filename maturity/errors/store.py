"""Mistakes of stored things."""

from .entry import Entry

ENTRIES: dict[str, Entry] = {
    "store-url": Entry(
        "数据库地址“{url}”无法识别。",
        "请写成 sqlite:////路径/文件.db 或 postgresql://用户@主机/库名。",
        "The database address '{url}' is not understood.",
        "Write sqlite:////path/file.db or postgresql://user@host/database.",
    ),
    "store-driver": Entry(
        "没有安装连接该数据库所需的组件。",
        "请安装 maturity[postgres]。",
        "The driver for this database is not installed.",
        "Install maturity[postgres].",
    ),
    "store-locked": Entry(
        "数据库正忙，这一次没有保存任何内容。",
        "请稍候几秒再试。",
        "The database is busy; nothing was saved.",
        "Try again in a few seconds.",
    ),
    "store-full": Entry(
        "数据库所在的磁盘已满，这一次没有保存任何内容。",
        "请联系管理员腾出磁盘空间后再试。",
        "The disk of the database is full; nothing was saved.",
        "Ask the administrator to free disk space, then try again.",
    ),
    "store-read-only": Entry(
        "数据库只能读、不能写，这一次没有保存任何内容。",
        "请联系管理员检查数据库文件及其目录的写权限。",
        "The database is read-only; nothing was saved.",
        "Ask the administrator to check that the database file and its folder are writable.",
    ),
    "store-unreachable": Entry(
        "连不上数据库，这一次没有保存任何内容。",
        "请稍后再试；仍不行时请管理员检查数据库地址和服务。",
        "The database cannot be reached; nothing was saved.",
        "Try again later; if it persists, the administrator should check the address and the server.",
    ),
    "store-damaged": Entry(
        "数据库文件已损坏，或不是数据库。",
        "请管理员核对路径；若文件已损坏，用最近的备份恢复。",
        "The file is damaged or is not a database.",
        "The administrator should check the path, or restore the latest backup.",
    ),
    "store-not-created": Entry(
        "数据库里还没有本工具的表。",
        "请先运行 maturity db upgrade。",
        "The database does not hold the toolkit's tables yet.",
        "Run `maturity db upgrade` first.",
    ),
    "store-older": Entry(
        "数据库的版本（{found}）比程序需要的（{wanted}）旧。",
        "请先备份，再运行 maturity db upgrade。",
        "The database is at revision {found}, older than the {wanted} this program needs.",
        "Make a backup, then run `maturity db upgrade`.",
    ),
    "store-newer": Entry(
        "数据库的版本（{found}）比程序认识的（{wanted}）新。",
        "请先升级本程序，再运行 maturity db upgrade。",
        "The database is at revision {found}, newer than the {wanted} this program knows.",
        "Upgrade the program, then run `maturity db upgrade`.",
    ),
    "store-bad-text": Entry(
        "文字里含有无法保存的字符（空字符或残缺的字符）。",
        "请删去后重新输入，不要从二进制文件粘贴。",
        "The text contains a character that cannot be stored (NUL or an incomplete character).",
        "Remove it and type the text again.",
    ),
    "facts-missing": Entry(
        "“{column}”没有填写。",
        "请补上这一项。",
        "'{column}' is missing.",
        "Fill it in.",
    ),
    "facts-number": Entry(
        "“{found}”不是 {least} 到 {most} 之间的整数。",
        "请只写一个确定的数字，例如 1200。",
        "'{found}' is not a whole number from {least} to {most}.",
        "Enter a single whole number in digits, for example 1200.",
    ),
    "facts-founded": Entry(
        "“{found}”不是 {least} 到 {most} 之间的年份。",
        "请写四位年份或完整日期，例如 2005 或 2005-03-01；"
        "像 38412 这样的数字是表格内部的日期编号，请把该列设成日期格式。",
        "'{found}' is not a year from {least} to {most}.",
        "Write the year or the whole date, for example 2005 or 2005-03-01; a number like 38412 is how a spreadsheet "
        "keeps a date: format the column as dates.",
    ),
    "facts-revenue": Entry(
        "“{found}”不是以万元计的营业收入。",
        "请写不小于 0 的数字，单位为万元，最多四位小数；也可以写明单位，例如 3.5亿元。",
        "'{found}' is not a revenue in units of 10,000 yuan.",
        "Write a number of at least 0, in 10,000 yuan, with at most four decimals, or name the unit in Chinese.",
    ),
    "facts-production-type": Entry(
        "“{found}”不是生产类型。",
        "可选：process（流程型）、discrete（离散型）。",
        "'{found}' is not a type of production.",
        "Choose process or discrete.",
    ),
    "facts-long": Entry(
        "“{column}”超过 {limit} 个字符。",
        "请缩短。",
        "'{column}' is longer than {limit} characters.",
        "Shorten it.",
    ),
    "organisation-exists": Entry(
        "统一社会信用代码 {credit_code} 已经登记过。",
        "请让本单位已登记的同事把您加为成员，或核对代码。",
        "The credit code {credit_code} is already registered.",
        "Ask the colleague who registered it to add you as a member, or check the code.",
    ),
    "organisation-not-found": Entry(
        "没有找到该企业。",
        "请从“我的企业”列表重新进入。",
        "There is no such enterprise.",
        "Go back to the list of your enterprises.",
    ),
    "organisation-stale": Entry(
        "企业信息刚被别人改过，您的修改还没有保存。",
        "请核对现有内容后再保存一次。",
        "Someone changed the enterprise's facts in the meantime; your change was not saved.",
        "Compare with the current content and save again.",
    ),
    "membership-not-allowed": Entry(
        "您在这家企业的身份不能做这项操作。",
        "请联系企业的负责人调整您的身份。",
        "Your role in this enterprise does not allow this.",
        "Ask an owner of the enterprise to change your role.",
    ),
    "membership-submit": Entry(
        "只有填写人需要由负责人授权提交：负责人本来就可以，其他身份不能提交。",
        "请先把此人的身份改为填写人。",
        "Permission to submit can be given to editors only: owners have it already, other roles cannot submit.",
        "Make this person an editor first.",
    ),
    "assessment-submit": Entry(
        "您可以填写这份评估，但没有获得提交的授权。",
        "请企业的负责人提交，或请负责人在“成员”页允许您提交。",
        "You may answer this assessment, but you have no permission to submit it.",
        "Ask an owner of the enterprise to submit it, or to give you permission on the page 'Members'.",
    ),
    "assessment-carried": Entry(
        "还有 {count} 条沿用上一轮的答案没有确认，不能提交。",
        "请在“检查与提交”页逐个子域确认，或看过之后一并确认。",
        "{count} answers carried over from the last round are not confirmed yet, so the assessment cannot be "
        "submitted.",
        "Confirm them on the page 'Review and submit', subdomain by subdomain or all at once after looking at them.",
    ),
    "membership-last-owner": Entry(
        "企业至少要有一位负责人。",
        "请先指定另一位负责人。",
        "An enterprise needs at least one owner.",
        "Make another person an owner first.",
    ),
    "membership-role": Entry(
        "“{found}”不是成员角色。",
        "可选：owner（负责人）、editor（填写人）、viewer（查看人）、assessor（评审员）。",
        "'{found}' is not a role of a member.",
        "Choose owner, editor, viewer or assessor.",
    ),
    "assessment-not-found": Entry(
        "没有找到该评估。",
        "请从“我的评估”列表重新进入。",
        "There is no such assessment.",
        "Go back to the list of your assessments.",
    ),
    "assessment-open": Entry(
        "{year} 年已有一份按“{profile}”进行、尚未提交的评估。",
        "请继续填写那一份，或先提交它。",
        "There is already an open assessment of {year}, under '{profile}'.",
        "Continue that one, or submit it first.",
    ),
    "assessment-stale": Entry(
        "评估的裁剪刚被别人改过，您的修改还没有保存。",
        "请核对现有内容后再保存一次。",
        "Someone changed the tailoring in the meantime; your change was not saved.",
        "Compare with the current content and save again.",
    ),
    "round-not-submitted": Entry(
        "这一轮评估还没有提交，不能接着开始新一轮。",
        "先提交这一轮；或直接在这一轮里修改答案。",
        "This round is not submitted yet; no new round can follow it.",
        "Submit it first, or change the answers in this round.",
    ),
    "round-year": Entry(
        "新一轮的年份 {found} 早于上一轮的 {last}。",
        "填写 {last} 或更晚的年份。",
        "The year {found} of the new round is before that of the last one, {last}.",
        "Enter {last} or a later year.",
    ),
    "assessment-year": Entry(
        "“{found}”不是 2000 到 2100 之间的年份。",
        "请写四位数的年份。",
        "'{found}' is not a year from 2000 to 2100.",
        "Write the year in four digits.",
    ),
    "assessment-questionnaire": Entry(
        "该评估按问卷 {wanted} 填写，而这里用的是 {found}。",
        "请用原版本打开，或另起一份评估。",
        "The assessment uses questionnaire {wanted}, not {found}.",
        "Open it with that version, or start a new assessment.",
    ),
    "assessment-empty": Entry(
        "还没有回答任何条目，不能提交。",
        "请至少回答一条。",
        "No item is answered yet, so there is nothing to submit.",
        "Answer at least one item.",
    ),
    "answer-stale": Entry(
        "条目“{item}”已被{by}在 {at} 改过，您的答案还没有保存。",
        "请比较两个答案，选定后再保存一次。",
        "Item '{item}' was changed by {by} at {at}; your answer is not saved.",
        "Compare the two answers, decide, and save again.",
    ),
    "answer-frozen": Entry(
        "评估已于 {at} 提交，答案不能再改。",
        "如需修改，请另起一份评估。",
        "The assessment was submitted at {at}; its answers can no longer change.",
        "Start a new assessment to answer differently.",
    ),
    "answer-comment-long": Entry(
        "条目“{item}”的备注有 {length} 个字符，超过 {limit}。",
        "请缩短备注。",
        "The comment at '{item}' has {length} characters, over the limit of {limit}.",
        "Shorten it.",
    ),
    "submission-not-found": Entry(
        "该评估还没有提交，或不存在。",
        "请先提交评估。",
        "The assessment is not submitted, or there is none.",
        "Submit the assessment first.",
    ),
    "import-repeated": Entry(
        "第 {row} 行与第 {first} 行是同一企业同一年（{credit_code}，{year}）。",
        "请只保留一行。",
        "Row {row} repeats row {first}: the same enterprise and year ({credit_code}, {year}).",
        "Keep only one of them.",
    ),
    "import-claimed": Entry(
        "第 {row} 行的企业（{credit_code}）是自行注册的，其成员会看到导入的结果，尚未确认他们属于该企业。",
        "核实后用 --confirm-code {credit_code} 再次导入；无法核实时请从表中去掉这一行。",
        "The enterprise of row {row} ({credit_code}) signed itself up; its members would see what is imported, and "
        "nobody has confirmed who they are.",
        "Once that is checked, import again with --confirm-code {credit_code}; else leave the row out.",
    ),
    "import-vector": Entry(
        "第 {row} 行的答案向量与问卷不符。",
        "请按问卷 {questionnaire} 重新编码。",
        "The answers of row {row} do not fit the questionnaire.",
        "Encode them again for questionnaire {questionnaire}.",
    ),
}
