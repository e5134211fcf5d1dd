"""How much is computed for one answer that changes: what depends on it, not the whole."""

from collections import Counter
from fractions import Fraction

import pytest

from maturity.answers import Chosen
from maturity.assessment.second_values import compare_evaluations
from maturity.scoring import items, points
from maturity.scoring.figures import dependents
from maturity.scoring.gains import gains, marginals, smallest_to
from maturity.scoring.methods import evaluate

from .green import filled, references


@pytest.fixture
def work(monkeypatch):
    """How many items were scored, and how many groups of the outermost tier added up."""
    counted = Counter()
    item, block = items._Scorer.item, points._block

    def scored(self, one):
        counted["items"] += 1
        return item(self, one)

    def added(response, section):
        counted["blocks"] += 1
        return block(response, section)

    monkeypatch.setattr(items._Scorer, "item", scored)
    monkeypatch.setattr(points, "_block", added)
    return counted


@pytest.fixture
def found(work):
    response = filled()
    evaluation = evaluate(response, references(response.questionnaire))
    assert (work["items"], work["blocks"]) == (len(evaluation.items), len(evaluation.sections))
    work.clear()
    return evaluation


def test_second_values_are_each_scored_once_alone_and_once_together(found, work):
    several = {
        item.id: Chosen("no" if item.scale == "yes-no" else "full")
        for item in found.response.items
        if item.asks is None
    }
    differences = compare_evaluations(found, several).differences
    assert len(differences) == 48
    assert work["items"] == 2 * len(differences)
    assert work["blocks"] <= len(differences) + len(found.sections)


def test_what_numbers_are_worth_is_computed_from_what_depends_on_them(found, work):
    assert marginals(found)
    numbers = [id for id, answer in found.response.answers.items() for _ in getattr(answer, "rows", (answer,))]
    assert work["items"] <= 2 * sum(len(dependents(found.response.questionnaire, [id])) for id in numbers)
    assert work["items"] < 2 * len(found.items), "of 42 evaluations"


def test_gains_and_the_way_to_a_score_add_up_one_group_a_step(found, work):
    several = len([one for one in found.items.values() if one.item.role in ("mandatory", "optional")])
    gains(found)
    assert work["items"] == 0
    assert work["blocks"] <= several
    work.clear()
    way = smallest_to(found, Fraction(90))
    assert work["blocks"] <= (len(way) + 1) * several


def test_what_depends_on_an_item_is_what_its_formulas_reach():
    questionnaire = filled().questionnaire
    assert dependents(questionnaire, ["building.o1"]) == {"building.o1"}
    assert {"energy", "low-carbon.energy", "low-carbon.better"} <= dependents(questionnaire, ["energy"])
    assert "low-carbon.energy" not in dependents(questionnaire, ["land-area"])
