"""Kept figures of assessments: what the list of enterprises shows of each, computed from what the store holds.

:func:`keep` alone writes them. The figures of an open assessment without levels have no points: these depend on
reference values that change elsewhere, and come with the submission.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from hashlib import sha256
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, bindparam, func, select, update

from ...answers import Answer, Response, encode
from ...assessment.evidence_strength import Tally, coverage, strengths
from ...assessment.progress import count
from ...errors import Refusal
from ...questionnaire import Lookup, Questionnaire
from ...scoring.batch import Scheme, score
from ..assessments.answers import answer_from_row
from ..schema import answers, assessments, assignments, evidence, standings, submissions
from ..submissions.frozen import Submission, kept_verdict, round_score, submission_from_row
from ..types import fields

AT_ONCE = 500  # assessments whose answers are read together
_FORM = "1"  # grows when what is kept is computed in another way
_KEEPING = update(standings).where(standings.c.assessment_id == bindparam("kept"))
_VERDICTS = {True: "met", False: "not met", None: "undecided"}


@dataclass(frozen=True, slots=True)
class Standing:
    """What is kept of an assessment. None where there is no such figure.

    `score` is S from 0 to the number of levels or, where the questionnaire has no levels, points out of `maximum`;
    `grade` the id of a band and `verdict` met, not met or undecided; these three come with the submission. `backed` of
    `claims` have a document or were seen by an assessor. `due` is the first day by which an area was to be answered
    that still has open items. `basis` is "" where the questionnaire is not installed: then `asked` is None.
    """

    basis: str
    level: int | None = None
    score: float | None = None
    maximum: float | None = None
    grade: str | None = None
    verdict: str | None = None
    provisional: bool | None = None
    answered: int | None = None
    asked: int | None = None
    claims: int | None = None
    backed: int | None = None
    due: date | None = None
    changed_at: datetime | None = None


def basis_of(questionnaire: Questionnaire) -> str:
    """What the figures of open assessments depend on beside what the store holds, as a short digest: the definition
    with the weight profiles of files, and this program's way of computing.
    """
    told = [_FORM, questionnaire.id, questionnaire.version, repr(questionnaire.scoring)]
    for id, profile in sorted(questionnaire.profiles.items()):
        shares = sorted((repr(key), str(weight.share)) for key, weight in profile.weights.items())
        told += [id, repr(shares), repr(sorted(profile.omits)), repr(sorted(profile.tailorable.items()))]
    return sha256("\n".join(told).encode()).hexdigest()[:16]


def keep(c: Connection, ids: Sequence[str], known: Lookup) -> None:
    """Compute and keep the figures of at most AT_ONCE assessments, in a writing transaction that changes nothing else.

    Whoever changes one of them meanwhile waits until it ends, and then marks the figures stale again.
    """
    c.execute(select(assessments.c.id).where(assessments.c.id.in_(ids)).order_by(assessments.c.id).with_for_update())
    found = standings_of(c, ids, known)
    rows = [{"kept": id, "stale": False, **fields(one)} for id, one in found.items()]
    if rows:
        c.execute(_KEEPING, rows)


def standings_of(c: Connection, ids: Sequence[str], known: Lookup) -> dict[str, Standing]:
    """The figures of assessments as they are now, by id; four statements."""
    held = Held(c, ids)
    grouped: dict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
    for row in held.rows:
        grouped[row.questionnaire, row.questionnaire_version].append(row)
    found: dict[str, Standing] = {}
    for key, rows in grouped.items():
        questionnaire = installed(known, *key)
        found |= {row.id: held.frozen(row) for row in rows}
        if questionnaire is not None:
            found |= _of_questionnaire(questionnaire, rows, held, found)
    return found


class Outdated:
    """Whether kept figures in a row are not those of now: `outdated(row)`. Each definition is looked at once."""

    def __init__(self, known: Lookup) -> None:
        self._known = known
        self._bases: dict[tuple[str, str], str] = {}

    def __call__(self, row: Row[Any]) -> bool:
        """True where they are missing, marked stale, or of an open assessment by weights that have changed."""
        if row.stale is not False:
            return True
        if row.state != "open":
            return False
        key = (row.questionnaire, row.questionnaire_version)
        if key not in self._bases:
            found = installed(self._known, *key)
            self._bases[key] = basis_of(found) if found else ""
        return bool(self._bases[key] != row.basis)


def installed(known: Lookup, id: str, version: str) -> Questionnaire | None:
    """This version of a questionnaire; None where it is not installed here."""
    try:
        questionnaire = known(id, version)
    except (Refusal, KeyError):
        return None
    return questionnaire if questionnaire.version == version else None


class Held:
    """What the store holds of assessments, read in four statements."""

    def __init__(self, c: Connection, ids: Sequence[str]) -> None:
        self.rows = c.execute(select(assessments).where(assessments.c.id.in_(ids))).all()
        mine = submissions.c.assessment_id.in_(ids)
        self.submitted = {
            row.assessment_id: submission_from_row(row) for row in c.execute(select(submissions).where(mine))
        }
        self.answers: dict[str, dict[str, Answer]] = defaultdict(dict)
        self.changed = {row.id: row.submitted_at or row.created_at for row in self.rows}
        self._read_answers(c, [row.id for row in self.rows if row.id not in self.submitted])
        self.tallies = self._read_tallies(c, ids)
        self.due = self._read_due(c, ids)

    def _read_answers(self, c: Connection, ids: Sequence[str]) -> None:
        columns = (answers.c[name] for name in ("assessment_id", "item", "choice", "reason", "entered", "at"))
        for row in c.execute(select(*columns).where(answers.c.assessment_id.in_(ids))):
            answer = answer_from_row(row)
            if answer is not None:
                self.answers[row.assessment_id][row.item] = answer
            self._note(row.assessment_id, row.at)

    def _read_tallies(self, c: Connection, ids: Sequence[str]) -> dict[str, dict[str, Tally]]:
        notes = func.count().filter(evidence.c.kind == "note")
        counts = (notes, func.count() - notes, func.count(evidence.c.seen_at), func.max(evidence.c.at))
        mine = (evidence.c.assessment_id.in_(ids), evidence.c.item.is_not(None))
        key = (evidence.c.assessment_id, evidence.c.item)
        found: dict[str, dict[str, Tally]] = defaultdict(dict)
        for id, item, noted, documents, seen, at in c.execute(select(*key, *counts).where(*mine).group_by(*key)):
            found[id][item] = Tally(noted, documents, seen)
            self._note(id, at)
        return found

    def _read_due(self, c: Connection, ids: Sequence[str]) -> dict[str, dict[str, date]]:
        mine = (assignments.c.assessment_id.in_(ids), assignments.c.due.is_not(None))
        found: dict[str, dict[str, date]] = defaultdict(dict)
        for row in c.execute(select(assignments.c.assessment_id, assignments.c.area, assignments.c.due).where(*mine)):
            found[row.assessment_id][row.area] = row.due
        return found

    def _note(self, id: str, at: datetime) -> None:
        self.changed[id] = max(self.changed[id], at)

    def frozen(self, row: Row[Any]) -> Standing:
        """The figures that need no questionnaire."""
        plain = Standing(basis="", changed_at=self.changed[row.id])
        submission = self.submitted.get(row.id)
        if submission is None:
            return plain
        figures = submission.content.figures
        plain = replace(plain, level=figures.level, score=figures.score, provisional=figures.provisional)
        return replace(plain, **_evaluated(figures.evaluation)) if figures.evaluation is not None else plain

    def response(self, questionnaire: Questionnaire, row: Row[Any]) -> Response | None:
        """The answers that count; None where they do not fit what is installed."""
        submission: Submission | None = self.submitted.get(row.id)
        try:
            if submission is not None:
                return submission.response(questionnaire)
            asked = {item.id for item in Response(questionnaire, row.profile, {}, row.cuts).items}
            given = {item: answer for item, answer in self.answers[row.id].items() if item in asked}
            return Response(questionnaire, row.profile, given, row.cuts)
        except (Refusal, KeyError, ValueError):
            return None


def _evaluated(evaluation: Mapping[str, str]) -> dict[str, Any]:
    """The points (at the worst of what is open), the grade and the verdict of a submitted evaluation."""
    found: dict[str, Any] = {
        "verdict": _VERDICTS[kept_verdict(evaluation)],
        "grade": evaluation.get("grade_low") or None,
    }
    for name, key in (("score", "score_low"), ("maximum", "maximum")):
        found[name] = float(Fraction(evaluation[key])) if key in evaluation else None
    return found


def _of_questionnaire(
    questionnaire: Questionnaire, rows: Iterable[Row[Any]], held: Held, frozen: Mapping[str, Standing]
) -> dict[str, Standing]:
    basis, found = basis_of(questionnaire), {}
    responses = {row.id: response for row in rows if (response := held.response(questionnaire, row)) is not None}
    open_ = {id: response for id, response in responses.items() if id not in held.submitted}
    graded = _graded(questionnaire, open_) if questionnaire.has_levels and open_ else {}
    for id, response in responses.items():
        counts, claims = count(response), coverage(response, strengths(held.tallies[id], ()))
        known: dict[str, Any] = {"basis": basis, "answered": counts.answered, "asked": counts.total}
        known |= {"claims": claims.claims, "backed": claims.backed}
        if id in graded:
            known["level"], known["score"] = graded[id]
        if id not in held.submitted:
            known |= {"provisional": counts.open > 0, "due": _due(response, held.due[id])}
        found[id] = replace(frozen[id], **known)
    return found


def _due(response: Response, days: Mapping[str, date]) -> date | None:
    """The first day by which one of the areas that are not answered is due."""
    open_ = {area.id for area in response.areas if area.id in days and not count(response, area.items).done}
    return min((days[id] for id in open_), default=None)


def _graded(questionnaire: Questionnaire, responses: Mapping[str, Response]) -> dict[str, tuple[int, float]]:
    """Level and score S of every response."""
    scores = score(questionnaire, *packed(questionnaire, list(responses.values())))
    return {id: (int(scores.level[row]), round_score(scores.score[row])) for row, id in enumerate(responses)}


def packed(questionnaire: Questionnaire, responses: Sequence[Response]) -> tuple[list[Scheme], Any, Any]:
    """The responses as :func:`maturity.scoring.batch.score` takes them: schemes, the scheme of each row, the matrix."""
    schemes: dict[Scheme, int] = {}
    which = [schemes.setdefault(Scheme(one.profile_id, frozenset(one.cuts)), len(schemes)) for one in responses]
    vectors = b"".join(encode(questionnaire, one.answers) for one in responses)
    matrix = np.asfortranarray(np.frombuffer(vectors, np.uint8).reshape(len(responses), -1))
    return list(schemes), np.array(which), matrix
