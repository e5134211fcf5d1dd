"""The golden factory: blocks, total, verdicts, missing numbers and reference values."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.answers import Chosen, Entered
from maturity.quantities import unit
from maturity.questionnaire.numeric.references import unit_of
from maturity.scoring.accounts import account, valued
from maturity.scoring.degrees import needed
from maturity.scoring.evaluation import Interval
from maturity.scoring.figures import Figure
from maturity.scoring.methods import evaluate
from maturity.scoring.statements import number, statements

from .green import NA, energy, filled, references


def graded(response, **changed):
    return evaluate(response, references(response.questionnaire, **changed))


def percents(found):
    return {s.group.id: float(s.score.low / s.maximum * 100) for s in found.sections if s.score}


def test_blocks_total_and_verdicts_are_the_golden_ones():
    found = graded(filled())
    assert percents(found) == pytest.approx(
        {"infrastructure": 82, "management": 100, "input": 80, "product": 85, "emissions": 80, "performance": 85.14188},
        abs=1e-6,
    )
    assert float(found.score.low) == pytest.approx(85.442564, abs=1e-6)
    assert found.score.settled
    assert found.maximum == 100
    assert (found.gates.standing, len(found.gates.items)) == ("met", 8)
    assert (found.mandatory.standing, len(found.mandatory.items)) == ("met", 32)
    assert found.eligible
    assert found.hints == ()
    assert found.bonus is None


@pytest.mark.parametrize(
    ("id", "value"),
    [
        ("land.plot-ratio", Fraction("0.75")),
        ("land.density", 40),
        ("land.ladder", Fraction("1.55")),
        ("waste-as-resource.green", 35),
        ("clean-production.water", Fraction("1.2")),
        ("clean-production.gas", 200),
        ("waste-as-resource.solid", 92),
        ("waste-as-resource.water", 60),
        ("low-carbon.energy", Fraction(2_538_800, 26_000)),
        ("low-carbon.carbon", Fraction(8328, 26_000)),
    ],
)
def test_ratios_are_the_golden_ones(id, value):
    assert graded(filled()).items[id].figure.value == value


def test_the_worst_pollutant_counts():
    found = graded(filled()).items["clean-production.pollutants"]
    assert found.figure.value == (Fraction("0.15"), Fraction("0.05"))
    assert found.figure.keys == ("COD", "氨氮")
    assert found.degree == Interval(1, 1)
    assert graded(filled(), pollutant_intensity="0.1").items["clean-production.pollutants"].degree == Interval(0, 0)


@pytest.mark.parametrize(
    ("id", "degree"),
    [
        ("land.ladder", 0.8),
        ("waste-as-resource.green", 0.6),
        ("clean-production.better", 0.666667),
        ("low-carbon.better", 0.411795),
    ],
)
def test_degrees_are_the_golden_ones(id, degree):
    assert float(graded(filled()).items[id].degree.low) == pytest.approx(degree, abs=1e-6)


def test_the_equivalent_value_of_electricity_changes_the_ratio():
    response = filled()
    response = filled(energy=energy(response.questionnaire, "electricity-equivalent"))
    assert float(graded(response).items["low-carbon.energy"].figure.value) == pytest.approx(180.538462, abs=1e-6)


def test_a_mandatory_item_missed_takes_its_part_and_the_eligibility():
    found = graded(filled(eco_design__m1=Chosen("no")))
    assert float(found.score.low) == pytest.approx(79.442564, abs=1e-6)
    assert (len(found.mandatory.those("met")), len(found.mandatory.items)) == (31, 32)
    assert found.mandatory.standing == "not met"
    assert found.eligible is False


def test_a_gate_missed_leaves_the_score_and_takes_the_eligibility():
    found = graded(filled(compliance__g2=Chosen("no")))
    assert float(found.score.low) == pytest.approx(85.442564, abs=1e-6)
    assert [one.item.id for one in found.gates.those("not met")] == ["compliance.g2"]
    assert found.eligible is False


def test_without_a_reference_value_the_verdict_is_undecided_and_the_score_between_two():
    found = graded(filled(), carbon_intensity=None)
    assert found.items["low-carbon.carbon"].state == "no-reference"
    assert found.items["low-carbon.carbon"].figure.value == Fraction(8328, 26_000), "the ratio is told all the same"
    assert found.mandatory.standing == "undecided"
    assert found.eligible is None
    assert float(found.score.high) == pytest.approx(85.442564, abs=1e-6)
    assert found.score.high - found.score.low == 18, "60 of 100 of a block of 30"


def test_a_number_not_yet_entered_is_open_and_named():
    found = graded(filled(output=None))
    one = found.items["low-carbon.energy"]
    assert (one.state, one.figure.by) == ("open", "output")
    assert found.score.low < found.score.high
    assert found.provisional


def test_a_zero_denominator_is_undefined_with_what_is_zero():
    response = filled()
    none = response.answers["water-reused"]
    zero = type(none)("0", "m3", Fraction(0))
    found = graded(filled(water_reused=zero, water_discharged=zero)).items["waste-as-resource.water"]
    assert (found.state, found.figure.by) == ("undefined", "water_discharged + water_reused")


def test_a_share_above_its_bounds_is_told_and_decides_nothing():
    response = filled()
    much = type(response.answers["waste-used"])("20000", "t", Fraction(20000))
    found = graded(filled(waste_used=much))
    assert found.items["waste-as-resource.solid"].state == "out-of-bounds"
    assert found.mandatory.standing == "undecided"
    assert [hint.id for hint in found.hints] == ["waste-balance"]


def test_what_does_not_apply_takes_its_ratio_along():
    found = graded(filled(exhaust_gas=NA))
    assert found.items["clean-production.gas"].state == "not-applicable"
    assert found.items["clean-production.gas"].standing == "met"
    assert found.eligible


def test_nothing_unverified_is_verified():
    found = graded(filled())
    assert not found.verified
    assert "折标准煤系数未经核实：电力（当量值）、天然气。" in statements(found, "zh").notices


UNITS = {"land-area": ("ha", "mu", "km2"), "output-value": ("1e4CNY", "1e8CNY"), "waste-used": ("kg", "1e4t")}


@given(st.sampled_from([(id, unit) for id, several in UNITS.items() for unit in several]))
def test_the_unit_in_which_a_number_is_entered_changes_no_ratio(pair):
    id, other = pair
    response = filled()
    item = response.questionnaire.item(id)
    value = response.answers[id].value * item.asks.unit.to(unit(other))
    entered = Entered(str(value), other, value * unit(other).to(item.asks.unit))
    found = graded(filled(**{id.replace("-", "_"): entered}))
    assert found.score == graded(response).score


def steps_of(step):
    yield step
    for child in step.children:
        yield from steps_of(child)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_numbers_of_the_explanation_are_the_ones_used(language):
    found = graded(filled())
    told = {step.id: step for step in steps_of(account(found, language)) if step.kind == "item" and step.id}
    for id, one in found.items.items():
        if isinstance(one.figure, Figure) and one.item.role != "input":
            for row in one.figure.rows:
                assert valued(row, one.figure.unit, language) in told[id].value
            for _, figure in one.figure.inputs:
                for row in figure.rows:
                    assert valued(row, figure.unit, language) in told[id].formula
        for name in needed(one.item.scorer) if one.item.scorer else ():
            anchor = getattr(one.anchors, name)
            assert valued(anchor, unit_of(one.item), language) in told[id].note
        if one.item.role == "optional":
            assert f"{number(one.earned.low)}/{number(one.points)}" in told[id].value
    blocks = [step for step in steps_of(account(found, language)) if step.kind == "block" and step.value]
    assert len(blocks) == 6
