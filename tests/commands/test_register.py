"""`maturity register` at the terminal."""

import csv

import openpyxl
import pytest

from ..registers.made import line, table

REMOVAL = line("移出", 名称="示例一厂", 日期="2023-05-01", 移出原因="造假")


@pytest.fixture
def filled(run, database, tmp_path):
    ran = run("register", "import", table(tmp_path, line(), line(name="示例二厂"), REMOVAL), "--database", database)
    assert ran.out.endswith("Events entered: 3.\n")
    return database


def test_a_dry_run_writes_nothing(run, database, tmp_path):
    ran = run("register", "import", table(tmp_path, line()), "--dry-run", "--database", database)
    assert ran.out == "Green factories  Added  1\nNo mistakes; dry run, nothing was written.\n"
    assert run("register", "flow", "--database", database).out.count("\n") == 1


def test_a_wrong_table_leaves_nothing(run, database, tmp_path):
    ran = run("register", "import", table(tmp_path, line(), line()), "--database", database)
    assert (ran.code, ran.out) == (1, "")
    assert ":3:name: register-row-twice: Row 2 says the same of '示例一厂'." in ran.err
    assert run("register", "flow", "--database", database).out.count("\n") == 1


def test_a_removal_of_what_is_not_listed(run, filled, tmp_path):
    ran = run("register", "import", table(tmp_path, REMOVAL), "--database", filled)
    assert ran.code == 1
    assert "register-removed-before: '示例一厂' was removed on 2023-05-01" in ran.err


def test_stock_and_flow_name_what_is_unexplained(run, filled):
    assert run("register", "stock", "factory", "第六批", "3", "--source", "notice", "--database", filled).code == 0
    lines = run("register", "flow", "--database", filled).out.splitlines()
    assert [row.split("\t")[1:] for row in lines[1:]] == [
        ["Batch 6", "0", "2", "0", "1", "3", "as published"],
        ["Since then", "3", "0", "1", "0", "2", "computed"],
    ]
    ran = run("register", "stock", "park", "6", "3", "--database", filled)
    assert "register-batch" in ran.err


def test_the_national_lists_need_no_database(run):
    lines = run("register", "flow", "--national").out.splitlines()
    assert "Green industrial parks\tBatch 5\t119\t53\t0\t-1\t171\tas published" in lines


@pytest.mark.parametrize(("day", "listed"), [("2022-12-31", 2), ("2024-01-01", 1)])
def test_the_export_is_the_register_of_a_day(run, filled, tmp_path, day, listed):
    ran = run("register", "export", tmp_path / "out.csv", "--on", day, "--database", filled)
    assert ran.code == 0
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["State"] for row in csv.DictReader(file)].count("Listed") == listed


def test_the_workbook_has_every_table(run, filled, tmp_path):
    assert run("register", "export", tmp_path / "out.xlsx", "--database", filled).code == 0
    assert len(openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames) == 7


def test_other_suffixes_are_refused_before_anything_is_read(run, filled, tmp_path):
    assert "plan-unknown-suffix" in run("register", "export", tmp_path / "out.pdf", "--database", filled).err


FORMS = ("类别", "名称", "填报日期", "评价得分", "排除项")


def test_yearly_forms_lead_to_proposals(run, filled, tmp_path):
    path = table(tmp_path, ["工厂", "示例二厂", "2025-04-01", "80", "b"], head=FORMS)
    ran = run("register", "filings", path, "--year", 2025, "--database", filled)
    assert "register-no-form" in ran.err
    assert "maturity register due 2025 DAY" in ran.err
    assert run("register", "due", 2025, "2025-04-15", "--database", filled).code == 0
    dry = run("register", "filings", path, "--year", 2025, "--dry-run", "--database", filled)
    assert dry.out == "No mistakes, forms: 1; dry run, nothing was written.\n"
    ran = run("register", "proposals", 2025, "--database", filled)
    assert ran.out == "Green factories\t示例二厂\tYearly form not filed\n"
    ran = run("register", "filings", path, "--year", 2025, "--database", filled)
    assert ran.out == "Forms entered: 1, in place of earlier ones: 0.\n"
    ran = run("register", "proposals", 2025, "--database", filled)
    assert ran.out.startswith("Green factories\t示例二厂\tAccident of safety")
    assert ran.err == "Owed: 1; filed: 1; filed late: 0; decided: 0.\n"
