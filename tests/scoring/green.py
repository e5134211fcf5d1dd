"""Filled questionnaires with numbers, for tests."""

from dataclasses import replace
from fractions import Fraction

from maturity.answers import Chosen, NotApplicable, Response
from maturity.answers.reading import read_table, read_value
from maturity.errors import Place
from maturity.questionnaire import load
from maturity.questionnaire.numeric.references import Reference, checked

NUMBERS = {
    "land-area": "80,000",
    "building-area": "52,000",
    "structure-area": "8,000",
    "footprint": "32,000",
    "output-value": "3.1亿元",
    "output": "26,000",
    "green-material": "420",
    "material": "1200",
    "main-material": "39,000",
    "exhaust-gas": "520 万立方米",
    "waste-water": "31,200",
    "waste-generated": "9000",
    "waste-used": "9,200,000 kg",
    "waste-used-old": "1000",
    "water-reused": "18000",
    "water-discharged": "1.2 万",
    "carbon": "8328",
}
BASELINES = {
    "plot-ratio": ".7",
    "building-density": "40",
    "land-value": "2500",
    "pollutant-intensity": ".2",
    "gas-intensity": "220",
    "water-intensity": "1.6",
    "material-intensity": "1.6",
    "solid-waste-use": "90",
    "water-reuse": "50",
    "energy-intensity": "110",
    "carbon-intensity": ".35",
}
LEADING = {"water-intensity": "1.0", "energy-intensity": "80"}


def filled(**changes):
    """The factory of the golden values: every gate and mandatory item yes, every degree "part", every option yes."""
    questionnaire, answers = load("green-factory-2016"), {}
    for item in questionnaire.items:
        if item.id in NUMBERS:
            answers[item.id] = read_value(item, NUMBERS[item.id])
        elif item.asks is None:
            answers[item.id] = Chosen("part" if item.scale == "degree" else "yes")
    rows = [("COD", {"pollutants.amount": ("3900", "kg")}), ("氨氮", {"pollutants.amount": ("1.3", "t")})]
    answers["pollutants"] = read_table(questionnaire.item("pollutants"), rows)
    answers["energy"] = energy(questionnaire, "electricity")
    for id, answer in changes.items():
        key = id.replace("__", ".").replace("_", "-")
        answers.pop(key)
        answers |= {key: answer} if answer is not None else {}
    return Response(questionnaire, "default", answers)


def energy(questionnaire, electricity):
    """12 GWh of electricity, by one of its values, and 800,000 m³ of gas."""
    rows = [(electricity, {"energy": ("12 GWh", "")}), ("天然气", {"energy": ("80", "万立方米")})]
    return read_table(questionnaire.item("energy"), rows)


def references(questionnaire, **changes):
    """The reference values of the golden factory; `changes` are baselines, None for none."""
    known = {**BASELINES, **{id.replace("_", "-"): value for id, value in changes.items()}}
    values = [
        Reference(
            id, Fraction(base), Fraction(LEADING[id]) if id in LEADING else None, None, {}, "x", "R", Place("r", n)
        )
        for n, (id, base) in enumerate(known.items())
        if base is not None
    ]
    return checked(questionnaire, values)


def without_leading(known, *indicators):
    """The reference values without the leading ones of these indicators, which optional items are scored against."""
    values = (replace(one, leading=None) if one.indicator in indicators else one for one in known.values)
    return replace(known, values=tuple(values))


NA = NotApplicable("没有")
