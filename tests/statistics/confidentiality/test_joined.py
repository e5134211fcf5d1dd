"""Results of enterprises under two questionnaires: an intruder who reads both numbers learns nothing of few."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from maturity.exports.releases.tidy import write

from maturity.disclosure.rules import Rules
from maturity.publication.release import assemble
from maturity.questionnaire import load
from maturity.statistics.breakdowns import joined_results
from maturity.statistics.confidentiality.associations import LEAST_ASSOCIATED, association_digest, association_shown
from maturity.statistics.confidentiality.linked import _Rows
from maturity.statistics.confidentiality.protection import protection
from maturity.statistics.confidentiality.states import members, state_of, unpacked
from maturity.statistics.plan import read_plan
from maturity.statistics.relative.joined import Results, with_joined
from maturity.statistics.tabulate import tabulate

from ..world import make_frame
from .intruder import ALL_LEVELS, GONE, Figure, Intruder, Kind, Printed, Row, World, read

RULES, YEAR = Rules(), 2021
OTHER = replace(load(), id="other")
PLAN = read_plan(
    """
id: both
joined: other
title: {zh: 两份问卷, en: Both}
scope: {zh: 企业, en: Firms}
tables:
  - {id: overall, title: {zh: 总体, en: All}, measures: [n, count_by_level, mean_score], levels: each}
  - {id: types, title: {zh: 类型, en: Types}, rows: [production_type], measures: [n, count_by_level], levels: each}
  - id: both
    title: {zh: 对照, en: Both}
    rows: [level_joined]
    measures: [n, count_by_level, mean_score]
    levels: each
""",
    find=lambda id: {"other": OTHER, "cmmm": load()}[id],
)
NAMES, CODES = ("production_type",), (("discrete", "process"),)


def firms(seed):
    """By number: facts, own level (0 for none), level under the other questionnaire (0 for none)."""
    random, found = np.random.default_rng(seed), {}
    alone, both, others = int(random.integers(0, 30)), int(random.integers(15, 160)), int(random.integers(0, 25))
    p = [0.4, 0.3, 0.2, 0.07, 0.03]
    for number in range(alone + both + others):
        type_ = str(random.choice(CODES[0], p=[0.7, 0.3]))
        own = int(random.choice([1, 2, 3, 4, 5], p=p)) if number < alone + both else 0
        near = int(np.clip(own + random.integers(-1, 2), 1, 5)) if own else int(random.choice([1, 2, 3, 4, 5], p=p))
        found[number] = (type_, own, near if number >= alone else 0)
    return found


def frame_of(known):
    own = {number: one for number, one in known.items() if one[1]}
    named = {number: members([f"firm-{number}"])[0] for number in known}
    scores = [level + number % 79 / 100 for number, (_, level, _) in own.items()]
    frame = make_frame(
        {"production_type": [type_ for type_, _, _ in own.values()]},
        [level for _, level, _ in own.values()],
        scores,
        members=np.array([named[number] for number in own], np.uint64),
    )
    other = {number: one[2] for number, one in known.items() if one[2]}
    level = np.array([*other.values()], np.int8)
    results = Results(np.array([named[number] for number in other], np.uint64), level, level + 0.25)
    return with_joined(frame, joined_results(OTHER), results)


def printed(known, folder):
    """The release as printed, and all numbers of the other questionnaire that a release of its own could print."""
    frame = frame_of(known)
    tables = tabulate(PLAN, frame)
    by = protection(PLAN.tables, tables, frame, RULES)
    if by.unsafe:  # refused: nothing is printed
        return Printed("both", YEAR, 0, ()), Printed("other", YEAR, 0, ())
    release = assemble(PLAN, by.apply(tables), load(), YEAR, len(frame), rules=RULES)
    write(release, folder / "both.csv", "zh")
    counts = Counter(other for _, _, other in known.values() if other)
    margins = [
        Figure(Row(frozenset(), None, "BEFORE"), frozenset({level}), "count", float(n), 0, None, "margin")
        for level, n in counts.items()
        if n >= RULES.threshold
    ]
    return read(folder / "both.csv", "both", YEAR, 0, {}, rounded=False), Printed("other", YEAR, 0, tuple(margins))


def lessons(known, folder):
    world = World(NAMES, CODES)
    world.years[YEAR], world.origin[0] = [0], None
    world.known.add(YEAR)
    kinds = (Kind((type_,) if own else GONE, other, own) for type_, own, other in known.values())
    truth = Counter((0, kind) for kind in kinds)
    return Intruder(world, printed(known, folder), truth).lessons()


# Where a level that nobody has under the other questionnaire alone told how many another one has; a lone member.
FOUND = (2, 3, 51)


@pytest.mark.parametrize("seed", [*FOUND, *(pytest.param(n, marks=pytest.mark.thorough) for n in range(4, 50))])
def test_both_numbers_teach_an_intruder_nothing(tmp_path, seed):
    assert printed(firms(seed), tmp_path)[0].figures or seed not in FOUND  # refusing everything would teach nothing too
    assert lessons(firms(seed), tmp_path) == []


def test_without_watching_the_other_numbers_the_intruder_wins(tmp_path, monkeypatch):
    monkeypatch.setattr(_Rows, "add_joined", lambda *_: [])
    assert any("left from level" in one.what for one in lessons(firms(51), tmp_path))


def test_the_figures_printed_are_those_of_the_enterprises(tmp_path):
    known = firms(51)
    release, _ = printed(known, tmp_path)
    shown = [one for one in release.figures if one.table == "both" and one.measure == "count" and one.value is not None]
    assert len(shown) > 8
    for one in shown:
        before = one.row.before if one.row.before is not None else frozenset(range(6))
        assert one.value == sum(own in one.levels and other in before for _, own, other in known.values() if own)
    assert any(one.row.before and one.levels == ALL_LEVELS for one in shown)


def test_who_answered_the_other_alone_is_in_no_table():
    known = firms(3)
    whole = next(iter(tabulate(PLAN, frame_of(known))))
    assert whole.base == sum(bool(own) for _, own, _ in known.values())


def test_a_state_keeps_the_other_results_and_knows_its_own():
    known = firms(3)
    frame, plain = frame_of(known), state_of(frame_of({n: (t, own, 0) for n, (t, own, _) in known.items() if own}))
    state = state_of(frame)
    again = unpacked(state.packed())
    assert (again.digest, again.own.digest) == (state.digest, state.own.digest)
    assert state.digest != plain.digest
    assert (
        state.own.digest == plain.own.digest == state_of(frame.drop(columns="level_joined")[frame["level"] >= 0]).digest
    )


def spread(n, shift=0):
    """n enterprises with both results."""
    return {number: ("discrete", number % 5 + 1, (number * 7 + shift) % 5 + 1) for number in range(n)}


def test_a_correlation_is_of_enough_enterprises_and_no_two_tell_of_few():
    few, enough = frame_of(spread(LEAST_ASSOCIATED - 1)), frame_of(spread(150))
    assert not association_shown(few, state_of(few), (), RULES)
    assert association_shown(enough, state_of(enough), (), RULES)
    for added, told in ((0, True), (3, False), (10, True)):
        before = frame_of(dict(list(spread(150).items())[: 150 - added]))
        earlier = [(association_digest(before), state_of(before))]
        assert association_shown(enough, state_of(enough), earlier, RULES) is told
