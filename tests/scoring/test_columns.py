"""Many responses at once score what each scores by itself."""

import random
from fractions import Fraction

import numpy as np
import pytest

from maturity.answers import Chosen, Entered, Listed, NotApplicable, Response, Ticked, encode
from maturity.answers.reading import read_value
from maturity.errors import Refusal
from maturity.quantities import Quantity
from maturity.questionnaire import load
from maturity.questionnaire.asked import Table, Ticks
from maturity.questionnaire.numeric.references import References
from maturity.scoring.columns import columns_of, score_columns
from maturity.scoring.figures import Figure, column_ids
from maturity.scoring.methods import evaluate

from .green import filled, references, without_leading
from .test_points import definition

NA = NotApplicable("没有")


def columns(questionnaire, responses, evaluations):
    """Codes and numbers of the responses, as they would be stored."""
    codes = np.frombuffer(b"".join(encode(questionnaire, one.answers) for one in responses), np.uint8)
    numbers = {id: np.full(len(responses), np.nan) for id in columns_of(questionnaire)}
    for row, (response, found) in enumerate(zip(responses, evaluations, strict=True)):
        for item in questionnaire.items:
            answer = response.answers.get(item.id)
            if isinstance(answer, Entered):
                numbers[item.id][row] = float(answer.value)
            elif isinstance(answer, Ticked):
                numbers[item.id][row] = len(answer.options)
            elif isinstance(answer, Listed):
                for id in column_ids(item):
                    numbers[id][row] = sums(questionnaire, item, answer, id)
            elif item.id in numbers and isinstance(found.items[item.id].figure, Figure):
                numbers[item.id][row] = max(float(value) for value in found.items[item.id].figure.rows)
    return np.asfortranarray(codes.reshape(len(responses), -1)), numbers


def sums(questionnaire, item, answer, id):
    from maturity.quantities.factors import factors

    known = factors(item.asks.factors) if item.asks.factors else {}
    return float(sum(row.numbers[id].value * (known[row.key].value if known else 1) for row in answer.rows))


def check(questionnaire, responses, known=None, facts=None):
    known = known or References()
    exact = [evaluate(one, known, facts) for one in responses]
    codes, numbers = columns(questionnaire, responses, exact)
    found = score_columns(questionnaire, "default", codes, numbers, responses.__getitem__, known, facts)
    assert found.low == pytest.approx([float(one.score.low) for one in exact], abs=1e-9)
    assert found.high == pytest.approx([float(one.score.high) for one in exact], abs=1e-9)
    assert found.eligible.tolist() == [{True: 1, False: 0, None: -1}[one.eligible] for one in exact]
    return found


def drawn(draw, start):
    """The answers of `start` with some open, not applicable, better or worse, or next to a threshold."""
    questionnaire, answers = start.questionnaire, dict(start.answers)
    for item in questionnaire.items:
        chance = draw.random()
        if item.id not in answers or chance > 0.06:
            continue
        if chance < 0.01:
            del answers[item.id]
        elif chance < 0.02:
            answers[item.id] = NA
        elif item.asks is None:
            answers[item.id] = Chosen(draw.choice(questionnaire.choices_of(item)).id)
        elif isinstance(item.asks, Quantity):
            text = str(round(float(answers[item.id].value) * draw.choice([0.5, 0.9, 1, 1.1, 2]), 3))
            answers[item.id] = read_value(item, text)
    return Response(questionnaire, "default", answers)


def test_factories_with_and_without_reference_values():
    draw, start = random.Random(3), filled()
    responses = [start, *(drawn(draw, start) for _ in range(150))]
    found = check(start.questionnaire, responses, references(start.questionnaire))
    assert {*found.eligible.tolist()} == {1, 0, -1}
    check(start.questionnaire, responses[:40])


def test_who_meets_all_is_undecided_while_the_score_lacks_a_reference_value():
    draw, start = random.Random(9), filled()
    known = references(start.questionnaire)
    lacking = without_leading(known, "water-intensity")
    unknown = filled(waste_water=None)  # its mandatory item decides
    responses = [start, unknown, *(drawn(draw, start) for _ in range(40))]
    assert check(start.questionnaire, responses, known).eligible[0] == 1
    found = check(start.questionnaire, responses, lacking)
    assert found.eligible[:2].tolist() == [-1, -1]
    assert evaluate(start, lacking).requirements is True
    assert [one.item.id for one in evaluate(start, lacking).unscored] == ["clean-production.better"]


@pytest.mark.parametrize("policy", ["renormalise", "zero", "full"])
@pytest.mark.parametrize("parts", [True, False])
def test_every_policy_at_every_depth(policy, parts):
    draw = random.Random(5)
    points, total = ([(3, 2), (4,), (1, 1, 1)], "12") if not parts else ([(3, 2), (4,), (1, 1, 1)], "100")
    questionnaire = definition(points, weights=(50, 30, 20), policy=policy, parts=parts, total=total)
    kinds = [Chosen("yes"), Chosen("half"), Chosen("no"), NA, NA, None]
    responses = []
    for _ in range(200):
        pairs = ((item.id, draw.choice(kinds)) for item in questionnaire.items)
        responses.append(Response(questionnaire, "default", {id: answer for id, answer in pairs if answer}))
    check(questionnaire, responses)


def test_supply_chains_with_their_stars():
    draw, questionnaire = random.Random(7), load("green-supply-chain-2016")
    answers = {
        item.id: Chosen(questionnaire.choices_of(item)[0].id) for item in questionnaire.items if item.asks is None
    }
    for item in questionnaire.items:
        if isinstance(item.asks, Quantity):
            answers[item.id] = read_value(item, "100" if item.asks.above is not None else "70")
    start = Response(questionnaire, "default", answers)
    check(questionnaire, [start, *(drawn(draw, start) for _ in range(100))], facts={"division": "39"})


def test_a_value_at_a_threshold_is_decided_exactly():
    """0.1 + 0.2 lies above 0.3 in floats, and exactly on it in fractions."""
    start = filled()
    known = references(start.questionnaire, material_intensity="0.3")
    at = Fraction("0.3") * 26000
    responses = [filled(main_material=Entered(str(value), "t", value)) for value in (at, at + Fraction(1, 10**9))]
    found = check(start.questionnaire, responses, known)
    assert found.eligible.tolist() == [1, 0]


def test_what_columns_cannot_hold_is_refused_by_name():
    questionnaire = load("green-factory-2025")
    with pytest.raises(Refusal) as caught:
        score_columns(
            questionnaire,
            "default",
            np.zeros((1, len(questionnaire.items)), np.uint8),
            {id: np.zeros(1) for id in columns_of(questionnaire)},
            lambda row: None,
        )
    (problem,) = caught.value.problems
    assert (problem.code, problem.values["item"]) == ("scoring-rows", "energy-intensity.product")
    with pytest.raises(Refusal, match="scoring-method"):
        score_columns(load("green-readiness"), "default", np.zeros((1, 45), np.uint8), {}, lambda row: None)


def test_shapes_that_do_not_fit_are_refused():
    questionnaire = load("green-supply-chain-2016")
    numbers = {id: np.zeros(2) for id in columns_of(questionnaire)}
    with pytest.raises(ValueError, match="items"):
        score_columns(questionnaire, "default", np.zeros((1, 3), np.uint8), numbers, lambda row: None)


def test_every_kind_of_number_has_a_column():
    questionnaire = load("green-factory-2025")
    wanted = {id for item in questionnaire.items if isinstance(item.asks, Table) for id in column_ids(item)}
    wanted |= {item.id for item in questionnaire.items if isinstance(item.asks, Quantity | Ticks)}
    assert {*columns_of(questionnaire)} == wanted | {"pollution.ratio"}
