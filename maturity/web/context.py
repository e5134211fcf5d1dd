"""What every view needs at hand: the store, the questionnaire, the settings."""

from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from flask import current_app

from ..questionnaire import DEFAULT, Questionnaire, load
from ..store import Store
from .settings import Settings

Connection: TypeAlias = Any  # the store's own; the web only hands it back


@dataclass(frozen=True, slots=True)
class Room:
    """The fixed surroundings of one application."""

    store: Store
    settings: Settings
    own_questionnaire: object = None

    def questionnaire(self, id: str | None = None) -> Questionnaire:
        """The questionnaire with this id; without one, the one that new assessments get. KeyError when unknown."""
        own = self.own_questionnaire
        if isinstance(own, Questionnaire) and id in (None, own.id):
            return own
        if id not in (None, DEFAULT):
            raise KeyError(id)
        return load(DEFAULT)


def room() -> Room:
    """The surroundings of the current application."""
    return cast(Room, current_app.extensions["maturity"])


def store() -> Store:
    """The store of the current application."""
    return room().store
