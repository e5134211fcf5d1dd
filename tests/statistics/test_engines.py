"""One plan, three engines, equal tables: on the demo population, and on whatever records hypothesis thinks of."""

import os
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maturity.demo.load import load_population
from maturity.demo.population import YEAR
from maturity.publish import take
from maturity.questionnaire import load
from maturity.statistics.engines import postgresql, spark
from maturity.statistics.plan import load_plan
from maturity.statistics.tabulate import tabulate

from .test_tabulate import RECORD, plan
from .world import make_frame


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
    frame = take(store, load(), YEAR).frame
    store.close()
    return frame


@pytest.fixture(scope="module")
def published(population):
    return tabulate(load_plan(), population)


def test_postgresql_gives_the_tables_of_duckdb(population, published, postgresql_url):
    assert tabulate(load_plan(), population, postgresql(postgresql_url)) == published


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")  # rows go in and out without pandas
def test_spark_gives_the_tables_of_duckdb(population, published, session):
    assert tabulate(load_plan(), population, spark(session)) == published


@given(st.lists(RECORD, min_size=1, max_size=30))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
