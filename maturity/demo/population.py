"""20,000 synthetic enterprises whose tables equal the published ones of 2021.

The published shares by type and the published numbers of enterprises at level 2 and above in 51 cities
(``levels_2021.csv``, ``cities_2021.csv``) are reproduced; all other properties are random with a seed.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from ..classification.credit_code import complete
from ..classification.industries import DIVISIONS
from ..classification.ownership import OWNERSHIPS
from ..classification.regions import CITIES
from ..questionnaire import Questionnaire
from ..scoring.batch import Scheme
from ..store.enterprises.facts import Facts
from .answers import draw

SEED = 39116
YEAR = 2021
_BELOW_LEVEL_1 = 0.42  # of "level 1 or below"; the published figure does not part the two
_OTHER_CITY_AT_MOST = 20  # the last of the published ranking has 21
_ABROAD = ("71", "81", "82")  # not in the published ranking
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Population:
    """n enterprises as columns, and their answers `matrix` uint8 (n, items), column-major.

    `number` identifies an enterprise in every year; `revenue_10k` is in 10,000 yuan, `headcount` in persons.
    """

    number: Integers
    production_type: list[str]
    level: NDArray[np.uint8]
    city: list[str]
    division: list[str]
    headcount: Integers
    revenue_10k: Integers
    founded: Integers
    ownership: list[str]
    matrix: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.city)

    def name(self, row: int) -> str:
        """The name of the enterprise in `row`, which says that it is an example."""
        city, division = CITIES[self.city[row]].name.zh, DIVISIONS[self.division[row]].name.zh
        return f"示例企业 {self.number[row]:05d}（{city} · {division}）"

    def credit_code(self, row: int) -> str:
        """A unified social credit code with correct check characters, in region 000000, which is never issued."""
        return complete(f"93000000DEM{self.number[row]:05d}")

    def answers(self) -> Iterator[bytes]:
        """The answer vector of every row."""
        rows = np.ascontiguousarray(self.matrix)
        return (row.tobytes() for row in rows)


def build(questionnaire: Questionnaire, seed: int = SEED) -> Population:
    """The population for `seed`; the same seed gives the same enterprises."""
    random = np.random.default_rng(seed)
    kinds, classes = _levels(random)
    level = _split_lowest(classes, random)
    city = _cities(classes, random)
    headcount, revenue = _sizes(level, random)
    return Population(
        number=np.arange(1, len(kinds) + 1),
        production_type=kinds,
        level=level,
        city=city,
        division=_divisions(kinds, random),
        headcount=headcount,
        revenue_10k=revenue,
        founded=random.integers(1978, YEAR - 1, len(kinds)),
        ownership=_ownership(len(kinds), np.random.default_rng(seed + 1)),
        matrix=answered(questionnaire, kinds, level, random),
    )


def answered(
    questionnaire: Questionnaire, kinds: list[str], level: NDArray[np.uint8], random: np.random.Generator
) -> NDArray[np.uint8]:
    """Answers uint8 (n, items) of enterprises of these production types that grade to these levels (n,)."""
    which = np.array([kind == "discrete" for kind in kinds], np.uint8)
    return draw(questionnaire, [Scheme("process"), Scheme("discrete")], which, level, random)


def _read(name: str) -> list[dict[str, str]]:
    text = (files("maturity.demo") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def facts_of(population: Population, row: int) -> Facts:
    """The facts of one enterprise of the population."""
    return Facts(
        name=population.name(row),
        credit_code=population.credit_code(row),
        division=population.division[row],
        production_type=population.production_type[row],
        city=population.city[row],
        headcount=int(population.headcount[row]),
        revenue_10k=Decimal(int(population.revenue_10k[row])),
        founded=int(population.founded[row]),
        ownership=population.ownership[row] or None,
    )


def _levels(random: np.random.Generator) -> tuple[list[str], NDArray[np.uint8]]:
    """Production type and level class (1 for level 1 or below, 2 to 5) of every enterprise, shuffled."""
    pairs = [
        (row["production_type"], index)
        for row in _read("levels_2021.csv")
        for index, column in enumerate(list(row)[1:], start=1)
        for _ in range(int(row[column]))
    ]
    order = random.permutation(len(pairs))
    return [pairs[i][0] for i in order], np.array([pairs[i][1] for i in order], np.uint8)


def _split_lowest(classes: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
    below = (classes == 1) & (random.random(len(classes)) < _BELOW_LEVEL_1)
    return np.where(below, 0, classes).astype(np.uint8)


def _cities(classes: NDArray[np.uint8], random: np.random.Generator) -> list[str]:
    """A city for every enterprise: the published counts at level 2 and above, elsewhere fewer than the last rank."""
    listed = {row["city_code"]: int(row["enterprises_level_2_and_above"]) for row in _read("cities_2021.csv")}
    others = [code for code in CITIES if code not in listed and not code.startswith(_ABROAD)]
    upper = int((classes >= 2).sum())
    spread = _spread(upper - sum(listed.values()), len(others), random)
    counts = {**listed, **dict(zip(others, map(int, spread), strict=True))}
    high = random.permutation(np.repeat(list(counts), list(counts.values())))
    odds = np.array(list(counts.values()), float) + 3
    low = random.choice(list(counts), len(classes) - upper, p=odds / odds.sum())
    cities = np.empty(len(classes), dtype=high.dtype)
    cities[classes >= 2], cities[classes == 1] = high, low
    return [str(city) for city in cities]


def _spread(total: int, places: int, random: np.random.Generator) -> Integers:
    """`total` distributed at random over `places`, each at most the cap."""
    counts = np.zeros(places, np.int64)
    odds = random.gamma(2.0, 1.0, places)
    while (missing := total - int(counts.sum())) > 0:
        drawn = np.bincount(random.choice(places, missing, p=odds / odds.sum()), minlength=places)
        counts = np.minimum(counts + drawn, _OTHER_CITY_AT_MOST)
        odds = np.where(counts < _OTHER_CITY_AT_MOST, odds, 0)
    return counts


def _divisions(kinds: list[str], random: np.random.Generator) -> list[str]:
    """A division for every enterprise by its production type; the sizes of divisions differ."""
    weight = dict(zip(DIVISIONS, random.gamma(1.5, 1.0, len(DIVISIONS)) + 0.15, strict=True))
    chosen = np.empty(len(kinds), dtype="U2")
    for kind in sorted(set(kinds)):  # in the same order in every process
        codes = [code for code, division in DIVISIONS.items() if division.usual_type in (kind, "mixed")]
        odds = np.array([weight[code] for code in codes])
        rows = np.array([row for row, other in enumerate(kinds) if other == kind])
        chosen[rows] = random.choice(codes, len(rows), p=odds / odds.sum())
    return [str(code) for code in chosen]


def _ownership(n: int, random: np.random.Generator) -> list[str]:
    """The ownership of `n` enterprises: mostly private; for every eighth it is unknown."""
    codes = ["", *OWNERSHIPS]
    return [str(code) for code in random.choice(codes, n, p=[0.12, 0.09, 0.02, 0.64, 0.05, 0.06, 0.02])]


def _sizes(level: NDArray[np.uint8], random: np.random.Generator) -> tuple[Integers, Integers]:
    """Headcount (persons) and revenue (10,000 yuan), larger on average at higher levels."""
    headcount = np.exp(random.normal(4.4 + 0.35 * level, 1.1)).astype(np.int64) + 3
    revenue = (headcount * np.exp(random.normal(4.1, 0.6, len(level)))).astype(np.int64) + 20
    return headcount, revenue
