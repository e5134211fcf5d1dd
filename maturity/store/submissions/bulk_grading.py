"""Grading of bulk records by the batch kernel; the content equals that of a submission made on a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from ...answers import NOT_APPLICABLE, UNANSWERED, Response, choice_codes
from ...errors import Place, Problem, Refusal
from ...questionnaire import Questionnaire
from ...questionnaire.facts import missing
from ...scoring.batch import Scheme, Scores, score
from ...text.plain import visible
from ..enterprises.facts import Facts
from .frozen import Content, Figures, round_score

Codes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a bulk import. `vector` is in the format of :func:`maturity.answers.encode`, one byte for each item.

    `reasons` (by item id) may be incomplete; `submitted_at` is the present time if None. `entered` are the answers that
    are no choice, as texts by item id (:func:`maturity.answers.codec.entered_text`).
    """

    facts: Facts
    profile: str
    year: int
    vector: bytes
    reasons: Mapping[str, str] = field(default_factory=dict)
    cuts: Mapping[str, str] = field(default_factory=dict)
    submitted_at: datetime | None = None
    entered: Mapping[str, str] = field(default_factory=dict)


class Grader:
    """Grades records in chunks; the schemes (profile and tailoring) of earlier chunks are reused."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.places = {item.id: item.position for item in questionnaire.items}
        self.schemes: dict[Scheme, int] = {}
        self.asked: list[NDArray[np.bool_]] = []

    def grade(self, records: Sequence[Record], first: int) -> list[Content]:
        """The content of each record. Raises Refusal with every faulty row, rows counted from `first`."""
        self.check(records, first)
        which = np.array([self._scheme(record) for record in records], np.int64)
        asked = np.stack(self.asked)[which]
        items = len(self.questionnaire.items)
        matrix = np.frombuffer(b"".join(r.vector for r in records), np.uint8).reshape(-1, items)
        matrix = np.where(asked, matrix, np.uint8(UNANSWERED))  # answers to items not assessed are not stored
        self._check_codes(matrix, first)
        unanswered = (asked & (matrix == UNANSWERED)).sum(axis=1)
        gated, summed = (self._scores(rule, which, matrix) for rule in ("gated", "sum"))
        return [
            self._content(record, vector.tobytes(), self._figures(record, row, gated, summed, int(unanswered[row])))
            for row, (record, vector) in enumerate(zip(records, matrix, strict=True))
        ]

    def check(self, records: Sequence[Record], first: int) -> None:
        """Raise Refusal with every row that lacks a fact, or does not fit the questionnaire."""
        problems: list[Problem] = []
        for row, record in enumerate(records, first):
            place = Place(row=row)
            for fact in missing(record.facts, self.questionnaire.needed_facts):
                problems.append(Problem("facts-missing", replace(place, column=fact), {"column": fact}))
            if not 2000 <= record.year <= 2100:
                problems.append(Problem("assessment-year", replace(place, column="year"), {"found": record.year}))
            if len(record.vector) != len(self.questionnaire.items):
                problems.append(self.bad_vector(row))
            try:
                self._scheme(record)
            except Refusal as refusal:
                problems.extend(replace(p, place=replace(p.place, row=row)) for p in refusal.problems)
        if problems:
            raise Refusal(*problems)

    def _check_codes(self, matrix: Codes, first: int) -> None:
        known = (UNANSWERED, NOT_APPLICABLE, *choice_codes(self.questionnaire).values())
        wrong = (~np.isin(matrix, known)).any(axis=1)
        problems = [self.bad_vector(first + int(row)) for row in np.flatnonzero(wrong)]
        empty = np.flatnonzero(~matrix.any(axis=1))
        problems += [Problem("assessment-empty", Place(row=first + int(row))) for row in empty]
        if problems:
            raise Refusal(*problems)

    def bad_vector(self, row: int) -> Problem:
        """The problem of a row whose vector is none of the questionnaire."""
        values = {"row": row, "questionnaire": f"{self.questionnaire.id} {self.questionnaire.version}"}
        return Problem("import-vector", Place(row=row, column="vector"), values)

    def _scheme(self, record: Record) -> int:
        """The record's index into `schemes`. Raises Refusal on unknown profiles and forbidden cuts."""
        scheme = Scheme(record.profile, frozenset(record.cuts))
        if scheme not in self.schemes or not all(visible(reason) for reason in record.cuts.values()):
            response = Response(self.questionnaire, record.profile, {}, record.cuts)
            asked = np.zeros(len(self.questionnaire.items), np.bool_)
            asked[[item.position for item in response.items]] = True
            self.schemes[scheme] = len(self.schemes)
            self.asked.append(asked)
        return self.schemes[scheme]

    def _scores(self, rule: str, which: NDArray[np.int64], matrix: Codes) -> Scores:
        ruled = replace(self.questionnaire, scoring=replace(self.questionnaire.scoring, rule=rule))
        return score(ruled, list(self.schemes), which, np.asfortranarray(matrix))

    def _figures(self, record: Record, row: int, gated: Scores, summed: Scores, unanswered: int) -> Figures:
        rule = self.questionnaire.scoring.rule
        counts = gated if rule == "gated" else summed
        return Figures(
            rule=rule,
            level=int(counts.level[row]),
            score=round_score(counts.score[row]),
            gated_level=int(gated.level[row]),
            gated_score=round_score(gated.score[row]),
            summed_level=int(summed.level[row]),
            summed_score=round_score(summed.score[row]),
            levels=tuple(round_score(level) for level in gated.levels[:, row]),
            unanswered=unanswered,
            provisional=unanswered > 0,
            verified=self.questionnaire.profile(record.profile).verified,
        )

    def _content(self, record: Record, vector: bytes, figures: Figures) -> Content:
        places, given = self.places, record.reasons.items()
        reasons = {item: why for item, why in given if item in places and vector[places[item]] == NOT_APPLICABLE}
        return Content(
            facts=record.facts,
            questionnaire=self.questionnaire.id,
            questionnaire_version=self.questionnaire.version,
            year=record.year,
            profile=record.profile,
            cuts=dict(record.cuts),
            vector=vector,
            reasons=reasons,
            figures=figures,
        )
