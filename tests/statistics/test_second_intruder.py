"""Random sequences of releases, played against an intruder that reads what is printed: it must learn nothing."""

import os
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pytest
from maturity.exports.tidy import write

from maturity.disclosure.means import ShownMeans
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
    "means": plan_of(("division, province", ""), measures="[n, mean_score, median_score]"),
    "sample": plan_of(("sample", ""), measures="[n, count_by_level, mean_score]"),
}
FOUND = (160,)  # a sequence that taught it the change of a mean of nine, where rows lay in another crossing
SEQUENCES = int(os.environ.get("MATURITY_FUZZ", "8"))


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
            if name in ("higher", "means"):  # scores alone
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


def test_random_sequences_of_releases_teach_the_intruder_nothing(tmp_path):
    """MATURITY_FUZZ says how many. Refusing everything would teach nothing either: a fair share is released."""
    outcomes = Counter()
    for seed in (*range(SEQUENCES), *FOUND):
        folder = tmp_path / str(seed)
        folder.mkdir()
        bureau = play(seed, folder)
        assert bureau.lessons() == [], f"sequence {seed}: {dict(bureau.outcomes)}"
        outcomes.update(bureau.outcomes)
    print(dict(outcomes))
    assert sum(outcomes.values()) - outcomes["refused"] - outcomes["mixed"] > sum(outcomes.values()) / 2


def same_state(earlier, now):
    return earlier.digest == now.digest


@pytest.fixture
def bureau(tmp_path):
    """`bureau(linkage, seed)`: 200 enterprises of 2020; each bureau of a test prints into a folder of its own."""

    def make(linkage=None, seed=7, count=200):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        found = Bureau(np.random.default_rng(seed), folder, linkage)
        found.begin(2020, count)
        return found

    return make


def unrelated(it, mode):
    """Attack 1: one enterprise sends its answers again, its level unchanged; then another plan is released."""
    it.release(2020, "two-way", mode)
    id = next(iter(it.firms[2020]))
    it.firms[2020][id] = Firm(it.firms[2020][id].facts, it.firms[2020][id].level, it.firms[2020][id].score + 0.01)
    it.release(2020, "division", mode)
    it.release(2020, "province", mode)


def another_level(it, mode):
    """Attack 2: one resubmission with n unchanged, and the same plan twice."""
    it.release(2020, "division", mode)
    id = next(id for id, firm in it.firms[2020].items() if firm.level == 1)
    it.firms[2020][id] = it.firm(it.firms[2020][id].facts, 3)
    it.release(2020, "division", mode)


def leavers(it, mode):
    """Attack 3: levels of all of 2020 less levels before in 2021 are those of the few that left."""
    it.release(2020, "division", mode)
    it.firms[2021] = {id: it.firm(firm.facts) for id, firm in list(it.firms[2020].items())[3:]}
    it.release(2021, "sample", mode)
    it.release(2021, "before", mode)


def newcomers(it, mode):
    """Attack 4: six newcomers have a breakdown and a mean of their own."""
    it.release(2020, "division", mode)
    it.come(2020, 6)
    it.release(2020, "division", mode)


ATTACKS = (unrelated, another_level, leavers, newcomers)


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.__name__ for attack in ATTACKS])
def test_comparing_equal_digests_only_loses_to_the_same_intruder(bureau, attack):
    weak = bureau(same_state)
    attack(weak, "refuse")
    assert weak.lessons()
    for mode in ("refuse", "hide"):
        strong = bureau()
        attack(strong, mode)
        assert strong.outcomes["released"] + strong.outcomes["hidden more"]
        assert strong.lessons() == []


def test_rounding_each_state_by_itself_loses(bureau, monkeypatch):
    """Attack 5: a resubmission moves two rounded counts."""

    def attack(it):
        it.release(2020, "two-way", "round")
        for place in range(4):
            it.firms[2020][place] = it.firm(it.firms[2020][place].facts)
            it.release(2020, "two-way", "round")
        return it.lessons()

    assert attack(bureau()) == []
    monkeypatch.setattr(Bureau, "_rounded_states", lambda self, year, frame: [state_of(frame)])
    assert attack(bureau())


def test_watching_rows_alone_loses_the_means_of_what_they_leave_over(bureau, monkeypatch):
    """Attack 6: a parent less its shown children is the mean of six to nine."""

    def attack(seed):
        it = bureau(seed=seed)
        it.firms[2020] |= {id: it.firm(("39", firm.facts[1], firm.facts[2])) for id, firm in it.firms[2020].items()}
        for number, (city, firms) in enumerate([("320500", 30), ("110000", 4), ("430100", 4)]):
            for id in range(1000 * (number + 1), 1000 * (number + 1) + firms):
                it.firms[2020][id] = it.firm(("13", "discrete", city))
        it.release(2020, "means")
        return it.lessons()

    assert attack(3) == []
    monkeypatch.setattr(ShownMeans, "unions", lambda self, detailed: [])
    assert any(lesson.what.startswith("mean of 8") for lesson in attack(3))


def test_printing_all_digits_loses(bureau, monkeypatch):
    """Attack 7: a median with all its digits is one enterprise's own score."""
    monkeypatch.setattr("maturity.statistics.protection._as_shown", lambda column, cell: cell)
    monkeypatch.setattr("maturity.release.printed", lambda table: table)
    it = bureau()
    it.release(2020, "means")
    assert any(lesson.what == "median with all digits" for lesson in it.lessons())
