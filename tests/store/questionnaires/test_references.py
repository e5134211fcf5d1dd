"""Sets of reference values: one in use for all, own ones for one assessment, what was used stays to be seen."""

from dataclasses import replace
from fractions import Fraction

import pytest
from sqlalchemy import select, update

from maturity.errors import Conflict, Forbidden, NotFound, Refusal
from maturity.questionnaire import load
from maturity.questionnaire.numeric.references import Reference, References, SetTitle, references_in, references_text
from maturity.store.accounts.people import add_person
from maturity.store.assessments.assessments import assessment, start_assessment
from maturity.store.enterprises.organisations import add_member, sign_up
from maturity.store.origins import archive
from maturity.store.questionnaires import references
from maturity.store.schema import audit_log, reference_sets

Q = load("green-factory-2025")
TITLE = SetTitle("轴承行业 2025 年", "2025-12-31", "行业协会")
VALUES = References((Reference("land-value", Fraction(9, 2), Fraction(12), None, {"year": "2025"}, "通知", "V"),))


@pytest.fixture
def people(store):
    with store.write() as c:
        roles = ("analyst", "administrator", "consultant", "enterprise")
        return {role: add_person(c, email=f"{role}@r.example", name=role, role=role) for role in roles}


@pytest.fixture
def begun(store, people, facts):
    with store.write() as c:
        firm = sign_up(c, facts(1), people["enterprise"].id)
        add_member(c, firm.id, people["consultant"].id, "assessor")
        found = start_assessment(c, people["enterprise"], firm.id, Q, "default", 2025)
        return assessment(c, people["consultant"], found.id)


def in_use(store, aid=None):
    with store.read() as c:
        return references.set_in_use(c, Q.id, aid)


def keep(store, person, title=TITLE, values=VALUES):
    with store.write() as c:
        return references.keep_set(c, person, Q.id, title, values)


def test_a_newer_set_takes_the_place_of_the_one_before_which_stays_to_be_seen(store, people):
    first = keep(store, people["analyst"])
    second = keep(store, people["administrator"], replace(TITLE, name="2026 年"))
    with store.read() as c:
        newer, older = references.kept_sets(c, Q.id)
        assert references.values_of(c, first).values == VALUES.values
        actions = set(c.scalars(select(audit_log.c.action)))
    assert (newer.id, older.id) == (second, first)
    assert (newer.ended_at, older.ender) == (None, "administrator")
    assert (newer.count, newer.unverified, newer.title.name) == (1, 0, "2026 年")
    assert in_use(store).id == second
    assert "questionnaire.references" in actions
    with store.write() as c:
        references.end_set(c, people["analyst"], second)
    assert in_use(store) is None


def test_an_own_set_counts_for_its_assessment_alone(store, people, begun):
    keep(store, people["analyst"])
    with store.write() as c:
        references.bring_set(c, people["consultant"], begun, replace(TITLE, name="现场", own=True), VALUES)
    assert in_use(store).title.name == TITLE.name
    found = in_use(store, begun.id)
    assert (found.title.name, found.title.own) == ("现场", True)
    with store.read() as c:
        assert [one.title.name for one in references.kept_sets(c)] == [TITLE.name], "it is nobody else's to see"
        assert references.values_of(c, found.id).title == found.title
    with store.write() as c:
        references.drop_set(c, people["consultant"], begun)
    assert in_use(store, begun.id).title.name == TITLE.name


@pytest.mark.parametrize("role", ["consultant", "enterprise"])
def test_sets_for_all_are_kept_by_analysts_and_administrators(store, people, role):
    with pytest.raises(Forbidden, match="references-role"):
        keep(store, people[role])
    kept = keep(store, people["analyst"])
    with store.write() as c, pytest.raises(Forbidden):
        references.end_set(c, people[role], kept)


@pytest.mark.parametrize(
    ("role", "change"),
    [
        ("enterprise", {}),
        ("analyst", {}),
        ("consultant", {"role": "viewer"}),
        ("consultant", {"state": "submitted"}),
    ],
)
def test_own_sets_are_brought_by_consultants_before_submission(store, people, begun, role, change):
    it = replace(begun, **change)
    for act in (
        lambda c: references.bring_set(c, people[role], it, TITLE, VALUES),
        lambda c: references.drop_set(c, people[role], it),
    ):
        with store.write() as c, pytest.raises(Forbidden, match="references-own-role"):
            act(c)
    assert in_use(store, begun.id) is None


@pytest.mark.parametrize(
    ("title", "code"),
    [
        (replace(TITLE, name=" "), "references-name"),
        (replace(TITLE, name="长" * 101), "references-name"),
        (replace(TITLE, source=""), "references-source"),
        (replace(TITLE, day=""), "references-day"),
        (replace(TITLE, day="31.12.2025"), "references-day"),
        (replace(TITLE, day="2025-02-30"), "references-day"),
    ],
)
def test_a_set_has_a_name_a_day_and_an_issuer(store, people, title, code):
    with pytest.raises(Refusal, match=code):
        keep(store, people["analyst"], title)
    assert in_use(store) is None


def test_altered_values_are_refused(store, people):
    kept = keep(store, people["analyst"])
    with store.write() as c:
        c.execute(update(reference_sets).values(content="{}"))
    with store.read() as c, pytest.raises(Refusal, match="references-altered"):
        references.values_of(c, kept)
    for id in ("0" * 32, "nonsense"):
        with store.read() as c, pytest.raises(NotFound):
            references.values_of(c, id)
        with store.read() as c, pytest.raises(NotFound):
            references.kept_set(c, id)


def test_of_two_who_replace_a_set_at_once_one_is_told(store, people, monkeypatch):
    keep(store, people["analyst"])
    monkeypatch.setattr(references, "_end", lambda *args: 0)  # as if the other one was not there to be seen
    with pytest.raises(Conflict, match="references-replaced"):
        keep(store, people["administrator"])


def test_deletion_of_an_enterprise_deletes_its_own_sets(store, people, begun):
    with store.write() as c:
        references.bring_set(c, people["consultant"], begun, TITLE, VALUES)
        archive.delete_organisation(c, begun.organisation_id)
        assert c.execute(select(reference_sets)).all() == []


def test_a_set_is_its_text():
    both = References((*VALUES.values, *VALUES.values[:0]), TITLE)
    assert references_in(references_text(both)) == both
    for text in ("", "[]", "{}", '{"title":null,"values":[{}]}', '{"title":{"x":1},"values":[]}', "[" * 100_000):
        with pytest.raises(ValueError, match=r"."):
            references_in(text)
