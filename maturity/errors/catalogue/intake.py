"""Mistakes of files that come in, and of what the command line is asked to do with them."""

from ..entry import Entry
from .spreadsheets import SAVE_AGAIN

_FILES = {
    "intake-busy-person": Entry(
        "您的另一个文件还在读取或生成。",
        "等它完成再试。",
        "Another file of yours is still being read or made.",
        "Wait until it is done, then try again.",
    ),
    "intake-busy": Entry(
        "服务器正在处理其他人的文件。",
        "稍候再试。",
        "The server is reading or making files of others.",
        "Try again in a moment.",
    ),
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
    "intake-zip-damaged": Entry(
        "压缩包不是完整的 zip 文件，读不出来。",
        "重新压缩，或解压后导入其中的文件。",
        "This is not a whole zip file, and cannot be unpacked.",
        "Pack it again, or unpack it and import the files.",
    ),
    "intake-zip-password": Entry(
        "压缩包设有密码。",
        "解压后导入其中的文件，或重新压缩，不设密码。",
        "The zip file is password-protected.",
        "Unpack it and import the files, or pack it again without a password.",
    ),
    "intake-zip-many": Entry(
        "压缩包里有 {found} 个文件，超过 {most} 个。",
        "分成几个压缩包分别导入。",
        "The zip file holds {found} files, more than {most}.",
        "Split it into several zip files.",
    ),
    "intake-too-large": Entry(
        "文件有 {size} MB，超过 {most} MB。",
        "请分成几个文件分别导入。",
        "The file has {size} MB, more than {most} MB.",
        "Split it into several files.",
        "请分成几个文件；import 和 --file 也读 CSV 与 Parquet，大小不限。",
        "Split it into several files; import and --file also read CSV and Parquet, of any size.",
    ),
    "intake-empty": Entry(
        "文件里没有内容。",
        "第一行写列名，其下每行一条记录。",
        "The file is empty.",
        "The first row names the columns; each row below is one record.",
    ),
    "intake-not-utf8": Entry(
        "文件不是 UTF-8 编码的文本。", "另存为 UTF-8。", "The file is not text in UTF-8.", "Save it as UTF-8."
    ),
    "intake-encoding": Entry(
        "此行的文字既不是 UTF-8 也不是 GB 18030 编码。",
        SAVE_AGAIN[0],
        "This line is encoded neither in UTF-8 nor GB 18030.",
        SAVE_AGAIN[1],
    ),
    "intake-nul": Entry(
        "此行不是普通文字：文件可能是 UTF-16 编码，或者不是文本文件。",
        SAVE_AGAIN[0],
        "This line is not plain text: the file may be in UTF-16, or no text file at all.",
        SAVE_AGAIN[1],
    ),
    "intake-csv": Entry(
        "此行起读不成 CSV：{detail}。",
        "检查引号是否成对；或用写出它的软件另存为 .xlsx。",
        "From this row on the file is not valid CSV: {detail}.",
        "Check that quotes come in pairs, or save it as .xlsx with the program that wrote it.",
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
        "Look for an extra separator; text that contains one needs quotes.",
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
        "'{column}' appears in column {first} and again in column {second}.",
        "Keep one of them.",
    ),
}

_ANSWERS = {
    "intake-no-profile": Entry(
        "没有说明按哪种生产类型评分。",
        "在文件里写“profile”；可选：{allowed}。",
        "The weight profile to grade by is missing.",
        "Add 'profile' to the file; available: {allowed}.",
        "加上 --profile，或在 JSON 里写“profile”；可选：{allowed}。",
        "Add --profile, or 'profile' in the JSON; available: {allowed}.",
    ),
    "intake-item-repeated": Entry(
        "条目“{item}”已在第 {first} 行出现过。",
        "保留一行。",
        "Item '{item}' already appears in row {first}.",
        "Keep one of the rows.",
    ),
    "intake-json": Entry(
        "不是合法的 JSON：{detail}。",
        "检查这一行的引号、逗号和括号。",
        "This is not valid JSON: {detail}.",
        "Check quotes, commas and brackets around this line.",
    ),
    "intake-json-number": Entry(
        "“{found}”不是可用的数，或大得异常。",
        "改成普通的数；没有数值时写 null。",
        "'{found}' is no number, or out of range.",
        "Write an ordinary number, or null where there is none.",
    ),
    "intake-json-shape": Entry(
        "“{key}”的形式不对。",
        '形如 {{"profile": "权重方案", "answers": {{"条目": "选项"}}, "cuts": {{"分组": "理由"}}}}；'
        '不适用写作 {{"not-applicable": "理由"}}。',
        "'{key}' has the wrong form.",
        'Write {{"profile": "weights", "answers": {{"item": "choice"}}, "cuts": {{"group": "reason"}}}}; '
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
        "The key '{key}' appears twice in the same object.",
        "Keep one of them.",
    ),
    "intake-no-answers": Entry(
        "这一行没有任何答案。",
        "填上答案，或删去这一行。",
        "This row has no answers.",
        "Fill it in, or delete the row.",
    ),
    "intake-several-profiles": Entry(
        "按资料判断，适合这家企业的权重方案不止一种：{allowed}。",
        "在“profile”（权重方案）列写明用哪一种。",
        "Several weight profiles fit this enterprise by its facts: {allowed}.",
        "Name one in the column 'profile'.",
        "在“profile”（权重方案）列写明用哪一种，或用 --profile 为没有写明的各行指定一种。",
        "Name one in the column 'profile', or one with --profile for all rows that name none.",
    ),
    "intake-other-profile": Entry(
        "权重方案“{found}”不适用于这家企业；按资料适用的是：{allowed}。",
        "更正“profile”列，或更正企业资料；该列留空则按资料确定。",
        "The weight profile '{found}' is not meant for this enterprise; by its facts these are: {allowed}.",
        "Correct the column 'profile' or the facts; where the column is empty the facts decide.",
    ),
    "intake-row-total": Entry(
        "这一行是合计、总计或小计，不是企业。",
        "删除这一行；每行只填一家企业。",
        "This row is a total or subtotal, not an enterprise.",
        "Delete the row; each row is one enterprise.",
    ),
    "intake-row-headings": Entry(
        "这一行又是表头，不是企业。",
        "删除这一行；表头只在数据上方出现一次。",
        "This row repeats the headings and is not an enterprise.",
        "Delete the row; headings stand once, above the data.",
    ),
    "intake-row-note": Entry(
        "这一行只有一格有内容（“{found}”）。",
        "是说明文字就移到表格上方或备注列；是企业就把这一行填完整。",
        "This row has one filled cell only ('{found}').",
        "Move a note above the table or into a column 'Notes'; complete the row if it is an enterprise.",
    ),
    "intake-cut-off": Entry(
        "文件在这一行中间断了：只有 {found} 格，表头有 {wanted} 列，末尾没有换行。",
        "重新导出或下载文件；确实完整的话，在末尾加一个换行。",
        "The file breaks off within this row: {found} of {wanted} cells, and no line break at the end.",
        "Export or download it again; if it is whole, add a line break at its end.",
    ),
    "intake-row-units": Entry(
        "这一行是计量单位，不是企业。",
        "删除这一行；营业收入以万元填写，从业人员以人填写。",
        "This row holds units of measurement, not an enterprise.",
        "Delete the row; give revenue in 10,000 yuan and employees in persons.",
    ),
    "intake-repeated": Entry(
        "第 {first} 行也是这家企业（{credit_code}）。",
        "同一企业只留一行。",
        "Row {first} holds the same enterprise ({credit_code}).",
        "Keep one row per enterprise.",
    ),
    "intake-taken": Entry(
        "企业 {credit_code} 当年已有提交。",
        "删去这一行。",
        "The enterprise {credit_code} already has a submission for that year.",
        "Delete the row.",
        "删去这一行；如要让这一份取代原有的，加上 --again。",
        "Delete the row, or add --again if this one should replace it.",
    ),
    "intake-refused-source": Entry(
        "有误的行不能写回正在导入的文件。",
        "另取一个文件名。",
        "The refused rows cannot be written over the table that is being imported.",
        "Choose another file name.",
        "为 --skip-bad 另取一个文件名。",
        "Give --skip-bad another file name.",
    ),
    "intake-more": Entry(
        "共有 {count} 处错误，还有 {more} 处没有列出。",
        "改正以上各处后再试。",
        "There are {count} mistakes; {more} of them are not listed.",
        "Correct these and try again.",
    ),
}

_VERBS = {
    "intake-unknown-questionnaire": Entry(
        "没有问卷“{found}”。",
        "可用的问卷：{allowed}。",
        "There is no questionnaire '{found}'.",
        "Available: {allowed}.",
    ),
    "intake-no-folder": Entry(
        "不能在这里建立数据文件夹：{detail}。",
        "用 MATURITY_DATA_DIR 指定一个可写的文件夹。",
        "The data folder cannot be created here: {detail}.",
        "Set MATURITY_DATA_DIR to a writable folder.",
    ),
    "serve-address": Entry(
        "不能在 {host}:{port} 上监听：{detail}。",
        "换一个端口，或停掉占用它的程序。",
        "The server cannot listen at {host}:{port}: {detail}.",
        "Choose another port, or stop the program that uses it.",
        "换一个端口（--port），或停掉占用它的程序。",
        "Choose another --port, or stop the program that uses it.",
    ),
    "serve-stopping": Entry(
        "服务正在重启，本次没有保存。",
        "请稍候几秒再试；页面上自动保存的答案会自己重新发送。",
        "The service is restarting; nothing was saved.",
        "Try again in a few seconds; answers that a page saves by itself are sent again without you.",
    ),
    "serve-workers": Entry(
        "这里不能用 {count} 个进程提供服务：没有安装 gunicorn。",
        "安装 maturity[server]，或改用 1 个进程（Windows 上没有 gunicorn）。",
        "{count} processes cannot serve here: gunicorn is not installed.",
        "Install maturity[server], or use 1 process (there is no gunicorn for Windows).",
        "运行 pip install 'maturity[server]'，或改用 --workers 1（Windows 上没有 gunicorn）。",
        "Run pip install 'maturity[server]', or use --workers 1 (there is no gunicorn for Windows).",
    ),
    "publish-levels-differ": Entry(
        "这一年全部 {count} 份提交保存的结果都与答案算出的不同，例如 {examples}。没有发布任何内容。",
        "先查明原因（问卷或权重是否改动过），不要手工改等级。",
        "In all {count} submissions of the year the stored level differs from the one computed from the answers, "
        "e.g. of {examples}. Nothing was published.",
        "Find out why (were the definition or its weights changed?); do not edit levels by hand.",
    ),
}

ENTRIES: dict[str, Entry] = {**_FILES, **_COLUMNS, **_ANSWERS, **_VERBS}
