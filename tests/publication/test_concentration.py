"""How few hold most of a quantity: over enterprises, under the p%-rule, and over the rows of a printed table."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from maturity.errors import Refusal
from maturity.publication.publish import publish, year_data
from maturity.publication.release import exporter, suffixes
from maturity.publication.sources.concentrated import _Shown
from maturity.questionnaire import load
from maturity.regions.concentration import concentration
from maturity.statistics.engines import in_process, postgresql
from maturity.statistics.numeric.burdens import burdens
from maturity.statistics.plan import plans_for, read_plan
from maturity.statistics.signs import Status
from maturity.statistics.table import printed
from maturity.statistics.tabulate import tabulate

from .factories import GREEN, YEAR, load_factories
from .intruders import Adding, files_of
from .test_intruders import cleared, plan_of
from .test_outcomes import figures, table

EVERY = "[n, 'sum:energy', 'first_1:energy', 'first_5:energy', 'first_10:energy', 'hhi:energy', 'gini:energy']"
OVER_ROWS = """
  - {id: provinces, title: {zh: 各省, en: Provinces}, rows: [province], measures: [n, 'sum:energy', 'sum:output']}
  - {id: few, title: {zh: 集中度, en: Concentration}, source: concentration, table: TABLE, measures: [MEASURE, n]}
"""


def over_rows(table="provinces", measure="'sum:energy'"):
    text = f"id: own\nquestionnaire: {GREEN.id}\ntitle: {{zh: 试验, en: Trial}}\nscope: {{zh: 全部, en: All}}\ntables:"
    return read_plan(text + OVER_ROWS.replace("TABLE", table).replace("MEASURE", measure), find=lambda _: GREEN)


@pytest.fixture
def filled(sqlite_store):
    load_factories(sqlite_store, 90)
    return sqlite_store


def test_the_spread_over_enterprises_is_that_of_their_amounts(filled):
    frame = year_data(filled, GREEN, YEAR).frame
    found = table(publish(filled, plan_of([("division", EVERY)]), YEAR, GREEN).release, "t0")
    for code in ("_T", "39", "26", "31"):
        here = frame if code == "_T" else frame[frame["division"] == code]
        told, true = figures(found, (code,)), concentration(here["amount_energy"].to_numpy())
        for count, share in true.first.items():
            assert float(told[f"first_{count}_energy"]) == pytest.approx(100 * share, abs=0.0501)
        assert float(told["hhi_energy"]) == pytest.approx(true.hhi, abs=0.501)
        assert float(told["gini_energy"]) == pytest.approx(true.gini, abs=0.000501)


def test_postgresql_gives_the_figures_of_duckdb(filled, postgresql_url):
    frame, plan = year_data(filled, GREEN, YEAR).frame, plan_of([("division, city", EVERY)])
    told = [tabulate(plan, frame, engine) for engine in (in_process, postgresql(postgresql_url))]
    assert [printed(table) for table in told[0]] == [printed(table) for table in told[1]]


def test_rows_of_few_have_no_share_of_more(sqlite_store):
    load_factories(sqlite_store, 30)
    release = publish(sqlite_store, plan_of([("", EVERY), ("city, division", EVERY)]), YEAR, GREEN).release
    for row in table(release, "t1").rows:
        told = figures(table(release, "t1"), row.key)
        assert (told["first_5_energy"] is Status.NOT_APPLICABLE) == (told["n"] <= 5)
        assert (told["first_1_energy"] is Status.NOT_APPLICABLE) == (told["n"] <= 1)


def test_what_tells_of_one_enterprise_is_not_released_and_the_refusal_says_why(filled):
    with pytest.raises(Refusal) as caught:
        cleared(filled, plan_of([("", EVERY)]))
    (problem,) = caught.value.problems
    assert (problem.code, problem.values["measures"]) == (
        "disclosure-one-firm",
        "first_1:energy, hhi:energy, gini:energy",
    )


def test_the_share_of_the_largest_times_the_sum_is_its_amount(filled, tmp_path):
    """In an internal publication it may stand; an intruder who reads that knows the largest."""
    frame = year_data(filled, GREEN, YEAR).frame
    plan = plan_of([("", "[n, 'sum:output', 'first_1:output']")])
    adding = Adding(frame, {}, {}).take(files_of([publish(filled, plan, YEAR, GREEN).release], tmp_path))
    assert int(np.argmax(frame["amount_output"])) in adding.learned("output")


def test_a_release_shows_shares_of_the_largest_where_the_rule_allows(filled):
    plan = plan_of([("", "[n, 'sum:output', 'first_5:output', 'first_10:output']")])
    told = figures(table(cleared(filled, plan).releases[0], "t0"), ())
    assert not {Status.CONFIDENTIAL} & {told["sum_output"], told["first_5_output"], told["first_10_output"]}


@pytest.mark.parametrize(
    ("id", "of"),
    [
        ("green-factory-2016", ["exhaust-gas", "waste-water", "main-material", "energy", "carbon"]),
        ("green-factory-2025", ["energy", "carbon", "water-intake"]),
        ("four-degrees", []),
        ("green-park-2016", []),
        ("cmmm", []),
    ],
)
def test_a_shipped_plan_tells_how_few_hold_most_of_what_indicators_want_less_of(id, of):
    questionnaire = load(id)
    assert [*burdens(questionnaire)] == of
    plan = plans_for(questionnaire).get("concentration")
    assert bool(plan) == bool(of)
    if plan:
        assert [one.table for one in plan.others] == ["by-province", "by-division"]
        assert {one.measures for one in plan.others} == {("n", *(f"sum:{quantity}" for quantity in of))}


def test_the_shipped_plan_is_released_and_an_intruder_learns_no_amount(filled, tmp_path):
    cleared_plan = cleared(filled, plans_for(GREEN)["concentration"])
    (release,) = cleared_plan.releases
    assert [one.id for one in release.tables] == [
        *("enterprises", "by-province", "few-by-province", "by-division", "few-by-division")
    ]
    assert table(release, "enterprises").title.zh == "企业集中度"
    told = figures(table(release, "enterprises"), ())
    assert Status.CONFIDENTIAL not in {told[f"{kind}_energy"] for kind in ("sum", "first_5", "first_10")}
    own = replace(release, tables=tuple(one for one in release.tables if not one.origin))  # the rest follows from them
    adding = Adding(year_data(filled, GREEN, YEAR).frame, {}, {}).take(files_of([own], tmp_path))
    assert not adding.learned("energy")


def test_concentration_over_rows_is_computed_from_what_is_printed(filled):
    release = publish(filled, over_rows(), YEAR, GREEN).release
    rows = [figures(table(release, "provinces"), row.key) for row in table(release, "provinces").rows if not row.whole]
    for code, name in (("CONC_1", "sum_energy"), ("CONC_2", "n")):
        values = [float(one[name]) for one in rows if not isinstance(one[name], Status) and one[name]]
        told, true = figures(table(release, "few"), (code,)), concentration(np.array(values))
        assert (told["groups"], told["hidden_groups"]) == (true.n, 0)
        assert float(told["first_1"]) == pytest.approx(100 * true.first[1], abs=0.0051)
        assert told["first_5"] is Status.NOT_APPLICABLE  # there are three provinces
        assert (float(told["hhi"]), float(told["gini"])) == (
            pytest.approx(true.hhi, abs=0.051),
            pytest.approx(true.gini, abs=0.000051),
        )


def test_where_rows_are_hidden_it_says_between_which_figures_the_truth_lies(filled):
    frame = year_data(filled, GREEN, YEAR).frame
    (release,) = cleared(filled, over_rows()).releases
    hidden = [row for row in table(release, "provinces").rows if Status.CONFIDENTIAL in row.cells]
    few = table(release, "few")
    true = concentration(frame.groupby("province", observed=True)["amount_energy"].sum().to_numpy())
    if not hidden:
        assert [row.key for row in few.rows] == [("CONC_1",), ("CONC_2",)]
        return
    least, most = (figures(few, (f"CONC_1_{end}",)) for end in ("LEAST", "MOST"))
    for name, value in (("first_1", 100 * true.first[1]), ("hhi", true.hhi), ("gini", true.gini)):
        assert float(least[name]) - 0.06 <= value <= float(most[name]) + 0.06


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=9), st.lists(st.integers(0, 10**6), max_size=5))
def test_the_truth_lies_between_both_lines(shown, hidden):
    assume(sum(hidden) or not hidden)
    ends = _Shown(tuple(map(float, shown)), len(hidden), float(sum(shown) + sum(hidden)), 1.0).ends
    assert 1 <= len(ends) <= 2
    true = concentration(np.array([*shown, *hidden], float))
    low, high = concentration(np.array(ends[0])), concentration(np.array(ends[-1]))
    for count, share in true.first.items():
        assert low.first[count] - 1e-9 <= share <= high.first[count] + 1e-9
    assert low.hhi - 1e-6 <= true.hhi <= high.hhi + 1e-6
    assert low.gini - 1e-9 <= true.gini <= high.gini + 1e-9


def test_without_a_total_or_with_rows_left_out_nothing_is_said():
    assert _Shown((5.0, 6.0), 1, None, 1.0).ends == ()
    assert _Shown((5.0, 6.0), 0, 40.0, 1.0).ends == ()
    assert _Shown((), 0, 0.0, 1.0).ends == ()
    assert _Shown((5.0, 6.0), 0, 11.4, 1.0).ends == ((5.0, 6.0),)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"table": "nothing"}, "plan-concentration-table"),
        ({"measure": "mean_score"}, "plan-concentration-measure"),
        ({"measure": "'sum:carbon'"}, "plan-concentration-measure"),
    ],
)
def test_mistakes_name_what_is_there(changed, code):
    with pytest.raises(Refusal) as caught:
        over_rows(**changed)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.values["allowed"] in ("provinces", "n, sum:energy, sum:output")


def test_every_format_holds_both_kinds(filled, tmp_path):
    release = publish(filled, over_rows(), YEAR, GREEN).release
    for suffix in suffixes():
        assert exporter(suffix)(release, tmp_path / f"out{suffix}", "zh").stat().st_size
