"""The parts of many rows are those of the exact grade, one by one."""

import numpy as np
import pytest
from hypothesis import given, settings

from maturity.answers import encode
from maturity.assessment.subdomain_levels import standings
from maturity.report.pictures import totals
from maturity.scoring import grade
from maturity.scoring.batch import Scheme
from maturity.scoring.parts import NOT_ASSESSED, parts

from .test_ladder import responses


def of(response):
    matrix = np.frombuffer(encode(response.questionnaire, response.answers), np.uint8).reshape(1, -1)
    scheme = Scheme(response.profile_id, frozenset(response.cuts))
    return parts(response.questionnaire, [scheme], np.zeros(1, int), matrix)


@settings(deadline=None, max_examples=60)
@given(responses())
def test_the_domains_are_those_of_the_exact_grade(response):
    exact = totals(grade(response), "domain")
    domains = [domain for element in response.questionnaire.elements for domain in element.domains]
    for domain, value in zip(domains, of(response).domains[:, 0], strict=True):
        if np.isnan(value):
            assert exact.get(domain.id, 0) == 0
        else:
            assert value == pytest.approx(float(exact[domain.id]), abs=1e-9)


@settings(deadline=None, max_examples=60)
@given(responses())
def test_the_subdomains_stand_where_the_exact_grade_puts_them(response):
    exact, found = standings(grade(response)), of(response)
    for place, subdomain in enumerate(response.questionnaire.subdomains):
        wanted = exact.get(subdomain.id)
        value, level = found.subdomains[place, 0], found.levels[place, 0]
        if wanted is None or wanted.level is None:
            assert (np.isnan(value), level) == (True, NOT_ASSESSED)
        else:
            assert level == wanted.level
            assert value == pytest.approx(float(wanted.total), abs=1e-9)
