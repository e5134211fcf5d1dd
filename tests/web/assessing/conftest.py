"""A green factory that is answered, and an assessor of it."""

import pytest

from maturity.store.accounts.people import add_person
from maturity.store.enterprises.organisations import add_member
from maturity.web import create_app


@pytest.fixture
def green_app(config, folder):
    """An application that offers all shipped questionnaires."""
    return create_app({**config, "QUESTIONNAIRES": folder, "QUESTIONNAIRE": None})


@pytest.fixture
def reviewer(sqlite_store, town):
    """An assessor of the enterprise."""
    with sqlite_store.write() as c:
        who = add_person(c, email="reviewer@example.com", name="钱评审", role="consultant")
        add_member(c, town.mine.id, who.id, "assessor")
    return who
