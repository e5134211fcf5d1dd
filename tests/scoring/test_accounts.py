"""The arithmetic of an evaluation in words."""

from dataclasses import replace
from fractions import Fraction

import pytest

from maturity.answers import Entered, Listed, Response, Row, Ticked
from maturity.answers.reading import read_value
from maturity.quantities import unit
from maturity.questionnaire import load
from maturity.questionnaire.numeric.references import Reference, References
from maturity.scoring.accounts import Accountant, valued
from maturity.scoring.methods import evaluate

FACTORY = load("green-factory-2025")
F = Fraction


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


def test_the_way_from_a_value_to_its_degree_is_told(found):
    known = References((Reference("energy-per-product", F(572), F(520), None, {}, "x", "R"),))
    rows = found.response.answers["products"].rows
    fewer = replace(rows[0], numbers={**rows[0].numbers, "products.energy": Entered("540", "tce", F(540_000))})
    response = replace(found.response, answers={"products": Listed((fewer, rows[1]))})
    one = evaluate(response, known).items["energy-intensity.product"]
    assert [*Accountant(evaluate(response, known), "zh").degrees(one)] == [
        "甲 (540 − 572) ÷ (520 − 572) ≈0.615385",
        "乙 (2 − 572) ÷ (520 − 572) ≈10.961538，按 1 计",
        "加权平均 ≈0.64191",
    ]
    share = Response(FACTORY, "default", {"energy-platform.functions": Ticked(("f1", "f2", "f3"))})
    told = Accountant(evaluate(share), "en").item(evaluate(share).items["energy-platform.functions"])
    assert [(step.label, step.value) for step in told.children] == [("Degree", "3 ÷ 12 = 0.25")]


def test_a_ratio_to_the_leading_value_is_told_either_way_round():
    park = load("green-park-2016")
    answers = {id: read_value(park.item(id), "60") for id in ("hg.waste-water", "cg.green")}
    indicators = ("hg-waste-water", "cg-green")
    known = References(tuple(Reference(id, None, F(50), None, {}, "x", "R") for id in indicators))
    found = evaluate(Response(park, "default", answers), known)
    told = {id: [*Accountant(found, "zh").degrees(found.items[id])] for id in answers}
    assert told == {"hg.waste-water": ["50 ÷ 60 ≈0.833333"], "cg.green": ["60 ÷ 50 = 1.2"]}


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
