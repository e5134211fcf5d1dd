"""Which data a release is of: those of a day, beside the year before as its final release has it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from maturity.assessment.selection import Reference, reference_from
from maturity.publication.revision import reference_on
from maturity.store.publications.releases import SALT, LedgerEntry

NOW = datetime(2026, 5, 1, tzinfo=UTC)
HELD = Reference(datetime(2025, 12, 31, tzinfo=UTC), {datetime(2025, 6, 30, tzinfo=UTC): frozenset({7})})
FINAL = LedgerEntry("standard", "a", 2024, "b", 5, 10, "c", {}, "s", "final", HELD)


@pytest.mark.parametrize("day", [None, date(2026, 3, 31)])
def test_the_year_before_is_as_its_final_release_has_it(day):
    found = reference_on(day, NOW, 2025, [FINAL])
    assert found.before == HELD
    assert reference_from(found.document()) == found
    assert found.holding([8], HELD).before == HELD


@pytest.mark.parametrize(
    "entry", [replace(FINAL, status="revised"), replace(FINAL, year=2023), replace(FINAL, footprint={SALT: "00"})]
)
def test_without_a_final_release_of_the_store_it_is_as_the_year_is(entry):
    assert reference_on(None, NOW, 2025, [entry]).before is None


def test_the_day_of_a_release_of_another_year_is_no_day_of_this_one():
    found = reference_on(HELD.day, NOW, 2025, [FINAL])
    assert found != HELD
    assert found.held == {}
