"""What a version with numbers changes: inputs, formulas, units, points and reference values, each with its values."""

import pytest

from maturity.questionnaire import Catalogue, read
from maturity.questionnaire.changes import changes
from maturity.questionnaire.numeric.attributes import attributes, changed_attributes

FILES = {id: Catalogue().file(id).decode() for id in Catalogue().ids()}
FILE = FILES["green-factory-2016"]


def edited(old, new, file=FILE):
    assert old in file
    return read(file.replace(old, new, 1))


def told(before, after):
    """By item, what is told of its attributes in English."""
    pairs = changes(before, after).reworded
    return {
        new.id: {name.en: (was.en, now.en) for name, was, now in changed_attributes(old, new)} for old, new in pairs
    }


LAND = 'unit: "m2"\n            accepts: [ha, mu, "km2"]\n            above: "0"'


GAS = "clean-production.gas"
RULE, AT_THREE = "{kind: at-most, reference: gas-intensity}", '{kind: at-most, value: "3"}'
STEPS = '[["30", "3"], ["40", "4"], ["50", "5"]]'
CHANGED = (
    (
        "exhaust_gas / output",
        "2 * exhaust_gas / output",
        {GAS: {"Formula": ("exhaust_gas / output", "2 * exhaust_gas / output")}},
    ),
    (
        LAND,
        LAND.replace('unit: "m2"', "unit: ha"),
        {"land-area": {"Unit": ("m²", "ha"), "Other units": ("ha, mu, km²", "mu, km²")}},
    ),
    (LAND, LAND.replace('above: "0"', 'min: "1"'), {"land-area": {"Limits": ("> 0", "≥ 1")}}),
    (RULE, RULE.replace("-intensity", ""), {GAS: {"Reference indicator": ("gas-intensity", "gas")}}),
    (RULE, AT_THREE, {GAS: {"Reference indicator": ("gas-intensity", "—"), "Threshold": ("—", "3")}}),
    (
        STEPS,
        STEPS.replace("40", "45"),
        {
            "waste-as-resource.green": {
                "Scorer": ("steps 30 → 3, 40 → 4, 50 → 5", "steps 30 → 3, 45 → 4, 50 → 5"),
            }
        },
    ),
    (
        "            combine: worst\n",
        "            combine: mean\n",
        {"clean-production.pollutants": {"Rows combined by": ("worst", "mean")}},
    ),
    ('most: "6"', 'most: "7"', {"pollutants": {"Most rows": ("6", "7")}}),
    ('points: "3"', 'points: "2.5"', {"building.o1": {"Points": ("3", "2.5")}}),
)


@pytest.mark.parametrize(("old", "new", "wanted"), CHANGED)
def test_what_is_asked_and_scored_is_told_with_both_values(old, new, wanted):
    assert told(read(FILE), edited(old, new)) == wanted


@pytest.mark.parametrize("id", sorted(FILES))
def test_every_attribute_has_a_name_and_a_value_in_both_languages(id):
    for item in read(FILES[id]).items:
        for name, value in attributes(item).items():
            assert all((name.zh, name.en, value.zh, value.en)), item.id
    assert not changes(read(FILES[id]), read(FILES[id])).any
