"""Mistakes of an organisation's own data: archives, and deletion."""

from ..entry import Entry

_AGAIN = ("请重新导出一份再导入。", "Export it again and import the new file.")

ENTRIES: dict[str, Entry] = {
    "archive-unreadable": Entry(
        "这个文件不是 zip 文件，或已损坏。", _AGAIN[0], "This is not a zip file, or it is damaged.", _AGAIN[1]
    ),
    "archive-foreign": Entry(
        "这不是本工具导出的企业数据，或文件已损坏。",
        "请选择从“数据”页导出的 zip 文件。",
        "This file does not hold an enterprise's data exported by this tool, or it is damaged.",
        "Choose the zip file that was exported from the page 'Data'.",
    ),
    "archive-format": Entry(
        "这份数据由另一个版本的程序导出（格式“{found}”），这里只能读“{wanted}”。",
        "请在与导出时相同或更新的版本里导入。",
        "The data were exported by another version of the program (format '{found}'); this one reads '{wanted}'.",
        "Import them with the version that exported them, or a later one.",
    ),
    "archive-damaged": Entry(
        "文件里有内容缺失、多余或与导出时不同：{part}。",
        _AGAIN[0],
        "Something in the file is missing, does not belong there or differs from what was exported: {part}.",
        _AGAIN[1],
    ),
    "archive-bomb": Entry(
        "文件展开后大得异常，没有导入。",
        _AGAIN[0],
        "The file unpacks to an unreasonable size; nothing was imported.",
        _AGAIN[1],
    ),
    "archive-row": Entry(
        "文件里有一处数据不合规定，没有导入任何内容。",
        "文件可能被改动过；" + _AGAIN[0],
        "Some data in the file are not valid; nothing was imported.",
        "The file may have been changed. " + _AGAIN[1],
    ),
    "archive-there": Entry(
        "这家企业（或它的评估）在这里已经有了，没有导入任何内容。",
        "同一家企业只能导入一次；要恢复旧数据，请先删除现有企业。",
        "This enterprise, or one of its assessments, exists here already; nothing was imported.",
        "An enterprise can be imported once; to restore old data, delete the existing one first.",
    ),
    "archive-questionnaire": Entry(
        "评估用的是问卷 {found}，这里没有这个版本。",
        "请在装有这个版本的环境中导入。",
        "An assessment uses questionnaire {found}, which is not installed here.",
        "Import it where that version is installed.",
    ),
    "archive-tampered": Entry(
        "有 {count} 份提交与其校验码不符，没有导入任何内容。",
        "文件被改动过；" + _AGAIN[0],
        "{count} submissions do not match their checksums; nothing was imported.",
        "The file was changed. " + _AGAIN[1],
    ),
    "import-not-found": Entry(
        "没有这份从外部带入的资料，或您无权查看。",
        "请从列表重新打开。",
        "There is no such import, or you have no access to it.",
        "Open it again from the list.",
    ),
    "instance-key": Entry(
        "读不出本实例的签名密钥（文件 {file} 或设置 {setting}）。",
        "密钥是 64 位十六进制数字；若文件损坏，请从备份恢复。",
        "The signing key of this instance (file {file} or setting {setting}) cannot be read.",
        "A key is 64 hexadecimal digits; restore the file from a backup where it is damaged.",
    ),
    "instance-key-form": Entry(
        "公钥或名称不合规定。",
        "公钥是 64 位十六进制数字；名称不能为空。",
        "The public key or the name is not valid.",
        "A public key is 64 hexadecimal digits; a name must not be empty.",
        "公钥是对方用 maturity instance key 显示的 64 位十六进制数字；名称不能为空。",
        "A public key is the 64 hexadecimal digits that 'maturity instance key' shows there; a name must not be empty.",
    ),
    "instance-known": Entry(
        "这个公钥已在受信任的实例中。",
        "要改名，请先移除再添加。",
        "This key is among the known instances already.",
        "Remove it first to give it another name.",
    ),
    "instance-unknown": Entry(
        "受信任的实例中没有这个公钥。",
        "请核对公钥。",
        "This key is not among the known instances.",
        "Compare the key with theirs.",
        "用 maturity instance list 查看。",
        "See 'maturity instance list'.",
    ),
    "archive-no-file": Entry(
        "没有选择文件。",
        "选择导出的 zip 文件后再上传。",
        "No file was chosen.",
        "Choose the exported zip file, then upload it.",
    ),
    "organisation-name-differs": Entry(
        "输入的名称与企业名称不一致，没有删除。",
        "请照原样输入企业名称。",
        "The name typed does not match the enterprise's name; nothing was deleted.",
        "Type the name exactly as shown.",
    ),
}
