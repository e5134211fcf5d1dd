"""A year as a bureau lives it: first figures, late enterprises, a revision, final figures, the next year's."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from maturity.assessment.selection import BEIJING

from .conftest import enterprise

CITIES = ["苏州市"] * 60 + ["北京市"] * 40 + ["长沙市"] * 60
LEVELS = ["most", "part", "full"]


@pytest.fixture
def late(run, database, bulk, tmp_path):
    """`late(numbers)` imports these enterprises."""

    def late(numbers, year=2025, city=None):
        rows = []
        for number in numbers:
            answers = dict.fromkeys((name for name in enterprise() if "." in name), LEVELS[number % len(LEVELS)])
            rows.append(enterprise(number, city=city or CITIES[number % len(CITIES)], **answers))
        assert run("import", bulk(*rows, name=f"{numbers[0]}.csv"), "--year", year, "--database", database).code == 0

    late(range(1, 161))
    return late


@pytest.fixture
def publish(run, database, tmp_path):
    def publish(out, *words, year=2025):
        return run("publish", "--release", "--year", year, "--out", tmp_path / out, "--database", database, *words)

    return publish


def ledger(url):
    with sqlite3.connect(url.removeprefix("sqlite:///")) as c:
        rows = c.execute("SELECT plan, status, reference, state FROM releases ORDER BY at, id").fetchall()
    return [(plan, status, json.loads(reference), state) for plan, status, reference, state in rows]


def sent_before(url, numbers, day):
    """As if the enterprises of these numbers had submitted on a day."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as c:
        names = [f"示例企业 {number}" for number in numbers]
        marks = ",".join("?" * len(names))
        c.execute(
            "UPDATE submissions SET submitted_at = ? WHERE organisation_id IN "
            f"(SELECT id FROM organisations WHERE name IN ({marks}))",
            [day.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" "), *names],
        )


def test_a_year_runs_from_first_figures_to_final_ones(publish, database, late, tmp_path):
    assert publish("a", "--plan", "flash").code == 0
    late(range(161, 204))  # enough in every row
    ran = publish("x", "--plan", "flash", "--status", "revised")
    assert (ran.code, ran.err) == (0, "")
    late(range(204, 240), city="长沙市")
    late([400, 401], city="苏州市")  # two alone in their region
    refused = publish("y", "--plan", "flash", "--status", "revised")
    assert (refused.code, "disclosure-changes-told" in refused.err) == (1, True)
    ran = publish("b", "--plan", "flash", "--status", "revised", "--beside-earlier", "hold-back")
    assert (ran.code, ran.err) == (0, "")
    ran = publish("c", "--plan", "standard", "--plan", "yearbook", "--status", "final", "--beside-earlier", "hold-back")
    assert (ran.code, ran.err) == (0, "")
    names = {path.name for path in (tmp_path / "c").iterdir()}
    assert {"maturity-standard-2025-en.xlsx", "maturity-yearbook-2025-en.xlsx"} <= names
    entries = ledger(database)
    assert [entry[:2] for entry in entries[-2:]] in (
        [("standard", "final"), ("yearbook", "final")],
        [("yearbook", "final"), ("standard", "final")],
    )
    assert entries[-1][3] == entries[-2][3]
    late([999])
    ran = publish("d", "--plan", "flash", "--status", "revised")
    assert ran.code == 1
    assert "release-after-final" in ran.err
    late(range(1, 161), year=2026)
    ran = publish("e", "--plan", "flash", "--beside-earlier", "hold-back", year=2026)
    assert (ran.code, ran.err) == (0, "")


def test_data_as_of_a_day_leave_out_what_came_later(publish, database, late, tmp_path):
    late([400, 401])
    sent_before(database, range(1, 161), datetime.now(UTC) - timedelta(days=9))
    day = (datetime.now(UTC) - timedelta(days=3)).strftime("%Y-%m-%d")
    ran = publish("a", "--as-of", day)
    assert (ran.code, ran.err) == (0, "")
    page = (tmp_path / "a" / "maturity-standard-2025-en.html").read_text()
    assert day in page
    assert "(provisional)" in page
    assert ">160<" in page
    again = publish("b", "--as-of", day, "--plan", "flash", "--beside-earlier", "hide")
    assert (again.code, again.err) == (0, "")
    first, second = ledger(database)
    assert first[2] == second[2]
    assert first[3] == second[3]


def test_who_waits_is_kept_and_read_as_before(publish, database, late, tmp_path):
    assert publish("a").code == 0
    late([400, 401])
    ran = publish("b", "--beside-earlier", "hold-back", "--status", "revised")
    assert ran.code == 1  # all that is new waits: the data are those of the first release
    assert "release-all-wait" in ran.err
    ran = publish("c", "--beside-earlier", "hold-back")
    assert (ran.code, ran.err) == (0, "")
    assert "2 enterprises wait" in ran.out
    late(range(402, 440), city="长沙市")
    ran = publish("d", "--beside-earlier", "hold-back", "--status", "revised")
    assert (ran.code, ran.err) == (0, "")
    first, second = ledger(database)
    held = sum(map(len, second[2]["held"].values()))
    assert 0 < held < 45
    assert f"newer data of {held} enterprises wait" in ran.out
    assert list(second[2]["held"]) == [first[2]["as_of"]]
    again = publish("e", "--plan", "flash", "--as-of", datetime.now(BEIJING).strftime("%Y-%m-%d"))
    assert (again.code, again.err) == (0, "")
    assert ledger(database)[-1][3] == second[3]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--as-of", "2999-01-01"), "release-as-of-future"),
        (("--status", "revised"), "release-nothing-revised"),
    ],
)
def test_what_cannot_be_is_refused(publish, late, words, code):
    ran = publish("x", *words)
    assert ran.code == 1
    assert code in ran.err


def test_newer_data_do_not_go_back_to_a_lower_status(publish, late):
    assert publish("a", "--plan", "flash").code == 0
    late(range(200, 290))
    assert publish("b", "--plan", "flash", "--status", "revised", "--beside-earlier", "hide").code == 0
    late(range(300, 390))
    ran = publish("c", "--plan", "flash", "--beside-earlier", "hide")
    assert ran.code == 1
    assert "release-status-lower" in ran.err
