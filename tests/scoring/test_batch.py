"""The kernel gives the same level and score as the single path, on every row."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.answers import NOT_APPLICABLE, Response, decode
from maturity.questionnaire import load, read
from maturity.scoring import grade
from maturity.scoring.batch import Scheme, score
from maturity.scoring.parts import parts

FILES = Path(__file__).parents[1] / "questionnaires" / "valid"
SMALL = {file.stem: read(file.read_text(encoding="utf-8")) for file in FILES.glob("*.yaml")}
SCHEMES = [Scheme("process"), Scheme("discrete"), Scheme("discrete", frozenset({"sales"}))]
CODES = np.array([0, 1, 2, 3, 4, NOT_APPLICABLE], np.uint8)


def assert_same(q, matrix, which):
    scores = score(q, SCHEMES, which, matrix)
    for row, codes in enumerate(matrix):
        scheme = SCHEMES[which[row]]
        answers = decode(q, codes.tobytes())
        exact = grade(Response(q, scheme.profile, answers, dict.fromkeys(scheme.cuts, "x")))
        assert scores.level[row] == exact.level
        assert scores.score[row] == pytest.approx(float(exact.score), abs=1e-9)
        assert scores.levels[:, row] == pytest.approx([float(mark.score) for mark in exact.levels], abs=1e-9)


@given(st.sampled_from(tuple(SMALL)), st.integers(0, 2**32), st.lists(st.floats(0.01, 1), min_size=6, max_size=6))
def test_every_row_of_a_small_questionnaire(name, seed, odds):
    random = np.random.default_rng(seed)
    q = SMALL[name]
    odds = np.array(odds) / sum(odds)
    matrix = random.choice(CODES, p=odds, size=(40, len(q.items)))
    assert_same(q, np.asfortranarray(matrix), random.integers(0, len(SCHEMES), 40))


def test_rows_of_the_whole_questionnaire():
    random = np.random.default_rng(39116)
    q = load()
    bias = random.dirichlet((3, 1, 1, 1, 1, 0.3), 120)
    matrix = np.stack([random.choice(CODES[[1, 2, 3, 4, 0, 5]], p=p, size=len(q.items)) for p in bias])
    assert_same(q, np.asfortranarray(matrix), random.integers(0, len(SCHEMES), 120))


def test_rows_exactly_at_the_pass_mark_and_a_hair_below():
    q = load()
    at_mark = np.full((len(q.items) + 1, len(q.items)), 2, np.uint8)  # "mostly" everywhere scores exactly 0.8
    for row in range(len(q.items)):
        at_mark[row, row] = 3
    assert_same(q, np.asfortranarray(at_mark), np.arange(len(at_mark)) % 3)
    assert score(q, SCHEMES, np.zeros(1, int), at_mark[-1:]).level[0] == 5


def test_what_a_row_gets_does_not_depend_on_the_rows_beside_it():
    random = np.random.default_rng(15)
    q = load()
    matrix = np.asfortranarray(random.choice(CODES, size=(61, len(q.items))))
    which = random.integers(0, len(SCHEMES), 61)
    whole, told = score(q, SCHEMES, which, matrix), parts(q, SCHEMES, which, matrix)
    for size in (1, 2, 7):
        for span in (slice(first, first + size) for first in range(0, 61, size)):
            few, some = score(q, SCHEMES, which[span], matrix[span]), parts(q, SCHEMES, which[span], matrix[span])
            assert np.array_equal(few.levels, whole.levels[:, span])
            assert np.array_equal(few.score, whole.score[span])
            assert np.array_equal(some.groups, told.groups[:, span], equal_nan=True)


def test_more_rows_than_a_chunk_in_any_memory_order():
    q = SMALL["small"]
    random = np.random.default_rng(1)
    matrix = random.choice(CODES, size=(70_000, len(q.items)))
    which = random.integers(0, 3, len(matrix)).astype(np.uint8)
    rows, columns = score(q, SCHEMES, which, matrix), score(q, SCHEMES, which, np.asfortranarray(matrix))
    assert np.array_equal(rows.score, columns.score)
    assert_same(q, matrix[-50:], which[-50:])
    assert np.array_equal(rows.level[-50:], score(q, SCHEMES, which[-50:], matrix[-50:]).level)


@pytest.mark.parametrize("code", [5, 6, 8, 200])
def test_a_code_that_means_nothing_is_refused(code):
    q = SMALL["small"]
    matrix = np.ones((3, len(q.items)), np.uint8)
    matrix[1, 2] = code
    with pytest.raises(ValueError, match="neither"):
        score(q, SCHEMES, np.zeros(3, int), matrix)


def test_shapes_that_do_not_fit_are_refused():
    q = SMALL["small"]
    with pytest.raises(ValueError, match="matrix"):
        score(q, SCHEMES, np.zeros(1, int), np.ones((1, 3), np.uint8))
    with pytest.raises(ValueError, match="scheme"):
        score(q, SCHEMES, np.array([3]), np.ones((1, len(q.items)), np.uint8))
    assert score(q, SCHEMES, np.zeros(0, int), np.ones((0, len(q.items)), np.uint8)).level.shape == (0,)
