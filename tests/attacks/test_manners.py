"""What every answer says of itself: how a file is opened, where one is sent, who may keep it, whose session it is."""

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook

from .browser import TOKEN
from .conftest import PASSWORD
from .test_crowding import PDF

HTML = b"<html><script>alert(1)</script></html>"
FILES = {  # what nobody is to take, under every name
    "page.html": HTML,
    "page.pdf": HTML,
    "picture.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "picture.png": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "both.pdf": HTML + PDF,
    "both.html": PDF,
    "a.pdf.exe": PDF,
    "xml.pdf": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>' + PDF,
}
NAMES = {  # of a file that is taken -> what its download is called at the end
    "../../etc/passwd.pdf": "passwd.pdf",
    "..\\..\\windows\\a.pdf": "a.pdf",
    "\u202efdp.exe.pdf": "fdp.exe.pdf",
    "a\x00b.pdf": "ab.pdf",
    "方案；\u200b\u2066“一”.pdf": "方案；“一”.pdf",
    "＝cmd().pdf": "＝cmd().pdf",
}
START = "=HYPERLINK(1)"
ACTIVE = ("=1+1", "+1", "-1", "@SUM(1)", "＝1", "＋1", "\t=1")


@pytest.fixture
def owner(sign_up, items):
    one = sign_up()
    one.base = f"/assessments/{one.assessment}"
    one.page = f"{one.base}/items/{items[0]}"
    return one


def evidence(owner):
    """The addresses of the files of the item, the latest last."""
    text = owner.browser.get(owner.page).text
    parts = text.split(f"{owner.base}/evidence/")[1:]
    return list(dict.fromkeys(f"{owner.base}/evidence/{part[:32]}/file" for part in parts if part[32:37] == "/file"))


def test_no_file_is_more_than_a_download(owner):
    for name, data in FILES.items():
        answer = owner.browser.upload(f"{owner.page}/files", "file", name, data, owner.page)
        assert answer.status == 400, name
    assert owner.browser.upload(f"{owner.page}/files", "file", "长" * 300 + ".pdf", PDF, owner.page).status == 400
    assert evidence(owner) == []
    for number, (name, _) in enumerate(NAMES.items()):
        data = PDF + str(number).encode()
        answer = owner.browser.upload(f"{owner.page}/files", "file", name, data, owner.page)
        assert answer.status == 302, name
    for path, wanted in zip(evidence(owner), NAMES.values(), strict=True):
        found = owner.browser.get(path)
        assert found.header("Content-Type") == "application/pdf"
        assert found.header("Content-Disposition").startswith("attachment")
        assert found.header("X-Content-Type-Options") == "nosniff"
        assert found.header("Content-Security-Policy") == "default-src 'none'; sandbox"
        assert found.header("Cache-Control") == "no-store"
        assert wanted in owner.browser.get(owner.page).text


def test_no_name_of_a_file_writes_a_header(owner):
    edge, token = "edge", owner.browser.token(owner.page)
    for name in ("a%0d%0aSet-Cookie: x=1%0d%0a.pdf", 'a"; filename="b.html', "a\tSet-Cookie: x=1.pdf"):
        body = (
            f'--{edge}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n--{edge}\r\n'
            f"Content-Disposition: form-data; name=\"file\"; filename*=UTF-8''{name}\r\n\r\n"
        ).encode() + PDF
        kind = f"multipart/form-data; boundary={edge}"
        sent = body + f"\r\n--{edge}--\r\n".encode()
        answer = owner.browser.ask("POST", f"{owner.page}/files", body=sent, Content_Type=kind)
        assert answer.status in (302, 400), name
    for path in evidence(owner):
        found = owner.browser.get(path)
        assert found.header("Set-Cookie").count("x=1") == 0
        assert "\r" not in found.header("Content-Disposition")
        assert found.header("Content-Disposition").startswith("attachment")


def test_nobody_is_sent_elsewhere_and_no_letter_names_another_host(server, owner, visitor, reset_links):
    for wish in (
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil",
        "/%09/evil.example",
        "javascript:1",
    ):
        stranger = visitor()
        page = stranger.get(f"/sign-in?next={wish}")
        form = {"email": owner.email, "password": PASSWORD, "next": wish, "csrf_token": TOKEN.search(page.text)[1]}
        answer = stranger.ask("POST", f"/sign-in?next={wish}", form)
        assert answer.status == 302
        assert "evil" not in answer.header("Location") or answer.header("Location").startswith("/%09/"), wish
        assert "javascript" not in answer.header("Location")
    stranger = visitor()
    token = stranger.token("/forgotten")
    for name in ("Host", "X_Forwarded_Host", "X_Forwarded_Server", "Forwarded", "X_Original_URL", "X_Host"):
        answer = stranger.ask(
            "POST", "/forgotten", {"email": owner.email, "csrf_token": token}, **{name: "evil.example"}
        )
        assert answer.status in (200, 400), name
        assert "evil.example" not in answer.text
    reset_links(owner.email, 1)
    assert "evil.example/reset" not in server.log.read_text("utf-8")


def test_private_pages_are_kept_by_nobody(owner, staff):
    analyst = staff("analyst")
    for browser, path in (
        (owner.browser, "/"),
        (owner.browser, owner.base),
        (owner.browser, f"{owner.base}/questionnaire.xlsx"),
        (owner.browser, f"/enterprises/{owner.firm}/data.zip"),
        (owner.browser, f"{owner.base}/report.docx"),
        (owner.browser, "/session"),
        (analyst, "/detail"),
        (analyst, "/brought-in"),
        (analyst, "/no-such-page"),
    ):
        answer = browser.get(path)
        assert answer.header("Cache-Control") == "no-store", path
        assert "Cookie" in answer.header("Vary"), path
        assert answer.header("X-Frame-Options") == "DENY", path


def test_a_planted_session_does_not_become_the_victims(owner, visitor):
    mallory = visitor()
    mallory.get("/sign-in")
    victim = visitor()
    victim.cookies = dict(mallory.cookies)  # planted
    planted = dict(victim.cookies)
    assert victim.sign_in(owner.email, PASSWORD).status == 302
    assert victim.get(owner.base).status == 200
    assert victim.cookies != planted
    assert mallory.get(owner.base).status == 302
    assert json.loads(mallory.get("/session").text)["person"] is None


def test_no_file_to_take_away_holds_a_formula(owner, items):
    browser = owner.browser
    for number, active in enumerate(ACTIVE):
        answer = {"choice": "not-applicable", "reason": f"{active}{START}", "comment": f"{active}{START}", "version": 0}
        assert browser.put(f"{owner.base}/answers/{items[number]}", answer, "/password").status == 200
        browser.send(f"{owner.base}/actions", "/password", words=f"{active}{START}", owner=active, area="")
        browser.send(f"{owner.page}/note", "/password", words=f"{active}{START}")
    facts = {**owner.facts, "name": f"@SUM(1){START}", "version": "1"}
    assert browser.send(f"/enterprises/{owner.firm}", "/password", **facts).status == 302
    texts = 0
    for path in ("questionnaire.xlsx", "report.xlsx", "roadmap.xlsx", "improvement-plan.xlsx"):
        found = browser.get(f"{owner.base}/{path}")
        if found.status == 404:
            continue
        for sheet in load_workbook(BytesIO(found.data)):
            for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
                if START in str(cell.value):
                    texts += 1
                    assert cell.data_type in ("s", "inlineStr"), (path, sheet.title, cell.coordinate)
    assert texts > 2 * len(ACTIVE)
