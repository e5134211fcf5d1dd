"""Whose mandate has ended, who was removed or lost a role while a session, a page, a link and an upload were open."""

import re

import pytest

from maturity.store.accounts.people import find_person, set_role

from .test_crowding import PDF
from .test_peeking import crawled
from .test_races import JOIN

SECRET = "3号线停产的暗号"
FORM = re.compile(r'<form[^>]*method="post"[^>]*action="([^"]+)"')
GONE = (401, 403, 404)


@pytest.fixture
def mandate(sign_up, staff, items):
    """(owner, consultant, role) -> an enterprise with an answer and a file, and a consultant who is a member of it."""

    def do(role):
        owner, consultant = sign_up(), staff("consultant")
        page, base = f"/enterprises/{owner.firm}/members", f"/assessments/{owner.assessment}"
        made = owner.browser.send(f"/enterprises/{owner.firm}/invitations", page, role=role)
        assert consultant.send(JOIN.search(made.text)[0]).status == 302
        answer = {"choice": "not-applicable", "reason": SECRET, "comment": SECRET, "version": 0}
        assert owner.browser.put(f"{base}/answers/{items[0]}", answer, "/password").status == 200
        piece = f"{base}/items/{items[0]}"
        assert owner.browser.upload(f"{piece}/files", "file", "a.pdf", PDF, piece).status == 302
        return owner, consultant

    return do


def remove(owner):
    page = f"/enterprises/{owner.firm}/members"
    path = re.search(rf"{page}/[0-9a-f]+/remove", owner.browser.get(page).text)[0]
    assert owner.browser.send(path, page).status == 302


def test_nothing_opens_once_a_mandate_has_ended(mandate, items):
    owner, consultant = mandate("owner")
    base, firm = f"/assessments/{owner.assessment}", f"/enterprises/{owner.firm}"
    workbook = consultant.get(f"{base}/questionnaire.xlsx").data
    preview = consultant.upload(f"{base}/workbook", "workbook", "a.xlsx", workbook).text
    waiting = re.search(rf"{base}/workbook/[0-9a-f]+", preview)[0]
    invited = JOIN.search(consultant.send(f"{firm}/invitations", f"{firm}/members", role="editor").text)[0]
    (file,) = set(re.findall(rf"{base}/evidence/[0-9a-f]+/file", consultant.get(f"{base}/items/{items[0]}").text))
    start = (file, base, f"{base}/items/{items[0]}", f"{firm}/data.zip", f"{firm}/members", f"{base}/review")
    opened = crawled(consultant, *start, most=30)
    asked = [path for path, found in opened.items() if owner.assessment in path or owner.firm in path]
    forms = {path for found in opened.values() for path in FORM.findall(found.text)}
    forms = {path for path in forms if owner.assessment in path or owner.firm in path}
    assert opened[file].data == PDF
    assert len(asked) > 20
    assert len(forms) > 5
    copy, token = consultant.copy(), consultant.token("/password")

    remove(owner)
    for path in asked:
        found = copy.get(path)
        assert found.status in GONE, path
        assert SECRET not in found.text
    for path in sorted(forms | {waiting, f"{base}/workbook"}):
        assert copy.ask("POST", path, {"csrf_token": token, "seen": "", "words": "x"}).status in GONE, path
    head = {"Content_Type": "application/json", "X_CSRFToken": token}
    late = copy.ask("PUT", f"{base}/answers/{items[0]}", body=b'{"choice": "full", "version": 1}', **head)
    assert late.status in GONE
    assert SECRET not in late.text
    assert copy.upload(f"{base}/workbook", "workbook", "a.xlsx", workbook, "/password").status in GONE
    assert owner.facts["name"] not in copy.get("/").text
    assert copy.get(invited).status == 410  # what the consultant had made for a friend
    assert copy.ask("POST", invited, {"csrf_token": token}).status in (409, 410)


def test_who_may_only_look_from_now_on_writes_nothing(mandate, items):
    owner, consultant = mandate("editor")
    base, page = f"/assessments/{owner.assessment}", f"/enterprises/{owner.firm}/members"
    workbook = consultant.get(f"{base}/questionnaire.xlsx").data
    preview = consultant.upload(f"{base}/workbook", "workbook", "a.xlsx", workbook).text
    waiting = re.search(rf"{base}/workbook/[0-9a-f]+", preview)[0]
    seen = re.search(r'name="seen" value="([^"]*)"', preview)[1]
    copy, token = consultant.copy(), consultant.token("/password")
    person = re.search(rf"{page}/([0-9a-f]+)/remove", owner.browser.get(page).text)[1]
    assert owner.browser.send(f"{page}/{person}", page, role="viewer").status == 302
    head = {"Content_Type": "application/json", "X_CSRFToken": token}
    assert copy.ask("PUT", f"{base}/answers/{items[1]}", body=b'{"choice": "full", "version": 0}', **head).status == 403
    assert copy.ask("POST", waiting, {"csrf_token": token, "seen": seen, "file": "a.xlsx"}).status == 403
    for path in ("submit", "actions", f"items/{items[0]}/note", "scope", "targets"):
        sent = {"csrf_token": token, "words": "x", "agreed": "1", "version": "1", "confirmed": "cuts"}
        assert copy.ask("POST", f"{base}/{path}", sent).status == 403, path
    assert copy.get(base).status == 200


def test_a_role_taken_away_counts_in_sessions_that_are_open(staff, mandate, operator):
    analyst, administrator, _ = staff("analyst"), staff("administrator"), staff("administrator")
    owner, consultant = mandate("editor")
    inside = {analyst: "/detail", administrator: "/people", consultant: f"/assessments/{owner.assessment}"}
    roles = {"consultant": (analyst, administrator), "analyst": (consultant,)}
    for browser, path in inside.items():
        assert browser.get(path).status == 200, path
    with operator.write() as c:
        for role, browsers in roles.items():
            for browser in browsers:
                set_role(c, find_person(c, browser.email).id, role, None)
    for browser, path in inside.items():
        assert browser.copy().get(path).status in GONE, path
        assert SECRET not in browser.get(path).text
