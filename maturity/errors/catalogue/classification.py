"""Mistakes of facts about enterprises and of their codes."""

from ..entry import Entry

ENTRIES: dict[str, Entry] = {
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
    "facts-founded-shown": Entry(
        "“{found}”正是年份 {year} 在日期格式的单元格里显示的样子，不知道指哪一年。",
        "把该列设成“常规”格式，再填写四位年份；确实是 1905 年成立的，填 1905。",
        "'{found}' is what a cell formatted as a date shows for the year {year}; it is not clear which is meant.",
        "Format the column as General and write the year in four digits, 1905 too if it really is that one.",
    ),
    "facts-revenue": Entry(
        "“{found}”不是以万元计的营业收入。",
        "请写不小于 0 的数字，单位为万元，最多四位小数；也可以写明单位，例如 3.5亿元。",
        "'{found}' is not a revenue in units of 10,000 yuan.",
        "Write a number of at least 0, in 10,000 yuan, with at most four decimals, or name the unit in Chinese.",
    ),
    "facts-production-type": Entry(
        "“{found}”不是生产类型。",
        "可选：{allowed_zh}。",
        "'{found}' is not a type of production.",
        "Choose {allowed_en}.",
    ),
    "facts-long": Entry(
        "“{column}”超过 {limit} 个字符。",
        "请缩短。",
        "'{column}' is longer than {limit} characters.",
        "Shorten it.",
    ),
    "class-ownership": Entry(
        "控股情况“{found}”不在分类中。",
        "填写以下代码之一或其名称：{allowed}；不清楚可以留空。",
        "'{found}' is no class of ownership.",
        "Give one of these codes, or its name: {allowed}; leave it empty if you do not know.",
    ),
    "class-industry-unknown": Entry(
        "“{text}”不是 {edition} 的制造业大类代码。",
        "填写 13 到 43 的两位代码，前面可加 C，例如 C36。",
        "'{text}' is not a manufacturing division of {edition}.",
        "Give a two-digit code from 13 to 43, with or without the letter C, for example C36.",
    ),
    "class-industry-near": Entry(
        "“{text}”不是 {edition} 的制造业大类代码。",
        "填写两位代码。相近的有：{near_zh}。",
        "'{text}' is not a code of a manufacturing division of {edition}.",
        "Give the two-digit code. Close matches: {near_en}.",
    ),
    "class-industry-fine": Entry(
        "“{text}”是中类或小类代码，这里要填大类。",
        "填写它所属的大类：{near_zh}。",
        "'{text}' is the code of a group or class; a division is wanted.",
        "Give the division it belongs to: {near_en}.",
    ),
    "class-industry-outside": Entry(
        "“{text}”不属于 {edition} 的制造业（C 门类，13 到 43）。",
        "填写企业主要制造活动所属的大类代码，例如 C36。",
        "'{text}' lies outside manufacturing (section C, 13 to 43) of {edition}.",
        "Give the division of the enterprise's main manufacturing activity, for example C36.",
    ),
    "class-industry-edition": Entry(
        "“{text}”用的是别的版本，这里采用 {edition}。",
        "按 {edition} 重新查找大类代码；同一代码在不同版本中可能是不同行业。",
        "'{text}' comes from another edition; {edition} is used here.",
        "Look the division up in {edition}: the same code can mean another industry in another edition.",
    ),
    "class-industry-name": Entry(
        "“{text}”的代码与名称在 {edition} 中不一致，可能来自别的版本。",
        "核对后填写正确的代码。代码和名称分别对应：{near_zh}。",
        "Code and name of '{text}' do not belong together in {edition}; they may come from another edition.",
        "Check and give the right code. The code and the name suggest: {near_en}.",
    ),
    "class-city-unknown": Entry(
        "没有找到城市“{text}”。",
        "填写六位代码或地级市全名，例如 320500 或 苏州市；县级市写所属的地级市。",
        "There is no city '{text}'.",
        "Give a six-digit code or the prefecture-level city, for example 320500 or Suzhou (Jiangsu); "
        "for a county-level city give the prefecture-level city above it.",
    ),
    "class-city-name": Entry(
        "“{text}”的代码与名称不一致。",
        "核对后填写正确的代码。代码和名称对应：{near_zh}。",
        "Code and name of '{text}' do not belong together.",
        "Check and give the right code. The code and the name suggest: {near_en}.",
    ),
    "class-city-near": Entry(
        "没有找到城市“{text}”。",
        "相近的有：{near_zh}。请填写六位代码或全名；县级市写所属的地级市。",
        "There is no city '{text}'.",
        "Close matches: {near_en}. Give the six-digit code or the full name; "
        "for a county-level city give the prefecture-level city above it.",
    ),
    "class-city-ambiguous": Entry(
        "“{text}”可以指几个地方：{near_zh}。",
        "填写城市的六位代码或全名，以便区分；省级地区不能作为城市。",
        "'{text}' can mean several places: {near_en}.",
        "Give the six-digit code or the full name of the city; a province is not accepted.",
    ),
    "class-city-merged": Entry(
        "“{text}”已于 {year} 年并入 {near_zh}。",
        "请填写 {near_zh}。",
        "'{text}' was merged into {near_en} in {year}.",
        "Give {near_en}.",
    ),
    "class-city-divided": Entry(
        "“{text}”已于 {year} 年撤销，辖区分别划入几个市：{near_zh}。",
        "按企业现在的地址填写其中一个市。",
        "'{text}' was dissolved in {year} and divided among several cities: {near_en}.",
        "Give the one the enterprise's address belongs to today.",
    ),
    "class-city-province": Entry(
        "“{text}”是省级地区，不是城市。",
        "填写省内的城市，例如：{near_zh}。",
        "'{text}' is a province, not a city.",
        "Give a city in it, for example: {near_en}.",
    ),
    "class-province-unknown": Entry(
        "没有找到省级地区“{text}”。",
        "填写六位代码或名称，例如 320000 或 江苏省。",
        "There is no province '{text}'.",
        "Give its six-digit code or its name, for example 320000 or Jiangsu.",
    ),
    "class-province-near": Entry(
        "没有找到省级地区“{text}”。",
        "相近的有：{near_zh}。请填写六位代码或名称。",
        "There is no province '{text}'.",
        "Close matches: {near_en}. Give the six-digit code or the name.",
    ),
    "class-province-city": Entry(
        "“{text}”是城市，这里要填省级地区。",
        "它属于：{near_zh}；按省填写，或改用城市一级的指标。",
        "'{text}' is a city; a province is wanted.",
        "It lies in: {near_en}. Give the province, or compare cities instead.",
    ),
    "class-size-figures": Entry(
        "从业人员 {headcount} 人、营业收入 {revenue} 万元无法划分企业规模。",
        "两个数都要填写，且不能为负数。",
        "No size class follows from {headcount} persons and a revenue of {revenue} x 10,000 yuan.",
        "Give both figures, neither of them negative.",
    ),
    "class-credit-code-length": Entry(
        "统一社会信用代码“{text}”有 {length} 位，应为 {wanted} 位。",
        "对照营业执照，把代码完整填写一遍。",
        "The credit code '{text}' has {length} characters instead of {wanted}.",
        "Copy the whole code from the business licence.",
    ),
    "class-credit-code-alphabet": Entry(
        "统一社会信用代码“{text}”含有不允许的字符（位置）：{strange}。",
        "代码只用数字和大写字母，不含 I、O、S、V、Z；检查是否把 1、0、5、U、2 认错了。",
        "The credit code '{text}' has characters (at position) that no code contains: {strange}.",
        "Codes use digits and capital letters without I, O, S, V, Z: look for a misread 1, 0, 5, U or 2.",
    ),
    "class-credit-code-authority": Entry(
        "统一社会信用代码“{text}”的第 1 位“{authority}”不是登记管理部门代码。",
        "第 1 位应为 1 到 9 或 A、N、Y，企业通常为 9；对照营业执照改正。",
        "The credit code '{text}' starts with '{authority}', which no registering authority uses.",
        "The first character is 1 to 9, A, N or Y, for companies usually 9: compare with the business licence.",
    ),
    "class-credit-code-region": Entry(
        "统一社会信用代码“{text}”的第 3 至 8 位“{region}”应为六位数字的行政区划码。",
        "对照营业执照改正这六位。",
        "Characters 3 to 8 of the credit code '{text}', '{region}', should be the six digits of a place.",
        "Compare these six characters with the business licence.",
    ),
    "class-credit-code-organisation": Entry(
        "统一社会信用代码“{text}”的第 17 位与第 9 至 16 位的主体标识码不符。",
        "至少有一位填错了，对照营业执照逐位核对第 9 至 17 位。",
        "Character 17 of the credit code '{text}' does not fit characters 9 to 16.",
        "At least one of them is mistyped: compare characters 9 to 17 with the business licence.",
    ),
    "class-credit-code-number": Entry(
        "“{text}”是被表格软件变成数字的统一社会信用代码，后几位已经丢失。",
        "把这一列设成文本格式，再对照营业执照重新填写代码。",
        "'{text}' is a credit code that the spreadsheet turned into a number; its last digits are lost.",
        "Format the column as text, then type the code again from the business licence.",
    ),
    "class-credit-code-pilot": Entry(
        "统一社会信用代码“{text}”的第 18 位不符合 GB 32100；福建试点时期的代码可能确实如此。",
        "与营业执照逐位核对；确认无误后，在代码下方勾选确认。",
        "The 18th character of the credit code '{text}' does not follow GB 32100, as in some codes of Fujian's pilot.",
        "Compare it with the business licence; if it is right, tick the confirmation below the code.",
        "与营业执照逐位核对；确认无误后，加上 --accept-code {text}。",
        "Compare it with the business licence; if it is right, add --accept-code {text}.",
    ),
    "class-credit-code-check": Entry(
        "统一社会信用代码“{text}”的校验码（第 18 位）不符。",
        "至少有一位填错了，对照营业执照逐位核对。",
        "The check character (the 18th) of the credit code '{text}' does not fit.",
        "At least one character is mistyped: compare the code with the business licence, one by one.",
    ),
}
