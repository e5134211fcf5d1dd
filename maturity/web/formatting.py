"""Formatting of numbers, times and names for pages."""

from datetime import UTC, date, datetime

from flask import Flask
from flask_babel import format_datetime, format_decimal, to_user_timezone  # type: ignore[import-untyped]
from markupsafe import Markup

from ..answers import COMMENT_LIMIT, REASON_LIMIT, Answer, Chosen, Entered, Listed, NotApplicable, Said, Ticked
from ..charts import assessments
from ..classification.ownership import OWNERSHIPS
from ..classification.production import PRODUCTION_TYPES
from ..quantities.factors import factors
from ..questionnaire import Item, Questionnaire, naming
from ..questionnaire.asked import Table, Ticks
from ..questionnaire.caveats import caveats
from ..questionnaire.facts import FACTS
from ..scoring.accounts import valued_as_entered
from ..store.origins.origins import ExternalAuthor
from ..text import numbers
from .language import gettext as _
from .language import language, lazy_gettext, say

ROLES = {
    "enterprise": lazy_gettext("企业成员"),
    "consultant": lazy_gettext("咨询顾问"),
    "analyst": lazy_gettext("标准机构分析员"),
    "administrator": lazy_gettext("系统管理员"),
}
MEMBERS = {
    "owner": lazy_gettext("负责人"),
    "editor": lazy_gettext("填写人"),
    "viewer": lazy_gettext("查看人"),
    "assessor": lazy_gettext("评审员"),
}
RIGHTS = {
    "owner": lazy_gettext("填写、提交，并管理成员和邀请"),
    "editor": lazy_gettext("填写和裁剪；负责人允许后可以提交"),
    "viewer": lazy_gettext("只查看答案和结果"),
    "assessor": lazy_gettext("查看答案，另记评审意见；不改企业的答案"),
}

ACTION_STATES = {
    "open": lazy_gettext("未开始"),
    "doing": lazy_gettext("进行中"),
    "done": lazy_gettext("已完成"),
    "dropped": lazy_gettext("不做了"),
}

_SAVING = {  # what the script says beside an item
    "saving": lazy_gettext("保存中…"),
    "saved": lazy_gettext("已保存"),
    "waiting": lazy_gettext("等待网络，已存在本机，恢复后自动补交"),
    "conflict": lazy_gettext("有冲突，请选定一个答案"),
    "reason": lazy_gettext("请写明为什么不适用，写好后自动保存"),
    "signed-out": lazy_gettext("登录已过期，答案已存在本机。登录后回到本页即自动补交。"),
    "sign-in": lazy_gettext("去登录"),
    "unkept": lazy_gettext("此浏览器不允许本机存储，保存完成前请勿关闭本页"),
    "open": lazy_gettext("未作答"),
    "reason-long": lazy_gettext("理由有 {count} 字，最多 {limit} 字；缩短后自动保存"),
    "comment-long": lazy_gettext("备注有 {count} 字，最多 {limit} 字；缩短后自动保存"),
    "frozen": lazy_gettext("评估已提交，或您不能再填写，这条答案不能再保存。"),
    "outside": lazy_gettext("评估范围已不含这一条，没有保存的答案已从本机移除："),
    "discarded": lazy_gettext("已丢弃："),
    "undo": lazy_gettext("撤销"),
    "unmarked": lazy_gettext("没有网络，没有标上待定"),
    "reading": lazy_gettext("读作 {number}"),
    "colon": lazy_gettext("："),
}


def install(app: Flask) -> None:
    """Make these functions available to the templates of `app`."""
    app.jinja_env.filters.update(
        moment=time_tag,
        author=author,
        figure=numbers.format_score,
        total=numbers.format_total,
        change=numbers.format_difference,
        exact=numbers.format_exact,
        exactly=numbers.to_fraction,
        whole=whole,
        size=size,
        tailored=lambda questionnaire: say(naming.tailored(questionnaire)),
        zip=zip,
    )
    app.jinja_env.globals.update(
        ROLES=ROLES,
        MEMBERS=MEMBERS,
        RIGHTS=RIGHTS,
        PRODUCTION_TYPES=PRODUCTION_TYPES,
        OWNERSHIPS=OWNERSHIPS,
        FACTS=FACTS,
        ACTION_STATES=ACTION_STATES,
        level_name=level_name,
        item_mark=item_mark,
        not_applicable_when=naming.not_applicable_when,
        caveats=caveats,
        item_name=item_name,
        numeral=numeral,
        words=words,
        choice_words=choice_words,
        answer_in_words=answer_in_words,
        COMMENT_LIMIT=COMMENT_LIMIT,
        REASON_LIMIT=REASON_LIMIT,
    )
    app.jinja_env.globals.update(progress=assessments.progress, band_chart=assessments.band)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def author(name: str) -> str:
    """The name of an author, marked where the person is of another installation."""
    return _("%(name)s（外部）", name=name) if isinstance(name, ExternalAuthor) else name


def moment(time: datetime) -> str:
    """A time as text, Beijing time, to the minute."""
    return str(format_datetime(time, "yyyy-MM-dd HH:mm"))


def time_tag(time: datetime) -> Markup:
    """A time as a <time> element."""
    return Markup('<time datetime="{}">{}</time>').format(time.isoformat(timespec="seconds"), moment(time))


def today() -> date:
    """The date in Beijing, against which due dates are compared."""
    day: date = to_user_timezone(datetime.now(UTC)).date()
    return day


def whole(number: int) -> str:
    """A count with thousands separators."""
    return str(format_decimal(number))


def size(number: int) -> str:
    """A number of bytes with a suitable unit (1 KB is 1024 bytes): "812 B", "12.3 KB", "5,000 MB"."""
    for unit, of in (("MB", 1024 * 1024), ("KB", 1024)):
        if number >= of:
            return f"{format_decimal(round(number / of, 1))} {unit}"
    return f"{number} B"


def level_name(questionnaire: Questionnaire, number: int) -> str:
    """A level in the language of this request, see :func:`maturity.questionnaire.naming.level_name`."""
    return naming.level_name(questionnaire, number, language())


def item_mark(questionnaire: Questionnaire, item: Item) -> str:
    """The number of an item in the language of this request, see :func:`maturity.questionnaire.naming.item_number`."""
    return naming.item_number(questionnaire, item, language())


def item_name(questionnaire: Questionnaire, id: str) -> str:
    """An item in the language of this request, see :func:`maturity.questionnaire.naming.item_name`."""
    return naming.item_name(questionnaire, id, language())


def numeral(number: int) -> str:
    """The number of a level in the language of this request: a Chinese numeral in Chinese."""
    return numbers.numeral(number, language())


def words() -> dict[str, str]:
    """The script's messages about saving, in the language of this request."""
    return {name: str(text) for name, text in _SAVING.items()}


def choice_words(questionnaire: Questionnaire) -> dict[str, str]:
    """The text of every choice, and of "not applicable", by id, in the language of this request."""
    every = (*questionnaire.choices, *(choice for choices in questionnaire.scales.values() for choice in choices))
    return {choice.id: say(choice.text) for choice in every} | {naming.NOT_APPLICABLE_ID: _("不适用")}


def answer_in_words(questionnaire: Questionnaire, answer: Answer | None, id: str = "") -> str:
    """An answer to the item with this id as text, in the language of this request; without an id, a choice of the
    questionnaire's own.
    """
    if answer is None:
        return _("未作答")
    if isinstance(answer, NotApplicable):
        return _("不适用：%(reason)s", reason=answer.reason)
    if isinstance(answer, Chosen):
        choices = questionnaire.choices_of(questionnaire.item(id)) if id else questionnaire.choices
        return next(say(choice.text) for choice in choices if choice.id == answer.choice)
    if isinstance(answer, Entered):
        return valued_as_entered(answer, language())
    if isinstance(answer, Said):
        return answer.words
    item = questionnaire.item(id)
    if isinstance(answer, Ticked) and isinstance(item.asks, Ticks):
        texts = [say(option.text) for option in item.asks.options if option.id in answer.options]
        return _("、").join(texts) or _("一项也没有")
    return _("；").join(_row_words(item, answer)) if isinstance(answer, Listed) else ""


def _row_words(item: Item, answer: Listed) -> list[str]:
    """The rows of a table, each with its numbers in the order of the columns, named where there are several."""
    known = factors(item.asks.factors) if isinstance(item.asks, Table) and item.asks.factors else {}
    columns = item.asks.columns if isinstance(item.asks, Table) else ()
    names = {column.id: say(column.name) if len(columns) > 1 else "" for column in columns} or {item.id: ""}
    told = []
    for row in answer.rows:
        key = known[row.key].name(language()) if row.key in known else row.key
        numbers = [
            f"{names[id]} {valued_as_entered(row.numbers[id], language())}".strip() for id in names if id in row.numbers
        ]
        between = _("：") if len(columns) > 1 else " "
        told.append(f"{key}{between}{_('，').join(numbers)}" if numbers else key)
    return told
