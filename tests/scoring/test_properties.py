"""What holds for all answers to a questionnaire of every kind and rule: units, limits, gates, account, columns."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from maturity.answers import Chosen, Entered, Listed
from maturity.quantities import unit
from maturity.questionnaire.asked import Computed
from maturity.questionnaire.numeric.references import Reference, References, unit_of
from maturity.scoring.accounts import account, valued
from maturity.scoring.batch import Scheme
from maturity.scoring.degrees import needed
from maturity.scoring.evaluation import Interval
from maturity.scoring.figures import Figure, unit_named
from maturity.scoring.many.evaluated import evaluate_many
from maturity.scoring.methods import METHODS, again, answered, evaluate
from maturity.scoring.statements import span, statements

from .green import filled, references, without_leading
from .test_any_answers import drawn
from .test_columns import drawn as columns_drawn
from .test_factory import steps_of
from .test_many import rows_of, value
from .test_others import CHAIN, FACTORY
from .test_points import SMALL

VALUES = References(
    (
        Reference("land-value", Fraction("0.5"), None, None, {}, "x", "R"),
        Reference("energy", Fraction(572), Fraction(52), None, {}, "x", "R"),
    )
)
# Any answers to it, some open, some not applicable
RESPONSES = st.randoms(use_true_random=False).map(lambda draw: drawn(draw, SMALL))
OTHER_UNITS = {
    **{"area": ("ha", "mu", "km2"), "money": ("1e4CNY", "1e8CNY"), "made": ("1e4unit",)},
    **{"products.used": ("tce", "gce"), "products.made": ("kg", "1e4t")},
}
few = settings(max_examples=40)


@few
@given(RESPONSES, st.data())
def test_the_units_in_which_numbers_are_entered_change_nothing(response, data):
    def entered(id, number):
        if not isinstance(number, Entered) or id not in OTHER_UNITS:
            return number
        other = unit(data.draw(st.sampled_from(OTHER_UNITS[id])))
        typed = number.value * unit_named(SMALL, id).to(other)
        return Entered(str(typed), other.id, typed * other.to(unit_named(SMALL, id)))

    answers = {id: entered(id, answer) for id, answer in response.answers.items()}
    products = answers.get("products")
    if isinstance(products, Listed):
        rows = (
            replace(row, numbers={id: entered(id, one) for id, one in row.numbers.items()}) for row in products.rows
        )
        answers["products"] = Listed(tuple(rows))
    one, other = evaluate(response, VALUES), evaluate(replace(response, answers=answers), VALUES)
    assert (other.score, other.bonus, other.eligible) == (one.score, one.bonus, one.eligible)
    for id, found in one.items.items():
        if isinstance(found.item.asks, Computed):
            assert other.items[id].figure == found.figure


@few
@given(RESPONSES, st.fractions(Fraction(1, 1000), 1000))
def test_a_ratio_stays_where_both_sides_grow_alike(response, factor):
    both = {"money", "area"}
    assume(all(isinstance(response.answers.get(id), Entered) for id in both))
    grown = {id: replace(response.answers[id], value=response.answers[id].value * factor) for id in both}
    other = replace(response, answers={**response.answers, **grown})
    one, other = (evaluate(several, VALUES).items["land.value"].figure for several in (response, other))
    assert getattr(other, "value", other) == getattr(one, "value", one)


@few
@given(RESPONSES)
def test_every_score_lies_within_its_limits(response):
    found = evaluate(response, VALUES)
    assert 0 <= found.score.low <= found.score.high <= found.maximum
    assert 0 <= found.bonus.low <= found.bonus.high <= SMALL.scoring.bonus_most
    for one in found.items.values():
        if one.item.role in ("optional", "bonus"):
            assert 0 <= one.earned.low <= one.earned.high <= one.points
    for section in found.sections:
        if section.score is not None:
            assert 0 <= section.score.low <= section.score.high <= section.maximum


BETTER = {"money": "high", "area": "low", "land.expert": "high", "energy": "low", "made": "high", "products": "low"}


@few
@given(RESPONSES, st.sampled_from([*BETTER]), st.fractions(1, 10))
def test_a_number_in_its_better_direction_never_scores_less(response, id, factor):
    """More value or output, less land or energy, in all rows of a table alike."""
    answer = response.answers.get(id)
    factor = factor if BETTER[id] == "high" else 1 / factor

    def moved(number):
        return replace(number, value=number.value * factor)

    if isinstance(answer, Entered):
        better = moved(answer)
    else:
        assume(isinstance(answer, Listed))
        rows = (
            replace(row, numbers={c: one if c == "products.made" else moved(one) for c, one in row.numbers.items()})
            for row in answer.rows
        )
        better = Listed(tuple(rows))
    # Only what is computed counts either way: an undefined ratio that gets a value has a narrower span
    one, other = (evaluate(replace(response, answers={**response.answers, id: a}), VALUES) for a in (answer, better))
    assume(all(found.state == other.items[key].state for key, found in one.items.items()))
    assert one.score.low <= other.score.low
    assert one.score.high <= other.score.high


@few
@given(st.randoms(use_true_random=False), st.sampled_from([SMALL, CHAIN, FACTORY]))
def test_a_missed_gate_is_not_eligible_whatever_the_score(draw, questionnaire):
    response = drawn(draw, questionnaire)
    gate = draw.choice([item for item in questionnaire.items if item.role == "gate"])
    missed = {**response.answers, gate.id: Chosen(questionnaire.choices_of(gate)[-1].id)}
    found = evaluate(replace(response, answers=missed), VALUES if questionnaire is SMALL else References())
    assert found.eligible is False
    for language, words in (("zh", "申报条件：不具备"), ("en", "Not eligible")):
        told = statements(found, language)
        assert told.lines[0].startswith(words), "before any score"
        assert told.score in told.lines[1:]


@few
@given(RESPONSES, st.sampled_from(["zh", "en"]))
def test_the_numbers_of_the_account_are_the_ones_used(response, language):
    found = evaluate(response, VALUES)
    told = {step.id: step for step in steps_of(account(found, language)) if step.id}
    assert span(found.score) in told["total"].value
    for section in found.sections:
        if section.score is not None:
            assert span(section.score) in told[section.group.id].value
    for id, one in found.items.items():
        if isinstance(one.figure, Figure) and isinstance(one.item.asks, Computed):
            assert all(valued(row, one.figure.unit, language) in told[id].value for row in one.figure.rows)
            for _, figure in one.figure.inputs:
                assert all(valued(row, figure.unit, language) in told[id].formula for row in figure.rows)
        if one.degree is not None and one.item.role in ("optional", "bonus"):
            assert f"{span(one.earned)}/{span(replace(one.degree, low=one.points, high=one.points))}" in told[id].value
        if one.reference is not None:
            for name in needed(one.item.scorer):
                assert valued(getattr(one.anchors, name), unit_of(one.item), language) in told[id].note


@settings(max_examples=15)
@given(st.randoms(use_true_random=False), st.sampled_from([SMALL, CHAIN]))
def test_many_at_once_are_what_each_is_by_itself(draw, questionnaire):
    responses = [drawn(draw, questionnaire) for _ in range(8)]
    known = [VALUES if questionnaire is SMALL else References()] * len(responses)
    facts = [{"division": draw.choice(["39", "26"])} for _ in responses]
    rows = rows_of(responses, known, facts)
    assert rows.schemes == [Scheme("default")]
    found = evaluate_many(questionnaire, rows)
    exact = [evaluate(*one) for one in zip(responses, known, facts, strict=True)]
    assert found.scores.low.tolist() == pytest.approx([float(one.score.low) for one in exact], abs=1e-9)
    assert found.scores.high.tolist() == pytest.approx([float(one.score.high) for one in exact], abs=1e-9)
    assert found.scores.eligible.tolist() == [{True: 1, False: 0, None: -1}[one.eligible] for one in exact]
    for id, values in found.computed.items():
        assert values.tolist() == pytest.approx([value(one, id) for one in exact], rel=1e-9, nan_ok=True)


@settings(max_examples=10)
@given(st.randoms(use_true_random=False), st.sets(st.sampled_from(["water-intensity", "energy-intensity"])))
def test_one_verdict_whatever_reference_values_are_missing(draw, indicators):
    """Each by itself, many at once, and in words."""
    start = filled()
    responses = [start, *(columns_drawn(draw, start) for _ in range(4))]
    known = without_leading(references(start.questionnaire), *indicators)
    found = evaluate_many(start.questionnaire, rows_of(responses, [known] * 5, [{}] * 5)).scores.eligible
    for row, response in enumerate(responses):
        exact = evaluate(response, known)
        assert found[row] == {True: 1, False: 0, None: -1}[exact.eligible]
        assert (exact.eligible is True) == (statements(exact, "en").eligibility == "Eligible: yes")
        assert ("undecided" in statements(exact, "en").eligibility) == (exact.eligible is None)
    assert found[0] == (-1 if indicators else 1)


@few
@given(RESPONSES, st.randoms(use_true_random=False), st.integers(1, 3))
def test_a_change_of_answers_comes_to_what_the_changed_answers_come_to(response, draw, count):
    other = drawn(draw, SMALL).answers
    changed = {item.id: other.get(item.id) for item in draw.sample(SMALL.items, count)}
    answers = {id: answer for id, answer in {**response.answers, **changed}.items() if answer is not None}
    assert answered(evaluate(response, VALUES), changed) == evaluate(replace(response, answers=answers), VALUES)


@few
@given(RESPONSES, st.sampled_from([item for item in SMALL.items if item.role in ("mandatory", "optional")]))
def test_a_change_of_scores_comes_to_what_they_come_to_together(response, item):
    found = evaluate(response, VALUES)
    full = {item.id: replace(found.items[item.id], degree=Interval(Fraction(1), Fraction(1)))}
    alone = METHODS["points"].reduce(response, {**found.items, **full}, found.facts, {})
    assert replace(again(found, full), references=alone.references) == alone
