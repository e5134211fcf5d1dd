"""Intervals for pairs in releases: shown where the numbers that they tell are safe beside all else, else left out."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.disclosure.rules import Rules
from maturity.statistics.confidentiality import protection as confidentiality
from maturity.statistics.confidentiality.counts import Count
from maturity.statistics.confidentiality.footprint import footprint_from
from maturity.statistics.confidentiality.linked import EarlierFootprint, linked
from maturity.statistics.confidentiality.protection import beside_earlier, disclosed_beside, protection
from maturity.statistics.confidentiality.states import state_of
from maturity.statistics.inference import Pairs, newcombe_paired
from maturity.statistics.plan import read_plan
from maturity.statistics.signs import Status
from maturity.statistics.tabulate import tabulate

from ..world import make_frame
from .test_linked import HEAD, TABLE
from .test_two_years import GROUPS, UNKNOWN, drawn, ends, known

RULES = Rules()
CHANGES = "[n, share_at_least_2, change_at_least_2, change_at_least_3, change_at_least_4, mean_score, change_mean]"
COUNTS = "[n, count_by_level, mean_score]"


def plan_with(changes, transitions=""):
    text = HEAD + TABLE.format(id="t1", rows="sample", levels="five", measures=changes, more="")
    if transitions:
        text += TABLE.format(id="t2", rows="level_before", levels="five", measures=transitions, more="")
    return read_plan(text)


PANEL = plan_with(CHANGES)
BOTH = plan_with(CHANGES.replace("share_at_least_2", "count_by_level"), COUNTS)


def released(plan, frame):
    tables = tabulate(plan, frame)
    by = protection(plan.tables, tables, frame, RULES)
    assert by.unsafe == ()
    return by, by.apply(tables)


def of(table, key):
    row = next(row for row in table.rows if row.key == key)
    return {column.id: cell for column, cell in zip(table.columns, row.cells, strict=True)}


def panel(*moves, stayed=300):
    """Enterprises as (level a year before, level now, how many), beside some at each level in both years."""
    every = [*moves, *((level, level, stayed) for level in range(1, 6))]
    before, now, numbers = zip(*every, strict=True)
    levels = np.repeat(now, numbers)
    return make_frame({}, levels, levels + np.arange(len(levels)) % 90 / 100, before=np.repeat(before, numbers))


def test_an_interval_whose_numbers_are_safe_is_shown_and_entered():
    frame = panel((1, 2, 60), (2, 1, 20), (2, 3, 30), (3, 2, 10), (3, 4, 40), (4, 3, 7))
    by, (table,) = released(PANEL, frame)
    found = of(table, ("SAME",))
    wanted = newcombe_paired(Pairs(1200 + 87, 60, 20, 300))
    assert [float(found[f"change_{end}_GE2"]) for end in ("low", "high")] == pytest.approx([100 * x for x in wanted])
    assert [group.id for group in by.paired] == ["GE2", "GE3", "GE4"]
    told = {(count.where, count.levels): value for count, value, shown in rows(by.footprint) if shown}
    assert told[(("level_before", "LE1"),), (2, 3, 4, 5)] == 60
    assert told[tuple(("level_before", f"L{k}") for k in range(2, 6)), (1,)] == 20
    assert footprint_from(json.loads(json.dumps(by.footprint.document()))) == by.footprint


def rows(footprint):
    return zip(footprint.counts, footprint.values, footprint.shown, strict=True)


@pytest.mark.parametrize(
    ("moves", "why"),
    [
        (((1, 2, 60), (2, 1, 3)), "three fell"),
        (((1, 2, 4), (2, 1, 60)), "four rose"),
    ],
)
def test_an_interval_that_tells_a_small_number_is_left_out_and_nothing_else(moves, why):
    frame = panel(*moves, (2, 3, 30), (3, 2, 10), (3, 4, 40), (4, 3, 7))
    _, (table,) = released(PANEL, frame)
    found, plain = of(table, ("SAME",)), of(tabulate(PANEL, frame)[0], ("SAME",))
    assert {found["change_low_GE2"], found["change_high_GE2"]} == {Status.CONFIDENTIAL}, why
    assert isinstance(plain["change_low_GE2"], Status) is False
    hidden = {id for id, cell in found.items() if cell is Status.CONFIDENTIAL}
    assert hidden - {"change_low_mean", "change_high_mean"} == {"change_low_GE2", "change_high_GE2"}
    assert of(table, ("_T",))["change_low_GE2"] is not Status.CONFIDENTIAL
    assert "confidential" in table.notes


def test_a_small_group_of_a_year_before_has_no_interval():
    """Eight were at level 2 and above, which is too few to say what became of them, though no number is below five."""
    before, now = [1] * 400 + [2] * 8, [1] * 340 + [2] * 60 + [2] * 8
    frame = make_frame({}, now, before=before)
    by, (table,) = released(plan_with("[n, count_at_least_2, change_at_least_2]"), frame)
    assert of(table, ("SAME",))["change_low_GE2"] is Status.CONFIDENTIAL
    assert by.paired == ()


def test_nobody_in_both_years_is_not_a_secret():
    frame = make_frame({}, [1] * 20 + [2] * 20, before=[-1] * 40)
    _, (table,) = released(PANEL, frame)
    assert {cell for key in (row.key for row in table.rows) for cell in of(table, key).values()}.isdisjoint(
        {Status.CONFIDENTIAL}
    )


def came(levels):
    """Which unknowns of test_two_years came into these groups of levels."""
    return [then in GROUPS and then not in levels and now in levels for then, now in UNKNOWN]


def with_intervals(tables, truth):
    """Rows and values that an intruder has who takes an interval to tell exactly who came into a group."""
    yield from known(tables)
    shown = of(tables[0], ("SAME",)) if any(row.key == ("SAME",) for row in tables[0].rows) else {}
    for level in (2, 3, 4):
        if not isinstance(shown.get(f"change_low_GE{level}", Status.CONFIDENTIAL), Status):
            wanted = came(GROUPS[level - 1 :])
            yield wanted, truth[wanted].sum()


def pinned(tables, truth, monkeypatch):
    """Small numbers, those of who moved included, that the intruder knows to be small, or knows exactly."""
    told = list(with_intervals(tables, truth))
    monkeypatch.setattr("tests.statistics.confidentiality.test_two_years.known", lambda _: told)
    asked = [came(GROUPS[level - 1 :]) for level in (2, 3, 4)]
    shown = of(tables[0], ("SAME",)) if any(row.key == ("SAME",) for row in tables[0].rows) else {}
    for level, wanted in zip((2, 3, 4), asked, strict=True):
        interval = shown.get(f"change_low_GE{level}", Status.CONFIDENTIAL)
        if 0 < truth[wanted].sum() < RULES.threshold and not isinstance(interval, Status):
            yield wanted
    for wanted in np.eye(len(UNKNOWN), dtype=bool):
        if 0 < truth[wanted].sum() < RULES.threshold:
            low, high = ends(tables, wanted)
            if high < RULES.threshold - 1e-6 or high - low < 1 - 1e-6:
                yield wanted


@given(st.integers(0, 2**32 - 1), st.sampled_from([0.15, 0.5, 0.9]))
@settings(max_examples=25)
def test_no_small_number_is_pinned_down_by_intervals_for_pairs(seed, stayed):
    _, frame, truth = drawn(seed, stayed, judged=False)
    _, tables = released(BOTH, frame)
    with pytest.MonkeyPatch.context() as patch:
        assert list(pinned(tables, truth, patch)) == []


def always(shown, groups, wider, rules):
    return shown.within(wider(groups)) if groups else shown


def test_showing_every_interval_fails_the_same_intruder(monkeypatch):
    monkeypatch.setattr(confidentiality, "with_pairs", always)
    lost = 0
    for seed in range(12):
        _, frame, truth = drawn(seed, 0.9, judged=False)
        _, tables = released(BOTH, frame)
        with pytest.MonkeyPatch.context() as patch:
            lost += bool(list(pinned(tables, truth, patch)))
    assert lost


def test_what_else_is_shown_does_not_depend_on_intervals(monkeypatch):
    for seed in range(6):
        _, frame, _ = drawn(seed, 0.5, judged=False)
        with monkeypatch.context() as patch:
            patch.setattr(confidentiality, "with_pairs", lambda shown, *_: shown)
            _, without = released(BOTH, frame)
        _, tables = released(BOTH, frame)
        for table, other in zip(tables, without, strict=True):
            for (row, column, cell), (_, _, old) in zip(table.figures(), other.figures(), strict=True):
                if row.key != ("SAME",) or not column.id.startswith(("change_low_GE", "change_high_GE")):
                    assert cell == old
                else:
                    assert old is Status.CONFIDENTIAL


def test_a_later_release_knows_the_pairs_that_were_told():
    frame = panel((1, 2, 60), (2, 1, 20), (2, 3, 30), (3, 2, 10), (3, 4, 40), (4, 3, 7))
    first, _ = released(PANEL, frame)
    state = state_of(frame)
    joint = linked(BOTH.tables, state, {}, [EarlierFootprint(first.footprint, state)])
    came_in = joint.counts.index(Count((("level_before", "LE1"),), (2,)))  # nobody rose further
    assert came_in in joint.system.published_earlier
    second, _ = released(BOTH, frame)
    assert disclosed_beside(second, BOTH.tables, [EarlierFootprint(first.footprint, state)]) == ()


def test_a_release_is_not_refused_for_an_interval_that_discloses_beside_an_earlier_one():
    """Of level 1, three rose to level 3; transitions hide them and how many stayed. Who rose to level 2 and above in
    all is safe by itself, and beside the transitions tells the three.
    """
    frame = panel((1, 2, 60), (1, 3, 3), (1, 4, 7), (2, 1, 20), (2, 3, 30), (3, 2, 10), (3, 4, 40), (4, 3, 7))
    transitions = read_plan(HEAD + TABLE.format(id="t2", rows="level_before", levels="five", measures=COUNTS, more=""))
    first, (shown,) = released(transitions, frame)
    told = [EarlierFootprint(first.footprint, state_of(frame))]
    assert {id for id, cell in of(shown, ("LE1",)).items() if cell is Status.CONFIDENTIAL} >= {"count_LE1", "count_L3"}
    by, _ = released(PANEL, frame)
    tables = tabulate(PANEL, frame)
    assert [group.id for group in by.paired] == ["GE2", "GE3", "GE4"]
    assert disclosed_beside(by, PANEL.tables, told) == (Count((("level_before", "LE1"),), (3,)),)
    by, found = beside_earlier(by, PANEL.tables, told)
    assert (by.paired, found) == ((), ())
    assert of(by.apply(tables)[0], ("SAME",))["change_low_GE2"] is Status.CONFIDENTIAL
    hiding = protection(PANEL.tables, tables, frame, RULES, told)
    assert [group.id for group in hiding.paired] == ["GE3", "GE4"]


@pytest.mark.parametrize(("n", "shown"), [(300, False), (6000, True)])
def test_the_interval_of_a_mean_is_shown_where_its_squares_tell_of_nobody(n, shown):
    random = np.random.default_rng(5)
    levels = random.choice([1, 2, 3, 4, 5], n)
    before = random.choice([1, 2, 3, 4, 5], n)
    frame = make_frame({}, levels, np.clip(levels + random.random(n), 0, 5), before=before)
    _, (table,) = released(PANEL, frame)
    found = of(table, ("SAME",))
    assert found["change_mean"] is not Status.CONFIDENTIAL
    assert (found["change_low_mean"] is not Status.CONFIDENTIAL) == shown
    assert (found["change_high_mean"] is not Status.CONFIDENTIAL) == shown
