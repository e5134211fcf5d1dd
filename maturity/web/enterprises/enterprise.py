"""The facts of an enterprise."""

from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...classification.credit_code import waived
from ...errors import Conflict, Forbidden, NotFound, Refusal
from ...intake.logos import MOST_BYTES, SUFFIXES
from ...store.accounts import privacy
from ...store.enterprises import caps, logos, organisations, waivers
from ...store.enterprises.access import WRITING, require_role
from ...store.enterprises.facts import labelled_facts
from ...store.enterprises.organisations import Facts, Organisation
from .. import forms
from ..access import ANSWERING, for_roles, person
from ..context import application, store
from ..language import gettext as _
from ..language import language
from ..requests.reading import form_version, whole

pages = Blueprint("enterprise", __name__)


@pages.route("/enterprises/new", methods=["GET", "POST"])
@for_roles(*ANSWERING)
def add() -> ResponseReturnValue:
    """The form to add an enterprise, such as a consultant's client or a group's plant."""
    form = forms.NewEnterprise(request.form)
    if request.method == "GET":
        return _page("enterprise/new.html", form, 200)
    form.validate()
    try:
        with store().write() as c:
            caps.check_cap(c, person())
            new = organisations.sign_up(c, form.read(), person().id)
            privacy.record_consent(c, person().id, new.id, whole(form.agreed.data), "sign-up")
    except Refusal as refusal:
        return _page("enterprise/new.html", form, form.add_errors(refusal))
    return redirect(url_for("assessments.start"))


@pages.route("/enterprises/<oid>", methods=["GET", "POST"])
@for_roles(*ANSWERING)
def facts(oid: str) -> ResponseReturnValue:
    """The facts (GET), and changing them (POST). Submitted assessments keep the facts of their submission."""
    if request.method == "GET":
        return facts_page(oid)
    form = forms.FactsForm(request.form)
    form.validate()
    try:
        with store().write() as c:
            known = organisations.organisation(c, person(), oid)
            require_role(known.role, WRITING)
            organisations.update_facts(c, person(), oid, form.read(known.facts.credit_code), form_version())
    except Conflict as conflict:
        theirs = conflict.current.facts if isinstance(conflict.current, Organisation) else None
        return facts_page(oid, form, form.add_errors(conflict), theirs)
    except (Forbidden, NotFound):
        raise
    except Refusal as refusal:
        return facts_page(oid, form, form.add_errors(refusal))
    flash(_("企业信息已保存。"))
    return redirect(url_for(".facts", oid=oid))


def facts_page(
    oid: str, form: forms.FactsForm | None = None, status: int = 200, theirs: Facts | None = None
) -> ResponseReturnValue:
    """The page of the facts; with `form` as it was sent, and the facts that somebody else (`theirs`) has saved."""
    with store().read() as c:
        organisation = organisations.organisation(c, person(), oid)
        code = organisation.facts.credit_code
        consents = privacy.consents_of(c, person(), oid)
        with_logo = oid in logos.with_logo(c, oid)
        waiver = waivers.confirmed_at(c, oid, code) if waived(code) else None
    if form is None:
        form = forms.FactsForm(data=_shown(organisation.facts))
    told: dict[str, object] = {
        "organisation": organisation,
        "theirs": theirs and labelled_facts(theirs, language()),
        "waived": waived(code),
        "confirmed_at": waiver,
    }
    told |= {"consents": consents, "with_logo": with_logo, "logo_suffixes": SUFFIXES, "logo_most": MOST_BYTES >> 20}
    return _page("enterprise/facts.html", form, status, **told)


def _shown(known: Facts) -> dict[str, object]:
    """The facts as the fields show them."""
    revenue = "" if known.revenue_10k is None else format(known.revenue_10k.normalize(), "f")
    return {**asdict(known), "revenue_10k": revenue, "city": forms.city_label(known.city or "")}


def _page(template: str, form: forms.FactsForm, status: int, **more: object) -> ResponseReturnValue:
    lists = forms.fact_lists(application().offered())
    return render_template(template, form=form, lists=lists, **more), status
