"""Rows of the list beside each other: two to six chosen ones, and the heat map of a page of them."""

from collections import Counter
from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...charts.beside import MOST, Series, radars, total_bars
from ...questionnaire import Questionnaire
from ...store.portfolio.areas import Scored, chosen_entries, scored
from ...store.portfolio.entries import Entry
from ...store.portfolio.figures import installed
from ...store.portfolio.listing import PAGE, listed, refresh
from ...text.numbers import format_score
from ..access import ANSWERING, for_roles, person
from ..context import application, store
from ..formatting import today
from ..language import gettext as _
from ..language import say
from .asked import query_of, wanted
from .words import STATE_WORDS, Row

pages = Blueprint("portfolio_beside", __name__)
FEWEST = 2


@pages.post("/enterprises/compared")
@for_roles(*ANSWERING)
def choose() -> ResponseReturnValue:
    """Go to the comparison of the ticked rows; back to the list where they are too few or too many."""
    ids = [row.partition(":")[2] for row in request.form.getlist("row")]
    chosen = [id for id in dict.fromkeys(ids) if id]
    if not FEWEST <= len(chosen) <= MOST:
        flash(_("请勾选 2 至 6 行有评估的。"), "mistake")
        return redirect(url_for("portfolio.page", **query_of(wanted())))
    return redirect(url_for(".compared", one=chosen))


@pages.get("/enterprises/compared")
@for_roles(*ANSWERING)
def compared() -> ResponseReturnValue:
    """The chosen assessments side by side: totals, a radar, and every area; they are by one version of a questionnaire
    with levels.
    """
    ids = list(dict.fromkeys(request.args.getlist("one")))
    if not FEWEST <= len(ids) <= MOST:
        flash(_("请勾选 2 至 6 行有评估的。"), "mistake")
        return redirect(url_for("portfolio.page"))
    known = application().questionnaire
    with store().read() as c:
        rows = chosen_entries(c, person(), ids, known)
        keys = {one.key for one in rows}
        key = next(iter(keys))
        found = scored(c, rows, key, known) if len(keys) == 1 and key else []
    definition = installed(known, *key) if key else None
    if definition is None or len(found) < len(ids):
        flash(_("只能并排比较同一份问卷、同一版本、有等级的评估。"), "mistake")
        return redirect(url_for("portfolio.page"))
    return render_template("portfolio/compared.html", **_beside(definition, found))


def _beside(definition: Questionnaire, found: Sequence[Scored]) -> dict[str, object]:
    maximum, groups = len(definition.levels), [one for one in definition.summary_groups if _any(found, one.id)]
    series = [
        Series(
            one.entry.name,
            _level(one.entry),
            format_score(_total(one.entry)),
            _total(one.entry),
            tuple(one.groups.get(group.id) for group in groups),
        )
        for one in found
    ]
    return {
        "definition": definition,
        "rows": [Row(one.entry, {definition.id: say(definition.title)}) for one in found],
        "found": found,
        "areas": [area for area in definition.areas if any(area.id in one.areas for one in found)],
        "bars": total_bars(series, maximum, _("总分 S")),
        "radar": radars(series, [say(group.name) for group in groups], maximum, _("各部分得分")),
        "STATES": STATE_WORDS,
    }


def _any(found: Sequence[Scored], group: str) -> bool:
    return any(group in one.groups for one in found)


def _level(entry: Entry) -> int:
    return entry.standing.level or 0 if entry.standing else 0


def _total(entry: Entry) -> float:
    return entry.standing.score or 0.0 if entry.standing else 0.0


@pages.get("/enterprises/heatmap")
@for_roles(*ANSWERING)
def heat() -> ResponseReturnValue:
    """A page of the list as a heat map of areas; of several questionnaires with levels, the one most rows are by."""
    asked, who, known = wanted(), person(), application().questionnaire
    refresh(store(), who, known)
    with store().read() as c:
        rows = listed(c, who, asked, today(), known).entries
        keys = Counter(
            one.key for one in rows if one.key is not None and one.standing and one.standing.level is not None
        )
        key = keys.most_common(1)[0][0] if keys else None
        found = scored(c, rows, key, known) if key else []
    definition = installed(known, *key) if key else None
    return render_template(
        "portfolio/heatmap.html",
        asked=asked,
        query_of=query_of,
        found=found,
        left=len(rows) - len(found),
        definition=definition,
        areas=[area for area in definition.areas if any(area.id in one.areas for one in found)] if definition else [],
        most=PAGE,
    )
