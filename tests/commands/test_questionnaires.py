"""Questionnaires of one's own on the command line: by file, or by id from the folder of definitions."""

import csv
import json
import re
import sqlite3
from pathlib import Path

import pytest

from maturity.offline.returned_workbook import read_origin
from maturity.questionnaire import only, read
from maturity.store import open_store
from maturity.store.accounts.people import add_person
from maturity.store.questionnaires import definitions

FOREIGN = Path(__file__).parents[1] / "questionnaires" / "foreign"
FACTS = {
    "name": "示例",
    "division": "34",
    "production_type": "discrete",
    "city": "苏州市",
    "headcount": "120",
    "revenue_10k": "900",
    "founded": "2001",
}
PLAN = """
id: own
questionnaire: {id}
title: {{zh: 试验, en: Trial}}
scope: {{zh: 全部, en: All}}
tables:
  - {{id: whole, title: {{zh: 总体, en: Overall}}, levels: each, measures: [n, count_by_level]}}
"""


def wishes(foreign):
    return [str(FOREIGN / f"{foreign.id}.yaml"), foreign.id]


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("MATURITY_QUESTIONNAIRES", str(FOREIGN))
    monkeypatch.setenv("MATURITY_DATA_DIR", str(tmp_path / "var"))


def test_answers_are_graded_by_the_questionnaire_named(run, tmp_path, foreign):
    profile = next(iter(foreign.profiles))
    answers = tmp_path / "answers.json"
    best = foreign.choices[0].id
    answers.write_text(json.dumps({"answers": {item.id: best for item in foreign.items_of(profile)}}), encoding="utf-8")
    for wish in wishes(foreign):
        result = run("grade", answers, "--questionnaire", wish, "--profile", profile)
        assert result.code == 0, result.err
        assert foreign.level(len(foreign.levels)).name.en in result.out


def test_enterprises_are_imported_and_published(run, tmp_path, foreign, facts, database):
    file, plan = tmp_path / "firms.csv", tmp_path / "plan.yaml"
    plan.write_text(PLAN.format(id=foreign.id), encoding="utf-8")
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*FACTS, "credit_code", *(item.id for item in foreign.items)])
        for number in range(60):
            choice = foreign.choices[number % len(foreign.choices)].id
            writer.writerow([*FACTS.values(), facts(number).credit_code, *[choice] * len(foreign.items)])
    where = ("--database", database)
    for year, wish in zip(("2023", "2024"), wishes(foreign), strict=True):
        which = ("--year", year, "--questionnaire", wish, *where)
        done = run("import", file, *which)
        assert done.code == 0, done.err
        made = run("publish", "--plan", plan, "--out", tmp_path / f"{year}.csv", *which)
        assert made.code == 0, made.err
        (written,) = tmp_path.glob(f"{year}*.csv")
        levels = {row["LEVEL"] for row in csv.DictReader(written.read_text(encoding="utf-8-sig").splitlines())}
        assert levels == {"_T", "LE1", *(f"L{level}" for level in range(2, len(foreign.levels) + 1))}
    assert run("publish", "--out", tmp_path / "x.csv", *which).code == 0
    yearbook = run("publish", "--plan", "yearbook", "--out", tmp_path / "x.csv", *which)
    assert "plan-other-questionnaire" in yearbook.err


def test_a_table_says_which_of_several_profiles_its_rows_are_graded_by(run, tmp_path, facts, database):
    definition = (FOREIGN / "orchard.yaml").read_text(encoding="utf-8")
    open_to_all = re.sub(r"\n    for: .*", "", definition)
    own, file = tmp_path / "orchard.yaml", tmp_path / "firms.csv"
    own.write_text(open_to_all, encoding="utf-8")
    orchard = read(open_to_all)
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*FACTS, "credit_code", "权重方案", *(item.id for item in orchard.items)])
        for number in range(20):
            cell = "背阴" if number < 5 else ""
            writer.writerow([*FACTS.values(), facts(number).credit_code, cell, *["c5"] * len(orchard.items)])
    which = ("--year", "2024", "--questionnaire", own, "--database", database)
    told = run("import", file, *which)
    assert told.code == 1
    assert told.err.count("--profile") == 15
    assert "moonlit" in run("import", file, "--profile", "moonlit", *which).err
    done = run("import", file, "--profile", "sunny", *which)
    assert done.code == 0, done.err
    with sqlite3.connect(database.removeprefix("sqlite:///")) as c:
        counted = c.execute("SELECT profile, count(*) FROM submissions GROUP BY profile ORDER BY profile").fetchall()
    assert counted == [("shady", 5), ("sunny", 15)]
    for verb, out in (("publish", "x.csv"), ("detail", "y.csv")):
        more = ("--reason", "x") if verb == "detail" else ()
        made = run(verb, "--file", file, "--profile", "sunny", "--out", tmp_path / out, *more, *which)
        assert made.code == 0, made.err


def test_an_unknown_one_is_refused_with_those_that_there_are(run, tmp_path):
    answers = tmp_path / "answers.json"
    answers.write_text("{}", encoding="utf-8")
    told = run("grade", answers, "--questionnaire", "nowhere", "--profile", "x").err
    assert all(id in told for id in ("cmmm", "harbour", "lantern", "orchard"))


@pytest.fixture
def published(database, monkeypatch):
    """The text of a definition, whose versions 7 and 8 are published in the database and stand in no folder."""
    monkeypatch.delenv("MATURITY_QUESTIONNAIRES")
    text = (FOREIGN / "harbour.yaml").read_text(encoding="utf-8")
    store = open_store(database)
    with store.write() as c:
        boss = add_person(c, email="boss@example.com", name="管理员", role="administrator")
        for version in ("7", "8"):
            file = text.replace('version: "1"', f'version: "{version}"')
            definitions.publish(c, boss, definitions.keep_draft(c, boss, read(file), file.encode()).id)
    store.close()
    return text


def test_answers_are_graded_and_reported_by_a_published_one(run, tmp_path, database, published):
    answers, out = tmp_path / "answers.json", tmp_path / "report.html"
    answers.write_text(json.dumps({"answers": {item.id: "always" for item in read(published).items}}), "utf-8")
    asked, where = ("--questionnaire", "harbour", "--profile", "default"), ("--database", database)
    for verb in (("grade", answers, "--json"), ("report", answers, "--out", out)):
        refused = run(*verb, *asked)
        assert "intake-unknown-questionnaire" in refused.out + refused.err, "without a database there is none"
        done = run(*verb, *asked, *where)
        assert done.code == 0, done.err
    assert json.loads(run("grade", answers, "--json", *asked, *where).out)["questionnaire"]["version"] == "8"
    assert "码头试验问卷" in out.read_text(encoding="utf-8") or "Harbour trial" in out.read_text(encoding="utf-8")


def test_files_are_checked_against_published_ones(run, tmp_path, database, published):
    crosswalk, plan = tmp_path / "cross.yaml", tmp_path / "plan.yaml"
    crosswalk.write_text(
        'crosswalk: harbour\nfrom: "7"\nto: "8"\ncomparable: "true"\nsource: {zh: 试验, en: Trial}\n', encoding="utf-8"
    )
    plan.write_text(PLAN.format(id="harbour"), encoding="utf-8")
    assert run("check", crosswalk, plan, "--database", database).code == 0
    told = run("check", crosswalk, plan)
    assert "intake-unknown-questionnaire" in told.err
    assert "plan-unknown-questionnaire" in told.err
    crosswalk.write_text(crosswalk.read_text(encoding="utf-8").replace('"7"', '"6"'), encoding="utf-8")
    assert f"{crosswalk}:2:from: cross-no-version" in run("check", crosswalk, "--database", database).err


def test_a_published_one_is_found_by_its_id_in_the_database_that_a_command_uses(run, tmp_path, database, published):
    text = published
    out, which = tmp_path / "blank.xlsx", ("--questionnaire", "harbour", "--profile", "default")
    assert run("workbook", "export", *which, "--out", out, "--database", database).code == 0
    assert (
        read_origin(out.read_bytes(), out.name, only(read(text.replace('version: "1"', 'version: "8"')))).version == "8"
    )
    assert "cmmm" in run("workbook", "export", *which, "--out", out).err, "without a database there is none"
    firms = tmp_path / "firms.csv"
    firms.write_text("name\n示例\n", encoding="utf-8")
    asked = ("--year", "2024", "--dry-run", "--questionnaire")
    assert "harbour" not in run("import", firms, *asked, "harbour", "--database", database).err
    nowhere = run("import", firms, *asked, "nowhere", "--database", database).err
    assert "harbour" in nowhere
