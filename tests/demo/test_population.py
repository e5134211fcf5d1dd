"""The invented population is the published one: levels by type, cities at level 2 and above."""

from collections import Counter

import numpy as np
import pytest

from maturity.answers import Response, decode
from maturity.classification.credit_code import check
from maturity.classification.industries import DIVISIONS
from maturity.demo.population import YEAR, build
from maturity.questionnaire import load
from maturity.scoring import grade
from maturity.scoring.batch import Scheme, score

LEVELS = {"discrete": (9390, 2208, 1090, 642, 670), "process": (4332, 864, 402, 198, 204)}
TOP = {"320200": 630, "430100": 253, "320500": 248, "110000": 202, "310000": 84, "210200": 21, "360100": 21}


@pytest.fixture(scope="module")
def population():
    return build(load())


def test_the_engine_grades_the_answers_to_the_published_levels(population):
    q = load()
    which = np.array([kind == "discrete" for kind in population.production_type], np.uint8)
    levels = score(q, [Scheme("process"), Scheme("discrete")], which, population.matrix).level
    counted = Counter(zip(population.production_type, np.maximum(levels, 1), strict=True))
    assert {kind: tuple(counted[kind, k] for k in range(1, 6)) for kind in LEVELS} == LEVELS
    for row in range(0, len(population), 1999):
        answers = decode(q, population.matrix[row].tobytes())
        assert grade(Response(q, population.production_type[row], answers)).level == levels[row]


def test_the_cities_are_the_published_ranking(population):
    upper = Counter(city for city, level in zip(population.city, population.level, strict=True) if level >= 2)
    ranked = upper.most_common()
    assert sum(count for _, count in ranked) == 6278
    assert {code: upper[code] for code in TOP} == TOP
    assert ranked[50][1] == 21
    assert ranked[51][1] <= 20
    assert sum(count for _, count in ranked[:51]) == 3749


def test_nobody_is_real(population):
    codes = {population.credit_code(row) for row in range(len(population))}
    assert len(codes) == 20_000
    assert all(code[2:8] == "000000" and check(code) == code for code in list(codes)[:200])
    assert all("示例" in population.name(row) for row in range(0, 20_000, 97))


def test_the_facts_are_possible(population):
    for kind, division in zip(population.production_type, population.division, strict=True):
        assert DIVISIONS[division].usual_type in (kind, "mixed")
    assert population.headcount.min() >= 1
    assert population.founded.max() < YEAR


def test_the_same_seed_gives_the_same_enterprises(population):
    again = build(load())
    assert np.array_equal(again.matrix, population.matrix)
    assert again.city == population.city
    assert not np.array_equal(build(load(), seed=1).matrix, population.matrix)
