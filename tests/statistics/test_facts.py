"""Tables are broken down by the facts that their questionnaire needs, and by no others."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from maturity.errors import Refusal
from maturity.questionnaire import load
from maturity.questionnaire.facts import UNSTATED
from maturity.statistics.breakdowns import breakdowns
from maturity.statistics.dimensions import CLASSIFICATIONS, IDS, JOINED
from maturity.statistics.frame import frame
from maturity.statistics.plan import plans_for, read_plan

from ..conftest import foreign_questionnaire

HARBOUR, ORCHARD = foreign_questionnaire("harbour"), foreign_questionnaire("orchard")
PLAN = """
id: own
questionnaire: {id}
title: {{zh: 表, en: Tables}}
scope: {{zh: 全部, en: All}}
tables:
  - id: t
    title: {{zh: 表, en: Table}}
    rows: {rows}
    measures: [n]
    population: {population}
"""


def framed(questionnaire, **columns):
    """A frame of enterprises that state nothing but `columns`."""
    n = len(next(iter(columns.values())))
    held = {fact: np.full(n, nothing) for fact, nothing in UNSTATED.items()}
    scores = SimpleNamespace(levels=np.zeros((9, n)), level=np.ones(n, np.uint8), score=np.ones(n))
    return frame(questionnaire, 2024, held | {name: np.array(values) for name, values in columns.items()}, scores)


def with_classes(ids):
    """Dimensions, and those of the classes A+, A and B within their groups."""
    return ids | {f"class_in_{id}" for id in ids}


def test_the_dimensions_of_a_questionnaire_are_those_that_every_enterprise_has():
    alone = tuple(id for id in IDS if id != JOINED)  # which needs a second questionnaire
    assert tuple(breakdowns(load()).dimensions) == alone
    assert {*alone} - breakdowns(HARBOUR).dimensions.keys() == with_classes({*CLASSIFICATIONS} - {"ownership"})
    assert {*alone} - breakdowns(ORCHARD).dimensions.keys() == with_classes({"production_type", "size"})
    sized = replace(HARBOUR, facts=("headcount", "revenue_10k"))
    assert {*CLASSIFICATIONS} & breakdowns(sized).dimensions.keys() == {"size", "ownership"}
    assert not {*breakdowns(replace(HARBOUR, facts=("headcount",))).dimensions} & {"size"}


def mistakes(questionnaire, rows="[]", population="[]", more=""):
    text = PLAN.format(id=questionnaire.id, rows=rows, population=population) + more
    with pytest.raises(Refusal) as caught:
        read_plan(text, find=lambda _: questionnaire)
    return [(one.code, one.place.row, one.values["found"], one.values["facts"]) for one in caught.value.problems]


def test_a_plan_by_a_fact_that_is_not_asked_for_is_refused_by_name():
    assert mistakes(ORCHARD, "[division, size]") == [("plan-fact-unasked", 9, "size", "headcount, revenue_10k")]
    assert mistakes(HARBOUR, "[province]") == [("plan-fact-unasked", 9, "province", "city")]
    assert mistakes(HARBOUR, population='["division = 34"]') == [("plan-fact-unasked", 11, "division", "division")]
    weights = "weights: {source: {zh: 普查, en: Census}, margins: {production_type: {discrete: '9'}}}\n"
    assert mistakes(ORCHARD, more=weights) == [("plan-fact-unasked", 12, "production_type", "production_type")]
    read_plan(
        PLAN.format(id="orchard", rows="[province, ownership]", population="[city = 320500]"), find=lambda _: ORCHARD
    )


def test_the_general_plan_has_the_tables_that_there_can_be():
    found = {one.id: [table.id for table in plans_for(one)["standard"].tables] for one in (HARBOUR, ORCHARD)}
    assert found == {
        "harbour": ["overall", "by-group"],
        "orchard": ["overall", "by-division", "by-region", "by-group"],
    }


def test_what_is_not_stated_is_missing_and_what_is_stated_is_read():
    found = framed(HARBOUR, city=["320500", ""], headcount=[5000, 5000], revenue_10k=[90_000.0, np.nan])
    for dimension, code in (("city", "320500"), ("province", "320000"), ("economic_region", "east"), ("size", "large")):
        assert found[dimension].tolist()[0] == code
        assert found[dimension].isna().tolist() == [False, True]
    assert found["division"].isna().all()
    assert found["ownership"].tolist() == ["NS", "NS"]


def test_a_fact_that_is_needed_must_be_there_and_one_that_is_not_must_be_right():
    for questionnaire, columns in ((ORCHARD, {"city": [""], "division": ["34"]}), (HARBOUR, {"city": ["999999"]})):
        with pytest.raises(Refusal) as caught:
            framed(questionnaire, **columns)
        assert [(one.code, one.values["column"]) for one in caught.value.problems] == [("plan-unknown-record", "city")]
