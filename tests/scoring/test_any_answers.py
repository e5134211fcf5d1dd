"""Whatever is answered, every shipped questionnaire with numbers is evaluated and explained, in both languages."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.answers import Chosen, Entered, Listed, NotApplicable, Response, Row, Said, Ticked
from maturity.quantities import Quantity
from maturity.quantities.factors import factors
from maturity.questionnaire import load
from maturity.questionnaire.asked import Computed, Table, Ticks, Words
from maturity.questionnaire.numeric.references import Reference, References
from maturity.scoring.accounts import account
from maturity.scoring.gains import gains
from maturity.scoring.methods import evaluate
from maturity.scoring.statements import statements

from ..questionnaire.numeric.test_shipped import IDS

NUMBERS = [Fraction(n) for n in ("0", "0.001", "1", "7.5", "100", "123456789")]


def number(draw, quantity):
    low = quantity.minimum if quantity.minimum is not None else quantity.above or Fraction(0)
    value = low + draw.choice(NUMBERS) + (1 if quantity.above is not None else 0)
    value = value if quantity.maximum is None else min(value, quantity.maximum)
    return Entered(str(value) if value.denominator == 1 else str(float(value)), quantity.unit.id, value)


def answer(draw, questionnaire, item):
    asked = item.asks
    if asked is None:
        return Chosen(draw.choice(questionnaire.choices_of(item)).id)
    if isinstance(asked, Quantity):
        return number(draw, asked)
    if isinstance(asked, Ticks):
        return Ticked(tuple(one.id for one in asked.options if draw.random() < 0.5))
    if isinstance(asked, Words):
        return Said("文字")
    if asked.factors:
        keys = draw.sample(["raw-coal", "natural-gas", "electricity", "other"], draw.randint(1, 4))
        amounts = {
            key: Quantity(factors("energy")[key].unit, (factors("energy")[key].unit,), Fraction(0)) for key in keys
        }
        return Listed(tuple(Row(key, {item.id: number(draw, amounts[key])}) for key in keys))
    rows = (
        Row(f"r{n}", {column.id: number(draw, column.quantity) for column in asked.columns if draw.random() < 0.95})
        for n in range(draw.randint(1, asked.most))
    )
    return Listed(tuple(rows))


def drawn(draw, questionnaire):
    found = {}
    for item in questionnaire.items:
        chance = draw.random()
        if chance < 0.1 or isinstance(item.asks, Computed):
            continue
        found[item.id] = NotApplicable("没有") if chance < 0.2 else answer(draw, questionnaire, item)
    return Response(questionnaire, "default", found)


def values(draw, questionnaire):
    known = []
    for item in questionnaire.items:
        reference, better = (getattr(item.scorer, key, "") for key in ("reference", "better"))
        if reference and draw.random() < 0.8:
            low, high = sorted(draw.sample(NUMBERS[1:], 2), reverse=better == "low")
            known.append(Reference(reference, low, high, None, {}, "x", "R"))
    return References(tuple({one.indicator: one for one in known}.values()))


@pytest.mark.parametrize("id", IDS)
def test_every_combination_is_told(id):
    draw, questionnaire = random.Random(11), load(id)
    assert any(isinstance(item.asks, Table) for item in questionnaire.items) or id not in (IDS[1], IDS[2])
    for _ in range(60):
        response = drawn(draw, questionnaire)
        known = values(draw, questionnaire)
        found = evaluate(response, known)
        if found.score is not None:
            assert 0 <= found.score.low <= found.score.high
            assert found.score.high <= found.maximum or questionnaire.scoring.method == "index"
        for language in ("zh", "en"):
            assert statements(found, language).lines
            assert account(found, language).children
        assert all(gain.points > 0 for gain in gains(found))


@pytest.mark.parametrize("id", [id for id in IDS if any(item.role == "gate" for item in load(id).items)])
@given(st.randoms(use_true_random=False))
def test_whoever_misses_a_gate_is_not_eligible_whatever_the_score(id, draw):
    questionnaire = load(id)
    gate = draw.choice([item for item in questionnaire.items if item.role == "gate"])
    missed = {gate.id: Chosen(questionnaire.choices_of(gate)[-1].id)}
    given_answers = {**drawn(draw, questionnaire).answers, **missed}
    found = evaluate(Response(questionnaire, "default", given_answers), values(draw, questionnaire))
    assert found.eligible is False
    assert found.gates.standing == "not met"
    assert statements(found, "zh").lines[0].startswith("申报条件：不具备（未满足：")
    assert statements(found, "en").lines[0].startswith("Not eligible (not met: ")
    if found.score is not None and questionnaire.scoring.method == "points":
        assert 0 <= found.score.low <= found.score.high <= found.maximum
