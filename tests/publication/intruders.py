"""Intruders who read the CSV files of green releases and nothing else of the program.

The one who counts is that of :mod:`tests.statistics.confidentiality.intruder`. The one who adds up knows the codes of
every enterprise, the formulas of ratios, whom the largest are, and its own amounts; a linear programme over all amounts
asks how large another's can be.
"""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from scipy.optimize import linprog

from maturity.disclosure.magnitudes import PERCENT
from maturity.publication.release import exporter

from ..statistics.confidentiality.intruder import GONE, Figure, Intruder, Kind, Lesson, Printed, Row, World, read
from .factories import CITIES, DIVISIONS, YEAR

FACTS = ("division", "city")
AREAS = {"320500": "east", "330100": "east", "440300": "east", "510100": "west"}
LEVELS, NEAR, THRESHOLD = 3, 4.0, 5  # outcomes; points of 100, the share that 0.2 has of 5
RATIOS = {  # numerator and denominator as sums of quantities, and what their quotient is multiplied by
    "ratio_low_carbon_energy": (("energy",), ("output",), 1.0),
    "ratio_land_plot_ratio": (("building_area", "structure_area"), ("land_area",), 1.0),
}
_COLUMNS = {"INDUSTRY": ("division",), "REF_AREA": ("city", "province", "economic_region")}


def files_of(releases, folder):
    """The CSV files that the releases are written to."""
    write = exporter(".csv")
    folder.mkdir(exist_ok=True)
    return [write(release, folder / f"{place}.csv", "en") for place, release in enumerate(releases)]


def lessons(frame, files, series: Mapping[str, str], populations: Mapping) -> list[Lesson]:
    """What the intruder who counts learns against the rules. `series` are the facts, by table, that rows are by beside
    division and place.
    """
    joined = "number_joined" in frame
    names = (*FACTS, *dict.fromkeys(series.values()))
    codes = (DIVISIONS, CITIES, *(tuple(map(str, frame[name].cat.categories)) for name in names[2:]))
    world = World(names, codes, areas=AREAS, levels=LEVELS, near=NEAR)
    world.years[YEAR], world.origin[0] = [0], None
    if joined:
        world.known.add(YEAR)
    kinds = [_kind(row, names, joined) for row in frame.to_dict("records")]
    printed = [read(file, file.stem, YEAR, 0, populations, series=series) for file in files]
    printed += [Printed("other", YEAR, 0, tuple(_margins(frame)))] if joined else []
    return Intruder(world, printed, Counter((0, kind) for kind in kinds)).lessons()


def _kind(row, names, joined):
    before = max(0, int(row["number_joined"])) if joined else 0
    if joined and row["number_joined"] == 0:
        before = 1  # level 0 counts with level 1
    level = max(0, int(row["level"]))
    return Kind(GONE if not level else tuple(str(row[name]) for name in names), before, level)


def _margins(frame):
    """The numbers under the other questionnaire that its own releases may show."""
    levels = frame["number_joined"].to_numpy()
    for level, n in Counter(np.maximum(levels[levels >= 0], 1).tolist()).items():
        if n >= THRESHOLD:
            yield Figure(Row(frozenset(), None, "BEFORE"), frozenset({level}), "count", float(n), 0, None, "margin")


@dataclass
class Adding:
    """The intruder who adds up: what the lines of some files say of the amounts of all enterprises in `frame`."""

    frame: object
    series: Mapping[str, str]
    populations: Mapping[str, Sequence[tuple[str, str]]]

    def __post_init__(self):
        names = [name for name in map(str, self.frame) if name.startswith("amount_") and "_top_" not in name]
        names = [name for name in names if "_bottom_" not in name]
        self.places = {name.removeprefix("amount_"): place for place, name in enumerate(names)}
        amounts = self.frame[names].to_numpy(float) / 1000
        self.stated, self.values = ~np.isnan(amounts), np.nan_to_num(amounts)
        self.rows, self.limits, self.printed = [], [], []

    def take(self, files, counted=True):
        """Add what files say of the enterprises marked in `counted`."""
        self.counted = counted
        for file in files:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                for line in csv.DictReader(lines):
                    if line["MEASURE"].startswith(("sum_", "first_", "ratio_")):
                        self.printed.append(self._here(line))
                    if line["OBS_VALUE"]:
                        self._line(line)
        return self

    def _line(self, line):
        kind, _, name = line["MEASURE"].partition("_")
        value, half = float(line["OBS_VALUE"]), 0.5 * 10.0 ** -int(line["DECIMALS"])
        if kind == "sum":
            self._between(self._sum(line, (name,), (name,)), value - half, value + half)
        elif line["MEASURE"] in RATIOS:
            top, bottom, factor = RATIOS[line["MEASURE"]]
            above, below = (self._sum(line, some, (*top, *bottom)) for some in (top, bottom))
            self._quotient(above * factor, below, value, half)
        elif kind == "first":
            count, _, name = name.partition("_")
            self._quotient(
                self._largest(line, name, int(count)), self._sum(line, (name,), (name,)), value / 100, half / 100
            )

    def _here(self, line):
        here = (self.frame["level"].to_numpy() >= 0) & self.counted
        for column, names in _COLUMNS.items():
            if line[column] != "_T":
                here &= np.any([(self.frame[name] == line[column]).to_numpy() for name in names], axis=0)
        if line["SERIES"] != "_T":
            here &= (self.frame[self.series[line["TABLE_ID"]]] == line["SERIES"]).to_numpy()
        for name, value in self.populations.get(line["TABLE_ID"], ()):
            own = self.frame[name]
            here &= (own >= int(value) if name == "level" else own == value).to_numpy()
        return here

    def _sum(self, line, names, among):
        """1 at every amount that is added up."""
        here = self._here(line) & self.stated[:, [self.places[name] for name in among]].all(axis=1)
        found = np.zeros_like(self.values)
        for name in names:
            found[here, self.places[name]] = 1
        return found

    def _largest(self, line, name, count):
        """1 at the largest amounts of a row; who they are is known."""
        all = self._sum(line, (name,), (name,))
        order = np.argsort(-(all * self.values)[:, self.places[name]], kind="stable")[:count]
        found = np.zeros_like(all)
        found[order, self.places[name]] = all[order, self.places[name]]
        return found

    def _between(self, factors, low, high):
        self.rows += [factors.ravel(), -factors.ravel()]
        self.limits += [high, -low]

    def _quotient(self, top, bottom, value, half):
        self.rows += [(top - (value + half) * bottom).ravel(), ((value - half) * bottom - top).ravel()]
        self.limits += [1e-6, 1e-6]

    def learned(self, quantity, several: int = 5):
        """The enterprises, by their place, whose amount another one learns to within PERCENT from above: tried are the
        `several` largest of all, and in every row, shown or hidden, the largest by the next ones and they by it.
        """
        place, told = self.places[quantity], set()
        pairs = set(permutations(self._order(place, np.ones(len(self.values), bool), several), 2))
        for here in {here.tobytes(): here for here in self.printed}.values():
            first, *others = [*self._order(place, here, 3), None]
            pairs |= {pair for one in others if one is not None for pair in ((first, one), (one, first))}
        used = np.flatnonzero(np.abs(self.rows).sum(axis=0)) if self.rows else np.empty(0, int)
        matrix = np.array(self.rows)[:, used] if self.rows else None
        for target, intruder in sorted(pairs):
            if target not in told and self._narrow(place, target, intruder, used, matrix):
                told.add(target)
        return told

    def _order(self, place, here, several):
        """The enterprises of a row with the largest amounts."""
        return [one for one in np.argsort(-self.values[:, place]).tolist() if here[one]][:several]

    def _narrow(self, place, target, intruder, used, matrix):
        width = self.values.shape[1]
        wanted = np.flatnonzero(used == target * width + place)
        if not len(wanted):
            return False
        owner, own = used // width, self.values.ravel()[used]
        bounds = [(v, v) if who == intruder else (0, None) for who, v in zip(owner, own, strict=True)]
        cost = np.zeros(len(used))
        cost[wanted[0]] = -1
        answer = linprog(cost, A_ub=matrix, b_ub=self.limits, bounds=bounds)
        assert answer.status in (0, 3), f"the printed figures contradict each other: {answer.message}"
        return answer.status == 0 and -answer.fun < own[wanted[0]] * (1 + PERCENT / 100) * (1 - 1e-6) - 1
