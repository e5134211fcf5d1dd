"""What is shown discloses nobody: worked examples, and random linked systems under an intruder of another hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maturity.disclosure.audit import Audit
from maturity.disclosure.intruder import Intruder
from maturity.disclosure.pattern import Pattern
from maturity.disclosure.protect import leaks, protect
from maturity.disclosure.rules import Rules, secrets
from maturity.disclosure.system import Line, System, sums
from maturity.errors import Refusal

from .world import TOTAL, Cube, dense, in_span, interval, matrix

RULES = Rules()
MICRODATA = [[18, 2], [19, 14], [12, 10], [11, 14]]  # region x gender of a table-protection package's example


def primary(cube):
    """The cells that the threshold alone would hide."""
    values = cube.system.values
    return [cell for cell in range(len(values)) if 0 < values[cell] < RULES.threshold]


def leaked(cube, published):
    """The small numbers that the independent intruder knows exactly or bounds below the threshold."""
    found = []
    for cell in primary(cube):
        wanted = matrix(cube.system, [cell])[0]
        low, high = interval(cube.system, published, wanted)
        if in_span(cube.system, published, wanted) or high < RULES.threshold - 1e-6 or high - low < 1 - 1e-6:
            found.append(cell)
    return found


def test_the_small_cell_of_a_region_takes_three_others_with_it():
    cube = Cube(MICRODATA, breakdown=False)
    outcome = protect(cube.system, RULES)
    hidden = {key for key, cell in cube.keys.items() if not outcome.published[cell]}
    assert (0, 1) in hidden
    assert not leaked(cube, outcome.published)
    assert sum(cube.system.values[cube.cell(key)] for key in hidden) <= 44  # the optimum is 42 + the secret 2
    assert not outcome.unsafe


def test_the_mean_of_a_small_child_is_no_subtraction_away():
    """n = 20 = 10 + 8 + 2: with the parent's mean and two children's, the third child's would follow."""
    counts = np.array([[4, 3, 3], [3, 3, 2], [1, 1, 0]])
    cube = Cube(counts)
    outcome = protect(cube.system, RULES)
    detailed = dict(zip(((TOTAL,), (0,), (1,), (2,)), outcome.detailed, strict=True))
    assert detailed[(TOTAL,)]
    assert not detailed[(2,)]
    assert not (detailed[(0,)] and detailed[(1,)])


def test_a_row_gathered_in_one_level_shows_no_breakdown():
    cube = Cube([[12, 0, 0], [40, 30, 20], [25, 35, 15]])
    outcome = protect(cube.system, RULES)
    assert not outcome.detailed[1]
    low, _ = interval(cube.system, outcome.published, matrix(cube.system, [cube.cell((0, 0))])[0])
    assert low <= 10


def test_a_table_without_secrets_is_shown_whole():
    cube = Cube([[20, 30], [40, 25]])
    outcome = protect(cube.system, RULES)
    assert outcome.published.all()
    assert outcome.detailed.all()
    assert len(outcome.secrets) == 0


def test_the_number_of_all_is_never_hidden():
    cube = Cube([[3, 2], [4, 1]])
    outcome = protect(cube.system, RULES)
    assert outcome.published[cube.cell((TOTAL, TOTAL))]
    assert not leaked(cube, outcome.published)


def test_the_same_system_gives_the_same_pattern():
    cube = Cube(np.random.default_rng(3).poisson(4, (4, 5, 3)))
    first, second = protect(cube.system, RULES), protect(cube.system, RULES)
    assert (first.published == second.published).all()
    assert (first.detailed == second.detailed).all()


@pytest.mark.parametrize("low", [{"threshold": 4}, {"statistics": 9}, {"threshold": 0}])
def test_the_floors_hold(low):
    with pytest.raises(Refusal) as refusal:
        Rules(**low)
    assert refusal.value.problems[0].code == "disclosure-too-low"


def test_a_system_too_large_to_be_proved_is_refused(monkeypatch):
    monkeypatch.setattr("maturity.disclosure.protect.MOST_ATOMS", 3)
    with pytest.raises(Refusal) as refusal:
        protect(Cube([[20, 30], [40, 25]]).system, RULES)
    assert refusal.value.problems[0].code == "disclosure-too-large"


shapes = st.one_of(
    st.tuples(st.integers(2, 6), st.integers(2, 6)),
    st.tuples(st.integers(2, 3), st.integers(2, 3), st.integers(2, 4)),
)


@st.composite
def cubes(draw):
    shape, seed, mean = draw(shapes), draw(st.integers(0, 2**32 - 1)), draw(st.sampled_from([2, 5, 9, 20]))
    return Cube(np.random.default_rng(seed).poisson(mean, shape), breakdown=draw(st.booleans()))


@settings(max_examples=500, suppress_health_check=list(HealthCheck))
@given(cubes())
@pytest.mark.thorough
def test_an_intruder_of_another_hand_finds_nothing(cube):
    outcome = protect(cube.system, RULES)
    assert outcome.unsafe or not leaked(cube, outcome.published)


def test_hiding_small_numbers_alone_fails_the_same_intruder():
    rng, found = np.random.default_rng(11), 0
    for _ in range(40):
        cube = Cube(rng.poisson(6, (4, 5)), breakdown=False)
        published = np.ones(len(cube.system.values), bool)
        published[primary(cube)] = False
        found += bool(leaked(cube, published))
    assert found > 20


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(cubes())
def test_the_reported_intervals_lie_within_the_intruders(cube):
    outcome = protect(cube.system, RULES)
    for place in range(len(outcome.secrets)):
        wanted = np.zeros(len(cube.system.counts))
        wanted[outcome.secrets.sums.atoms(place)] = 1
        low, high = interval(cube.system, outcome.published, wanted)
        assert low <= outcome.low[place] + 1e-6
        assert outcome.high[place] <= high + 1e-6
        assert outcome.secrets.values[place] == pytest.approx(wanted @ cube.system.counts)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(cubes())
def test_a_lone_enterprise_learns_no_other_from_its_own_number(cube):
    outcome = protect(cube.system, RULES)
    small = primary(cube)
    for own in (cell for cell in small if cube.system.values[cell] == 1):
        mine = matrix(cube.system, [own])[0]
        for other in small:
            wanted = matrix(cube.system, [other])[0]
            same = cube.system.values[other] == 1 and (wanted @ mine in (wanted.sum(), mine.sum()))
            if not same:
                low, high = interval(cube.system, outcome.published, wanted, [(mine, 1.0)])
                assert high - low > 1 - 1e-6 or outcome.unsafe


def test_few_enterprises_have_no_breakdown():
    cube = Cube([[6, 2, 1], [40, 30, 20], [25, 35, 15]])  # the first row has 9 of at least 10
    outcome = protect(cube.system, RULES)
    assert not outcome.detailed[1]
    assert {"statistics", "frequency"} <= set(outcome.secrets.rule)
    for place in np.flatnonzero([rule == "statistics" for rule in outcome.secrets.rule]).tolist():
        assert outcome.high[place] - outcome.low[place] >= 1


def test_two_sheets_of_the_same_enterprises_are_one_system():
    """Type x level in one sheet, size x level in another: what one hides the other's margin must not give back."""
    by_type, by_size = np.array([[3, 20], [30, 15]]), np.array([[25, 18], [8, 17]])
    first, second = Cube(by_type), Cube(by_size)
    shift = by_type.size
    links = sums(
        [[*range(shift), *range(shift, shift + by_size.size)], [0, 2, shift, shift + 2]],
        [[1] * shift + [-1] * by_size.size, [1, 1, -1, -1]],
    )
    rows = [cube.system.cells.atoms(row) + add for cube, add in ((first, 0), (second, shift)) for row in range(9)]
    lines = (
        *first.system.lines,
        *(
            Line(each.n + 9, *(tuple(p + 9 for p in parts) for parts in (each.parts, each.levels)))
            for each in second.system.lines
        ),
    )
    system = System(np.concatenate([by_type.ravel(), by_size.ravel()]), links, sums(rows), lines)
    outcome = protect(system, RULES)
    wanted = matrix(system, [first.cell((0, 0))])[0]
    known = [(matrix_row, 0.0) for matrix_row in dense(links, len(system.counts))]
    low, high = interval(system, outcome.published, wanted, known)
    assert high >= RULES.threshold
    assert high - low >= 1
    assert not outcome.unsafe


def test_what_is_safe_is_not_accused_and_what_is_not_is_named():
    cube = Cube(MICRODATA, breakdown=False)
    outcome = protect(cube.system, RULES)
    assert leaks(cube.system, RULES, outcome.published, outcome.detailed) == ()
    more = outcome.published.copy()
    more[[cell for cell in range(len(more)) if cell != cube.cell((0, 1))]] = True
    assert cube.cell((0, 1)) in leaks(cube.system, RULES, more, outcome.detailed)


def test_means_that_give_a_third_away_are_named():
    cube = Cube([[4, 3, 3], [3, 3, 2], [1, 1, 0]])
    outcome = protect(cube.system, RULES)
    detailed = np.array([True, True, True, False])
    assert cube.cell((2, TOTAL)) in leaks(cube.system, RULES, outcome.published, detailed)


def six(*, optional):
    """Six were told; three rows, hidden but there, leave each at most four."""
    rows = [Line(cell, (), optional=optional) for cell in range(3)]
    return System(
        np.array([3, 1, 2]), sums([]), sums([[0], [1], [2], [0, 1, 2]]), (*rows, Line(3, (), shown_earlier=True)),
        kept=frozenset({3}), published_earlier=frozenset({3}),
    )  # fmt: skip


def test_that_a_new_row_is_there_was_not_told_by_earlier_releases():
    system = six(optional=False)
    published = np.array([False, False, False, True])
    assert leaks(system, RULES, published, np.array([False, False, False, True])) == (0, 1, 2)


def test_a_row_that_tells_by_being_there_is_left_out_where_its_table_may_do_without():
    assert protect(six(optional=False), RULES).unsafe
    system = six(optional=True)
    outcome = protect(system, RULES)
    assert not outcome.unsafe
    assert outcome.left_out
    assert len(outcome.left_out) < 3
    lines = [
        replace(line, listed=line.listed and place not in outcome.left_out) for place, line in enumerate(system.lines)
    ]
    assert leaks(replace(system, lines=tuple(lines)), RULES, outcome.published, outcome.detailed) == ()


def test_no_row_is_left_out_that_an_earlier_release_had():
    """The smallest of the three was there before: leaving it out would keep nothing, leaving another out does."""
    system = six(optional=True)
    outcome = protect(replace(system, lines=(*system.lines, Line(1, (), shown_earlier=False))), RULES)
    assert not outcome.unsafe
    assert outcome.left_out
    assert 1 not in outcome.left_out


def test_many_secrets_are_asked_about_together(monkeypatch):
    """What one answer shows to be safe is not asked about by itself."""
    asked, reach = [], Intruder.reach

    def counted(self, vector, *, up):
        asked.append(vector)
        return reach(self, vector, up=up)

    monkeypatch.setattr(Intruder, "reach", counted)
    outcome = protect(Cube(np.random.default_rng(3).poisson(4, (8, 12)), breakdown=False).system, RULES)
    assert len(outcome.secrets) > 50
    assert len(asked) < 20  # one by one it takes 30 answers


def test_a_lone_enterprise_that_learns_another_is_found_with_what_tells_it():
    """Of two hidden parts of a row the one that is 1 tells the other: both ends of their sum are asked once."""
    cube = Cube([[1, 4, 20]], breakdown=False)
    published = np.ones(len(cube.system.values), bool)
    hidden = [cube.cell((0, 0)), cube.cell((0, 1))]
    published[hidden] = False
    found = secrets(cube.system, RULES)
    audit = Audit(cube.system, Pattern(cube.system, found, published, np.zeros(len(cube.system.lines), bool)), found)
    ((place, by),) = audit._inside()
    assert found.cell[place] == hidden[1]
    assert cube.cell((0, 2)) in by or cube.cell((0, TOTAL)) in by


def test_the_rounds_of_last_resort_hide_more_cells_each_time(monkeypatch):
    """A secret that hundreds of cells pin down is not given up because the rounds ran out."""
    cube = Cube(np.random.default_rng(3).poisson(40, (20, 30)) + 10, breakdown=False)

    def never_safe(self):
        yield 0, np.flatnonzero(self._pattern.published)

    monkeypatch.setattr(Audit, "_outside", never_safe)
    monkeypatch.setattr(Audit, "_hide_rows", lambda self, place: [])
    outcome = protect(cube.system, RULES)
    left = set(np.flatnonzero(outcome.published).tolist())
    assert left <= set(cube.system.kept)
