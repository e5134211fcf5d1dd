"""Calculation notes: inputs as entered and as used, factors with sources, formulas in words and with numbers."""

import pytest

from maturity.answers import NotApplicable
from maturity.assessment.calculations import Calculations, FactorNote, InputNote
from maturity.scoring.methods import evaluate

from ..scoring.green import filled, references


def notes(language="en", carbon=".35", **changes):
    response = filled(**changes)
    return Calculations(evaluate(response, references(response.questionnaire, carbon_intensity=carbon)), language)


def calculation(found, id):
    return next(one for one in found.calculations() if one.one.item.id == id)


def test_inputs_are_told_as_entered_and_as_they_count():
    found = list(notes().inputs())
    assert InputNote("Solid waste utilised", "9,200,000 kg", "9,200 t") in found
    assert InputNote("Main pollutants generated: 氨氮", "1.3 t", "1,300 kg") in found
    assert InputNote("Energy used, by carrier: Electricity (calorific value)", "12 GWh", "1,474,800 kgce") in found


def test_an_input_that_is_open_or_does_not_apply_says_so():
    found = {one.name: one for one in notes(output=None, exhaust_gas=NotApplicable("none")).inputs()}
    assert found["Output of qualified product"].entered == "Not yet answered"
    assert found["Exhaust gas generated"] == InputNote("Exhaust gas generated", "Not applicable: none", "")


def test_factors_come_with_source_and_whether_they_are_confirmed():
    found = notes().factors()
    source = "Usual reference factor, recalled, not checked"
    assert found == [
        FactorNote("Electricity (calorific value)", "0.1229 kgce/kWh", source, False),
        FactorNote("Natural gas", "1.33 kgce/m³", source, False),
    ]


@pytest.mark.parametrize(
    ("language", "formula", "inserted"),
    [
        ("en", "sum(Energy used, by carrier) ÷ Output of qualified product", "sum(1,474,800 kgce, 1,064,000 kgce) ÷ "),
        ("zh", "合计(各种能源消耗量) ÷ 合格产品产量", "合计(1,474,800 千克标准煤, 1,064,000 千克标准煤) ÷ "),
    ],
)
def test_formulas_are_told_in_words_and_with_numbers(language, formula, inserted):
    one = calculation(notes(language), "low-carbon.better")
    assert one.formula == formula
    assert one.inserted.startswith(inserted)


def test_rule_reference_and_outcome_are_apart():
    one = calculation(notes(), "low-carbon.better")
    assert one.values == ("≈97.646154 kgce/piece",)
    assert one.rule == "in proportion between baseline and leading value"
    assert one.reference.startswith("baseline 110 kgce/piece, leading value 80 kgce/piece (x, not verified)")
    assert (one.outcome, one.remark) == ("1.65/4 points", "")


def test_the_rows_of_a_table_are_told_and_which_of_them_counts():
    one = calculation(notes(), "clean-production.pollutants")
    assert one.formula == "(Main pollutants generated) ÷ Output of qualified product"
    assert one.inserted == "(3,900 kg, 1,300 kg) ÷ 26,000 pieces"
    assert one.values == ("COD: 0.15 kg/piece", "氨氮: 0.05 kg/piece")
    assert one.rule == "met at or below the baseline; the worst row counts"


def test_a_missing_reference_value_is_told_without_its_id():
    one = calculation(notes(carbon=None), "low-carbon.carbon")
    assert (one.outcome, one.remark) == ("Undecided", "No reference value")
    assert calculation(notes(), "land.ladder").formula == "Output value per land ÷ baseline of Output value per land"


def test_what_does_not_apply_is_not_called_met():
    one = calculation(notes(exhaust_gas=NotApplicable("none")), "clean-production.gas")
    assert (one.outcome, one.values, one.inserted) == ("Not applicable", (), "")
    assert one.remark == "Not applicable, because this is not: Exhaust gas generated"
