"""Enterprises of which the person is a member."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from ....store.accounts import privacy
from ....store.enterprises import caps, organisations
from ....store.enterprises.access import WRITING, require_role
from ....store.enterprises.facts import Facts, read_facts
from ....store.enterprises.organisations import Organisation
from ...access import ANSWERING, person
from ...context import store
from ...language import lazy_gettext
from ..models import Line, Model, Page, PageQuery
from ..operations import Resource
from ..paging import page
from ..versions import Versioned, based_on, saving

resource = Resource("enterprises")


class FactsModel(Model):
    """The facts of an enterprise, null where one is not stated: official codes of industry (`division`) and `city`, the
    production type, the number of employees, the revenue in 10,000 yuan as a text, the year of foundation, ownership.
    """

    name: Line
    credit_code: Line
    division: Line | None = None
    production_type: Line | None = None
    city: Line | None = None
    headcount: int | None = None
    revenue_10k: Line | None = None
    founded: int | None = None
    ownership: Line | None = None


class NewEnterprise(FactsModel):
    """An enterprise to sign up: `agreed` is the version of the privacy notice that the person agrees to on its behalf.

    `accepted_code` repeats a credit code that the first try called doubtful and that was checked with the licence.
    """

    agreed: Annotated[int, Field(ge=1)]
    accepted_code: Line = ""


class Enterprise(Model):
    """An enterprise; `role` is the person's: owner, editor, viewer or assessor."""

    id: str
    role: str
    version: int
    facts: FactsModel


@resource.operation(
    "GET", "/enterprises", lazy_gettext("本人的企业"), roles=ANSWERING, query=PageQuery, gives=Page[Enterprise]
)
def listing(query: PageQuery) -> Page[object]:
    """The enterprises of which the person is a member, in order of names."""
    with store().read() as c:
        found = organisations.organisations_of(c, person())
    return page(found, lambda one: one.id, query, _model)


@resource.operation(
    "POST",
    "/enterprises",
    lazy_gettext("登记企业"),
    scope="answer",
    roles=ANSWERING,
    body=NewEnterprise,
    gives=Enterprise,
    status=201,
    reads_version=True,
)
def sign_up(body: NewEnterprise) -> Versioned:
    """Sign up an enterprise, whose owner the person becomes."""
    with store().write() as c:
        caps.check_cap(c, person())
        facts = read_facts(body.model_dump(exclude={"agreed", "accepted_code"}), (body.accepted_code,))
        new = organisations.sign_up(c, facts, person().id)
        privacy.record_consent(c, person().id, new.id, body.agreed, "sign-up")
    return _versioned(new)


@resource.operation(
    "GET", "/enterprises/<oid>", lazy_gettext("一家企业"), roles=ANSWERING, gives=Enterprise, reads_version=True
)
def one(oid: str) -> Versioned:
    """An enterprise with its facts."""
    with store().read() as c:
        return _versioned(organisations.organisation(c, person(), oid))


@resource.operation(
    "PUT",
    "/enterprises/<oid>/facts",
    lazy_gettext("更改企业信息"),
    scope="answer",
    roles=ANSWERING,
    body=FactsModel,
    gives=Enterprise,
    saves_version=True,
)
def change(oid: str, body: FactsModel) -> Versioned:
    """Replace the facts of an enterprise. Submitted assessments keep the facts of their submission."""
    version = based_on()
    with saving(_current), store().write() as c:
        known = organisations.organisation(c, person(), oid)
        require_role(known.role, WRITING)
        facts = read_facts(body.model_dump(), (known.facts.credit_code,))
        return _versioned(organisations.update_facts(c, person(), oid, facts, version))


def _current(found: object) -> Model | None:
    return _model(found) if isinstance(found, Organisation) else None


def _versioned(found: Organisation) -> Versioned:
    return Versioned(_model(found), found.version)


def _model(found: Organisation) -> Enterprise:
    return Enterprise(id=found.id, role=found.role, version=found.version, facts=facts_model(found.facts))


def facts_model(facts: Facts) -> FactsModel:
    """The facts as a model."""
    plain = {name: getattr(facts, name) for name in Facts.__slots__}
    revenue = facts.revenue_10k
    return FactsModel(
        **plain | {"revenue_10k": format(Decimal(revenue).normalize(), "f") if revenue is not None else None}
    )
