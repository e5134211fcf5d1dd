"""What is kept of a file's checked rows is what was read of them, in their order or in another."""

import numpy as np
import pytest

from maturity.answers import NOT_APPLICABLE
from maturity.intake.bulk import kept as module
from maturity.intake.bulk.columnwise import Block
from maturity.intake.bulk.kept import Kept


def block(first, n, **facts):
    codes = np.arange(n * 3, dtype=np.uint8).reshape(n, 3) % (NOT_APPLICABLE + 1)
    named = {"name": np.array([f"企业 {number}" for number in range(first, first + n)]), "headcount": np.arange(n)}
    return Block(
        named | facts,
        np.asfortranarray(codes),
        np.arange(n) % 2,
        np.arange(first, first + n),
        [{"a": "没有"}, *[{}] * (n - 1)],
    )


@pytest.fixture
def kept(monkeypatch):
    monkeypatch.setattr(module, "_ROWS", 4)
    with Kept() as kept:
        yield kept


def test_rows_come_back_as_they_were(kept):
    kept.add(block(2, 5))
    kept.add(block(9, 2))
    kept.finish()
    names, rows, reasons, vectors, profiles = [], [], [], [], []
    for found in kept.blocks():
        assert found.matrix.flags.f_contiguous
        names += found.facts["name"].tolist()
        rows += found.rows.tolist()
        profiles += found.profiles.tolist()
        reasons += found.reasons
        vectors += found.matrix.tolist()
    assert names == [f"企业 {number}" for number in (2, 3, 4, 5, 6, 9, 10)]
    assert rows == [2, 3, 4, 5, 6, 9, 10]
    assert profiles == [0, 1, 0, 1, 0, 0, 1]
    assert reasons == [{"a": "没有"}, {}, {}, {}, {}, {"a": "没有"}, {}]
    assert vectors == [*block(2, 5).matrix.tolist(), *block(9, 2).matrix.tolist()]
    assert kept.rows == 7
    assert kept.numbers([1, 6, None]) == {1: 2, 6: 9}
    assert kept.first("name", 3) == ["企业 2", "企业 3", "企业 4"]


def test_rows_can_be_had_in_the_order_of_a_fact(kept):
    kept.add(block(2, 5), key=np.array(["d", "a", "e", "c", "b"]))
    kept.finish()
    assert [row for found in kept.sorted("key") for row in found.rows.tolist()] == [3, 6, 5, 2, 4]


def test_nothing_kept_is_no_rows(kept):
    kept.finish()
    assert list(kept.blocks()) == []
    assert kept.first("name", 3) == []


def test_the_file_is_its_owners_alone_and_gone_afterwards():
    with Kept() as kept:
        kept.add(block(2, 5))
        assert kept._path.stat().st_mode & 0o077 == 0
        assert kept._path.parent.stat().st_mode & 0o077 == 0
    assert not kept._path.parent.exists()
