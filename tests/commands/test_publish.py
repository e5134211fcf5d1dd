import os
import shutil
import sqlite3
from importlib.util import find_spec
from random import Random

import duckdb
import openpyxl
import pytest

from maturity.questionnaire import load

from .conftest import enterprise


@pytest.fixture
def filled(run, database, bulk):
    others = map(enterprise, range(4, 12))
    path = bulk(enterprise(1), enterprise(2, city="北京市"), enterprise(3, production_type="process"), *others)
    assert run("import", path, "--year", 2025, "--database", database).code == 0
    return database


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_the_suffix_chooses_the_format_and_the_name_says_internal(run, filled, tmp_path, suffix):
    ran = run("publish", "--year", 2025, "--out", tmp_path / f"levels.{suffix}", "--database", filled)
    assert (ran.code, ran.err) == (0, "")
    written = tmp_path / f"levels-internal.{suffix}"
    assert f"Written: {written}, 11 enterprises" in ran.out
    assert written.stat().st_size
    if suffix == "xlsx":
        openpyxl.load_workbook(written).close()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--year", 2020], "plan-no-records"),
        (["--year", 2025, "--plan", "weekly"], "plan-unknown"),
        (["--year", 2025, "--questionnaire", "green"], "intake-unknown-questionnaire"),
    ],
)
def test_what_is_not_there_is_named(run, filled, tmp_path, words, code):
    ran = run("publish", *words, "--out", tmp_path / "x.xlsx", "--database", filled)
    assert ran.code == 1
    assert f"{code}: " in ran.err
    assert not list(tmp_path.glob("x*.xlsx"))


@pytest.mark.parametrize(("name", "code"), [("x.pdf", "plan-unknown-suffix"), ("no/where/x.xlsx", "plan-not-written")])
def test_what_cannot_be_written_is_refused(run, filled, tmp_path, name, code):
    ran = run("publish", "--year", 2025, "--out", tmp_path / name, "--database", filled)
    assert ran.code == 1
    assert code in ran.err


def test_fewer_than_ten_enterprises_get_no_internal_tables(run, filled, tmp_path):
    change(
        filled,
        "UPDATE submissions SET questionnaire_version = '0' WHERE production_type = 'process' OR city <> '320500'",
    )
    ran = run("publish", "--year", 2025, "--out", tmp_path / "x.xlsx", "--database", filled)
    assert ran.code == 1
    assert "tables-few: Only 9 enterprises" in ran.err
    assert not list(tmp_path.glob("x*.xlsx"))


def test_enterprises_of_another_version_are_counted_not_hidden(run, filled, tmp_path):
    change(filled, "UPDATE submissions SET questionnaire_version = '0' WHERE production_type = 'process'")
    ran = run("publish", "--year", 2025, "--out", tmp_path / "x.xlsx", "--database", filled)
    assert ran.code == 0
    assert "10 enterprises" in ran.out
    assert "Note: 1 enterprises answered another version" in ran.out


def change(url, statement):
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_level_that_the_answers_do_not_confirm_is_left_out_by_name(run, filled, tmp_path):
    change(filled, "UPDATE submissions SET level = 1 WHERE production_type = 'process'")
    ran = run("publish", "--year", 2025, "--out", tmp_path / "x.xlsx", "--database", filled)
    assert ran.code == 0
    assert "10 enterprises" in ran.out
    assert "Note: 1 enterprises keep a result that does not follow from their answers and are left out: " in ran.out


def test_levels_of_which_none_is_confirmed_stop_the_publication(run, filled, tmp_path):
    change(filled, "UPDATE submissions SET level = 1")
    ran = run("publish", "--year", 2025, "--out", tmp_path / "x.xlsx", "--database", filled)
    assert ran.code == 1
    assert "publish-levels-differ: In all 11 submissions" in ran.err
    assert not list(tmp_path.glob("x*.xlsx"))


@pytest.mark.parametrize("plan", ["standard", "yearbook"])
def test_a_file_read_column_by_column_gives_the_tables_of_the_store(run, bulk, tmp_path, plan):
    firms = [
        enterprise(n, city=("北京市", "苏州市")[n % 2], production_type=("process", "discrete")[n % 3 % 2])
        | {item.id: ("full", "most", "part", "none", "")[(n * 7 + at * at) % 5] for at, item in enumerate(load().items)}
        for n in range(1, 70)
    ]
    path = bulk(*firms)
    duckdb.read_csv(str(path), all_varchar=True).write_parquet(str(tmp_path / "bulk.parquet"))
    for file in (path, tmp_path / "bulk.parquet"):
        ran = run(
            "publish", "--plan", plan, "--year", 2025, "--file", file, "--out", tmp_path / f"{file.suffix[1:]}.csv"
        )
        assert ran.code == 0
    assert (tmp_path / "parquet-internal.csv").read_bytes() == (tmp_path / "csv-internal.csv").read_bytes()
    assert not [*tmp_path.glob("maturity-*")]


def test_a_file_of_few_is_not_tabulated(run, bulk, tmp_path):
    duckdb.read_csv(str(bulk(*map(enterprise, range(1, 10)))), all_varchar=True).write_parquet(
        str(tmp_path / "b.parquet")
    )
    ran = run("publish", "--year", 2025, "--file", tmp_path / "b.parquet", "--out", tmp_path / "r.csv")
    assert "tables-few: Only 9 enterprises" in ran.err


@pytest.fixture
def firms():
    random = Random(5)
    cities, words = ["北京市", "苏州市", "长沙市"], ["full", "most", "part", "none", ""]
    return [
        enterprise(n, city=random.choice(cities), production_type=random.choice(["process", "discrete"]))
        | {item.id: random.choice(words) for item in load().items}
        for n in range(1, 60)
    ]


def test_postgresql_makes_the_tables_of_this_process(run, bulk, firms, database, tmp_path, postgresql_url):
    path = bulk(*firms)
    asked = ("publish", "--plan", "yearbook", "--year", 2025, "--file", path)
    assert run(*asked, "--out", tmp_path / "a.csv").code == 0
    on = ("--engine", "postgresql", "--database", postgresql_url)
    ran = run(*asked, *on, "--out", tmp_path / "b.csv")
    assert (ran.code, ran.err) == (0, "")
    assert (tmp_path / "a-internal.csv").read_bytes() == (tmp_path / "b-internal.csv").read_bytes()
    ran = run(*asked, "--engine", "postgresql", "--database", database, "--out", tmp_path / "c.csv")
    assert (ran.code, "PostgreSQL" in ran.err) == (2, True)


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")
@pytest.mark.thorough
@pytest.mark.parametrize("source", ["file", "store"])
def test_spark_makes_the_tables_of_this_process(run, bulk, firms, database, tmp_path, source):
    if find_spec("pyspark") is None or shutil.which("java") is None:
        if os.environ.get("MATURITY_REQUIRE_SERVICES"):
            pytest.fail("Java and pyspark are required here")
        pytest.skip("Java or pyspark (the extra 'spark') is not installed")
    path = bulk(*firms)
    assert run("import", path, "--year", 2025, "--database", database).code == 0
    asked = ["publish", "--year", 2025, *(("--file", path) if source == "file" else ("--database", database))]
    for engine in ("duckdb", "spark"):
        assert run(*asked, "--engine", engine, "--out", tmp_path / f"{engine}.csv").code == 0
    assert (tmp_path / "spark-internal.csv").read_bytes() == (tmp_path / "duckdb-internal.csv").read_bytes()


@pytest.mark.parametrize("engine", ["postgresql", "spark"])
def test_an_engine_that_is_not_installed_is_named(run, bulk, firms, tmp_path, monkeypatch, engine):
    monkeypatch.setattr("maturity.commands.engine.find_spec", lambda name: None)
    asked = ("publish", "--year", 2025, "--file", bulk(*firms), "--database", "postgresql://127.0.0.1/none")
    ran = run(*asked, "--engine", engine, "--out", tmp_path / "x.csv")
    assert (ran.code, "engine-missing" in ran.err) == (1, True)


def test_releases_are_made_where_they_are_protected(run, tmp_path):
    ran = run("publish", "--release", "--engine", "spark", "--year", 2025, "--out", tmp_path / "x.csv")
    assert (ran.code, "--engine is for internal tables" in ran.err) == (2, True)
