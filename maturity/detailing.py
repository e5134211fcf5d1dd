"""From the store to one row an enterprise: facts, grades computed again, scores of every part, answers."""

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import replace
from secrets import token_bytes
from typing import TYPE_CHECKING, Any

import numpy as np

from .answers import NOT_APPLICABLE, UNANSWERED
from .detail import WHAT, Column, Detail, What
from .errors import Refusal
from .publish import Seen, seen
from .questionnaire import Questionnaire, Text, load

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .scoring.batch import Scores
    from .store import Store
    from .store.exports import Export
    from .store.submissions import Snapshot


def detail(store: "Store", year: int, what: What = "scores", questionnaire: Questionnaire | None = None) -> Detail:
    """The rows of `year`, graded again, under pseudonyms and in their order: two exports cannot be joined by either.

    Raises Refusal plan-no-records, publish-levels-differ.
    """
    asked = questionnaire or load()
    all = seen(store, asked, year)
    found, scores = all.snapshot, all.scores
    ids = tuple(found.columns["organisation"].tolist())
    pseudonyms = _pseudonyms(ids)
    columns = [Column("pseudonym", Text("假名（每次导出不同）", "Pseudonym (of this export alone)"), pseudonyms)]
    columns += _facts(asked, year, all)
    if what != "answers":
        columns += _scores(asked, found, scores)
    if what != "scores":
        columns += _answers(asked, found)
    order = np.argsort(pseudonyms)
    shuffled = tuple(replace(column, values=column.values[order]) for column in columns)
    return Detail(year, what, f"{asked.id} {asked.version}", shuffled, len(ids), found.digest, found.left_out, ids)


def export(store: "Store", request: "Export", questionnaire: Questionnaire) -> Detail:
    """The microdata that were asked for, entered into the log before anything is written.

    Raises Refusal as :func:`detail`; export-few for fewer enterprises than may go without a second person's yes, who
    is asked from then on; export-shrunk and export-over as :func:`maturity.store.exports.make`.
    """
    from .store import exports

    made = detail(store, request.year, next(what for what in WHAT if what == request.what), questionnaire)
    try:
        with store.write() as c:
            exports.make(c, request.id, made.organisations)
    except Refusal:
        with store.write() as c:
            exports.failed(c, request.id, made.rows)
        raise
    return replace(made, reason=request.reason)


def _pseudonyms(ids: Sequence[str]) -> "NDArray[Any]":
    """A name for each id, keyed with a secret that nobody keeps."""
    key = token_bytes(32)
    return np.array([hmac.digest(key, id.encode(), "sha256").hex()[:32] for id in ids], "U32")


def _facts(asked: Questionnaire, year: int, all: Seen) -> Iterator[Column]:
    from .statistics.dimensions import DIMENSIONS, PLAIN
    from .statistics.frame import frame

    found, scores = all.snapshot, all.scores
    n = len(found.matrix)
    wide = frame(asked, year, found.columns, scores, all.before, all.assessed)
    yield Column("year", Text("年份", "Year"), np.full(n, year, np.int16))
    for dimension in map(DIMENSIONS.__getitem__, PLAIN):
        yield Column(dimension.id, dimension.label, wide[dimension.id].cat.codes.to_numpy(), tuple(dimension.members))
    cuts = [",".join(sorted(scheme.cuts)) for scheme in found.schemes]
    members = tuple(sorted(set(cuts) - {""}))
    place = np.array([members.index(words) if words else -1 for words in cuts], np.int16)
    yield Column("cuts", Text("裁剪的能力域", "Domains tailored out"), place[found.columns["cuts"]], members)
    yield Column(
        "provisional", Text("暂定（1 为是）", "Provisional (1: yes)"), found.columns["provisional"].astype(np.int8)
    )
    yield Column("level", Text("等级", "Level"), scores.level.astype(np.int8))
    yield Column("score", Text("总分 S", "Score S"), scores.score)
    yield Column("score_before", Text("上年总分 S", "Score S a year before"), all.before.score)
    yield Column("score_assessed", Text("评估总分 S", "Score S found by assessors"), all.assessed.score)


def _scores(asked: Questionnaire, found: "Snapshot", scores: "Scores") -> Iterator[Column]:
    from .scoring.parts import parts

    for level, values in zip(asked.levels, scores.levels, strict=True):
        number = level.number
        yield Column(f"a{number}", Text(f"{level.name.zh}得分 A{number}", f"{level.name.en}, A{number}"), values)
    told = parts(asked, found.schemes, found.columns["cuts"], found.matrix)
    for domain, values in zip(asked.domains, told.domains, strict=True):
        yield Column(f"domain.{domain.id}", Text(f"{domain.name.zh}（能力域）", f"{domain.name.en} (domain)"), values)
    for subdomain, values in zip(asked.subdomains, told.subdomains, strict=True):
        yield Column(f"subdomain.{subdomain.id}", subdomain.name, values)
    numbers = tuple(str(number) for number in range(len(asked.levels) + 1))
    for subdomain, levels in zip(asked.subdomains, told.levels, strict=True):
        label = Text(f"{subdomain.name.zh}的等级", f"Level of {subdomain.name.en.lower()}")
        yield Column(f"level.{subdomain.id}", label, levels, numbers)


def _answers(asked: Questionnaire, found: "Snapshot") -> Iterator[Column]:
    members = (*(choice.id for choice in asked.choices), "not-applicable")
    place = np.full(256, -1, np.int8)
    place[1 : len(members)] = np.arange(len(members) - 1)
    place[NOT_APPLICABLE], place[UNANSWERED] = len(members) - 1, -1
    for item in asked.items:
        yield Column(item.id, item.text, place[found.matrix[:, item.position]], members)
