"""Of every kind of file: a mistake of structure hides no other mistake, and none is told that only follows from it."""

import json
import re
from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest
import yaml

from maturity.errors import Refusal
from maturity.questionnaire import load, read
from maturity.questionnaire.crosswalk_files import CrosswalkShape, read_crosswalk
from maturity.questionnaire.definition import ProfileFileShape, QuestionnaireShape
from maturity.questionnaire.validation import read_shape
from maturity.questionnaire.weight_profiles import with_profile
from maturity.regions.indicators import IndicatorSetShape, read_indicators
from maturity.statistics.plan import read_plan
from maturity.statistics.plan_checks import PlanShape
from maturity.text.yamltext import Document, parse

from ..versions import CROSSWALK, later
from ..weight_files import weight_file

ROOT = Path(__file__).parents[2]
INDICATORS = """
title: {zh: 指数, en: Index}
level: city
source: {zh: 测试用, en: Made for tests}
base_year: "2020"
indicators:
  - {id: firms, name: {zh: 企业, en: Firms}, unit: {zh: 家, en: firms}, better: higher, negative: "false"}
  - {id: waste, name: {zh: 排放, en: Waste}, better: lower, column: 排放量}
"""
PLAN = """
id: mine
title: {zh: 统计表, en: Statistics}
scope: {zh: 全部企业, en: All enterprises}
questionnaire: cmmm
weights:
  source: {zh: 统计局, en: Office}
  margins: {size: {large: "10", small: "90"}}
tables:
  - {id: all, title: {zh: 全部, en: All}, measures: [n, share_by_level], chart: levels}
  - id: cities
    title: {zh: 城市, en: Cities}
    rows: [city]
    measures: [n, mean_score]
    population: [level >= 2, size = large]
    ranking: {by: mean_score, top: "10"}
    decimals: "2"
"""
OPTIONAL = (
    "groups",
    "items",
    "about",
    "omits",
    "from",
    "to",
    "rows",
    "levels",
    "unit",
    "column",
    "population",
    "above",
)
STEP = 11  # of the mistakes of structure, every eleventh is tried with a mistake of contents
AREAS = r"(tiers\.\d|groups\.\d|groups|omits|.*\.groups|.*groups\.\d\.id)"  # what groups there are
METHOD = r"scoring|scoring\.method"
SHAPE = "groups.1.groups.0.groups.0"

later = cache(later)
KINDS = {  # the text, its reader, and the model of its structure
    "definition": (
        (ROOT / "tests/questionnaires/valid/small.yaml").read_text(encoding="utf-8"),
        read,
        QuestionnaireShape,
    ),
    "numbers": ((ROOT / "questionnaires/four-degrees.yaml").read_text(encoding="utf-8"), read, QuestionnaireShape),
    "weights": (
        weight_file(load(), load().profiles["discrete"], instead_of="[discrete]"),
        lambda text: with_profile(load(), parse(text)),
        ProfileFileShape,
    ),
    "crosswalk": (CROSSWALK, lambda text: read_crosswalk(parse(text), load(), later()), CrosswalkShape),
    "plan": (PLAN, read_plan, PlanShape),
    "indicators": (INDICATORS, read_indicators, IndicatorSetShape),
}
# Mistakes of contents: where, what stands there then, and which parts of the file they are known by, besides that.
MISTAKES = {
    "definition": [
        ("choices.0.score", "0.9", r"choices|choices\.\d|choices\.\d\.score"),
        ("choices.1.id", "full", r"choices\.0\.id"),
        ("scoring.pass_mark", "2", ""),
        ("levels.1.id", "4", ""),
        (
            "profiles.discrete.weights.domain.design.percent",
            "51",
            AREAS + r"|scoring(\.method)?|profiles\.discrete\.(omits|weights\.domain\..*)",
        ),
        (
            "profiles.discrete.weights.subdomain.shape.percent",
            "101",
            AREAS + r"|scoring(\.method)?|profiles\.discrete\.(omits|weights\.subdomain\..*)",
        ),
        (
            "profiles.process.omits.0",
            "colours",
            AREAS + r"|scoring(\.method)?|profiles\.process\.weights\..*|tiers\..*",
        ),
        ("profiles.process.tailorable.domain.0", "skill", AREAS + r"|scoring(\.method)?|tiers.*id"),
        (f"{SHAPE}.items.3.id", "form.2c", f"{SHAPE}.id"),
        (f"{SHAPE}.items.3.id", "shape.2a", f"{SHAPE}.id|{SHAPE}.items.1.id"),
        (f"{SHAPE}.items.3.text.en", "图", ""),
        (f"{SHAPE}.items.3.look_for.zh", "See", ""),
        (f"{SHAPE}.items.3.text.zh", "图纸在系统里。", rf"{SHAPE}\.items\.[13]\.(id|text\.zh)"),
        (f"{SHAPE}.items.3.evidence.zh", ["一", "二"], f"{SHAPE}.items.3.evidence.en"),
        (f"{SHAPE}.items.5.level", "3", "levels"),
        (f"{SHAPE}.items.5.level", "1", r"levels|.*items\.\d\.(level|id)"),
        (f"{SHAPE}.about", None, "tiers"),
    ],
    "numbers": [
        ("groups.0.items.0.role", None, METHOD),
        ("groups.1.items.0.accepts.0", "m2", METHOD + r"|groups\.1\.items\.0\.(unit|kind|accepts\..*)"),
        ("groups.1.items.0.max", "-1", METHOD + r"|groups\.1\.items\.0\.(min|above|kind)"),
        ("groups.1.items.2.formula", "mass_theoretical / mass_actal", METHOD + r"|groups.*"),
        ("hints.0.rule", "mass_actual", METHOD + r"|groups.*"),
    ],
    "weights": [
        ("questionnaire", "other", ""),
        ("id", "discrete", ""),
        ("instead_of.0", "nobody", ""),
        ("weights.element.personnel.percent", "1", r"omits|weights\.element\..*"),
        ("weights.element.personnel.percent", "101", r"omits|weights\.element\..*"),
        ("omits", ["nowhere"], r"weights\..*"),
    ],
    "crosswalk": [
        ("from", "2019", ""),
        ("to", "2020.1", "from"),
        ("items.4.kind", "gone", r"items\.4\..*"),
        ("items.3.from", ["personnel-skills.9z"], r"items|items\..*"),
        ("items.1.to.1", "personnel-skills.2d", r"items|items\..*"),
    ],
    "plan": [
        ("questionnaire", "unknown", r"tables\..*\.(measures|population|ranking).*"),
        ("title.en", "统计", ""),
        ("weights.source.zh", "Office", ""),
        ("weights.margins.size.large", "ten", ""),
        ("weights.margins.size.huge", "10", ""),
        ("tables.1.rows.0", "town", r"tables\.1\.rows"),
        ("tables.1.measures.0", "sum", r"questionnaire"),
        ("tables.1.measures.1", "n", r"questionnaire|tables\.1\.(ranking\.by|measures.*)"),
        ("tables.1.population.0", "age > 2", ""),
        ("tables.1.population.1", "size = huge", "questionnaire"),
        ("tables.1.ranking.by", "sum", r"questionnaire|tables\.1\.measures.*"),
        ("tables.1.ranking.top", "0", ""),
        ("tables.1.decimals", "9", ""),
        ("tables.1.id", "all", r"tables\.0\.id"),
        ("tables.0.chart", "tiles", r"tables\.0\.(rows|measures.*|levels)"),
    ],
    "indicators": [
        ("base_year", "20", ""),
        ("indicators.0.id", "region", ""),
        ("indicators.1.id", "firms", r"indicators\.0\.id"),
        ("indicators.1.column", "企业", r"indicators\.[01]\.(id|name\..*|unit.*|column)"),
    ],
}


def problems(kind, data):
    """(code, path) of every mistake that is told."""
    _, reader, _ = KINDS[kind]
    try:
        reader(text_of(data))
    except Refusal as refusal:
        return {(one.code, one.place.column) for one in refusal.problems}
    return set()


def problems_of_structure(kind, data):
    return {(one.code, one.place.column) for one in read_shape(KINDS[kind][2], Document("", data, {}))[1]}


def text_of(data):
    return json.dumps(data, ensure_ascii=False)  # which is YAML


def paths(data, path=()):
    yield path
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from paths(value, (*path, key))


def path_of(words):
    return tuple(int(key) if key.isdigit() else key for key in words.split("."))


def at(data, path):
    for key in path:
        data = data[key]
    return data


def put(data, path, value):
    """A copy with `value` at `path`, without what is there for None."""
    data = deepcopy(data)
    *way, last = path
    place = at(data, way)
    if value is None:
        del place[last]
    else:
        place[last] = value
    return data


def changes(data):
    """(path, value): every part of a file in turn with an unknown key, left out, empty, or of another kind."""
    for number, path in enumerate(paths(data)):
        found = at(data, path)
        if isinstance(found, dict):
            yield (*path, "odd"), "x"
        if path:
            others = [value for value in ({"odd": "x"}, ["x"], "???") if not isinstance(value, type(found))]
            yield path, [None, "", *others][number % (len(others) + 2)]
            if number % 3 == 0:
                yield path, "???"


@cache
def broken(kind):
    """(path, value, problems): changes that are mistakes of structure and nothing else."""
    data = yaml.load(KINDS[kind][0], Loader=yaml.BaseLoader)
    told = [(path, value, problems_of_structure(kind, put(data, path, value))) for path, value in changes(data)]
    return [
        (path, value, codes)
        for path, value, codes in told
        if codes and (path[-1] != "odd" or any(code == "def-unknown-key" for code, _ in codes))
    ]


def independent(path, data, where, known_by):
    """Whether a mistake, which is at `where` and known by some parts, cannot depend on the part at `path`."""
    if path[-1] == "odd":  # may be meant for a key of the same object that is left out
        keys = [(*path[:-1], key) for key in OPTIONAL if key not in at(data, path[:-1])]
        return not any(key == where or re.fullmatch(known_by, ".".join(map(str, key))) for key in keys)
    places = [place for place in paths(data) if re.fullmatch(known_by, ".".join(map(str, place)))]
    return not any(place[: len(path)] == path or path[: len(place)] == place for place in (where, *places))


@pytest.mark.parametrize("kind", KINDS)
def test_no_mistake_follows_from_one_of_structure(kind):
    data = yaml.load(KINDS[kind][0], Loader=yaml.BaseLoader)
    assert not problems(kind, data)
    for path, value, expected in broken(kind):
        assert problems(kind, put(data, path, value)) == expected, (path, value)


@pytest.mark.parametrize(("kind", "mistake"), [(kind, one) for kind, them in MISTAKES.items() for one in them])
def test_a_mistake_of_structure_and_one_of_contents_are_told_together(kind, mistake):
    data = yaml.load(KINDS[kind][0], Loader=yaml.BaseLoader)
    where, value, known_by = mistake
    where = path_of(where)
    wrong = put(data, where, value)
    found = problems(kind, wrong)
    assert found
    assert not problems_of_structure(kind, wrong)
    number = MISTAKES[kind].index(mistake)
    for path, instead, expected in broken(kind)[number % STEP :: STEP]:
        if independent(path, wrong, where, known_by):
            assert problems(kind, put(wrong, path, instead)) == found | expected, (path, instead)
