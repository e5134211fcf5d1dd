"""The intruder against worked examples of the literature on table protection."""

import subprocess
import sys

import numpy as np
import pytest

from maturity.disclosure import intruder
from maturity.disclosure.intruder import Intruder
from maturity.disclosure.system import System, sums
from maturity.errors import Refusal

from .world import TOTAL, Cube

GEURTS = [[3, 4], [3, 0], [3, 3]]  # handbook on disclosure control, example 3: two rows hidden
FISCHETTI_SALAZAR = [[20, 50, 10], [8, 19, 22], [17, 32, 12]]


def reach(cube, hidden, wanted):
    published = np.ones(len(cube.system.values), bool)
    published[[cube.cell(key) for key in hidden]] = False
    intruder = Intruder(cube.system, published, np.zeros(len(published)))
    vector = cube.system.cells.vector(cube.cell(wanted))
    return tuple(round(intruder.reach(vector, up=up).end, 6) for up in (False, True))


@pytest.mark.parametrize(("wanted", "ends"), [((0, 0), (3, 6)), ((0, 1), (1, 4)), ((1, 0), (0, 3)), ((1, 1), (0, 3))])
def test_margins_bound_what_is_hidden(wanted, ends):
    assert reach(Cube(GEURTS, breakdown=False), [(0, 0), (0, 1), (1, 0), (1, 1)], wanted) == ends


def test_the_optimal_pattern_of_fischetti_and_salazar():
    cube = Cube(FISCHETTI_SALAZAR, breakdown=False)
    assert reach(cube, [(1, 0), (1, 2), (2, 0), (2, 2)], (1, 2)) == (5, 30)
    assert reach(cube, [(1, 1), (1, 2), (2, 1), (2, 2)], (1, 2)) == (0, 34)


def test_one_hidden_cell_alone_is_a_subtraction():
    cube = Cube(FISCHETTI_SALAZAR, breakdown=False)
    assert reach(cube, [(1, 2)], (1, 2)) == (22, 22)


def test_hidden_sums_are_rows_only_where_something_is_known_of_them():
    """Two rows and the column beside each other: a hidden row that is there has one at least."""
    cube = Cube([[1, 4], [3, 2]], breakdown=False)
    rows = [cube.cell((0, TOTAL)), cube.cell((1, TOTAL))]
    published = np.zeros(len(cube.system.values), bool)
    published[cube.cell((TOTAL, TOTAL))] = True
    floor, wanted = np.zeros(len(published)), cube.system.cells.vector(rows[0])
    plain = Intruder(cube.system, published, floor)
    assert plain._written().num_row_ == 1
    assert [plain.reach(wanted, up=up).end for up in (False, True)] == [0, 10]
    floor[rows] = 1
    there = Intruder(cube.system, published, floor)
    assert there._written().num_row_ == 3
    assert [there.reach(wanted, up=up).end for up in (False, True)] == [1, 9]


def test_a_sum_taken_back_is_known_to_be_no_more_than_its_floor():
    cube = Cube(GEURTS, breakdown=False)
    row = cube.cell((0, TOTAL))
    published = np.zeros(len(cube.system.values), bool)
    published[[row, cube.cell((TOTAL, TOTAL))]] = True
    intruder = Intruder(cube.system, published, np.zeros(len(published)))
    wanted = cube.system.cells.vector(row)
    assert [intruder.reach(wanted, up=up).end for up in (False, True)] == [7, 7]
    intruder.hide(np.array([row]), np.zeros(1))
    assert [intruder.reach(wanted, up=up).end for up in (False, True)] == [0, 16]


def test_whole_numbers_are_narrower_where_they_are():
    """Three sums of two cells and somebody more, each of them 1: halves reach 1.5 where whole firms reach 1."""
    counts = np.array([1, 0, 0, 0, 1, 0])
    system = System(counts, sums([]), sums([(0, 1, 3), (1, 2, 4), (0, 2, 5)]), ())
    intruder = Intruder(system, np.ones(3, bool), np.zeros(3))
    together = {0: 1, 1: 1, 2: 1}
    assert intruder.reach(together, up=True).end == pytest.approx(1.5)
    assert intruder.whole(together, 0.5) is None
    fewer = intruder.whole(together, -1)
    assert fewer is not None
    assert fewer[:3].sum() == 0
    assert system.cells.of(fewer).tolist() == [1, 1, 1]


@pytest.mark.parametrize("interior", [{}, {"ipm_iteration_limit": 0}], ids=["answers", "gives up"])
def test_a_sum_of_many_atoms_is_answered_anew_or_else_from_the_last_answer(monkeypatch, interior):
    counts = np.random.default_rng(5).poisson(6, (16, 16))
    cube = Cube(counts, breakdown=False)
    published = np.ones(len(cube.system.values), bool)
    published[[cube.cell((row, column)) for row in range(12) for column in range(12)]] = False
    many = {atom: 1 + atom % 3 for atom in range(140)}

    def ends():
        intruder = Intruder(cube.system, published, np.zeros(len(published)))
        return [round(intruder.reach(vector, up=up).end, 6) for vector in (many, {0: 1}, many) for up in (False, True)]

    asked, answer = [], intruder.answer
    monkeypatch.setattr(intruder, "answer", lambda solver, far: asked.append(far) or answer(solver, far=far))
    by_simplex = ends()
    assert True not in asked  # in a system as small as that of one release
    monkeypatch.setattr(intruder, "_LARGE", 200)
    monkeypatch.setattr(intruder, "_INTERIOR", {**intruder._INTERIOR, **interior})
    assert ends() == by_simplex
    assert True in asked
    assert by_simplex[0] < by_simplex[1]


@pytest.mark.parametrize("ways", [["_FROM_LAST"], ["_FROM_LAST", "_DUAL"]])
def test_where_one_way_gives_no_answer_another_does(monkeypatch, ways):
    cube = Cube(FISCHETTI_SALAZAR, breakdown=False)
    published = np.arange(len(cube.system.values)) != cube.cell((1, 2))
    asked = cube.system.cells.vector(cube.cell((1, 2)))
    right = Intruder(cube.system, published, np.zeros(len(published))).reach(asked, up=True).end
    for way in ways:
        monkeypatch.setattr(intruder, way, {**getattr(intruder, way), "simplex_iteration_limit": 0})
    monkeypatch.setattr(intruder, "_INTERIOR", {**intruder._INTERIOR, "simplex_iteration_limit": 1000})
    monkeypatch.setattr(intruder, "_DUAL", {"simplex_iteration_limit": 1000, **intruder._DUAL})
    assert Intruder(cube.system, published, np.zeros(len(published))).reach(asked, up=True).end == right


def test_without_any_answer_the_release_is_refused(monkeypatch):
    cube = Cube(FISCHETTI_SALAZAR, breakdown=False)
    none = {"solver": "simplex", "presolve": "off", "simplex_iteration_limit": 0}
    for way in ("_FROM_LAST", "_DUAL", "_INTERIOR"):
        monkeypatch.setattr(intruder, way, none)
    published = np.arange(len(cube.system.values)) != cube.cell((1, 2))
    asking = Intruder(cube.system, published, np.zeros(len(published)))
    with pytest.raises(Refusal) as caught:
        asking.reach(cube.system.cells.vector(cube.cell((1, 2))), up=True)
    assert caught.value.problems[0].code == "disclosure-solver"


def test_an_answer_names_the_cells_that_hold_the_intruder_back():
    cube = Cube(FISCHETTI_SALAZAR, breakdown=False)
    published = np.ones(len(cube.system.values), bool)
    published[cube.cell((1, 2))] = False
    intruder = Intruder(cube.system, published, np.zeros(len(published)))
    answer = intruder.reach(cube.system.cells.vector(cube.cell((1, 2))), up=True)
    assert len(answer.by)
    assert published[answer.by].all()


def test_without_the_solver_nothing_is_answered(monkeypatch):
    monkeypatch.setitem(sys.modules, "highspy", None)
    cube = Cube(GEURTS)
    with pytest.raises(Refusal) as refusal:
        Intruder(cube.system, np.ones(len(cube.system.values), bool), np.zeros(len(cube.system.values)))
    assert refusal.value.problems[0].code == "disclosure-no-solver"


def test_the_solver_prints_nothing():
    code = "from maturity.disclosure.intruder import solver; s = solver(); s.addVars(1, [0.0], [1.0]); s.run()"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert (ran.stdout, ran.stderr) == (b"", b"")
