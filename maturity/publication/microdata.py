"""From the store to microdata: one row an enterprise with its facts, recomputed grade, scores of groups and areas,
answers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import numpy as np

from ..answers import NOT_APPLICABLE, choice_codes
from ..assessment.selection import LeftOut
from ..errors import Refusal, refuse
from ..questionnaire import Questionnaire, Text, load
from ..questionnaire.naming import NOT_APPLICABLE_ID, inside, tailored
from .graded_again import graded_year
from .microdata_file import WHAT, Column, Microdata, What

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..scoring.batch import Scheme, Scores, SecondGrade
    from ..statistics.gathering import Answered
    from ..store import Store
    from ..store.publications.exports import Export


@dataclass(frozen=True, slots=True)
class _Graded:
    """n enterprises with their facts and grades, the columns as in a snapshot."""

    columns: "Mapping[str, NDArray[Any]]"
    schemes: "Sequence[Scheme]"
    matrix: "NDArray[np.uint8]"
    scores: "Scores"
    before: "SecondGrade"
    assessed: "SecondGrade"


def microdata(
    store: "Store", year: int, what: What = "scores", questionnaire: Questionnaire | None = None
) -> Microdata:
    """The microdata of `year`, recomputed, under random pseudonyms and sorted by them, so that two exports cannot be
    joined.

    `what` selects scores, answers or both. Raises Refusal `plan-no-records`, `publish-levels-differ`, and
    `detail-without-levels` (decision 36).
    """
    asked = questionnaire or load()
    if not asked.has_levels:
        raise refuse("detail-without-levels", id=asked.id)
    all = graded_year(store, asked, year)
    found = all.snapshot
    ids = tuple(found.columns["organisation"].tolist())
    rows = _Graded(found.columns, found.schemes, found.matrix, all.scores, all.before, all.assessed)
    pseudonyms = new_pseudonyms(len(ids))
    order = np.argsort(pseudonyms)
    shuffled = tuple(
        replace(column, values=column.values[order]) for column in _columns(asked, year, what, pseudonyms, rows)
    )
    return Microdata(year, what, f"{asked.id} {asked.version}", shuffled, len(ids), found.digest, found.left_out, ids)


def new_pseudonyms(count: int) -> "NDArray[np.str_]":
    """`count` random names of 32 hexadecimal digits."""
    return np.array([token_hex(16) for _ in range(count)], "U32")


def of_file(
    blocks: "Iterator[Answered]", rows: int, digest: str, year: int, what: What, questionnaire: Questionnaire
) -> Microdata:
    """The microdata of a file of answers, graded block by block while they are written.

    `blocks` are sorted by their column "pseudonym"; `rows` is their total, `digest` that of the file. Raises Refusal
    `export-few` below the least number of enterprises for an export without a second person's approval,
    `plan-no-records`.
    """
    from ..store.publications.exports import APPROVAL_THRESHOLD

    if rows < APPROVAL_THRESHOLD:
        raise refuse("export-few", found=rows, least=APPROVAL_THRESHOLD)
    parts = (_of_block(questionnaire, year, what, block) for block in blocks)
    first = next(parts)
    named = f"{questionnaire.id} {questionnaire.version}"
    return Microdata(year, what, named, first, rows, digest, LeftOut(0, 0), parts=chain([first], parts))


def _of_block(asked: Questionnaire, year: int, what: What, block: "Answered") -> tuple[Column, ...]:
    """The columns of one block of a file; without grades of the year before or by assessors."""
    from ..scoring.batch import score
    from ..statistics.frame import no_grades
    from ..statistics.gathering import as_asked

    schemes, which, provisional = as_asked(asked, block)
    n, facts = len(which), {**block.facts, "cuts": which, "provisional": provisional}
    scores = score(asked, schemes, which, block.matrix)
    rows = _Graded(facts, schemes, block.matrix, scores, no_grades(n), no_grades(n))
    return tuple(_columns(asked, year, what, block.facts["pseudonym"], rows))


def _columns(
    asked: Questionnaire, year: int, what: What, pseudonyms: "NDArray[Any]", rows: _Graded
) -> Iterator[Column]:
    yield Column("pseudonym", Text("假名（每次导出不同）", "Pseudonym (of this export alone)"), pseudonyms)
    yield from _facts(asked, year, rows)
    if what != "answers":
        yield from _scores(asked, rows)
    if what != "scores":
        yield from _answers(asked, rows)


def export(store: "Store", request: "Export", questionnaire: Questionnaire) -> Microdata:
    """The requested microdata, recorded in the log before anything is written.

    Raises Refusal as :func:`requested`; `export-over` as :func:`maturity.store.publications.exports.record_export`.
    """
    from ..store.publications import exports

    made = requested(store, request, questionnaire)
    with store.write() as c:
        exports.record_export(c, request.id, made.organisations)
    return made


def requested(store: "Store", request: "Export", questionnaire: Questionnaire) -> Microdata:
    """The requested microdata, not yet recorded: nobody may get them before.

    Raises Refusal as :func:`microdata`; `export-few` below the least number of enterprises for an export without a
    second person's approval, which is then requested; `export-shrunk` as
    :func:`maturity.store.publications.exports.check_export`.
    """
    from ..store.publications import exports

    made = microdata(store, request.year, next(what for what in WHAT if what == request.what), questionnaire)
    try:
        with store.read() as c:
            exports.check_export(c, request.id, made.rows)
    except Refusal:
        with store.write() as c:
            exports.record_refusal(c, request.id, made.rows)
        raise
    return replace(made, reason=request.reason)


def _facts(asked: Questionnaire, year: int, found: _Graded) -> Iterator[Column]:
    from ..statistics.breakdowns import breakdowns
    from ..statistics.dimensions import PLAIN
    from ..statistics.frame import frame

    n, scores = len(found.matrix), found.scores
    wide = frame(asked, year, found.columns, scores, found.before, found.assessed)
    yield Column("year", Text("年份", "Year"), np.full(n, year, np.int16))
    known = breakdowns(asked).dimensions
    for dimension in (known[id] for id in PLAIN if id in known):
        yield Column(dimension.id, dimension.label, wide[dimension.id].cat.codes.to_numpy(), tuple(dimension.members))
    cuts = [",".join(sorted(scheme.cuts)) for scheme in found.schemes]
    members = tuple(sorted(set(cuts) - {""}))
    place = np.array([members.index(words) if words else -1 for words in cuts], np.int16)
    out = tailored(asked)
    label = Text(f"裁剪的{out.zh}", f"{out.en} tailored out")
    yield Column("cuts", label, place[found.columns["cuts"]], members)
    yield Column(
        "provisional", Text("暂定（1 为是）", "Provisional (1: yes)"), found.columns["provisional"].astype(np.int8)
    )
    yield Column("level", Text("等级", "Level"), scores.level.astype(np.int8))
    yield Column("score", Text("总分 S", "Score S"), scores.score)
    yield Column("score_before", Text("上年总分 S", "Score S a year before"), found.before.score)
    yield Column("score_assessed", Text("评估总分 S", "Score S found by assessors"), found.assessed.score)


def _scores(asked: Questionnaire, found: _Graded) -> Iterator[Column]:
    from ..scoring.parts import parts

    for level, values in zip(asked.levels, found.scores.levels, strict=True):
        number = level.number
        yield Column(f"a{number}", Text(f"{level.name.zh}得分 A{number}", f"{level.name.en}, A{number}"), values)
    totals = parts(asked, found.schemes, found.columns["cuts"], found.matrix)
    for group, values in zip(asked.summary_groups, totals.groups, strict=True):
        tier, name = group.tier.name, group.name
        label = Text(f"{name.zh}（{tier.zh}）", f"{name.en} ({inside(tier.en)})")
        yield Column(".".join(group.key), label, values)
    for area, values in zip(asked.areas, totals.areas, strict=True):
        yield Column(".".join(area.key), area.name, values)
    numbers = tuple(str(number) for number in range(len(asked.levels) + 1))
    for area, levels in zip(asked.areas, totals.levels, strict=True):
        label = Text(f"{area.name.zh}的等级", f"Level of {area.name.en.lower()}")
        yield Column(f"level.{area.id}", label, levels, numbers)


def _answers(asked: Questionnaire, found: _Graded) -> Iterator[Column]:
    members = (*(choice.id for choice in asked.choices), NOT_APPLICABLE_ID)
    place = np.full(256, -1, np.int8)
    place[[*choice_codes(asked).values(), NOT_APPLICABLE]] = np.arange(len(members))
    for item in asked.items:
        yield Column(item.id, item.text, place[found.matrix[:, item.position]], members)
