"""The questionnaires with numbers that are shipped: their structure, their sums, and that nothing looks verified."""

from fractions import Fraction
from importlib.resources import files

import pytest

from maturity.answers import Response
from maturity.errors import Refusal
from maturity.questionnaire import load
from maturity.questionnaire.asked import Computed
from maturity.questionnaire.weight_profiles import with_profile
from maturity.scoring.methods import METHODS, evaluate
from maturity.scoring.statements import statements
from maturity.text.yamltext import parse

IDS = ["four-degrees", "green-factory-2016", "green-factory-2025", "green-park-2016", "green-readiness", "green-supply-chain-2016"]  # fmt: skip  # noqa: E501


def of_role(questionnaire, *roles):
    return [item for item in questionnaire.items if item.role in roles]


def test_these_are_all_beside_the_one_with_levels():
    shipped = {file.name.removesuffix(".yaml") for file in files("maturity.questionnaires").iterdir()}
    found = {id for id in shipped if (files("maturity.questionnaires") / f"{id}.yaml").is_file()}
    assert {id for id in found if load(id).scoring.method in METHODS} == {*IDS}


@pytest.mark.parametrize("id", IDS)
def test_nothing_unverified_looks_verified(id):
    questionnaire = load(id)
    assert not questionnaire.verified
    assert not any(profile.verified for profile in questionnaire.profiles.values())
    assert not any(grading.verified for grading in questionnaire.grading)
    for language, words in (("zh", "未经标准原文核实"), ("en", "not verified against the official text")):
        told = statements(evaluate(Response(questionnaire, "default", {})), language)
        assert any(words in notice for notice in told.notices)


@pytest.mark.parametrize("id", IDS)
def test_every_requirement_says_where_it_is_from(id):
    """Numbers that are entered are what a formula asks for, not a requirement."""
    for item in load(id).items:
        assert item.role == "input" or item.provenance in {*"SVRMC"}, item.id


@pytest.mark.parametrize("id", IDS)
def test_every_choice_says_what_shows_it_and_what_to_look_for(id):
    for item in load(id).items:
        if item.asks is None:
            assert item.evidence
            assert item.look_for.zh
            assert item.look_for.en


@pytest.mark.parametrize("id", IDS)
def test_every_degree_says_where_full_and_part_begin(id):
    for item in load(id).items:
        if item.asks is None and item.scale == "degree":
            for language, starts in (("zh", ("全部满足：", "部分满足：")), ("en", ("Fully met: ", "Partly met: "))):
                assert all(start in item.look_for.of(language) for start in starts), item.id


def test_the_factory_of_2016_has_6_blocks_24_indicators_and_2_groups_of_gates():
    found = load("green-factory-2016")
    blocks = [group for group in found.groups if group.id not in ("basic", "quantities")]
    assert [len(block.groups) for block in blocks] == [3, 4, 3, 4, 6, 4]
    assert [found.profile("default").share(block) * 100 for block in blocks] == [20, 15, 15, 10, 10, 30]
    assert len({item.area for item in of_role(found, "gate")}) == 2
    assert [len(of_role(found, role)) for role in ("gate", "mandatory", "optional")] == [8, 32, 23]
    assert len(found.checklist) == 20
    assert [n for n, paper in enumerate(found.checklist, 1) if paper.where_applicable] == [2, 3, 6]
    assert [n for n, paper in enumerate(found.checklist, 1) if paper.by_engine] == [19]
    assert (found.status, found.superseded_by) == ("superseded", "green-factory-2025")
    assert not found.grading, "no pass mark is known"


def test_every_indicator_of_2016_has_a_basic_requirement_but_two():
    found = load("green-factory-2016")
    scored = {item.area for item in of_role(found, "mandatory", "optional")}
    assert scored - {item.area for item in of_role(found, "mandatory")} == {"responsibility", "footprint-product"}


def test_the_factory_of_2025_has_5_blocks_of_30_30_16_16_8():
    found = load("green-factory-2025")
    blocks = {group.id: group for group in found.groups if group.id not in ("basic", "quantities")}
    sums = []
    for block in blocks.values():
        points = [[item.points for item in area.items if item.role == "optional"] for area in block.areas]
        sums.append(sum(sum(several[: area.pick or None]) for several, area in zip(points, block.areas, strict=True)))
    assert sums == [30, 30, 16, 16, 8]
    assert sum(sums[:2]) == 60
    (ticks,) = [item for item in found.items if item.id == "energy-platform.functions"]
    assert (len(ticks.asks.options), ticks.points) == (12, 6)
    assert len(of_role(found, "gate")) == 13


@pytest.mark.parametrize("id", ["green-factory-2016", "green-factory-2025"])
def test_every_paper_of_a_factory_supports_an_item_and_every_gate_has_one(id):
    found = load(id)
    named = {paper for item in found.items for paper in item.papers}
    assert {paper.id for paper in found.checklist} == named
    assert all(item.papers for item in of_role(found, "gate"))
    computed = [item for item in found.items if isinstance(item.asks, Computed)]
    notes = next(paper.id for paper in found.checklist if paper.by_engine)
    assert all(notes in item.papers for item in computed), "the notes are written by the engine"


def test_the_supply_chain_has_6_groups_20_items_and_100_points():
    found = load("green-supply-chain-2016")
    groups = [[item.points for item in group.items if item.role == "optional"] for group in found.groups]
    assert [sum(points) for points in groups if points] == [20, 20, 20, 20, 10, 10]
    points = [8, 6, 6, 4, 3, 3, 3, 3, 4, 10, 10, 5, 5, 5, 5, 10, *[Fraction("2.5")] * 4]
    assert sorted(item.points for item in of_role(found, "optional")) == sorted(points)
    assert len([item for item in of_role(found, "optional") if item.asks is not None]) == 3


def test_the_park_has_31_indicators_of_which_24_count():
    found = load("green-park-2016")
    assert [len(of_role(found, role)) for role in ("mandatory", "optional")] == [18, 13]
    assert sum(area.pick for area in found.areas) == 6
    assert [sum(len(area.items) for area in group.areas) for group in found.groups[1:]] == [3, 8, 5, 4, 8, 3]


def test_readiness_has_8_fields_and_45_topics():
    found = load("green-readiness")
    assert [len(area.items) for area in found.areas] == [6, 12, 4, 4, 4, 5, 5, 5]
    assert [choice.score * 4 for choice in found.choices] == [4, 3, 2, 1, 0]


SECTOR = """
id: sector
questionnaire: green-factory-2025
name: {zh: 某行业, en: A sector}
source: {zh: 自拟, en: Made up}
verified: false
points: {energy-intensity.product: "11", energy-intensity.value: "11", material-intensity: "1"}
"""


def own(text):
    return with_profile(load("green-factory-2025"), parse(text, "own.yaml"))


def test_a_sector_can_have_points_of_its_own():
    text = SECTOR.replace('material-intensity: "1"', 'carbon-intensity.value: "5"')
    questionnaire, id = own(text)
    assert questionnaire.profile(id).points["energy-intensity.value"] == 11
    evaluation = evaluate(Response(questionnaire, id, {}))
    assert evaluation.items["carbon-intensity.value"].points == 5


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (SECTOR, "def-unknown-node"),
        (SECTOR.replace(', material-intensity: "1"', ""), "points-sum"),
        (SECTOR + "weights: {block: {land: {percent: '100', provenance: x, confidence: own}}}\n", "weights-unused"),
        (SECTOR + "omits: [nowhere]\n", "def-unknown-node"),
    ],
)
def test_points_of_ones_own_are_checked(text, code):
    with pytest.raises(Refusal) as caught:
        own(text)
    assert code in {problem.code for problem in caught.value.problems}


def test_weights_of_blocks_of_ones_own_are_checked():
    text = """
id: own
questionnaire: green-factory-2016
name: {zh: 本省, en: A province}
source: {zh: 自拟, en: Made up}
verified: false
weights:
  block:
"""
    shares = {"infrastructure": 15, "management": 15, "input": 15, "product": 15, "emissions": 15, "performance": 25}
    lines = "".join(f'    {id}: {{percent: "{w}", provenance: x, confidence: own}}\n' for id, w in shares.items())
    questionnaire, id = with_profile(load("green-factory-2016"), parse(text + lines, "own.yaml"))
    assert questionnaire.profile(id).share(questionnaire.groups[-1]) == Fraction(1, 4)
    with pytest.raises(Refusal, match="def-weight-sum"):
        with_profile(load("green-factory-2016"), parse(text + lines.replace('"25"', '"24"'), "own.yaml"))
