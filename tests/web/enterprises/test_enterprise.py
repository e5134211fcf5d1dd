"""The facts of an enterprise on the page: spellings that people use, codes of the pilot that have to be confirmed."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from maturity.classification.credit_code import complete
from maturity.store.accounts import people
from maturity.store.enterprises import organisations
from maturity.store.schema import audit_log

from ... import letters
from ..conftest import FORM, PASSWORD

PILOT, OTHER = "91350203M0009ABC50", "91350203M0009ABC51"
TICK = 'name="confirmed_code" value="{}"'


@pytest.fixture
def visitor(client_of):
    return client_of()


def firm_of(store, email):
    with store.read() as c:
        who = people.find_person(c, email)
        return organisations.organisations_of(c, who)[0] if who else None


def confirmations(store):
    with store.read() as c:
        query = select(audit_log).where(audit_log.c.action == "organisation.confirm-code").order_by(audit_log.c.id)
        return [(row.organisation_id, row.person_id, row.detail) for row in c.execute(query)]


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        ("name", "  示例\u200b机械\u3000有限公司 ", "示例机械 有限公司"),
        ("credit_code", f"\u202d{complete('93000000TXT00077')}\u202c", complete("93000000TXT00077")),
        ("division", "C3411", "34"),
        ("production_type", "离散型", "discrete"),
        ("city", "昆山市", "320500"),
        ("city", "\u200b江苏省 苏州市 ", "320500"),
        ("city", "浦东新区", "310000"),
        ("city", "429004", "429000"),
        ("headcount", "1,200人", 1200),
        ("revenue_10k", "3.5亿", Decimal(35000)),
        ("founded", "2005-03-01", 2005),
        ("founded", "2005年3月1日", 2005),
    ],
)
def test_facts_are_read_as_people_write_them(visitor, sqlite_store, field, typed, stored):
    form = FORM | {"credit_code": complete("93000000TXT00077"), field: typed}
    form |= {"person_name": " 王\u200b敏", "email": "\u202anew@example.com\u202c"}
    assert letters.sign_up(visitor, form, PASSWORD).status_code == 302
    assert getattr(firm_of(sqlite_store, "new@example.com").facts, field) == stored
    with sqlite_store.read() as c:
        assert people.find_person(c, "new@example.com").name == "王敏"


def test_the_field_of_the_year_takes_a_date(visitor):
    page = visitor.get("/sign-up").text
    assert 'id="founded" inputmode="numeric"' in page
    assert "maxlength" not in page.split('id="founded"')[1].split(">")[0]  # a date is read, nothing is cut off


def test_a_code_of_the_pilot_is_taken_once_it_is_confirmed(visitor, sqlite_store):
    form = FORM | {"credit_code": f" {PILOT.lower()}", "headcount": "many"}
    page = visitor.post("/sign-up", data=form)
    assert page.status_code == 400
    assert TICK.format(PILOT) in page.text
    assert f"{TICK.format(PILOT)} checked" not in page.text
    page = visitor.post("/sign-up", data=form | {"confirmed_code": PILOT})
    assert f"{TICK.format(PILOT)} checked" in page.text
    assert 'id="credit_code-mistake"' not in page.text
    form |= {"confirmed_code": PILOT, "headcount": "12"}
    assert letters.sign_up(visitor, form, PASSWORD).status_code == 302
    firm = firm_of(sqlite_store, "new@example.com")
    assert firm.facts.credit_code == PILOT
    with sqlite_store.read() as c:
        who = people.find_person(c, "new@example.com").id
    assert confirmations(sqlite_store) == [(firm.id, who, {"credit_code": PILOT})]


@pytest.mark.parametrize("code", [OTHER, "91350203M0009ABC4", complete("93000000TXT00077")[:-1] + "?"])
def test_the_confirmation_of_one_code_is_none_of_another(visitor, sqlite_store, code):
    page = visitor.post("/sign-up", data=FORM | {"credit_code": code, "confirmed_code": PILOT})
    assert page.status_code == 400
    assert TICK.format(PILOT) not in page.text
    assert (TICK.format(code) in page.text) == (code == OTHER)
    assert firm_of(sqlite_store, "new@example.com") is None


def test_a_confirmed_code_stays_with_its_note_until_it_is_changed(member, town, sqlite_store):
    path, form = f"/enterprises/{town.mine.id}", FORM | {"credit_code": PILOT}
    assert "GB 32100" not in member.get(path).text
    assert member.post(path, data=form | {"version": "1"}).status_code == 400
    assert member.post(path, data=form | {"version": "1", "confirmed_code": PILOT}).status_code == 302
    note = f"{PILOT} 的校验码不符合 GB 32100，已于"
    assert note in member.get(path).text
    assert member.post(path, data=form | {"version": "2", "headcount": "360"}).status_code == 302
    assert note in member.get(path).text
    assert member.post(path, data=form | {"version": "3", "credit_code": OTHER}).status_code == 400
    assert (
        member.post(path, data=FORM | {"version": "3", "credit_code": complete("93000000TXT00077")}).status_code == 302
    )
    assert "GB 32100" not in member.get(path).text
    who = town.people["enterprise"].id
    assert confirmations(sqlite_store) == [(town.mine.id, who, {"credit_code": PILOT})]


def test_one_more_enterprise_may_have_a_code_of_the_pilot(member, town, sqlite_store):
    assert member.post("/enterprises/new", data=FORM | {"credit_code": PILOT}).status_code == 400
    answer = member.post("/enterprises/new", data=FORM | {"credit_code": PILOT, "confirmed_code": PILOT})
    assert answer.status_code == 302
    assert [detail for *_, detail in confirmations(sqlite_store)] == [{"credit_code": PILOT}]
