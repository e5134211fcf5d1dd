from pathlib import Path

import pytest

from maturity.errors import CATALOGUE, Refusal
from maturity.statistics.plan import load_plan, read_plan

INVALID = sorted((Path(__file__).parents[1] / "plans" / "invalid").glob("*.yaml"))
NOT_OF_A_FILE = {
    "plan-other-questionnaire",  # of publishing, not of a plan's text
    "plan-unknown",
    "plan-unknown-record",
    "plan-amount-large",
    "plan-no-records",
    "plan-register-empty",  # of what is in the store
    "plan-file-sources",
    "plan-file-relative",
    "plan-relative-rounded",
    "plan-joined-several",
    "plan-no-regions",
    "plan-no-targets",
    "plan-regions-year",
    "plan-regions-level",
    "plan-no-indicator",
    "plan-regions-alone",
    "plan-unknown-suffix",
    "plan-not-written",
    "plan-not-verified",
    "plan-fact-unasked",  # of questionnaires that are not shipped
    "plan-margin-repeated",  # of a file beside a plan: YAML itself refuses a key that is there twice
}


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_a_broken_plan_is_refused_with_its_code_line_and_remedy(file):
    text = file.read_text(encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        read_plan(text, file.name)
    (problem,) = caught.value.problems
    assert problem.code == file.stem
    assert problem.place.source == file.name
    assert 4 <= problem.place.row <= len(text.splitlines())
    for language in ("zh", "en"):
        assert problem.message(language)
        assert problem.remedy(language)


def test_every_rule_has_a_broken_plan():
    rules = {code for code in CATALOGUE if code.startswith("plan-")} - NOT_OF_A_FILE
    assert rules <= {file.stem for file in INVALID}


def test_all_mistakes_are_reported_at_once():
    text = """
id: broken
title: {zh: 统计表, en: Statistics}
scope: {zh: 全部, en: 全部}
tables:
  - id: one
    title: {zh: 表, en: One}
    rows: [town]
    measures: [sum]
    population: [age > 3]
    ranking: {by: n, top: 100000}
    decimals: 9
"""
    with pytest.raises(Refusal) as caught:
        read_plan(text)
    assert [(problem.code, problem.place.row) for problem in caught.value.problems] == [
        ("def-not-english", 4),
        ("plan-unknown-dimension", 8),
        ("plan-unknown-measure", 9),
        ("plan-bad-condition", 10),
        ("plan-rank-measure", 11),
        ("plan-bad-top", 11),
        ("plan-bad-decimals", 12),
    ]


def test_the_standard_plan_has_every_table_of_the_first_edition():
    plan = load_plan("standard")
    assert [table.rows for table in plan.tables] == [
        (),
        (),
        ("production_type",),
        ("division",),
        ("production_type", "division"),
        ("province",),
        ("city",),
        ("size",),
    ]


def test_an_unknown_plan_names_those_that_exist():
    with pytest.raises(Refusal, match="standard"):
        load_plan("../standard")
