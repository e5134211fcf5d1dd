"""`maturity import` of a questionnaire without levels: what is stored is what `evaluate` says, or nothing is."""

import csv
from fractions import Fraction

from sqlalchemy import select

from maturity.answers.codec import entered_answers
from maturity.questionnaire import load
from maturity.questionnaire.numeric.references import SetTitle, references_in
from maturity.scoring.methods import evaluate
from maturity.statistics.plan import plans_for
from maturity.store import open_store
from maturity.store.accounts.people import add_person
from maturity.store.questionnaires.references import keep_set
from maturity.store.schema import submissions
from maturity.store.submissions.frozen import kept, submission_from_row, verify
from maturity.store.submissions.regrading import regrade

from ..intake.bulk.factories import factory, write
from ..scoring.green import BASELINES, LEADING, references

GREEN = load("green-factory-2016")


def known(tmp_path):
    path = tmp_path / "references.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = [(id, value, LEADING.get(id, ""), "x", "R") for id, value in BASELINES.items()]
        csv.writer(file).writerows([("indicator", "baseline", "leading", "source", "status"), *rows])
    return path


def bring_in(run, database, path, *more):
    return run("import", path, "--year", 2025, "--questionnaire", GREEN.id, "--database", database, *more)


def stored(database):
    store = open_store(database)
    try:
        with store.read() as c:
            return [submission_from_row(row) for row in c.execute(select(submissions))]
    finally:
        store.close()


def test_what_is_stored_is_what_the_evaluation_of_the_row_says(run, database, tmp_path):
    path = write(tmp_path / "green.csv", factory(1), factory(2, eco_design__m1="否", output="13,000"))
    ran = bring_in(run, database, path, "--references", known(tmp_path))
    assert (ran.code, ran.err) == (0, "")
    assert "2 rows read, 2 new enterprises, 2 submissions" in ran.out
    found = sorted(stored(database), key=lambda one: one.content.facts.name)
    for one in found:
        content = one.content
        used = references_in(content.figures.evaluation["references"])
        assert kept(evaluate(one.response(GREEN), used)) == dict(content.figures.evaluation)
        assert verify(one)
        row = {"questionnaire": GREEN.id, "questionnaire_version": GREEN.version, "year": 2025}
        assert regrade(content, lambda *_: GREEN, row | {"profile": "default", "cuts": {}}, None) == content
    first, second = (one.content.figures.evaluation for one in found)
    assert first["mandatory"] == "met"
    assert Fraction(first["score_low"]) == evaluate(found[0].response(GREEN), references(GREEN)).score.low
    assert second["mandatory"] == "not met"
    assert entered_answers(found[1].content.entered)["output"].value == 13000


def keep(database, person_role="analyst", name="江苏 2025"):
    """The values of :func:`known` as the set in use in the database."""
    store = open_store(database)
    try:
        with store.write() as c:
            who = add_person(c, email="analyst@demo.example", name="示例分析员", role=person_role)
            keep_set(c, who, GREEN.id, SetTitle(name, "2025-12-31", "示例发布单位"), references(GREEN))
    finally:
        store.close()


def test_rows_are_scored_against_the_set_in_use_unless_a_file_is_named(run, database, tmp_path):
    keep(database)
    path = write(tmp_path / "green.csv", factory(1), factory(2))
    ran = bring_in(run, database, path)
    assert (ran.code, "Reference values: 江苏 2025 (示例发布单位, 2025-12-31)" in ran.err) == (0, True)
    kept_ones = [one.content.figures.evaluation for one in stored(database)]
    assert {references_in(one["references"]).title.name for one in kept_ones} == {"江苏 2025"}
    assert all(Fraction(one["score_low"]) > 80 for one in kept_ones)
    assert bring_in(run, database, path, "--again", "--references", known(tmp_path)).err == ""


def test_tables_of_a_file_are_scored_against_the_set_of_the_database_that_is_named(run, database, tmp_path):
    keep(database)
    path = write(tmp_path / "green.csv", *(factory(number) for number in range(1, 13)))
    plan = next(iter(plans_for(GREEN)))
    words = ("publish", "--questionnaire", GREEN.id, "--plan", plan, "--year", 2025, "--file", path)
    alone = run(*words, "--out", tmp_path / "alone.csv")
    assert (alone.code, "江苏" in alone.err) == (0, False)
    named = run(*words, "--out", tmp_path / "named.csv", "--database", database)
    assert (named.code, "江苏 2025" in named.err) == (0, True)
    given = run(*words, "--out", tmp_path / "given.csv", "--references", known(tmp_path))
    assert given.code == 0
    one, two, three = (tmp_path / f"{name}-internal.csv" for name in ("alone", "named", "given"))
    assert one.read_bytes() != two.read_bytes() == three.read_bytes()
    assert run(*words[:-2], "--out", one, "--references", known(tmp_path)).code == 2


def test_a_second_import_adds_nothing(run, database, tmp_path):
    path = write(tmp_path / "green.csv", factory(1), factory(2))
    assert bring_in(run, database, path).code == 0
    assert "1" not in bring_in(run, database, path, "--again").out.split("submissions")[0].split(",")[1]
    assert len(stored(database)) == 2


def test_with_a_mistake_nothing_is_written(run, database, tmp_path):
    path = write(tmp_path / "green.csv", factory(1), factory(2, output="26,00"))
    ran = bring_in(run, database, path)
    assert ran.code == 1
    assert f"{path}:3:output" in ran.err
    assert stored(database) == []


def test_rows_with_mistakes_can_be_taken_apart(run, database, tmp_path):
    path, bad = write(tmp_path / "green.csv", factory(1), factory(2, output="26,00")), tmp_path / "bad.csv"
    assert bring_in(run, database, path, "--skip-bad", bad).code == 1
    assert len(stored(database)) == 1
    with bad.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["energy[electricity] [GWh]"] == "12"
    assert "output" in row["mistakes"]


def test_a_dry_run_checks_numbers_too(run, database, tmp_path):
    ran = bring_in(run, database, write(tmp_path / "green.csv", factory(1, material="-1")), "--dry-run")
    assert ran.code == 1
    assert "material" in ran.err


def test_reference_values_with_mistakes_are_refused_first(run, database, tmp_path):
    path = tmp_path / "references.csv"
    path.write_text("indicator,baseline,leading,source,status\nnone-such,1,2,x,R\n", encoding="utf-8")
    ran = bring_in(run, database, write(tmp_path / "green.csv", factory(1)), "--references", path)
    assert ran.code == 1
    assert "none-such" in ran.err
    assert stored(database) == []
