"""The context of an application that every view needs: store, questionnaires, settings."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from flask import current_app, g

from ..errors import Refusal, refuse
from ..intake.references import read_references
from ..questionnaire import DEFAULT, Questionnaire
from ..questionnaire.numeric.references import References
from ..scoring.ladder import METHOD
from ..scoring.methods import METHODS, NO_REFERENCES
from ..store import Store
from ..store.questionnaires.definitions import Released
from ..store.questionnaires.library import Library
from .settings import Settings

Connection: TypeAlias = Any  # the store's own; the web only hands it back


@dataclass(frozen=True, slots=True)
class AppContext:
    """The store, the questionnaires and the settings of one application."""

    store: Store
    settings: Settings
    library: Library
    own_questionnaire: object = None
    _references: dict[tuple[str, str, int], References] = field(default_factory=dict)

    def questionnaire(self, id: str | None = None, version: str | None = None) -> Questionnaire:
        """The questionnaire with this id in this `version`, withdrawn or not; without a version the one for new
        assessments.

        Without an id the default one of the files; the database is not read. Raises Refusal `questionnaire-gone` for an
        unknown id, `questionnaire-withdrawn`, and with the mistakes of a definition.
        """
        own = self.own_questionnaire
        if isinstance(own, Questionnaire) and id in (None, own.id) and version in (None, own.version):
            return own
        if id is None:
            return self.library.files.find(DEFAULT)
        try:
            return self.library.find(id, version)
        except FileNotFoundError:
            raise refuse("questionnaire-gone", found=id) from None

    def latest(self, id: str | None = None) -> Questionnaire:
        """As :meth:`questionnaire` without a version, but withdrawn or not; by default the default one."""
        own = self.own_questionnaire
        if isinstance(own, Questionnaire) and id in (None, own.id):
            return own
        try:
            return self.library.latest(id or DEFAULT)
        except FileNotFoundError:
            raise refuse("questionnaire-gone", found=id) from None

    def offered(self) -> list[Questionnaire]:
        """The questionnaires that an assessment can be started with; the default one first.

        Definitions with mistakes and unknown scoring methods are left out; the log names the former.
        """
        return [one for one in self._every() if one.scoring.method in (METHOD, *METHODS)]

    def questionnaires(self, *, withdrawn: bool = False) -> list[Questionnaire]:
        """Those of :meth:`offered` that have levels, which statistics count, and with `withdrawn` withdrawn ones."""
        return [one for one in self._every(withdrawn=withdrawn) if one.scoring.method == METHOD]

    def _every(self, *, withdrawn: bool = False) -> list[Questionnaire]:
        own, ids, found = self.own_questionnaire, self.library.ids(withdrawn=withdrawn), []
        if isinstance(own, Questionnaire):
            ids = (own.id, *(id for id in ids if id not in (DEFAULT, own.id)))
        for id in ids:
            try:
                found.append(self.latest(id) if withdrawn else self.questionnaire(id))
            except Refusal as refusal:
                current_app.logger.warning("questionnaire %s: %s", id, refusal)
        return found

    def references(self, questionnaire: Questionnaire) -> References:
        """The reference values for a questionnaire: of ID.references.csv in the folder of definitions; none without.

        Raises Refusal assessment-references; the log has every mistake of the file.
        """
        folder = self.settings.questionnaires
        path = folder / f"{questionnaire.id}.references.csv" if folder else None
        if path is None or not path.is_file():
            return NO_REFERENCES
        key = (questionnaire.id, questionnaire.version, path.stat().st_mtime_ns)
        if key not in self._references:
            try:
                self._references[key] = read_references(path, questionnaire)
            except Refusal as refusal:
                current_app.logger.error("reference values of %s: %s", questionnaire.id, refusal)
                raise refuse("assessment-references", file=path.name) from None
        return self._references[key]


def released() -> tuple[Released, ...]:
    """The versions that are or were published in the database, read once a request."""
    if "released" not in g:
        g.released = application().library.look()
    found: tuple[Released, ...] = g.released
    return found


def about(questionnaire: Questionnaire) -> Questionnaire:
    """Have this request be about a questionnaire: what is told of its ids is told in its words. Gives it back."""
    g.questionnaire = questionnaire
    return questionnaire


def current_questionnaire() -> Questionnaire:
    """The questionnaire that this request is about, by default the one that is meant where none is named."""
    return cast(Questionnaire, g.questionnaire) if "questionnaire" in g else application().questionnaire()


def application() -> AppContext:
    """The context of the current application."""
    return cast(AppContext, current_app.extensions["maturity"])


def store() -> Store:
    """The store of the current application."""
    return application().store
