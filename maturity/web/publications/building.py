"""A custom table: choose rows, measures and a filter, view it, and keep the choice as a plan."""

from dataclasses import replace
from functools import partial
from io import BytesIO

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue

from ...errors import Problem, Refusal, refuse
from ...publication.pictures import picture
from ...publication.publish import published
from ...publication.release import Release, shown
from ...questionnaire.facts import FACTS
from ...questionnaire.naming import inside
from ...statistics.breakdowns import Breakdowns, breakdowns
from ...statistics.dimensions import CLASSIFICATIONS, PLAIN
from ...statistics.drafting import Choice, written
from ...statistics.measures import all_measures, single_measures
from ...statistics.numeric import turning
from ...statistics.numeric.amounts import SPREADS, SUM
from ...statistics.numeric.sums import magnitude_figure
from ...statistics.plan import finding, read_plan
from ...statistics.relative.names import ASSOCIATION
from ...statistics.weights.figures import is_weighted
from ..access import for_roles
from ..context import current_questionnaire
from ..language import gettext as _
from ..language import language, lazy_gettext, say
from ..refusals import problem_texts
from ..requests.reading import number, whole
from .questionnaire import install
from .tables import year_data_of

pages = Blueprint("building", __name__)
install(pages)
_NAMES = {
    "n": lazy_gettext("企业数"),
    "count_by_level": lazy_gettext("各等级企业数"),
    "share_by_level": lazy_gettext("各等级占比"),
    "mean_score": lazy_gettext("平均得分"),
    "median_score": lazy_gettext("得分中位数"),
    "quartiles": lazy_gettext("得分四分位数"),
    "change_mean": lazy_gettext("平均得分的增减"),
    "index": lazy_gettext("成熟度指数"),
    "rank_interval": lazy_gettext("名次的区间"),
    "class_from": lazy_gettext("各档最低得分"),
}
_SPREADS = {
    "first_1:": lazy_gettext("前 1 家占"),
    "first_5:": lazy_gettext("前 5 家占"),
    "first_10:": lazy_gettext("前 10 家占"),
    "hhi:": "HHI",
    "gini:": lazy_gettext("基尼系数"),
}
_NAMES_AT_LEAST = {
    "count": lazy_gettext("%(levels)s企业数"),
    "share": lazy_gettext("%(levels)s占比"),
    "interval": lazy_gettext("%(levels)s占比的区间"),
    "change": lazy_gettext("%(levels)s占比的增减"),
}


@pages.get("/publications/<year:year>/build")
@for_roles("analyst")
def page(year: int) -> ResponseReturnValue:
    """The form and the table. The choice is in the address, which can be stored and shared."""
    choice, by = _chosen(), breakdowns(current_questionnaire())
    release, problems, status = None, [], 200
    text, top = written(choice, current_questionnaire()), request.args.get("top") or "0"
    try:
        number(top, "top", _("只列前几位（0 为不排名）"))
        if choice.few and not choice.concentrated:
            raise refuse("own-table-few")
        release = _made(text, year)
    except Refusal as refusal:
        problems, status = problem_texts([_in_words(problem, by) for problem in refusal.problems]), refusal.status
    if request.args.get("save") == "1" and release:
        return send_file(BytesIO(text.encode()), "application/yaml", as_attachment=True, download_name="own-table.yaml")
    return render_template(
        "publications/build.html",
        year=year,
        choice=choice,
        top=top,
        by=by,
        measures=[name for name in all_measures(by) if _offered(name)],
        measure_name=partial(_name, by),
        quantities=[one.removeprefix(SUM) for one in by.by_measure if one.startswith(SUM)],
        spreads=_SPREADS,
        spread=any(one.startswith(SPREADS) for one in choice.measures),
        singles=single_measures(by),
        conditions={id: [w for w in choice.where if w.startswith(f"{id} ")] for id in ("level", *PLAIN)},
        release=release,
        pictures=[picture(table, language()) for table in release.tables] if release else [],
        shown=shown,
        turning=turning,
        text=text,
        problems=problems,
    ), status


def _offered(measure: str) -> bool:
    """Whether these choices, which hold no known totals and no other questionnaire, can be enough for a measure, and it
    is none of the many on how quantities are spread, which have a table of their own.
    """
    return measure != ASSOCIATION and not is_weighted(measure) and not measure.startswith(SPREADS)


def _chosen() -> Choice:
    args = request.args
    rows = [one for one in dict.fromkeys((args.get("row", ""), args.get("row2", ""))) if one]
    where = [f"{id} = {args[f'is-{id}']}" for id in PLAIN if args.get(f"is-{id}")]
    if args.get("least"):
        where.insert(0, f"level >= {args['least']}")
    plain = Choice()
    return Choice(
        rows,
        args.getlist("measure") or plain.measures,
        args.get("levels", plain.levels),
        where,
        args.get("by", ""),
        whole(args.get("top")) or 0,
        args.get("few") == "1",
    )


def _made(text: str, year: int) -> Release:
    questionnaire = current_questionnaire()
    return published(read_plan(text, find=finding(questionnaire)), year_data_of(year), year, questionnaire).release


def _in_words(problem: Problem, by: Breakdowns) -> Problem:
    """The problem with names in place of a plan's ids."""
    values = {key: _named(value, by) if isinstance(value, str) else value for key, value in problem.values.items()}
    return replace(problem, values=values)


def _named(ids: str, by: Breakdowns) -> str:
    known = {**FACTS} | {one.id: one.label for one in (*CLASSIFICATIONS.values(), *by.dimensions.values())}
    words = [say(known[id]) if id in known else _name(by, id) for id in ids.split(", ")]
    return ("、" if language() == "zh" else ", ").join(words)


def _name(by: Breakdowns, measure: str) -> str:
    """The label of a measure; the id itself where it is unknown."""
    kind, _, level = measure.partition("_at_least_")
    group = {str(low): group for low, group in by.at_least.items()}.get(level)
    if group and kind in _NAMES_AT_LEAST:
        return str(_NAMES_AT_LEAST[kind]) % {"levels": inside(say(group.label))}
    if measure in by.by_measure:
        return say(magnitude_figure(by.by_measure[measure]).column.label)
    return str(_NAMES.get(measure, measure))
