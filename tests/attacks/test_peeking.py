"""Who looks at what is not theirs: administrators, analysts, other enterprises."""

import re

from maturity.questionnaire import load
from maturity.store.submissions.submissions import Record, add_graded

from .conftest import NUMBERS

SECRET = "3号线停产的暗号"
LINK = re.compile(r'href="(/[^"#]*)')


def crawled(browser, *start, most=60):
    """Every page that somebody reaches by links from `start`, `most` at most."""
    waiting, seen = ["/", *start], {}
    while waiting and len(seen) < most:
        path = waiting.pop(0)
        if path not in seen and not path.startswith(("/static", "/language")):
            seen[path] = browser.get(path)
            waiting += LINK.findall(seen[path].text) if seen[path].status == 200 else []
    return seen


def test_an_administrator_and_a_stranger_see_no_answer(sign_up, staff, items):
    owner, stranger, administrator = sign_up(), sign_up(), staff("administrator")
    base = f"/assessments/{owner.assessment}"
    answer = {"choice": "not-applicable", "reason": SECRET, "comment": SECRET, "version": 0}
    assert owner.browser.put(f"{base}/answers/{items[0]}", answer, "/password").status == 200
    paths = [path for path in crawled(owner.browser) if owner.assessment in path or owner.firm in path]
    assert len(paths) > 10
    for browser in (administrator, stranger.browser):
        for path, found in crawled(browser, *paths).items():
            assert SECRET not in found.text, path
            assert owner.facts["name"] not in found.text, path
        for path in paths:
            assert browser.get(path).status in (403, 404), path


def test_microdata_of_one_enterprise_need_a_second_persons_yes(operator, staff, facts, items):
    firm, year = facts(80_000 + next(NUMBERS)), 2032
    with operator.write() as c:
        add_graded(c, load(), [Record(firm, "discrete", year, bytes([1]) * len(items))])
    analyst, administrator = staff("analyst"), staff("administrator")
    asked = {"year": str(year), "what": "all", "suffix": ".csv", "reason": "yearbook"}
    analyst.send("/detail", **{**asked, "reason": " "})
    assert "/detail/requests/" not in analyst.get("/detail").text
    assert analyst.send("/detail", **asked).status == 302
    page = analyst.get("/detail").text
    request = re.search(r"/detail/requests/[0-9a-f]+", administrator.get("/detail").text)[0]
    assert firm.name not in page
    assert analyst.send(f"{request}/approve", "/detail").status == 403
    analyst.send(f"{request}/make", "/detail")
    assert not re.search(r"/jobs/[0-9a-f]+/file", analyst.get("/detail").text)
    assert administrator.send(f"{request}/make", "/detail").status == 403
    assert administrator.send(f"{request}/approve", "/detail").status == 302
