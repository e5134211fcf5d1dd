"""Weights that differ by industry, as data of the definition: who gets which, their sums, and the account."""

import random

import pytest

from maturity.answers import Chosen, Response
from maturity.errors import Refusal
from maturity.questionnaire import load, read
from maturity.questionnaire.weight_profiles import with_profile
from maturity.scoring.accounts import account
from maturity.scoring.methods import evaluate
from maturity.text.yamltext import parse

from .test_factory import steps_of
from .test_many import check, some

SECTOR = """id: blocks
version: "1"
title: {zh: 板块, en: Blocks}
edition: {standard: None, status: draft}
facts: [division]
scoring: {method: points, total: "100", parts: {mandatory: "60", optional: "40"}, na_policy: renormalise}
choices:
  - {id: "yes", score: "1", text: {zh: 是, en: "Yes"}, when: {zh: 是, en: "Yes"}}
  - {id: "no", score: "0", text: {zh: 否, en: "No"}, when: {zh: 否, en: "No"}}
tiers: [{id: block, name: {zh: 板块, en: Block}, plural: Blocks}]
profiles:
  steel:
    name: {zh: 钢铁, en: Steel}
    for: {division: ["31"]}
    source: {zh: 自拟, en: Made up}
    verified: false
    weights:
      block:
        energy: {percent: "70", provenance: made up, confidence: own}
        water: {percent: "30", provenance: made up, confidence: own}
  paper:
    name: {zh: 造纸, en: Paper}
    for: {division: ["22"]}
    source: {zh: 自拟, en: Made up}
    verified: false
    weights:
      block:
        energy: {percent: "40", provenance: made up, confidence: own}
        water: {percent: "60", provenance: made up, confidence: own}
groups:
  - id: energy
    name: {zh: 能源, en: Energy}
    about: {zh: 能源, en: Energy}
    items:
      - {id: energy.a, role: mandatory, text: {zh: 甲, en: A}, evidence: {zh: [证], en: [Paper]}, look_for: {zh: 看, en: Look}}
      - {id: energy.b, role: optional, points: "2", text: {zh: 乙, en: B}, evidence: {zh: [证], en: [Paper]}, look_for: {zh: 看, en: Look}}
  - id: water
    name: {zh: 用水, en: Water}
    about: {zh: 用水, en: Water}
    items:
      - {id: water.a, role: mandatory, text: {zh: 丙, en: C}, evidence: {zh: [证], en: [Paper]}, look_for: {zh: 看, en: Look}}
"""  # noqa: E501


def test_an_industry_gets_the_weights_that_are_for_it():
    questionnaire = read(SECTOR)
    assert [one.id for one in questionnaire.profiles_for({"division": "31"})] == ["steel"]
    assert [one.id for one in questionnaire.profiles_for({"division": "22"})] == ["paper"]
    assert len(questionnaire.profiles_for({"division": "13"})) == 2, "of which the enterprise chooses"


@pytest.mark.parametrize(("profile", "score", "maxima"), [("steel", 42, (70, 30)), ("paper", 24, (40, 60))])
def test_the_same_answers_score_by_the_weights_of_the_industry_and_the_account_tells_them(profile, score, maxima):
    answers = {"energy.a": Chosen("yes"), "energy.b": Chosen("no"), "water.a": Chosen("no")}
    found = evaluate(Response(read(SECTOR), profile, answers))
    assert found.score.low == score
    for language, words in (("zh", "{} / {}"), ("en", "{} of {}")):
        told = {step.id: step.value for step in steps_of(account(found, language))}
        assert (told["energy"], told["water"]) == (words.format(score, maxima[0]), words.format(0, maxima[1]))


def test_sums_are_checked_in_every_industry():
    with pytest.raises(Refusal) as caught:
        read(SECTOR.replace('water: {percent: "60"', 'water: {percent: "50"'), "x.yaml")
    (problem,) = caught.value.problems
    assert problem.code == "def-weight-sum"
    assert "paper" in str(problem.place)
    assert problem.place.row > SECTOR[: SECTOR.index("paper:")].count("\n")


def test_many_of_both_industries_are_scored_each_by_its_own():
    draw, questionnaire = random.Random(2), read(SECTOR)
    responses = [some(questionnaire, draw) for _ in range(40)]
    assert {one.profile_id for one in responses} == {"steel", "paper"}
    check(responses)


# The form of one province: 34 / 22 / 22 / 14 / 8 points. Its single points are for items of its own; these are ours.
PROVINCE = {
    **{"energy-intensity.product": 11, "energy-intensity.value": 11, "carbon-intensity.value": 11},
    **{"renewables.share": 8, "energy-platform.functions": 4, "material-saving.case": 4},
    **{"water-intensity.product": 6, "water-intensity.value": 6, "water-reuse.share": 6, "solid-waste.share": 6},
    **{"equipment.case": 10, "upgrade.case": 6, "pollution.ratio": 6, "green-design.case": 4},
    **{"footprint.share": 10, "land-output.value": 8},
}


def province(**changes):
    points = {**PROVINCE, **{id.replace("_", "-").replace("--", "."): n for id, n in changes.items()}}
    named = ", ".join(f'{id}: "{n}"' for id, n in points.items())
    text = "id: province\nquestionnaire: green-factory-2025\nname: {zh: 某省, en: A province}\n"
    text += f"for: {{division: ['31']}}\nsource: {{zh: 自拟, en: Made up}}\nverified: false\npoints: {{{named}}}\n"
    return with_profile(load("green-factory-2025"), parse(text, "own.yaml"))


def test_a_province_has_34_22_22_14_and_8_points_of_2025():
    questionnaire, id = province()
    found = evaluate(Response(questionnaire, id, {}))
    reachable = [section.reachable for section in found.sections if section.reachable]
    assert reachable == [34, 22, 22, 14, 8]
    assert found.score.high == 100
    assert [one.id for one in questionnaire.profiles_for({"division": "31"})] == ["default", id]
    with pytest.raises(Refusal, match="points-sum"):
        province(**{"land_output--value": 9})
