"""`maturity publish` with data of the publishing body: tables of regions, and what was reached of targets."""

import pytest

from maturity.registers.ledger import Event
from maturity.store.registers.ledger import append

from ..publication.sources.made import SECOND, regional_of, targets_of
from ..registers.made import added


@pytest.fixture
def database(sqlite_store):
    with sqlite_store.write() as c:
        append(c, None, [added("甲"), Event("甲", "rename", added().on, name="甲厂")], 0)
    return str(sqlite_store.engine.url)


def test_every_plan_of_other_data_is_written_and_released(run, database, tmp_path):
    regional_of(tmp_path, {2022: SECOND})
    targets_of(tmp_path, "indicator,actual", "steel-energy,566")
    brought = {
        "register": [],
        "regions": ["--regions", f"{tmp_path}/regions.csv", "--indicators", f"{tmp_path}/indicators.yaml"],
        "targets": ["--actual", f"{tmp_path}/actual.csv"],
    }
    for plan, given in brought.items():
        common = ["publish", "--plan", plan, "--year", "2022", "--database", database, "--language", "en", *given]
        assert run(*common, "--out", str(tmp_path / f"{plan}.csv")).code == 0
        assert (tmp_path / f"{plan}-internal.csv").exists()
        done = run(*common, "--release", "--out", str(tmp_path / "out"))
        assert done.code == 0, done.out
        assert "enterprises" not in done.out
        assert (tmp_path / "out" / f"maturity-{plan}-2022-en.xlsx").exists()


def test_what_is_missing_is_told(run, database, tmp_path):
    regional_of(tmp_path, {2022: SECOND})
    common = ["publish", "--year", "2022", "--database", database, "--language", "en", "--out", f"{tmp_path}/a.csv"]
    assert "Give the table and the indicators with --regions" in run(*common, "--plan", "regions").err
    alone = run(*common, "--plan", "regions", "--regions", f"{tmp_path}/regions.csv")
    assert "Use --regions together with --indicators." in alone.err
    assert alone.code == 1
