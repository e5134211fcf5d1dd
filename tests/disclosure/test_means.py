"""Means that follow from shown ones: asked about once, and not laid to a release that tells them again."""

from dataclasses import replace

import numpy as np
import pytest

from maturity.disclosure import means
from maturity.disclosure.means import ShownMeans
from maturity.disclosure.rules import Rules
from maturity.disclosure.system import Family, Line, Means, Precision, System, sums

EARLIER, ALL = np.array([True, True, False, False]), np.ones(4, bool)


@pytest.fixture
def system():
    """The mean of eight process enterprises of a province follows: from the province and its twelve discrete ones,
    told earlier, and from all thirty process ones and the 22 elsewhere.
    """
    rows = [[0, 1], [0], [1, 2], [2]]
    lines = tuple(Line(cell, (), shown_earlier=True if EARLIER[cell] else None) for cell in range(4))
    families = (Family(0, 4, (1,), (5,)), Family(2, 6, (3,), (7,)))
    counts = np.array([12, 8, 22])
    scores = Means(counts, np.zeros(3, np.int64), sums([]), sums([*rows, *rows]), families, np.zeros(4))
    return System(counts, sums([]), sums(rows), lines, means=scores)


def test_a_mean_that_earlier_releases_tell_is_not_laid_to_the_next_one(system):
    shown = ShownMeans(system, Rules())
    assert shown.leaked(ALL, ~ALL)
    assert shown.leaked(ALL, EARLIER) == []
    assert ShownMeans(system, Rules()).leaked(ALL, np.array([True, False, False, False]))


def test_a_union_is_asked_about_once(system, monkeypatch):
    asked = []
    plain = means._Intruder.reach
    monkeypatch.setattr(means._Intruder, "reach", lambda self, vector: asked.append(vector) or plain(self, vector))
    shown = ShownMeans(system, Rules())
    assert len(shown.unions(ALL)) == len(asked) == 1
    shown.means = replace(shown.means, precision=Precision(0.01, 0.0))  # now it is safe, and fewer means tell no more
    for _ in range(3):
        assert shown.unions(ALL) == []
    assert len(asked) == 2


def test_a_sum_that_no_shown_means_make_up_is_not_asked_about(system):
    intruder = means._Intruder(system.means, np.array([True, False, False, False]), system.values)
    assert intruder.reach({1: 1}).error == np.inf
    assert "_solver" not in vars(intruder)


def test_without_an_answer_a_mean_counts_as_told_by_this_release_and_not_by_earlier_ones(system, monkeypatch):
    monkeypatch.setattr(means._Intruder, "_asked", lambda self, vector: None)
    assert ShownMeans(system, Rules()).leaked(ALL, EARLIER)
