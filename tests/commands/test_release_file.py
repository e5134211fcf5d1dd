"""`maturity publish --release --file`: a file's releases are in the ledger beside those of the store."""

import random
import sqlite3

import duckdb
import pytest

from maturity.statistics.confidentiality.states import members, unpacked

from .conftest import enterprise
from .test_release import CITIES, ledger

FIRMS = [enterprise(number, city=city) for number, city in enumerate(CITIES, start=1)]
LATE = [enterprise(number, city="长沙市") for number in (501, 502)]


@pytest.fixture
def release(run, database, bulk, tmp_path):
    def release(firms, *words, out="out.csv", url=database):
        file = bulk(*firms, name="file.csv")
        year = ("--year", 2025, "--database", url)
        return run("publish", "--release", "--file", file, *year, "--out", tmp_path / out, *words)

    return release


@pytest.fixture
def stored(run, database, bulk, tmp_path):
    def stored(firms, *words, out="stored.csv"):
        file = bulk(*firms, name="import.csv")
        assert run("import", file, "--year", 2025, "--database", database).code == 0
        return run("publish", "--release", "--year", 2025, "--database", database, "--out", tmp_path / out, *words)

    return stored


@pytest.mark.parametrize("plan", ["standard", "yearbook"])
def test_a_file_is_released_as_the_store_is(release, stored, database, tmp_path, plan):
    ran = release(FIRMS, "--plan", plan)
    assert (ran.code, ran.err) == (0, "")
    assert ledger(database) == [(plan, 2025, 5, 10, 1)]
    ran = stored(FIRMS, "--plan", plan)
    assert (ran.code, ran.err) == (0, "")
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "stored.csv").read_bytes()


def test_the_order_of_rows_and_the_format_make_no_other_release(run, release, bulk, database, tmp_path):
    assert release(FIRMS).code == 0
    assert release(random.Random(1).sample(FIRMS, len(FIRMS)), out="again.csv").code == 0
    path = tmp_path / "bulk.parquet"
    duckdb.read_csv(str(bulk(*FIRMS)), all_varchar=True).write_parquet(str(path))
    words = ("--year", 2025, "--database", database, "--out", tmp_path / "third.csv")
    assert run("publish", "--release", "--file", path, *words).code == 0
    assert len(ledger(database)) == 1


def test_a_few_newcomers_stop_the_next_file(release, database):
    assert release(FIRMS).code == 0
    ran = release([*FIRMS, *LATE], out="next.csv")
    assert (ran.code, "disclosure-changes-wait" in ran.err) == (1, True)
    ran = release([*FIRMS, *LATE], "--beside-earlier", "hold-back", out="next.csv")
    assert (ran.code, "disclosure-file-held" in ran.err) == (1, True)
    assert len(ledger(database)) == 1


def test_a_few_newcomers_stop_a_file_beside_a_release_of_the_store(release, stored):
    assert stored(FIRMS).code == 0
    ran = release([*FIRMS, *LATE])
    assert (ran.code, "disclosure-changes-wait" in ran.err) == (1, True)


def test_a_few_newcomers_stop_the_store_beside_a_release_of_a_file(release, stored):
    assert release(FIRMS).code == 0
    ran = stored([*FIRMS, *LATE])
    assert (ran.code, "disclosure-changes-wait" in ran.err) == (1, True)


def test_one_changed_answer_moves_no_rounded_number(release, tmp_path):
    assert release(FIRMS, "--round", out="first.csv").code == 0
    answers = dict.fromkeys((name for name in FIRMS[0] if "." in name), "none")
    assert release([FIRMS[0] | answers, *FIRMS[1:]], "--round", out="second.csv").code == 0
    assert (tmp_path / "first.csv").read_bytes() == (tmp_path / "second.csv").read_bytes()


def test_the_ledger_names_enterprises_of_files_by_numbers_of_its_own(release, database):
    assert release(FIRMS).code == 0
    with sqlite3.connect(database.removeprefix("sqlite:///")) as c:
        ((kept,),) = c.execute("SELECT enterprises FROM states").fetchall()
    codes = [firm["credit_code"] for firm in FIRMS]
    assert not {*members(codes).tolist()} & {*unpacked(kept).member.tolist()}


def test_a_file_with_mistakes_is_not_released(release, database):
    ran = release([*FIRMS, enterprise(600, city="-")])
    assert (ran.code, "class-" in ran.err, ledger(database)) == (1, True, [])


def test_the_day_that_a_file_stands_for_is_told(release, tmp_path):
    assert release(FIRMS, "--as-of", "2026-01-31", out="out.html").code == 0
    assert "2026-01-31" in (tmp_path / "out.html").read_text(encoding="utf-8")
    ran = release(FIRMS, "--as-of", "2999-01-31", out="later.csv")
    assert (ran.code, "release-as-of-future" in ran.err) == (1, True)
