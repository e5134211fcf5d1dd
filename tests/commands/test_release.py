"""`maturity publish --release`: what may be published, and what stops it."""

import csv
import json
import re
import sqlite3

import openpyxl
import pytest

from maturity.questionnaire import load
from maturity.statistics.drafting import Choice, written

from .conftest import enterprise

CITIES = ["苏州市"] * 60 + ["徐州市"] * 3 + ["北京市"] * 20 + ["长沙市"] * 60

KINDS = ("csv", "html", "jsonstat.zip", "parquet", "px.zip", "sdmx.zip", "sims.csv", "xlsx")


@pytest.fixture
def filled(run, database, bulk):
    path = bulk(*(enterprise(number, city=city) for number, city in enumerate(CITIES, start=1)))
    assert run("import", path, "--year", 2025, "--database", database).code == 0
    return database


@pytest.fixture
def publish(run, filled, tmp_path):
    def publish(out="out", *words):
        return run("publish", "--release", "--year", 2025, "--out", tmp_path / out, "--database", filled, *words)

    return publish


def ledger(url):
    with sqlite3.connect(url.removeprefix("sqlite:///")) as c:
        return c.execute("SELECT plan, year, threshold, statistics, length(told) > 100 FROM releases").fetchall()


def findings(tmp_path):
    (path,) = (tmp_path / "var" / "audits").glob("*-internal.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_what_was_written_is_told_as_json(publish, run, filled, tmp_path):
    ran = publish("out", "--json")
    (released,) = json.loads(ran.out)["releases"]
    assert (ran.code, released["plan"], released["year"], released["enterprises"]) == (0, "standard", 2025, len(CITIES))
    assert sorted(released["files"]) == sorted(map(str, (tmp_path / "out").iterdir()))
    assert released["left_out"] == {"versions": 0, "replaced": 0, "elsewhere": 0, "held": 0, "differing": 0}
    assert released["audit"] in ran.err
    internal = ("--year", 2025, "--out", tmp_path / "own.csv", "--json", "--database", filled)
    (own,) = json.loads(run("publish", *internal).out)["releases"]
    assert (own["audit"], own["files"]) == (None, [str(tmp_path / "own-internal.csv")])
    assert [one["table"] for one in own["tables"]] == [one["table"] for one in released["tables"]]
    assert own["tables"][-1]["cells"] > own["tables"][-1]["rows"] > 100


def test_a_folder_gets_every_format_and_the_ledger_an_entry(publish, filled, tmp_path):
    ran = publish()
    assert (ran.code, ran.err) == (0, "")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [f"maturity-standard-2025-en.{kind}" for kind in KINDS]
    assert ledger(filled) == [("standard", 2025, 5, 10, 1)]
    assert "Internal audit report" in ran.out


def test_again_gives_the_same_bytes_and_no_second_entry(publish, filled, tmp_path):
    assert publish("one").code == publish("two").code == 0
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
    assert len(ledger(filled)) == 1


def test_the_audit_names_the_secret_its_rule_and_its_interval(publish, tmp_path):
    assert publish("levels.csv").code == 0
    rows = findings(tmp_path)
    (small,) = [row for row in rows if row["counts"] == "city = 320300" and row["levels"] == "1, 2, 3, 4, 5"]
    assert (small["enterprises"], small["reason"]) == ("3", "frequency")
    assert float(small["high"]) >= 5
    assert "complementary" in {row["reason"] for row in rows}


def test_a_few_newcomers_stop_the_next_release_and_are_named(publish, run, filled, bulk, tmp_path):
    assert publish("one").code == 0
    path = bulk(*(enterprise(number, city="长沙市") for number in (501, 502)), name="more.csv")
    assert run("import", path, "--year", 2025, "--database", filled).code == 0
    for file in (tmp_path / "var" / "audits").iterdir():
        file.unlink()
    ran = publish("two")
    assert ran.code == 1
    assert "disclosure-changes-wait" in ran.err
    assert "all 2 would wait" in ran.err
    assert not (tmp_path / "two").exists()
    assert len(ledger(filled)) == 1
    named = {row["counts"] for row in findings(tmp_path) if row["reason"] == "change"}
    assert named & {"province = 430000", "city = 430100"}


def test_too_few_enterprises_are_refused(run, database, bulk, tmp_path):
    path = bulk(*(enterprise(number) for number in range(1, 10)))
    assert run("import", path, "--year", 2025, "--database", database).code == 0
    ran = run("publish", "--release", "--year", 2025, "--out", tmp_path / "x.csv", "--database", database)
    assert ran.code == 1
    assert "disclosure-too-few" in ran.err
    assert not list(tmp_path.glob("x*"))


def test_the_threshold_has_a_floor(publish, tmp_path):
    ran = publish("x.csv", "--threshold", 3)
    assert ran.code == 1
    assert "disclosure-too-low" in ran.err
    assert not list(tmp_path.glob("x*"))


def test_what_cannot_be_proved_is_not_written(publish, monkeypatch, filled, tmp_path):
    monkeypatch.setattr("maturity.disclosure.audit.Audit.run", lambda self: (0,))
    ran = publish("x.csv")
    assert ran.code == 1
    assert "disclosure-unsafe" in ran.err
    assert re.search(r"[a-z-]+ \([^()]+\)", ran.err)  # the rows that would have to be left out
    assert not list(tmp_path.glob("x*"))
    assert ledger(filled) == []
    assert findings(tmp_path)


def test_an_unknown_format_is_refused_before_the_work(publish):
    ran = publish("x.pdf")
    assert ran.code == 1
    assert "plan-unknown-suffix" in ran.err


def test_the_release_tells_how_good_the_answers_are_and_hides_small_counts(publish, tmp_path):
    assert publish("out").code == 0
    book = openpyxl.load_workbook(tmp_path / "out" / "maturity-standard-2025-en.xlsx")
    rows = {row[0]: row[1] for row in book["质量 Quality"].iter_rows(min_row=3, values_only=True)}
    assert rows["Items answered"] == 100
    assert rows["Level jumps"] == 0
    assert rows["Cronbach's alpha: Organisation strategy"] == "[z]"  # everybody answered alike: nothing to compute
    page = (tmp_path / "out" / "maturity-standard-2025-en.html").read_text(encoding="utf-8")
    assert "Quality of the data" in page


def test_a_plan_of_ones_own_is_published_from_its_file(publish, tmp_path):
    plan = tmp_path / "mine.yaml"
    plan.write_text(written(Choice(["city"], ["n", "share_at_least_2"]), load()), encoding="utf-8")
    assert publish("out", "--plan", plan).code == 0
    assert (tmp_path / "out" / "maturity-own-table-2025-en.xlsx").is_file()
    plan.write_text(plan.read_text(encoding="utf-8").replace("share_at_least_2", "share_of_luck"), encoding="utf-8")
    ran = publish("more", "--plan", plan)
    assert (ran.code, "share_of_luck" in ran.err, "mine.yaml:" in ran.err) == (1, True, True)
    assert publish("none", "--plan", tmp_path / "missing.yaml").code == 1


def test_one_enterprise_that_answers_again_moves_no_rounded_number(publish, run, filled, bulk, tmp_path):
    assert publish("first.csv", "--round").code == 0
    answers = dict.fromkeys((name for name in enterprise() if "." in name), "none")
    again = bulk(enterprise(1, city=CITIES[0], **answers), name="again.csv")
    assert run("import", again, "--again", "--year", 2025, "--database", filled).code == 0
    assert publish("second.csv", "--round").code == 0
    first, second = ((tmp_path / name).read_bytes() for name in ("first.csv", "second.csv"))
    assert first == second
