"""The engine of tabulations: the option `--engine`, and opening an engine by its name."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from ..errors import refuse
from ..settings import database_url
from .common import Decorator

if TYPE_CHECKING:
    from ..statistics.engines import Opener

_OPTIONS: dict[str, bool | float | int | str | None] = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


def engine_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option `--engine duckdb|postgresql|spark`."""
    option: Decorator = click.option(
        "--engine",
        type=click.Choice(["duckdb", "postgresql", "spark"]),
        default="duckdb",
        show_default=True,
        help="Where internal tables are made: in this process, in the PostgreSQL of --database, or on Spark.",
    )
    return option(function)


@contextmanager
def engine_of(name: str, database: str | None, public: bool = False) -> "Iterator[Opener | None]":
    """The opened engine of a name; None for DuckDB in this process. Raises Refusal where it is not installed."""
    if public and name != "duckdb":
        raise click.UsageError("--engine is for internal tables: a release is made where it is protected.")
    if name == "postgresql":
        yield _postgresql(database or database_url())
    elif name == "spark":
        with _spark() as found:
            yield found
    else:
        yield None


def _postgresql(url: str) -> "Opener":
    from ..statistics.engines import postgresql

    if not url.startswith(("postgresql:", "postgresql+psycopg:")):
        raise click.UsageError("--engine postgresql needs a --database that is a PostgreSQL.")
    if find_spec("psycopg") is None:
        raise refuse("engine-missing", engine="postgresql", needs="psycopg (maturity[postgres])")
    return postgresql(url)


@contextmanager
def _spark() -> "Iterator[Opener]":
    """Spark by its own settings (SPARK_CONF_DIR), else on this machine."""
    from ..statistics.engines import spark

    if find_spec("pyspark") is None or not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise refuse("engine-missing", engine="spark", needs="pyspark (maturity[spark]), Java 17")
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    session = SparkSession.builder.appName("maturity").config(map=_OPTIONS).getOrCreate()
    try:
        yield spark(session)
    finally:
        session.stop()
