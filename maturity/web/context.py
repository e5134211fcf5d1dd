"""The context of an application that every view needs: store, questionnaires, settings."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias, cast

from flask import current_app, g

from ..errors import Refusal, refuse
from ..intake.references import read_references
from ..questionnaire import DEFAULT, Questionnaire
from ..questionnaire.numeric.references import References
from ..scoring.evaluation import NO_REFERENCES
from ..scoring.ladder import METHOD
from ..scoring.methods import METHODS
from ..store import Store
from ..store.questionnaires.definitions import Released
from ..store.questionnaires.library import Library
from ..store.questionnaires.references import set_in_use, values_for
from ..store.sealing import Purpose, Sealer
from .settings import Settings

Connection: TypeAlias = Any  # the store's own; the web only hands it back


@dataclass(frozen=True, slots=True)
class AppContext:
    """The store, the questionnaires and the settings of one application."""

    store: Store
    settings: Settings
    library: Library
    own_questionnaire: object = None
    _references: dict[tuple[str, str, str], References] = field(default_factory=dict)

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

    def references(self, c: Connection, questionnaire: Questionnaire, assessment_id: str | None = None) -> References:
        """The reference values for a questionnaire: the assessment's own, else the set in use for all, else those of
        ID.references.csv in the folder of definitions; none without.

        Raises Refusal assessment-references where they do not fit this version; the log has every mistake.
        """
        kept = set_in_use(c, questionnaire.id, assessment_id)
        if kept is not None:
            key, name = (questionnaire.id, questionnaire.version, kept.id), kept.title.name
            return self._checked(key, name, lambda: values_for(c, kept, questionnaire))
        path = self.references_file(questionnaire.id)
        if path is None:
            return NO_REFERENCES
        key = (questionnaire.id, questionnaire.version, str(path.stat().st_mtime_ns))
        return self._checked(key, path.name, lambda: read_references(path, questionnaire))

    def references_file(self, id: str) -> Path | None:
        """The file with the reference values for a questionnaire in the folder of definitions; None without one."""
        folder = self.settings.questionnaires
        path = folder / f"{id}.references.csv" if folder else None
        return path if path is not None and path.is_file() else None

    def _checked(self, key: tuple[str, str, str], name: str, read: Callable[[], References]) -> References:
        """What `read` gives, read once. Raises Refusal assessment-references."""
        if key not in self._references:
            try:
                self._references[key] = read()
            except Refusal as refusal:
                current_app.logger.error("reference values of %s: %s", key[0], refusal)
                raise refuse("assessment-references", file=name) from None
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


def sealer(purpose: Purpose) -> Sealer:
    """What encrypts secrets in the database of the current application."""
    return Sealer(application().settings.secret_key, purpose)
