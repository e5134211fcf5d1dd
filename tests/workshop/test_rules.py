"""What the rule calls agreement, and how often chance does."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.questionnaire.naming import NOT_APPLICABLE_ID
from maturity.workshop import CANNOT_JUDGE_ID, RULES, STANDARD, Tally, count, judge, sentence
from maturity.workshop.agenda import disagreement
from maturity.workshop.chance import pass_rate
from maturity.workshop.groups import LEAST, grouped, standings, turnover
from maturity.workshop.numbers import judge_numbers
from maturity.workshop.rules import agrees, moved, quorum
from maturity.workshop.wording import median_words

from .test_figures import IDS, SCALE, counts_of_four


def test_two_sides_of_the_pass_mark_are_no_agreement():
    halves = judge(STANDARD, SCALE, Tally((0, 6, 6, 0)))
    assert (halves.outcome, halves.failed) == ("not-agreed", ("mode", "across"))
    assert sentence(halves, "en") == "Not agreed: 6 below the pass mark, 6 above it."
    assert sentence(halves, "zh") == "尚未一致：6 票在及格线以下，6 票在及格线以上。"
    assert judge(RULES["light"], SCALE, Tally((0, 6, 6, 0))).agreed
    assert not judge(STANDARD, SCALE, Tally((2, 0, 0, 10))).agreed
    assert judge(RULES["light"], SCALE, Tally((2, 0, 0, 10))).agreed


@pytest.mark.parametrize(
    ("tally", "outcome"),
    [
        (Tally((0, 0, 3, 0)), "quorum"),
        (Tally((0, 0, 4, 0), missing=4), "agreed"),
        (Tally((0, 0, 4, 0), missing=5), "quorum"),
        (Tally((0, 0, 4, 0), cannot_judge=4), "agreed"),
        (Tally((0, 0, 4, 0), cannot_judge=5), "cannot-judge"),
        (Tally((0, 0, 8, 0), not_applicable=4), "applicability"),
        (Tally((0, 0, 9, 0), not_applicable=4), "agreed"),
        (Tally((0, 0, 0, 0)), "quorum"),
        (Tally((0, 0, 8, 4)), "agreed"),
        (Tally((0, 1, 8, 3)), "agreed"),
        (Tally((0, 3, 9, 0)), "not-agreed"),
        (Tally((1, 0, 0, 11)), "agreed"),
        (Tally((2, 0, 0, 14)), "not-agreed"),
    ],
)
def test_the_standard_rule(tally, outcome):
    assert judge(STANDARD, SCALE, tally).outcome == outcome


@pytest.mark.parametrize("n", [*range(5, 14), 20, 30])
@pytest.mark.parametrize("rule", ["standard", "strict"])
def test_random_votes_pass_in_at_most_one_case_of_twenty_from_five_on(rule, n):
    assert pass_rate(RULES[rule], SCALE, n) <= 0.05


def test_the_weak_rule_is_weak():
    assert pass_rate(RULES["light"], SCALE, 5) == pytest.approx(0.61, abs=0.005)
    assert pass_rate(STANDARD, SCALE, 4) > 0.05, "why four votes are said to prove little"


@given(counts_of_four)
def test_the_strict_rule_passes_nothing_that_the_standard_one_does_not(counts):
    assert not agrees(RULES["strict"], SCALE, Tally(counts)) or agrees(STANDARD, SCALE, Tally(counts))


@given(counts_of_four, st.integers(0, 40))
def test_a_vote_for_the_agreed_choice_never_ends_agreement(counts, more):
    if agrees(STANDARD, SCALE, Tally(counts)):
        top = counts.index(max(counts))
        assert agrees(STANDARD, SCALE, Tally(tuple(c + more * (r == top) for r, c in enumerate(counts))))


def test_voting_stops_after_three_rounds_or_where_hardly_anybody_moved():
    split, moved_on = Tally((0, 6, 6, 0)), Tally((0, 4, 7, 1))
    assert not judge(STANDARD, SCALE, moved_on, 2, split).last
    stalled = judge(STANDARD, SCALE, split, 2, Tally((0, 5, 7, 0)))
    assert stalled.last
    assert "lead decides" in sentence(stalled, "en")
    assert judge(STANDARD, SCALE, split, 3).last
    assert not judge(STANDARD, SCALE, Tally((0, 0, 12, 0)), 3).last
    assert moved(split, Tally((0, 3, 9, 0))) == Fraction(1, 4)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
@given(counts=counts_of_four, na=st.integers(0, 9), cannot=st.integers(0, 9), missing=st.integers(0, 9))
def test_every_verdict_is_one_sentence(rule, language, counts, na, cannot, missing):
    told = sentence(judge(rule, SCALE, Tally(counts, na, cannot, missing)), language)
    assert told[-1] in "。."
    assert "{" not in told


def test_the_median_of_an_even_number_lies_between():
    found = judge(STANDARD, SCALE, Tally((0, 6, 6, 0))).figures
    low, high = (SCALE.choices[rank].text.en for rank in (1, 2))
    assert median_words(SCALE, found, "en") == f'between "{low}" and "{high}"'
    assert median_words(SCALE, judge(STANDARD, SCALE, Tally((0, 6, 1, 0))).figures, "en") == low


def test_the_quorum_is_half_of_those_present_and_at_least_four():
    assert [quorum(n) for n in (0, 4, 8, 9, 12, 200)] == [4, 4, 4, 5, 6, 100]


def test_numbers_agree_within_a_tolerance_of_the_median():
    near = [Fraction(n) for n in (98, 100, 100, 102, 150)]
    found = judge_numbers(STANDARD, near, 5)
    assert (found.outcome, found.median, found.near) == ("agreed", 100, Fraction(4, 5))
    assert (found.quartiles, found.spread) == ((100, 102), Fraction(1, 50))
    assert judge_numbers(STANDARD, near, 5, tolerance=Fraction(1, 100)).outcome == "not-agreed"
    assert judge_numbers(STANDARD, near[:3], 3).outcome == "quorum"
    assert judge_numbers(STANDARD, near, 11, cannot_judge=6).outcome == "cannot-judge"
    assert judge_numbers(STANDARD, near, 8, not_applicable=3).outcome == "applicability"
    assert judge_numbers(STANDARD, near, 7, not_applicable=2).outcome == "agreed"
    assert judge_numbers(STANDARD, [], 4, not_applicable=4).outcome == "applicability"
    assert judge_numbers(STANDARD, [], 6).median is None
    assert judge_numbers(STANDARD, [Fraction(0)] * 4, 4).spread is None


@given(st.lists(st.fractions(-100, 100), min_size=4, max_size=12), st.fractions(1, 50))
def test_agreement_of_numbers_does_not_depend_on_their_unit(values, factor):
    there, scaled = (judge_numbers(STANDARD, found, 12) for found in (values, [v * factor for v in values]))
    assert (there.outcome, there.near, there.median * factor) == (scaled.outcome, scaled.near, scaled.median)


@given(st.dictionaries(st.sampled_from("ABCDEFG"), st.integers(1, 12)))
def test_no_function_is_kept_under_a_name_of_fewer_than_five(sizes):
    people = [name for name, size in sizes.items() for _ in range(size)]
    names = grouped(people)
    kept = {}
    for one in people:
        kept[names[one]] = kept.get(names[one], 0) + 1
    assert set(kept) <= {""} or all(size >= LEAST for size in kept.values())
    assert set(kept) <= {""} or all(len(people) - size >= LEAST for size in kept.values())


def test_functions_stand_lower_about_or_higher_and_small_ones_not_at_all():
    shown = standings({"production": (0, 5, 1, 0), "it": (0, 0, 1, 6), "quality": (0, 0, 4, 0)})
    assert shown == {"production": "lower", "it": "higher"}
    assert standings({"": (0, 9, 0, 0)}) == {}
    assert standings({"a": (0, 5, 0, 0), "b": (0, 4, 0, 0)}) == {}
    assert [turnover(n, 12) for n in (2, 3, 6)] == ["few", "some", "many"]


def test_disagreement_is_greatest_at_either_end():
    assert disagreement(Tally((6, 0, 0, 6))) == 1
    assert disagreement(Tally((0, 12, 0, 0))) == 0
    assert disagreement(Tally((0, 6, 6, 0))) == Fraction(1, 9)
    assert disagreement(Tally((0, 1, 0, 0))) == 0


def test_a_rule_without_a_pass_mark_asks_for_no_side():
    open_scale = replace(SCALE, passing=None)
    assert judge(STANDARD, open_scale, Tally((0, 4, 8, 0))).agreed
    assert count(open_scale, [IDS[0], NOT_APPLICABLE_ID, CANNOT_JUDGE_ID]).votes == 3
