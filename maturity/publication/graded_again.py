"""The submissions that count in a year, with grades computed again from their answers."""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from ..assessment.selection import Reference
from ..errors import Problem, Refusal
from ..questionnaire import Questionnaire

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..scoring.batch import Scores, SecondGrade
    from ..scoring.many.evaluated import Many
    from ..store import Connection, Store
    from ..store.submissions.submissions import Snapshot

_SHOWN = 3  # examples in an error
_NONE = (-1, float("nan"))


@dataclass(frozen=True, slots=True)
class GradedYear:
    """The n submissions that count in a year, with their grades.

    `before` is each enterprise's grade of the year before, `assessed` the grade by assessors' values where every item
    has one, both n rows. `gone` are the grades of enterprises of the year before that are not among them, `left` the
    ids of their organisations. `many` are the evaluations where the questionnaire has no levels.
    """

    snapshot: "Snapshot"
    scores: "Scores"
    before: "SecondGrade"
    gone: "SecondGrade"
    assessed: "SecondGrade"
    left: tuple[str, ...]
    many: "Many | None" = None

    @property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) over the submissions and the assessors' grades."""
        found = sha256(self.snapshot.digest.encode())
        found.update(self.assessed.level.tobytes() + self.assessed.score.tobytes())
        return found.hexdigest()


def graded_year(
    store: "Store", questionnaire: Questionnaire, year: int, reference: Reference | None = None
) -> GradedYear:
    """The submissions of `year` whose stored level equals the level of their answers; others are left out and listed.

    With a `reference` those that it reads, else all present ones. Raises Refusal `plan-no-records` where there are
    none, `publish-levels-differ` where all are left out.
    """
    with store.read() as c:
        found, scores, many = _graded(c, questionnaire, year, reference)
        earlier = _year_before(c, questionnaire, year - 1, (reference and reference.before) or reference)
        rows, codes = _valued(c, questionnaire, found, reference)
    if not len(found.matrix):
        raise _nothing(found, year)
    before = [earlier.pop(id, _NONE) for id in found.columns["organisation"].tolist()]
    assessed = _assessed(questionnaire, found, rows, codes)
    gone = _beside(list(earlier.values()))
    return GradedYear(found, scores, _beside(before), gone, assessed, tuple(earlier), many)


def _year_before(
    c: "Connection", questionnaire: Questionnaire, year: int, reference: Reference | None
) -> dict[str, tuple[int, float]]:
    """Level and total S of the enterprises of `year`, by organisation id.

    Submissions to an earlier version count where a crosswalk says that the versions are comparable and there is none to
    this one.
    """
    found = dict[str, tuple[int, float]]()
    comparable = [crosswalk.before for crosswalk in questionnaire.crosswalks if crosswalk.comparable]
    for version in (*comparable, questionnaire):
        taken, scores, _ = _graded(c, version, year, reference)
        results = zip(scores.level.tolist(), scores.score.tolist(), strict=True)
        found |= zip(taken.columns["organisation"].tolist(), results, strict=True)
    return found


def _snapshot(c: "Connection", questionnaire: Questionnaire, year: int, reference: Reference | None) -> "Snapshot":
    """The submissions of `year` that `reference` reads; all present ones without a reference."""
    from ..store.submissions.snapshots import snapshot

    if reference is None:
        return snapshot(c, questionnaire, year)
    found = snapshot(c, questionnaire, year, reference.as_of)
    for moment, held in reference.held.items():
        then = snapshot(c, questionnaire, year, moment)
        found = found.replaced(_among(found, held), then, _among(then, held))
    return replace(found, left_out=found.left_out._replace(held=sum(map(len, reference.held.values()))))


def _among(found: "Snapshot", members: frozenset[int]) -> "NDArray[np.bool_]":
    """A mask (n,) of the enterprises of a snapshot whose numbers are `members`."""
    import numpy as np

    from ..statistics.confidentiality.states import members as numbers

    return np.isin(numbers(found.columns["organisation"].tolist()), np.array([*members], np.uint64))


def _valued(
    c: "Connection", questionnaire: Questionnaire, found: "Snapshot", reference: Reference | None
) -> "tuple[NDArray[np.int64], NDArray[np.uint8]]":
    """Rows of the snapshot with assessors' values and their codes, as
    :func:`maturity.store.submissions.snapshots.assessor_values`.
    """
    import numpy as np

    from ..store.submissions.snapshots import assessor_values

    if not questionnaire.has_levels:  # what assessors find of numbers is compared in the assessment alone
        return np.empty(0, np.int64), np.empty((0, len(questionnaire.items)), np.uint8)
    if reference is None:
        return assessor_values(c, questionnaire, found)
    given = [(reference.as_of, ~_among(found, frozenset().union(*reference.held.values())))]
    given += [(moment, _among(found, held)) for moment, held in reference.held.items()]
    parts = []
    for moment, which in given:
        rows, codes = assessor_values(c, questionnaire, found, moment)
        parts.append((rows[which[rows]], codes[which[rows]]))
    return np.concatenate([rows for rows, _ in parts]), np.concatenate([codes for _, codes in parts])


def _graded(
    c: "Connection", questionnaire: Questionnaire, year: int, reference: Reference | None
) -> "tuple[Snapshot, Scores, Many | None]":
    """The submissions of `year` with their grades, and their evaluations where there are no levels; without those whose
    stored result differs. Raises Refusal `profile-gone`.
    """
    import numpy as np

    from ..scoring.batch import Scores, score
    from ..store.enterprises.lookup import organisation_names
    from .numeric.evaluated import evaluated

    found = _snapshot(c, questionnaire, year, reference)
    gone = sorted({scheme.profile for scheme in found.schemes} - questionnaire.profiles.keys())
    if gone:
        raise Refusal(*(Problem("profile-gone", values={"found": id}) for id in gone))
    if not len(found.matrix):
        return found, Scores(np.empty((len(questionnaire.levels), 0)), np.empty(0, np.uint8), np.empty(0)), None
    many: Many | None = None
    if questionnaire.has_levels:
        scores = score(questionnaire, found.schemes, found.columns["cuts"], found.matrix)
        differing = found.columns["level"] != scores.level
    else:
        again = evaluated(questionnaire, found)
        scores, many, differing = again.scores, again.many, again.differing
    if not differing.any():
        return found, scores, many
    names = organisation_names(c, found.columns["organisation"][differing].tolist())
    kept = Scores(scores.levels[:, ~differing], scores.level[~differing], scores.score[~differing])
    return found.without(differing, names), kept, many.only(~differing) if many else None


def _nothing(found: "Snapshot", year: int) -> Refusal:
    differing = found.left_out.differing
    if not differing:
        return Refusal(Problem("plan-no-records", values={"year": year}))
    values = {"count": len(differing), "examples": "; ".join(differing[:_SHOWN])}
    return Refusal(Problem("publish-levels-differ", values=values))


def _beside(results: "list[tuple[int, float]]") -> "SecondGrade":
    import numpy as np

    from ..scoring.batch import SecondGrade

    levels, scores = zip(*results, strict=True) if results else ((), ())
    return SecondGrade(np.array(levels, np.int8), np.array(scores, np.float64))


def _assessed(
    questionnaire: Questionnaire, found: "Snapshot", rows: "NDArray[np.int64]", codes: "NDArray[np.uint8]"
) -> "SecondGrade":
    import numpy as np

    from ..answers import UNANSWERED
    from ..scoring.batch import score
    from ..statistics.quality import asked_by

    out = _beside([_NONE] * len(found.matrix))
    if not questionnaire.has_levels:
        return out
    which = found.columns["cuts"][rows]
    asked = np.array([asked_by(questionnaire, scheme) for scheme in found.schemes])[which]
    whole = (~asked | (codes != UNANSWERED)).all(axis=1)
    scores = score(questionnaire, found.schemes, which[whole], codes[whole])
    out.level[rows[whole]], out.score[rows[whole]] = scores.level, scores.score
    return out
