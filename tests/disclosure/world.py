"""Cross-classifications as linked systems, and an intruder written without a line of the engine's own."""

from itertools import product

import numpy as np
from scipy.optimize import linprog

from maturity.disclosure.system import Line, System, sums

TOTAL = None


class Cube:
    """All margins of a table of counts; the last dimension breaks every row down, as levels do.

    `cell((1, TOTAL, 0))` is the number of the cell with these coordinates.
    """

    def __init__(self, counts, *, breakdown=True):
        self.counts = np.asarray(counts, np.int64)
        shape = self.counts.shape
        atoms = np.arange(self.counts.size).reshape(shape)
        self.keys, rows, seen = {}, [], {}
        for key in product(*((TOTAL, *range(size)) for size in shape)):
            members = tuple(np.atleast_1d(atoms[tuple(slice(None) if k is TOTAL else k for k in key)]).ravel().tolist())
            if members not in seen:
                seen[members] = len(rows)
                rows.append(members)
            self.keys[key] = seen[members]
        lines = []
        heads = product(*((TOTAL, *range(size)) for size in (shape[:-1] if breakdown else shape)))
        for head in heads:
            if breakdown:
                parts = tuple(self.keys[(*head, level)] for level in range(shape[-1]))
                lines.append(Line(self.keys[(*head, TOTAL)], parts, parts))
            else:
                lines.append(Line(self.keys[head], ()))
        kept = frozenset({self.keys[(TOTAL,) * len(shape)]})
        self.system = System(self.counts.ravel(), sums([]), sums(rows), tuple(lines), kept)

    def cell(self, key):
        return self.keys[key]


def dense(rows, width):
    """Every sum of `rows` as a row over all atoms."""
    found = np.zeros((len(rows), width))
    for place in range(len(rows)):
        for atom, sign in rows.vector(place).items():
            found[place, atom] = sign
    return found


def matrix(system, cells):
    """The rows of `cells` over the atoms."""
    return dense(system.cells, len(system.counts))[cells]


def interval(system, published, wanted, known=()):
    """(low, high) of the cell or atoms `wanted` to somebody who knows what is published, and `known`."""
    cells = np.flatnonzero(published)
    equations = np.vstack([matrix(system, cells), *(np.atleast_2d(row) for row, _ in known)])
    values = np.concatenate([system.values[cells], np.array([value for _, value in known], float)])
    ends = []
    for sign in (1, -1):
        found = linprog(sign * wanted, A_eq=equations, b_eq=values, bounds=(0, None), method="highs")
        ends.append(np.inf if found.status == 3 else sign * found.fun)
        assert found.status in (0, 3), found.message
    return ends[0], ends[1]


def in_span(system, published, wanted):
    """Whether published cells add up to `wanted` exactly, whatever the counts are."""
    rows = matrix(system, np.flatnonzero(published))
    if not len(rows):
        return False
    solved, *_ = np.linalg.lstsq(rows.T, wanted, rcond=None)
    return bool(np.abs(rows.T @ solved - wanted).max() < 1e-7)
