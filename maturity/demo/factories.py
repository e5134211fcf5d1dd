"""Synthetic self-evaluations of green factories, for a part of the demonstration's enterprises: all of it is drawn."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from fractions import Fraction

import numpy as np

from ..answers import Answer, Chosen, Said, encode
from ..answers.codec import entered_texts
from ..answers.reading import read_table, read_value
from ..quantities import Quantity
from ..questionnaire import Questionnaire, load
from ..questionnaire.numeric.references import Reference, References
from ..store import Store
from ..store.enterprises.facts import Facts
from ..store.submissions.submissions import ImportCounts, Record, add_graded
from .population import YEAR, build, facts_of

QUESTIONNAIRE = "green-factory-2016"
SOURCE = "演示用的合成数据 Synthetic, for the demonstration"
_SEED, _COUNT = 39117, 1500
_BOUNDARY = {f"boundary.{part}": Said("合成数据") for part in ("organisation", "production", "period")}
_REFERENCES = {  # baseline and leading value, made up
    "plot-ratio": ("0.7", None),
    "building-density": ("35", None),
    "land-value": ("2000", None),
    "pollutant-intensity": ("0.4", None),
    "gas-intensity": ("450", None),
    "water-intensity": ("2.4", "1"),
    "material-intensity": ("2.2", None),
    "solid-waste-use": ("70", None),
    "water-reuse": ("45", None),
    "energy-intensity": ("160", "80"),
    "carbon-intensity": ("0.6", None),
}
_PER_PIECE = {  # quantity of a poor and of a good factory for each piece of its output
    "exhaust-gas": (620.0, 180.0),
    "waste-water": (3.2, 0.9),
    "main-material": (2.6, 1.3),
    "green-material": (0.01, 0.03),
    "waste-generated": (0.5, 0.3),
    "water-discharged": (1.4, 0.3),
    "water-reused": (0.6, 1.1),
    "carbon": (0.85, 0.28),
}


def load_factories(store: Store) -> ImportCounts:
    """Add the self-evaluations of a part of the population for its year; those at higher levels take part more often,
    and tend to do better. Loading again adds nothing.
    """
    population, random = build(load()), np.random.default_rng(_SEED)
    odds = np.array([1.0 + level for level in population.level])
    rows = random.choice(len(odds), _COUNT, replace=False, p=odds / odds.sum())
    chosen = [(facts_of(population, row), population.level[row] / 5) for row in sorted(rows.tolist())]
    with store.write() as c:
        records = factory_records(chosen, YEAR)
        return add_graded(c, load(QUESTIONNAIRE), records, references=synthetic_references())


def synthetic_references() -> References:
    """Reference values that the factories are scored against, made up as they are."""
    values = (
        Reference(id, Fraction(base), Fraction(lead) if lead else None, None, {}, SOURCE, "M")
        for id, (base, lead) in _REFERENCES.items()
    )
    return References(tuple(values))


def factory_records(enterprises: Sequence[tuple[Facts, float]], year: int) -> Iterator[Record]:
    """A submission for each enterprise with these facts; the number beside them, 0 to 1, is how good it tends to be."""
    questionnaire, random = load(QUESTIONNAIRE), np.random.default_rng(_SEED)
    for facts, tendency in enterprises:
        quality = float(np.clip(0.25 + 0.55 * tendency + random.normal(0, 0.16), 0.02, 0.98))
        answers = _answers(questionnaire, quality, random)
        yield Record(
            facts,
            "default",
            year,
            encode(questionnaire, answers),
            submitted_at=datetime(year, 12, 2, 4, tzinfo=UTC),
            entered=entered_texts(answers),
        )


def _answers(questionnaire: Questionnaire, quality: float, random: np.random.Generator) -> dict[str, Answer]:
    numbers = _numbers(quality, random)
    answers = dict[str, Answer](_BOUNDARY)
    for item in questionnaire.items:
        if item.asks is None:
            answers[item.id] = Chosen(_choice(item.role, item.scale, quality, random))
        elif isinstance(item.asks, Quantity):
            found = read_value(item, f"{numbers[item.id]:.4g}" if item.id in _SHARES else f"{numbers[item.id]:.0f}")
            answers |= {item.id: found} if found is not None else {}
    for id, rows in (("pollutants", _pollutants(numbers)), ("energy", _energy(numbers, random))):
        table = read_table(questionnaire.item(id), rows)
        answers |= {id: table} if table is not None else {}
    return answers


_SHARES = ("green-material", "material")


def _choice(role: str, scale: str, quality: float, random: np.random.Generator) -> str:
    luck = random.random()
    if role in ("gate", "mandatory"):
        return "no" if luck > 0.988 + 0.011 * quality else "yes"
    if scale == "degree":
        return "full" if luck < quality**2 else "part" if luck < quality else "none"
    return "yes" if luck < quality else "no"


def _numbers(quality: float, random: np.random.Generator) -> dict[str, float]:
    """Quantities by item, all in proportion to an output that spreads over four powers of ten."""
    output = float(np.exp(random.normal(10.2, 1.3))) + 200
    land = output * float(np.exp(random.normal(1.1, 0.25)))
    found = {"output": output, "land-area": land, "footprint": land * (0.34 + 0.25 * quality)}
    found |= {"building-area": land * (0.62 + 0.4 * quality), "structure-area": land * 0.12}
    found["output-value"] = land * 1e4 * (0.16 + 0.45 * quality) * float(np.exp(random.normal(0, 0.2)))
    for id, (poor, good) in _PER_PIECE.items():
        found[id] = output * (poor + (good - poor) * quality) * float(np.exp(random.normal(0, 0.12)))
    found["material"] = found["green-material"] / (0.2 + 0.4 * quality)
    found["waste-used"] = found["waste-generated"] * (0.6 + 0.35 * quality)
    found["waste-used-old"] = 0.0
    found["energy"] = output * (210 - 150 * quality) * float(np.exp(random.normal(0, 0.12)))
    found["pollutants"] = output * (0.5 - 0.35 * quality) * float(np.exp(random.normal(0, 0.12)))
    return found


def _pollutants(numbers: dict[str, float]) -> list[tuple[str, dict[str, tuple[str, str]]]]:
    shares = {"COD": 0.8, "氨氮": 0.1}
    return [(name, {"pollutants.amount": (f"{numbers['pollutants'] * one:.1f}", "kg")}) for name, one in shares.items()]


def _energy(numbers: dict[str, float], random: np.random.Generator) -> list[tuple[str, dict[str, tuple[str, str]]]]:
    gas = float(random.uniform(0.2, 0.6)) * numbers["energy"] / 1.33
    power = (numbers["energy"] - gas * 1.33) / 0.1229
    return [("electricity", {"energy": (f"{power:.0f}", "kWh")}), ("natural-gas", {"energy": (f"{gas:.0f}", "m3")})]
