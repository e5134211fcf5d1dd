"""Which weight profile is meant for each of many enterprises, by their facts."""

from collections.abc import Container, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .model import Questionnaire

UNDECIDED = -1
Places = NDArray[np.int64]


def profile_places(
    questionnaire: Questionnaire,
    facts: Mapping[str, NDArray[Any]],
    named: Places | None = None,
    otherwise: int = UNDECIDED,
) -> Places:
    """(n,) places among the questionnaire's profiles of those meant for n enterprises, whose facts are arrays (n,) of
    codes by fact; where several are, that which is `named` (n,), else `otherwise`. UNDECIDED where it is not one
    alone, and where one is named that is not meant for the enterprise.
    """
    fits = _fits(questionnaire, facts)
    places = np.where(fits.sum(axis=0) == 1, fits.argmax(axis=0), UNDECIDED)
    if otherwise != UNDECIDED:
        places = np.where((places == UNDECIDED) & fits[otherwise], otherwise, places)
    if named is None:
        return places
    meant = fits[named, np.arange(len(named))]
    return np.where(named == UNDECIDED, places, np.where(meant, named, UNDECIDED))


def _fits(questionnaire: Questionnaire, facts: Mapping[str, NDArray[Any]]) -> NDArray[np.bool_]:
    """(profiles, n) which are meant for which enterprise, as :meth:`.model.Questionnaire.profiles_for` tells of one."""
    n = len(next(iter(facts.values())))
    fits = np.ones((len(questionnaire.profiles), n), bool)
    for place, profile in enumerate(questionnaire.profiles.values()):
        for fact, codes in profile.meant_for.items():
            fits[place] &= np.isin(facts[fact], list(codes))
    fits |= ~fits.any(axis=0)
    able = fits.copy()
    for place, profile in enumerate(questionnaire.profiles.values()):
        for other, id in enumerate(questionnaire.profiles):
            if id in profile.instead_of:
                able[other] &= ~fits[place]
    return able


def without_replaced(questionnaire: Questionnaire, used: Container[str]) -> Questionnaire:
    """The questionnaire without the weight profiles that another one stands for, save those `used`, by id.

    Publications name all others, used or not: whether any enterprise has one may be a secret of their tables.
    """
    replaced = frozenset[str]().union(*(profile.instead_of for profile in questionnaire.profiles.values()))
    kept = {id: profile for id, profile in questionnaire.profiles.items() if id in used or id not in replaced}
    return replace(questionnaire, profiles=kept)
