"""Mistakes of tables of regions, of the indicators they are compared by, and of targets."""

from ..entry import Entry

ENTRIES: dict[str, Entry] = {
    "regions-reserved": Entry(
        "指标编号不能用“{id}”。",
        "“region”和“year”是地区列和年份列的名字；给这个指标换一个编号。",
        "An indicator cannot have the id '{id}'.",
        "'region' and 'year' name the columns of regions and years; give the indicator another id.",
    ),
    "regions-heading": Entry(
        "指标“{id}”与“{other}”在表中会用同一列“{heading}”。",
        "用 column 分别写明它们各自的列名。",
        "The indicators '{id}' and '{other}' would both be read from the column '{heading}'.",
        "Say with `column` which column each is read from.",
    ),
    "regions-number": Entry(
        "{region}的这一格“{found}”不是数。",
        "填写普通的数，例如 1234.5；单位写在列名或指标文件里，不写在格里。",
        "'{found}', in the row of {region}, is no number.",
        "Write an ordinary number such as 1234.5; units stand in the heading or the file of indicators, not in cells.",
    ),
    "regions-negative": Entry(
        "{region}的这一格是负数“{found}”，而这个指标不应有负数。",
        "改正这个数；确实可以为负的（如增长率），在指标文件里写 negative: true。",
        "'{found}', in the row of {region}, is negative, which this indicator cannot be.",
        "Correct it; where it can be, such as a rate of growth, write `negative: true` in the indicators file.",
    ),
    "regions-fractions": Entry(
        "这一列以 % 计，而所有的数都不超过 1：可能是带百分比格式的单元格，0.71 其实是 71%。",
        "核对数据；是 71% 的写成 71。",
        "This column is in per cent, and no value is beyond 1: cells with a format of per cent hold 0.71 for 71%.",
        "Check the data, and write 71 for 71%.",
    ),
    "regions-fraction": Entry(
        "这个指标以 % 计，而这一格是“{found}”：看不出是几成还是百分之几。",
        "71% 写成 71；真的不到 1% 时带上百分号，写成文字，例如 0.71%。",
        "This is in per cent, and the cell holds '{found}': it may be a fraction of 1.",
        "Write 71 for 71%; for less than one per cent write the sign, as text: 0.71%.",
    ),
    "regions-per-cent": Entry(
        "这一列有的数带 %，有的不带：看不出 0.65 是 65% 还是 0.65%。",
        "统一写法，例如都写成 65。",
        "Some values of this column have a sign of per cent and others have none: 0.65 may be 65% or 0.65%.",
        "Write all in one way, such as 65.",
    ),
    "regions-no-value": Entry(
        "{region}没有这一列的数。",
        "补上数值；没有数据的，把整个地区或整列删去，不要填 0。",
        "{region} has no value in this column.",
        "Fill it in; where there is none, leave the region or the column out, and do not write 0.",
    ),
    "regions-empty-column": Entry(
        "这一列全是空的。",
        "补上数值，或从指标文件里删去这个指标。",
        "This column is empty.",
        "Fill it in, or leave it out.",
    ),
    "regions-constant": Entry(
        "各地区这一列的数相同，不能区分地区，权重为 0。",
        "核对数据；确实相同的可以保留，对结果没有影响。",
        "All regions have the same value in this column: it tells none apart, and its weight is 0.",
        "Check the data; a column that is right may stay, it changes nothing.",
    ),
    "regions-clipped": Entry(
        "{year} 年有 {count} 个数超出基准年的范围，按范围的端点计。",
        "属正常情况；超出很多时，可以另选基准年。",
        "In {year}, values beyond the limits of the base year: {count}; they count as the limits.",
        "This is usual; where there are many, another base year may be better.",
    ),
    "regions-repeated": Entry(
        "{region}在第 {first} 行已经出现过。",
        "每个地区（每年）只留一行。",
        "{region} stands in row {first} already.",
        "Keep one row per region (and year).",
    ),
    "regions-no-name": Entry(
        "这一行没有写地区。",
        "写上地区的代码或名称，或删去这一行。",
        "This row names no region.",
        "Write the region's code or name, or delete the row.",
    ),
    "regions-total": Entry(
        "“{found}”是合计或平均，不是一个地区。",
        "删去这一行：合计不参加比较。",
        "'{found}' is a total or a mean, not a region.",
        "Delete the row: totals are not compared with regions.",
    ),
    "regions-year": Entry(
        "“{found}”不是年份。",
        "填写四位数的年份，例如 2020。",
        "'{found}' is not a year.",
        "Write a year of four digits, such as 2020.",
    ),
    "regions-few": Entry(
        "只有 {count} 个地区，至少要有 2 个才能比较。",
        "补上其他地区；10 个以上结果才较稳定。",
        "Regions found: {count}. At least 2 are needed to compare.",
        "Add others; results are steadier with 10 or more.",
    ),
    "regions-base-year": Entry(
        "表里没有基准年 {wanted}。",
        "基准年要从表中已有的年份里选：{allowed}。",
        "The table has no rows of the base year {wanted}.",
        "Choose one of its years: {allowed}.",
    ),
    "regions-which-year": Entry(
        "表里有几个年份：{allowed}。",
        "一次只看一年：选定一年，或只留这一年的行。",
        "The table has several years: {allowed}.",
        "Choose one, or keep the rows of one year.",
        "一次只看一年：用 --year 指明，或只留这一年的行。",
        "Choose one with --year, or keep the rows of one year.",
    ),
    "regions-same-column": Entry(
        "几列里有重复的：{column}。",
        "选不同的列。",
        "One column is named twice: {column}.",
        "Choose different ones.",
    ),
    "regions-no-column": Entry(
        "表里没有列“{column}”。",
        "照表中的写法写列名。表里有：{held}。",
        "The table has no column '{column}'.",
        "Write its heading as the table does. It has: {held}.",
    ),
    "regions-pairs": Entry(
        "两列都有数的地区只有 {count} 个，至少要有 {least} 个才能看出两列的关系。",
        "补上数据。",
        "Regions with values in both columns: {count}. At least {least} are needed.",
        "Fill in more values.",
    ),
    "regions-all-same": Entry(
        "各地区的“{column}”都相同，排不出先后。",
        "换一列，或核对数据。",
        "All regions have the same '{column}': they have no order.",
        "Choose another column, or check the data.",
    ),
    "regions-nothing": Entry(
        "这一列的合计是 0，没有占比可算。",
        "核对数据，或换一列。",
        "The column adds up to 0: there are no shares of it.",
        "Check the data, or choose another column.",
    ),
    "regions-target": Entry(
        "没有指标“{found}”的基数和目标。",
        "随工具提供的指标有：{allowed}；其他指标在 base 和 target 两列写上基数和目标。",
        "There are no base and target for '{found}'.",
        "The indicators that are shipped are: {allowed}; for others fill in the columns base and target.",
    ),
    "regions-unit": Entry(
        "“{id}”的基数和目标以“{zh}”计，这一行写的单位是“{found}”。",
        "换算成“{zh}”，或在这一行同时写上 base 和 target。",
        "Base and target of '{id}' are in {en}; this row says '{found}'.",
        "Convert the value to {en}, or give base and target of your own in this row.",
    ),
}
