"""Mistakes of plans about classes, and about results under another questionnaire."""

from ...entry import Entry

ENTRIES: dict[str, Entry] = {
    "plan-class-score": Entry(
        "这份问卷没有总分，企业不能分档，“{found}”无从谈起。",
        "删去这个分组。",
        "This questionnaire has no total score, so enterprises have no classes '{found}'.",
        "Remove the dimension.",
    ),
    "plan-class-rows": Entry(
        "“{found}”是在“{group}”的每一组内分档，而前面的行分组里没有“{group}”。",
        "把 {group} 写在它前面，如 rows: [{group}, {found}]；在全部企业中分档的用 class。",
        "'{found}' are classes within every group of '{group}', which is not among the rows before it.",
        "Write {group} before it, as in rows: [{group}, {found}]; `class` is among all enterprises.",
    ),
    "plan-class-from": Entry(
        "指标“{found}”是各档的最低得分，而这张表的行里没有档。",
        "在 rows 中加上 class，或 division 和 class_in_division 这样的一对。",
        "'{found}' is the lowest score of a class, and the rows of this table are no classes.",
        "Add `class` to the rows, or a pair such as division, class_in_division.",
    ),
    "plan-joined-itself": Entry(
        "joined 写的“{found}”就是本方案的问卷。",
        "joined 写同年的另一份问卷的编号。",
        "`joined` names '{found}', which is the questionnaire of the plan itself.",
        "Name another questionnaire of the same year under `joined`.",
    ),
    "plan-joined-missing": Entry(
        "“{found}”要与另一份问卷的结果对照，而方案没有说是哪一份。",
        "在方案开头写 joined: 和那份问卷的编号。",
        "'{found}' is about results under another questionnaire, and the plan does not say which.",
        "Write `joined` with its id at the top of the plan.",
    ),
    "plan-joined-score": Entry(
        "joined 的问卷没有总分，“{found}”无从计算。",
        "改用有总分的问卷，或删去这个指标。",
        "The questionnaire under `joined` has no total score, so '{found}' cannot be computed.",
        "Name one that has, or remove the measure.",
    ),
    "plan-association-rows": Entry(
        "“{found}”只算全部企业的，不能再分组，也不能加条件：企业少的相关系数会暴露单个企业。",
        "删去这张表的 rows 和 population。",
        "'{found}' is of all enterprises, without rows and conditions: of few it would disclose single ones.",
        "Remove `rows` and `population` of this table.",
    ),
    "plan-joined-several": Entry(
        "一起发布的方案对照了不止一份问卷：{found}。",
        "分开发布：同一次发布只能与一份问卷对照。",
        "The plans released together set results beside those under more than one questionnaire: {found}.",
        "Release them apart: one release sets results beside one other questionnaire.",
    ),
    "plan-file-relative": Entry(
        "企业数据取自文件时，下列分档或与另一份问卷对照的表无从生成：{tables}。",
        "先把数据导入数据库，或从方案中去掉这些表。",
        "With enterprises of a file, tables of classes or beside another questionnaire cannot be made: {tables}.",
        "Bring the data into the database first, or take these tables out of the plan.",
        "先用 maturity import 把数据导入数据库，或从方案中去掉这些表。",
        "Bring the data into the database with `maturity import` first, or take these tables out of the plan.",
    ),
    "plan-relative-rounded": Entry(
        "取整发布时，下列分档或与另一份问卷对照的表无从保护：{tables}。",
        "不取整，或从方案中去掉这些表。",
        "With rounded numbers these tables, of classes or beside another questionnaire, cannot be protected: {tables}.",
        "Do not round, or take these tables out of the plan.",
        "去掉 --round，或从方案中去掉这些表。",
        "Leave out --round, or take these tables out of the plan.",
    ),
}
