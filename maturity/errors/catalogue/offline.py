"""Mistakes of workbooks that come back."""

from ..entry import Entry

_FRESH = (
    "从评估的“离线工作簿”页重新下载，把回答复制过去。",
    "Download it again from the assessment's page 'Offline workbook' and copy the answers over.",
)

_FILES = {
    "offline-foreign": Entry(
        "这不是本工具导出的问卷工作簿：缺少隐藏的标识表。",
        "请上传从“离线工作簿”页下载、填好后存为 .xlsx 的那个文件。",
        "This is not a questionnaire workbook of this tool: its hidden identity sheet is missing.",
        "Upload the file that was downloaded from the page 'Offline workbook' and saved as .xlsx.",
    ),
    "offline-format": Entry(
        "工作簿的格式是“{found}”，这里能读的是“{wanted}”。",
        _FRESH[0],
        "The workbook has format '{found}'; this program reads '{wanted}'.",
        _FRESH[1],
    ),
    "offline-version": Entry(
        "工作簿按问卷 {found} 制作，而这里用的是 {wanted}。",
        _FRESH[0],
        "The workbook was made from questionnaire {found}; here it is {wanted}.",
        _FRESH[1],
    ),
    "offline-tampered": Entry(
        "工作簿的标识表被改动或损坏（{detail}）。",
        _FRESH[0],
        "The identity sheet of the workbook was changed or damaged ({detail}).",
        _FRESH[1],
    ),
    "offline-sheet": Entry(
        "工作表“{sheet}”读不出来，或大得异常。",
        "用表格软件打开，删去多余内容，另存为 .xlsx 后再试。",
        "The sheet '{sheet}' cannot be read, or is unreasonably large.",
        "Open it in a spreadsheet, delete what does not belong there, and save it as .xlsx again.",
    ),
    "offline-heading": Entry(
        "表头缺少“{heading}”一列。",
        "恢复这个列名，或" + _FRESH[0],
        "The heading '{heading}' is missing.",
        "Put it back, or start from a fresh copy. " + _FRESH[1],
    ),
    "offline-items-missing": Entry(
        "找不到 {count} 个条目：{items}；第一个原在此处。",
        "恢复被删去的行或工作表；隐藏的“条目编号”列须与下载时一致。",
        "Items are missing ({count}): {items}. The first stood here.",
        "Bring back the rows or the sheet; the hidden column 'Item id' must be as it was downloaded.",
    ),
    "offline-table-missing": Entry(
        "找不到“{item}”的表格，或它隐藏的列名一行已改动；条目在此处。",
        "恢复这张工作表，隐藏的一行须与下载时一致。",
        "The table of '{item}' is missing, or its hidden row of names was changed; the item stands here.",
        "Bring the sheet back; its hidden row must be as it was downloaded.",
    ),
    "offline-beside-table": Entry(
        "此处写了“{found}”，而这一条在工作表“{sheet}”里逐行填写。",
        "把内容移到那张表；不适用的，此处选“不适用”。",
        "'{found}' stands here, but this item is filled in row by row on the sheet '{sheet}'.",
        "Move it there; where the item does not apply, choose 'Not applicable' here.",
    ),
    "offline-item-unknown": Entry(
        "条目编号“{found}”不是这份工作簿里的。",
        "在隐藏的“条目编号”列里改回原来的编号，或删去这一行。",
        "The item id '{found}' does not belong to this workbook.",
        "Restore it in the hidden column 'Item id', or delete the row.",
    ),
    "offline-item-twice": Entry(
        "条目“{item}”已在 {first} 出现过。",
        "只保留一行；复制出来的工作表请删去。",
        "Item '{item}' already appears at {first}.",
        "Keep one row; delete copies of sheets.",
    ),
    "offline-sheet-copied": Entry(
        "工作表“{sheet}”与“{first}”有 {count} 条重复而内容不同，第一条是“{item}”：无法判断以哪张为准。",
        "只保留要用的一张，把另一张里需要的内容并入后删去。",
        "Sheet '{sheet}' and '{first}' hold the same items with different contents: {count}, the first is '{item}'.",
        "Keep the sheet that counts, move over what you need from the other one, then delete that one.",
    ),
    "offline-beside": Entry(
        "没有读取：填写栏以外有 {count} 个单元格有内容（{cells}）。",
        "要保留的内容，移到条目的回答、理由或备注栏。",
        "Not read: contents outside the columns to fill in. Cells: {count} ({cells}).",
        "Move what counts to the answer, the reason or the comment of its item.",
    ),
    "offline-noted": Entry(
        "没有读取：{count} 个单元格带有批注（{cells}）。",
        "要保留的批注，写到条目的备注栏。",
        "Not read: notes on cells. Cells: {count} ({cells}).",
        "Write what counts into the comment of its item.",
    ),
    "offline-drawn": Entry(
        "没有读取：{count} 个文本框、图形或图片（{shapes}）。",
        "要保留的文字，写到条目的备注栏；图片作为证据上传。",
        "Not read: text boxes, shapes or pictures. Objects: {count} ({shapes}).",
        "Write what counts into the comment of its item; upload pictures as evidence.",
    ),
    "offline-merged": Entry(
        "没有读取：{cells} 是合并单元格，只有左上角一格有内容；其余各格保留下载时的内容。",
        "取消合并，逐格填写。",
        "Not read: {cells} are merged cells, only the first of them holds something; the others stay as downloaded.",
        "Unmerge them and fill in each cell.",
    ),
    "offline-stray": Entry(
        "此处有文字“{found}”，但这一行不是条目。",
        "把它移到条目所在的行，或删去。",
        "The text '{found}' is in a row that belongs to no item.",
        "Move it to the row of its item, or delete it.",
    ),
}

_CELLS = {
    "offline-formula": Entry(
        "此处是公式，不是直接填写的内容。",
        "删去公式，直接填写；要以“=”开头的文字请先把单元格设为文本格式。",
        "This cell holds a formula, not a typed text.",
        "Replace it with what it shows; format the cell as text to begin with '='.",
    ),
    "offline-word": Entry(
        "回答“{found}”不在可选之列。",
        "可选：{allowed}。",
        "The answer '{found}' is not one of the choices.",
        "Choose one of: {allowed}.",
    ),
    "offline-date": Entry(
        "此处是日期（{found}），读出来会变成一个数字。",
        "把单元格设为文本格式后重新填写。",
        "This cell holds a date ({found}), which would be imported as a number.",
        "Format the cell as text and type it again.",
    ),
    "offline-reason-missing": Entry(
        "回答是“不适用”，但没有写理由。",
        "在理由栏用一句话写明为什么不适用。",
        "The answer is 'Not applicable', without a reason.",
        "In the reason cell, state in one sentence why it does not apply.",
    ),
    "offline-reason-stray": Entry(
        "理由栏写了“{found}”，但回答不是“不适用”。",
        "选“不适用”，或把这段文字移到备注栏。",
        "A reason is given ('{found}'), but the answer is not 'Not applicable'.",
        "Choose 'Not applicable', or move the text to the comment.",
    ),
    "offline-share": Entry(
        "单元格里是 {found}，可能是 {share}%，也可能是 {found}%。",
        "{share}% 请写 {share}；确为 {found}% 的，把单元格设为文本格式，写 {found}%。",
        "The cell holds {found}, which can be {share}% or {found}%.",
        "For {share}% write {share}; if {found}% is meant, format the cell as text and write {found}%.",
    ),
    "offline-both": Entry(
        "此处写了“{found}”，下面或表里却填了 {count} 项。",
        "两处只留一处。",
        "'{found}' stands here, but entries are filled in below or in the table: {count}.",
        "Keep one of the two.",
    ),
    "offline-control": Entry(
        "文字里有不可见的控制字符（{found}）。",
        "删去这段文字，重新键入。",
        "The text contains an invisible control character ({found}).",
        "Delete the text and type it again.",
    ),
    "offline-long": Entry(
        "文字有 {length} 个字符，超过 {limit}。",
        "请缩短。",
        "The text has {length} characters, over the limit of {limit}.",
        "Shorten it.",
    ),
}

_MERGING = {
    "offline-other-assessment": Entry(
        "这份工作簿属于另一份评估，不是“{wanted}”的。",
        "打开它所属的评估再上传，或重新下载“{wanted}”的工作簿。",
        "This workbook belongs to another assessment, not to that of {wanted}.",
        "Open the assessment it belongs to and upload it there, or download a workbook of {wanted}.",
    ),
    "offline-other-enterprise": Entry(
        "这份工作簿属于“{found}”的评估，而这里是“{wanted}”。",
        "打开“{found}”的评估再上传，或重新下载“{wanted}”的工作簿。",
        "This workbook belongs to the assessment of {found}; here it is {wanted}.",
        "Upload it to the assessment of {found}, or download a workbook of {wanted}.",
    ),
    "offline-profile": Entry(
        "工作簿按“{found}”制作，而这份评估是“{wanted}”。",
        "下载这份评估自己的工作簿。",
        "The workbook was made for '{found}', the assessment is '{wanted}'.",
        "Download the workbook of this assessment.",
    ),
    "offline-needs-assessment": Entry(
        "这是空白工作簿，没有写明属于哪份评估。",
        "请在要填入的那份评估里上传。",
        "This is a blank workbook; it does not say which assessment it belongs to.",
        "Upload it in the assessment that it belongs to.",
        "用 --assessment 指定要填入的评估。",
        "Name one with --assessment.",
    ),
    "offline-undecided": Entry(
        "还有 {count} 条两边都改过，没有选定以哪边为准。",
        "逐条选定，或为其余各条统一选定。",
        "{count} items were changed on both sides and are not decided yet.",
        "Decide each one, or choose one side for all remaining items.",
    ),
    "offline-conflicts": Entry(
        "有 {count} 条工作簿和数据库都改过：{items}。",
        "逐条选定以哪边为准。",
        "{count} items changed both in the workbook and in the database: {items}.",
        "Decide each of them.",
        "在网页上逐条选定，或加上 --prefer workbook 或 --prefer database。",
        "Decide them on the page, or add --prefer workbook or --prefer database.",
    ),
    "offline-erased": Entry(
        "有 {count} 条在数据库里有内容、在工作簿里是空的，没有清空：{items}。",
        "确要清空，请在网页上清空；否则不必处理。",
        "{count} items are filled in the database and blank in the workbook; nothing was erased: {items}.",
        "Erase them on their pages if you mean to; otherwise no action is needed.",
        "确要清空，就加上 --erase；否则不必处理。",
        "Add --erase to erase them; otherwise no action is needed.",
    ),
    "offline-outside": Entry(
        "有 {count} 条属于已裁剪的部分，没有导入：{items}。",
        "要导入这些回答，先在“评估范围”里恢复该部分。",
        "{count} items belong to what is tailored out and were not imported: {items}.",
        "To import them, restore it under 'Scope' first.",
    ),
    "offline-twice": Entry(
        "文件夹里还有 {others}，与它属于同一份评估；两份都没有导入。",
        "只留一份；若各填了一部分，请逐个文件导入。",
        "{others} belongs to the same assessment as this file; neither was imported.",
        "Keep one of them; if each holds part of the answers, import them one by one.",
    ),
    "offline-kind": Entry(
        "没有读取：这里只读 .xlsx 工作簿，而这是 {found} 文件。",
        "用 Excel、WPS 或 LibreOffice 打开，另存为 .xlsx 后再导入；压缩包请先解压。",
        "Not read: only .xlsx workbooks are, and this is a {found} file.",
        "Open it in Excel, WPS or LibreOffice and save it as .xlsx; unpack an archive first.",
    ),
    "offline-changed": Entry(
        "您查看之后，同事又改动了答案，还没有导入。",
        "请核对下面的最新情况，再确认一次。",
        "A colleague changed answers in the meantime; nothing was imported.",
        "Review the changes below, then confirm again.",
    ),
    "offline-upload-gone": Entry(
        "这次上传已过期、已导入或已放弃。",
        "请重新上传工作簿。",
        "This upload has expired, was already imported, or was discarded.",
        "Upload the workbook again.",
    ),
    "offline-waiting": Entry(
        "您上传后尚未导入的工作簿已有 {files} 个、{megabytes} MB，最多 {most_files} 个、{most} MB。",
        "请先导入已上传的工作簿；没有导入的在一天后自动删除。",
        "{files} workbooks, {megabytes} MB, that you uploaded are not imported yet; at most {most_files} files and "
        "{most} MB are kept.",
        "Import those first; what is not imported is deleted after a day.",
    ),
    "offline-no-file": Entry(
        "没有选择文件。",
        "选择填好的 .xlsx 文件后再上传。",
        "No file was chosen.",
        "Choose the workbook you filled in, then upload it.",
    ),
    "offline-none": Entry(
        "这里没有 .xlsx 工作簿。",
        "给出一个工作簿、装有工作簿的文件夹或 zip 文件。",
        "There is no .xlsx workbook here.",
        "Name a workbook, or a folder or zip file of workbooks.",
    ),
}

ENTRIES: dict[str, Entry] = {**_FILES, **_CELLS, **_MERGING}
