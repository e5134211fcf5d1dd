"""Which weight profile is meant for an enterprise: one at a time and for many together."""

from dataclasses import replace

import numpy as np
import pytest

from maturity.errors import Refusal
from maturity.questionnaire.fitting import UNDECIDED, profile_places, without_replaced
from maturity.store.assessments.assessments import meant_profile

FACTS = [("discrete", "39"), ("process", "25"), ("discrete", "25")]


def meant(questionnaire, **by_profile):
    """`questionnaire` with other `for` of its profiles."""
    profiles = {
        id: replace(profile, meant_for={fact: frozenset(codes) for fact, codes in by_profile[id].items()})
        for id, profile in questionnaire.profiles.items()
    }
    return replace(questionnaire, profiles=profiles)


@pytest.mark.parametrize(
    ("process", "discrete", "found"),
    [
        ({"production_type": ["process"]}, {"production_type": ["discrete"]}, ["discrete", "process", "discrete"]),
        ({"division": ["25"]}, {"division": ["39"]}, ["discrete", "process", "process"]),
        ({"division": ["25"]}, {"production_type": ["discrete"]}, ["discrete", "process", None]),
        ({}, {"production_type": ["discrete"]}, [None, "process", None]),
        ({"division": ["13"]}, {"division": ["14"]}, [None, None, None]),  # none fits: all are open to choice
    ],
)
def test_one_and_many_are_told_alike(small, facts, process, discrete, found):
    q = meant(small, process=process, discrete=discrete)
    arrays = {
        "production_type": np.array([kind for kind, _ in FACTS]),
        "division": np.array([code for _, code in FACTS]),
    }
    places = profile_places(q, arrays).tolist()
    assert places == [UNDECIDED if id is None else [*q.profiles].index(id) for id in found]
    for number, ((kind, division), id) in enumerate(zip(FACTS, found, strict=True)):
        firm = facts(number, production_type=kind, division=division)
        if id is None:
            with pytest.raises(Refusal, match="assessment-profile"):
                meant_profile(q, firm, "")
            assert meant_profile(q, firm, "process") == "process"
        else:
            assert meant_profile(q, firm, "") == meant_profile(q, firm, "process") == id


def test_a_profile_alone_is_for_everybody(foreign, facts):
    q = replace(foreign, profiles=dict([next(iter(foreign.profiles.items()))]))
    assert profile_places(q, {"division": np.array(["39", "25"])}).tolist() == [0, 0]
    assert meant_profile(q, facts(1), "") == next(iter(q.profiles))


def test_the_shipped_profiles_are_for_the_types_of_production(facts):
    from maturity.questionnaire import load

    for kind in ("process", "discrete"):
        assert meant_profile(load(), facts(1, production_type=kind), "") == kind


@pytest.mark.parametrize("kind", ["process", "discrete"])
def test_a_profile_stands_for_another_where_both_are_meant(small, facts, kind):
    own = replace(small.profile("discrete"), id="own", instead_of=frozenset(["discrete"]))
    q = replace(small, profiles={**small.profiles, "own": own})
    expected = {"process": "process", "discrete": "own"}[kind]
    assert meant_profile(q, facts(1, production_type=kind), "discrete") == expected
    place = [*q.profiles].index(expected)
    assert profile_places(q, {"production_type": np.array([kind])}).tolist() == [place]
    assert [*without_replaced(q, ()).profiles] == ["process", "own"]
    assert [*without_replaced(q, {"discrete"}).profiles] == [*q.profiles]
