"""Why a release is not written: what would disclose, or cannot be shown not to."""

from ..entry import Entry

ENTRIES: dict[str, Entry] = {
    "disclosure-too-low": Entry(
        "最小可公布家数不能低于 {threshold}，计算得分和分布的企业数不能低于 {statistics}。",
        "请把最小可公布家数填为 {threshold} 或更大的数。",
        "The smallest publishable count must be at least {threshold}, and scores and distributions need at least "
        "{statistics} enterprises.",
        "Give {threshold} or more as the smallest publishable count.",
        "请写 --threshold {threshold}，或更大的数。",
        "Write --threshold {threshold}, or a larger number.",
    ),
    "disclosure-too-large": Entry(
        "本次发布的交叉分类有 {found} 个单元，超过可以证明安全的上限 {most}。",
        "减少分组或合并类别；或改为发布取整到 5 的倍数的家数，不含得分。",
        "This release crosses {found} cells, more than the {most} that can be proved safe.",
        "Drop dimensions or use coarser categories; or publish numbers rounded to multiples of 5, no scores.",
        "减少分组或合并类别；或改为发布取整到 5 的倍数的家数（--round），不含得分。",
        "Drop dimensions or use coarser categories; or publish numbers rounded to multiples of 5 (--round), no scores.",
    ),
    "disclosure-file-held": Entry(
        "文件里没有企业以前的数据，无法把少数企业的变动留待以后。",
        "改用 hide 或 refuse，或先导入数据库再发布。",
        "A file does not hold the earlier data of enterprises, so changes of few of them cannot be held back.",
        "Choose hide or refuse, or import the file into the database and publish from there.",
        "改用 --beside-earlier hide 或 refuse；或先用 maturity import 导入，再发布。",
        "Use `--beside-earlier hide` or `refuse`, or `maturity import` first and publish from the database.",
    ),
    "disclosure-weighted": Entry(
        "“{plan}”的表“{table}”有加权指标（{measures}），加权数值只供内部使用。",
        "从要发布的方案中去掉这些指标；内部发布可以保留。",
        "Table '{table}' of '{plan}' has weighted measures ({measures}), which are for internal use only.",
        "Take them out of the plan that is released; internal publications may have them.",
    ),
    "disclosure-one-firm": Entry(
        "“{plan}”的表“{table}”中，{measures} 会暴露单个企业：最大一家的占比乘以合计就是它的数量，HHI 和基尼系数"
        "与合计、占比放在一起也能推出它。",
        "改用 first_5: 或 first_10:；各省、各行业之间的集中度用 source: concentration。内部发布可以保留。",
        "In table '{table}' of '{plan}', {measures} tell of one enterprise: the share of the largest times the total "
        "is its amount, and HHI and Gini coefficient lead to it beside total and shares.",
        "Use first_5: or first_10:, and source: concentration for how few provinces or industries hold most. Internal "
        "publications may have them.",
    ),
    "disclosure-joined-finer": Entry(
        "“{plan}”的表“{table}”把两份问卷的对照再按 {measures} 细分：另一份问卷的发布也可以这样细分，两者相减会暴露"
        "只做了那一份的少数企业。",
        "对照表只留 level_joined 一个分组，不加条件；各行业、各地区可以在两份问卷各自的方案中分别列出平均得分。"
        "内部发布可以保留。",
        "Table '{table}' of '{plan}' breaks the matrix of two questionnaires down by {measures}: releases of the other "
        "one may do so too, and less this table they tell of the few who answered that one alone.",
        "Leave level_joined as the only rows, without conditions; mean scores by industry or place can stand in the "
        "plans of both questionnaires. Internal publications may have it.",
    ),
    "disclosure-rounded-none": Entry(
        "方案中没有可以取整发布的表：取整只适用于家数和占比。",
        "在方案里加上有家数或占比的表，或不取整发布。",
        "The plan has no table that can be rounded: only numbers and shares can.",
        "Add a table with numbers or shares to the plan, or publish without rounding.",
    ),
    "disclosure-rounded-mixed": Entry(
        "{year} 年已发布过（{earlier_zh}）；取整的与不取整的放在一起会缩小被隐藏数值的范围。",
        "同一年只用一种方式发布。",
        "{year} has been published before ({earlier_en}); rounded and unrounded numbers together tell what is hidden.",
        "Publish a year in one way only.",
    ),
    "disclosure-no-solver": Entry(
        "没有安装线性规划求解器 highspy，无法证明发布内容是安全的，因此没有写出任何文件。",
        "请管理员安装 highspy，然后重试。",
        "The solver highspy is not installed: the release cannot be proved safe, so nothing was written.",
        "Ask the administrator to install highspy, then try again.",
    ),
    "disclosure-solver": Entry(
        "求解器没有给出结果（{detail}），无法证明发布内容是安全的，因此没有写出任何文件。",
        "请重试；再次出现时，请把括号里的文字告诉管理员。",
        "The solver gave no answer ({detail}): the release cannot be proved safe, so nothing was written.",
        "Try again; if it happens again, tell the administrator what stands in the brackets.",
    ),
    "disclosure-unsafe": Entry(
        "有 {count} 个单元无法保护，没有写出发布文件。所在的行：{rows}。",
        "单元及原因见内部审核报告。请在方案中去掉这些行所在的表，或合并类别、减少分组后再发布。",
        "{count} cells cannot be protected; no release was written. They stand in the rows {rows}.",
        "The internal audit report names them. Leave the tables of these rows out of the plan, or use coarser "
        "categories or fewer dimensions.",
    ),
    "disclosure-beside-earlier": Entry(
        "与先前的发布（{earlier_zh}）合在一起，会泄露 {count} 个单元；没有写出发布文件。",
        "单元见内部审核报告。可以：多隐藏一些数值后发布；或改用更粗的分组。",
        "Together with earlier releases ({earlier_en}), {count} cells would be disclosed. No release was written.",
        "The internal audit report names them. Hide more in this release, or use coarser categories.",
        "单元见内部审核报告。可以：多隐藏一些数值后发布（--beside-earlier hide）；或改用更粗的分组。",
        "The internal audit report names them. Hide more in this release (--beside-earlier hide), or use coarser "
        "categories.",
    ),
    "disclosure-changes-told": Entry(
        "与先前的发布（{earlier_zh}）合在一起，会泄露 {count} 个单元，其中 {changed} 个"
        "是此后新增、退出或有变动的少数企业（此后共有 {moved} 家）；没有写出发布文件。",
        "单元见内部审核报告。可以：分批计入，这 {moved} 家中有 {held} 家留到以后的批次；"
        "或多隐藏一些数值；或改用更粗的分组；或等有变动的企业更多时再更新。",
        "Together with earlier releases ({earlier_en}), {count} cells would be disclosed; {changed} of them are the "
        "few enterprises that came, went or changed since ({moved} in all). No release was written.",
        "The internal audit report names the cells. Take the changes in by batches: "
        "{held} of the {moved} then wait; or hide more, use coarser categories, or wait until "
        "more enterprises have changed.",
        "单元见内部审核报告。可以：分批计入（--beside-earlier hold-back），这 {moved} 家中有 {held} 家留到以后的批次；"
        "或多隐藏一些数值（--beside-earlier hide）；或改用更粗的分组；或等有变动的企业更多时再更新。",
        "The internal audit report names the cells. Take the changes in by batches (--beside-earlier hold-back): "
        "{held} of the {moved} then wait; or hide more (--beside-earlier hide), use coarser categories, or wait until "
        "more enterprises have changed.",
    ),
    "disclosure-changes-wait": Entry(
        "与先前的发布（{earlier_zh}）合在一起，会泄露 {count} 个单元，其中 {changed} 个"
        "是此后新增、退出或有变动的少数企业（此后共有 {moved} 家）；没有写出发布文件。",
        "单元见内部审核报告。现在分批计入没有用：这 {moved} 家都要等。可以：多隐藏一些数值，全部计入；"
        "或先按行数少的方案（如快报）修订，详细的表到最终数再发；或等有变动的企业更多时再更新。",
        "Together with earlier releases ({earlier_en}), {count} cells would be disclosed; {changed} of them are the "
        "few enterprises that came, went or changed since ({moved} in all). No release was written.",
        "The internal audit report names the cells. Batches are of no use yet: all {moved} would wait. Take all in and "
        "hide more, or revise a plan of few rows (such as 'flash') and leave the full tables to the final figures, or "
        "wait until more enterprises have changed.",
        "单元见内部审核报告。现在分批计入没有用：这 {moved} 家都要等。可以：多隐藏一些数值，全部计入"
        "（--beside-earlier hide）；或先按行数少的方案（如 --plan flash）修订，详细的表到最终数再发；"
        "或等有变动的企业更多时再更新。",
        "The internal audit report names the cells. Batches are of no use yet: all {moved} would wait. Take all in and "
        "hide more (--beside-earlier hide), or revise a plan of few rows (such as --plan flash) and leave the full "
        "tables to the final figures, or wait until more enterprises have changed.",
    ),
    "release-preparation-unknown": Entry(
        "没有找到这份待批准的发布，它可能已经结束。",
        "回到“公开发布”页，从列表里打开。",
        "There is no such release waiting for approval; it may be over.",
        "Open it from the list on the page 'Releases'.",
    ),
    "release-own": Entry(
        "自己准备的发布不能由自己批准或退回。",
        "请另一位分析员或管理员批准。",
        "A release is not approved or rejected by the person who prepared it.",
        "Ask another analyst or an administrator.",
    ),
    "release-not-own": Entry(
        "只有准备这次发布的人可以撤回它。",
        "可以退回，并写明理由。",
        "Only the person who prepared a release can withdraw it.",
        "You can reject it and say why.",
    ),
    "release-decided": Entry(
        "这次发布已经有了决定，或准备之后已超过 {days} 天。",
        "仍需发布时，请重新准备一份，再交另一人批准。",
        "This release has been decided on, or was prepared more than {days} days ago.",
        "If it is still to be released, prepare it again and have it approved.",
    ),
    "release-words-long": Entry(
        "说明有 {length} 个字，最多 {limit} 个。",
        "请缩短。",
        "The remark has {length} characters, at most {limit} are kept.",
        "Shorten it.",
    ),
    "release-changed": Entry(
        "准备之后，数据或台账有了变化，重新计算的结果与待批准的不同；没有发布。",
        "请重新准备，再交另一人批准。",
        "The data or the ledger have changed since it was prepared, and computing it again gives other figures; "
        "nothing was released.",
        "Prepare it again and have it approved.",
    ),
    "release-no-plan": Entry(
        "没有选择发布方案。",
        "至少选择一个方案，或上传自拟方案的文件。",
        "No publication plan was chosen.",
        "Choose at least one plan, or send the file of your own.",
    ),
    "release-embargo-past": Entry(
        "解禁时间 {at} 已经过去。",
        "填写将来的时间，或留空。",
        "The embargo until {at} is over already.",
        "Give a later time, or leave it empty.",
    ),
    "release-time": Entry(
        "“{found}”不是可以识别的日期或时间。",
        "按 2026-03-31 或 2026-03-31T09:00 的写法填写。",
        "'{found}' is not a date or time.",
        "Write it like 2026-03-31, or 2026-03-31T09:00.",
    ),
    "release-as-of-future": Entry(
        "数据时点 {day} 还没有到（今天是 {today}）。",
        "填写今天或更早的日期。",
        "The data cannot be those of {day}: today is {today}.",
        "Give today or an earlier day.",
    ),
    "release-after-final": Entry(
        "{year} 年的最终数已经发布（数据时点 {day}）；此后该年度只能按同一份数据发布。",
        "把数据时点选为 {day}。",
        "The final figures of {year} have been released (data as of {day}); from then on the year is published from "
        "the same data only.",
        "Choose the data as of {day}.",
    ),
    "release-nothing-revised": Entry(
        "{year} 年还没有发布过别的数据，没有可以修订的内容。",
        "按初步数或最终数发布。",
        "No other data of {year} have been released yet: there is nothing to revise.",
        "Release them as provisional or as final.",
    ),
    "release-all-wait": Entry(
        "{year} 年此后新增或有变动的 {moved} 家企业分散在各行，每行都太少，全部要留到以后的批次；没有可以修订的内容。",
        "可以：多隐藏一些数值，全部计入；或先按行数少的方案（如快报）修订，详细的表到最终数再发；"
        "或等有变动的企业更多时再修订。",
        "The {moved} enterprises of {year} that are new or have changed since are too few in every row: all of them "
        "would wait for a later batch, and nothing would be revised.",
        "Take all in and hide more, or revise a plan of few rows (such as 'flash') and leave the full tables to the "
        "final figures, or wait until more enterprises have changed.",
        "可以：多隐藏一些数值，全部计入（--beside-earlier hide）；或先按行数少的方案（如 --plan flash）修订，"
        "详细的表到最终数再发；或等有变动的企业更多时再修订。",
        "Take all in and hide more (--beside-earlier hide), or revise a plan of few rows (such as --plan flash) and "
        "leave the full tables to the final figures, or wait until more enterprises have changed.",
    ),
    "release-status-lower": Entry(
        "{year} 年已按更高的数据状态发布过（数据时点 {day}），更新的数据不能退回较低的状态。",
        "按修订数或最终数发布。",
        "{year} has been released with a higher status (data as of {day}); newer data cannot go back to a lower one.",
        "Release them as revised or as final.",
    ),
    "disclosure-earlier-unknown": Entry(
        "先前的发布“{plan}”（{year} 年）没有留存当时的数据，现在的数据也已不同，"
        "无法证明合在一起是安全的；没有写出发布文件。",
        "该年度请保持已发布的内容，或换用未发布过的年度。",
        "The data behind the earlier release '{plan}' of {year} were not kept, and the data have changed since: "
        "nothing can be proved beside it, so no release was written.",
        "Leave that year as it was published, or publish another one.",
    ),
    "disclosure-ledger-changed": Entry(
        "核对期间台账里登记了另一次发布；没有写出发布文件。",
        "请重新发布：会与新登记的发布一并核对。",
        "Another release was entered into the ledger meanwhile; no release was written.",
        "Publish again: it is then tried beside the new one too.",
    ),
    "disclosure-too-few": Entry(
        "{year} 年只有 {count} 家企业，少于公开发布的下限 {least}。",
        "等到有更多企业提交后再发布；内部工作簿不受此限。",
        "There are only {count} enterprises in {year}, fewer than the {least} that a public release needs.",
        "Publish when more enterprises have submitted; the internal workbook has no such limit.",
    ),
    "disclosure-sums-changed": Entry(
        "{year} 年已按另一时点的数据发布过数量合计（{earlier_zh}）：两次合计之差会暴露少数企业的数量。",
        "请使用那次发布的数据时点，或从方案中去掉合计和合计之比。",
        "Sums of {year} were released from other data ({earlier_en}): differences would tell of few enterprises.",
        "Use the day of those data, or take sums and ratios of sums out of the plan.",
    ),
    "disclosure-sums-unsafe": Entry(
        "与以前发布的合计放在一起，会暴露 {count} 个企业填报的数量。",
        "请从方案中去掉合计和合计之比。",
        "Together with sums released before, the amounts of {count} enterprises would be told.",
        "Take sums and ratios of sums out of the plan.",
    ),
}
