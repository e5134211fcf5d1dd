"""The role matrix once more, of people who signed in through an identity provider with two-step sign-in required."""

import pytest

from maturity.store.accounts import identities
from maturity.store.accounts.identities import Claims
from maturity.store.accounts.people import ROLES

from ..provider import running, sign_in
from .test_access import (
    test_another_enterprises_assessment_does_not_exist,
    test_the_wrong_role_is_refused_and_foreign_ids_do_not_exist,
)
from .test_roles import cast, test_every_member_may_do_what_the_table_says_and_nothing_else

__all__ = [
    "cast",
    "test_another_enterprises_assessment_does_not_exist",
    "test_every_member_may_do_what_the_table_says_and_nothing_else",
    "test_the_wrong_role_is_refused_and_foreign_ids_do_not_exist",
]
pytestmark = [
    pytest.mark.thorough,
    pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning"),  # in the provider
]


@pytest.fixture(scope="module")
def provider():
    with running() as found:
        yield found


@pytest.fixture
def config(config, provider):
    roles = ",".join(f"{role}s={role}" for role in ROLES)
    return {**config, **provider.config, "OIDC_ROLES": roles, "SECOND_FACTOR": ",".join(ROLES)}


@pytest.fixture
def client_of(app, provider, sqlite_store):
    """`client_of(person)`: a client of theirs, signed in through the provider, whose groups give the role."""

    def make(person=None):
        client = app.test_client()
        if person is not None:
            subject = provider.knows(person.id, email=person.email, groups=[f"{person.role}s"], amr=["pwd", "mfa"])
            with sqlite_store.write() as c:
                if identities.identity(c, person.id, provider.issuer) is None:
                    identities.connect(c, person.id, Claims(provider.issuer, subject, person.email, True, ""))
            assert sign_in(provider, client, subject).status_code == 302
        return client

    return make
