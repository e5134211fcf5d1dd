"""By which weight profile each enterprise of a table is graded; where several are meant for it, its row names one."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...classification.spelling import Spellings
from ...errors import Place, refuse
from ...questionnaire import Questionnaire
from ...questionnaire.fitting import UNDECIDED, Places, profile_places
from ...text.plain import normalised

PROFILE = "profile"  # the column
SPELLINGS = "权重方案 weight_profile"
_UNKNOWN = -2


class Profiles:
    """The profiles of a questionnaire; `otherwise` is the id of the one for rows that several fit and that name none.

    Raises Refusal answer-unknown-profile for an id that is none.
    """

    def __init__(self, questionnaire: Questionnaire, otherwise: str = "") -> None:
        self.questionnaire, self.ids = questionnaire, [*questionnaire.profiles]
        if otherwise and otherwise not in self.ids:
            raise refuse("answer-unknown-profile", profile=otherwise, allowed=", ".join(self.ids))
        self.otherwise = self.ids.index(otherwise) if otherwise else UNDECIDED
        self.deciding = {fact for profile in questionnaire.profiles.values() for fact in profile.meant_for}
        named = ((id, profile.name) for id, profile in questionnaire.profiles.items())
        self._spellings = Spellings((text, id) for id, name in named for text in (id, name.zh, name.en))

    def one(self, facts: object, named: str) -> int:
        """The place of the profile for an enterprise with these facts (attributes) whose row names `named`.

        Raises Refusal answer-unknown-profile, intake-other-profile, intake-several-profiles.
        """
        able = self.questionnaire.profiles_for({fact: getattr(facts, fact) for fact in self.deciding})
        ids = [profile.id for profile in able]
        allowed, place = ", ".join(ids), Place(column=PROFILE)
        wanted = self._named(named)
        if wanted == _UNKNOWN:
            raise refuse("answer-unknown-profile", place, profile=named.strip()[:40], allowed=allowed)
        if wanted == UNDECIDED:
            wanted = self.ids.index(ids[0]) if len(ids) == 1 else self.otherwise
        elif self.ids[wanted] not in ids:
            raise refuse("intake-other-profile", place, found=self.ids[wanted], allowed=allowed)
        if wanted == UNDECIDED or self.ids[wanted] not in ids:
            raise refuse("intake-several-profiles", place, allowed=allowed)
        return wanted

    def many(self, facts: Mapping[str, NDArray[Any]], named: Places | None) -> Places:
        """(n,) the places of the profiles of n enterprises with these facts, by what :meth:`names` says of their rows;
        UNDECIDED where :meth:`one` objects.
        """
        if named is None:
            return profile_places(self.questionnaire, facts, otherwise=self.otherwise)
        found = profile_places(self.questionnaire, facts, np.where(named == _UNKNOWN, UNDECIDED, named), self.otherwise)
        return np.where(named == _UNKNOWN, UNDECIDED, found)

    def names(self, texts: Sequence[str]) -> Places:
        """(n,) what n texts of the column name, for :meth:`many`."""
        return np.array([self._named(text) for text in texts], np.int64)

    def _named(self, text: str) -> int:
        if not normalised(text):
            return UNDECIDED
        codes = self._spellings.codes(text)
        return self.ids.index(codes[0]) if len(codes) == 1 else _UNKNOWN
