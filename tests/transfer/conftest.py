"""Another installation, into which archives are imported."""

import pytest

from maturity.store.accounts.people import add_person

from .test_transfer import other_place


@pytest.fixture
def elsewhere(tmp_path, upgraded_sqlite):
    """Store and evidence files of another installation, and a person in it."""
    store, files = other_place(tmp_path, upgraded_sqlite)
    with store.write() as c:
        person = add_person(c, email="new@demo.example", name="新", role="enterprise")
    yield store, files, person
    store.close()
