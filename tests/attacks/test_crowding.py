"""Somebody takes more room than there is, or than is his; nothing is left half, and the others go on."""

import subprocess
from contextlib import contextmanager, suppress

import pytest
from sqlalchemy import func, select

from maturity.classification.credit_code import complete
from maturity.questionnaire import load
from maturity.settings import count as setting
from maturity.store import schema as tables
from maturity.store.accounts.people import find_person
from maturity.store.accounts.privacy import record_consent
from maturity.store.enterprises import organisations
from maturity.store.submissions.submissions import Record, add_graded

from ..waiting import wait
from .conftest import NUMBERS

NO_ROOM = 503
PDF = b"%PDF-1.4\n" + b"0" * 200_000 + b"\nstartxref\n9\n%%EOF\n"
YEAR = 2034  # nobody else's


@contextmanager
def full_disk(folder):
    """A disk of its own under `folder`, without a byte left."""
    folder.mkdir(mode=0o700, exist_ok=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"no disk can be mounted here: {done.stderr.decode().strip()}")
    try:
        with suppress(OSError), (folder / "ballast").open("wb", buffering=0) as file:
            while True:
                file.write(bytes(512))
        yield
        (folder / "ballast").unlink()
        assert [path for path in folder.rglob("*") if not path.is_dir() and path.stat().st_size] == []
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_is_told_and_nothing_is_left_half(server, sign_up, staff, operator, facts, items):
    owner, analyst = sign_up(), staff("analyst")
    base = f"/assessments/{owner.assessment}"
    page, workbook = f"{base}/items/{items[0]}", owner.browser.get(f"{base}/questionnaire.xlsx").data
    with operator.write() as c:
        add_graded(c, load(), [Record(facts(91_000 + n), "discrete", YEAR, bytes([1]) * len(items)) for n in range(12)])
    asked = {"year": str(YEAR), "what": "scores", "suffix": ".csv", "reason": "yearbook"}

    def export():
        """The page once the export has ended, by a worker."""
        assert analyst.send("/detail", **asked).status == 302
        return wait(lambda: page if "data-watch" not in (page := analyst.get("/detail")).text else None, 60)

    tries = {
        "files": lambda: owner.browser.upload(f"{page}/files", "file", "a.pdf", PDF, page),
        "uploads": lambda: owner.browser.upload(f"{base}/workbook", "workbook", "a.xlsx", workbook),
        "exports": export,
    }
    for name, attempt in tries.items():
        with full_disk(server.folder / name):
            answer = attempt()
            assert answer.status == (200 if name == "exports" else NO_ROOM), name
            assert "磁盘空间" in answer.text, name
            assert owner.browser.get(page).status == 200
        answer = attempt()
        assert answer.status in (200, 302), name
    assert "/file" in answer.text, "the export that was begun when there was room"
    with operator.read() as c:
        mine = tables.evidence.c.assessment_id == owner.assessment
        assert c.scalar(select(func.count()).select_from(tables.evidence).where(mine)) == 1


def test_nobody_makes_room_by_enterprises_without_end(operator, sign_up, facts):
    owner, other = sign_up(), sign_up()
    with operator.write() as c:
        who = find_person(c, owner.email)
        for _ in range(setting("MATURITY_ENTERPRISES") - 2):
            new = organisations.sign_up(c, facts(60_000 + next(NUMBERS)), who.id)
            record_consent(c, who.id, new.id, 1, "sign-up")
    kept = {name: value for name, value in owner.facts.items() if name not in ("person_name", "email")}

    def another(browser):
        code = complete(f"93000000CAP{next(NUMBERS):05d}")
        return browser.send("/enterprises/new", **{**kept, "credit_code": code})

    assert another(owner.browser).status == 302
    refused = another(owner.browser)
    assert (refused.status, "达到每人的上限" in refused.text) == (400, True)
    assert another(other.browser).status == 302


def test_no_nul_makes_the_program_fail(sign_up, staff, visitor, items):
    owner, analyst, stranger = sign_up(), staff("analyst"), visitor()
    base = f"/assessments/{owner.assessment}"
    for browser, path in (
        (analyst, "/brought-in?after=%00"),
        (analyst, "/releases/%00/preview.zip"),
        (analyst, "/publications/2024/build?row=%00&measure=%00"),
        (owner.browser, f"{base}?kept=%00"),
        (owner.browser, f"{base}/find?q=%00"),
        (owner.browser, f"/enterprises/{owner.firm}%00"),
        (owner.browser, f"/enterprises/{owner.firm}/log?before=%00"),
        (stranger, "/sign-in?next=%00"),
        (stranger, "/join/%00"),
        (stranger, "/reset/a%00b"),
    ):
        assert browser.get(path).status in (400, 404), path
    page = f"{base}/items/{items[0]}"
    for path, form in (
        (f"{page}/note", {"words": "a\0b"}),
        (f"{page}/link", {"url": "https://demo.example/\0", "name": "\0"}),
        (f"{base}/actions", {"words": "\0", "area": "\0", "version": "1"}),
        (f"/enterprises/{owner.firm}/invitations", {"email": "a\0@demo.example", "role": "editor"}),
        (f"/enterprises/{owner.firm}", {**owner.facts, "name": "\0", "version": "1"}),
        ("/password", {"old": "\0", "password": "\0" * 12}),
    ):
        assert owner.browser.send(path, "/password", **form).status in (400, 404), path
    for path, form in (("/sign-in", {"email": "\0@a.example", "password": "x"}), ("/forgotten", {"email": "\0"})):
        assert stranger.send(path, **form).status == 400, path
    answer = {"choice": "full", "comment": "\0", "version": 0}
    assert owner.browser.put(f"{base}/answers/{items[0]}", answer, "/password").status == 400
