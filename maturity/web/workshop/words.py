"""Words of the pages of workshops, and what they show of a result."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from ...answers import Chosen, NotApplicable
from ...questionnaire.naming import NOT_APPLICABLE_ID
from ...store.workshop.creation import TITLE_LIMIT
from ...store.workshop.remote import Deadline
from ...store.workshop.seats import ALIAS_LIMIT
from ...store.workshop.settling import OWNER_LIMIT, Settlement
from ...workshop import CANNOT_JUDGE_ID, RULES, Verdict
from ...workshop.applicability import APPLICABLE_ID, Applicability
from ...workshop.ballots import shown_number, votes_apart
from ...workshop.chance import rwg_limit
from ...workshop.numbers import NumberVerdict
from ...workshop.wording import median_words
from ..formatting import answer_in_words
from ..language import gettext as _
from ..language import language, lazy_gettext, say
from .board import Board
from .shown import Shown, unit_of

ROOM_STATES = {
    "draft": lazy_gettext("准备中"),
    "lobby": lazy_gettext("等候加入"),
    "running": lazy_gettext("进行中"),
    "paused": lazy_gettext("已暂停"),
    "closed": lazy_gettext("已结束"),
    "accepted": lazy_gettext("已采纳"),
    "discarded": lazy_gettext("已作废"),
}
ITEM_STATES = {
    "waiting": lazy_gettext("待表决"),
    "open": lazy_gettext("表决中"),
    "revealed": lazy_gettext("已公布"),
    "discussing": lazy_gettext("讨论中"),
    "settled": lazy_gettext("已确定"),
    "parked": lazy_gettext("已搁置"),
}
KINDS = {
    "agreed": lazy_gettext("一致"),
    "dissent": lazy_gettext("一致，有不同意见"),
    "decided": lazy_gettext("主持人决定"),
    "not-applicable": lazy_gettext("不适用"),
}
RULE_NAMES = {
    "standard": lazy_gettext("标准：三分之二选同一项，九成与中位数相差不超过一档，及格线另一侧不到四分之一"),
    "strict": lazy_gettext("严格：四分之三选同一项，全部与中位数相差不超过一档，及格线另一侧不到四分之一"),
    "light": lazy_gettext("宽松（较弱）：四分之三与中位数相差不超过一档，中间一半相差不超过一档"),
}
STANDINGS = {
    "lower": lazy_gettext("低于全体"),
    "about": lazy_gettext("与全体相近"),
    "higher": lazy_gettext("高于全体"),
}
TURNOVERS = {
    "few": lazy_gettext("与上一轮相比，几乎没有票改变。"),
    "some": lazy_gettext("与上一轮相比，一些票改变了。"),
    "many": lazy_gettext("与上一轮相比，许多票改变了。"),
}
NOTE_KINDS = {
    "argument": lazy_gettext("论点"),
    "evidence": lazy_gettext("证据"),
    "dissent": lazy_gettext("不同意见"),
}
CONFIDENCES = {
    "guess": lazy_gettext("凭印象"),
    "know": lazy_gettext("确知"),
    "show": lazy_gettext("能出示证据"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A choice with its votes: `share` in per cent of the longest bar; the pass mark lies below it if `marked`."""

    name: str
    count: int
    share: int
    median: bool = False
    marked: bool = False
    apart: bool = False


def shared() -> dict[str, Any]:
    """What every template of workshops needs."""
    return {
        "ROOM_STATES": ROOM_STATES,
        "ITEM_STATES": ITEM_STATES,
        "KINDS": KINDS,
        "RULE_NAMES": RULE_NAMES,
        "RULES": RULES,
        "STANDINGS": STANDINGS,
        "TURNOVERS": TURNOVERS,
        "NOTE_KINDS": NOTE_KINDS,
        "CONFIDENCES": CONFIDENCES,
        "TITLE_LIMIT": TITLE_LIMIT,
        "ALIAS_LIMIT": ALIAS_LIMIT,
        "OWNER_LIMIT": OWNER_LIMIT,
        "CANNOT_JUDGE_ID": CANNOT_JUDGE_ID,
        "NOT_APPLICABLE_ID": NOT_APPLICABLE_ID,
        "bars": bars,
        "facts": facts,
        "offered": offered,
        "vote_name": vote_name,
        "unit_of": unit_of,
        "number_facts": number_facts,
        "settled_name": settled_name,
        "preselected": preselected,
        "own_words": own_words,
        "deadline_words": deadline_words,
    }


def deadline_words(deadline: Deadline) -> str:
    """A deadline in the time zone in which it was said, with its distance to UTC."""
    local = deadline.at.astimezone(ZoneInfo(deadline.zone))
    shift = local.strftime("%z")
    return f"{local:%Y-%m-%d %H:%M} ({deadline.zone}, UTC{shift[:3]}:{shift[3:]})"


def bars(one: Shown) -> list[Bar]:
    """The result of an item with choices, the highest first, or of a vote on whether it applies; below, who found it
    not applicable or could not judge.
    """
    verdict = one.verdict
    if not isinstance(verdict, Verdict | Applicability):
        return []
    tally = verdict.tally
    most = max((*tally.counts, tally.not_applicable, tally.cannot_judge, 1))
    if isinstance(verdict, Verdict):
        scale, found = verdict.scale, verdict.figures
        medians = {found.median, found.upper} if found else set()
        ranked = [
            Bar(say(choice.text), votes, 100 * votes // most, rank in medians, rank == scale.passing)
            for rank, (choice, votes) in enumerate(zip(scale.choices, tally.counts, strict=True))
        ]
    else:
        named = zip((_("不适用"), _("适用")), tally.counts, strict=True)
        ranked = [Bar(name, votes, 100 * votes // most) for name, votes in named]
    apart = ((_("不适用"), tally.not_applicable), (_("无法判断"), tally.cannot_judge))
    return [*reversed(ranked), *(Bar(name, votes, 100 * votes // most, apart=True) for name, votes in apart if votes)]


def facts(one: Shown) -> list[tuple[str, str]]:
    """The figures of an item with choices; what chance comes to stands beside what could be taken for agreement."""
    verdict = one.verdict
    if not isinstance(verdict, Verdict) or verdict.figures is None:
        return []
    found = verdict.figures
    told = [
        (_("中位数"), median_words(verdict.scale, found, language())),
        (_("最多的一项"), f"{float(found.mode_share):.0%}"),
        (_("四分位距"), str(found.iqr)),
        (_("平均偏差"), f"{float(found.ad):.2f}"),
    ]
    limit = rwg_limit(found.n, verdict.scale.size)
    if found.rwg is not None and limit is not None:
        chance, value = f"{limit:.2f}", f"{found.rwg:.2f}"
        if found.polarised:
            value = _("%(value)s（两极分化）", value=value)
        told.append(("r_wg", _("%(value)s；随机投票二十次里约有一次超过 %(limit)s", value=value, limit=chance)))
    if found.across is not None:
        told.append((_("及格线另一侧"), f"{float(found.across):.0%}"))
    return told


def number_facts(one: Shown) -> list[tuple[str, str]]:
    """The figures of votes on a number, instead of bars."""
    verdict = one.verdict
    if not isinstance(verdict, NumberVerdict) or verdict.median is None or verdict.quartiles is None:
        return []
    low, high = (shown_number(str(value)) for value in verdict.quartiles)
    told = [
        (_("中位数"), shown_number(str(verdict.median))),
        (_("四分位数"), f"{low} – {high}"),
        (_("最小到最大"), f"{shown_number(str(verdict.lowest))} – {shown_number(str(verdict.highest))}"),
    ]
    if verdict.spread is not None:
        told.append((_("相对差异（四分位距比中位数）"), f"{float(verdict.spread):.1%}"))
    apart = ((_("不适用"), verdict.not_applicable), (_("无法判断"), verdict.cannot_judge))
    told += [(name, str(votes)) for name, votes in apart if votes]
    return told


def offered(board: Board, one: Shown) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What can be voted in the present round of an item, large and small: votes and their words. Numbers are typed."""
    apart = votes_apart(one.question)
    if one.question == "applicability":
        large, small = apart[:2], apart[2:]
    else:
        large, small = tuple(choice.id for choice in board.questionnaire.choices_of(one.item)), apart
    named = [[(vote, vote_name(board, one, vote)) for vote in part] for part in (large, small)]
    return named[0], named[1]


def vote_name(board: Board, one: Shown, vote: str) -> str:
    """A vote in words."""
    if vote == CANNOT_JUDGE_ID:
        return _("无法判断")
    if vote == NOT_APPLICABLE_ID:
        return _("不适用")
    if vote == APPLICABLE_ID:
        return _("适用")
    if one.item.asks is not None:
        return shown_number(vote)
    return answer_in_words(board.questionnaire, Chosen(vote), one.item.id)


def settled_name(board: Board, one: Shown) -> str:
    """What a settled item came to, in words; a number with its unit."""
    told = vote_name(board, one, one.place.choice or NOT_APPLICABLE_ID)
    return f"{told} {unit_of(one.item)}".strip() if one.place.choice else told


def preselected(one: Shown) -> str:
    """The id of the choice, or the number, that settling begins with: the lower median."""
    verdict = one.verdict
    if isinstance(verdict, Verdict):
        return verdict.scale.choices[verdict.figures.median].id if verdict.figures else ""
    found = verdict.median if isinstance(verdict, NumberVerdict) else None
    return "" if found is None else shown_number(str(found))


def as_agreed(one: Shown) -> Settlement:
    """The settlement of an item whose votes agreed: the choice of most, or the median of numbers."""
    verdict = one.verdict
    if isinstance(verdict, Verdict) and verdict.figures:
        choice = verdict.scale.choices[verdict.figures.modes[0]].id
    else:
        choice = preselected(one)
    return Settlement(one.place.id, "agreed", choice)


def own_words(board: Board, one: Shown) -> str:
    """The enterprise's own answer in words."""
    if isinstance(one.own, NotApplicable):
        return _("不适用")
    return answer_in_words(board.questionnaire, one.own, one.item.id)
