"""One plan, three engines, equal tables: on the demo population, and on whatever records hypothesis thinks of."""

import os
import shutil

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maturity.demo.load import load_population
from maturity.demo.population import YEAR
from maturity.publication.publish import year_data
from maturity.questionnaire import load
from maturity.statistics.engines import postgresql, spark
from maturity.statistics.plan import load_plan, read_plan
from maturity.statistics.tabulate import tabulate

from .test_tabulate import RECORD, plan
from .world import beside, make_frame


@pytest.fixture(scope="module")
def session():
    """A Spark on this machine alone; skipped by name where Java or pyspark is missing."""
    if shutil.which("java") is None or not _has_spark():
        if os.environ.get("MATURITY_REQUIRE_SERVICES"):
            pytest.fail("Java and pyspark are required here")
        pytest.skip("Java or pyspark (the extra 'spark') is not installed")
    from pyspark.sql import SparkSession

    options = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }
    session = SparkSession.builder.master("local[1]").config(map=options).getOrCreate()
    yield session
    session.stop()


def _has_spark():
    try:
        import pyspark  # noqa: F401
    except ImportError:
        return False
    return True


@pytest.fixture(scope="module")
def population(upgraded_sqlite, tmp_path_factory):
    from maturity.store import open_store

    file = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copy(upgraded_sqlite, file)
    store = open_store(f"sqlite:///{file}")
    load_population(store, load())
    frame = year_data(store, load(), YEAR).frame
    store.close()
    return frame


@pytest.fixture(scope="module")
def published(population):
    return tabulate(load_plan(), population)


def test_postgresql_gives_the_tables_of_duckdb(population, published, postgresql_url):
    assert tabulate(load_plan(), population, postgresql(postgresql_url)) == published


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")  # rows go in and out without pandas
@pytest.mark.thorough
def test_spark_gives_the_tables_of_duckdb(population, published, session):
    assert tabulate(load_plan(), population, spark(session)) == published


LOOKS = """
id: t
title: {zh: 表, en: T}
scope: {zh: 企业, en: firms}
weights: {source: {zh: 统计局, en: Office}, margins: {production_type: {process: 100, discrete: 25.5}}}
tables:
  - {id: a, title: {zh: 表, en: T}, rows: [part, production_type], measures: [n, mean_score, median_score, quartiles]}
  - id: b
    title: {zh: 表, en: T}
    rows: [sample]
    measures: [n, count_by_level, mean_score, index, change_at_least_2, change_mean]
  - {id: c, title: {zh: 表, en: T}, rows: [production_type, valued_by], measures: [n, share_by_level, median_score]}
  - {id: d, title: {zh: 表, en: T}, rows: [size, production_type], measures: [n, weighted_share_by_level, effective_n]}
"""


@pytest.fixture(scope="module")
def looks():
    """Two years, assessors and domains that do not apply to all."""
    random = np.random.default_rng(7)
    return make_frame(
        {"production_type": random.choice(["process", "discrete"], 60)},
        random.integers(0, 6, 60),
        before=random.integers(-1, 6, 60),
        assessed=beside(random.integers(-1, 6, 60)),
        gone=beside(random.integers(0, 6, 9)),
        parts={"design": np.where(random.random(60) < 0.5, random.random(60) * 5, np.nan)},
    )


def test_postgresql_looks_again_as_duckdb_does(looks, postgresql_url):
    assert tabulate(read_plan(LOOKS), looks, postgresql(postgresql_url)) == tabulate(read_plan(LOOKS), looks)


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")
@pytest.mark.thorough
def test_spark_looks_again_as_duckdb_does(looks, session):
    assert tabulate(read_plan(LOOKS), looks, spark(session)) == tabulate(read_plan(LOOKS), looks)


@given(st.lists(RECORD, min_size=1, max_size=30))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_postgresql_agrees_on_any_records(postgresql_url, records):
    columns = {key: [record[key] for record in records] for key in ("production_type", "division", "city")}
    frame = make_frame(columns, [r["level"] for r in records], [r["score"] for r in records])
    asked = plan("[production_type, division]")
    assert tabulate(asked, frame, postgresql(postgresql_url)) == tabulate(asked, frame)


def test_nothing_stays_in_the_database(population, postgresql_url):
    import psycopg

    tabulate(plan(), population.head(10), postgresql(postgresql_url))
    with psycopg.connect(postgresql_url.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT to_regclass('enterprises')").fetchone() == (None,)
