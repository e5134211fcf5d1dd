"""Mistakes of publication plans, and of publishing."""

from .entry import Entry

ENTRIES: dict[str, Entry] = {
    "plan-duplicate-table": Entry(
        "表编号“{id}”用了两次。",
        "每张表用一个自己的编号。",
        "The table id '{id}' is used twice.",
        "Give every table an id of its own.",
    ),
    "plan-unknown-dimension": Entry(
        "没有“{found}”这个分组。",
        "改为以下之一：{allowed}。",
        "There is no dimension '{found}'.",
        "Use one of: {allowed}.",
    ),
    "plan-repeated-dimension": Entry(
        "分组“{found}”在同一张表里写了两次。",
        "删去一个。",
        "The dimension '{found}' stands twice in one table.",
        "Delete one of them.",
    ),
    "plan-unknown-measure": Entry(
        "没有“{found}”这个指标。",
        "改为以下之一：{allowed}。",
        "There is no measure '{found}'.",
        "Use one of: {allowed}.",
    ),
    "plan-repeated-measure": Entry(
        "指标“{found}”在同一张表里写了两次。",
        "删去一个。",
        "The measure '{found}' stands twice in one table.",
        "Delete one of them.",
    ),
    "plan-bad-condition": Entry(
        "读不懂条件“{found}”。",
        "写成“列 运算符 值”，例如 level >= 2 或 province = 320000。",
        "The condition '{found}' cannot be read.",
        "Write 'column operator value', e.g. level >= 2 or province = 320000.",
    ),
    "plan-unknown-column": Entry(
        "没有“{found}”这一列。",
        "改为以下之一：{allowed}。",
        "There is no column '{found}'.",
        "Use one of: {allowed}.",
    ),
    "plan-unknown-value": Entry(
        "“{column}”没有“{found}”这个取值。",
        "使用分类表中的代码；等级为 0 到 5。",
        "'{column}' has no value '{found}'.",
        "Use a code of its classification; levels run from 0 to 5.",
    ),
    "plan-code-order": Entry(
        "“{column}”是分类代码，不能用“{operator}”比较大小。",
        "改用 =。",
        "'{column}' holds codes; they cannot be compared with '{operator}'.",
        "Use = instead.",
    ),
    "plan-bad-top": Entry(
        "前 {found} 名不可用。",
        "写 1 到 1000 之间的整数。",
        "A top {found} is not possible.",
        "Write a whole number from 1 to 1000.",
    ),
    "plan-bad-decimals": Entry(
        "不能显示 {found} 位小数。",
        "写 0 到 3 之间的整数。",
        "{found} decimals cannot be shown.",
        "Write a whole number from 0 to 3.",
    ),
    "plan-rank-measure": Entry(
        "不能按“{found}”排名。",
        "按本表已列出的、只占一列的指标排名：{allowed}。",
        "'{found}' cannot be ranked by.",
        "Rank by a measure of this table that fills one column: {allowed}.",
    ),
    "plan-rank-rows": Entry(
        "没有分组的表不能排名。",
        "在 rows 中写上分组，或删去 ranking。",
        "A table without row dimensions cannot be ranked.",
        "Name a dimension in rows, or delete ranking.",
    ),
    "plan-chart-levels": Entry(
        "等级分布图需要指标 share_by_level，且分组不超过一个。",
        "补上该指标、减少分组，或写 chart: none。",
        "A chart of levels needs the measure share_by_level and at most one row dimension.",
        "Add the measure, drop a dimension, or write chart: none.",
    ),
    "plan-chart-ranking": Entry(
        "排名图需要 ranking，且只有一个分组。",
        "补上 ranking、只留一个分组，或写 chart: none。",
        "A chart of a ranking needs a ranking and exactly one row dimension.",
        "Add a ranking, keep one dimension, or write chart: none.",
    ),
    "plan-chart-tiles": Entry(
        "地图需要只按 province 分组，并有 share_by_level 和一个 share_at_least_k。",
        "改用 rows: [province] 并补上这两类指标，或写 chart: none。",
        "A map needs rows by province alone, share_by_level and a share_at_least_k.",
        "Write rows: [province] and add these measures, or write chart: none.",
    ),
    "plan-unknown": Entry(
        "没有名为“{found}”的发布方案。",
        "现有方案：{allowed}。",
        "There is no publication plan '{found}'.",
        "These exist: {allowed}.",
    ),
    "plan-unknown-record": Entry(
        "“{column}”中有 {count} 条记录的代码不在分类表内，例如：{examples}。",
        "先改正这些企业的资料，再发布。",
        "{count} records have a '{column}' outside its classification, e.g. {examples}.",
        "Correct these enterprises' facts, then publish.",
    ),
    "plan-no-records": Entry(
        "{year} 年没有已提交的评估。",
        "换一个年份，或先提交评估。",
        "There is no submitted assessment of {year}.",
        "Choose another year, or submit assessments first.",
    ),
    "plan-unknown-suffix": Entry(
        "不能写出“{found}”文件。",
        "文件名以下列后缀之一结尾：{allowed}。",
        "A '{found}' file cannot be written.",
        "End the file name with one of: {allowed}.",
    ),
    "plan-not-written": Entry(
        "文件没有写成：{detail}。原有文件未改动。",
        "检查磁盘空间和文件夹权限，关闭正在打开的同名文件后重试。",
        "The file was not written: {detail}. Nothing was changed.",
        "Check disk space and the folder's permissions, close the file elsewhere, and try again.",
    ),
    "plan-not-verified": Entry(
        "写出的文件与数据不一致({detail})，已丢弃。",
        "请重试；若再次出现，请报告此错误。",
        "The file written does not agree with the data ({detail}); it was discarded.",
        "Try again; if it happens again, report it.",
    ),
}
