"""The demonstration's green factory is finished, assessed otherwise, and there once."""

import pytest

from maturity.assessment.second_values import compare_evaluations
from maturity.demo.factories import synthetic_references
from maturity.demo.green import finished_factory
from maturity.questionnaire import load
from maturity.store.accounts.people import add_person
from maturity.store.assessments import assessments, findings, opinions, rounds
from maturity.store.enterprises.lookup import organisation_id
from maturity.store.submissions import submissions
from maturity.store.submissions.results import evaluation_of


@pytest.fixture
def people(sqlite_store):
    with sqlite_store.write() as c:
        member = add_person(c, email="m@demo.example", name="甲", role="enterprise")
        assessor = add_person(c, email="a@demo.example", name="乙", role="consultant")
        for _ in range(2):
            finished_factory(c, member, assessor)
    return member, assessor


def test_two_rounds_are_submitted_and_the_assessor_disagrees(sqlite_store, people):
    member, assessor = people
    with sqlite_store.read() as c:
        assert organisation_id(c, "93000000DEMG000196") is not None
        mine = assessments.assessments_of(c, member)
        assert [one.state for one in mine] == ["submitted", "submitted"]
        new = max(mine, key=lambda one: one.year)
        old, now = rounds.value_rounds_of(c, member, new)
        assert old.figures["mandatory"] == "not met"
        assert (now.figures["gates"], now.figures["mandatory"], now.provisional) == ("met", "met", False)
        content = submissions.submission(c, assessor, new.id)
        found = evaluation_of(
            content.response(load("green-factory-2016")), content.content.facts, new.year, synthetic_references()
        )
        both = compare_evaluations(found, findings.values_of(c, new))
        assert both.own.eligible
        assert both.assessed.eligible is False
        assert {one.item.id for one in both.differences} >= {"compliance.g2", "land-area"}
        assert opinions.opinion_of(c, new).statement.body.startswith("示例")
