"""Weighting to known totals, against published vectors, raking enterprise by enterprise, and statsmodels."""

from fractions import Fraction
from math import fsum

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.errors import Refusal
from maturity.publication.release import build
from maturity.questionnaire import load
from maturity.statistics.plan import read_plan
from maturity.statistics.signs import Status
from maturity.statistics.table import TOTAL
from maturity.statistics.tabulate import tabulate
from maturity.statistics.weights.raking import UNIT, Margin, kish, rake

from .world import make_frame

SEED = np.array([[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]])
TOTALS = [np.array([150, 300, 400, 150.0]), np.array([200, 300, 400, 100.0])]
HEAD = "id: t\ntitle: {zh: 表, en: T}\nscope: {zh: 企业, en: firms}\n"
SOURCE = "weights:\n  source: {zh: 统计局, en: Statistical office}\n  margins:\n"
MEASURES = (
    "[n, share_at_least_2, weighted_share_by_level, weighted_share_at_least_2, weighted_interval_at_least_2, "
    "mean_score, weighted_mean_score, design_effect, effective_n]"
)


def plan_with(margins, rows="[]", measures=MEASURES, more="", beside=None):
    lines = "".join(f"    {dimension}: {totals}\n" for dimension, totals in margins.items())
    table = f"tables:\n  - id: a\n    title: {{zh: 表, en: T}}\n    rows: {rows}\n    measures: {measures}\n{more}"
    return read_plan(HEAD + SOURCE + lines + table, "plan.yaml", *([beside] if beside else []))


def cells(table, key):
    row = next(row for row in table.rows if row.key == key)
    return {column.id: cell for column, cell in zip(table.columns, row.cells, strict=True)}


def margins_of(seed, totals):
    return [Margin(np.indices(seed.shape)[axis].ravel(), total) for axis, total in enumerate(totals)]


def test_raking_is_as_published():
    found = rake(SEED.ravel(), margins_of(SEED, TOTALS))
    assert found.missed == ()
    weights = np.array(found.weights).reshape(SEED.shape) / UNIT
    assert (weights * SEED)[0] == pytest.approx([64.5585, 46.2325, 35.3843, 3.8247], abs=5e-5)
    n = int(SEED.sum())
    total, squares = (
        sum(w**power * n for w, n in zip(found.weights, SEED.ravel().tolist(), strict=True)) for power in (1, 2)
    )
    assert float(kish(n, total, squares).effect) == pytest.approx(1.24243, abs=5e-6)


def test_kish_of_one_heavy_weight():
    assert kish(5, 8, 20) == (Fraction(25, 16), Fraction(16, 5))  # weights 1, 1, 1, 1, 4


SEEDS = st.lists(st.lists(st.integers(1, 40), min_size=3, max_size=3), min_size=2, max_size=4)


@given(SEEDS, SEEDS)
def test_raked_cells_reach_the_margins_and_keep_the_odds_of_the_sample(seed, other):
    """Both together are what raking is: there is one such table and no other."""
    size = min(len(seed), len(other))
    seed, known = np.array(seed[:size]), np.array(other[:size], float)
    found = rake(seed.ravel(), margins_of(seed, [known.sum(axis=1), known.sum(axis=0)]))
    assert found.missed == ()
    cells = np.array(found.weights).reshape(seed.shape) / UNIT * seed
    for axis in range(2):
        assert cells.sum(axis=1 - axis) == pytest.approx(known.sum(axis=1 - axis), rel=1e-7, abs=1e-6)
    odds, before = (x[:-1, :-1] * x[1:, 1:] / (x[:-1, 1:] * x[1:, :-1]) for x in (cells, seed))
    assert odds == pytest.approx(before, rel=1e-3)


def test_margins_that_contradict_the_sample_are_told():
    """Whoever is large is discrete here, so that there cannot be more large than discrete ones."""
    seed = np.array([10, 10, 10])  # large and discrete, small and discrete, small and process
    margins = [Margin(np.array([0, 1, 1]), np.array([60.0, 40])), Margin(np.array([0, 0, 1]), np.array([50.0, 50]))]
    assert {(margin, place) for margin, place, _ in rake(seed, margins).missed}


ENTERPRISES = st.lists(
    st.tuples(st.sampled_from(["discrete", "process"]), st.sampled_from(["13", "26", "39"]), st.integers(0, 5)),
    min_size=1,
    max_size=40,
)
KINDS = [(kind, division) for kind in ("discrete", "process") for division in ("13", "26", "39")]


def by_record(records, totals):
    """A weight for every enterprise, raked one by one with exactly rounded sums."""
    weights = [1.0] * len(records)
    for _ in range(3000):
        for place, margin in enumerate(totals):
            for code, total in margin.items():
                here = [number for number, record in enumerate(records) if record[place] == code]
                factor = total / fsum(weights[number] for number in here)
                for number in here:
                    weights[number] *= factor
    return weights


@given(ENTERPRISES, st.lists(st.integers(1, 30), min_size=6, max_size=6))
@settings(max_examples=15)
def test_weighted_figures_agree_with_weights_of_every_enterprise_and_statsmodels(records, known):
    stats = pytest.importorskip("statsmodels.stats.weightstats")
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    records = [(*kind, 1) for kind in KINDS] + records
    truth = dict(zip(KINDS, known, strict=True))
    totals = [
        {
            code: sum(n for kind, n in truth.items() if kind[place] == code)
            for code in dict.fromkeys(k[place] for k in KINDS)
        }
        for place in range(2)
    ]
    kinds, divisions, levels = zip(*records, strict=True)
    scores = np.round(np.array(levels) + np.arange(len(levels)) % 7 / 10, 9)
    frame = make_frame({"production_type": kinds, "division": divisions}, levels, scores)
    margins = {"production_type": dict(totals[0]), "division": {f'"{c}"': n for c, n in totals[1].items()}}
    text = {
        name: "{" + ", ".join(f"{code}: {n}" for code, n in margin.items()) + "}" for name, margin in margins.items()
    }
    (table,) = tabulate(plan_with(text, "[production_type]"), frame)
    weights = np.array(by_record(records, totals))
    for key in (TOTAL, "discrete", "process"):
        here = np.array([key in (TOTAL, kind) for kind in kinds])
        w, level, found = weights[here], np.maximum(1, np.array(levels)[here]), cells(table, (key,))
        described = stats.DescrStatsW(scores[here], weights=w)
        assert float(found["weighted_mean_score"]) == pytest.approx(described.mean, rel=1e-6)
        effect = 1 + w.var() / w.mean() ** 2
        assert float(found["design_effect"]) == pytest.approx(effect, rel=1e-6)
        assert float(found["effective_n"]) == pytest.approx(here.sum() / effect, rel=1e-6)
        share = w[level >= 2].sum() / w.sum()
        assert float(found["weighted_share_GE2"]) == pytest.approx(100 * share, rel=1e-6)
        shares = [found[f"weighted_share_{id}"] for id in ("LE1", "L2", "L3", "GE4")]
        assert sum(shares) == 100
        assert [float(x) for x in shares[:3]] == pytest.approx([100 * w[level == k].sum() / w.sum() for k in (1, 2, 3)])
        n = here.sum() / effect
        wanted = proportion.proportion_confint(share * n, n, method="wilson")
        bounds = [float(found[f"weighted_{end}_GE2"]) / 100 for end in ("low", "high")]
        assert bounds == pytest.approx(wanted, abs=1e-6)
        assert found["n"] == here.sum()
    everybody = cells(table, (TOTAL,))
    if len({*weights.round(9)}) == 1:
        assert everybody["weighted_mean_score"] == everybody["mean_score"]


SIZES = {"size": "{large: 10, small: 90}"}
FRAME = {"headcount": [2000] * 5 + [50] * 5, "revenue_10k": [90_000] * 5 + [900] * 5}


def test_a_sample_of_one_half_large_ones_is_weighted_to_one_tenth():
    """Large: 2 a respondent, small: 18. Levels 2 and above are all large ones: 50 % of the sample, 10 % of the known
    total. Kish: 10 x (5 x 4 + 5 x 324) / 100² = 1.64, so that the ten tell as much as 6.1.
    """
    (table,) = tabulate(plan_with(SIZES), make_frame(FRAME, [3] * 5 + [1] * 5))
    found = cells(table, ())
    assert (found["share_GE2"], found["weighted_share_GE2"]) == (50, 10)
    assert found["design_effect"] == Fraction(164, 100)
    assert found["effective_n"] == Fraction(1000, 164)
    assert table.notes == ("weighted", "level-1", "interval", "score")


def test_rows_and_conditions_have_the_weights_of_the_whole_plan():
    frame = make_frame(FRAME | {"production_type": ["discrete"] * 9 + ["process"]}, [3] * 5 + [1] * 4 + [2])
    (table,) = tabulate(plan_with(SIZES, "[production_type]", more="    population: ['level >= 2']\n"), frame)
    assert cells(table, (TOTAL,))["weighted_share_LE1"] == 0
    assert cells(table, (TOTAL,))["weighted_share_L2"] == Fraction(100 * 18, 28)
    assert cells(table, ("process",))["design_effect"] == 1
    empty = tabulate(plan_with(SIZES, more="    population: ['level >= 4']\n"), frame)[0]
    assert {cell for _, column, cell in empty.figures() if column.id != "n"} == {Status.NOT_APPLICABLE}


def test_the_same_input_in_another_order_gives_the_same_figures():
    random = np.random.default_rng(3)
    n = 400
    rows = {
        "production_type": random.choice(["discrete", "process"], n),
        "division": random.choice(["13", "26", "39"], n),
        "headcount": random.choice([2000, 50], n),
        "revenue_10k": [90_000] * n,
    }
    levels = random.integers(0, 6, n)
    margins = {
        "production_type": "{discrete: 700.5, process: 299.5}",
        "division": '{"39": 333.25, "13": 400, "26": 266.75}',
        "size": "{large: 100, small: 900}",
    }
    order = random.permutation(n)
    asked = plan_with(margins, "[division, production_type]")
    one = tabulate(asked, make_frame(rows, levels))
    other = tabulate(asked, make_frame({name: np.array(column)[order] for name, column in rows.items()}, levels[order]))
    assert one == other


@pytest.mark.parametrize(
    ("margins", "code", "values"),
    [
        ({"size": "{large: 100}"}, "weights-no-margin", {"dimension": "size", "codes": "small"}),
        ({"size": "{large: 10, small: 80, micro: 10}"}, "weights-nobody", {"dimension": "size", "codes": "micro"}),
        (
            {"size": "{large: 60, small: 40}", "production_type": "{discrete: 50, process: 50}"},
            "weights-unreached",
            {"dimension": "size", "code": "large", "total": "60"},
        ),
    ],
)
def test_totals_that_the_respondents_cannot_be_brought_to_are_refused(margins, code, values):
    frame = make_frame(FRAME | {"production_type": ["discrete"] * 7 + ["process"] * 3}, [1] * 10)
    with pytest.raises(Refusal) as caught:
        tabulate(plan_with(margins), frame)
    problem = caught.value.problems[0]
    assert problem.code == code
    assert values.items() <= problem.values.items()


def test_all_that_stands_in_the_way_is_told_at_once():
    margins = {"size": "{medium: 100}", "production_type": "{discrete: 60, process: 40}"}
    with pytest.raises(Refusal) as caught:
        tabulate(plan_with(margins), make_frame(FRAME, [1] * 10))
    assert [(problem.code, problem.values["codes"]) for problem in caught.value.problems] == [
        ("weights-no-margin", "large, small"),
        ("weights-nobody", "medium"),
        ("weights-nobody", "process"),
    ]


FILES = {
    "sizes.csv": "code,total\nlarge,10\nsmall,90\n",
    "twice.csv": "code,total\nlarge,10\nlarge,10\nsmall,80\n",
    "headless.csv": "large,10\nsmall,90\n",
    "wide.csv": "code,total\nlarge,10,yes\n",
    "empty.csv": "",
}


def test_totals_may_stand_in_a_file_beside_the_plan():
    asked = plan_with({"size": "sizes.csv"}, beside=FILES.__getitem__)
    written = plan_with(SIZES)
    assert asked.weights == written.weights
    assert asked.digest != plan_with({"size": "sizes.csv"}, beside=lambda _: FILES["sizes.csv"] + "\n").digest


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("twice.csv", "plan-margin-repeated"),
        ("headless.csv", "plan-margin-file"),
        ("wide.csv", "plan-margin-file"),
        ("empty.csv", "plan-margin-file"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_refused(name, code):
    with pytest.raises(Refusal) as caught:
        plan_with({"size": name}, beside=FILES.__getitem__)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.row) == (code, 7)


def test_mistakes_in_weights_and_tables_are_reported_together():
    margins = {"size": "{large: 0, tiny: 5}", "age": "{young: 3}"}
    with pytest.raises(Refusal) as caught:
        plan_with(margins, "[town]", "[n, sum]")
    assert [problem.code for problem in caught.value.problems] == [
        *("plan-margin-number", "plan-margin-code", "plan-margin-dimension"),
        *("plan-unknown-dimension", "plan-unknown-measure"),
    ]


def test_an_internal_publication_says_what_it_is_weighted_by():
    frame = make_frame(FRAME, [3] * 5 + [1] * 5)
    made = build(plan_with(SIZES), frame, load(), 2021)
    fact = next(fact for fact in made.metadata if fact.id == "weighting")
    assert "100 enterprises; source: Statistical office" in fact.value.en
    assert "企业规模的已知总数加权（共 100 家；来源：统计局）" in fact.value.zh
    units = {
        line.measure: line.unit_measure for line in made.tidy if line.measure.startswith(("weighted", "design", "eff"))
    }
    assert units == {
        **dict.fromkeys(("weighted_share", "weighted_ci_low", "weighted_ci_high"), "PC"),
        "weighted_mean": "SCORE",
        "design_effect": "RATIO",
        "effective_n": "ENT",
    }
