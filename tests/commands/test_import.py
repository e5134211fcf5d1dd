from contextlib import contextmanager

import pytest

from maturity.answers import NOT_APPLICABLE
from maturity.questionnaire import load
from maturity.store import open_store
from maturity.store.organisations import organisations_of
from maturity.store.people import find_person
from maturity.store.submissions import snapshot

from .conftest import enterprise


@contextmanager
def stored(url, year=2025):
    store = open_store(url)
    try:
        with store.read() as c:
            yield snapshot(c, load(), year)
    finally:
        store.close()


def count(url):
    with stored(url) as found:
        return len(found.matrix)


def test_every_row_becomes_a_submission(run, database, bulk):
    reason = "不适用：没有这项业务"
    path = bulk(enterprise(1), enterprise(2, **{"data.1a": reason, "data.1b": "全部满足", "data.2a": "Partly met"}))
    ran = run("import", path, "--year", 2025, "--database", database)
    assert (ran.code, ran.err) == (0, "")
    assert "2 rows read, 2 new enterprises, 2 submissions" in ran.out
    with stored(database) as found:
        item = load().item
        codes = found.matrix[:, [item(id).position for id in ("data.1a", "data.1b", "data.2a")]].tolist()
    assert sorted(codes) == [[2, 2, 2], [NOT_APPLICABLE, 1, 3]]


def test_a_dry_run_writes_nothing(run, database, bulk):
    ran = run("import", bulk(enterprise()), "--year", 2025, "--dry-run", "--database", database)
    assert ran.code == 0
    assert "nothing was written" in ran.out
    assert count(database) == 0


def test_a_dry_run_needs_no_database(run, bulk):
    assert run("import", bulk(enterprise()), "--year", 2025, "--dry-run").code == 0


def test_without_tables_the_remedy_is_named(run, bulk):
    ran = run("import", bulk(enterprise()), "--year", 2025)
    assert ran.code == 1
    assert "maturity db upgrade" in ran.err


def test_one_wrong_row_keeps_all_out(run, database, bulk):
    path = bulk(enterprise(1), enterprise(2, city="亚特兰蒂斯", headcount="-3", **{"data.1a": "best"}))
    ran = run("import", path, "--year", 2025, "--database", database)
    assert ran.code == 1
    places = {line.split(": ")[0].removeprefix(f"{path}:") for line in ran.err.splitlines()}
    assert places == {"3:city", "3:headcount", "3:data.1a"}
    assert "亚特兰蒂斯" in ran.err
    assert count(database) == 0


def test_an_enterprise_twice_in_the_file_is_named(run, database, bulk):
    ran = run("import", bulk(enterprise(1), enterprise(1)), "--year", 2025, "--database", database)
    assert ran.code == 1
    assert "3:credit_code: intake-repeated" in ran.err
    assert count(database) == 0


def test_an_enterprise_with_a_submission_of_the_year_is_named(run, database, bulk):
    path = bulk(enterprise(1))
    for year in (2024, 2025):
        assert run("import", path, "--year", year, "--database", database).code == 0
    ran = run("import", path, "--year", 2025, "--database", database)
    assert ran.code == 1
    assert f"2:credit_code: intake-taken: The enterprise {enterprise(1)['credit_code']}" in ran.err


def test_again_replaces_what_counts(run, database, bulk):
    assert run("import", bulk(enterprise(1)), "--year", 2025, "--database", database).code == 0
    changed = bulk(enterprise(1, **{"data.1a": "none"}))
    ran = run("import", changed, "--year", 2025, "--again", "--database", database)
    assert "0 new enterprises, 1 submissions" in ran.out
    ran = run("import", changed, "--year", 2025, "--again", "--database", database)
    assert "0 submissions; 1 rows equal" in ran.out
    with stored(database) as found:
        assert found.matrix[0, load().item("data.1a").position] == 4


def test_a_row_without_an_answer_is_refused(run, database, bulk):
    empty = enterprise(1) | {item.id: "" for item in load().items}
    ran = run("import", bulk(empty), "--year", 2025, "--dry-run", "--database", database)
    assert ran.code == 1
    assert "intake-no-answers" in ran.err


def test_formulas_stay_text(run, database, bulk):
    name = '=HYPERLINK("http://x","y")'
    assert run("import", bulk(enterprise(1, name=name)), "--year", 2025, "--database", database).code == 0
    code = enterprise(1)["credit_code"]
    words = ("--email", "a@example.com", "--name", "A", "--role", "enterprise", "--organisation", code)
    assert run("user", "add", *words, "--generate", "--database", database).code == 0
    store = open_store(database)
    with store.read() as c:
        (found,) = organisations_of(c, find_person(c, "a@example.com"))
    store.close()
    assert found.facts.name == name


def test_thousands_of_mistakes_are_counted(run, database, bulk):
    wrong = {item.id: "best" for item in load().items}
    path = bulk(*(enterprise(number, **wrong) for number in range(1, 8)))
    ran = run("import", path, "--year", 2025, "--database", database)
    total = 7 * len(load().items)
    assert len(ran.err.splitlines()) == 1001
    assert f"There are {total} mistakes; {total - 1000} more" in ran.err.splitlines()[-1]


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.db", "mysql://x/y", "nonsense", "postgresql://127.0.0.1:1/none"]
)
def test_a_database_that_is_not_there_is_a_users_mistake(run, bulk, url):
    ran = run("import", bulk(enterprise()), "--year", 2025, "--database", url)
    assert ran.code == 1
    assert "store-" in ran.err


def test_a_locked_database_is_told(run, database, bulk, tmp_path):
    store = open_store(database)
    with store.write():
        ran = run("import", bulk(enterprise()), "--year", 2025, "--database", database)
    store.close()
    assert ran.code == 1
    assert "store-locked" in ran.err
    assert count(database) == 0


def test_a_workbook_is_imported_like_csv(run, database, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (list(enterprise(1)), list(enterprise(1, headcount=120, founded=2001).values())):
        book.active.append(row)
    book.save(tmp_path / "bulk.xlsx")
    assert run("import", tmp_path / "bulk.xlsx", "--year", 2025, "--database", database).code == 0
    assert count(database) == 1


def test_long_work_shows_its_progress_on_a_terminal(run, database, bulk, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    ran = run("import", bulk(enterprise()), "--year", 2025, "--dry-run", "--database", database)
    assert ran.code == 0
    assert "bulk.csv" in ran.err
