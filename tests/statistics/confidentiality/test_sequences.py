"""Releases of several states of the data beside each other: what differs between them is never told of a few."""

import numpy as np
import pytest

from maturity.disclosure.rules import Rules
from maturity.statistics.confidentiality.linked import EarlierFootprint
from maturity.statistics.confidentiality.protection import disclosed_beside, protection
from maturity.statistics.confidentiality.states import State, members, state_of, unpacked
from maturity.statistics.signs import Status
from maturity.statistics.tabulate import tabulate

from ..world import make_frame
from .test_linked import plan_of

RULES = Rules()
DIVISIONS = ["13"] * 60 + ["26"] * 60 + ["39"] * 80
PLAN = plan_of(("division", ""), ("province", ""), measures="[n, count_by_level, mean_score]")


def firms(count=200, seed=3, **changes):
    """So many enterprises of three divisions and two provinces; `changes` are {row: (column, value)}."""
    random = np.random.default_rng(seed)
    divisions = np.resize(DIVISIONS, count)
    levels = random.choice([1, 2, 3], 400, p=[0.5, 0.3, 0.2])[:count]
    cities = np.where(random.random(400) < 0.5, "320500", "110000")[:count]
    scores = levels + random.integers(0, 79, 400)[:count] / 100
    rows = {"division": divisions, "city": cities}
    ids = members(f"firm-{row}" for row in range(count))
    frame = make_frame(rows, levels, scores, members=ids)
    for row, values in changes.get("rows", {}).items():
        for column, value in values.items():
            frame.loc[row, column] = value
    return frame


def release(frame, earlier=(), plan=PLAN):
    """Tables protected by themselves or beside `earlier`, as (Protection, tables, EarlierFootprint)."""
    plain = tabulate(plan, frame)
    by = protection(plan.tables, plain, frame, RULES, earlier)
    return by, by.apply(plain), EarlierFootprint(by.footprint, state_of(frame))


def disclosed(frame, earlier, plan=PLAN):
    """What a release protected by itself discloses beside earlier ones."""
    by, _, _ = release(frame, plan=plan)
    return disclosed_beside(by, plan.tables, earlier)


def figures(tables, column):
    return {(table.id, row.key): row.cells[table.column(column)] for table in tables for row in table.rows}


def differences(first, second, column):
    """Figures that both show and that differ."""
    before, after = figures(first, column), figures(second, column)
    both = {key: (before[key], after[key]) for key in before.keys() & after.keys()}
    return {k: v for k, v in both.items() if Status.CONFIDENTIAL not in v and v[0] != v[1]}


def test_a_state_is_kept_and_read_back():
    state = state_of(firms())
    again = unpacked(state.packed())
    assert isinstance(again, State)
    assert again.digest == state.digest


def test_one_resubmission_with_n_unchanged_is_refused_and_names_the_change():
    frame = firms()
    row = int(np.flatnonzero(frame["level"] == 2)[0])
    later = firms(rows={row: {"level": 3, "score": 3.3}})
    _, first, told = release(frame)
    found = disclosed(later, [told])
    assert any(count is not None and count.unlike is not None for count in found)
    by, second, _ = release(later, [told])
    assert by.unsafe == ()
    assert not differences(first, second, "count_L2")
    assert not differences(first, second, "count_L3")
    assert not differences(first, second, "mean_score")


def test_an_unchanged_level_with_another_score_tells_no_change_of_the_score():
    """In a row of 12 enterprises two decimals do not hide by how much one of them changed; in one of 188 they do."""
    divisions = {row: {"division": "26" if row < 12 else "13"} for row in range(200)}
    frame = firms(rows=divisions)
    divisions[5] = {"division": "26", "score": float(frame["score"][5]) + 0.31}
    later = firms(rows=divisions)
    plan = plan_of(("division", ""), measures="[n, mean_score]")
    _, first, told = release(frame, plan=plan)
    assert disclosed(later, [told], plan)
    by, second, _ = release(later, [told], plan)
    assert by.unsafe == ()
    assert {key[1] for key in differences(first, second, "mean_score")} <= {("_T",)}


def test_scores_are_published_with_the_decimals_a_reader_sees():
    _, tables, _ = release(firms(), plan=plan_of(("division", ""), measures="[n, mean_score, median_score, quartiles]"))
    scores = [cell for table in tables for _, column, cell in table.figures() if column.kind == "number"]
    assert scores
    assert all((100 * cell).denominator == 1 for cell in scores if not isinstance(cell, Status))


def test_the_same_answers_sent_again_change_nothing():
    _, _, told = release(firms())
    assert disclosed(firms(), [told]) == ()


TWO_WAY = plan_of(("division, province", ""), measures="[n, count_by_level, mean_score]")


@pytest.mark.parametrize("plan", [PLAN, TWO_WAY], ids=["two tables", "one table"])
@pytest.mark.parametrize("new", [1, 4, 9])
def test_few_newcomers_have_no_number_breakdown_or_mean_of_their_own(new, plan):
    frame, later = firms(), firms(200 + new)
    _, first, told = release(frame, plan=plan)
    assert disclosed(later, [told], plan)
    by, second, _ = release(later, [told], plan)
    if new < RULES.threshold:  # their number is told by that of all enterprises: such a release waits for more of them
        assert by.unsafe
        return
    assert by.unsafe == ()
    grown = {key: after - before for key, (before, after) in differences(first, second, "n").items()}
    assert all(grew >= RULES.threshold for grew in grown.values())
    assert not differences(first, second, "count_L2")


def test_a_plan_of_the_year_after_does_not_tell_who_left():
    """Levels of all in 2020 less levels before of those who are still there in 2021 are the few that left."""
    frame = firms()
    before = frame["level"].to_numpy()
    stay = np.ones(200, bool)
    stay[[3, 70, 150]] = False
    now = make_frame(
        {"division": frame["division"].to_numpy()[stay], "city": frame["city"].to_numpy()[stay]},
        before[stay],
        frame["score"].to_numpy()[stay],
        before=before[stay],
        members=frame["member"].to_numpy()[stay],
    )
    frame["year"] = 2020
    plan = plan_of(("division, level_before", ""), measures="[n]")
    _, _, told = release(frame)
    assert disclosed(now, [told], plan)


def test_two_plans_one_after_the_other_are_safe_when_the_later_hides_more():
    frame = firms()
    _, _, told = release(frame)
    by, _, _ = release(frame, [told], TWO_WAY)
    assert by.unsafe == ()
    assert disclosed_beside(by, TWO_WAY.tables, [told]) == ()


def few_in_a_division():
    """Six of division 13 in three cities, three, one and two; a hundred elsewhere."""
    cities = ["320500"] * 3 + ["110000"] + ["430100"] * 2 + ["320500", "110000", "430100", "330100"] * 25
    divisions = ["13"] * 6 + ["26"] * 100
    return make_frame({"division": divisions, "city": cities}, [1] * 50 + [2] * 56)


NUMBERS, CROSSED = plan_of(("division", ""), measures="[n]"), plan_of(("division, city", ""), measures="[n]")


def test_rows_that_tell_by_being_there_beside_an_earlier_release_are_left_out():
    """With six told, three hidden rows that are there are at most four each."""
    frame = few_in_a_division()
    by, tables, _ = release(frame, [release(frame, plan=NUMBERS)[2]], CROSSED)
    assert not by.unsafe
    plain = {row.key for row in tabulate(CROSSED, frame)[0].rows}
    left_out = plain - {row.key for row in tables[0].rows}
    assert left_out
    assert left_out < {("13", "320500"), ("13", "110000"), ("13", "430100")}
    assert "confidential" in tables[0].notes
    assert disclosed_beside(by, CROSSED.tables, [release(frame, plan=NUMBERS)[2]]) == ()
    told = {count.where: line.listed for line, count in lines_of(by.footprint)}
    assert not any(told[("division", division), ("city", city)] for division, city in left_out)


def lines_of(told):
    return [(line, told.counts[line.n]) for line in told.lines]


def test_the_rows_that_cannot_be_protected_are_named(monkeypatch):
    monkeypatch.setattr("maturity.statistics.confidentiality.linked.optional", lambda table, key: False)
    frame = few_in_a_division()
    by, _, _ = release(frame, [release(frame, plan=NUMBERS)[2]], CROSSED)
    assert set(by.unsafe_rows) == {("t1", ("13", city)) for city in ("320500", "110000", "430100")}
