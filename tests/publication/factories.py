"""A small synthetic population of green factories in a store, for tests."""

import json
from dataclasses import replace
from fractions import Fraction

import numpy as np
from sqlalchemy import select

from maturity.classification.credit_code import complete
from maturity.demo.factories import factory_records, synthetic_references
from maturity.questionnaire import load
from maturity.store.enterprises.facts import Facts
from maturity.store.schema import submissions
from maturity.store.submissions.submissions import add_graded

GREEN, YEAR = load("green-factory-2016"), 2024
DIVISIONS, CITIES = ("39", "26", "31"), ("320500", "440300", "510100", "330100")


def people(count, seed=1):
    """Facts of enterprises, and how good each tends to be."""
    random = np.random.default_rng(seed)
    return [
        (
            Facts(
                *(f"示例工厂 {n}", complete(f"91000000GRN{n:05d}")),
                *(DIVISIONS[random.integers(3)], None, CITIES[random.integers(4)], None, None, None),
            ),
            float(random.random()),
        )
        for n in range(count)
    ]


def load_with_giants(store, count=90, seed=1):
    """As :func:`load_factories`, four of the enterprises twice as large as all others together: one in class A,
    three in B, so that no total but many a part of it is dominated.
    """
    records = load_factories(store, count, seed)
    scores = [-row for row in _scores(store)]
    order = [records[place] for place in sorted(range(count), key=scores.__getitem__)]
    giants = [order[place] for place in (count // 8, count // 2, count - 20, count - 10)]
    whole = sum(_output(record) for record in records)
    with store.write() as c:
        add_graded(
            c, GREEN, [_scaled(one, 2 * whole // _output(one)) for one in giants], references=synthetic_references()
        )


def add_giant(store, enterprises):
    """Submissions of these enterprises, a hundred times as large as others."""
    with store.write() as c:
        records = [_scaled(one, 100) for one in factory_records(enterprises, YEAR)]
        add_graded(c, GREEN, records, references=synthetic_references())


def _scores(store):
    """The scores, in the order of records."""
    with store.read() as c:
        rows = c.execute(select(submissions.c.credit_code, submissions.c.evaluation))
        found = {row.credit_code: row.evaluation for row in rows}
    return [float(Fraction(found[facts.credit_code]["score_low"])) for facts, _ in people(len(found))]


def _output(record):
    return int(json.loads(record.entered["output"])["value"])


def _scaled(record, factor):
    """The record with all its quantities so many times as large: ratios and the score stay."""

    def larger(told):
        if isinstance(told, list):
            return [larger(one) for one in told]
        if isinstance(told, dict) and "value" in told:
            value = str(Fraction(told["value"]) * factor)
            return {**told, "value": value, "text": value}
        return {name: larger(one) for name, one in told.items()} if isinstance(told, dict) else told

    entered = {id: json.dumps(larger(json.loads(text))) for id, text in record.entered.items()}
    return replace(record, entered=entered, submitted_at=None)


def load_factories(store, count=200, seed=1, year=YEAR):
    """The records, which are in the store now."""
    records = [*factory_records(people(count, seed), year)]
    with store.write() as c:
        add_graded(c, GREEN, records, references=synthetic_references())
    return records
