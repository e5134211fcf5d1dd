"""Mistakes of evidence, discussion and findings: notes, links, files, comments, assessors."""

from ..entry import Entry

_ALLOWED = "PDF、Word（.docx）、Excel（.xlsx）、PNG、JPG"
_ALLOWED_EN = "PDF, Word (.docx), Excel (.xlsx), PNG or JPG"

_WORDS = {
    "evidence-words-missing": Entry(
        "没有填写内容。",
        "请写下说明，或改为添加链接或文件。",
        "The text is empty.",
        "Write a note, or add a link or file.",
    ),
    "evidence-words-long": Entry(
        "文字有 {length} 个字符，超过 {limit}。",
        "请缩短；长的内容可作为文件上传。",
        "The text has {length} characters, over the limit of {limit}.",
        "Shorten it; longer texts can be added as a file.",
    ),
    "evidence-url": Entry(
        "“{found}”不是可用的网址。",
        "请从浏览器地址栏复制，以 http:// 或 https:// 开头；共享文件夹的路径请写成说明。",
        "'{found}' is not an address that can be opened.",
        "Copy it from the browser, beginning with http:// or https://; write the path of a shared folder as a note.",
    ),
    "evidence-too-many": Entry(
        "该条目已有 {most} 份证据，不能再加。",
        "请先移除不需要的，或把几份合成一个文件。",
        "This item has {most} pieces of evidence already.",
        "Remove what is not needed, or combine several into one file.",
    ),
    "evidence-not-found": Entry(
        "没有找到这份证据，它可能已被移除。",
        "请回到条目页面核对。",
        "There is no such evidence; it may have been removed.",
        "Go back to the item and look again.",
    ),
    "evidence-paper": Entry(
        "材料清单里没有这项材料。",
        "请从证据页的材料清单进入。",
        "There is no such paper in the checklist.",
        "Go back to the checklist on the page of evidence.",
    ),
    "remark-missing": Entry(
        "没有填写内容。", "请写下要说的话再发送。", "The text is empty.", "Write something before sending it."
    ),
    "remark-long": Entry(
        "文字有 {length} 个字符，超过 {limit}。",
        "请缩短，或分几次发送。",
        "The text has {length} characters, over the limit of {limit}.",
        "Shorten it, or send it in parts.",
    ),
    "remark-many": Entry(
        "您在这一条下已发表 {most} 条讨论，达到上限，这一条没有发送。",
        "请写入答案的备注，或与同事另行讨论。",
        "You have written {most} comments on this item, the most one person may; this one was not sent.",
        "Write it into the comment of the answer, or discuss it with your colleagues elsewhere.",
    ),
}

_FILES = {
    "evidence-file-missing": Entry(
        "没有选择文件。", "请选择一个文件再上传。", "No file was chosen.", "Choose a file, then upload it."
    ),
    "evidence-empty": Entry(
        "文件“{name}”是空的。",
        "请打开原文件核对后重新选择。",
        "The file '{name}' is empty.",
        "Open the original, check it, and choose it again.",
    ),
    "evidence-too-large": Entry(
        "文件“{name}”超过 {most} MB。",
        "请压缩图片或拆成几个文件；也可以添加链接。",
        "The file '{name}' is larger than {most} MB.",
        "Compress its images, split it, or add a link instead.",
    ),
    "evidence-full": Entry(
        "本企业的证据文件已有 {files} 个、{megabytes} MB，再加就超过 {most_files} 个或 {most} MB 的限额。",
        "请移除不需要的文件，或改为添加链接；需要更多空间请联系管理员。",
        "This enterprise keeps {files} files of evidence, {megabytes} MB; with this its quota of {most_files} files or "
        "{most} MB would be exceeded.",
        "Remove files that are not needed, or add links; an administrator can raise the quota.",
    ),
    "evidence-name-long": Entry(
        "文件名超过 {most} 个字符。",
        "请改短文件名再上传。",
        "The file's name has more than {most} characters.",
        "Give it a shorter name.",
    ),
    "evidence-format": Entry(
        "文件“{name}”的内容是 {found}，不能上传。",
        f"可以上传：{_ALLOWED}。请另存为其中一种。",
        "The content of '{name}' is {found}, which is not accepted.",
        f"Save it as {_ALLOWED_EN}.",
    ),
    "evidence-unknown": Entry(
        "认不出文件“{name}”的内容。",
        f"可以上传：{_ALLOWED}。若是其中一种，文件可能已损坏，请重新导出。",
        "The content of '{name}' is not recognised.",
        f"Accepted are {_ALLOWED_EN}. If it is one of these it may be damaged: export it again.",
    ),
    "evidence-old-office": Entry(
        "文件“{name}”是旧版（.doc、.xls）或设有密码的 Office 文档。",
        "请去掉密码，另存为 .docx 或 .xlsx 再上传。",
        "'{name}' is an old (.doc, .xls) or password-protected Office document.",
        "Remove the password and save it as .docx or .xlsx.",
    ),
    "evidence-renamed": Entry(
        "文件名是“{name}”，内容却是 {found}。",
        "请核对是否选错；没有选错时，把文件名改成以 {suffix} 结尾。",
        "The file is called '{name}', but its content is {found}.",
        "Check that it is the right file; if it is, rename it so that it ends in {suffix}.",
    ),
    "evidence-damaged": Entry(
        "文件“{name}”像是 {found}，但不完整或已损坏。",
        "请打开原文件核对，重新导出后再上传。",
        "'{name}' looks like {found}, but is incomplete or damaged.",
        "Open the original, export it again, then upload it.",
    ),
    "evidence-macros": Entry(
        "文件“{name}”含有宏或控件（{part}）。",
        "请另存为不含宏的 .docx 或 .xlsx，或导出为 PDF。",
        "'{name}' contains macros or controls ({part}).",
        "Save it as .docx or .xlsx without macros, or as PDF.",
    ),
    "evidence-bomb": Entry(
        "文件“{name}”展开后大得异常，没有保存。",
        "请导出为 PDF 再上传。",
        "'{name}' unpacks to an unreasonable size and was not saved.",
        "Export it as PDF.",
    ),
}

_DISK = {
    "files-full": Entry(
        "保存文件的磁盘已满，文件没有保存。",
        "请联系管理员腾出磁盘空间后再试。",
        "The disk for files is full; the file was not saved.",
        "Ask the administrator to free disk space, then try again.",
    ),
    "files-unwritable": Entry(
        "保存文件的目录不能写入，文件没有保存。",
        "请联系管理员检查数据目录的权限。",
        "The folder for files cannot be written to; the file was not saved.",
        "Ask the administrator to check the permissions of the data folder.",
    ),
    "files-lost": Entry(
        "文件“{name}”在服务器上缺失，或与上传时不同。",
        "请联系管理员从备份恢复；您也可以重新上传一份。",
        "The file '{name}' is missing on the server, or differs from what was uploaded.",
        "Ask the administrator to restore it from a backup, or upload it again.",
    ),
}

_FINDINGS = {
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
    "finding-gate-evidence": Entry(
        "一票否决项“{item}”没有链接或文件作证据，不能判定为满足。",
        "请企业先登记证据；没有证据时，不另判定或判定为不满足，并写明意见。",
        "The gate '{item}' has neither a link nor a file as evidence, so it cannot be found to be met.",
        "Ask the enterprise for evidence; without any, give no value, or find that it is not met and say why.",
    ),
    "opinion-long": Entry(
        "这一项有 {length} 个字符，超过 {limit}。",
        "请缩短；细节可以写进各条目的评审意见。",
        "This text has {length} characters, over the limit of {limit}.",
        "Shorten it; details can go into the findings on items.",
    ),
    "opinion-stale": Entry(
        "另一位评审员刚改过这份报告的文字，您的还没有保存。",
        "请核对现有的文字后再保存一次。",
        "Another assessor changed the texts of this report in the meantime; yours were not saved.",
        "Compare with the current texts and save again.",
    ),
}

ENTRIES: dict[str, Entry] = {**_WORDS, **_FILES, **_DISK, **_FINDINGS}
