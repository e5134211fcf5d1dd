"""The roadmap is the smallest there is: held against trying everything, on random questionnaires of every shape."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from maturity.answers import Chosen, NotApplicable, Response
from maturity.questionnaire import Choice, Group, Item, Level, Profile, Questionnaire, Scoring, Text, Tier, Weight, load
from maturity.scoring import grade
from maturity.scoring.programme import Constraint, Programme, minimise
from maturity.scoring.roadmap import UNESTIMATED, Estimate, improved, smallest

from .naive import naive

WORDS = Text("字", "word")
SCORES = {"none": Fraction(0), "part": Fraction(1, 2), "most": Fraction(4, 5), "full": Fraction(1)}
CHOICES = tuple(Choice(id, score, WORDS, WORDS) for id, score in reversed(SCORES.items()))
OPEN = 5  # items that can be improved: 4 ** 5 ways to try


@st.composite
def questionnaires(draw):
    """One or two groups a parent in two to four tiers, two or three levels, cells of up to two items."""
    levels, weights, position = draw(st.integers(2, 3)), {}, 0

    tiers = tuple(Tier(f"tier{number}", WORDS, "words") for number in range(draw(st.integers(2, 4))))

    def siblings(depth, parent):
        nodes = [group(depth, f"{parent}{letter}") for letter in "ab"[: draw(st.integers(1, 2))]]
        first = Fraction(draw(st.integers(1, 99)), 100) if len(nodes) > 1 else Fraction(1)
        for node, share in zip(nodes, (first, 1 - first), strict=False):
            weights[node.key] = Weight(share, "", "")
        return tuple(nodes)

    def group(depth, id):
        if depth == len(tiers) - 1:
            return area(id)
        return Group(tiers[depth], id, WORDS, None, siblings(depth + 1, id))

    def area(id):
        nonlocal position
        items = []
        for level in range(1, levels + 1):
            for number in range(draw(st.integers(1 if level == 1 else 0, 2))):
                items.append(Item(f"{id}.{level}{number}", id, level, WORDS, (), WORDS, position))
                position += 1
        return Group(tiers[-1], id, WORDS, WORDS, (), tuple(items))

    groups = siblings(0, "")
    cut = draw(st.integers(1, len(tiers) - 1))  # the tier of which the second of two may be left out
    tailorable = {id: tier for tier, id in weights if tier == tiers[cut].id and id.endswith("b")}
    profile = Profile("all", WORDS, weights, frozenset(), tailorable, WORDS, True)
    scoring = Scoring(
        "ladder",
        draw(st.sampled_from([Fraction(4, 5), Fraction(2, 3)])),
        draw(st.sampled_from(["gated", "sum"])),
        draw(st.sampled_from(["carry", "renormalise"])),
    )
    ladder = tuple(Level(number, WORDS, WORDS) for number in range(1, levels + 1))
    return Questionnaire(
        "q", "1", WORDS, WORDS, WORDS, WORDS, "", "", scoring, CHOICES, ladder, {"all": profile}, tiers, groups
    )


@st.composite
def responses(draw):
    """Answers of every kind; at most OPEN items are below full."""
    q = draw(questionnaires())
    cuts = {id: "bought in" for id in sorted(q.profile("all").tailorable) if draw(st.booleans())}
    answers, room = {}, OPEN
    for item in draw(st.permutations(q.items)):
        kinds = ["full", "n/a"] + ["none", "part", "most", "open"] * 2 * (room > 0)
        kind = draw(st.sampled_from(kinds))
        room -= kind not in {"full", "n/a"}
        if kind != "open":
            answers[item.id] = NotApplicable("none here") if kind == "n/a" else Chosen(kind)
    return Response(q, "all", answers, cuts)


def ways(response, target):
    """Every set of improvements that reaches `target`, as {item: choice}, by trying all of them naively."""
    place = {"gated": 1, "sum": 3}[response.questionnaire.scoring.rule]
    now = {
        item.id: SCORES[answer.choice] if isinstance(answer, Chosen) else Fraction(0)
        for item in response.items
        if not isinstance(answer := response.answers.get(item.id), NotApplicable)
    }
    options = [[None, *(c for c, score in SCORES.items() if score > now[id])] for id in now]
    for raised in product(*options):
        way = {id: choice for id, choice in zip(now, raised, strict=True) if choice}
        answers = {**response.answers, **{id: Chosen(choice) for id, choice in way.items()}}
        if naive(replace(response, answers=answers))[place] >= target:
            yield way


def lack(response, way):
    """What the items of `way` lack, in total, to be fully met."""
    chosen = (response.answers.get(id) for id in way)
    return sum(1 - SCORES[answer.choice] if answer else Fraction(1) for answer in chosen)


@settings(max_examples=150)
@given(responses(), st.data())
def test_nothing_smaller_reaches_the_level(response, data):
    target = data.draw(st.none() | st.integers(1, len(response.questionnaire.levels)))
    found = smallest(response.questionnaire, response, target)
    keys = [(len(way), lack(response, way)) for way in ways(response, found.target)]
    assert found.reachable == bool(keys)
    assert (found.after.level >= found.target) == bool(keys)
    if keys:
        taken = {step.item.id for step in found.steps}
        assert (len(taken), lack(response, taken)) == min(keys)
    else:
        assert found.steps == ()


@settings(max_examples=100)
@given(responses(), st.data())
def test_no_less_effort_reaches_the_level_and_no_equal_effort_brings_more(response, data):
    numbers = st.builds(Estimate, st.integers(1, 4) | st.just(100), st.integers(0, 3))
    estimates = data.draw(st.dictionaries(st.sampled_from([item.id for item in response.items]), numbers))
    found = smallest(response.questionnaire, response, estimates=estimates)
    known = [[estimates.get(id, UNESTIMATED) for id in way] for way in ways(response, found.target)]
    if known:
        best = min((sum(e.effort for e in way), -sum(e.benefit for e in way)) for way in known)
        assert (found.effort, -found.benefit) == best
    assert found.weighted


@settings(max_examples=100)
@given(responses())
def test_every_step_is_needed_and_goes_no_further_than_needed(response):
    found = smallest(response.questionnaire, response)
    assume(found.steps)
    assert found.after.level >= found.target > found.before.level
    for place, step in enumerate(found.steps):
        others = (*found.steps[:place], *found.steps[place + 1 :])
        now = step.before.score if step.before else 0
        for choice in CHOICES:
            if choice.score < step.after.score:
                lower = [*others, replace(step, after=choice)] if choice.score > now else others
                assert grade(improved(response, lower)).level < found.target


@settings(max_examples=100)
@given(responses())
def test_the_gains_add_up_to_the_scores_reached(response):
    found = smallest(response.questionnaire, response)
    for place, (before, after) in enumerate(zip(found.before.levels, found.after.levels, strict=True)):
        assert before.score + sum(step.gains[place] for step in found.steps) == after.score


@settings(max_examples=100)
@given(responses())
def test_the_needs_of_the_levels_are_a_floor(response):
    found = smallest(response.questionnaire, response, len(response.questionnaire.levels))
    assert all(bound.items <= len(found.steps) and bound.fewer < bound.shortfall for bound in found.lower_bounds)
    if found.steps and response.questionnaire.scoring.rule == "gated":
        assert [bound.level for bound in found.lower_bounds] == [
            mark.number for mark in found.before.levels if not mark.met
        ]


def everything(choice, q):
    return Response(q, "discrete", {item.id: Chosen(choice) for item in q.items_of("discrete")})


def test_who_has_the_highest_level_has_nothing_to_do():
    found = smallest(load(), everything("full", load()))
    assert (found.target, found.steps, found.reached, found.reachable) == (5, (), True, True)
    assert found.lower_bounds == ()


def test_a_level_already_reached_needs_nothing():
    found = smallest(load(), everything("full", load()), 2)
    assert (found.target, found.steps, found.reached) == (2, (), True)


def test_where_nothing_applies_no_level_can_be_reached():
    q = load()
    nothing = Response(q, "discrete", {item.id: NotApplicable("closed") for item in q.items_of("discrete")})
    found = smallest(q, nothing)
    assert (found.target, found.steps, found.reached, found.reachable) == (1, (), False, False)


def test_nothing_answered_yet_counts_from_nothing(small):
    found = smallest(small, Response(small, "discrete", {}))
    assert (found.before.level, found.target, found.after.level) == (0, 1, 1)
    assert all(step.before is None for step in found.steps)


def test_the_same_answers_give_the_same_steps():
    q = load()
    response = everything("part", q)
    assert smallest(q, response, 3) == smallest(q, response, 3)
    ids = [step.item.position for step in smallest(q, response, 3).steps]
    assert ids == sorted(ids)


def test_estimates_move_the_way():
    q = load()
    response = everything("part", q)
    avoided = smallest(q, response).steps[0].item.id
    weighted = smallest(q, response, estimates={avoided: Estimate(100, 0)})
    assert weighted.after.level == 1
    assert avoided not in {step.item.id for step in weighted.steps}
    assert weighted.effort == sum(step.estimate.effort for step in weighted.steps)


def test_an_unknown_level_and_a_foreign_response_are_refused(small):
    with pytest.raises(KeyError):
        smallest(small, Response(small, "discrete", {}), 6)
    with pytest.raises(ValueError, match="another questionnaire"):
        smallest(load(), Response(small, "discrete", {}))


def test_what_falls_short_by_a_hair_is_no_solution():
    """The solver's rounding would let pass what the exact judge does not."""
    hair = Fraction(1, 10**8)
    gains = [Fraction(1, 2) - hair, Fraction(1, 4), Fraction(1, 2)]

    def feasible(values):
        return sum(value * gain for value, gain in zip(values, gains, strict=True)) >= 1

    programme = Programme([1, 2, 1], [Constraint(dict(enumerate(gains)), 1)])
    assert minimise(programme, [[3, 2, 2]], feasible) == (0, 2, 1)
    assert minimise(programme, [[1, 2, 4]], feasible) == (1, 1, 1)


def test_a_programme_without_a_solution_is_told():
    with pytest.raises(RuntimeError, match="Infeasible"):
        minimise(Programme([1], [Constraint({0: 1}, 2)]), [[1]], lambda values: True)


def test_the_solver_prints_nothing(capfd):
    """Its banner comes from the library's own code, below Python's standard output."""
    assert minimise(Programme([2], [Constraint({0: 1}, 1)]), [[1]], lambda values: True) == (1,)
    assert capfd.readouterr() == ("", "")
