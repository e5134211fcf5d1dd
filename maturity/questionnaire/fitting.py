"""Which weight profile is meant for each of many enterprises, by their facts."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .model import Questionnaire

UNDECIDED = -1


def profile_places(questionnaire: Questionnaire, facts: Mapping[str, NDArray[Any]]) -> NDArray[np.int64]:
    """(n,) places among the questionnaire's profiles of those meant for n enterprises, whose facts are arrays (n,) of
    codes by fact; UNDECIDED where it is not one alone.
    """
    n = len(next(iter(facts.values())))
    fits = np.ones((len(questionnaire.profiles), n), bool)
    for place, profile in enumerate(questionnaire.profiles.values()):
        for fact, codes in profile.meant_for.items():
            fits[place] &= np.isin(facts[fact], list(codes))
    if len(fits) == 1:
        return np.zeros(n, np.int64)
    return np.where(fits.sum(axis=0) == 1, fits.argmax(axis=0), UNDECIDED)
