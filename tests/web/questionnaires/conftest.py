"""An application without a questionnaire of its own, so that what is published in the database shows."""

from pathlib import Path

import pytest

from maturity.questionnaire import read
from maturity.store.questionnaires import definitions
from maturity.web import create_app

FILE = (Path(__file__).parents[2] / "questionnaires" / "foreign" / "harbour.yaml").read_bytes()
NEXT = FILE.replace(b"Anchor up", b"Anchor weighed").replace(b'version: "1"', b'version: "2"')


@pytest.fixture
def app(config):
    return create_app({**config, "QUESTIONNAIRE": None})


@pytest.fixture
def publish(sqlite_store, town):
    """`publish(file)`: the definition, published."""

    def do(file):
        with sqlite_store.write() as c:
            boss = town.people["administrator"]
            return definitions.publish(c, boss, definitions.keep_draft(c, boss, read(file.decode()), file).id)

    return do


@pytest.fixture
def withdraw(sqlite_store, town):
    def do(found):
        with sqlite_store.write() as c:
            definitions.withdraw(c, town.people["administrator"], found.id, "有错")

    return do
