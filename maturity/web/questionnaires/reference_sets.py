"""Sets of reference values for all enterprises: the list, upload and check, a page for each set, and its end."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ...classification.industries import DIVISIONS
from ...classification.regions import PROVINCES
from ...errors import Busy, Forbidden, NotFound, Problem, Refusal, refuse
from ...intake.attachments import clean_name
from ...intake.references import COLUMNS, MOST_BYTES, read_sent_references
from ...quantities import decimal_text
from ...questionnaire import Questionnaire
from ...questionnaire.numeric.references import DIMENSIONS, Reference, References, SetTitle, scored_by, unit_of
from ...scoring.accounts import valued
from ...store.questionnaires import references as kept
from ...store.questionnaires.references import KEEPING
from ...text.plain import one_line
from ..access import for_roles, person
from ..context import application, store
from ..language import gettext as _
from ..language import language, lazy_gettext, say
from ..mistakes import table_mistakes
from ..offline.isolated import read_isolated
from ..security import up_to

pages = Blueprint("references", __name__)
STATUSES = {
    "S": lazy_gettext("资料原文"),
    "V": lazy_gettext("已核实"),
    "R": lazy_gettext("一份二手资料，未核实"),
    "M": lazy_gettext("凭记忆，未核实"),
    "C": lazy_gettext("计算所得"),
}
_FIELDS = ("questionnaire", "name", "day", "source")


@dataclass(frozen=True, slots=True)
class Line:
    """A reference value in words: the items scored by it, its values with their unit, and whom it is for."""

    reference: Reference
    items: tuple[str, ...]
    baseline: str
    leading: str
    meant_for: str


@pages.route("/references", methods=["GET", "POST"])
@for_roles(*KEEPING)
@up_to(MOST_BYTES + 1024 * 1024)
def page() -> ResponseReturnValue:
    """All sets, and the upload of another: without mistakes it is used from then on, else all of them are shown."""
    if request.method == "GET":
        return _page()
    asked = _offered().get(request.form.get("questionnaire", ""))
    try:
        if asked is None:
            raise refuse("references-questionnaire", id=request.form.get("questionnaire", "")[:60])
        found = sent_references(asked)
        with store().write() as c:
            id = kept.keep_set(c, person(), asked.id, sent_title(), found)
    except (Busy, Forbidden, NotFound):
        raise
    except Refusal as refusal:
        return _page(refusal), refusal.status
    flash(_("没有发现错误，这套参考值从现在起使用。已经提交的评估不受影响。"))
    return redirect(url_for(".one", rid=id))


def _page(refusal: Refusal | None = None) -> str:
    with store().read() as c:
        sets = kept.kept_sets(c)
    offered = _offered()
    return render_template(
        "references/list.html",
        sets=sets,
        offered=offered,
        files={id for id in offered if application().references_file(id)},
        typed={name: request.form.get(name, "") for name in _FIELDS},
        **told(refusal),
    )


def told(refusal: Refusal | None) -> dict[str, object]:
    """The mistakes of an upload, for the macro of tables of mistakes."""
    return {
        **table_mistakes(refusal, {name: text.of(language()) for name, text in COLUMNS.items()}),
        "most": MOST_BYTES // 1024 // 1024,
        "columns": COLUMNS,
        "statuses": STATUSES,
    }


def sent_references(questionnaire: Questionnaire) -> References:
    """The reference values in the table sent. Raises Busy, and Refusal with every mistake."""
    sent = request.files.get("table")
    if sent is None or not sent.filename:
        raise refuse("references-no-file")
    data = sent.read()
    if len(data) > MOST_BYTES:
        raise refuse("references-large", size=len(data) // 1024, most=MOST_BYTES // 1024)
    return read_isolated(read_sent_references, data, clean_name(sent.filename), questionnaire)


def sent_title(*, own: bool = False) -> SetTitle:
    """The title in the form sent."""
    name, day, source = (one_line(request.form.get(field, "")) for field in _FIELDS[1:])
    return SetTitle(name, day, source, own=own)


@pages.get("/references/<rid>")
@for_roles(*KEEPING)
def one(rid: str) -> ResponseReturnValue:
    """The values of a set, and what can be done with it."""
    with store().read() as c:
        found, values = kept.kept_set(c, rid), kept.values_of(c, rid)
    asked = application().latest(found.questionnaire)
    return render_template(
        "references/set.html", found=found, shown=asked, lines=lines(asked, values), statuses=STATUSES, columns=COLUMNS
    )


@pages.get("/references/<rid>/values.csv")
@for_roles(*KEEPING)
def download(rid: str) -> ResponseReturnValue:
    """The values of a set as a table that can be uploaded again."""
    with store().read() as c:
        found, values = kept.kept_set(c, rid), kept.values_of(c, rid)
    return table(application().latest(found.questionnaire), values)


@pages.get("/references/empty/<questionnaire>.csv")
@for_roles(*KEEPING)
def empty(questionnaire: str) -> ResponseReturnValue:
    """A table with a row for every indicator, to be filled in."""
    asked = _offered().get(questionnaire)
    if asked is None:
        raise NotFound(Problem("references-questionnaire", values={"id": questionnaire[:60]}))
    return table(asked)


@pages.post("/references/<rid>/end")
@for_roles(*KEEPING)
def end(rid: str) -> ResponseReturnValue:
    """Use a set no longer."""
    with store().write() as c:
        found = kept.end_set(c, person(), rid)
    flash(_("参考值“%(name)s”不再使用。已经提交的评估不受影响。", name=found.title.name))
    return redirect(url_for(".page"))


def _offered() -> Mapping[str, Questionnaire]:
    """The questionnaires with items that are scored against reference values, by id."""
    return {one.id: one for one in application().offered() if scored_by(one)}


def lines(questionnaire: Questionnaire, references: References) -> list[Line]:
    """The values of a set in words."""
    by_indicator = scored_by(questionnaire)
    found = []
    for value in references.values:
        items = by_indicator.get(value.indicator, [])
        unit = value.unit or (unit_of(items[0]) if items else None)
        baseline, leading = (
            "—" if number is None else valued(number, unit, language()) if unit else str(number)
            for number in (value.baseline, value.leading)
        )
        found.append(Line(value, tuple(say(item.text) for item in items), baseline, leading, _whom(value)))
    return found


def _whom(value: Reference) -> str:
    told = [_named(fact, value.facts[fact]) for fact in DIMENSIONS if fact in value.facts]
    return _("，").join(told) or _("全部")


def _named(fact: str, code: str) -> str:
    """What the code of an industry or a province is called; a year is its own name."""
    if fact == "division":
        return say(DIVISIONS[code].name)
    return say(PROVINCES[code].name) if fact == "region" else code


def table(questionnaire: Questionnaire, references: References | None = None) -> ResponseReturnValue:
    """A set as CSV; without one, a row for every indicator with blank values."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*COLUMNS, "item"])
    writer.writerows(_rows(questionnaire, references))
    data = io.BytesIO(text.getvalue().encode("utf-8-sig"))
    return send_file(data, "text/csv", as_attachment=True, download_name=f"{questionnaire.id}.references.csv")


def _rows(questionnaire: Questionnaire, references: References | None) -> Iterator[list[str]]:
    by_indicator = scored_by(questionnaire)
    blank = (Reference(id, None, None, None, {}, "", "") for id in by_indicator)
    for value in references.values if references else blank:
        items = by_indicator.get(value.indicator, [])
        unit = value.unit or (unit_of(items[0]) if items else None)
        numbers = ["" if one is None else decimal_text(one) for one in (value.baseline, value.leading)]
        facts = [value.facts.get(fact, "") for fact in DIMENSIONS]
        words = [value.source, value.status, say(items[0].text) if items else ""]
        yield [value.indicator, *numbers, unit.id if unit else "", *facts, *words]
