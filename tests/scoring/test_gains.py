"""Which change is worth most, and the fewest that reach a score."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.answers import Chosen, Response
from maturity.answers.reading import read_value
from maturity.questionnaire import load, read
from maturity.scoring.accounts import Accountant
from maturity.scoring.evaluation import Interval
from maturity.scoring.gains import gains, marginals, smallest_to
from maturity.scoring.methods import again, answered, evaluate

from .green import filled, references
from .test_others import ATTAINMENT
from .test_points import answers, definition, golden


def test_each_gain_is_the_difference_that_the_change_makes():
    response = filled()
    known = references(response.questionnaire)
    found = evaluate(response, known)
    told = {gain.item.id: gain.points for gain in gains(found)}
    for id in ("building.o1", "air.o1"):
        better = filled(**{id.replace("-", "_").replace(".", "__"): Chosen("full")})
        assert told[id] == evaluate(better, known).score.low - found.score.low
    assert [gain.points for gain in gains(found)] == sorted(told.values(), reverse=True)


def test_a_kilogram_of_coal_is_worth_so_many_points():
    """4 of 18 points of the optional part, 40 % of a block of 30, over the 30 kgce between 110 and 80."""
    response = filled()
    found = evaluate(response, references(response.questionnaire))
    rate = next(gain.rate for gain in gains(found) if gain.item.id == "low-carbon.better")
    assert rate == Fraction(4, 18) * Fraction(40, 100) * 30 / 30
    steps = next(gain for gain in gains(found) if gain.item.id == "land.ladder")
    assert steps.rate is None


def test_8_points_between_572_and_520_are_0_153846_points_a_kilogram():
    item = 'points: "8"\n        scorer: {kind: linear, baseline: "572", leading: "520"}'
    text = ATTAINMENT.replace("{method: attainment}", '{method: points, total: "8", na_policy: zero}')
    questionnaire = read(text.replace('scorer: {kind: linear, baseline: "572", leading: "560"}', item))
    answer = read_value(questionnaire.item("steel.energy"), "540")
    (gain,) = gains(evaluate(Response(questionnaire, "default", {"steel.energy": answer})))
    assert gain.rate == Fraction(8, 52) == gain.points / 20


def test_a_missed_mandatory_item_is_worth_its_part():
    response = filled(eco_design__m1=Chosen("no"))
    told = gains(evaluate(response, references(response.questionnaire)))
    assert (told[0].item.id, told[0].points) == ("eco-design.m1", 6)


def test_what_must_be_met_comes_first_on_the_way_to_a_score():
    response = filled(eco_design__m1=Chosen("no"), compliance__g2=Chosen("no"))
    found = evaluate(response, references(response.questionnaire))
    way = smallest_to(found, Fraction(90))
    assert [item.id for item in way[:2]] == ["compliance.g2", "eco-design.m1"]
    met = filled(
        **{item.id.replace("-", "_").replace(".", "__"): Chosen(full(item)) for item in way if item.asks is None}
    )
    after = evaluate(met, references(response.questionnaire))
    assert after.eligible
    if all(item.asks is None for item in way):
        assert after.score.low >= 90
    assert smallest_to(found, Fraction(101)) is None


def full(item):
    return "yes" if item.scale == "yes-no" else "full"


def test_an_item_without_a_reference_value_is_the_last_resort():
    """What it earns is unknown, and nothing that could be planned."""
    response = filled()
    found = evaluate(response, references(response.questionnaire, energy_intensity=None))
    (lacking,) = (
        one.item.id for one in found.items.values() if one.state == "no-reference" and one.item.role == "optional"
    )
    steps = [item.id for item in smallest_to(found, found.score.low + 1)]
    assert lacking not in steps
    assert [gain.item.id for gain in gains(found)][-1] == lacking
    assert lacking in [item.id for item in smallest_to(found, found.maximum)]


def test_a_cell_of_a_table_is_named_by_row_and_column():
    found = evaluate(filled(), references(filled().questionnaire))
    cells = {(one.item.id, one.key, one.column) for one in marginals(found) if one.key}
    assert ("energy", "natural-gas", "energy") in cells
    told = Accountant(found, "zh")
    assert told.cell(found.items["energy"], "natural-gas", "energy") == "天然气"
    factory = load("green-factory-2025")
    table = evaluate(Response(factory, "default", {})).items["pollutants"]
    assert Accountant(found, "zh").cell(table, "COD", factory.item("pollutants").asks.columns[1].id) == "COD · 许可浓度"


def test_nothing_is_needed_where_the_score_is_reached():
    response = filled()
    assert smallest_to(evaluate(response, references(response.questionnaire)), Fraction(85)) == ()


@given(st.lists(st.sampled_from(["yes", "half", "no"]), min_size=8, max_size=8), st.integers(1, 99))
def test_no_smaller_set_reaches_the_score(codes, score):
    questionnaire = definition([(3, 2, 1), (4, 1)], weights=(60, 40))
    known = {item.id: Chosen(code) for item, code in zip(questionnaire.items, codes, strict=False)}
    found = evaluate(Response(questionnaire, "default", known))
    way = smallest_to(found, Fraction(score))

    def reached(ids):
        after = evaluate(Response(questionnaire, "default", {**known, **dict.fromkeys(ids, Chosen("yes"))}))
        return after.eligible and after.score.low >= score

    if way is None:
        assert not reached([item.id for item in questionnaire.items])
        return
    assert reached([item.id for item in way])
    ids = [item.id for item in questionnaire.items]
    assert not any(reached(some) for size in range(len(way)) for some in combinations(ids, size))


def test_golden_blocks_gain_by_their_weights():
    told = {gain.item.id: gain.points for gain in gains(evaluate(answers(golden())))}
    assert told["b3.1"] == pytest.approx(Fraction(10 * 40, 100) / 3)


def test_a_tonne_of_carbon_is_worth_its_share_of_a_linear_score():
    """Electricity of 12 GWh and gas add up to 97.65 kgce a piece: 1 kWh is 0.1229 kgce of 26,000 pieces."""
    response = filled()
    found = evaluate(response, references(response.questionnaire))
    told = {(one.item.id, one.key): one for one in marginals(found)}
    power = told["energy", "electricity"]
    per_kgce = Fraction(4, 18) * Fraction(40, 100) * 30 / 30
    assert not power.up
    assert power.rate == per_kgce * Fraction("0.1229") / 26_000
    assert told["output", ""].up
    assert ("land-area", "") not in told
    assert [one.percent for one in marginals(found)] == sorted((one.percent for one in told.values()), reverse=True)


@given(st.sampled_from(["energy", "waste-water", "output", "green-material"]), st.booleans())
def test_a_change_by_one_per_cent_adds_what_is_told(id, up):
    response = filled()
    found = evaluate(response, references(response.questionnaire))
    answer = response.answers[id]
    factor = Fraction(101 if up else 99, 100)
    if hasattr(answer, "rows"):
        row, *rest = answer.rows
        numbers = {column: replace(number, value=number.value * factor) for column, number in row.numbers.items()}
        answer, key = replace(answer, rows=(replace(row, numbers=numbers), *rest)), row.key
    else:
        answer, key = replace(answer, value=answer.value * factor), ""
    gain = answered(found, {id: answer}).score.low - found.score.low
    told = next((one for one in marginals(found) if (one.item.id, one.key) == (id, key)), None)
    assert (told is not None and told.percent >= gain) or gain <= 0
    if told and told.up == up:
        assert told.percent == gain


def test_by_effort_what_adds_most_for_it_comes_first_and_nothing_is_left_that_is_not_needed():
    response = filled()
    found = evaluate(response, references(response.questionnaire))
    fewest = smallest_to(found, Fraction(87))
    dear = {item.id: 100 for item in fewest}
    cheap = smallest_to(found, Fraction(87), dear)
    assert not {item.id for item in cheap} & dear.keys()
    even = smallest_to(found, Fraction(87), {})
    assert len(even) >= len(fewest)
    degrees = {id: Interval(Fraction(1), Fraction(1)) for id in (item.id for item in cheap)}
    for left_out in cheap:
        kept = {id: replace(found.items[id], degree=one) for id, one in degrees.items() if id != left_out.id}
        assert again(found, kept).score.low < 87
    assert smallest_to(found, Fraction(101), {}) is None
