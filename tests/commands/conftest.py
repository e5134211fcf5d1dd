"""A user at a terminal: `run("grade", file)` tells the exit code and what was printed."""

import csv
import shutil
from typing import NamedTuple

import pytest

from maturity.classification.credit_code import complete
from maturity.cli import main
from maturity.questionnaire import load

from ..weight_files import weight_file


class Ran(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("MATURITY_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("MATURITY_DATABASE_URL", raising=False)
    monkeypatch.setenv("MATURITY_LANGUAGE", "en")

    def run(*words):
        with pytest.raises(SystemExit) as stopped:
            main([str(word) for word in words])
        ran = Ran(stopped.value.code, *capsys.readouterr())
        assert "Traceback" not in ran.out + ran.err
        return ran

    return run


@pytest.fixture
def database(tmp_path, run, upgraded_sqlite):
    shutil.copy(upgraded_sqlite, tmp_path / "test.sqlite3")
    return f"sqlite:///{tmp_path / 'test.sqlite3'}"


def enterprise(number=1, **changes):
    """A row of the bulk table that is right, with `changes`; every item is "most"."""
    facts = {
        "name": f"示例企业 {number}",
        "credit_code": complete(f"91000000TEX{number:05d}"),
        "division": "C39",
        "production_type": "discrete",
        "city": "苏州市",
        "headcount": "120",
        "revenue_10k": "900.5",
        "founded": "2001",
    }
    return facts | {item.id: "most" for item in load().items} | changes


@pytest.fixture
def bulk(tmp_path):
    def write(*rows, name="bulk.csv"):
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


@pytest.fixture
def own_weights(tmp_path):
    """A file that repeats the shipped discrete profile under the id "own", its first weight being `percent`."""

    def write(percent=None):
        path = tmp_path / "own.yaml"
        path.write_text(weight_file(load(), load().profile("discrete"), percent=percent), encoding="utf-8")
        return path

    return write
