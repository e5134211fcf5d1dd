"""The vote on whether an item applies: what it takes, and what may be voted before and after it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.errors import Refusal
from maturity.workshop import RULES, STANDARD
from maturity.workshop.applicability import applicability_tally, judge_applicability
from maturity.workshop.ballots import question_after, read_vote
from maturity.workshop.wording import applicability_sentence


def judged(applicable, not_applicable, cannot=0, present=12, rule=STANDARD, **named):
    votes = {"applicable": applicable, "not-applicable": not_applicable, "cannot-judge": cannot}
    return judge_applicability(rule, applicability_tally(votes, present), **named)


@pytest.mark.parametrize(
    ("votes", "outcome"),
    [
        ((8, 4), "applies"),
        ((4, 8), "not-applicable"),
        ((7, 5), "divided"),
        ((6, 6), "divided"),
        ((12, 0), "applies"),
        ((5, 0), "quorum"),
        ((2, 3, 7), "cannot-judge"),
        ((3, 3, 6), "divided"),
    ],
)
def test_it_takes_two_thirds_of_those_who_judge_it(votes, outcome):
    assert judged(*votes).outcome == outcome


@pytest.mark.parametrize(("rule", "applies"), [("standard", 8), ("strict", 9), ("light", 9)])
def test_it_takes_the_majority_of_the_rule_and_never_half(rule, applies):
    assert judged(applies, 12 - applies, rule=RULES[rule]).outcome == "applies"
    assert judged(applies - 1, 13 - applies, rule=RULES[rule]).outcome == "divided"


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
def test_both_sides_are_judged_alike(applicable, not_applicable, cannot):
    other = {"applies": "not-applicable", "not-applicable": "applies"}
    found = judged(applicable, not_applicable, cannot).outcome
    assert judged(not_applicable, applicable, cannot).outcome == other.get(found, found)


def test_a_divided_room_votes_on_it_three_times_at_most_and_not_where_nothing_moves():
    first, second = judged(6, 6), judged(7, 5)
    assert [judged(7, 5, round=number).last for number in (1, 2, 3)] == [False, False, True]
    assert judged(7, 5, round=2, before=first.tally).last, "one vote of twelve has changed"
    assert not judged(5, 7, round=2, before=second.tally).last
    assert not judged(8, 4, round=3).last


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_outcome_is_said_in_a_sentence_with_its_counts(language):
    for votes, counts in (((8, 4), "8"), ((4, 8), "8"), ((7, 5), "75"), ((2, 1), "3"), ((2, 3, 7), "7")):
        told = applicability_sentence(judged(*votes), language)
        assert all(count in told for count in counts)
        assert "{" not in told
    last = applicability_sentence(judged(7, 5, round=3), language)
    assert last.startswith(applicability_sentence(judged(7, 5), language))
    assert len(last) > len(applicability_sentence(judged(7, 5), language))


def test_what_the_next_round_asks():
    assert [question_after("again", one) for one in ("answer", "applicability", "applicable")] == [
        "answer",
        "applicable",
        "applicable",
    ]
    for act in ("void", "open"):
        assert [question_after(act, one) for one in ("answer", "applicability", "applicable")] == [
            "answer",
            "applicability",
            "applicable",
        ]
    assert question_after("applicability", "answer") == "applicability"


@pytest.mark.parametrize(
    ("question", "taken"),
    [
        ("answer", {"most", "not-applicable", "cannot-judge"}),
        ("applicability", {"applicable", "not-applicable", "cannot-judge"}),
        ("applicable", {"most", "cannot-judge"}),
    ],
)
def test_a_round_takes_votes_on_what_it_asks_alone(small, question, taken):
    item = next(item for item in small.items if not item.asks)
    for vote in ("most", "applicable", "not-applicable", "cannot-judge"):
        if vote in taken:
            assert read_vote(small, item, vote, question) == vote
            continue
        with pytest.raises(Refusal, match="workshop-vote"):
            read_vote(small, item, vote, question)
