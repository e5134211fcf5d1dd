"""What schemathesis makes of the OpenAPI document: no request makes the program fail, every answer is as described.

A few requests an operation by default; with MATURITY_THOROUGH=1 as many in all as MATURITY_API_REQUESTS says.
"""

import os
from collections import Counter

import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from maturity.answers import Chosen
from maturity.store.assessments.answers import save_answer
from maturity.web.interface import PREFIX

REQUESTS = int(os.environ.get("MATURITY_API_REQUESTS", "2000"))
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
)
REFUSED = ["400", "401", "403", "404", "405", "409", "412", "415", "428"]  # 412, too: nothing was saved


@pytest.fixture
def known(town, sqlite_store, small):
    """Ids that are there, by the names of the document."""
    with sqlite_store.write() as c:
        save_answer(c, town.people["enterprise"], town.open.id, small, "skills.1a", Chosen("part"), "", 0)
    return {"aid": town.open.id, "oid": town.mine.id, "item": "skills.1a", "id": "small", "code": "answer-stale"}


def tried(app, api, known, most):
    """Send `most` requests an operation, half of them about what is there; returns how many had each status."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    found, count = Counter(), 0
    config = schemathesis.Config.from_dict({"checks": {"negative_data_rejection": {"expected-statuses": REFUSED}}})
    described = app.test_client().get(f"{PREFIX}/openapi.json").json
    for one in (one for path in described["paths"].values() for one in path.values()):
        del one["security"]  # every request has a token here; those without one: test_authorisation.py
    schema = schemathesis.openapi.from_dict(described, config=config)
    schema.app = app
    for operation in (result.ok() for result in schema.get_all_operations()):

        def ask(case):
            nonlocal count
            count += 1
            if count % 2:
                case.path_parameters = {name: known.get(name, value) for name, value in case.path_parameters.items()}
            headers = {"Authorization": f"Bearer {api.token}"}
            answer = case.call_and_validate(headers=headers, checks=CHECKS)
            found[answer.status_code] += 1

        wrong = [schemathesis.GenerationMode.NEGATIVE] if len(operation.query) + len(operation.body) else []
        for mode in (schemathesis.GenerationMode.POSITIVE, *wrong):
            strategy = operation.as_strategy(generation_mode=mode)
            quiet = settings(max_examples=most, deadline=None, database=None, suppress_health_check=[*HealthCheck])
            quiet(seed(39116)(given(strategy)(ask)))()
    return found


def test_every_answer_is_as_the_document_says(app, api, known):
    found = tried(app, api, known, 1)
    assert {200, 400, 404} <= set(found)
    assert not [status for status in found if status >= 500]


@pytest.mark.thorough
@pytest.mark.parametrize("role", ["enterprise", "analyst"])
def test_no_request_that_the_document_describes_makes_the_program_fail(app, api_of, town, known, role):
    found = tried(app, api_of(town.people[role]), known, max(2, REQUESTS // 160))
    print(sorted(found.items()), sum(found.values()))
    assert not [status for status in found if status >= 500]
