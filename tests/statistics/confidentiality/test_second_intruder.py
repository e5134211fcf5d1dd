"""Random sequences of releases, played against an intruder that reads what is printed: it must learn nothing."""

import os
from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from maturity.exports.releases.tidy import write

from maturity.disclosure.means import ShownMeans
from maturity.disclosure.rules import Rules
from maturity.publication.release import assemble
from maturity.questionnaire import load
from maturity.scoring.batch import SecondGrade
from maturity.statistics.confidentiality.holding import batch
from maturity.statistics.confidentiality.linked import EarlierFootprint, linked
from maturity.statistics.confidentiality.protection import beside_earlier, protection
from maturity.statistics.confidentiality.rounding import reduced, rounded
from maturity.statistics.confidentiality.states import members, state_of
from maturity.statistics.coverage import covered
from maturity.statistics.plan import load_plan
from maturity.statistics.tabulate import tabulate

from ..world import make_frame
from .intruder import GONE, Intruder, Kind, World, read
from .test_linked import plan_of
from .truth import Truth

RULES, ROUNDED = Rules(), Rules(rounded=True)
NAMES = ("division", "production_type", "city", "size", "ownership")
DRAWN = (("13", "26", "39"), ("discrete", "process"), ("320500", "110000", "430100"))
CODES = (*DRAWN, ("small",), ("NS",))  # what all of them are
AREAS = {"320500": "east", "110000": "east", "430100": "central"}
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
OWN, SHIPPED = tuple(PLANS), ("flash", "standard", "yearbook")
PLANS |= {name: load_plan(name) for name in SHIPPED}
OF_CHANGES = "[n, share_at_least_2, change_at_least_2, change_at_least_3, change_at_least_4, mean_score, change_mean]"
PLANS["changes"] = plan_of(("sample", ""), measures=OF_CHANGES)
ODDS = {"flash": 1.0, "standard": 0.5, "yearbook": 0.2}  # of a plan to be drawn, beside 1
FOUND = (160,)  # a sequence that taught it the change of a mean of nine, where rows lay in another crossing
# Levels a year before beside those of that year; the change of a mean of seven, told by parts; the change of a mean of
# four, where the means of a row and its parts as printed left less room than their rounding alone.
WIDER_FOUND = (55, 113, 188)
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
    truth: Truth = field(default_factory=lambda: Truth(World(NAMES, CODES, areas=AREAS)))
    printed: list = field(default_factory=list)
    ledger: list = field(default_factory=list)
    outcomes: Counter = field(default_factory=Counter)
    latest: dict[int, dict[int, Firm]] = field(default_factory=dict)  # whom the last release of a year counted

    def firm(self, facts=None, level=None):
        level = level or int(self.random.choice([1, 2, 3, 4, 5], p=[0.4, 0.3, 0.2, 0.07, 0.03]))
        weights = ([0.5, 0.3, 0.2], [0.7, 0.3], [0.5, 0.3, 0.2])
        drawn = tuple(str(self.random.choice(codes, p=p)) for codes, p in zip(DRAWN, weights, strict=True))
        return Firm(facts or (*drawn, "small", "NS"), level, level + int(self.random.integers(0, 7900)) / 10_000)

    def begin(self, year, count):
        self.firms[year] = {number: self.firm() for number in range(count)}

    def next_year(self, year, leave, come, move=0.0):
        """Most stay, with new answers; some of them in another division or city."""
        stay = [id for id in self.firms[year - 1] if self.random.random() > leave]
        self.firms[year] = {id: self.again_of(self.firms[year - 1][id], move) for id in stay}
        self.come(year, come)

    def again_of(self, firm, move):
        return self.firm(None if move and self.random.random() < move else firm.facts)

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

    def move(self, year, count):
        """Sent again from another division, type or city, with the same answers or others."""
        for id in self.some(year, count):
            old, new = self.firms[year][id], self.firm()
            self.firms[year][id] = Firm(new.facts, old.level, old.score) if self.random.random() < 0.5 else new

    def some(self, year, count):
        return [int(id) for id in self.random.permutation(list(self.firms[year]))[:count]]

    # -- what a year looks like now

    def frame(self, year, now=None):
        now, then = now or self.firms[year], self.firms.get(year - 1, {})
        gone = [id for id in then if id not in now]
        firms, before = list(now.values()), [then.get(id) for id in now]
        columns = {name: [firm.facts[place] for firm in firms] for place, name in enumerate(NAMES[: len(DRAWN)])}
        frame = make_frame(
            columns,
            [firm.level for firm in firms],
            [firm.score for firm in firms],
            before=[firm.level if firm else -1 for firm in before],
            gone=SecondGrade(
                np.array([then[id].level for id in gone], np.int8), np.array([then[id].score for id in gone], float)
            ),
            members=members(f"firm-{id}" for id in (*now, *gone)),
        )
        known = [firm.score if firm else np.nan for firm in before] + [then[id].score for id in gone]
        return frame.assign(year=np.int16(year), score_before=known)

    def state(self, year, now):
        """The number of the state of a year whose enterprises are these."""
        then = self.firms.get(year - 1)
        return self.truth.enter(year, self._kinds(year, now), self._kinds(year - 1, then) if then else None)

    def _kinds(self, year, now):
        then = self.firms.get(year - 1, {})
        level = {id: then[id].level if id in then else 0 for id in then.keys() | now.keys()}
        score = {id: then[id].score if id in then else None for id in level}
        kinds = {id: (Kind(firm.facts, level[id], firm.level), (firm.score, score[id])) for id, firm in now.items()}
        return kinds | {id: (Kind(GONE, level[id], 0), (None, score[id])) for id in then if id not in now}

    # -- releases

    def plans(self, year, known):
        """Those that the data of a year can fill."""
        return [name for name in known if year - 1 in self.firms or name not in ("before", "sample", "changes")]

    def release(self, year, *names, mode="refuse"):
        """Try to release plans, together where there are several; what came of it."""
        plans, now = [covered(PLANS[name], self.frame(year))[0] for name in names], dict(self.firms[year])
        earlier = [each for each in self.ledger if abs(each[0] - year) <= 1]
        kinds = {kind for _, kind, _ in earlier if _ == year}
        if kinds and (mode == "round") not in kinds:
            return self._told("mixed")
        if mode == "round":
            if {*names} & {"higher", "means"}:  # scores alone
                return self._told("refused")
            plans, frame = [reduced(plan) for plan in plans], self.frame(year)
            states = self._rounded_states(year, frame)
            apart = [rounded(plan.tables, tabulate(plan, frame), states) for plan in plans]
            self.ledger.append((year, True, state_of(frame)))
        else:
            told = [each for _, kind, each in earlier if not kind]
            if mode == "hold-back":
                now = self._held_back(year, _joint(plans))
            frame = self.frame(year, now)
            if self.linkage:
                told = [each for each in told if self.linkage(each.state, state_of(frame))]
            apart = self._protected(plans, frame, told, mode)
            if apart is None:
                return self._told("refused")
        self.latest[year] = now
        for name, plan, tables in zip(names, plans, apart, strict=True):
            self._print(name, plan, tables, year, now, rounded=mode == "round")
        return self._told({"hide": "hidden more", "hold-back": "held back", "round": "rounded"}.get(mode, "released"))

    def _protected(self, plans, frame, told, mode):
        """The tables of each plan; None where they are refused."""
        joint = _joint(plans)
        plain = [replace(t, id=f"{n}/{t.id}") for n, plan in enumerate(plans) for t in tabulate(plan, frame)]
        by = protection(joint, plain, frame, RULES, told if mode != "refuse" else ())
        found = ()
        if mode == "refuse" and not by.unsafe:
            by, found = beside_earlier(by, joint, told)
        if by.unsafe or found:
            return None
        shown = {table.id: table for table in by.apply(plain)}
        self.ledger.append((int(frame["year"].iloc[0]), False, EarlierFootprint(by.footprint, state_of(frame))))
        return [[replace(shown[f"{n}/{t.id}"], id=t.id) for t in plan.tables] for n, plan in enumerate(plans)]

    def _held_back(self, year, tables):
        """The enterprises of a year, those of too small changes as the last release of the year had them."""
        told = [each for then, is_rounded, each in self.ledger if then == year and not is_rounded]
        now = self.firms[year]
        if not told:
            return dict(now)
        base, present = told[-1].state, state_of(self.frame(year))
        footprints = [each.footprint for each in told if each.state.digest == base.digest]
        held = set(batch(present, linked(tables, present, {}), base, footprints, RULES).held.tolist())
        ids = list(now.keys() | self.latest[year].keys())
        waiting = {id for id, number in zip(ids, members(f"firm-{id}" for id in ids), strict=True) if number in held}
        kept = {id: firm for id, firm in now.items() if id not in waiting}
        return kept | {id: firm for id, firm in self.latest[year].items() if id in waiting}

    def _rounded_states(self, year, frame):
        return [*(state for then, is_rounded, state in self.ledger if is_rounded and then == year), state_of(frame)]

    def _told(self, what):
        self.outcomes[what] += 1
        return what

    def _print(self, name, plan, tables, year, now, *, rounded):
        path = self.folder / f"{len(self.printed)}.csv"
        release = assemble(plan, tables, load(), year, len(now), rules=ROUNDED if rounded else RULES)
        write(release, path, "zh")
        populations = {t.id: [(each.column, str(each.value)) for each in t.population] for t in plan.tables}
        self.printed.append(read(path, name, year, self.state(year, now), populations, rounded=rounded))

    def lessons(self):
        return Intruder(self.truth.world, self.printed, self.truth.numbers).lessons()


def _joint(plans):
    return [replace(table, id=f"{n}/{table.id}") for n, plan in enumerate(plans) for table in plan.tables]


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
        bureau.release(year, str(random.choice(bureau.plans(year, OWN))), mode=str(way[year]))
        changed = int(random.choice(years))
        change = random.choice(["again", "come", "leave", "nothing"], p=[0.4, 0.2, 0.1, 0.3])
        if change != "nothing":
            getattr(bureau, str(change))(changed, int(random.choice([1, 2, 4, 6, 12, 30])))
    return bureau


def play_wider(seed, folder):
    """As :func:`play`, with shipped plans, plans together, changes held back and enterprises that move."""
    random = np.random.default_rng(seed)
    bureau = Bureau(random, folder)
    bureau.truth.world.moves = True
    bureau.begin(2020, int(random.integers(60, 300)))
    years = [2020]
    if random.random() < 0.5:
        leave, move = float(random.choice([0.02, 0.1, 0.3])), float(random.choice([0, 0.02, 0.2]))
        bureau.next_year(2021, leave, int(random.integers(0, 40)), move)
        years.append(2021)
    if len(years) > 1 and random.random() < 0.3:
        bureau.next_year(2022, 0.1, int(random.integers(0, 40)), 0.05)
        years.append(2022)
    way = {year: random.choice(["round", "hide", "hold-back", "refuse"], p=[0.2, 0.3, 0.2, 0.3]) for year in years}
    for _ in range(int(random.integers(2, 7))):
        year = int(random.choice(years))
        names = bureau.plans(year, PLANS)
        odds = np.array([ODDS.get(name, 1.0) for name in names])
        drawn = random.choice(names, 2, replace=False, p=odds / odds.sum())
        bureau.release(year, *map(str, drawn[: 1 + (random.random() < 0.2)]), mode=str(way[year]))
        changed = int(random.choice(years))
        change = random.choice(["again", "move", "come", "leave", "nothing"], p=[0.3, 0.1, 0.2, 0.1, 0.3])
        if change != "nothing":
            getattr(bureau, str(change))(changed, int(random.choice([1, 2, 4, 6, 12, 30])))
    return bureau


GENERATORS = {"plain": (play, FOUND), "wider": (play_wider, WIDER_FOUND)}


@pytest.mark.parametrize("generator", [pytest.param("plain", marks=pytest.mark.thorough), "wider"])
def test_random_sequences_of_releases_teach_the_intruder_nothing(tmp_path, generator):
    """MATURITY_FUZZ says how many. Refusing everything would teach nothing either: a fair share is released."""
    outcomes, (sequence, found) = Counter(), GENERATORS[generator]
    for seed in sorted({*range(SEQUENCES), *found}):
        folder = tmp_path / str(seed)
        folder.mkdir()
        bureau = sequence(seed, folder)
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
    it.release(2020, "two-way", mode=mode)
    id = next(iter(it.firms[2020]))
    it.firms[2020][id] = Firm(it.firms[2020][id].facts, it.firms[2020][id].level, it.firms[2020][id].score + 0.01)
    it.release(2020, "division", mode=mode)
    it.release(2020, "province", mode=mode)


def another_level(it, mode):
    """Attack 2: one resubmission with n unchanged, and the same plan twice."""
    it.release(2020, "division", mode=mode)
    id = next(id for id, firm in it.firms[2020].items() if firm.level == 1)
    it.firms[2020][id] = it.firm(it.firms[2020][id].facts, 3)
    it.release(2020, "division", mode=mode)


def leavers(it, mode):
    """Attack 3: levels of all of 2020 less levels before in 2021 are those of the few that left."""
    it.release(2020, "division", mode=mode)
    it.firms[2021] = {id: it.firm(firm.facts) for id, firm in list(it.firms[2020].items())[3:]}
    it.release(2021, "sample", mode=mode)
    it.release(2021, "before", mode=mode)


def newcomers(it, mode):
    """Attack 4: six newcomers have a breakdown and a mean of their own."""
    it.release(2020, "division", mode=mode)
    it.come(2020, 6)
    it.release(2020, "division", mode=mode)


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
        it.release(2020, "two-way", mode="round")
        for place in range(4):
            it.firms[2020][place] = it.firm(it.firms[2020][place].facts)
            it.release(2020, "two-way", mode="round")
        return it.lessons()

    assert attack(bureau()) == []
    monkeypatch.setattr(Bureau, "_rounded_states", lambda self, year, frame: [state_of(frame)])
    assert attack(bureau())


def test_watching_rows_alone_loses_the_means_of_what_they_leave_over(bureau, monkeypatch):
    """Attack 6: a parent less its shown children is the mean of six to nine."""

    def attack(seed):
        it = bureau(seed=seed)
        it.firms[2020] |= {id: it.firm(("39", *firm.facts[1:])) for id, firm in it.firms[2020].items()}
        for number, (city, firms) in enumerate([("320500", 30), ("110000", 4), ("430100", 4)]):
            for id in range(1000 * (number + 1), 1000 * (number + 1) + firms):
                it.firms[2020][id] = it.firm(("13", "discrete", city, "small", "NS"))
        it.release(2020, "means")
        return it.lessons()

    assert attack(3) == []
    monkeypatch.setattr(ShownMeans, "unions", lambda self, detailed: [])
    assert any(lesson.what.startswith("mean of 8") for lesson in attack(3))


def test_printing_all_digits_loses(bureau, monkeypatch):
    """Attack 7: a median with all its digits is one enterprise's own score."""
    monkeypatch.setattr("maturity.statistics.confidentiality.protection._as_shown", lambda column, cell: cell)
    monkeypatch.setattr("maturity.publication.release.printed", lambda table: table)
    it = bureau()
    it.release(2020, "means")
    assert any(lesson.what == "median with all digits" for lesson in it.lessons())
