"""Units: exact factors, dimensions, names in both languages; energy factors have a source."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.quantities.factors import factors
from maturity.quantities.units import UnknownUnit, _table, spelled, unit

IDS = [*_table()]


@pytest.mark.parametrize(
    ("one", "other", "factor"),
    [
        ("mu", "m2", Fraction(2000, 3)),
        ("ha", "mu", 15),
        ("km2", "ha", 100),
        ("1e4t", "kg", 10**7),
        ("1e8CNY", "1e4CNY", 10**4),
        ("MWh", "kWh", 1000),
        ("1e4kWh", "MWh", 10),
        ("GJ", "kWh", Fraction(2500, 9)),
        ("tce", "kgce", 1000),
        ("kgce", "gce", 1000),
        ("tCO2", "kgCO2", 1000),
        ("1e4CNY/mu", "1e8CNY/km2", Fraction(3, 20)),
        ("CNY/m2", "1e4CNY/mu", Fraction(1, 15)),
        ("kg/unit", "t/unit", Fraction(1, 1000)),
        ("1", "%", 100),
    ],
)
def test_factors_are_exact(one, other, factor):
    assert unit(one).to(unit(other)) == factor
    assert unit(other).to(unit(one)) == 1 / Fraction(factor)
    assert unit(one).fits(unit(other))


@pytest.mark.parametrize(
    ("one", "other"), [("t", "unit"), ("tCO2", "t"), ("kgce", "kWh"), ("kgoe", "kgce"), ("CNY", "person"), ("m2", "m3")]
)
def test_what_takes_a_factor_with_a_source_is_no_unit_of_the_other(one, other):
    assert not unit(one).fits(unit(other))


@pytest.mark.parametrize("id", IDS)
def test_every_unit_has_names_that_lead_back_to_it(id):
    one = unit(id)
    assert id == "1" or (one.zh and one.en)
    for words in (id, one.zh, one.en):
        assert not words or spelled(words) == id


def test_no_spelling_stands_for_two_units():
    seen = {}
    for id, row in _table().items():
        for word in [*row["also"].split("|"), row["id"], row["zh"], row["en"]]:
            assert seen.setdefault(word.casefold(), id) == id or not word


@pytest.mark.parametrize(("words", "id"), [("万元/亩", "1e4CNY/mu"), ("ｍ２", "m2"), ("M²", "m2"), ("台", "unit")])
def test_spellings_are_understood(words, id):
    assert spelled(words) == id


@pytest.mark.parametrize("words", ["", "foo", "m2/", "/", "__import__", "m" * 99])
def test_unknown_words_name_no_unit(words):
    assert spelled(words) is None
    with pytest.raises(UnknownUnit):
        unit(words)


@given(st.fractions(max_denominator=1000), st.sampled_from([("mu", "ha"), ("kg", "t"), ("kWh", "1e8kWh")]))
def test_there_and_back_again_changes_nothing(value, pair):
    one, other = map(unit, pair)
    assert value * one.to(other) * other.to(one) == value


def test_energy_factors_have_a_unit_a_source_and_a_status():
    known = factors("energy")
    for factor in known.values():
        assert factor.value > 0
        assert factor.status in "SVRMC"
        assert factor.zh_source
        assert factor.en_source
    assert known["electricity"].family == known["electricity-equivalent"].family
    assert not known["raw-coal"].verified


@pytest.mark.parametrize(("carrier", "total"), [("electricity", 2_538_800), ("electricity-equivalent", 4_694_000)])
def test_electricity_and_gas_as_coal_equivalent(carrier, total):
    known = factors("energy")
    assert 12_000_000 * known[carrier].value + 800_000 * known["natural-gas"].value == total


def test_an_unknown_conversion_is_a_key_error():
    with pytest.raises(KeyError):
        factors("carbon")


@pytest.mark.parametrize(
    ("id", "value", "words"),
    [
        ("unit", 1, "piece"),
        ("unit", 26_000, "pieces"),
        ("person", 2, "persons"),
        ("kgce/unit", 2, "kgce/piece"),
        ("t", 2, "t"),
    ],
)
def test_english_words_are_in_the_plural_and_symbols_are_not(id, value, words):
    assert unit(id).after(Fraction(value), "en") == words
    assert unit(id).after(Fraction(value), "zh") == unit(id).zh
