"""All questionnaires of an installation: those published in the database beside those of files.

What is published never changes, so that a process reads each definition once, by its digest. Which versions are
offered, and which crosswalks lead to them, is asked of the database every time.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache, partial

from ...errors import Refusal, refuse
from ...questionnaire import Catalogue, Questionnaire, read
from ...questionnaire.catalogue import FileState, crosswalked, weighed
from ...text.yamltext import parse
from ..engine import Store
from . import crosswalks, definitions
from .definitions import Released, Version

KEPT = 64  # definitions that a process keeps


class Library:
    """The questionnaires of `store` and of `files`.

    `released` returns the versions in the database; a server passes one that asks once a request.
    """

    def __init__(
        self, store: Store, files: Catalogue, released: Callable[[], Iterable[Released]] | None = None
    ) -> None:
        self.store = store
        self.files = files
        self._released = released or self.look
        self._digests: dict[Version, str] = {}
        self._kept = lru_cache(maxsize=KEPT)(self._read)
        self._completed = lru_cache(maxsize=KEPT)(self._complete)

    def look(self) -> tuple[Released, ...]:
        """The versions that are or were published, as the database has them now."""
        with self.store.read() as c:
            return definitions.released(c)

    def ids(self, *, withdrawn: bool = False) -> tuple[str, ...]:
        """The ids of all questionnaires, those of files first; of those that are `withdrawn` only where asked for."""
        found = [one.questionnaire for one in self._released() if withdrawn or not one.withdrawn]
        return tuple(dict.fromkeys([*self.files.ids(), *found]))

    def find(self, id: str, version: str | None = None) -> Questionnaire:
        """The questionnaire with this id: in this version if it is there, withdrawn or not, else the one of the files.

        Without a version, the one that a new assessment is started with: published last, else of the files. Where a
        version is asked for, :meth:`with_crosswalks` adds the crosswalks of the database. Raises FileNotFoundError for
        an unknown id, and Refusal: questionnaire-withdrawn, questionnaire-altered, mistakes of a file.
        """
        shipped = self.files.shipped(id)
        if shipped is not None and shipped.version == version:
            return shipped
        digest = self._digest(id, version) if version is not None else self._newest(id)
        if digest is not None:
            linked = self._crosswalks(digest) if version is None else ()
            return self._completed(digest, self.files.weights(), linked)
        found = self.files.find(id, version)
        if version is None and self._digest(id, found.version) is not None:  # the same file, withdrawn
            raise refuse("questionnaire-withdrawn")
        return found

    def latest(self, id: str) -> Questionnaire:
        """As :meth:`find` without a version; of a questionnaire that is withdrawn the version published last."""
        try:
            return self.find(id)
        except Refusal:
            last = next((one.version for one in self._released() if one.questionnaire == id), None)
            if last is None:
                raise
            return self.with_crosswalks(self.find(id, last))

    def with_crosswalks(self, questionnaire: Questionnaire) -> Questionnaire:
        """The questionnaire with the crosswalks that lead to it in the database now; one of a file as it is."""
        digest = self._digest(questionnaire.id, questionnaire.version)
        if digest is None:
            return questionnaire
        return self._completed(digest, self.files.weights(), self._crosswalks(digest))

    def withdrawn(self, questionnaire: Questionnaire) -> bool:
        """Whether this version is withdrawn."""
        if self.files.shipped(questionnaire.id) == questionnaire:
            return False
        key = (questionnaire.id, questionnaire.version)
        return any(one.withdrawn and (one.questionnaire, one.version) == key for one in self._released())

    def read(self, digest: str) -> Questionnaire:
        """The questionnaire in the uploaded file with this digest, drafts included, without weight profiles of files.

        Raises NotFound, and Refusal questionnaire-altered or, after an upgrade of this program, with what it now takes
        for mistakes.
        """
        return self._kept(digest)

    def check_version(self, questionnaire: Questionnaire) -> None:
        """Raise Refusal questionnaire-version-taken if a file has this version of this questionnaire, but differs."""
        try:
            found = self.files.definition(questionnaire.id)
        except (FileNotFoundError, Refusal):  # a broken file is no version
            return
        if found.version == questionnaire.version and found != questionnaire:
            raise definitions.version_taken(found.version)

    def _newest(self, id: str) -> str | None:
        mine = [one for one in self._released() if one.questionnaire == id]
        offered = next((one.digest for one in mine if not one.withdrawn), None)
        if mine and offered is None and id not in self.files.ids():
            raise refuse("questionnaire-withdrawn")
        return offered

    def _digest(self, id: str, version: str) -> str | None:
        key = (id, version)
        if key not in self._digests:
            self._digests |= {(one.questionnaire, one.version): one.digest for one in self._released()}
        return self._digests.get(key)

    def _crosswalks(self, digest: str) -> tuple[str, ...]:
        return next(one.crosswalks for one in self._released() if one.digest == digest)

    def _complete(self, digest: str, weights: tuple[FileState, ...], digests: tuple[str, ...]) -> Questionnaire:
        """The published definition with this digest, with weight profiles of files, and the crosswalks to it with these
        digests.
        """
        found = weighed(self.read(digest), weights)
        if not digests:
            return found
        with self.store.read() as c:
            files = crosswalks.released_crosswalks(c, digest)
        for version, file in files.items():
            before = self._of_version(found.id, version, weights)
            if before is not None:
                source = f"{found.id} {version}"
                found = crosswalked(found, before, partial(parse, file.decode("utf-8-sig"), source), source)
        return found

    def _of_version(self, id: str, version: str, weights: tuple[FileState, ...]) -> Questionnaire | None:
        """A version that is or was published, or that of a file, without crosswalks; None where it is not there."""
        digest = self._digest(id, version)
        if digest is not None:
            return weighed(self.read(digest), weights)
        try:
            found = self.files.find(id, version)
        except FileNotFoundError:
            return None
        return found if found.version == version else None

    def _read(self, digest: str) -> Questionnaire:
        with self.store.read() as c:
            file = definitions.file_of(c, digest)
        return read(file.decode("utf-8-sig"))
