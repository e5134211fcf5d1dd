from dataclasses import replace
from decimal import Decimal

import pytest

from maturity.classification.credit_code import complete
from maturity.errors import Conflict, NotFound, Refusal
from maturity.questionnaire.facts import FACTS, UNSAID
from maturity.store.accounts.people import add_person, set_role
from maturity.store.enterprises import organisations
from maturity.store.enterprises.facts import labelled_facts
from maturity.store.enterprises.organisations import read_facts
from maturity.store.enterprises.waivers import confirmed_at
from maturity.store.types import now

FIELDS = ("name", "credit_code", "division", "production_type", "city", "headcount", "revenue_10k", "founded")


@pytest.fixture
def form(facts):
    return {field: str(getattr(facts(), field)) for field in FIELDS}


def test_facts_are_read_from_texts(form, facts):
    assert read_facts(form) == facts()
    words = {
        "name": "  示例企业  0 ",
        "division": "C34",
        "city": "苏州市",
        "headcount": "３５０",
        "revenue_10k": "12,000.5",
    }
    assert read_facts(form | words) == facts()


def test_facts_are_read_from_the_numbers_of_a_spreadsheet(form, facts):
    numbers = {"headcount": 350.0, "revenue_10k": 12000.5, "founded": 1998, "division": 34}
    assert read_facts(form | numbers) == facts()


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "", "facts-missing"),
        ("name", None, "facts-missing"),
        ("name", "x" * 201, "facts-long"),
        ("name", "a\x00b", "store-bad-text"),
        ("name", "\ud800", "store-bad-text"),
        ("production_type", "both", "facts-production-type"),
        ("headcount", "0", "facts-number"),
        ("headcount", "-5", "facts-number"),
        ("headcount", "12.5", "facts-number"),
        ("headcount", "1,5", "facts-number"),
        ("headcount", "about 300", "facts-number"),
        ("headcount", "9" * 400, "facts-number"),
        ("founded", "1066", "facts-founded"),
        ("founded", "3000", "facts-founded"),
        ("revenue_10k", "-1", "facts-revenue"),
        ("revenue_10k", "nan", "facts-revenue"),
        ("revenue_10k", "1e5", "facts-revenue"),
        ("revenue_10k", "1.00001", "facts-revenue"),
    ],
)
def test_a_bad_field_is_named(form, field, value, code):
    with pytest.raises(Refusal) as caught:
        read_facts(form | {field: value})
    assert [(problem.code, problem.place.column) for problem in caught.value.problems] == [(code, field)]
    assert all(caught.value.lines("zh") + caught.value.lines("en"))


def test_all_bad_fields_are_named_at_once():
    with pytest.raises(Refusal) as caught:
        read_facts({"credit_code": "123", "division": "99", "city": "Atlantis"}, needed=UNSAID)
    assert {problem.place.column for problem in caught.value.problems} == set(FIELDS)


def test_name_and_credit_code_are_enough(form, store, world):
    known = read_facts({"name": "甲", "credit_code": complete("93000000TEK00009")})
    assert {getattr(known, fact) for fact in FACTS} == {None}
    with pytest.raises(Refusal) as caught:
        read_facts(dict.fromkeys(form, ""))
    assert [problem.place.column for problem in caught.value.problems] == ["name", "credit_code"]
    with store.write() as c:
        new = organisations.sign_up(c, known, world.ours.person.id)
        assert organisations.organisation(c, world.ours.person, new.id).facts == known
    assert [words for _, words in labelled_facts(known, "en")] == ["甲", known.credit_code]


@pytest.mark.parametrize("blank", ["", "  ", "\u200b", "\u3000\ufeff"])
def test_what_cannot_be_seen_is_not_stated(form, blank):
    assert read_facts(form | {"ownership": blank, "city": blank}).ownership is None
    with pytest.raises(Refusal) as caught:
        read_facts(form | {"ownership": blank}, needed=["ownership"])
    assert [(one.code, one.place.column) for one in caught.value.problems] == [("facts-missing", "ownership")]


def test_what_a_questionnaire_needs_is_added_and_what_is_known_stays(store, world, form):
    person, known = (
        world.ours.person,
        read_facts({"name": "甲", "credit_code": complete("93000000TEK00009"), "city": "110000"}),
    )
    with store.write() as c:
        new = organisations.sign_up(c, known, person.id)
        with pytest.raises(Refusal) as caught:
            organisations.complete_facts(c, person, new.id, form | {"division": "", "headcount": "many"}, UNSAID)
        assert [(p.code, p.place.column) for p in caught.value.problems] == [
            ("facts-missing", "division"),
            ("facts-number", "headcount"),
        ]
        assert organisations.complete_facts(c, person, new.id, form, ["city"]).version == 1, "nothing was lacking"
        found = organisations.complete_facts(c, person, new.id, form, ["city", "division", "founded"])
    assert found.facts == replace(known, division="34", founded=1998)


def test_facts_come_back_as_they_were(store, world, facts):
    with store.read() as c:
        assert organisations.organisation(c, world.ours.person, world.ours.organisation.id).facts == facts(0)
        assert organisations.organisations_of(c, world.ours.person) == [world.ours.organisation]


def test_a_revenue_keeps_its_last_yuan(store, world, facts):
    with store.write() as c:
        person = world.ours.person
        new = organisations.sign_up(c, facts(7, revenue_10k=Decimal("999999999.0001")), person.id)
        assert organisations.organisation(c, person, new.id).facts.revenue_10k == Decimal("999999999.0001")


def test_an_enterprise_signs_up_once(store, world, facts):
    with store.write() as c:
        with pytest.raises(Refusal) as caught:
            organisations.sign_up(c, facts(0, name="Other"), world.theirs.person.id)
        assert caught.value.problems[0].code == "organisation-exists"
        assert len(organisations.organisations_of(c, world.theirs.person)) == 1


def test_an_update_is_versioned(store, world, facts):
    person, id = world.ours.person, world.ours.organisation.id
    with store.write() as c:
        first = organisations.update_facts(c, person, id, facts(0, headcount=400), 1)
        assert first.version == 2
        assert organisations.update_facts(c, person, id, first.facts, 1) == first  # sent again
        with pytest.raises(Conflict) as caught:
            organisations.update_facts(c, person, id, facts(0, headcount=500), 1)
        assert caught.value.current == first
        with pytest.raises(Refusal) as caught:
            organisations.update_facts(c, person, id, replace(facts(1), name="Taken"), 2)
        assert caught.value.problems[0].code == "organisation-exists"


def test_members_come_and_go(store, world):
    with store.write() as c:
        guest = add_person(c, email="guest@example.com", name="Guest", role="consultant")
        id = world.ours.organisation.id
        organisations.add_member(c, id, guest.id, "viewer", by=world.ours.person.id)
        organisations.add_member(c, id, guest.id, "viewer", by=world.ours.person.id)
        assert organisations.organisation(c, guest, id) == replace(world.ours.organisation, role="viewer")
        assert [member.role for member in organisations.members(c, guest, id)] == ["viewer", "owner"]
        organisations.remove_member(c, id, guest.id)
        with pytest.raises(NotFound):
            organisations.organisation(c, guest, id)


@pytest.mark.parametrize("role", ["analyst", "administrator"])
def test_a_membership_gives_nothing_to_a_role_that_does_not_answer(store, world, role):
    person = world.ours.person
    with store.write() as c:
        changed = set_role(c, person.id, role, None)
        assert organisations.organisations_of(c, changed) == []
        for who in (person, changed):  # also not to a session that has not noticed
            with pytest.raises(NotFound):
                organisations.organisation(c, who, world.ours.organisation.id)


def test_only_known_people_become_members(store, world):
    with store.write() as c:
        id = world.ours.organisation.id
        with pytest.raises(Refusal):
            organisations.add_member(c, id, world.theirs.person.id, "king")
        for pair in ((id, "0" * 32), ("0" * 32, world.ours.person.id), (id, "\x00")):
            with pytest.raises(NotFound):
                organisations.add_member(c, *pair, "editor")


def test_an_enterprise_keeps_an_owner(store, world):
    id, owner = world.ours.organisation.id, world.ours.person.id
    with store.write() as c:
        for act in (
            lambda: organisations.remove_member(c, id, owner),
            lambda: organisations.add_member(c, id, owner, "editor"),
        ):
            with pytest.raises(Refusal) as caught:
                act()
            assert caught.value.problems[0].code == "membership-last-owner"
        assert organisations.default_role(c, id) == "editor"
        second = add_person(c, email="second@example.com", name="Second", role="enterprise")
        organisations.add_member(c, id, second.id, "owner")
        organisations.remove_member(c, id, owner)
        assert [member.role for member in organisations.members(c, second, id)] == ["owner"]


def test_a_confirmed_code_is_reported_with_its_day_and_only_for_its_own_enterprise(store, world, facts):
    pilot, ours = "91350203M0009ABC50", world.ours.organisation
    with store.write() as c:
        before = now()
        organisations.update_facts(c, world.ours.person, ours.id, facts(0, credit_code=pilot), 1)
        assert before <= confirmed_at(c, ours.id, pilot) <= now()
        assert confirmed_at(c, ours.id, ours.facts.credit_code) is None
        assert confirmed_at(c, world.theirs.organisation.id, pilot) is None
