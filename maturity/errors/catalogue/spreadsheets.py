"""Mistakes of spreadsheets that come in, whoever wrote them."""

from ..entry import Entry

_LESS = (
    "用表格软件打开，删去不需要的内容，另存为 .xlsx；数据表也可以另存为 UTF-8 编码的 CSV。",
    "Open it in a spreadsheet, delete what is not needed and save it as .xlsx; a table of records can also be saved as "
    "CSV in UTF-8.",
)
SAVE_AGAIN = ("用表格软件打开，另存为 .xlsx。", "Open it in a spreadsheet and save it as .xlsx.")

ENTRIES: dict[str, Entry] = {
    "intake-not-workbook": Entry(
        "不是可以读取的 .xlsx 文件。", SAVE_AGAIN[0], "This is not an .xlsx file that can be read.", SAVE_AGAIN[1]
    ),
    "intake-parquet": Entry(
        "读不了这个 Parquet 文件：{detail}。",
        "重新导出该文件，或改用 CSV。",
        "The Parquet file cannot be read: {detail}.",
        "Export it again, or use CSV.",
    ),
    "intake-old-workbook": Entry(
        "文件已损坏，或不是可以读取的 .xls 工作簿。",
        SAVE_AGAIN[0],
        "The file is damaged or is not a readable .xls workbook.",
        SAVE_AGAIN[1],
    ),
    "intake-password": Entry(
        "工作簿设有密码。",
        "打开后去掉密码，另存为 .xlsx。",
        "The workbook is password-protected.",
        "Open it, remove the password and save it as .xlsx.",
    ),
    "intake-format": Entry(
        "不读取 {found} 格式的文件。",
        SAVE_AGAIN[0],
        "Files in the format {found} are not read.",
        SAVE_AGAIN[1],
    ),
    "intake-macros": Entry(
        "工作簿含有宏或控件（{part}）。",
        "另存为不含宏的 .xlsx。",
        "The workbook contains macros or controls ({part}).",
        "Save it as .xlsx without macros.",
    ),
    "intake-links": Entry(
        "工作簿引用了外部数据或嵌入文件（{part}）。",
        "断开外部链接、删去嵌入对象后另存。",
        "The workbook refers to outside data or embeds files ({part}).",
        "Break the links, delete the embedded objects, and save it again.",
    ),
    "intake-bomb": Entry(
        "工作簿解压后大得异常，没有打开。",
        _LESS[0],
        "The workbook unpacks to an unreasonable size and was not opened.",
        _LESS[1],
    ),
    "intake-columns": Entry(
        "有 {found} 列，超过 {most} 列。",
        "删去多余的列，包括表格右侧很远处的内容。",
        "There are {found} columns, more than {most}.",
        "Delete those not needed, including anything far to the right.",
    ),
    "intake-cells": Entry(
        "工作表太大，超过 {most} 格。",
        "删去表格下方和右侧很远处的内容，另存为 .xlsx；数据表也可以另存为 CSV。",
        "The sheet is too large, over {most} cells.",
        "Delete anything far below or to the right and save it as .xlsx; a table of records can also be CSV.",
    ),
    "intake-texts": Entry(
        "工作簿里的文字太长，没有打开。",
        _LESS[0],
        "The texts of the workbook are too long; it was not opened.",
        _LESS[1],
    ),
    "intake-lost": Entry(
        "单元格不是空的，但没有可读的值（{shown}）。",
        "在表格软件中打开，改正这一格：填上应有的内容，或清空，再保存。",
        "The cell is not empty, but it has no value that can be read ({shown}).",
        "Open it in a spreadsheet, enter the right value or clear the cell, and save.",
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
    "intake-sheets": Entry(
        "有 {count} 张工作表都有列名和数据（{sheets}），不知读哪一张。",
        "把要导入的行合并到一张工作表里，删去其余的表（隐藏的工作表也算），再保存。",
        "{count} sheets have column names and rows ({sheets}); it is not clear which one to read.",
        "Put the rows to import into one sheet and delete the others, hidden ones too.",
    ),
    "intake-merged": Entry(
        "此格在合并单元格里：看上去是“{shown}”，文件里却只有合并区域左上角的一格有内容。",
        "取消合并，每一格都填上应有的内容，再保存。",
        "The cell is part of merged cells: it shows '{shown}', but only their first cell holds it.",
        "Unmerge them, fill in every cell, and save.",
    ),
    "intake-heavy": Entry(
        "读这个文件要用超过 {seconds} 秒或 {megabytes} MB 内存，没有读完。",
        "用写它的软件打开，删去不需要的内容，另存后再试。",
        "Reading the file takes more than {seconds} seconds or {megabytes} MB of memory; reading was stopped.",
        "Open it in the program that wrote it, delete what is not needed, save it and try again.",
    ),
    "intake-lost-many": Entry(
        "超过 {most} 个单元格显示错误或没有可读的值，到单元格 {cell} 为止。",
        "改正出错的公式，或只粘贴值后再保存。",
        "More than {most} cells up to {cell} show errors or have no value that can be read.",
        "Correct the formulas, or paste values only, and save.",
    ),
    "intake-cell-twice": Entry(
        "工作表里同一单元格或同一行（{cell}）写了两次，不知以哪个为准。",
        SAVE_AGAIN[0],
        "The sheet holds the same cell or row ({cell}) twice; it is not clear which counts.",
        SAVE_AGAIN[1],
    ),
    "intake-unplaced": Entry(
        "工作表里有的单元格没有写明位置。",
        SAVE_AGAIN[0],
        "Some cells of the sheet have no position.",
        SAVE_AGAIN[1],
    ),
}
