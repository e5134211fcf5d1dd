"""Mistakes with the workbooks of seats."""

from ...entry import Entry

ENTRIES: dict[str, Entry] = {
    "ballot-no-zip": Entry(
        "没有选择文件，或它不是 zip 压缩包。",
        "请把填好的席位工作簿打成一个 zip 再上传；只有一份时也可以直接上传 .xlsx。",
        "No file is chosen, or it is not a zip archive.",
        "Pack the workbooks of the seats into one zip; a single one can be sent as .xlsx.",
    ),
    "ballot-many": Entry(
        "压缩包里有 {found} 个文件，最多 {most} 个。",
        "请只放席位工作簿，分几次上传。",
        "The archive holds {found} files; {most} is the most.",
        "Put only workbooks of seats into it, and send them in several parts.",
    ),
    "ballot-kind": Entry(
        "{file} 不是 .xlsx 文件。",
        "请用表格软件另存为 .xlsx。",
        "{file} is not an .xlsx file.",
        "Save it as .xlsx from a spreadsheet program.",
    ),
    "ballot-strange": Entry(
        "{file} 不是席位工作簿，或第一列被改动。",
        "请使用从本页下载的工作簿，只填选择一列。",
        "{file} is not the workbook of a seat, or its first column was changed.",
        "Use the workbook that was downloaded from this page, and fill in the column of choices only.",
    ),
    "ballot-room": Entry(
        "{file} 属于另一场研讨会，或它的席位已被移除。",
        "请确认是哪一场的工作簿。",
        "{file} belongs to another workshop, or its seat was removed.",
        "Look which workshop it was downloaded from.",
    ),
    "ballot-item": Entry(
        "{file} 中 {cell} 这一行不是这场研讨会的条目，或写了两次。",
        "请不要增删或移动行。",
        "{file}, {cell}: this row is no item of this workshop, or stands there twice.",
        "Do not add, remove or move rows.",
    ),
    "ballot-vote": Entry(
        "{file} 中 {cell} 写的是“{found}”，不是本条的选项。",
        "请从下拉列表选择，数值条目写一个数。",
        "{file}, {cell} says '{found}', which is no choice of the item.",
        "Choose from the list; write a number where one is asked for.",
    ),
    "ballot-rows": Entry(
        "{file} 缺少 {count} 个条目。",
        "请使用下载时的工作簿，不要删除行。",
        "{file} lacks {count} items.",
        "Use the workbook as it was downloaded, without removing rows.",
    ),
    "ballot-twice": Entry(
        "{file}：同一席位有两份不同的工作簿。",
        "请只保留一份再上传。",
        "{file}: there are two different workbooks of this seat.",
        "Keep one of them and send it again.",
    ),
    "ballot-late": Entry(
        "{file}：有 {count} 条的第一轮已经公布，或这个席位不能对它投票。",
        "工作簿只计入第一轮；之后请用席位码在手机上投票。",
        "{file}: the first round of {count} of its items was revealed, or the seat cannot vote on them.",
        "Workbooks count in the first round only; after it, vote on a phone with the seat code.",
    ),
}
