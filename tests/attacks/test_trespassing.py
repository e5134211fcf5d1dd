"""Ids of somebody else where no route looks at first: beside an own id in the path, in forms, in queries."""

import re

import pytest
from sqlalchemy import select

from maturity.store import schema as tables
from maturity.store.accounts.people import find_person

from .test_crowding import PDF
from .test_peeking import SECRET
from .test_races import JOIN


@pytest.fixture
def victim(sign_up, items):
    """An enterprise with one of everything, and the paths to it."""
    owner = sign_up()
    base, firm = f"/assessments/{owner.assessment}", f"/enterprises/{owner.firm}"
    page = f"{base}/items/{items[0]}"
    answer = {"choice": "not-applicable", "reason": SECRET, "comment": SECRET, "version": 0}
    assert owner.browser.put(f"{base}/answers/{items[0]}", answer, "/password").status == 200
    assert owner.browser.upload(f"{page}/files", "file", "a.pdf", PDF, page).status == 302
    owner.browser.send(f"{base}/actions", "/password", words=SECRET, area="")
    owner.browser.send(f"{firm}/invitations", f"{firm}/members", role="viewer")
    workbook = owner.browser.get(f"{base}/questionnaire.xlsx").data
    preview = owner.browser.upload(f"{base}/workbook", "workbook", "a.xlsx", workbook).text
    owner.upload = re.search(rf"{base}/workbook/([0-9a-f]+)", preview)[1]
    owner.page = page
    return owner


@pytest.fixture
def told(operator):
    """`told(owner)`: every row about the enterprise, and the ids of what it has."""

    def do(owner):
        found = {}
        with operator.read() as c:
            for table in tables.metadata.sorted_tables:
                for name, value in (("organisation_id", owner.firm), ("assessment_id", owner.assessment)):
                    if name in table.c:
                        rows = c.execute(select(table).where(table.c[name] == value)).mappings().all()
                        found[table.name, name] = sorted(str(dict(row)) for row in rows)
            person = find_person(c, owner.email).id
            ids = {"person": person}
            for name in ("evidence", "actions", "invitations"):
                table = tables.metadata.tables[name]
                key, value = (
                    ("organisation_id", owner.firm) if name == "invitations" else ("assessment_id", owner.assessment)
                )
                ids[name] = c.scalar(select(table.c.id).where(table.c[key] == value))
            ids["session"] = c.scalar(
                select(tables.sessions.c.id).where(tables.sessions.c.person_id == person).limit(1)
            )
        return found, ids

    return do


def test_ids_of_others_are_worth_nothing_wherever_they_stand(victim, sign_up, told, items):
    mallory = sign_up()
    before, ids = told(victim)
    assert all(ids.values()), ids
    base, firm = f"/assessments/{mallory.assessment}", f"/enterprises/{mallory.firm}"
    theirs, browser = victim.assessment, mallory.browser
    token = browser.token("/password")
    posts = [
        (f"{base}/evidence/{ids['evidence']}/remove", {}),
        (f"{base}/evidence/{ids['evidence']}/seen", {"seen": "yes"}),
        (f"{base}/actions/{ids['actions']}", {"words": "x", "version": "1", "state": "done"}),
        (f"{base}/workbook/{victim.upload}", {"seen": "", "file": "a.xlsx"}),
        (f"{firm}/invitations/{ids['invitations']}/revoke", {}),
        (f"{firm}/members/{ids['person']}", {"role": "editor"}),
        (f"{firm}/members/{ids['person']}/submit", {"let": "yes"}),
        (f"{firm}/members/{ids['person']}/remove", {}),
        (f"{firm}/compared", {"compared": "yes", "assessment": theirs}),
        ("/assessments/new", {"organisation": victim.firm, "year": "2030"}),
        (f"{base}/duties", {"person-rest": ids["person"], "due-rest": ""}),
        ("/sessions/end", {"session": ids["session"]}),
    ]
    for path, form in posts:
        answer = browser.copy().ask("POST", path, form | {"csrf_token": token})
        assert answer.status < 500, path
        assert SECRET not in answer.text, path
        assert answer.status in (302, 400, 403, 404), (path, answer.status)
    for path in (
        f"{base}/evidence/{ids['evidence']}/file",
        f"{base}/compare?with={theirs}",
        f"/assessments/new?enterprise={victim.firm}",
        f"{firm}/data/elsewhere/{ids['person']}.json",
        f"{base}/items/{items[0]}?kept={victim.upload}",
    ):
        answer = browser.get(path)
        assert answer.status in (200, 404), path
        assert SECRET not in answer.text, path
        assert victim.facts["name"] not in answer.text, path
    after, _ = told(victim)
    assert after == before
    assert victim.browser.get(victim.page).status == 200  # its session goes on
    made = browser.send(f"{firm}/invitations", f"{firm}/members", role="viewer").text
    assert JOIN.search(made)
    for page in (base, firm, f"{firm}/members", f"{base}/duties"):
        text = browser.get(page).text
        assert ids["person"] not in text, page
        assert victim.email not in text, page
