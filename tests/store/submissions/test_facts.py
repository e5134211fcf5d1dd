"""Facts that are not stated, from the start of an assessment to the frozen submission and the columns of statistics."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from sqlalchemy import select

from maturity.answers import Chosen
from maturity.classification.credit_code import complete
from maturity.errors import Refusal
from maturity.questionnaire import load
from maturity.questionnaire.facts import FACTS, UNSAID, UNSTATED
from maturity.store.assessments.answers import save_answer
from maturity.store.assessments.assessments import meant_profile, start_assessment
from maturity.store.assessments.rounds import begin_round
from maturity.store.enterprises import organisations
from maturity.store.enterprises.facts import Facts
from maturity.store.schema import submissions
from maturity.store.submissions.submissions import Record, add_graded, snapshot, submission, submit, verify

from ...conftest import foreign_questionnaire

HARBOUR, ORCHARD = foreign_questionnaire("harbour"), foreign_questionnaire("orchard")
BARE = Facts("甲", complete("93000000TFA00001"))


@pytest.fixture
def bare(store, world):
    """An enterprise of which nothing but name and code are known, and its owner."""
    with store.write() as c:
        return organisations.sign_up(c, BARE, world.ours.person.id), world.ours.person


def codes(refusal):
    return [(one.code, one.place.column) for one in refusal.value.problems]


def test_an_assessment_begins_once_what_it_needs_is_stated(store, bare):
    firm, person = bare
    with store.write() as c:
        assert start_assessment(c, person, firm.id, HARBOUR, "default", 2024).state == "open"
        for work in (
            lambda: start_assessment(c, person, firm.id, ORCHARD, "sunny", 2024),
            lambda: meant_profile(ORCHARD, BARE, ""),
        ):
            with pytest.raises(Refusal) as refusal:
                work()
            assert codes(refusal) == [("facts-missing", "division"), ("facts-missing", "city")]
        with pytest.raises(Refusal) as refusal:
            start_assessment(c, person, firm.id, load(), "discrete", 2024)
        assert codes(refusal) == [("facts-missing", fact) for fact in UNSAID]
        stated = organisations.complete_facts(
            c, person, firm.id, {"division": "39", "city": "320500"}, ["division", "city"]
        )
        assert meant_profile(ORCHARD, stated.facts, "") == "shady"
        assert start_assessment(c, person, firm.id, ORCHARD, "shady", 2024).state == "open"


@pytest.fixture
def submitted(store, bare):
    """The assessment of the enterprise that states nothing, submitted."""
    firm, person = bare
    with store.write() as c:
        begun = start_assessment(c, person, firm.id, HARBOUR, "default", 2024)
        save_answer(c, person, begun.id, HARBOUR, HARBOUR.items[0].id, Chosen("always"), "", 0)
        submit(c, person, begun.id, HARBOUR, 1)
        return submission(c, person, begun.id)


def test_what_is_not_stated_is_frozen_as_null_and_verified(store, submitted):
    assert submitted.content.facts == BARE
    assert verify(submitted)
    with store.read() as c:
        row = c.execute(select(*(submissions.c[fact] for fact in FACTS))).one()
    assert set(row) == {None}
    for fact, value in {"city": "320500", "headcount": 5, "revenue_10k": Decimal("0.0000")}.items():
        facts = replace(BARE, **{fact: value})
        assert not verify(replace(submitted, content=replace(submitted.content, facts=facts))), fact


def test_the_columns_for_statistics_show_what_is_not_stated(store, bare, submitted, facts):
    with store.write() as c:
        add_graded(c, HARBOUR, [Record(facts(9), "default", 2024, submitted.content.vector)])
    with store.read() as c:
        found = snapshot(c, HARBOUR, 2024)
    place = found.columns["organisation"].tolist().index(bare[0].id)
    for fact, nothing in UNSTATED.items():
        shown = found.columns[fact][place]
        assert shown == nothing or np.isnan([shown, nothing]).all(), fact
    assert found.columns["headcount"].dtype == np.int64
    other = found.columns["revenue_10k"][1 - place], found.columns["city"][1 - place]
    assert other == (12000.5, "320500")
    assert len(found.digest) == 64


def test_facts_taken_back_before_submission_are_asked_for_again(store, world, small):
    ours = world.ours
    with store.write() as c:
        save_answer(c, ours.person, ours.assessment.id, small, small.items[0].id, Chosen("full"), "", 0)
        known = organisations.organisation(c, ours.person, ours.organisation.id)
        organisations.update_facts(c, ours.person, known.id, replace(known.facts, city=None), known.version)
        with pytest.raises(Refusal) as refusal:
            submit(c, ours.person, ours.assessment.id, small, 1)
    assert codes(refusal) == [("assessment-facts", "")]


def test_a_round_after_one_asks_too(store, bare, submitted):
    person = bare[1]
    later = replace(HARBOUR, version="2", facts=("city",))
    with store.write() as c:
        with pytest.raises(Refusal) as refusal:
            begin_round(c, person, submitted.assessment_id, later, 2025)
        assert codes(refusal) == [("facts-missing", "city")]
        organisations.complete_facts(c, person, bare[0].id, {"city": "苏州市"}, later.needed_facts)
        assert begin_round(c, person, submitted.assessment_id, later, 2025).year == 2025


def test_a_record_of_many_without_what_is_needed_is_refused_with_its_row(store, facts):
    vector = bytes([1]) * len(ORCHARD.items)
    rows = [Record(facts(1), "sunny", 2024, vector), Record(replace(facts(2), city=None), "sunny", 2024, vector)]
    with store.write() as c:
        with pytest.raises(Refusal) as refusal:
            add_graded(c, ORCHARD, rows)
        assert [(one.code, one.place.row, one.place.column) for one in refusal.value.problems] == [
            ("facts-missing", 2, "city")
        ]
        lean = replace(facts(2), production_type=None, headcount=None, revenue_10k=None, founded=None)
        assert add_graded(c, ORCHARD, [rows[0], Record(lean, "sunny", 2024, vector)]).submissions == 2
