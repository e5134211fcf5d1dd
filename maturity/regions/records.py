"""Results as plain data for JSON: numbers unrounded, names in both languages."""

from collections.abc import Sequence
from math import isnan

from ..questionnaire import Text
from .association import DRAWN, SEED, Associated
from .attainment import Attained
from .concentration import Concentration
from .index import Index, Scores
from .sensitivity import Reversals, Without

Plain = dict[str, object]


def index_record(found: Index, without: tuple[Without, ...], swaps: Reversals) -> Plain:
    """An index with its weights, ranks, sensitivity and reversals."""
    base, ids = found.base, [one.id for one in found.indicators.indicators]
    figures = (base.weights, base.entropy, base.lowest, base.highest)
    names = ("weight", "entropy", "lowest", "highest")
    return {
        "title": _text(found.indicators.title),
        "source": _text(found.indicators.source),
        "base_year": found.base_year or None,
        "indicators": [
            {"id": id} | {name: float(figure[place]) for name, figure in zip(names, figures, strict=True)}
            for place, id in enumerate(ids)
        ],
        "years": {str(year or ""): _scores(scores) for year, scores in found.years.items()},
        "without_indicator": [
            {"id": ids[one.indicator], "correlation": one.correlation, "shift": one.shift, "ranks": one.ranks}
            for one in without
        ],
        "reversals": [
            {
                "without": one.left_out.code,
                "count": one.count,
                "pairs": [[better.code, worse.code] for better, worse in one.pairs],
            }
            for one in swaps.found
        ],
        "warnings": [{"code": problem.code, "place": str(problem.place)} for problem in found.warnings],
    }


def _scores(scores: Scores) -> list[Plain]:
    codes = scores.codes or [None] * len(scores.ranks)
    return [
        {"code": region.code, "name": _text(region.name), "closeness": float(near), "rank": rank, "class": code}
        for region, near, rank, code in zip(scores.regions, scores.closeness, scores.ranks, codes, strict=True)
    ]


def association_record(done: Associated) -> Plain:
    """An association with the regions it is of."""
    found = done.association
    names = ("both", "first", "second", "neither")
    return {
        "n": found.n,
        "rho": found.rho,
        "p": found.p,
        "p_is": "exact" if found.exact else {"permutations": DRAWN, "seed": SEED},
        "tau_b": found.tau,
        "partial_rho": done.partial,
        "rho_without": {
            region.code: None if isnan(one) else float(one)
            for region, one in zip(done.regions, found.without, strict=True)
        },
        "above_median": dict(zip(names, found.above, strict=True)),
        "left_out": {
            "no value": [region.code for region in done.without],
            "few participants": [region.code for region in done.few],
        },
    }


def concentration_record(found: Concentration) -> Plain:
    """A concentration."""
    first = {str(count): share for count, share in found.first.items()}
    return {"n": found.n, "total": found.total, "first": first, "hhi": found.hhi, "gini": found.gini}


def attainment_records(found: Sequence[Attained]) -> list[Plain]:
    """Targets and what was reached of them."""
    return [
        {
            "region": one.region or None,
            "indicator": one.target.id,
            "base": one.target.base,
            "target": one.target.target,
            "actual": one.actual,
            "attainment": one.attainment,
            "change": one.change,
            "change_in": "percentage points" if one.points else "per cent",
            "status": one.target.status,
            "verified": one.target.verified,
        }
        for one in found
    ]


def _text(text: Text) -> Plain:
    return {"zh": text.zh, "en": text.en}
