"""Stock and flow: the printed sums, the change that official stocks leave unexplained, and the identity."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.registers.ledger import Event, units_on
from maturity.registers.national import national_flows, national_lists
from maturity.registers.stockflow import AFTER, Step, batches, flows, natural, stock_and_flow

from .made import added

YEARS = ("2022", "2023", "2024", "2025")
MOVES = (47, 3), (104, 0), (123, 3), (128, 3)  # of parks
PRINTED = {  # factories, products, parks and chains by batch
    "1": (201, 193, 24, 15),
    "2": (208, 53, 22, 4),
    "3": (391, 480, 34, 21),
    "4": (602, 371, 39, 50),
    "5": (719, 1073, 53, 99),
    "6": (662, 989, 52, 107),
}
LATER = {
    "factory": [(874, 41), (1488, 9), (1382, 47), (2038, 132)],
    "product": [(643, 72)],
    "park": [*MOVES],
    "chain": [(112, 5), (205, 3), (126, 4)],
}


def closing(kind, opening, *moves):
    steps = [Step(year, *move) for year, move in zip(YEARS, moves, strict=False)]
    return [row.closing for row in flows(kind, steps, opening)]


def test_factories_chains_and_products_close():
    assert closing("factory", 2783, (874, 41), (1488, 9), (1382, 47), (2038, 132)) == [3616, 5095, 6430, 8336]
    assert closing("chain", 296, (112, 5), (205, 3), (126, 4)) == [403, 605, 727]
    assert closing("product", 3159, (643, 72)) == [3730]


def test_parks_close_from_223():
    moves = MOVES
    assert closing("park", 223, *moves) == [267, 371, 491, 616]
    official = [Step(year, *move, stock) for year, move, stock in zip(YEARS, moves, (267, 371, 491, 616), strict=True)]
    assert [row.unexplained for row in flows("park", official, 223)] == [0, 0, 0, 0]


def test_parks_from_224_are_one_too_many_in_every_year():
    assert closing("park", 224, *MOVES) == [268, 372, 492, 617]


def test_parks_from_224_leave_one_unexplained():
    (row,) = flows("park", [Step("2022", 47, 3, 267)], 224)
    assert row.opening + row.added - row.removed == 268
    assert (row.unexplained, row.closing) == (-1, 267)


def test_the_shipped_lists_add_up_to_the_printed_sums():
    sums = dict.fromkeys(("factory", "product", "park", "chain"), 0)
    for one in national_lists():
        if one.batch in "123456":
            sums[one.kind] += one.added
    assert sums == {"factory": 2783, "product": 3159, "park": 224, "chain": 296}


def test_the_shipped_lists_are_the_printed_ones_batch_by_batch():
    found = {(one.batch, one.kind): (one.published, one.added, one.removed) for one in national_lists()}
    for kind, *printed in zip(("factory", "product", "park", "chain"), *PRINTED.values(), strict=True):
        months = ("2017-09", "2018-02", "2018-11", "2019-09", "2020-10", "2022-01")
        expected = [(month, added, 0) for month, added in zip(months, printed, strict=True)]
        assert [found[batch, kind] for batch in PRINTED] == expected
    for kind, moves in LATER.items():
        years = YEARS[: len(moves)]
        assert [found[year, kind][1:] for year in years] == moves, kind


def test_the_national_stock_has_one_unexplained_park_in_the_fifth_batch():
    rows = {(row.kind, row.batch): row for row in national_flows()}
    assert {key: row.unexplained for key, row in rows.items() if row.unexplained} == {("park", "5"): -1}
    assert [rows["factory", batch].closing for batch in ("6", *YEARS)] == [2783, 3616, 5095, 6430, 8336]
    assert [rows["chain", batch].closing for batch in ("6", *YEARS[:3])] == [296, 403, 605, 727]
    assert [rows["park", batch].closing for batch in ("6", *YEARS)] == [223, 267, 371, 491, 616]
    assert rows["product", "2022"].closing == 3730


def test_shipped_lists_carry_their_provenance():
    for one in national_lists():
        assert one.source.zh, one
        assert one.source.en, one
        assert one.verified == (one.status in ("S", "V")), one


def test_events_without_a_batch_count_with_the_next_list():
    events = [
        added("甲", day=date(2020, 10, 1), batch="5"),
        added("乙", day=date(2020, 10, 1), batch="5"),
        Event("甲", "rename", date(2021, 3, 1), name="甲甲"),
        Event("甲", "remove", date(2021, 5, 1), reason="accident"),
        added("丙", day=date(2022, 1, 15), batch="6"),
        Event("乙", "remove", date(2022, 1, 15), reason="not-filed"),
        Event("甲", "restore", date(2022, 1, 15), batch="6"),
        Event("丙", "remove", date(2023, 1, 1), reason="falsified"),
    ]
    rows = [(row.batch, row.opening, row.added, row.removed, row.closing) for row in stock_and_flow(events)]
    assert rows == [("5", 0, 2, 0, 2), ("6", 2, 2, 2, 2), (AFTER, 2, 0, 1, 1)]


def test_an_official_stock_of_a_register_names_what_it_cannot_explain():
    events = [added(str(n), kind="park") for n in range(5)]
    (row,) = stock_and_flow(events, {("park", "6"): 4})
    assert (row.added, row.unexplained, row.closing, row.official) == (5, -1, 4, True)


def test_batches_stand_in_the_order_of_their_days_then_numbers():
    events = [added("a", batch="10"), added("b", batch="9"), added("c", day=date(2017, 9, 1), batch="1")]
    assert list(batches(events)) == ["1", "9", "10"]
    assert natural("省级9") < natural("省级10")


@pytest.mark.parametrize("official", [True, False])
@given(moves=st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9), st.integers(0, 99)), max_size=6))
def test_every_row_closes_and_is_the_next_opening(official, moves):
    steps = [Step(str(n), more, less, stock if official else None) for n, (more, less, stock) in enumerate(moves)]
    rows = flows("park", steps, 20)
    for row in rows:
        assert row.opening + row.added - row.removed + row.unexplained == row.closing
        assert official or row.unexplained == 0
    assert [row.opening for row in rows] == [20, *(row.closing for row in rows[:-1])][: len(rows)]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), max_size=20))
def test_the_closing_stock_is_what_the_register_holds(moves):
    """Additions of six units, removals and restorations in turn, in whatever order."""
    events, state = [], {}
    for step, (number, batch) in enumerate(moves):
        day = date.fromordinal(date(2020, 1, 1).toordinal() + step)
        if number not in state:
            event = added(str(number), day=day, batch=str(batch))
        else:
            event = Event(str(number), "remove" if state[number] else "restore", day, reason="accident")
        state[number] = event.action != "remove"
        events.append(event)
    held = sum(unit.listed for unit in units_on(events).values())
    assert held == (stock_and_flow(events)[-1].closing if events else 0)
