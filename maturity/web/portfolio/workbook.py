"""The list of a person's enterprises as a workbook: exactly the rows that the address asks for, in its order."""

import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

from ...regions.workbook import Column, TableWorkbook, Value, WorkbookTable, writer
from ...store.portfolio.listing import Wanted, listed, refresh
from ..access import ANSWERING, for_roles, person
from ..context import application, store
from ..formatting import moment, today
from ..language import gettext as _
from ..language import language
from ..offline.isolated import one_at_a_time
from .asked import Offered, offered, wanted
from .words import SORT_WORDS, STATE_WORDS, Row

pages = Blueprint("portfolio_workbook", __name__)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STYLED = 2000  # rows; more are written without styles, in a third of the time


@pages.get("/enterprises.xlsx")
@for_roles(*ANSWERING)
def download() -> ResponseReturnValue:
    """The rows as a workbook, with what was asked for on its cover."""
    asked, who, known = wanted(), person(), application().questionnaire
    refresh(store(), who, known)
    choices = offered(asked)
    with store().read() as c:
        rows = [Row(one, choices.questionnaires) for one in listed(c, who, asked, today(), known, None).entries]
    made = TableWorkbook(
        _("企业一览"), language(), today(), tuple(_facts(asked, choices, len(rows))), (_unverified(),), (_table(rows),)
    )
    with one_at_a_time(), tempfile.TemporaryDirectory(prefix="maturity-") as folder:
        path = Path(folder) / f"enterprises-{today()}.xlsx"
        writer(path.suffix)(made, path)
        file = BytesIO(path.read_bytes())
    return send_file(file, _XLSX, as_attachment=True, download_name=path.name)


def _unverified() -> str:
    return _("权重、分值和有要求的单元格未与正式文本核对；填写中的评估等级是临时的。")


def _facts(asked: Wanted, choices: Offered, count: int) -> Iterator[tuple[str, str]]:
    yield _("制作日期"), today().isoformat()
    yield _("行数"), str(count)
    names = dict([*choices.industries, *choices.provinces, *choices.cities])
    told = {
        _("企业名称或信用代码"): asked.search,
        _("等级"): asked.level,
        _("状态"): str(STATE_WORDS[asked.state]) if asked.state else "",
        _("行业大类"): names.get(asked.industry, "") if asked.industry else "",
        _("地区"): names.get(asked.place, asked.place),
        _("标签"): asked.tag,
        _("问卷"): choices.questionnaires.get(asked.questionnaire, asked.questionnaire),
        _("年份"): str(asked.year or ""),
        _("已逾期"): _("是") if asked.overdue else "",
        _("轮次"): _("全部") if asked.every or asked.year else _("每份问卷最近一轮"),
        _("排序"): str(SORT_WORDS[asked.sort]) + (_("（从高到低）") if asked.falling else ""),
    }
    yield from ((name, words) for name, words in told.items() if words)


def _table(rows: list[Row]) -> WorkbookTable:
    columns = (
        *(Column(str(SORT_WORDS[name])) for name in ("name", "credit_code", "industry", "city", "questionnaire")),
        *(Column(str(SORT_WORDS[name])) for name in ("year", "state")),
        Column(str(SORT_WORDS["level"]), True),
        Column(_("得分 S"), True, 2),
        Column(_("得分（无等级的问卷）"), True, 2),
        Column(_("满分"), True, 2),
        Column(_("档次或结论")),
        Column(_("已答"), True),
        Column(_("应答"), True),
        Column(_("有证据的声明"), True),
        Column(_("声明"), True),
        *(Column(str(SORT_WORDS[name])) for name in ("changed", "due", "assessor", "tags")),
    )
    values = tuple(tuple(None if value == "" else value for value in _values(row)) for row in rows)
    notes = (_("每行是一家企业的一份评估；声明是得分高于零的答案，有证据指附有链接或文件，或已由评审员核实。"),)
    return WorkbookTable(
        "enterprises", _("企业一览"), _("企业一览"), notes, columns, values, plain=len(values) > _STYLED
    )


def _values(row: Row) -> Iterator[Value]:
    one, standing = row.entry, row.standing
    yield from (one.name, one.credit_code, row.industry, row.city, row.questionnaire, str(one.year or ""))
    yield str(STATE_WORDS[row.state])
    levels = standing is not None and standing.maximum is None
    yield standing.level if standing else None
    yield standing.score if standing and levels else None
    yield standing.score if standing and not levels else None
    yield standing.maximum if standing else None
    yield row.verdict
    for name in ("answered", "asked", "backed", "claims"):
        yield getattr(standing, name) if standing else None
    yield moment(standing.changed_at) if standing and standing.changed_at else ""
    yield standing.due.isoformat() if standing and standing.due else ""
    yield _("、").join(one.assessors)
    yield _("、").join(one.tags)
