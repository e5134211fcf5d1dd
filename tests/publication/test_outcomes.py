"""Publications about questionnaires without levels: outcomes in the place of levels, scores out of 100."""

import csv
import io
import zipfile
from dataclasses import replace
from fractions import Fraction

import openpyxl
import pytest
from sqlalchemy import select, update

from maturity.answers import Response, decode
from maturity.answers.codec import entered_answers
from maturity.demo.factories import factory_records, synthetic_references
from maturity.disclosure.rules import Rules
from maturity.errors import Refusal
from maturity.publication.clearance import Request, clear
from maturity.publication.microdata import microdata
from maturity.publication.publish import publish, year_data
from maturity.publication.release import exporter, suffixes
from maturity.questionnaire import load
from maturity.questionnaire.numeric.references import references_in
from maturity.scoring.methods import evaluate
from maturity.statistics.plan import plans_for, read_plan
from maturity.store.publications.releases import ReleaseOrigin
from maturity.store.schema import submissions
from maturity.store.submissions.submissions import add_graded

from ..scoring.green import without_leading
from .factories import GREEN, YEAR, load_factories, people

PLAN = plans_for(GREEN)["standard"]


@pytest.fixture
def filled(sqlite_store):
    load_factories(sqlite_store)
    return sqlite_store


def evaluations(store):
    with store.read() as c:
        rows = c.execute(select(submissions)).all()
    found = []
    for row in rows:
        answers = decode(GREEN, bytes(row.vector), row.reasons, entered_answers(row.entered))
        found.append(evaluate(Response(GREEN, row.profile, answers), references_in(row.evaluation["references"])))
    return found


def table(release, id):
    return next(one for one in release.tables if one.id == id)


def figures(found, key):
    row = next(row for row in found.rows if row.key == key)
    return {column.id: cell for column, cell in zip(found.columns, row.cells, strict=True)}


def test_counts_and_means_are_those_of_the_evaluations(filled):
    exact = evaluations(filled)
    release = publish(filled, PLAN, YEAR, GREEN).release
    whole = figures(table(release, "overall"), ())
    assert whole["n"] == len(exact) == 200
    assert whole["count_LE1"] == sum(one.eligible is False for one in exact)
    assert whole["count_L2"] == sum(one.eligible is None for one in exact)
    assert whole["count_L3"] == sum(one.eligible is True for one in exact)
    mean = sum(one.score.low for one in exact) / len(exact)
    assert float(whole["mean_score"]) == pytest.approx(float(mean), abs=0.0501)
    blocks = table(release, "by-group")
    performance = [one.sections[-1].score.low for one in exact]
    found = figures(blocks, ("performance",))["mean_score"]
    assert float(found) == pytest.approx(float(sum(performance) / len(performance)), abs=0.0501)


def test_who_lacks_a_reference_value_is_counted_as_undecided(sqlite_store):
    """All requirements are met and the score is open: in what is frozen, by column and in the table."""
    known = without_leading(synthetic_references(), "water-intensity", "energy-intensity")
    records = [*factory_records(people(60), YEAR)]
    with sqlite_store.write() as c:
        add_graded(c, GREEN, records, references=known)
    exact = evaluations(sqlite_store)
    assert sum(one.requirements is True for one in exact) > 9
    assert not any(one.eligible for one in exact)
    whole = figures(table(publish(sqlite_store, PLAN, YEAR, GREEN).release, "overall"), ())
    assert (whole["n"], whole["count_L3"]) == (60, 0)
    assert whole["count_L2"] == sum(one.eligible is None for one in exact)
    with sqlite_store.write() as c:  # what 0.1.0 kept
        for row in c.execute(select(submissions)).all():
            kept = {name: value for name, value in row.evaluation.items() if name != "eligible"}
            c.execute(update(submissions).where(submissions.c.id == row.id).values(evaluation=kept))
    data = year_data(sqlite_store, GREEN, YEAR)
    assert (len(data.frame), data.left_out.differing) == (60, ())


def test_outcomes_have_their_names_in_both_languages(filled):
    release = publish(filled, PLAN, YEAR, GREEN).release
    labels = [column.label for column in table(release, "overall").columns if column.measure == "count"]
    assert [one.en for one in labels] == ["Enterprises", "Not eligible", "Undecided", "Eligible"]
    assert [one.zh for one in labels] == ["企业数", "不具备资格", "资格未定", "具备资格"]
    assert not any("成熟度" in table.title.zh or "aturity" in table.title.en for table in release.tables)


def test_who_keeps_a_result_that_does_not_follow_from_the_answers_is_left_out(filled):
    with filled.write() as c:
        first = c.execute(select(submissions)).first()
        changed = {**first.evaluation, "score_low": str(Fraction(first.evaluation["score_low"]) + 1)}
        c.execute(update(submissions).where(submissions.c.id == first.id).values(evaluation=changed))
    data = year_data(filled, GREEN, YEAR)
    assert len(data.frame) == 199
    assert len(data.left_out.differing) == 1


def test_a_release_is_protected_and_goes_into_the_ledger(filled):
    cleared = clear(filled, Request((PLAN,), YEAR, Rules()), GREEN)
    cleared.check()
    with filled.write() as c:
        cleared.enter(c, ReleaseOrigin())
    again = clear(filled, Request((PLAN,), YEAR, Rules()), GREEN)
    again.check()
    assert [one.checksum for one in again.releases] == [one.checksum for one in cleared.releases]


def texts_of(path):
    """All text of a file, whatever its format."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return path.read_bytes().decode("utf-8", "replace")


IN_WORDS = {".xlsx", ".html", ".sims.csv"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_output_in_words_makes_anything_look_verified(filled, tmp_path, language):
    release = replace(publish(filled, PLAN, YEAR, GREEN).release, internal=False)
    said = {"zh": ("未与", "不是认定", "未经核实"), "en": ("not verified", "no certificate", "Users supply")}[language]
    for suffix in suffixes():
        text = texts_of(exporter(suffix)(release, tmp_path / f"out{suffix}", language))
        assert text
        if suffix in IN_WORDS:
            assert all(words in text for words in said), suffix
            assert "verified: true" not in text, suffix


def test_a_table_of_ones_own_counts_outcomes(filled):
    text = f"""
id: own
questionnaire: {GREEN.id}
title: {{zh: 试验, en: Trial}}
scope: {{zh: 全部, en: All}}
tables:
  - id: places
    title: {{zh: 各省, en: Provinces}}
    rows: [province]
    levels: each
    measures: [n, share_at_least_3, count_by_level, share_by_level]
    chart: tiles
  - id: eligible
    title: {{zh: 有资格, en: Eligible}}
    population: [level >= 3]
    measures: [n, mean_score, quartiles, median_score]
"""
    plan = read_plan(text, find=lambda _: GREEN)
    release = publish(filled, plan, YEAR, GREEN).release
    able = sum(one.eligible is True for one in evaluations(filled))
    assert figures(table(release, "eligible"), ())["n"] == able
    assert figures(table(release, "places"), ("_T",))["share_GE3"] == Fraction(100 * able, 200).limit_denominator(10**6)
    assert "自评结果 ≥ 具备资格" in table(release, "eligible").scope.zh


def test_changes_of_means_are_for_questionnaires_with_levels():
    text = f"""
id: own
questionnaire: {GREEN.id}
title: {{zh: 试验, en: Trial}}
scope: {{zh: 全部, en: All}}
tables:
  - {{id: moves, title: {{zh: 变动, en: Moves}}, rows: [sample], levels: each, measures: [n, change_mean]}}
"""
    with pytest.raises(Refusal, match="change_mean"):
        read_plan(text, find=lambda _: GREEN)


def test_two_years_are_compared_by_outcome(sqlite_store):
    load_factories(sqlite_store, 120, year=YEAR - 1)
    load_factories(sqlite_store, 150, year=YEAR)
    data = year_data(sqlite_store, GREEN, YEAR)
    assert int((data.frame["number_before"] >= 0).sum()) == 120


OF_SCORES = """
id: own
questionnaire: {id}
title: {{zh: 试验, en: Trial}}
scope: {{zh: 全部, en: All}}
tables:
  - {{id: whole, title: {{zh: 总体, en: Overall}}, measures: [n, median_score]}}
"""


def test_there_are_no_microdata(filled):
    with pytest.raises(Refusal, match="detail-without-levels"):
        microdata(filled, YEAR, questionnaire=GREEN)


@pytest.mark.parametrize("id", ["green-supply-chain-2016", "green-park-2016", "four-degrees", "green-readiness"])
def test_every_shipped_questionnaire_has_a_general_plan(id):
    asked = load(id)
    plan = plans_for(asked)["standard"]
    assert plan.questionnaire == id
    shown = {measure for table in plan.tables for measure in table.measures}
    assert ("mean_score" in shown) == (id != "four-degrees")
    if id == "four-degrees":
        with pytest.raises(Refusal, match="median_score"):
            read_plan(OF_SCORES.format(id=id), find=lambda _: asked)


def test_the_tidy_file_has_scores_as_the_tables_show_them(filled, tmp_path):
    release = publish(filled, PLAN, YEAR, GREEN).release
    rows = csv.DictReader(io.StringIO(texts_of(exporter(".csv")(release, tmp_path / "out.csv", "en")).lstrip("\ufeff")))
    means = [row["OBS_VALUE"] for row in rows if row["MEASURE"] == "mean" and row["TABLE_ID"] == "overall"]
    assert means
    assert all(len(one.partition(".")[2]) <= 1 for one in means)
