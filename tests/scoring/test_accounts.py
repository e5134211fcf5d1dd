"""The arithmetic of an evaluation in words."""

from fractions import Fraction

import pytest

from maturity.answers import Listed, Response, Row
from maturity.quantities import unit
from maturity.questionnaire import load
from maturity.scoring.accounts import Accountant, valued
from maturity.scoring.methods import evaluate

FACTORY = load("green-factory-2025")


@pytest.fixture(scope="module")
def found():
    """Two products; the output value, but no energy of the whole factory."""
    columns = {column.id: column.quantity for column in FACTORY.item("products").asks.columns}

    def row(key, *numbers):
        read = {id: columns[id].read(text, unit) for id, (text, unit) in zip(reversed(columns), numbers, strict=True)}
        return Row(key, read)

    rows = row("甲", ("5000", "m3"), ("20", "tce"), ("1000", "t")), row("乙", ("1", "m3"), ("40", "tce"), ("2", "1e4t"))
    value = FACTORY.item("output-value").asks.read("3.1亿", "CNY")
    return evaluate(Response(FACTORY, "default", {"products": Listed(rows), "output-value": value}))


def test_the_numbers_of_a_table_are_named_in_the_order_of_its_columns(found):
    told = [step.value for step in Accountant(found, "zh").rows(found.items["products"])]
    assert told[0] == "产量 1,000 吨、能耗 20 吨标准煤、取水量 5,000 立方米"
    english = [step.value for step in Accountant(found, "en").rows(found.items["products"])]
    assert english[1] == "Output 2 × 10⁴ t, Energy 40 tce, Water intake 1 m³"


def test_formulas_have_no_names_of_functions_in_them(found):
    told = Accountant(found, "zh").inserted(found.items["energy-intensity.product"])
    assert told == "(20,000 千克标准煤, 40,000 千克标准煤) ÷ (1,000 吨, 20,000 吨)"


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", ("不计", "同组只计 1 条")), ("en", ("not counted", "1 of its group counts"))],
)
def test_what_does_not_count_in_its_group_earns_nothing_and_says_why(found, language, words):
    """None of the two is known to be better: neither is called so."""
    told = Accountant(found, language).item(found.items["energy-intensity.value"])
    assert told.value == words[0]
    assert told.note.endswith(words[1])


def test_a_unit_that_begins_with_a_power_of_ten_is_multiplied():
    assert valued(Fraction(3), unit("1e4CNY"), "en") == "3 × 10⁴ CNY"
    assert valued(Fraction(3), unit("1e4CNY"), "zh") == "3 万元"
