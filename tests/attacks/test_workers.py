"""What one process of the server does while another one begins: with gunicorn, requests come to either of the two."""

import re
import time

from maturity.questionnaire import load
from maturity.store.submissions.submissions import Record, add_graded

YEAR = 2033  # nobody else's
FILE = re.compile(r'href="(/detail/[0-9a-f]+/file)"')


def until(check):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if found := check():
            return found
        time.sleep(0.05)
    raise AssertionError("nothing happened")


def test_an_export_outlives_the_first_use_of_another_worker(operator, staff, facts, items):
    with operator.write() as c:
        firms = [facts(90_000 + number) for number in range(12)]
        add_graded(c, load(), [Record(firm, "discrete", YEAR, bytes([1]) * len(items)) for firm in firms])
    asked = {"year": str(YEAR), "what": "scores", "suffix": ".csv", "reason": "yearbook"}
    first, second = staff("analyst"), staff("analyst")
    assert first.send("/detail", **asked).status == 302
    (path,) = until(lambda: FILE.findall(first.get("/detail").text))
    assert second.send("/detail", **asked).status == 302
    until(lambda: FILE.findall(second.get("/detail").text))
    for _ in range(12):  # both workers have answered
        assert FILE.findall(first.get("/detail").text) == [path]
        assert first.get(path).data.startswith(b"\xef\xbb\xbf")
        assert second.get(path).status == 404
