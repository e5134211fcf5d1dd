"""Answers with numbers in a later version: units convert, what does not fit is left out, and crosswalks tell."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from maturity.answers import Chosen, Entered, Listed, NotApplicable, Row, Ticked
from maturity.answers.carrying import carried_over, fitted
from maturity.errors import Refusal
from maturity.questionnaire import Catalogue, read
from maturity.questionnaire.crosswalk_files import draft, read_crosswalk
from maturity.text.yamltext import parse

FILE = Catalogue().file("green-factory-2016").decode()
GREEN = read(FILE)
LAND = 'unit: "m2"\n            accepts: [ha, mu, "km2"]\n            above: "0"'
HEAD = 'crosswalk: green-factory-2016\nfrom: "2016.1"\nto: "2"\ncomparable: false\nsource: {zh: 测试, en: Test}\n'


def later(*edits):
    text = FILE.replace('version: "2016.1"', 'version: "2"')
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return read(text)


IN_HA = later((LAND, LAND.replace('unit: "m2"', "unit: ha").replace("[ha, mu, ", "[mu, ")))
ONLY_HA = later((LAND, 'unit: ha\n            above: "0"'))


def land(text, unit="m2"):
    return GREEN.item("land-area").asks.read(text, unit)


@pytest.mark.parametrize(
    ("text", "unit", "after", "wanted"),
    [
        ("12", "mu", IN_HA, Entered("12", "mu", Fraction(4, 5))),
        ("80,000", "m2", ONLY_HA, Entered("8", "ha", Fraction(8))),
        ("8.05 ha", "", ONLY_HA, Entered("8.05 ha", "ha", Fraction(161, 20))),
        ("1", "mu", ONLY_HA, None),  # a fifteenth of a hectare has no end as a decimal fraction
    ],
)
def test_a_number_keeps_its_value_in_another_unit(text, unit, after, wanted):
    assert fitted(after, after.item("land-area"), land(text, unit)) == wanted


@given(some.decimals(min_value="0.0001", max_value=10**9, places=4), some.sampled_from(["m2", "ha", "mu", "km2"]))
def test_whatever_is_carried_means_the_same_area(number, unit):
    before = land(str(number), unit)
    for after in (IN_HA, ONLY_HA):
        found = fitted(after, after.item("land-area"), before)
        assert found is None or found.value * 10_000 == before.value


def test_what_does_not_fit_is_left_out():
    item = GREEN.item("land-area")
    for answer in (Chosen("yes"), Ticked(()), Listed((Row("x"),)), GREEN.item("output").asks.read("5")):
        assert fitted(GREEN, item, answer) is None
    strict = later((LAND, LAND.replace('above: "0"', 'min: "100000"')))
    assert fitted(strict, strict.item("land-area"), land("12", "mu")) is None
    assert fitted(GREEN, item, NotApplicable("租用")) == NotApplicable("租用")


def test_rows_of_tables_are_converted_too():
    column = '{zh: "产生量", en: "Amount generated"}, unit: kg, accepts: [kg, t]'
    after = later((column, column.replace("unit: kg, accepts: [kg, t]", "unit: kg, accepts: [kg]")))
    tons = Listed((Row("COD", {"pollutants.amount": Entered("3.9", "t", Fraction(3900))}),))
    (row,) = fitted(after, after.item("pollutants"), tons).rows
    assert row.numbers == {"pollutants.amount": Entered("3900", "kg", Fraction(3900))}
    gone = Listed((Row("COD", {"pollutants.other": Entered("3", "kg", Fraction(3))}),))
    assert fitted(after, after.item("pollutants"), gone) is None


def test_a_crosswalk_carries_choices_of_scales_and_numbers():
    crosswalk = read_crosswalk(parse(HEAD), GREEN, IN_HA)
    given_ = {
        "compliance.g1": (Chosen("yes"), "看过"),
        "building.o1": (Chosen("part"), ""),
        "land-area": (land("12", "mu"), ""),
    }
    found = carried_over(crosswalk, IN_HA, given_)
    assert found["compliance.g1"] == (Chosen("yes"), "看过")
    assert found["building.o1"] == (Chosen("part"), "")
    assert found["land-area"][0].value == Fraction(4, 5)


GAS_IN = 'unit: "m3"\n            accepts: ["1e4m3"]\n            min: "0"\n          - id: waste-water'
GAS_OUT = 'formula: "exhaust_gas / output"\n            unit: "m3/unit"'
GAS_BY_MASS = later(
    (GAS_IN, 'unit: "t"\n            min: "0"\n          - id: waste-water'), (GAS_OUT, GAS_OUT.replace("m3", "t"))
)
SAME = "  - {{kind: reworded, from: [{0}], to: [{0}]}}\n".format


@pytest.mark.parametrize("lines", ["", "items:\n" + SAME("exhaust-gas") + SAME("clean-production.gas")])
def test_another_dimension_is_refused_with_the_way_out(lines):
    with pytest.raises(Refusal) as caught:
        read_crosswalk(parse(HEAD + lines, "x.yaml"), GREEN, GAS_BY_MASS)
    found = [one for one in caught.value.problems if one.code == "cross-measure"]
    assert {one.values["id"] for one in found} == {"exhaust-gas", "clean-production.gas"}
    assert found[0].place.row
    assert "number m3" in found[0].message("en")
    assert "number t" in found[0].message("en")
    assert "gone" in found[0].remedy("zh")


def test_the_crosswalk_to_begin_with_drops_what_changed_its_dimension():
    text = draft(GREEN, GAS_BY_MASS)
    crosswalk = read_crosswalk(parse(text), GREEN, GAS_BY_MASS)
    assert set(crosswalk.gone) == {"exhaust-gas", "clean-production.gas"}
    gas = GREEN.item("exhaust-gas").asks.read("5")
    assert carried_over(crosswalk, GAS_BY_MASS, {"exhaust-gas": (gas, "")}) == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("exhaust_gas / output", "2 * exhaust_gas / output"),
        ("{kind: at-most, reference: gas-intensity}", "{kind: at-most, reference: gas}"),
        ("            combine: worst\n", "            combine: mean\n"),
    ],
)
def test_another_scoring_has_to_be_said_and_breaks_its_area(old, new):
    after = later((old, new))
    with pytest.raises(Refusal, match="cross-reworded"):
        read_crosswalk(parse(HEAD), GREEN, after)
    text = draft(GREEN, after).replace("comparable: false", "comparable: true")
    assert read_crosswalk(parse(text), GREEN, after).broken == {"clean-production"}
