"""Many responses come to what each comes to by itself: verdict, score, blocks and numbers, under every method."""

import random

import numpy as np
import pytest

from maturity.answers import Chosen, NotApplicable, Response, Ticked, encode
from maturity.answers.codec import entered_texts
from maturity.answers.reading import read_table, read_value
from maturity.quantities import Quantity
from maturity.questionnaire import load
from maturity.questionnaire.asked import Computed, Table, Ticks
from maturity.scoring.batch import Scheme
from maturity.scoring.evaluation import NO_REFERENCES
from maturity.scoring.figures import Figure
from maturity.scoring.many.evaluated import Rows, evaluate_many
from maturity.scoring.methods import evaluate

from .green import filled, references
from .test_columns import drawn

NA = NotApplicable("没有")


def some(questionnaire, draw):
    """A response with answers of every kind, some open, some not applicable."""
    answers = {}
    for item in questionnaire.items:
        if draw.random() < 0.08 or isinstance(item.asks, Computed):
            continue
        if draw.random() < 0.04:
            answers[item.id] = NA
        elif item.asks is None:
            answers[item.id] = Chosen(draw.choice(questionnaire.choices_of(item)).id)
        elif isinstance(item.asks, Quantity):
            answers[item.id] = number(item, draw)
        elif isinstance(item.asks, Ticks):
            answers[item.id] = Ticked(tuple(one.id for one in item.asks.options if draw.random() < 0.5))
        elif isinstance(item.asks, Table):
            answers[item.id] = table(item, draw)
    return Response(questionnaire, draw.choice([*questionnaire.profiles]), {k: a for k, a in answers.items() if a})


def number(item, draw):
    most = float(item.asks.maximum) if item.asks.maximum is not None else 500
    return read_value(item, f"{draw.uniform(1.1, most):.2f}")


def table(item, draw):
    keys = ["electricity", "natural-gas", "raw-coal"] if item.asks.factors else ["甲", "乙"]
    ids = [column.id for column in item.asks.columns] or [item.id]
    rows = [(key, {id: (f"{draw.uniform(1.1, 90):.2f}", "") for id in ids}) for key in keys[: draw.randint(1, 2)]]
    return read_table(item, rows)


def rows_of(responses, known, facts):
    questionnaire = responses[0].questionnaire
    schemes = [Scheme(id) for id in questionnaire.profiles]
    codes = np.frombuffer(b"".join(encode(questionnaire, one.answers) for one in responses), np.uint8)
    which = np.array([[*questionnaire.profiles].index(one.profile_id) for one in responses])
    entered = [entered_texts(one.answers) for one in responses]
    return Rows(codes.reshape(len(responses), -1), entered, schemes, which, known, facts)


def check(responses, known=None, facts=None):
    known, facts = known or [NO_REFERENCES] * len(responses), facts or [{}] * len(responses)
    found = evaluate_many(responses[0].questionnaire, rows_of(responses, known, facts))
    for row, response in enumerate(responses):
        exact = evaluate(response, known[row], facts[row])
        assert found.scores.eligible[row] == {True: 1, False: 0, None: -1}[exact.eligible]
        ends = (None, None) if exact.score is None else (exact.score.low, exact.score.high)
        for column, end in zip((found.scores.low, found.scores.high), ends, strict=True):
            assert column[row] == pytest.approx(np.nan if end is None else float(end), abs=1e-9, nan_ok=True)
        for id, scores in found.scores.blocks.items():
            assert scores[row] == pytest.approx(block(exact, id), abs=1e-9, nan_ok=True)
        for id, values in found.computed.items():
            assert values[row] == pytest.approx(value(exact, id), rel=1e-9, nan_ok=True)
    return found


def block(exact, id):
    section = next(one for one in exact.sections if one.group.id == id)
    if exact.response.questionnaire.scoring.mandatory is not None:
        return np.nan if section.score is None else float(section.score.low)
    return float(sum(o.earned.low for o in section.walk() if o.item.role in ("mandatory", "optional") and o.counts))


def value(exact, id):
    one = exact.items[id]
    return float(one.figure.value) if isinstance(one.figure, Figure) and one.state != "out-of-bounds" else np.nan


@pytest.mark.parametrize(
    "id",
    [
        "green-factory-2016",
        "green-factory-2025",
        "green-supply-chain-2016",
        "green-park-2016",
        "four-degrees",
        "green-readiness",
    ],
)
def test_every_shipped_questionnaire(id):
    draw, questionnaire = random.Random(id), load(id)
    facts = [{"division": draw.choice(["39", "26"])} for _ in range(30)]
    check([some(questionnaire, draw) for _ in range(30)], facts=facts)


def test_each_is_scored_against_its_own_reference_values():
    draw, start = random.Random(4), filled()
    responses = [start, *(drawn(draw, start) for _ in range(40))]
    sets = [references(start.questionnaire), references(start.questionnaire, energy_intensity="90"), NO_REFERENCES]
    found = check(responses, [sets[row % 3] for row in range(len(responses))])
    assert {*found.scores.eligible.tolist()} == {1, 0, -1}
    assert found.computed["land.plot-ratio"][0] == pytest.approx(0.75)
    assert found.numbers["energy"][0] == pytest.approx(2_538_800)


def test_some_rows_can_be_taken():
    draw, start = random.Random(6), filled()
    found = check([start, *(drawn(draw, start) for _ in range(5))])
    some = found.only(np.array([True, False, True, False, False, False]))
    assert some.scores.low.tolist() == found.scores.low[[0, 2]].tolist()
    assert some.numbers["output"].tolist() == found.numbers["output"][[0, 2]].tolist()
