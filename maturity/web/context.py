"""What every view needs at hand: the store, the questionnaire, the settings."""

from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from flask import current_app

from ..errors import Refusal, refuse
from ..questionnaire import DEFAULT, Catalogue, Questionnaire
from ..store import Store
from .settings import Settings

Connection: TypeAlias = Any  # the store's own; the web only hands it back


@dataclass(frozen=True, slots=True)
class Room:
    """The fixed surroundings of one application."""

    store: Store
    settings: Settings
    catalogue: Catalogue
    own_questionnaire: object = None

    def questionnaire(self, id: str | None = None) -> Questionnaire:
        """The questionnaire with this id, without one that which is meant where none is named.

        Raises Refusal questionnaire-gone for an id that is not installed, and with the mistakes of its definition.
        """
        own = self.own_questionnaire
        if isinstance(own, Questionnaire) and id in (None, own.id):
            return own
        try:
            return self.catalogue.find(id or DEFAULT)
        except FileNotFoundError:
            raise refuse("questionnaire-gone", found=id) from None

    def questionnaires(self) -> list[Questionnaire]:
        """Those that an assessment can be started with, the one that is meant where none is named first.

        Definitions with mistakes and methods that cannot be scored yet are left out; the log names the former.
        """
        found = [self.questionnaire()]
        for id in self.catalogue.ids():
            if id in (DEFAULT, found[0].id):
                continue
            try:
                found.append(self.catalogue.find(id))
            except Refusal as refusal:
                current_app.logger.warning("questionnaire %s: %s", id, refusal)
        return [one for one in found if one.levels]


def room() -> Room:
    """The surroundings of the current application."""
    return cast(Room, current_app.extensions["maturity"])


def store() -> Store:
    """The store of the current application."""
    return room().store
