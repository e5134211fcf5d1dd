"""The invented population is the published one: levels by type, cities at level 2 and above."""

import os
import subprocess
import sys
from collections import Counter

import numpy as np
import pytest

from maturity.answers import Response, decode
from maturity.classification.credit_code import check
from maturity.classification.industries import DIVISIONS
from maturity.demo.earlier import before
from maturity.demo.population import YEAR, build
from maturity.questionnaire import load
from maturity.scoring import grade
from maturity.scoring.batch import Scheme, score

LEVELS = {"discrete": (9390, 2208, 1090, 642, 670), "process": (4332, 864, 402, 198, 204)}
TOP = {"320200": 630, "430100": 253, "320500": 248, "110000": 202, "310000": 84, "210200": 21, "360100": 21}
BANDS = ((0, 1), (2, 2), (3, 3), (4, 5))


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


def test_every_process_makes_the_same_enterprises_of_both_years():
    """The order of sets differs between processes."""
    program = (
        "from hashlib import sha256\n"
        "from maturity.demo.earlier import before\n"
        "from maturity.demo.population import build\n"
        "from maturity.questionnaire import load\n"
        "q = load()\nnow = build(q)\n"
        "for p in (now, before(now, q)):\n"
        "    facts = repr((p.division, p.city, p.headcount.tolist())).encode()\n"
        "    print(sha256(facts + p.matrix.tobytes()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1
    assert len(set(found.pop().split())) == 2


def test_the_year_before_has_its_published_levels_and_some_that_left(population):
    earlier = before(population, load())
    assert len(earlier) == 12_000
    shares = [np.count_nonzero((earlier.level >= low) & (earlier.level <= high)) for low, high in BANDS]
    assert shares == [9_000, 1_680, 720, 600]
    assert len(set(earlier.number.tolist())) == 12_000
    assert np.count_nonzero(earlier.number > len(population)) == 1_500
    stayed = earlier.number <= len(population)
    rows = earlier.number[stayed] - 1
    assert [earlier.city[n] for n in np.flatnonzero(stayed)[:50]] == [population.city[row] for row in rows[:50]]
    assert np.corrcoef(earlier.level[stayed], population.level[rows])[0, 1] > 0.5


def test_the_same_seed_gives_the_same_enterprises(population):
    again = build(load())
    assert np.array_equal(again.matrix, population.matrix)
    assert again.city == population.city
    assert not np.array_equal(build(load(), seed=1).matrix, population.matrix)
