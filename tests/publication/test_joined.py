"""Releases that set two questionnaires side by side, as the page on plans shows them."""

import re
import shutil
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr

from maturity.demo.population import answered
from maturity.disclosure.rules import Rules
from maturity.errors import Refusal
from maturity.publication.clearance import Request, clear
from maturity.publication.publish import publish, year_data
from maturity.publication.release import exporter, suffixes
from maturity.questionnaire import load
from maturity.statistics.plan import plans_for, read_plan
from maturity.statistics.relative.classes import with_classes
from maturity.statistics.signs import Status
from maturity.store import open_store
from maturity.store.publications.releases import ReleaseOrigin
from maturity.store.submissions.submissions import Record, add_graded

from .factories import GREEN, YEAR, load_factories, load_with_giants, people
from .intruders import Adding, files_of, lessons
from .test_intruders import plan_of
from .test_outcomes import figures, table

CMMM, COUNT, BOTH, OTHERS = load(), 160, 120, 40
PAGE = (Path(__file__).parents[2] / "docs" / "plans.md").read_text(encoding="utf-8")
PLAN = read_plan(next(text for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.S) if "level_joined" in text))


def load_smart(store, firms, seed=2):
    """Submissions of these enterprises under the other questionnaire; who does well tends to do well there too."""
    random = np.random.default_rng(seed)
    levels = np.clip([int(5 * good + random.normal(0, 0.8)) for _, good in firms], 0, 5).astype(np.uint8)
    matrix = answered(CMMM, ["discrete"] * len(firms), levels, random)
    more = {"production_type": "discrete", "headcount": 300, "revenue_10k": Decimal(9_000), "founded": 2001}
    records = [
        Record(replace(facts, **more), "discrete", YEAR, bytes(row))
        for (facts, _), row in zip(firms, matrix, strict=True)
    ]
    with store.write() as c:
        add_graded(c, CMMM, records)


@pytest.fixture(scope="module")
def loaded(upgraded_sqlite, tmp_path_factory):
    file = tmp_path_factory.mktemp("joined") / "store.db"
    shutil.copy(upgraded_sqlite, file)
    store = open_store(f"sqlite:///{file}")
    load_with_giants(store, COUNT)
    load_smart(store, people(COUNT + OTHERS)[COUNT - BOTH :])
    store.close()
    return file


@pytest.fixture
def filled(loaded, tmp_path):
    shutil.copy(loaded, tmp_path / "filled.db")
    store = open_store(f"sqlite:///{tmp_path / 'filled.db'}")
    yield store
    store.close()


def test_the_example_of_the_page_counts_who_answered_both(filled):
    data = year_data(filled, GREEN, YEAR, joined=CMMM)
    here = data.frame[data.frame["level"] >= 0]
    both = here[here["number_joined"] >= 0]
    assert (len(here), len(both), len(data.frame)) == (COUNT, BOTH, COUNT + OTHERS)
    release = publish(filled, PLAN, YEAR, GREEN).release
    matrix = table(release, "matrix")
    for row in matrix.rows:
        if row.key[0] != "_T":
            own = here[here["level_joined"] == row.key[0]]
            told = figures(matrix, row.key)
            assert (told["n"], told["count_L3"]) == (len(own), (own["level"] == 3).sum())
    assert figures(matrix, ("JOINED_NONE",))["n"] == COUNT - BOTH
    told = figures(table(release, "correlation"), ())
    assert told["joint_n"] == BOTH
    rho = spearmanr(both["score"], both["score_joined"]).statistic
    assert float(told["joint_rho"]) == pytest.approx(rho, abs=0.0051)
    assert told["joint_p"] == Fraction(1, 10_000)


def test_classes_are_those_of_ranks_and_say_from_which_score(filled):
    data = year_data(filled, GREEN, YEAR).frame
    classes = table(publish(filled, PLAN, YEAR, GREEN).release, "classes")
    for division in ("39", "26", "31"):
        scores = np.sort(data[data["division"] == division]["score"])[::-1].round(9)
        n, better = len(scores), np.array([(scores > one).sum() for one in scores])
        first, second = scores[100 * better < 5 * n], scores[100 * better < 40 * n]
        told = [figures(classes, (division, f"CLASS_{code}")) for code in ("A_PLUS", "A", "B")]
        assert [one["n"] for one in told] == [len(first), len(second) - len(first), n - len(second)]
        assert float(told[0]["class_from"]) == pytest.approx(first.min(), abs=0.051)
        assert float(told[1]["class_from"]) == pytest.approx(second.min(), abs=0.051)
        assert told[2]["class_from"] is Status.NOT_APPLICABLE


def test_a_group_of_nineteen_has_no_classes_and_one_of_twenty_has(sqlite_store):
    load_factories(sqlite_store, 39)
    data = year_data(sqlite_store, GREEN, YEAR).frame
    for n, expected in ((19, {"CLASS_NONE": 19}), (20, {"CLASS_A_PLUS": 1, "CLASS_A": 7, "CLASS_B": 12})):
        few = with_classes(data.head(n).assign(score=np.arange(n, dtype=float)))
        assert few["class"].value_counts()[lambda counts: counts > 0].to_dict() == expected


def released(store, *plans, **more):
    cleared = clear(store, Request(plans, YEAR, Rules(), **more), GREEN)
    with store.write() as c:
        cleared.enter(c, ReleaseOrigin())
    return cleared


def test_a_release_is_written_in_every_format_and_later_ones_are_set_beside_it(filled, tmp_path):
    cleared = released(filled, PLAN)
    (release,) = cleared.releases
    assert figures(table(release, "correlation"), ())["joint_n"] == BOTH
    few = figures(table(release, "classes"), ("39", "CLASS_A_PLUS"))
    assert few["n"] is Status.CONFIDENTIAL
    assert few["class_from"] is Status.CONFIDENTIAL
    for place, suffix in enumerate(suffixes()):
        assert exporter(suffix)(release, tmp_path / f"release{suffix}", ("zh", "en")[place % 2]).stat().st_size > 1000
    assert not clear(filled, Request((PLAN,), YEAR, Rules()), GREEN).problems
    beside = clear(filled, Request((plans_for(GREEN)["standard"],), YEAR, Rules(), beside="hide"), GREEN)
    assert not beside.problems


def test_another_answer_of_one_enterprise_hides_the_correlation(filled):
    released(filled, PLAN)
    load_smart(filled, people(COUNT + OTHERS)[:1])
    again = clear(filled, Request((PLAN,), YEAR, Rules(), beside="hide"), GREEN)
    (release,) = again.releases
    assert figures(table(release, "correlation"), ())["joint_rho"] is Status.CONFIDENTIAL


def test_a_final_release_is_of_the_same_data_with_and_without_the_other_questionnaire(filled):
    released(filled, plans_for(GREEN)["standard"], status="final")
    released(filled, PLAN, status="final", beside="hide")
    load_factories(filled, 30, seed=5)
    with pytest.raises(Refusal) as refusal:
        clear(filled, Request((PLAN,), YEAR, Rules(), status="final", beside="hide"), GREEN)
    assert refusal.value.problems[0].code == "release-after-final"


def test_rounded_releases_and_plans_beside_two_others_are_refused(filled):
    def codes(*plans, **rules):
        with pytest.raises(Refusal) as refusal:
            clear(filled, Request(plans, YEAR, Rules(**rules)), GREEN)
        return {problem.code for problem in refusal.value.problems}

    assert codes(PLAN, rounded=True) == {"plan-relative-rounded"}
    other = replace(PLAN, id="other", joined=load("green-readiness"))
    assert codes(PLAN, other) == {"plan-joined-several"}


MATRIX = [
    ("", "[n, count_by_level, mean_score]"),
    ("level_joined", "[n, count_by_level, mean_score]"),
    ("level_joined", "[n, count_by_level]", "level >= 3"),
    ("level_joined", "[n, 'sum:output', 'first_5:output']"),
]


@pytest.mark.parametrize("protected", [True, False])
def test_an_intruder_who_knows_the_other_numbers_reads_the_matrix(filled, tmp_path, protected):
    plan = plan_of(MATRIX, joined="cmmm")
    release = clear(filled, Request((plan,), YEAR, Rules()), GREEN).releases[0] if protected else None
    files = files_of([release or publish(filled, plan, YEAR, GREEN).release], tmp_path)
    frame = year_data(filled, GREEN, YEAR, joined=CMMM).frame
    populations = {"t2": [("level", "3")]}
    counted = lessons(frame, files, {}, populations)
    added = Adding(frame, {"t3": "level_joined"}, populations).take(files).learned("output")
    assert (counted, added) == ([], set()) if protected else counted and added


@pytest.mark.parametrize(
    ("finer", "by"),
    [(("division, level_joined", "[n]"), "division"), (("level_joined", "[n]", "city = 320500"), "city")],
)
def test_a_finer_matrix_is_for_internal_use_and_the_refusal_says_what_else_there_is(filled, finer, by):
    """What the other questionnaire's own tables of a division show, less the matrix, tells who answered that alone."""
    plan = plan_of([finer], joined="cmmm")
    with pytest.raises(Refusal) as caught:
        clear(filled, Request((plan,), YEAR, Rules()), GREEN)
    (problem,) = caught.value.problems
    assert (problem.code, problem.values["measures"]) == ("disclosure-joined-finer", by)
    assert publish(filled, plan, YEAR, GREEN).release.tables


def test_nobody_with_a_second_result_leaves_the_tables_out(sqlite_store):
    load_factories(sqlite_store, 60)
    release = publish(sqlite_store, plans_for(GREEN)["joint"], YEAR, GREEN).release
    assert [one.id for one in release.tables] == ["classes", "classes-by-division"]
    assert any("no enterprise answered both" in one.value.en for one in release.metadata)
