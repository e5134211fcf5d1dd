"""Mistakes of files that come in, and of what the command line is asked to do with them."""

from .entry import Entry

_SAVE_AGAIN = (
    "用表格软件打开，另存为 .xlsx 或 UTF-8 编码的 CSV。",
    "Open it in a spreadsheet, save it as .xlsx or CSV in UTF-8.",
)

_FILES = {
    "intake-no-file": Entry(
        "没有这个文件。", "检查路径和文件名。", "There is no such file.", "Check the folder and the name."
    ),
    "intake-folder": Entry(
        "这是一个文件夹。", "请给出其中一个文件的名字。", "This is a folder.", "Name one of the files in it."
    ),
    "intake-unreadable": Entry(
        "读不了这个文件：{detail}。",
        "检查文件权限，关闭占用它的程序。",
        "The file cannot be read: {detail}.",
        "Check its permissions, and close the program that holds it.",
    ),
    "intake-too-large": Entry(
        "文件有 {size} MB，超过 {most} MB。",
        "分成几个文件分别导入。",
        "The file has {size} MB, more than {most} MB.",
        "Split it into several files.",
    ),
    "intake-empty": Entry(
        "文件里没有内容。",
        "第一行写列名，其下每行一条记录。",
        "There is nothing in the file.",
        "The first row names the columns; each row below is one record.",
    ),
    "intake-not-utf8": Entry(
        "文件不是 UTF-8 编码的文本。", "另存为 UTF-8。", "The file is not text in UTF-8.", "Save it as UTF-8."
    ),
    "intake-encoding": Entry(
        "此行的文字既不是 UTF-8 也不是 GB 18030 编码。",
        _SAVE_AGAIN[0],
        "The text of this line is neither UTF-8 nor GB 18030.",
        _SAVE_AGAIN[1],
    ),
    "intake-nul": Entry(
        "此行含有空字符：文件是 UTF-16 编码或二进制文件。",
        _SAVE_AGAIN[0],
        "This line holds a NUL character: the file is UTF-16 or not text at all.",
        _SAVE_AGAIN[1],
    ),
    "intake-csv": Entry(
        "此行起读不成 CSV：{detail}。",
        "检查引号是否成对；用表格软件打开后另存为 CSV。",
        "From this row on it is not CSV: {detail}.",
        "Check that quotes come in pairs; open it in a spreadsheet and save it as CSV again.",
    ),
    "intake-cell-long": Entry(
        "此行有一格超过 {most} 个字符。",
        "缩短文字，或检查是否漏了引号。",
        "A cell of this row has more than {most} characters.",
        "Shorten it, or look for a missing quote.",
    ),
    "intake-row-long": Entry(
        "此行有 {found} 格，而表头只有 {wanted} 列。",
        "检查是否多了分隔符；含分隔符的文字要加引号。",
        "This row has {found} cells, the header only {wanted}.",
        "Look for a separator too many; text that holds one needs quotes.",
    ),
}

_WORKBOOKS = {
    "intake-not-workbook": Entry(
        "不是可以读取的 .xlsx 文件。", _SAVE_AGAIN[0], "This is not an .xlsx file that can be read.", _SAVE_AGAIN[1]
    ),
    "intake-parquet": Entry(
        "读不了这个 Parquet 文件：{detail}。",
        "重新导出该文件，或改用 CSV。",
        "The Parquet file cannot be read: {detail}.",
        "Export it again, or use CSV.",
    ),
    "intake-old-workbook": Entry(
        "这是旧格式（.xls）或加密的工作簿。",
        "去掉密码，另存为 .xlsx。",
        "This is a workbook in the old format (.xls) or with a password.",
        "Remove the password and save it as .xlsx.",
    ),
    "intake-macros": Entry(
        "工作簿含有宏或控件（{part}）。",
        "另存为不含宏的 .xlsx。",
        "The workbook holds macros or controls ({part}).",
        "Save it as .xlsx without macros.",
    ),
    "intake-links": Entry(
        "工作簿引用了外部数据或嵌入文件（{part}）。",
        "断开外部链接、删去嵌入对象后另存。",
        "The workbook refers to outside data or embeds files ({part}).",
        "Break the links, delete the embedded objects, and save it again.",
    ),
    "intake-bomb": Entry(
        "工作簿展开后大得异常，没有打开。",
        "另存为 UTF-8 编码的 CSV 后再导入。",
        "The workbook unpacks to an unreasonable size and was not opened.",
        "Save it as CSV in UTF-8 and read that.",
    ),
    "intake-columns": Entry(
        "有 {found} 列，超过 {most} 列。",
        "删去多余的列，包括表格右侧很远处的内容。",
        "There are {found} columns, more than {most}.",
        "Delete those not needed, also whatever stands far to the right.",
    ),
    "intake-cells": Entry(
        "工作表太大，超过 {most} 格。",
        "删去表格下方和右侧很远处的内容，或另存为 CSV。",
        "The sheet is too large, over {most} cells.",
        "Delete what stands far below or to the right, or save it as CSV.",
    ),
    "intake-texts": Entry(
        "工作簿里的文字太长，内存放不下。",
        "另存为 UTF-8 编码的 CSV 后再导入。",
        "The texts of the workbook are too long to be laid out in memory.",
        "Save it as CSV in UTF-8 and read that.",
    ),
    "intake-lost": Entry(
        "单元格不是空的，但没有可读的值（{shown}）。",
        "在表格软件中打开，改正这一格：填上应有的内容，或清空，再保存。",
        "The cell is not empty, but it has no value that can be read ({shown}).",
        "Open it in a spreadsheet, type what belongs there or clear the cell, and save.",
    ),
    "intake-destroyed": Entry(
        "“{found}”里的文字在之前的某次转换中已经损坏。",
        "从原始文件重新填写这一格，另存为 .xlsx 或 UTF-8 编码的 CSV。",
        "The text of '{found}' was destroyed by an earlier conversion.",
        "Fill this cell again from the original, and save as .xlsx or CSV in UTF-8.",
    ),
    "intake-headings": Entry(
        "前 {rows} 行里没有找到列名（看过的工作表：{sheets}）。",
        "在一行里写上列名，例如 name、credit_code；其下每行一条记录。",
        "No column names were found in the first {rows} rows (sheets looked at: {sheets}).",
        "Write the names, such as name and credit_code, in one row, with the records below it.",
    ),
    "intake-heavy": Entry(
        "读这个文件要用超过 {seconds} 秒或 {megabytes} MB 内存，没有读完。",
        "用表格软件打开，删去不需要的内容，另存后再试。",
        "Reading the file takes more than {seconds} seconds or {megabytes} MB of memory; it was given up.",
        "Open it in a spreadsheet, delete what is not needed, save it and try again.",
    ),
    "intake-lost-many": Entry(
        "超过 {most} 个单元格显示错误或没有可读的值，到单元格 {cell} 为止。",
        "改正出错的公式，或只粘贴值后再保存。",
        "More than {most} cells up to {cell} show errors or have no value that can be read.",
        "Correct the formulas, or paste values only, and save.",
    ),
    "intake-unplaced": Entry(
        "工作表里有的单元格没有写明位置。",
        _SAVE_AGAIN[0],
        "Some cells of the sheet do not say where they stand.",
        _SAVE_AGAIN[1],
    ),
}

_COLUMNS = {
    "intake-column-missing": Entry(
        "缺少列“{column}”。", "在第一行补上这个列名。", "The column '{column}' is missing.", "Add it to the first row."
    ),
    "intake-column-near": Entry(
        "不认识列“{column}”。",
        "是不是“{near}”？请改正列名。",
        "The column '{column}' is not known.",
        "Is it '{near}'? Correct the name.",
    ),
    "intake-column-unknown": Entry(
        "不认识列“{column}”。",
        "删去这一列，或改正列名。",
        "The column '{column}' is not known.",
        "Delete it, or correct its name.",
    ),
    "intake-column-unnamed": Entry(
        "第 {position} 列没有列名。",
        "写上列名，或删去这一列。",
        "Column {position} has no name.",
        "Name it or delete it.",
    ),
    "intake-column-repeated": Entry(
        "列“{column}”在第 {first} 列和第 {second} 列各出现一次。",
        "保留一列。",
        "'{column}' stands in column {first} and again in column {second}.",
        "Keep one of them.",
    ),
}

_ANSWERS = {
    "intake-no-profile": Entry(
        "没有说明按哪种生产类型评分。",
        "加上 --profile，或在 JSON 里写“profile”；可选：{allowed}。",
        "It is not said which profile to grade by.",
        "Add --profile, or 'profile' in the JSON; there are: {allowed}.",
    ),
    "intake-item-repeated": Entry(
        "条目“{item}”已在第 {first} 行出现过。",
        "保留一行。",
        "Item '{item}' stands in row {first} already.",
        "Keep one of the rows.",
    ),
    "intake-json": Entry(
        "不是合法的 JSON：{detail}。",
        "检查这一行的引号、逗号和括号。",
        "This is not valid JSON: {detail}.",
        "Check quotes, commas and brackets around this line.",
    ),
    "intake-json-shape": Entry(
        "“{key}”的形式不对。",
        '形如 {{"profile": "discrete", "answers": {{"条目": "full"}}, "cuts": {{"域": "理由"}}}}；'
        '不适用写作 {{"not-applicable": "理由"}}。',
        "'{key}' has the wrong form.",
        'Write {{"profile": "discrete", "answers": {{"item": "full"}}, "cuts": {{"domain": "reason"}}}}; '
        'what does not apply is {{"not-applicable": "reason"}}.',
    ),
    "intake-json-key": Entry(
        "不认识键“{key}”。",
        "可用的键：profile、answers、cuts。",
        "The key '{key}' is not known.",
        "The keys are: profile, answers, cuts.",
    ),
    "intake-key-repeated": Entry(
        "键“{key}”在同一处写了两次。",
        "保留一个。",
        "The key '{key}' is written twice in one place.",
        "Keep one of them.",
    ),
    "intake-no-answers": Entry(
        "这一行没有任何答案。",
        "填上答案，或删去这一行。",
        "This row holds no answer at all.",
        "Fill it in, or delete the row.",
    ),
    "intake-repeated": Entry(
        "统一社会信用代码 {credit_code} 已在第 {first} 行出现过。",
        "同一企业只留一行。",
        "The credit code {credit_code} stands in row {first} already.",
        "Keep one row an enterprise.",
    ),
    "intake-taken": Entry(
        "企业 {credit_code} 当年已有提交。",
        "删去这一行；如要让这一份取代原有的，加上 --again。",
        "The enterprise {credit_code} has a submission of that year already.",
        "Delete the row; add --again if this one is to count instead.",
    ),
    "intake-refused-source": Entry(
        "有误的行不能写回正在导入的文件。",
        "为 --skip-bad 另取一个文件名。",
        "The refused rows cannot be written over the table that is being imported.",
        "Give --skip-bad another file name.",
    ),
    "intake-more": Entry(
        "共有 {count} 处错误，还有 {more} 处没有列出。",
        "改正以上各处后再试。",
        "There are {count} mistakes; {more} more are not listed.",
        "Correct these and try again.",
    ),
}

_VERBS = {
    "intake-unknown-questionnaire": Entry(
        "没有问卷“{found}”。",
        "可用的问卷：{allowed}。",
        "There is no questionnaire '{found}'.",
        "There are: {allowed}.",
    ),
    "intake-no-folder": Entry(
        "不能在这里建立数据文件夹：{detail}。",
        "用 MATURITY_DATA_DIR 指定一个可写的文件夹。",
        "The data folder cannot be made here: {detail}.",
        "Name a folder that can be written to in MATURITY_DATA_DIR.",
    ),
    "serve-setting": Entry(
        "设置不安全或不可用：{detail}。",
        "改正后再启动。",
        "A setting is not safe or not possible: {detail}.",
        "Correct it and start again.",
    ),
    "serve-address": Entry(
        "不能在 {host}:{port} 上监听：{detail}。",
        "换一个端口（--port），或停掉占用它的程序。",
        "Nothing can listen at {host}:{port}: {detail}.",
        "Choose another --port, or stop the program that uses it.",
    ),
    "publish-levels-differ": Entry(
        "这一年全部 {count} 份提交保存的等级都与答案算出的不同，例如 {examples}。没有发布任何内容。",
        "先查明原因（问卷或权重是否改动过），不要手工改等级。",
        "All {count} submissions of the year keep another level than the one that follows from their answers, e.g. of "
        "{examples}. Nothing was published.",
        "Find out why (were the definition or its weights changed?); do not edit levels by hand.",
    ),
}

ENTRIES: dict[str, Entry] = {**_FILES, **_WORKBOOKS, **_COLUMNS, **_ANSWERS, **_VERBS}
