"""A small synthetic population of green factories in a store, for tests."""

import numpy as np

from maturity.classification.credit_code import complete
from maturity.demo.factories import factory_records, synthetic_references
from maturity.questionnaire import load
from maturity.store.enterprises.facts import Facts
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


def load_factories(store, count=200, seed=1, year=YEAR):
    """The records, which are in the store now."""
    records = [*factory_records(people(count, seed), year)]
    with store.write() as c:
        add_graded(c, GREEN, records, references=synthetic_references())
    return records
