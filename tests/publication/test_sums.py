"""Sums of quantities and ratios of sums: what they are, and that no contributor learns another's amount from them."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import linprog

from maturity.disclosure.magnitudes import PERCENT
from maturity.disclosure.rules import Rules
from maturity.errors import Refusal
from maturity.publication.clearance import Request, clear
from maturity.publication.publish import publish, year_data
from maturity.publication.release import exporter, suffixes
from maturity.questionnaire import load
from maturity.statistics.breakdowns import breakdowns
from maturity.statistics.plan import plans_for, read_plan
from maturity.statistics.signs import Status
from maturity.store.publications.releases import ReleaseOrigin
from maturity.store.submissions.submissions import add_graded

from .factories import GREEN, YEAR, load_factories, people
from .test_outcomes import figures, table, texts_of

HEAD = f"""
id: {{id}}
questionnaire: {GREEN.id}
title: {{{{zh: 试验, en: Trial}}}}
scope: {{{{zh: 全部, en: All}}}}
tables:
"""
MEASURES = "[n, 'sum:output', 'sum:energy', 'sum:carbon', 'ratio:low-carbon.energy', 'ratio:land.plot-ratio']"


def plan_of(*rows, id="own", measures=MEASURES):
    """A plan with a table for each of `rows`, a list of dimensions."""
    text = HEAD.format(id=id)
    for place, dimensions in enumerate(rows):
        title = f"{{zh: '表 {place}', en: 'Table {place}'}}"
        text += f"  - {{id: t{place}, title: {title}, rows: [{', '.join(dimensions)}], measures: {measures}}}\n"
    return read_plan(text, find=lambda _: GREEN)


@pytest.fixture
def filled(sqlite_store):
    load_factories(sqlite_store, 150)
    return sqlite_store


def test_sums_and_ratios_are_those_of_the_rows(filled):
    data = year_data(filled, GREEN, YEAR).frame
    release = publish(filled, plan_of((), ("division",)), YEAR, GREEN).release
    whole = figures(table(release, "t0"), ())
    assert float(whole["sum_output"]) == pytest.approx(data["amount_output"].sum() / 1000, abs=0.51)
    energy = data["amount_energy"].sum() / data["amount_output"].sum()
    assert float(whole["ratio_low_carbon_energy"]) == pytest.approx(energy, abs=0.0051)
    plot = (data["amount_building_area"] + data["amount_structure_area"]).sum() / data["amount_land_area"].sum()
    assert float(whole["ratio_land_plot_ratio"]) == pytest.approx(plot, abs=0.0051)
    for code in ("39", "26"):
        own = data[data["division"] == code]
        row = figures(table(release, "t1"), (code,))
        assert float(row["sum_carbon"]) == pytest.approx(own["amount_carbon"].sum() / 1000, abs=0.51)


def test_a_sum_is_over_those_who_state_it(sqlite_store):
    records = load_factories(sqlite_store, 40)
    data = year_data(sqlite_store, GREEN, YEAR).frame
    release = publish(sqlite_store, plan_of(()), YEAR, GREEN).release
    assert len(records) == 40
    stated = data["amount_carbon"].dropna()
    assert float(figures(table(release, "t0"), ())["sum_carbon"]) == pytest.approx(stated.sum() / 1000, abs=0.51)


def printed(release):
    """The sums that a release shows: [(table dimensions, key, column, value)]."""
    for one in release.tables:
        for row, column, cell in one.figures():
            if column.measure.startswith("sum_") and not isinstance(cell, Status):
                yield one.dimensions, row.key, column.measure.removeprefix("sum_"), float(cell)


def learned(frame, release, quantity, targets, intruders):
    """Whom an intruder learns to within p per cent, of a quantity, from the sums printed: a second intruder, over
    every enterprise, who knows all codes, its own amount and how sums are rounded.
    """
    values = np.nan_to_num(frame[f"amount_{quantity}"].to_numpy()) / 1000
    rows, sides = [], []
    for dimensions, key, name, value in printed(release):
        if name == quantity:
            here = np.ones(len(frame), bool)
            for id, code in zip(dimensions, key, strict=True):
                here &= (frame[id] == code).to_numpy() if code != "_T" else True
            rows.append(here.astype(float))
            sides.append(value)
    matrix, sides = np.array(rows).reshape(-1, len(values)), np.array(sides)
    told = set()
    for target in targets:
        for intruder in intruders:
            if intruder == target:
                continue
            bounds = [(v, v) if place == intruder else (0, None) for place, v in enumerate(values)]
            cost = np.zeros(len(values))
            cost[target] = -1
            limits = {"A_ub": np.vstack([matrix, -matrix]), "b_ub": np.concatenate([sides + 0.5, 0.5 - sides])}
            answer = linprog(cost, bounds=bounds, **(limits if len(rows) else {}))
            if answer.status == 0 and -answer.fun < values[target] * (1 + PERCENT / 100) * (1 - 1e-6) - 1:
                told.add(target)
    return told


def skewed(store, count, seed):
    """A population whose outputs spread over four powers of ten."""
    load_factories(store, count, seed)
    return year_data(store, GREEN, YEAR).frame


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_intruder_who_reads_the_release_learns_no_amount(sqlite_store, seed):
    frame = skewed(sqlite_store, 90, seed)
    plan = plan_of((), ("division",), ("province",), ("division", "province"), ("city",))
    cleared = clear(sqlite_store, Request((plan,), YEAR, Rules()), GREEN)
    cleared.check()
    (release,) = cleared.releases
    assert any(True for _ in printed(release))
    for quantity in ("output", "energy"):
        order = np.argsort(-frame[f"amount_{quantity}"].to_numpy())
        targets, intruders = order[:6].tolist(), order[:10].tolist()
        assert learned(frame, release, quantity, targets, intruders) == set()


def test_without_protection_the_intruder_would_learn_some(sqlite_store):
    frame = skewed(sqlite_store, 90, 1)
    plan = plan_of((), ("division",), ("province",), ("division", "province"))
    release = publish(sqlite_store, plan, YEAR, GREEN).release
    order = np.argsort(-frame["amount_output"].to_numpy())
    assert learned(frame, release, "output", order[:25].tolist(), order[:40].tolist())


def test_a_sum_that_one_factory_dominates_is_hidden(sqlite_store):
    """Nobody's number of enterprises is small: the frequency rule sees nothing."""
    records = [*load_factories(sqlite_store, 60)]
    giant = records[0]
    entered = dict(giant.entered)
    entered["output"] = '{"text":"90000000000","unit":"unit","value":"90000000000"}'
    with sqlite_store.write() as c:
        add_graded(c, GREEN, [replace(giant, entered=entered, submitted_at=None)])
    cleared = clear(sqlite_store, Request((plan_of(()),), YEAR, Rules()), GREEN)
    cleared.check()
    whole = figures(table(cleared.releases[0], "t0"), ())
    assert whole["n"] == 60
    assert whole["sum_output"] is Status.CONFIDENTIAL
    assert whole["ratio_low_carbon_energy"] is Status.CONFIDENTIAL  # its denominator is that sum
    assert whole["sum_energy"] is not Status.CONFIDENTIAL


def enter(store, cleared):
    cleared.check()
    with store.write() as c:
        cleared.enter(c, ReleaseOrigin())


def test_sums_of_other_data_of_the_year_are_refused(filled):
    enter(filled, clear(filled, Request((plan_of(()),), YEAR, Rules()), GREEN))
    load_factories(filled, 175)
    again = clear(filled, Request((plan_of(()),), YEAR, Rules(), beside="hide"), GREEN)
    assert "disclosure-sums-changed" in {problem.code for problem in again.problems}
    with pytest.raises(Refusal):
        again.check()
    plain = plan_of((), id="plain", measures="[n, mean_score]")
    later = clear(filled, Request((plain,), YEAR, Rules(), beside="hide"), GREEN)
    assert "disclosure-sums-changed" not in {problem.code for problem in later.problems}


def test_a_second_plan_of_the_same_data_is_one_system_with_the_first(filled):
    first = clear(filled, Request((plan_of((), ("division",)),), YEAR, Rules()), GREEN)
    enter(filled, first)
    second = clear(filled, Request((plan_of(("province",), id="more"),), YEAR, Rules(), beside="hide"), GREEN)
    enter(filled, second)
    frame = year_data(filled, GREEN, YEAR).frame
    order = np.argsort(-frame["amount_output"].to_numpy())

    class Both:
        tables = (*first.releases[0].tables, *second.releases[0].tables)

    assert learned(frame, Both, "output", order[:5].tolist(), order[:8].tolist()) == set()


def test_every_format_holds_them(filled, tmp_path):
    release = publish(filled, plan_of((), ("division",)), YEAR, GREEN).release
    texts = {suffix: texts_of(exporter(suffix)(release, tmp_path / f"out{suffix}", "en")) for suffix in suffixes()}
    assert all(texts.values())
    assert "sum_output" in texts[".csv"]
    assert "U_kgce_unit" in texts[".csv"]
    assert "not verified" in texts[".html"]


def test_sums_are_for_quantities_that_cannot_be_negative_and_plain_rows():
    by = breakdowns(GREEN)
    assert "sum:output" in by.by_measure
    assert "ratio:land.ladder" not in by.by_measure  # against a reference value
    with pytest.raises(Refusal, match="sum:nothing"):
        plan_of((), measures="[n, 'sum:nothing']")
    with pytest.raises(Refusal, match="sum:output"):
        plan_of(("part",), measures="[n, 'sum:output']")
    with pytest.raises(Refusal, match="sum:output"):
        plan_of(("sample",), measures="[n, 'sum:output']")
    assert not breakdowns(load()).magnitudes


def test_the_general_plan_has_them(filled):
    plan = plans_for(GREEN)["standard"]
    assert {"amounts", "ratios", "ratios-by-region"} <= {one.id for one in plan.tables}
    ratios = next(one for one in plan.tables if one.id == "ratios").measures
    assert {"ratio:low-carbon.energy", "ratio:low-carbon.better"} & {*ratios} == {"ratio:low-carbon.energy"}
    cleared = clear(filled, Request((plan,), YEAR, Rules()), GREEN)
    cleared.check()
    whole = figures(table(cleared.releases[0], "amounts"), ())
    assert isinstance(whole["sum_energy"], Fraction)


def test_people_are_drawn_alike():
    assert people(5) == people(5)
