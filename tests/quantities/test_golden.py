"""Golden ratios, balances and changes of unit, through the same units and formulas that questionnaires use."""

import pytest

from maturity.quantities import Formula, Quantity, Undefined, unit


def value(formula, wanted, **numbers):
    """The value of a formula in the unit `wanted`; each number is its text and the unit asked."""
    entered = {}
    for name, (text, id) in numbers.items():
        asked = Quantity(unit(id), (unit(id),))
        entered[name] = asked.read(text).value * unit(id).factor
    return Formula.parse(formula).evaluate(entered) / unit(wanted).factor


OUTPUT = ("26000", "unit")


@pytest.mark.parametrize(
    ("formula", "wanted", "numbers", "expected"),
    [
        ("(a + b) / c", "1", {"a": ("52000", "m2"), "b": ("8000", "m2"), "c": ("8", "ha")}, 0.75),
        ("(a + b) / c", "%", {"a": ("28000", "m2"), "b": ("4000", "m2"), "c": ("80000", "m2")}, 40),
        ("v / a", "CNY/m2", {"v": ("29817", "1e4CNY"), "a": ("77037", "m2")}, 3870.477822),
        ("v / a", "1e4CNY/mu", {"v": ("29817", "1e4CNY"), "a": ("77037", "m2")}, 258.031855),
        ("v / a", "1e8CNY/km2", {"v": ("2.9817亿", "CNY"), "a": ("77037", "m2")}, 38.704778),
        ("x", "1e8CNY/km2", {"x": ("734.17", "1e4CNY/mu")}, 110.1255),
        ("x", "mu", {"x": ("1", "ha")}, 15),
        ("g / m", "1", {"g": ("420", "t"), "m": ("1200", "t")}, 0.35),
        ("s / q", "t/unit", {"s": ("3.9", "t"), "q": OUTPUT}, 0.00015),
        ("w / q", "m3/unit", {"w": ("31200", "m3"), "q": OUTPUT}, 1.2),
        ("z / (g + o)", "1", {"z": ("9200", "t"), "g": ("9000", "t"), "o": ("1000", "t")}, 0.92),
        ("r / (d + r)", "1", {"r": ("18000", "m3"), "d": ("12000", "m3")}, 0.6),
        ("e / q", "kgce/unit", {"e": ("2538.8", "tce"), "q": OUTPUT}, 97.646154),
        ("e / q", "kgce/unit", {"e": ("4694", "tce"), "q": OUTPUT}, 180.538462),
        ("c / q", "tCO2/unit", {"c": ("8328", "tCO2"), "q": OUTPUT}, 0.320308),
        ("e / q", "kgce/unit", {"e": ("5200", "tce"), "q": OUTPUT}, 200),
        ("c / q", "tCO2/unit", {"c": ("13500", "tCO2"), "q": OUTPUT}, 0.519231),
        ("r / e", "1", {"r": ("420", "tce"), "e": ("1200", "tce")}, 0.35),
    ],
)
def test_ratios(formula, wanted, numbers, expected):
    assert float(value(formula, wanted, **numbers)) == pytest.approx(expected, abs=1e-6)


def test_carbon_by_example_factors():
    """12 GWh at 0.55 t/MWh and 800,000 m³ of gas at 2.16 kg/m³."""
    found = value(
        "e * a + g * b",
        "tCO2",
        e=("12", "GWh"),
        a=("0.55", "tCO2/MWh"),
        g=("80", "1e4m3"),
        b=("2.16", "kgCO2/m3"),
    )
    assert found == 8328


def test_the_balance_of_waste_closes():
    """Generated = utilised without old stock + stored + disposed of without old stock + dumped."""
    numbers = {
        "used": "9200",
        "used_old": "1000",
        "stored": "500",
        "disposed": "300",
        "disposed_old": "0",
        "dumped": "0",
    }
    balance = "used - used_old + stored + disposed - disposed_old + dumped"
    assert value(balance, "t", **{name: (text, "t") for name, text in numbers.items()}) == 9000


def test_without_output_a_ratio_is_undefined():
    with pytest.raises(Undefined) as caught:
        value("w / q", "m3/unit", w=("31200", "m3"), q=("0", "unit"))
    assert caught.value.denominator == "q"
