"""Snapshots for statistics: one submission for each enterprise, as columns."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Row,
    Select,
    Subquery,
    Text,
    and_,
    func,
    or_,
    select,
    true,
    type_coerce,
)

from ...answers import NOT_APPLICABLE, UNANSWERED, choice_codes
from ...assessment.selection import LeftOut
from ...errors import Busy, Problem
from ...questionnaire import Questionnaire
from ...questionnaire.facts import UNSTATED
from ...scoring.batch import Scheme
from ..origins.origins import counted_condition
from ..schema import submissions
from ..schema.work import findings
from ..types import canonical_json

_CHUNK = 4096  # rows fetched together
_GRADE, _TEXTS = ("level", "score"), ("entered", "evaluation")
_TYPES: Mapping[str, type | str] = {
    "organisation": "U32",
    "division": "U2",
    "production_type": "U8",
    "city": "U6",
    "headcount": np.int64,
    "revenue_10k": np.float64,
    "founded": np.int64,
    "ownership": "U10",
    "cuts": np.int64,
    "level": np.uint8,
    "score": np.float64,
    "provisional": np.bool_,
}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """n enterprises of a year, in the order of the organisations' ids.

    `matrix` is uint8 (n, items), column-major, for :func:`maturity.scoring.batch.score` with `schemes` and
    `which = columns["cuts"]`. `columns` are arrays (n,): organisation, division, production_type, city, headcount,
    revenue_10k (float64, 10,000 yuan), founded, ownership, profile, cuts (index into `schemes`), and, as frozen, level,
    score, a1, a2 … (the level scores) and provisional. Facts that are not stated are as in
    :data:`maturity.questionnaire.facts.UNSTATED`. `left_out` counts the submissions that are not included.

    Without levels, level and score are 0; `entered` are the answers that are no choice
    (:func:`maturity.answers.codec.entered_texts`) and `evaluations` what was frozen (:func:`.frozen.kept`), by row.
    """

    year: int
    matrix: NDArray[np.uint8]
    columns: Mapping[str, NDArray[Any]]
    schemes: Sequence[Scheme]
    left_out: LeftOut
    entered: Sequence[Mapping[str, str]] = ()
    evaluations: Sequence[Mapping[str, str]] = ()

    @property
    def digest(self) -> str:
        """SHA-256 over enterprises and answers: equal for the same answers of the same enterprises."""
        digest = sha256(repr([(each.profile, sorted(each.cuts)) for each in self.schemes]).encode())
        for name in sorted(self.columns):
            digest.update(name.encode() + np.ascontiguousarray(self.columns[name]).tobytes())
        digest.update(np.ascontiguousarray(self.matrix.T).tobytes())
        for texts in (*self.entered, *self.evaluations):
            digest.update(canonical_json(texts).encode())
        return digest.hexdigest()

    def without(self, differing: NDArray[np.bool_], names: Sequence[str]) -> "Snapshot":
        """A copy without the rows marked in `differing` (bool, (n,)); `names` go to `left_out`."""
        columns = {name: column[~differing] for name, column in self.columns.items()}
        left_out = self.left_out._replace(differing=tuple(names))
        matrix = np.asfortranarray(self.matrix[~differing])
        entered, evaluations = (list(compress(texts, ~differing)) for texts in (self.entered, self.evaluations))
        kept = replace(self, matrix=matrix, columns=columns, left_out=left_out)
        return replace(kept, entered=entered, evaluations=evaluations)

    def replaced(self, mine: NDArray[np.bool_], other: "Snapshot", theirs: NDArray[np.bool_]) -> "Snapshot":
        """A copy without the rows marked in `mine` (bool, (n,)), with the rows of `other` marked in `theirs`."""
        schemes = tuple(dict.fromkeys((*self.schemes, *other.schemes)))
        moved = np.array([schemes.index(scheme) for scheme in other.schemes], np.int64)
        added = {**other.columns, "cuts": moved[other.columns["cuts"]]}
        columns = {name: np.concatenate([own[~mine], added[name][theirs]]) for name, own in self.columns.items()}
        order = np.argsort(columns["organisation"], kind="stable")
        matrix = np.concatenate([self.matrix[~mine], other.matrix[theirs]])
        ordered = {name: column[order] for name, column in columns.items()}
        found = replace(self, matrix=np.asfortranarray(matrix[order]), columns=ordered, schemes=schemes)
        pairs = ((self.entered, other.entered), (self.evaluations, other.evaluations))
        entered, evaluations = (_joined([*compress(a, ~mine), *compress(b, theirs)], order) for a, b in pairs)
        return replace(found, entered=entered, evaluations=evaluations)


def _joined(texts: list[Mapping[str, str]], order: NDArray[np.int64]) -> list[Mapping[str, str]]:
    return [texts[place] for place in order.tolist()] if texts else []


def snapshot(c: Connection, questionnaire: Questionnaire, year: int, until: datetime | None = None) -> Snapshot:
    """The submissions of a year that count; with `until`, of those submitted up to that time.

    The rule: of each organisation, the submission with the latest `submitted_at` (then the greatest id) among those of
    this year and of exactly this questionnaire and version, whose vectors alone have this order of items. Imported
    ones count if they are signed by a known instance or accepted. Provisional ones count and are marked in their
    column. Call it within `store.read()`, so that all queries see the same state.
    """
    of_version = _of_version(questionnaire, year, until)
    organisations = func.count(submissions.c.organisation_id.distinct())
    rows, submitted = c.execute(select(organisations, func.count()).where(of_version)).one()
    of_any = and_(submissions.c.questionnaire == questionnaire.id, submissions.c.year == year, _sent(until))
    everybody = c.scalar(select(organisations).where(of_any, counted_condition())) or 0
    elsewhere = (c.scalar(select(organisations).where(of_any)) or 0) - everybody
    levels = [f"a{level.number}" for level in questionnaire.levels]
    filling = _Filling(rows, len(questionnaire.items), levels)
    texts = () if questionnaire.has_levels else _TEXTS
    query = _latest(of_version, levels, texts).execution_options(yield_per=_CHUNK)
    for chunk in c.execute(query).partitions():
        filling.take(chunk)
    if filling.done != rows:  # only outside `store.read()`: somebody submitted between count and fetch
        raise Busy(Problem("store-locked"))
    schemes = tuple(filling.schemes)
    profiles = np.array([scheme.profile for scheme in schemes], dtype=np.str_)
    columns = filling.columns | {"profile": profiles[filling.columns["cuts"]]}
    left_out = LeftOut(everybody - rows, submitted - rows, elsewhere)
    return Snapshot(year, filling.matrix, columns, schemes, left_out, *filling.read_texts)


def assessor_values(
    c: Connection, questionnaire: Questionnaire, taken: Snapshot, until: datetime | None = None
) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """The values in assessors' findings, with `until` those up to that time: row indexes into `taken` (int64, (k,)),
    and codes (uint8, (k, items)), UNANSWERED where there is none.

    Findings without a value and findings imported from another installation are not included.
    """
    ranked = _ranked(_of_version(questionnaire, taken.year, until))
    query = (
        select(submissions.c.organisation_id, findings.c.item, findings.c.choice)
        .join(ranked, ranked.c.id == submissions.c.id)
        .join(findings, findings.c.assessment_id == submissions.c.assessment_id)
        .where(
            ranked.c.place == 1,
            findings.c.elsewhere.is_(None),
            true() if until is None else findings.c.at <= until,
            or_(findings.c.choice.is_not(None), findings.c.reason.is_not(None)),
        )
    )
    rows = {id: row for row, id in enumerate(taken.columns["organisation"].tolist())}
    given = [tuple(row) for row in c.execute(query) if row.organisation_id in rows]
    places = {row: place for place, row in enumerate(sorted({rows[id] for id, _, _ in given}))}
    choices = choice_codes(questionnaire)
    items = {item.id: item.position for item in questionnaire.items}
    codes = np.full((len(places), len(items)), UNANSWERED, np.uint8)
    for id, item, choice in given:
        codes[places[rows[id]], items[item]] = choices[choice] if choice else NOT_APPLICABLE
    return np.array([*places], np.int64), codes


def _sent(until: datetime | None) -> ColumnElement[bool]:
    return true() if until is None else submissions.c.submitted_at <= until


def _of_version(questionnaire: Questionnaire, year: int, until: datetime | None) -> ColumnElement[bool]:
    return and_(
        submissions.c.questionnaire == questionnaire.id,
        submissions.c.questionnaire_version == questionnaire.version,
        submissions.c.year == year,
        counted_condition(),
        _sent(until),
    )


def _ranked(where: Any) -> Subquery:
    """Ids of submissions with their rank within their organisation; the one with rank 1 counts."""
    place = func.row_number().over(
        partition_by=submissions.c.organisation_id,
        order_by=(submissions.c.submitted_at.desc(), submissions.c.id.desc()),
    )
    return select(submissions.c.id, place.label("place")).where(where).subquery()


def _latest(where: Any, levels: Sequence[str], texts: Sequence[str]) -> Select[Any]:
    ranked = _ranked(where)
    facts = {fact: nothing for fact, nothing in UNSTATED.items() if fact != "revenue_10k"}
    others = ("organisation", "revenue_10k", "cuts", *_GRADE)
    names = [name for name in (*_TYPES, *levels) if name not in facts and name not in others]
    return (
        select(
            submissions.c.vector,
            submissions.c.profile,
            type_coerce(submissions.c.cuts, Text).label("cuts"),
            submissions.c.organisation_id.label("organisation"),
            type_coerce(submissions.c.revenue_10k, BigInteger).label("revenue_10k"),  # null becomes NaN
            *(func.coalesce(submissions.c[name], nothing).label(name) for name, nothing in facts.items()),
            *(func.coalesce(submissions.c[name], 0).label(name) for name in _GRADE),  # null where there are no levels
            *(submissions.c[name] for name in (*names, *texts)),
        )
        .join(ranked, ranked.c.id == submissions.c.id)
        .where(ranked.c.place == 1)
        .order_by(submissions.c.organisation_id)
    )


class _Filling:
    """The arrays of a snapshot, filled chunk by chunk."""

    def __init__(self, rows: int, items: int, levels: Sequence[str]) -> None:
        self.matrix = np.empty((rows, items), np.uint8, order="F")
        self.columns: dict[str, NDArray[Any]] = {
            **{name: np.empty(rows, kind) for name, kind in _TYPES.items()},
            **{name: np.empty(rows, np.float64) for name in levels},
        }
        self.read_texts: tuple[list[Any], list[Any]] = ([], [])
        self.schemes: dict[Scheme, int] = {}
        self.texts: dict[tuple[str, str], int] = {}  # profile and cuts as stored -> index of scheme
        self.done = 0

    def take(self, chunk: Sequence[Row[Any]]) -> None:
        names = chunk[0]._fields
        values = dict(zip(names, zip(*chunk, strict=True), strict=True))
        span = slice(self.done, self.done + len(chunk))
        vectors = np.frombuffer(b"".join(values["vector"]), np.uint8)
        self.matrix[span] = vectors.reshape(len(chunk), -1)
        values["cuts"] = tuple(map(self._scheme, values["profile"], values["cuts"]))
        for name, column in self.columns.items():
            column[span] = values[name]
        for name, texts in zip(_TEXTS, self.read_texts, strict=True):
            texts += [one or {} for one in values.get(name, ())]
        self.columns["revenue_10k"][span] /= 10_000  # stored as whole yuan
        self.done = span.stop

    def _scheme(self, profile: str, cuts: str) -> int:
        index = self.texts.get((profile, cuts))
        if index is None:
            scheme = Scheme(profile, frozenset(json.loads(cuts)))
            index = self.texts[profile, cuts] = self.schemes.setdefault(scheme, len(self.schemes))
        return index
