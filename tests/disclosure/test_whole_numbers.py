"""Secrets that a linear programme finds safe, for an intruder who also thinks in whole numbers."""

import numpy as np
import pytest

from maturity.disclosure.audit import Audit, Findings
from maturity.disclosure.intruder import Intruder
from maturity.disclosure.pattern import Pattern
from maturity.disclosure.rules import Secrets
from maturity.disclosure.system import Line, System, sums

ONE, TWO = (1, 0, 0, 0, 1, 0), (1, 0, 0, 1, 2, 1)  # atoms of a triangle whose pairs and somebody more are 1 each, or 2


@pytest.fixture
def audit():
    """`audit(ONE, TWO)`: somebody is in every triangle, pairs are known; the sum of all triangles must be able to be 5.
    A triangle of ONE can be 1.5 in a linear programme and 1 in whole numbers.
    """

    def make(*triangles, shown=False):
        first = range(0, 6 * len(triangles), 6)
        pairs = [(a + one, a + two, a + more) for a in first for one, two, more in ((0, 1, 3), (1, 2, 4), (0, 2, 5))]
        inner = [(a, a + 1, a + 2) for a in first]
        all_of_them = tuple(atom for atoms in inner for atom in atoms)
        cells = sums([*pairs, *inner, all_of_them])
        lines = tuple(Line(len(pairs) + place, ()) for place in range(len(inner)))
        system = System(np.concatenate(triangles), sums([]), cells, lines)
        value = system.values[-1:].astype(float)
        found = Secrets(sums([all_of_them]), value, ("frequency",), np.array([5.0]), np.array([np.inf]), (-1,))
        published = np.arange(len(cells)) < len(pairs)
        published[-1] = shown
        return Audit(system, Pattern(system, found, published, np.zeros(len(lines), bool)), found)

    return make


def test_halves_of_enterprises_keep_no_secret(audit):
    halves = audit(ONE, ONE, ONE, ONE)
    assert halves.findings().outside == {0}
    assert (halves.low[0], halves.high[0]) == (4, 6)


def test_a_secret_that_whole_numbers_keep_is_safe(audit):
    assert audit(ONE, ONE, TWO).findings() == Findings()


def test_without_an_answer_in_whole_numbers_nothing_is_safe(audit, monkeypatch):
    monkeypatch.setattr(Intruder, "whole", lambda self, vector, by: None)
    assert audit(ONE, ONE, TWO).findings().outside == {0}


def test_what_a_linear_programme_pins_is_not_asked_about_in_whole_numbers(audit, monkeypatch):
    monkeypatch.setattr(Intruder, "whole", lambda self, vector, by: pytest.fail("asked"))
    assert audit(ONE, ONE, TWO, shown=True).findings().outside == {0}
