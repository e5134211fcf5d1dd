"""Mistakes of tables from other sources than submissions, in plans and in what they are made of."""

from ...entry import Entry

ENTRIES: dict[str, Entry] = {
    "plan-one-kind": Entry(
        "存量与流量表只能是一类名单，这里写了 {count} 类。",
        "在 kinds 中写一类：factory、product、park 或 chain；各类分别做一张表。",
        "A table of stock and flow is of one kind of units; {count} are named.",
        "Name one under `kinds`: factory, product, park or chain; make a table for each.",
    ),
    "plan-kind-repeated": Entry(
        "类别“{found}”写了两次。",
        "每类只写一次。",
        "The kind '{found}' is named twice.",
        "Name each kind once.",
    ),
    "plan-chart-provinces": Entry(
        "名单的地图需要按省份的表。",
        "写 show: provinces，或写 chart: none。",
        "A map of the register needs a table by provinces.",
        "Write show: provinces, or chart: none.",
    ),
    "plan-key-unused": Entry(
        "show: {show} 的表用不到“{key}”。",
        "删去这一行。",
        "A table with show: {show} has no use for '{key}'.",
        "Leave this line out.",
    ),
    "plan-chart-pairs": Entry(
        "散点图需要 show: pairs 的表。",
        "写 show: pairs，或写 chart: none。",
        "A scatter plot needs a table with show: pairs.",
        "Write show: pairs, or chart: none.",
    ),
    "plan-beside-table": Entry(
        "方案中没有只按 province 或只按 city 分组的表“{found}”。",
        "table 写这样一张表的编号：{allowed}；没有的，先在方案中加上。",
        "The plan has no table '{found}' with rows by province alone, or by city alone.",
        "Name such a table under `table`: {allowed}; where there is none, add one to the plan.",
    ),
    "plan-beside-measure": Entry(
        "那张表没有只占一列的指标“{found}”。",
        "measure 写那张表中的一个指标：{allowed}。",
        "That table has no measure '{found}' of one column.",
        "Name one of its measures under `measure`: {allowed}.",
    ),
    "plan-concentration-table": Entry(
        "方案中没有只按一种分类分组、不排名的表“{found}”，集中度无从计算。",
        "table 写这样一张表的编号：{allowed}；没有的，先在方案中加上。",
        "The plan has no table '{found}' with rows of one classification and without a ranking: concentration cannot "
        "be computed.",
        "Name such a table under `table`: {allowed}; where there is none, add one to the plan.",
    ),
    "plan-concentration-measure": Entry(
        "那张表没有可以相加的指标“{found}”。",
        "measures 写那张表中的家数或数量合计：{allowed}。",
        "That table has no measure '{found}' that adds up.",
        "Name numbers or sums that it has under `measures`: {allowed}.",
    ),
    "own-table-few": Entry(
        "这样的表没有集中度：它要只按一个分类分行、不排名，并列出企业数或数量合计。",
        "在“按什么分”里选行业、省份等一个分类，把排名的位数改为 0，并在“数值”里选上企业数或一项合计。",
        "Such a table has no concentration: it has to have rows of one classification, no ranking, and numbers of "
        "enterprises or totals of quantities.",
        "Choose one classification such as industry or province, set the ranking to 0, and tick the number of "
        "enterprises or a total.",
    ),
    "plan-register-empty": Entry(
        "截至 {day}，名单中没有任何变动，名单的表无从生成。",
        "先在“名单”页导入名单，或换一个年份。",
        "Nothing had been entered in the register by {day}: its tables cannot be made.",
        "Import the lists first, on the page 'Register', or choose another year.",
        "先用 maturity register import 导入名单，或换一个年份。",
        "Import the lists first with `maturity register import`, or choose another year.",
    ),
    "plan-file-sources": Entry(
        "企业数据取自文件时，下列取自其他来源的表无从生成：{tables}。",
        "用数据库中的企业数据，或从方案中去掉这些表。",
        "With enterprises of a file these tables, which are from other sources, cannot be made: {tables}.",
        "Use the enterprises of the database, or take these tables out of the plan.",
        "加上 --release，或去掉 --file 而用数据库，或从方案中去掉这些表。",
        "Add --release, or leave out --file and use the database, or take these tables out of the plan.",
    ),
    "plan-no-regions": Entry(
        "{year} 年还没有区域数据，指数、相关等表无从生成。",
        "先在“区域数据与目标”页上传指标文件和区域数据表。",
        "There is no table of regions for {year}: tables of an index or an association cannot be made.",
        "Upload the indicators and the table on the page 'Regional data and targets' first.",
        "用 --regions 和 --indicators 给出区域数据表和指标文件。",
        "Give the table and the indicators with --regions and --indicators.",
    ),
    "plan-no-targets": Entry(
        "{year} 年还没有目标的实际值。",
        "先在“区域数据与目标”页上传实际值的表。",
        "There are no actual values of targets for {year}.",
        "Upload the table of actual values on the page 'Regional data and targets' first.",
        "用 --actual 给出实际值的表。",
        "Give the table of actual values with --actual.",
    ),
    "plan-regions-year": Entry(
        "区域数据表中没有 {year} 年（有：{allowed}）。",
        "上传含有这一年的表，或换一个年份。",
        "The table of regions has no year {year} (it has: {allowed}).",
        "Bring a table that has it, or choose another year.",
    ),
    "plan-regions-level": Entry(
        "区域数据表是按 {level} 的，而表“{table}”按 {rows} 分组，两者不能放在一起。",
        "改用同一级地区的数据表，或在方案中改用按同一级地区分组的表。",
        "The table of regions is by {level}, the table '{table}' by {rows}: they cannot stand beside each other.",
        "Bring a table of the same regions, or name one in the plan that is by the same regions.",
    ),
    "plan-no-indicator": Entry(
        "表“{table}”要用的指标“{found}”不在指标文件中。",
        "indicator 写其中一个：{allowed}；或删去这一行，用第一个指标。",
        "The indicator '{found}' of the table '{table}' is not in the file of indicators.",
        "Name one of these under `indicator`: {allowed}; or leave the line out for the first.",
    ),
    "plan-regions-alone": Entry(
        "区域数据表和指标文件要一起给出。",
        "两个文件都选上。",
        "A table of regions and its file of indicators go together.",
        "Give both files.",
        "--regions 和 --indicators 一起用。",
        "Use --regions together with --indicators.",
    ),
}
