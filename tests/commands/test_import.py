import csv
from contextlib import contextmanager
from decimal import Decimal

import duckdb
import pandas as pd
import pytest
from sqlalchemy import select

from maturity.answers import NOT_APPLICABLE
from maturity.classification.credit_code import complete
from maturity.intake.spreadsheets.table import read_table
from maturity.questionnaire import load
from maturity.store import open_store
from maturity.store.accounts.people import add_person, find_person
from maturity.store.enterprises.lookup import organisation_id
from maturity.store.enterprises.organisations import Facts, organisations_of, sign_up
from maturity.store.schema import audit_log
from maturity.store.submissions.submissions import snapshot

from .conftest import enterprise

ITEM = load().items[0].id
PILOT = "91350203M0009ABC50"


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


def test_the_first_names_are_shown_to_confirm(run, bulk):
    ran = run("import", bulk(enterprise()), "--year", 2025, "--dry-run")
    assert f"First names read: {enterprise()['name']}." in ran.out


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


@pytest.mark.parametrize("name", ['@HYPERLINK("http://x","y")', "=示例企业", '+cmd|"/c calc"!A1'])
def test_what_a_spreadsheet_would_compute_stays_text(run, database, bulk, name):
    assert run("import", bulk(enterprise(1, name=name)), "--year", 2025, "--database", database).code == 0
    code = enterprise(1)["credit_code"]
    words = ("--email", "a@example.com", "--name", "A", "--role", "enterprise", "--organisation", code)
    assert run("user", "add", *words, "--generate", "--database", database).code == 0
    store = open_store(database)
    with store.read() as c:
        (found,) = organisations_of(c, find_person(c, "a@example.com"))
    store.close()
    assert found.facts.name == name


def test_a_formula_is_no_name(run, database, bulk):
    ran = run("import", bulk(enterprise(1, name='=HYPERLINK("http://x","y")')), "--year", 2025, "--database", database)
    assert (ran.code, "bulk.csv:2:name: intake-lost" in ran.err) == (1, True)


def test_thousands_of_mistakes_are_counted(run, database, bulk):
    wrong = {item.id: "best" for item in load().items}
    path = bulk(*(enterprise(number, **wrong) for number in range(1, 8)))
    ran = run("import", path, "--year", 2025, "--database", database)
    total = 7 * len(load().items)
    assert len(ran.err.splitlines()) == 1001
    assert f"There are {total} mistakes; {total - 1000} of them" in ran.err.splitlines()[-1]


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


def parquet(path, *rows):
    """Typed columns, with a null where nothing was answered."""
    frame = pd.DataFrame(rows).replace({"": None}).astype({"headcount": int, "revenue_10k": float})
    with duckdb.connect() as database:
        database.register("frame", frame)
        database.execute(f"COPY frame TO '{path}' (FORMAT parquet)")
    return path


def test_parquet_is_imported_like_csv(run, database, tmp_path, bulk):
    rows = [enterprise(n, ownership="私人控股", **{ITEM: ""}) for n in (1, 2)]
    assert run("import", parquet(tmp_path / "bulk.parquet", *rows), "--year", 2025, "--database", database).code == 0
    again = run("import", bulk(*rows), "--year", 2025, "--again", "--database", database)
    assert "2 rows equal" in again.out or "2 行与已有提交完全相同" in again.out


def test_a_broken_parquet_file_is_named(run, database, tmp_path):
    (tmp_path / "bulk.parquet").write_bytes(b"PAR1 and no more")
    ran = run("import", tmp_path / "bulk.parquet", "--year", 2025, "--database", database)
    assert ran.code == 1
    assert "intake-parquet" in ran.err


def test_a_file_is_tabulated_and_detailed_without_a_database(run, bulk, tmp_path, monkeypatch):
    monkeypatch.setenv("MATURITY_DATA_DIR", str(tmp_path / "none"))
    file = bulk(*(enterprise(n, ownership="state" if n % 2 else "") for n in range(1, 11)))
    asked = ("--year", 2025, "--file", file, "--out")
    assert run("publish", "--plan", "yearbook", *asked, tmp_path / "y.csv").code == 0
    with (tmp_path / "y-internal.csv").open(encoding="utf-8-sig", newline="") as told:
        rows = [row for row in csv.DictReader(told) if row["TABLE_ID"] == "by-ownership" and row["MEASURE"] == "count"]
    counts = {row["OWNERSHIP"]: row["OBS_VALUE"] for row in rows if row["LEVEL"] == "_T"}
    assert counts == {"_T": "10", "state": "5", "NS": "5"}
    assert run("detail", "--reason", "年度报告", *asked, tmp_path / "d.parquet").code == 0
    found = duckdb.read_parquet(str(tmp_path / "d-internal.parquet"))
    assert sorted(found.project("ownership").fetchall()) == [("NS",)] * 5 + [("state",)] * 5
    assert not (tmp_path / "none").exists()


def test_a_code_of_the_pilot_is_confirmed_for_a_file_too(run, bulk, tmp_path):
    file = bulk(enterprise(1, credit_code=PILOT), *(enterprise(n) for n in range(2, 12)))
    asked = ("publish", "--year", 2025, "--file", file, "--out", tmp_path / "r.csv")
    assert "class-credit-code-pilot" in run(*asked).err
    assert run(*asked, "--accept-code", PILOT).code == 0


def test_a_file_is_not_released_without_a_ledger(run, bulk, tmp_path):
    ran = run("publish", "--release", "--year", 2025, "--file", bulk(enterprise()), "--out", tmp_path / "r.csv")
    assert ran.code == 1
    assert "store-not-created" in ran.err


def test_mistakes_of_a_file_are_told_before_anything_is_made(run, bulk, tmp_path):
    ran = run(
        "detail",
        "--reason",
        "年度报告",
        "--year",
        2025,
        "--file",
        bulk(enterprise(city="Atlantis")),
        "--out",
        tmp_path / "d.csv",
    )
    assert ran.code == 1
    assert "Atlantis" in ran.err
    assert [path.name for path in tmp_path.glob("d*")] == []


def test_a_code_of_the_pilot_comes_in_when_it_is_confirmed(run, database, bulk):
    path = bulk(enterprise(1, credit_code=PILOT), enterprise(2))
    args = ("import", path, "--database", database, "--year")
    assert "class-credit-code-pilot" in run(*args, 2025).err
    assert run(*args, 2025, "--accept-code", PILOT).code == 0
    assert count(database) == 2
    assert run(*args, 2026).code == 0, "it is known as confirmed"
    store = open_store(database)
    with store.read() as c:
        found = c.execute(select(audit_log).where(audit_log.c.action == "organisation.confirm-code")).all()
        assert [(row.organisation_id, row.detail) for row in found] == [
            (organisation_id(c, PILOT), {"credit_code": PILOT})
        ]
    store.close()


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_good_rows_are_taken_and_the_others_come_in_once_they_are_mended(run, database, bulk, tmp_path, suffix):
    digits = complete("9111000012345678")
    wrong = enterprise(2, name="=1+1", credit_code=digits, city="亚特兰蒂斯", **{ITEM: "best"})
    path, aside = bulk(enterprise(1), wrong, enterprise(3, headcount="many")), tmp_path / f"refused.{suffix}"
    args = ("--year", 2025, "--database", database, "--skip-bad")
    ran = run("import", path, *args, aside)
    assert ran.code == 1
    assert "3 rows read, 1 new enterprises, 1 submissions" in ran.out
    assert f"1 of them good, 2 refused; the refused rows and their mistakes are in {aside}" in ran.out
    assert count(database) == 1

    table = read_table(aside)
    rows = [dict(zip(table.header, cells, strict=True)) for _, cells in table.rows]
    assert [{**row, "mistakes": ""} for row in rows] == [
        {**wrong, "mistakes": ""},
        {**enterprise(3, headcount="many"), "mistakes": ""},
    ]
    assert [line.split(": ")[0] for line in rows[0]["mistakes"].splitlines()] == ["city", ITEM]
    assert "亚特兰蒂斯" in rows[0]["mistakes"]

    mended = bulk(rows[0] | {"city": "苏州市", ITEM: "full"}, rows[1] | {"headcount": "12"}, name="mended.csv")
    assert run("import", mended, *args, tmp_path / "none.csv").code == 0
    assert count(database) == 3
    assert not (tmp_path / "none.csv").exists()


def test_what_is_still_wrong_is_written_again_with_its_new_mistakes_only(run, database, bulk, tmp_path):
    path = bulk(enterprise(1, city="nowhere") | {"mistakes": "city: of before"})
    ran = run("import", path, "--year", 2025, "--database", database, "--skip-bad", tmp_path / "again.csv")
    assert ran.code == 1
    with (tmp_path / "again.csv").open(encoding="utf-8-sig", newline="") as file:
        header, cells = csv.reader(file)
    assert header.count("mistakes") == 1
    assert "of before" not in cells[-1]
    assert "nowhere" in cells[-1]


def test_a_row_wrong_all_over_still_fits_into_a_cell(run, database, bulk, tmp_path):
    path, aside = bulk(enterprise(1, **{item.id: "best" for item in load().items})), tmp_path / "refused.csv"
    args = ("--year", 2025, "--dry-run", "--database", database, "--skip-bad")
    assert run("import", path, *args, aside).code == 1
    assert run("import", aside, *args, tmp_path / "again.csv").code == 1
    assert (tmp_path / "again.csv").read_bytes() == aside.read_bytes()


def test_a_cell_without_a_readable_value_stays_a_mistake(run, database, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (list(enterprise(1)), list(enterprise(1, name="=B2").values())):
        book.active.append(row)  # a formula without a kept value
    book.save(tmp_path / "bulk.xlsx")
    args = ("--year", 2025, "--database", database, "--skip-bad")
    assert run("import", tmp_path / "bulk.xlsx", *args, tmp_path / "refused.csv").code == 1
    assert run("import", tmp_path / "refused.csv", *args, tmp_path / "again.csv").code == 1
    assert count(database) == 0


def test_a_dry_run_with_skip_bad_writes_the_refused_rows_only(run, database, bulk, tmp_path):
    path, aside = bulk(enterprise(1), enterprise(2, city="nowhere")), tmp_path / "refused.csv"
    ran = run("import", path, "--year", 2025, "--dry-run", "--database", database, "--skip-bad", aside)
    assert ran.code == 1
    assert "2 rows read, 1 new enterprises" in ran.out
    assert "nowhere" in aside.read_text(encoding="utf-8-sig")
    assert count(database) == 0


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("refused.txt", "plan-unknown-suffix"),
        ("bulk.csv", "intake-refused-source"),
        ("none/refused.csv", "plan-not-written"),
        ("folder.csv", "intake-folder"),
    ],
)
def test_nothing_is_taken_where_the_refused_rows_cannot_be_written(run, database, bulk, tmp_path, name, code):
    (tmp_path / "folder.csv").mkdir()
    path = bulk(enterprise(1), enterprise(2, city="nowhere"))
    before = path.read_bytes()
    ran = run("import", path, "--year", 2025, "--database", database, "--skip-bad", tmp_path / name)
    assert ran.code == 1
    assert code in ran.err
    assert count(database) == 0
    assert path.read_bytes() == before


def test_a_table_that_cannot_be_read_to_its_end_is_refused_whole(run, database, bulk, tmp_path):
    path, aside = bulk(enterprise(1), enterprise(2, city="nowhere"), enterprise(3)), tmp_path / "refused.csv"
    path.write_bytes(path.read_bytes() + b'"never closed')
    ran = run("import", path, "--year", 2025, "--database", database, "--skip-bad", aside)
    assert ran.code == 1
    assert "intake-csv" in ran.err
    assert count(database) == 0
    assert not aside.exists()


@pytest.fixture
def claimed(database):
    """The credit code of an enterprise that somebody signed up."""
    store, code = open_store(database), enterprise(2)["credit_code"]
    with store.write() as c:
        person = add_person(c, email="who@example.com", name="自称者", role="enterprise")
        sign_up(c, Facts("示例企业 2", code, "39", "discrete", "320500", 120, Decimal("900.5"), 2001), person.id)
    store.close()
    return code


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_an_enterprise_that_somebody_signed_up_is_named(run, database, bulk, claimed, more):
    ran = run("import", bulk(enterprise(1), enterprise(2)), "--year", 2025, "--database", database, *more)
    assert ran.code == 1
    assert "3:credit_code: import-claimed: The enterprise of row 3" in ran.err
    assert f"--confirm-code {claimed}" in ran.err
    assert count(database) == 0


def test_rows_of_enterprises_that_somebody_signed_up_are_put_aside(run, database, bulk, claimed, tmp_path):
    aside = tmp_path / "refused.csv"
    path = bulk(enterprise(1), enterprise(2), enterprise(3))
    ran = run("import", path, "--year", 2025, "--database", database, "--skip-bad", aside)
    assert ran.code == 1
    assert "2 of them good, 1 refused" in ran.out
    assert count(database) == 2
    table = read_table(aside)
    (told,) = (dict(zip(table.header, cells, strict=True)) for _, cells in table.rows)
    assert told["credit_code"] == claimed
    assert f"--confirm-code {claimed}" in told["mistakes"]
    again = run("import", aside, "--year", 2025, "--database", database, "--confirm-code", claimed)
    assert again.code == 0
    assert count(database) == 3


def test_a_confirmed_code_stays_confirmed_and_a_wrong_one_confirms_nothing(run, database, bulk, claimed):
    args = ("import", bulk(enterprise(2)), "--database", database, "--year")
    assert "import-claimed" in run(*args, 2025, "--confirm-code", enterprise(1)["credit_code"]).err
    spelled = f" {claimed[:8].lower()}-{claimed[8:]}"
    assert run(*args, 2025, "--dry-run", "--confirm-code", spelled).code == 0
    assert "import-claimed" in run(*args, 2025).err, "a dry run confirms nothing"
    assert run(*args, 2025, "--confirm-code", spelled).code == 0
    assert run(*args, 2026).code == 0
    store = open_store(database)
    with store.read() as c:
        found = c.execute(select(audit_log).where(audit_log.c.action == "organisation.confirm")).all()
        assert [row.organisation_id for row in found] == [organisation_id(c, claimed)]
    store.close()


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_no_refused_row_holds_a_formula_and_what_it_held_is_read_again(run, database, bulk, tmp_path, suffix):
    names = [f"{mark}HYPERLINK(1)" for mark in ("@", "+", "-", "＝", "＋", " ＠")]
    path = bulk(*(enterprise(n, name=name, city="nowhere") for n, name in enumerate(names, 1)))
    asides = [tmp_path / f"{name}{suffix}" for name in ("refused", "again")]
    for source, aside in zip((path, asides[0]), asides, strict=True):
        run("import", source, "--year", 2025, "--database", database, "--skip-bad", aside)
    (read, again) = (list(read_table(aside, {"name": "name"}).rows) for aside in asides)
    at = list(read_table(asides[0], {"name": "name"}).header).index("name")
    assert [cells[at] for _, cells in read] == [cells[at] for _, cells in again] == names
    if suffix == ".csv":
        with asides[1].open(encoding="utf-8-sig", newline="") as file:
            _, *lines = csv.reader(file)
        assert not [cell for line in lines for cell in line if cell.lstrip().startswith(tuple("=+-@＝＋－＠"))]
