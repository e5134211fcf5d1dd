"""Returned workbooks, one after another: each compared and saved by itself, all that is not taken told by name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from ...errors import Place, Problem, Refusal, refuse
from ...offline.apply import MergePlan, Outcome, apply_merge, assessment_label, conflict_error, plan_merge, resolve
from ...offline.merge import Side
from ...offline.returned_files import ReturnedFile
from ...offline.returned_workbook import read_origin, read_workbook
from ...questionnaire import Questionnaire, load
from ...store import Connection, Store
from ...store.accounts.people import Person
from ...store.assessments import assessments
from ...store.assessments.assessments import Assessment
from ..common import installed, print_json, progress, told
from . import messages as lines


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What is asked for: the assessment for blank workbooks, saving, how conflicts go, erasing, JSON, the language."""

    assessment: str | None
    apply: bool
    prefer: Side | None
    erase: bool
    as_json: bool
    language: str


@dataclass(slots=True)
class Run:
    """Counts what has come of the files so far."""

    store: Store
    person: Person
    options: ImportOptions
    good: int = 0
    bad: int = 0
    partly: int = 0
    changed: int = 0
    files: list[dict[str, object]] = field(default_factory=list)

    def all_of(self, files: Sequence[ReturnedFile]) -> bool:
        """Bring all of them in; whether all that may hold answers was taken whole."""
        books, unread, others = ([f for f in files if f.sort == sort] for sort in ("workbook", "unread", "other"))
        if not books and not unread:
            raise refuse("offline-none")
        twice = self._twice(books) if len(books) > 1 else {}
        with progress("工作簿" if self.options.language == "zh" else "Workbooks", len(books)) as step:
            for file in books:
                self._one(file, twice.get(id(file), ()))
                step(1)
        for file in unread:
            problem = Problem("offline-kind", Place(file.name), {"found": Path(file.name).suffix})
            self._told(file.name, file.name, [problem])
        for file in others:
            self._say(lines.other(file.name, self.options.language))
        unnamed = sum(not file.named for file in files)
        if unnamed:
            click.echo(lines.unnamed(unnamed, self.options.language), err=True)
        self._end(len(files), len(books), len(unread))
        return not (self.bad or self.partly or unread)

    def _end(self, seen: int, read: int, unread: int) -> None:
        passed = seen - read - unread
        if self.options.as_json:
            counts = {"good": self.good, "bad": self.bad, "partly": self.partly, "changed": self.changed}
            counts |= {"seen": seen, "unread": unread, "passed": passed}
            print_json({"saved": self.options.apply, **counts, "files": self.files})
            return
        click.echo(lines.total(self.good, self.bad, self.partly, self.changed, self.options))
        click.echo(lines.files(seen, read, unread, passed, self.options.language))

    def _say(self, text: str) -> None:
        if not self.options.as_json:
            click.echo(text)

    def _twice(self, books: Sequence[ReturnedFile]) -> Mapping[int, Sequence[str]]:
        """Id of a file -> the others that belong to the same assessment; what cannot be read is told later.

        Names do not tell files apart: an archive may hold one twice.
        """
        found: dict[str, list[ReturnedFile]] = {}
        for file in books:
            try:
                into = self.options.assessment or read_origin(file.read(), file.name, self._known).assessment
            except Refusal:
                continue
            if into:
                found.setdefault(into, []).append(file)
        return {id(one): [file.name for file in files if file is not one] for files in found.values() for one in files}

    def _known(self, id: str, version: str) -> Questionnaire:
        return installed(id, version, store=self.store)

    def _asked(self, found: Assessment) -> Questionnaire:
        return self._known(found.questionnaire, found.questionnaire_version)

    def _one(self, file: ReturnedFile, others: Sequence[str]) -> None:
        label = file.name
        try:
            returned = read_workbook(file.read(), file.name, self._known)
            into = self.options.assessment or returned.origin.assessment
            if not into:
                raise refuse("offline-needs-assessment", Place(file.name))
            with self.store.write() if self.options.apply else self.store.read() as c:
                found = assessments.assessment(c, self.person, into)
                label = lines.label(file.name, assessment_label(found), self.options.language)
                made = plan_merge(c, self.person, into, self._asked(found), returned)
                if others:
                    raise refuse("offline-twice", Place(file.name), others=", ".join(others))
                done = self._decided(c, made)
        except Refusal as refusal:
            self.bad += 1
            self._told(file.name, label, refusal.problems, self._questionnaire_of(file))
        else:
            self._taken(file.name, label, made, done)

    def _decided(self, c: Connection, made: MergePlan) -> Outcome:
        if made.conflicts and self.options.prefer is None:
            raise conflict_error(made)
        sides: dict[str, Side] = {one.item: self.options.prefer or "database" for one in made.conflicts}
        erase = [one.item for one in made.merged] if self.options.erase else []
        if not self.options.apply:
            return resolve(made, sides, erase)
        return apply_merge(c, self.person, self._asked(made.assessment), made, sides, erase)

    def _taken(self, name: str, label: str, made: MergePlan, done: Outcome) -> None:
        self.good += 1
        self.changed += len(done.updated)
        self._say(lines.line(label, len(done.updated), self.options))
        asked = self._asked(made.assessment)
        for text in lines.erased(label, done, asked, self.options):
            self._say(text)
        left = list(_left(made, done))
        self.partly += bool(left)
        self._told(name, label, left, asked, {"assessment": made.assessment.id, "changed": len(done.updated)})

    def _questionnaire_of(self, file: ReturnedFile) -> Questionnaire:
        """The questionnaire that a workbook belongs to, whose names its mistakes are told with."""
        try:
            origin = read_origin(file.read(), file.name, self._known)
        except Refusal:
            return load()
        return self._known(origin.questionnaire, origin.version)

    def _told(
        self,
        name: str,
        label: str,
        problems: Sequence[Problem],
        asked: Questionnaire | None = None,
        taken: Mapping[str, object] | None = None,
    ) -> None:
        """Print what is not taken of a file, and keep what JSON tells of it: `taken`, or None if it was not."""
        if self.options.as_json:
            mistakes = [told(one, self.options.language) for one in problems]
            self.files.append({"file": name, "taken": taken, "problems": mistakes})
            return
        for text in lines.mistakes(label, problems, asked or load(), self.options.language):
            click.echo(text, err=True)


def _left(made: MergePlan, done: Outcome) -> Iterator[Problem]:
    """What a workbook holds, or holds no more, and is not saved."""
    yield from made.left_out
    if made.outside:
        yield Problem("offline-outside", values={"count": len(made.outside), "items": ", ".join(made.outside)})
    if done.spared:
        items = ", ".join(loss.item for loss in done.spared)
        yield Problem("offline-erased", values={"count": len(done.spared), "items": items})
