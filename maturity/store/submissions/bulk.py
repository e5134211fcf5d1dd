"""Bulk import of answers: graded by the batch kernel and stored as submissions."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, insert, select

from ...errors import Place, Problem, Refusal
from ...questionnaire import Questionnaire
from ...questionnaire.numeric.references import References
from ...scoring.evaluation import NO_REFERENCES
from ..enterprises import audit, claimed, waivers
from ..origins.origins import counted_condition
from ..portfolio.marks import touch_all_of
from ..schema import assessments, organisations, submissions
from ..types import fields, new_id, now
from .bulk_evaluation import Evaluator
from .bulk_grading import Grader, Record
from .frozen import Content, Submission, digest, submission_row

_CHUNK = 5000  # rows graded and inserted together; also below every database's limit of bound values
_CACHE = 131_072  # KiB that SQLite keeps of the database while rows come in


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """Counts of a bulk import: new organisations, new submissions, and rows that were stored already."""

    organisations: int
    submissions: int
    repeated: int


def add_graded(
    c: Connection,
    questionnaire: Questionnaire,
    rows: Iterable[Record],
    *,
    by: str | None = None,
    confirmed: Collection[str] = (),
    distinct: bool = False,
    references: References = NO_REFERENCES,
) -> ImportCounts:
    """Grade every row and add it as a submitted assessment, all or nothing; `by` is a person's id.

    A known credit code is a further submission of that organisation, whose own facts stay as they are; a row that
    holds, figure for figure, what is there already is left alone, so that importing a file twice adds nothing. Nobody
    becomes a member. An enterprise that signed itself up by its code gets nothing unless the code is among `confirmed`,
    now or before: its members would see it. `distinct` says that no enterprise comes twice: which ones came need not be
    remembered. `references` are the values that numbers are scored against. One audit row tells the counts.

    Raises Refusal with `place.row` (counted from 1 over `rows`): import-vector, import-repeated, import-claimed,
    facts-missing, assessment-year, assessment-empty,
    answer-unknown-profile, answer-cut-….
    """
    grader = Grader(questionnaire) if questionnaire.has_levels else Evaluator(questionnaire, references)
    seen, added = _Seen(), ImportCounts(0, 0, 0)
    with c.begin_nested():  # undone even when the caller goes on with its transaction
        _make_room(c)
        first = 1
        for chunk in _chunks(rows):
            if not distinct:
                seen.refuse_repeats(chunk, first)
            contents = grader.grade(chunk, first)
            moments = [record.submitted_at or now() for record in chunk]
            known = _known_organisations(c, contents)
            _refuse_claimed(claimed.unconfirmed_codes(c, known, confirmed), contents, first)
            step = _add(c, questionnaire, contents, moments, by, known)
            added = ImportCounts(*(getattr(added, f) + getattr(step, f) for f in ImportCounts.__slots__))
            first += len(chunk)
        audit.record(c, by, "submission.import", detail={"questionnaire": questionnaire.id, **asdict(added)})
    return added


def _make_room(c: Connection) -> None:
    """Keep more of the indexes in memory: the ids are random, and SQLite's 2 MiB write each page many times."""
    if c.dialect.name == "sqlite":
        c.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE}")


class _Seen:
    """The enterprises and years so far. Of two rows of one, the statistics would use only the later: it is refused."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, int], int] = {}

    def refuse_repeats(self, chunk: Sequence[Record], first: int) -> None:
        problems = []
        for row, record in enumerate(chunk, first):
            key = (record.facts.credit_code, record.year)
            earlier = self.rows.setdefault(key, row)
            if earlier != row:
                values = {"row": row, "first": earlier, "credit_code": key[0], "year": key[1]}
                problems.append(Problem("import-repeated", Place(row=row, column="credit_code"), values))
        if problems:
            raise Refusal(*problems)


def _chunks(rows: Iterable[Record]) -> Iterator[list[Record]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk


def _refuse_claimed(codes: Collection[str], contents: Sequence[Content], first: int) -> None:
    problems = [
        Problem("import-claimed", Place(row=row, column="credit_code"), {"row": row, "credit_code": code})
        for row, code in enumerate((content.facts.credit_code for content in contents), first)
        if code in codes
    ]
    if problems:
        raise Refusal(*problems)


def _add(
    c: Connection,
    questionnaire: Questionnaire,
    contents: Sequence[Content],
    moments: Sequence[datetime],
    by: str | None,
    known: dict[str, str],
) -> ImportCounts:
    digests = _known_digests(c, questionnaire, list(known.values()))
    new: dict[str, dict[str, object]] = {}
    frozen: list[Submission] = []
    for content, moment in zip(contents, moments, strict=True):
        code, print_ = content.facts.credit_code, digest(content)
        if code not in known:
            known[code] = new_id()
            rest = {"version": 1, "created_at": moment, "compared": True}
            new[code] = {"id": known[code], **rest, **fields(content.facts)}
        elif (known[code], print_) in digests:
            continue
        frozen.append(Submission(new_id(), new_id(), known[code], content, moment, by, print_))
    if new:
        c.execute(insert(organisations), list(new.values()))
        for code in new:
            waivers.record(c, by, known[code], code)
    if frozen:
        c.execute(insert(assessments), [_assessment(submission) for submission in frozen])
        c.execute(insert(submissions), [submission_row(submission) for submission in frozen])
        fresh = {row["id"] for row in new.values()}  # nobody is a member of these
        touch_all_of(c, *({one.organisation_id for one in frozen} - fresh))
    return ImportCounts(len(new), len(frozen), len(contents) - len(frozen))


def _known_organisations(c: Connection, contents: Sequence[Content]) -> dict[str, str]:
    """Ids by credit code."""
    codes = {content.facts.credit_code for content in contents}
    query = select(organisations.c.credit_code, organisations.c.id).where(organisations.c.credit_code.in_(codes))
    return {row.credit_code: row.id for row in c.execute(query)}


def _known_digests(c: Connection, questionnaire: Questionnaire, ids: Sequence[str]) -> set[tuple[str, str]]:
    if not ids:
        return set()
    query = select(submissions.c.organisation_id, submissions.c.digest).where(
        submissions.c.organisation_id.in_(ids),
        submissions.c.questionnaire == questionnaire.id,
        submissions.c.questionnaire_version == questionnaire.version,
        counted_condition(),
    )
    return {(row.organisation_id, row.digest) for row in c.execute(query)}


def _assessment(submission: Submission) -> dict[str, object]:
    content = submission.content
    return {
        "id": submission.assessment_id,
        "organisation_id": submission.organisation_id,
        "questionnaire": content.questionnaire,
        "questionnaire_version": content.questionnaire_version,
        "profile": content.profile,
        "year": content.year,
        "state": "submitted",
        "cuts": content.cuts,
        "created_at": submission.submitted_at,
        "submitted_at": submission.submitted_at,
        "version": 1,
    }
