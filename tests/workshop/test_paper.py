"""Paper ballots as they are typed: what a line means, and how two entries are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.errors import Refusal
from maturity.workshop.paper import Ballot, differences, marks_of, read_ballots, votes_of


@pytest.fixture
def items(small):
    return [item for item in small.items if not item.asks][:3]


def codes(caught):
    return [problem.code for problem in caught.value.problems]


def test_marks_are_numbers_of_the_choices_as_they_are_shown(small, items):
    shown = small.choices_of(items[0])
    assert marks_of(small, items[0]) == {
        **{choice.id: str(number) for number, choice in enumerate(shown, 1)},
        "not-applicable": "N",
        "cannot-judge": "?",
    }


@pytest.mark.parametrize("line", ["7: 3 2 -", "7：3 2 -", "P7 3 2 -", "  7 :  3\t2   - ", "7　3 2 -"])
def test_a_line_is_read_as_people_type_it(items, line):
    others = "\n".join(f"{seat}: 1 n ?" for seat in (1, 2, 3))
    read = read_ballots(f"{others}\n\n{line}\n", items)
    assert read[-1] == Ballot(7, ("3", "2", "-"))
    assert read[0] == Ballot(1, ("1", "N", "?"))


def test_all_mistakes_are_named_at_once_by_line(items):
    with pytest.raises(Refusal) as caught:
        read_ballots("1: 1 2\n1: 1 2 3\n1: 1 2 3\nx: 1 2 3\n0: 1 2 3", items)
    assert codes(caught) == ["paper-line", "paper-twice", "paper-line", "paper-line"]
    assert [problem.place.row for problem in caught.value.problems] == [1, 3, 4, 5]


def test_fewer_than_four_are_not_taken(items):
    with pytest.raises(Refusal) as caught:
        read_ballots("1: 1 2 3\n2: 1 2 3\n3: 1 2 3", items)
    assert codes(caught) == ["paper-few"]


def test_marks_become_votes_and_unknown_ones_are_named(small, items):
    ids, asked = [choice.id for choice in small.choices_of(items[0])], {item.id: "answer" for item in items}
    (found,) = votes_of(small, items, [4, 5, 6], [Ballot(9, ("1", "-", "?"))], asked)
    assert found == (9, {items[0].id: ids[0], items[2].id: "cannot-judge"})
    with pytest.raises(Refusal) as caught:
        votes_of(small, items, [4, 5, 6], [Ballot(9, ("9", ids[0].upper(), "1"))], asked)
    assert [(one.values["item"], one.code) for one in caught.value.problems] == [(4, "paper-mark"), (5, "paper-mark")]


def test_where_it_is_asked_whether_an_item_applies_one_box_says_so(small, items):
    one = items[0]
    assert marks_of(small, one, "applicability") == {"applicable": "1", "not-applicable": "N", "cannot-judge": "?"}
    asked = [Ballot(seat, (mark,)) for seat, mark in enumerate("1N?", 1)]
    found = votes_of(small, [one], [1], asked, {one.id: "applicability"})
    assert [votes[one.id] for _, votes in found] == ["applicable", "not-applicable", "cannot-judge"]
    for question, mark in (("applicability", "2"), ("applicable", "N")):
        with pytest.raises(Refusal, match="paper-mark"):
            votes_of(small, [one], [1], [Ballot(1, (mark,))], {one.id: question})


MARKS = st.lists(st.sampled_from(["1", "2", "N", "-"]), min_size=3, max_size=3).map(tuple)


@given(st.dictionaries(st.integers(1, 9), MARKS), st.dictionaries(st.integers(1, 9), MARKS))
def test_two_entries_agree_exactly_where_no_place_differs(first, second):
    found = differences(*([Ballot(*one) for one in each.items()] for each in (first, second)), [1, 2, 3])
    assert (found == []) == (first == second)
    assert sum(one.code == "paper-once" for one in found) == len(first.keys() ^ second.keys())
    assert sum(one.code == "paper-differs" for one in found) == sum(
        a != b for seat in first.keys() & second.keys() for a, b in zip(first[seat], second[seat], strict=True)
    )
