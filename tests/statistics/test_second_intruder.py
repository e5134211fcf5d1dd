"""Random sequences of releases, played against an intruder that reads what is printed: it must learn nothing."""

import os
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from maturity.exports.tidy import write

from maturity.disclosure.rules import Rules
from maturity.questionnaire import load
from maturity.release import assemble
from maturity.scoring.batch import Beside
from maturity.statistics.linked import Told
from maturity.statistics.protection import disclosed_beside, protection
from maturity.statistics.rounding import reduced, rounded
from maturity.statistics.states import members, state_of
from maturity.statistics.tabulate import tabulate

from .intruder import GONE, Change, Intruder, Kind, World, read
from .test_linked import plan_of
from .world import make_frame

RULES, ROUNDED = Rules(), Rules(rounded=True)
NAMES = ("division", "production_type", "city")
CODES = (("13", "26", "39"), ("discrete", "process"), ("320500", "110000", "430100"))
LEVELS = "[n, count_by_level, mean_score]"
PLANS = {
    "division": plan_of(("division", ""), measures="[n, count_by_level, mean_score, median_score]"),
    "province": plan_of(("province", ""), ("production_type", ""), measures=LEVELS),
    "two-way": plan_of(("division, province", ""), measures=LEVELS),
    "shares": plan_of(("production_type, division", ""), measures="[n, share_by_level, mean_score, median_score]"),
    "process": plan_of(("division", "production_type = process"), measures="[n, count_at_least_2, mean_score]"),
    "higher": plan_of(("province", "level >= 2"), measures="[n, mean_score]"),
    "before": plan_of(("level_before", ""), ("division, level_before", ""), measures="[n, count_by_level]"),
    "sample": plan_of(("sample", ""), measures="[n, count_by_level, mean_score]"),
}
SEQUENCES = int(os.environ.get("MATURITY_FUZZ", "12"))


@dataclass
class Firm:
    facts: tuple[str, ...]
    level: int
    score: float


@dataclass
class Bureau:
    """Enterprises of three years, the releases made of them, and what is public and true about both."""

    random: np.random.Generator
    folder: object
    linkage: object = None  # which earlier releases are looked at, all that bear on it if not said
    firms: dict[int, dict[int, Firm]] = field(default_factory=dict)
    world: World = field(default_factory=lambda: World(NAMES, CODES))
    truth: Counter = field(default_factory=Counter)
    printed: list = field(default_factory=list)
    ledger: list = field(default_factory=list)
    outcomes: Counter = field(default_factory=Counter)
    states: dict[int, dict[int, tuple[Kind, object]]] = field(default_factory=dict)

    def firm(self, facts=None, level=None):
        level = level or int(self.random.choice([1, 2, 3, 4, 5], p=[0.4, 0.3, 0.2, 0.07, 0.03]))
        weights = ([0.5, 0.3, 0.2], [0.7, 0.3], [0.5, 0.3, 0.2])
        drawn = tuple(str(self.random.choice(codes, p=p)) for codes, p in zip(CODES, weights, strict=True))
        return Firm(facts or drawn, level, level + int(self.random.integers(0, 7900)) / 10_000)

    def begin(self, year, count):
        self.firms[year] = {number: self.firm() for number in range(count)}

    def next_year(self, year, leave, come):
        """Most stay, with their facts and new answers."""
        stay = [id for id in self.firms[year - 1] if self.random.random() > leave]
        self.firms[year] = {id: self.firm(self.firms[year - 1][id].facts) for id in stay}
        self.come(year, come)

    def come(self, year, count):
        first = 1 + max(max(each, default=0) for each in self.firms.values())
        for id in range(first, first + count):
            self.firms[year][id] = self.firm()

    def leave(self, year, count):
        for id in self.some(year, count):
            del self.firms[year][id]

    def again(self, year, count):
        """Answers sent again: mostly with another level, always with another score."""
        for id in self.some(year, count):
            self.firms[year][id] = self.firm(self.firms[year][id].facts)

    def some(self, year, count):
        return [int(id) for id in self.random.permutation(list(self.firms[year]))[:count]]

    # -- what a year looks like now

    def frame(self, year):
        now, then = self.firms[year], self.firms.get(year - 1, {})
        gone = [id for id in then if id not in now]
        firms, before = list(now.values()), [then.get(id) for id in now]
        columns = {name: [firm.facts[place] for firm in firms] for place, name in enumerate(NAMES)}
        frame = make_frame(
            columns,
            [firm.level for firm in firms],
            [firm.score for firm in firms],
            before=[firm.level if firm else -1 for firm in before],
            gone=Beside(
                np.array([then[id].level for id in gone], np.int8), np.array([then[id].score for id in gone], float)
            ),
            members=members(f"firm-{id}" for id in (*now, *gone)),
        )
        known = [firm.score if firm else np.nan for firm in before] + [then[id].score for id in gone]
        return frame.assign(year=np.int16(year), score_before=known)

    def state(self, year, frame):
        """The number of the present state; a new one is public as far as kinds of change go."""
        now = self._kinds(year)
        states = self.world.years[year]
        if states and self.states[states[-1]] == now:
            return states[-1]
        place = len(self.states)
        self.states[place] = now
        if year - 1 in self.firms:
            self.world.known.add(year)
        if not states:
            self.truth.update((place, kind) for kind, _ in now.values())
        else:
            before = self.states[states[-1]]
            ids = [id for id in before.keys() | now.keys() if before.get(id) != now.get(id)]
            changes = [Change(*(each[id][0] if id in each else None for each in (before, now))) for id in ids]
            self.truth.update((place, change) for change in changes)
            self.world.changes[place] = frozenset(changes)
        states.append(place)
        then = self.world.years.get(year - 1)
        same = then and self.states[then[-1]] == self._kinds(year - 1)
        self.world.origin[place] = then[-1] if same else None
        return place

    def _kinds(self, year):
        now, then = self.firms[year], self.firms.get(year - 1, {})
        level = {id: then[id].level if id in then else 0 for id in then.keys() | now.keys()}
        score = {id: then[id].score if id in then else None for id in level}
        kinds = {id: (Kind(firm.facts, level[id], firm.level), (firm.score, score[id])) for id, firm in now.items()}
        return kinds | {id: (Kind(GONE, level[id], 0), (None, score[id])) for id in then if id not in now}

    # -- releases

    def release(self, year, name, mode="refuse"):
        """Try to release a plan; what came of it."""
        plan, frame = PLANS[name], self.frame(year)
        earlier = [each for each in self.ledger if abs(each[0] - year) <= 1]
        kinds = {kind for _, kind, _ in earlier if _ == year}
        if kinds and (mode == "round") not in kinds:
            return self._told("mixed")
        if mode == "round":
            if name == "higher":  # scores alone
                return self._told("refused")
            less = reduced(plan)
            tables = rounded(less.tables, tabulate(less, frame), self._rounded_states(year, frame))
            self.ledger.append((year, True, state_of(frame)))
        else:
            told = [each for _, kind, each in earlier if not kind]
            if self.linkage:
                told = [each for each in told if self.linkage(each.state, state_of(frame))]
            plain = tabulate(plan, frame)
            by = protection(plan.tables, plain, frame, RULES, told if mode == "hide" else ())
            if by.unsafe or (mode == "refuse" and disclosed_beside(by, plan.tables, plain, told)):
                return self._told("refused")
            tables = by.apply(plain)
            self.ledger.append((year, False, Told(by.told, state_of(frame))))
        self._print(name, tables, year, frame, rounded=mode == "round")
        return self._told({"hide": "hidden more", "round": "rounded"}.get(mode, "released"))

    def _rounded_states(self, year, frame):
        return [*(state for then, is_rounded, state in self.ledger if is_rounded and then == year), state_of(frame)]

    def _told(self, what):
        self.outcomes[what] += 1
        return what

    def _print(self, name, tables, year, frame, *, rounded):
        path = self.folder / f"{len(self.printed)}.csv"
        plan = PLANS[name]
        release = assemble(plan, tables, load(), year, len(frame), rules=ROUNDED if rounded else RULES)
        write(release, path, "zh")
        populations = {t.id: [(each.column, str(each.value)) for each in t.population] for t in plan.tables}
        self.printed.append(read(path, name, year, self.state(year, frame), populations, rounded=rounded))

    def lessons(self):
        return Intruder(self.world, self.printed, self.truth).lessons()


def play(seed, folder, linkage=None):
    """A random sequence of two to six releases."""
    random = np.random.default_rng(seed)
    bureau = Bureau(random, folder, linkage)
    bureau.begin(2020, int(random.integers(40, 300)))
    years = [2020]
    if random.random() < 0.5:
        bureau.next_year(2021, float(random.choice([0.02, 0.1, 0.3])), int(random.integers(0, 40)))
        years.append(2021)
    if len(years) > 1 and random.random() < 0.3:
        bureau.next_year(2022, 0.1, int(random.integers(0, 40)))
        years.append(2022)
    way = {year: random.choice(["round", "hide", "refuse"], p=[0.2, 0.4, 0.4]) for year in years}
    for _ in range(int(random.integers(2, 7))):
        year = int(random.choice(years))
        names = [name for name in PLANS if year - 1 in bureau.firms or name not in ("before", "sample")]
        bureau.release(year, str(random.choice(names)), str(way[year]))
        changed = int(random.choice(years))
        change = random.choice(["again", "come", "leave", "nothing"], p=[0.4, 0.2, 0.1, 0.3])
        if change != "nothing":
            getattr(bureau, str(change))(changed, int(random.choice([1, 2, 4, 6, 12, 30])))
    return bureau
