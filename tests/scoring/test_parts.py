"""The parts of many rows are those of the exact grade, one by one."""

import numpy as np
import pytest
from hypothesis import given, settings

from maturity.answers import encode
from maturity.assessment.area_levels import area_levels
from maturity.report.pictures import totals
from maturity.scoring import grade
from maturity.scoring.batch import Scheme
from maturity.scoring.parts import NOT_ASSESSED, parts

from .test_ladder import responses


def of(response):
    matrix = np.frombuffer(encode(response.questionnaire, response.answers), np.uint8).reshape(1, -1)
    scheme = Scheme(response.profile_id, frozenset(response.cuts))
    return parts(response.questionnaire, [scheme], np.zeros(1, int), matrix)


@settings(max_examples=60)
@given(responses())
def test_the_groups_are_those_of_the_exact_grade(response):
    exact = totals(grade(response), response.questionnaire.summary_tier)
    for group, value in zip(response.questionnaire.summary_groups, of(response).groups[:, 0], strict=True):
        if np.isnan(value):
            assert exact.get(group.id, 0) == 0
        else:
            assert value == pytest.approx(float(exact[group.id]), abs=1e-9)


@settings(max_examples=60)
@given(responses())
def test_the_areas_stand_where_the_exact_grade_puts_them(response):
    exact, found = area_levels(grade(response)), of(response)
    for place, area in enumerate(response.questionnaire.areas):
        wanted = exact.get(area.id)
        value, level = found.areas[place, 0], found.levels[place, 0]
        if wanted is None or wanted.level is None:
            assert (np.isnan(value), level) == (True, NOT_ASSESSED)
        else:
            assert level == wanted.level
            assert value == pytest.approx(float(wanted.total), abs=1e-9)
