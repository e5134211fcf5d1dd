"""Self-assessment and assessor's values of a green factory: what each other value changes."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from maturity.answers import Chosen, NotApplicable
from maturity.answers.reading import read_value
from maturity.assessment.evidence_strength import Strength
from maturity.assessment.second_values import compare_evaluations, unproved_gates
from maturity.scoring.methods import evaluate

from ..scoring.green import filled, references

OWN = evaluate(filled(), references(filled().questionnaire))
ITEM = OWN.response.questionnaire.item


def test_a_number_of_the_assessors_changes_the_values_computed_from_it():
    both = compare_evaluations(OWN, {"land-area": read_value(ITEM("land-area"), "10 ha")})
    (one,) = both.differences
    assert (one.item.id, one.kind, both.valued) == ("land-area", "lower", 1)
    assert one.score == (both.assessed.score.low - OWN.score.low,) * 2
    moved = {after.item.id: (before.figure.value, after.figure.value) for before, after in both.computed}
    assert moved["land.plot-ratio"] == (Fraction(3, 4), Fraction(3, 5))
    assert "low-carbon.energy" not in moved


def test_a_gate_that_is_not_met_decides_though_it_costs_no_points():
    both = compare_evaluations(OWN, {"compliance.g2": Chosen("no")})
    (one,) = both.differences
    assert (one.kind, one.decides, one.eligible, one.score) == ("lower", True, (True, False), (0, 0))


def test_values_that_agree_are_no_differences():
    table = OWN.response.answers["pollutants"]
    found = {
        "land-area": read_value(ITEM("land-area"), "8 ha"),
        "compliance.g1": Chosen("yes"),
        "pollutants": replace(table, rows=table.rows[::-1]),
    }
    both = compare_evaluations(OWN, found)
    assert (both.valued, both.differences, both.computed) == (3, (), ())


def test_an_open_answer_is_added_and_not_applicable_is_a_matter_of_scope():
    open_ = evaluate(filled(carbon=None), OWN.references)
    found = {"carbon": read_value(ITEM("carbon"), "8328"), "air.o1": NotApplicable("没有")}
    kinds = {one.item.id: one.kind for one in compare_evaluations(open_, found).differences}
    assert kinds == {"carbon": "added", "air.o1": "scope"}


@given(st.sets(st.sampled_from(["building.o1", "air.o1", "compliance.g1", "eco-design.m1"])))
def test_all_values_together_are_the_evaluation_of_the_answers_put_together(ids):
    found = {id: Chosen("none" if ITEM(id).scale == "degree" else "no") for id in ids}
    both = compare_evaluations(OWN, found)
    changed = filled(**{id.replace("-", "_").replace(".", "__"): answer for id, answer in found.items()})
    again = evaluate(changed, OWN.references)
    assert (both.assessed.score, both.assessed.eligible) == (again.score, again.eligible)
    assert len(both.differences) == len(ids)


def test_gates_need_a_link_or_a_file():
    known = {"compliance.g1": Strength.DOCUMENTED, "compliance.g2": Strength.STATED}
    told = [item.id for item in unproved_gates(OWN.response, known)]
    assert "compliance.g1" not in told
    assert {"compliance.g2", "compliance.g3"} <= set(told)
    assert not unproved_gates(
        filled(
            **{f"compliance__g{n}": Chosen("no") for n in (1, 2, 3)}
            | {f"duties__g{n}": Chosen("no") for n in range(1, 6)}
        ),
        {},
    )


def test_a_computed_value_that_is_set_aside_leaves():
    both = compare_evaluations(OWN, {"low-carbon.better": NotApplicable("没有可比的产品")})
    assert both.assessed.items["low-carbon.better"].state == "not-applicable"
    assert [one.item.id for one in both.differences] == ["low-carbon.better"]
    assert both.differences[0].kind == "scope"
