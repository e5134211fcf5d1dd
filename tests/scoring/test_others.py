"""Golden values of supply chain, four degrees, park, attainment and the factory of 2025."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.answers import Chosen, NotApplicable, Response
from maturity.answers.reading import read_table, read_value
from maturity.quantities import unit
from maturity.questionnaire import load, read
from maturity.questionnaire.numeric.references import Reference, checked
from maturity.scoring.accounts import account
from maturity.scoring.gains import per_unit
from maturity.scoring.methods import evaluate
from maturity.scoring.statements import statements

from ..questionnaire.numeric.test_checks import SMALL
from .test_factory import steps_of
from .test_points import definition

NA = NotApplicable("没有")
CHAIN, DEGREES, PARK, FACTORY = (
    load(id) for id in ("green-supply-chain-2016", "four-degrees", "green-park-2016", "green-factory-2025")
)


def entered(questionnaire, **numbers):
    named = {id.replace("__", ".").replace("_", "-"): text for id, text in numbers.items()}
    return {id: read_value(questionnaire.item(id), text) for id, text in named.items()}


def chain(**changes):
    figures = entered(
        CHAIN,
        suppliers="200",
        suppliers_low_risk="180",
        products_due="100",
        products_recovered="72",
        packaging_used="50 t",
        packaging_recovered="25,000 kg",
    )
    answers = {item.id: Chosen("full") for item in CHAIN.items if item.asks is None}
    half = ["strategy.unit", "suppliers-management.rating", "recovery.dismantling"]
    answers |= dict.fromkeys(half, Chosen("part")) | {"disclosure.suppliers-risk": Chosen("none")}
    answers |= {item.id: Chosen("yes") for item in CHAIN.items if item.role == "gate"}
    return evaluate(Response(CHAIN, "default", answers | figures | changes), facts={"division": "39"})


def test_the_example_of_the_supply_chain_earns_86_2_and_four_stars():
    found = chain()
    assert found.score.low == Fraction("86.2")
    assert [band.id for band in found.grades] == ["star-4", "star-4"]
    assert found.eligible
    assert statements(found, "zh").grade == "等次（电子行业星级，未核实）：四星"
    assert float(found.items["suppliers-management.low-risk"].earned.low) == 3.6


def test_stars_are_for_electronics_alone():
    found = chain()
    other = evaluate(found.response, facts={"division": "31"})
    assert other.grading is None
    assert "星级" not in "".join(statements(other, "zh").lines)


def test_a_missed_gate_is_never_a_star_alone():
    told = statements(chain(**{"basic.g4": Chosen("no")}), "zh").lines
    assert told[0].startswith("申报条件：不具备（未满足：近三年没有重大安全和环境事故）")
    assert told.index("得分：86.2（满分 100）") > 1


@pytest.mark.parametrize(
    ("score", "star"),
    [("69.99", None), ("70", 1), ("74.999", 1), ("75", 2), ("80", 3), ("85", 4), ("89.99", 4), ("90", 5), ("100", 5)],
)
def test_bands_are_closed_below_and_open_above(score, star):
    band = CHAIN.grading[0].band(Fraction(score))
    assert (band.id if band else None) == (f"star-{star}" if star else None)


@pytest.mark.parametrize(
    ("score", "star"), [("59.99", None), ("60", 3), ("74.99", 3), ("75", 4), ("90", 5), ("100", 5)]
)
def test_another_scheme_has_its_own_bands(score, star):
    name = 'name: {zh: 星级, en: "Stars"}'
    bands = "".join(f'      - {{id: star-{n}, from: "{at}", {name}}}\n' for n, at in ((3, 60), (4, 75), (5, 90)))
    start, end = SMALL.index("      - {id: pass"), SMALL.index("scales:")
    band = read(SMALL[:start] + bands + SMALL[end:]).grading[0].band(Fraction(score))
    assert (band.id if band else None) == (f"star-{star}" if star else None)


def test_the_four_degrees_are_the_golden_ones_and_have_no_total():
    answers = entered(
        DEGREES,
        mass_theoretical="1450",
        mass_actual="1.62 t/unit",
        carbon_leading="1.62",
        carbon_own="1.95",
        waste_external="0.18",
        material_input="1.62",
        value_own="48000",
        heads_own="320",
        value_leader="270 万",
        heads_leader="9000",
    )
    found = evaluate(Response(DEGREES, "default", answers))
    values = {id: float(found.items[id].figure.value) for id in ("green.degree", "low-carbon.degree", "circularity.share", "smart.degree")}  # fmt: skip  # noqa: E501
    assert [*values.values()] == pytest.approx([0.895062, 0.830769, 0.111111, 0.5], abs=1e-6)
    assert found.score is None
    assert found.eligible is None, "no gates"
    assert not statements(found, "zh").eligibility
    assert found.hints == ()
    assert not any("得分" in line for line in statements(found, "zh").lines)


def test_a_degree_above_one_is_kept_and_told():
    found = evaluate(Response(DEGREES, "default", entered(DEGREES, carbon_leading="2", carbon_own="1.6")))
    assert found.items["low-carbon.degree"].figure.value == Fraction(5, 4)
    assert [hint.id for hint in found.hints] == ["leader-outdated"]


def test_a_degree_without_employees_is_undefined_with_what_is_zero():
    with_zero = entered(DEGREES, value_own="1", heads_own="1", value_leader="1", heads_leader="1")
    zero = type(with_zero["value-leader"])("0", "CNY", Fraction(0))
    found = evaluate(Response(DEGREES, "default", with_zero | {"value-leader": zero}))
    assert found.items["smart.degree"].figure.why == "undefined"


def park(values, qualities="full", **changes):
    """Every indicator at `values` times its leading value (the other way round where low is better)."""
    answers, references = {}, []
    for item in PARK.items:
        if item.scorer is None and item.asks is None:
            answers[item.id] = Chosen(qualities)
        elif item.scorer is not None:
            leading = Fraction(50)
            value = leading * values if item.scorer.better == "high" else leading / values
            answers[item.id] = type(read_value(item, "2"))("x", item.asks.unit.id, value)
            references.append(Reference(item.scorer.reference, None, leading, None, {}, "x", "R"))
    response = Response(PARK, "default", answers | changes)
    return evaluate(response, checked(PARK, references))


def test_the_index_of_a_park_is_the_mean_of_24_ratios():
    assert park(Fraction(1)).score.low == 100
    found = park(Fraction(1, 2))
    assert sum(one.counts and one.item.role in ("mandatory", "optional") for one in found.items.values()) == 24
    assert found.score.low == (20 * Fraction(1, 2) + 4) * 100 / 24, "four qualities are full"
    assert park(Fraction(3, 2)).score.low > 100, "no cap"


def test_the_account_of_a_park_tells_ratios_not_verdicts():
    told = {step.label: step.value for step in steps_of(account(park(Fraction(1, 2)), "zh"))}
    assert told["清洁能源使用率"] == "25%，程度 0.5"
    assert "满足" not in told["园区空气质量优良率"]


def test_a_ratio_whose_number_does_not_apply_says_so():
    found = evaluate(Response(DEGREES, "default", {"heads-own": NA}))
    notes = {step.id: step.note for step in steps_of(account(found, "zh"))}
    assert notes["smart.degree"] == "不适用，因为“自己的平均人数”不适用"
    assert notes["heads-own"] == "不适用：没有"


def test_the_best_of_a_group_count():
    found = park(Fraction(1, 2), **{"rg-choice.grey-water": read_value(PARK.item("rg-choice.grey-water"), "50")})
    assert found.items["rg-choice.grey-water"].counts
    assert sum(found.items[item.id].counts for item in PARK.area("rg-choice").items) == 2
    assert found.score.low == (19 * Fraction(1, 2) + 5) * 100 / 24


@given(st.lists(st.sampled_from([None, NA, "10", "25", "50"]), min_size=4, max_size=4), st.data())
def test_whatever_is_open_of_a_group_the_index_lies_between_its_limits(given_values, data):
    area = PARK.area("rg-choice").items
    known = {
        item.id: read_value(item, value) if isinstance(value, str) else value
        for item, value in zip(area, given_values, strict=True)
    }
    first = evaluate(*part_of_park({id: answer for id, answer in known.items() if answer is not None}))
    closed = {id: read_value(PARK.item(id), data.draw(st.sampled_from(["0", "20", "50"]))) for id in known}
    after = evaluate(*part_of_park(closed | {id: answer for id, answer in known.items() if answer is not None}))
    assert first.score.low <= after.score.low <= after.score.high <= first.score.high


def test_the_highest_index_with_an_open_item_in_a_group_is_one_that_can_be_reached():
    area = [item.id for item in PARK.area("rg-choice").items]
    answers = dict.fromkeys(area[2:], NA) | {area[0]: read_value(PARK.item(area[0]), "25")}
    best = evaluate(*part_of_park(answers | {area[1]: read_value(PARK.item(area[1]), "50")}))
    assert evaluate(*part_of_park(answers)).score.high == best.score.high


def part_of_park(answers):
    values = [
        Reference(item.scorer.reference, None, Fraction(50), None, {}, "x", "R") for item in PARK.items if item.scorer
    ]
    return Response(PARK, "default", answers), checked(PARK, values)


def test_what_does_not_apply_leaves_the_index():
    assert park(Fraction(1, 2), **{"eg.output": NA}).score.low == (19 * Fraction(1, 2) + 4) * 100 / 23


ATTAINMENT = """
id: targets
version: "1"
title: {zh: 目标, en: Targets}
edition: {standard: None, status: draft}
scoring: {method: attainment}
tiers: [{id: field, name: {zh: 方面, en: Field}, plural: Fields}]
profiles:
  default: {name: {zh: 通用, en: General}, source: {zh: 自拟, en: Made up}, verified: false}
groups:
  - id: steel
    name: {zh: 钢铁, en: Steel}
    about: {zh: 吨钢能耗, en: Energy a tonne}
    items:
      - id: steel.energy
        kind: number
        role: optional
        text: {zh: 吨钢综合能耗, en: Energy a tonne of steel}
        unit: kgce/t
        scorer: {kind: linear, baseline: "572", leading: "560"}
"""


@pytest.mark.parametrize(("actual", "share"), [("566", "1/2"), ("575", "-1/4"), ("554", "3/2")])
def test_attainment_of_targets_has_no_total_and_is_not_clipped(actual, share):
    questionnaire = read(ATTAINMENT)
    answer = read_value(questionnaire.item("steel.energy"), actual)
    found = evaluate(Response(questionnaire, "default", {"steel.energy": answer}))
    assert found.items["steel.energy"].degree.low == Fraction(share)
    assert found.score is None


def factory(**changes):
    answers = {item.id: Chosen("yes") for item in FACTORY.items if item.role == "gate"}
    answers |= entered(FACTORY, output_value="1 亿元", carbon="9,000", renewable_energy="300", land_area="5 ha")
    rows = [("electricity", {"energy": ("500 万 kWh", "")}), ("other", {"energy": ("385.5 tce", "")})]
    answers["energy"] = read_table(FACTORY.item("energy"), rows)
    cells = lambda t, e, w: {"products.output": (t, ""), "products.energy": (e, "tce"), "products.water": (w, "")}  # noqa: E731
    products = [("钢", cells("1000", "540", "3000")), ("铁", cells("400", "270", "800")), ("渣", cells("10", "0", "1"))]
    answers["products"] = read_table(FACTORY.item("products"), products)
    limits = lambda m, p: {"pollutants.measured": (m, ""), "pollutants.permitted": (p, "")}  # noqa: E731
    answers["pollutants"] = read_table(FACTORY.item("pollutants"), [("COD", limits("0.03", "0.05")), ("SO2", limits("0.04", "0.05"))])  # fmt: skip  # noqa: E501
    known = {
        "energy-per-product": (572, 520),
        "energy-per-value": (120, 80),
        "carbon-per-value": ("1.2", "0.6"),
        "renewable-share": (10, 50),
        "pollutant-ratio": (100, 50),
        "land-output": (1000, 3000),
    }
    references = [
        Reference(id, Fraction(base), Fraction(lead), None, {}, "x", "R") for id, (base, lead) in known.items()
    ]
    return evaluate(Response(FACTORY, "default", answers | changes), checked(FACTORY, references))


def test_the_indicators_of_2025_are_scored_between_baseline_and_leading_value():
    found = factory()
    earned = {id: one.earned.low for id, one in found.items.items() if one.state == "counted" and one.points}
    assert earned["energy-intensity.value"] == 4, "614.5 + 385.5 = 1,000 tce of 10^4 CNY x 10^4: 100 kgce"
    assert found.items["energy-intensity.product"].figure.value == (540, 675, 0)
    assert found.items["energy-intensity.product"].degree.low == Fraction(540, 810) * Fraction(32, 52), "by energy"
    assert earned["carbon-intensity.value"] == 4
    assert earned["renewables.share"] == 4
    assert earned["pollution.ratio"] == 6 * Fraction(2, 5), "the worst, 80 %"
    assert earned["land-output.value"] == 4


def test_of_alternatives_the_better_counts_once():
    found = factory()
    one, other = (found.items[f"energy-intensity.{key}"] for key in ("product", "value"))
    assert {one.counts, other.counts} == {True, False}
    assert max(one.degree.low, other.degree.low) == (one if one.counts else other).degree.low


@given(st.integers(0, 12))
def test_functions_ticked_earn_their_share(count):
    ticked = read_value(
        FACTORY.item("energy-platform.functions"), ", ".join(f"f{n}" for n in range(1, count + 1)) or "无"
    )
    found = evaluate(Response(FACTORY, "default", {"energy-platform.functions": ticked}))
    assert found.items["energy-platform.functions"].earned.low == Fraction(count, 2)


def test_points_may_differ_by_profile():
    questionnaire = definition([(60, 40)], parts=False)
    from dataclasses import replace

    own = replace(questionnaire.profile("default"), points={"b0.0": Fraction(30), "b0.1": Fraction(70)})
    changed = replace(questionnaire, profiles={"default": own})
    answers = {"b0.0": Chosen("no"), "b0.1": Chosen("yes")}
    assert evaluate(Response(questionnaire, "default", answers)).score.low == 40
    assert evaluate(Response(changed, "default", answers)).score.low == 70


def test_columns_of_one_table_are_missing_once():
    asked = load("green-factory-2025")
    steps = account(evaluate(Response(asked, "default", {})), "zh")
    waiting, notes = [steps], {}
    while waiting:
        step = waiting.pop()
        waiting.extend(step.children)
        notes[step.id] = step.note
    assert notes["energy-intensity.product"].startswith("缺少 有限额标准的主要产品，最多三种")
    assert "、有限额标准" not in notes["energy-intensity.product"]


def test_the_factory_of_2025_without_reference_values_is_undecided_before_any_score():
    gates = [item for item in FACTORY.items if item.role == "gate"]
    answers = {gate.id: Chosen(FACTORY.choices_of(gate)[0].id) for gate in gates}
    measured = answers | entered(FACTORY, carbon="8328", output_value="3.1亿元", land_area="8 公顷")
    found = evaluate(Response(FACTORY, "default", answers))
    assert statements(found, "zh").eligibility == "申报条件：具备"
    found = evaluate(Response(FACTORY, "default", measured))
    assert (found.requirements, found.eligible, len(found.unscored)) == (True, None, 2)
    assert statements(found, "zh").lines[0] == "申报条件：要求均已满足，得分尚不能判定（2 条缺参考值）"
    assert statements(found, "en").eligibility == (
        "Eligible: undecided by score (all requirements met; items without a reference value: 2)"
    )


@pytest.mark.parametrize(
    ("rate", "asked", "zh", "en"),
    [
        ("0.2", "%", "每个百分点 0.2 分", "0.2 points per percentage point"),
        ("0.002", "%", "每 10 个百分点 0.02 分", "0.02 points per 10 percentage points"),
        ("1", "t", "每吨 1 分", "1 point per t"),
        ("0.0005", "m3", "每 100 立方米 0.05 分", "0.05 points per 100 m³"),
        ("80", "tCO2/1e4CNY", "每 0.01 吨二氧化碳/万元 0.8 分", "0.8 points per 0.01 tCO₂/10⁴ CNY"),
    ],
)
def test_what_a_unit_is_worth_reads_naturally(rate, asked, zh, en):
    most = 4 / Fraction(rate)  # as many units as earn four points
    assert per_unit(Fraction(rate), most, unit(asked), "zh") == zh
    assert per_unit(Fraction(rate), most, unit(asked), "en") == en
