"""The synthetic population of the year before: 12,000 enterprises, some of which did not take part again.

Their levels have the shares published for 2020: 75, 14, 6 and 5 per cent at level 1 or below, 2, 3, and 4 or above.
Levels in 2020 and 2021 are correlated.
"""

import numpy as np

from ..questionnaire import Questionnaire
from .population import SEED, Population, answered

_LEVELS = {0: 3_600, 1: 5_400, 2: 1_680, 3: 720, 4: 400, 5: 200}
_GONE = 1_500


def before(population: Population, questionnaire: Questionnaire) -> Population:
    """The enterprises of `population` that took part a year before, as they were then, and others that left."""
    random = np.random.default_rng(SEED - 1)
    n = sum(_LEVELS.values())
    stayed = random.choice(len(population), n - _GONE, replace=False)
    alike = random.choice(len(population), _GONE)  # who left has the facts of somebody that is here
    rows = np.concatenate([stayed, alike])
    standing = np.concatenate([population.level[stayed], np.ones(_GONE)]) + random.normal(0, 0.8, n)
    level = np.empty(n, np.uint8)
    level[np.argsort(standing)] = np.repeat([*_LEVELS], [*_LEVELS.values()])
    kinds = [population.production_type[row] for row in rows]
    return Population(
        number=np.concatenate([population.number[stayed], len(population) + np.arange(1, _GONE + 1)]),
        production_type=kinds,
        level=level,
        city=[population.city[row] for row in rows],
        division=[population.division[row] for row in rows],
        headcount=population.headcount[rows],
        revenue_10k=population.revenue_10k[rows],
        founded=population.founded[rows],
        ownership=[population.ownership[row] for row in rows],
        matrix=answered(questionnaire, kinds, level, random),
    )
