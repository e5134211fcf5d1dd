"""States of the data: the enterprises behind a release as they were, kept so that later releases are tried beside it.

A state holds, for every enterprise, a number that stands for it, its codes, its levels and a digest of all its results.
Two states of one year differ by enterprises that came, went or changed; :class:`Panel` sets several side by side.
"""

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b, sha256
from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...questionnaire import Text
from ..breakdowns import Breakdowns, Joined
from ..dimensions import CLASSES, JOINED, PLAIN
from ..frame import ABSENT, level_scores, part_scores
from ..relative.places import class_places
from .tally import NANO

Ints = NDArray[np.int64]
NOWHERE = -1  # the code of an enterprise that a state does not have
RECORD = "record"  # the column of a frame that keeps these digests in place of what they are of
_NOTHING = Text("", "")
_BY_LEVEL = "level_before"  # its codes are those of all levels and one for nobody
_BESIDE = ("number_before", "score_before", "number_assessed", "score_assessed")


@dataclass(frozen=True)
class State:
    """n enterprises of a year, those included that took part the year before and no more (level ABSENT).

    `member` (uint64) names an enterprise across states. `codes` are positions among the members of each dimension
    of `by`, NOWHERE where there is none. `level_before` and `score_before` are of the year before. `record` (uint64) is
    a digest of all results: equal in two states where nothing of an enterprise's results changed.
    """

    year: int
    by: Breakdowns
    member: NDArray[np.uint64]
    codes: Mapping[str, NDArray[np.int16]]
    level: NDArray[np.int8]
    score: NDArray[np.float64]
    level_before: NDArray[np.int8]
    score_before: NDArray[np.float64]
    record: NDArray[np.uint64]

    def only(self, kept: NDArray[np.bool_]) -> "State":
        """The enterprises marked in `kept` (n,)."""
        arrays = {name: getattr(self, name)[kept] for name in _ARRAYS}
        return State(self.year, self.by, codes={id: codes[kept] for id, codes in self.codes.items()}, **arrays)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all it holds: equal states have the same one."""
        found = sha256(str(self.year).encode())
        for array in (*(getattr(self, name) for name in _ARRAYS), *self.codes.values()):
            found.update(np.ascontiguousarray(array).tobytes())
        return found.hexdigest()

    @cached_property
    def own(self) -> "State":
        """It without results under another questionnaire, and those who have such results alone."""
        if JOINED not in self.codes:
            return self
        here = self.only((self.level > ABSENT) | (self.level_before >= 0))
        codes = {id: codes for id, codes in here.codes.items() if id != JOINED}
        return replace(here, codes=codes, by=replace(self.by, joined=None))

    def packed(self) -> bytes:
        """The state as compressed bytes; see :func:`unpacked`."""
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        arrays |= {f"codes.{id}": codes for id, codes in self.codes.items()}
        head = {"year": self.year, "members": {id: list(self.by.dimensions[id].members) for id in self.codes}}
        stream = BytesIO()
        np.savez(stream, head=np.frombuffer(json.dumps(head).encode(), np.uint8), **arrays)
        return zlib.compress(stream.getvalue(), 6)


_ARRAYS = ("member", "level", "score", "level_before", "score_before", "record")


def unpacked(data: bytes) -> State:
    """The state that :meth:`State.packed` wrote, its codes as they are numbered now."""
    with np.load(BytesIO(zlib.decompress(data)), allow_pickle=False) as arrays:
        head = json.loads(arrays["head"].tobytes())
        by, codes = _by(len(head["members"][_BY_LEVEL]) - 1, head["members"].get(JOINED, ())), {}
        for id, members in head["members"].items():
            now = {code: place for place, code in enumerate(by.dimensions[id].members)}
            moved = np.array([*(now.get(code, NOWHERE) for code in members), NOWHERE], np.int16)
            codes[id] = moved[arrays[f"codes.{id}"]]
        return State(head["year"], by, codes=codes, **{name: arrays[name] for name in _ARRAYS})


def _by(count: int, joined: Iterable[str]) -> Breakdowns:
    """Breakdowns with so many levels, and these codes of results under another questionnaire."""
    named = tuple((code, Text(code, code)) for code in joined)
    return Breakdowns(count, joined=Joined(_NOTHING, named) if named else None)


def members(ids: Iterable[str], salt: bytes = b"") -> NDArray[np.uint64]:
    """A number for every enterprise id, always the same for the same id and `salt`."""
    drawn = b"".join(blake2b(id.encode(), digest_size=8, person=b"member", salt=salt).digest() for id in ids)
    return np.frombuffer(drawn, np.uint64)


def renamed(members: NDArray[np.uint64], known: NDArray[np.uint64], names: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The numbers of enterprises, those among `known` (n,) by their `names` (n,)."""
    if not len(known):
        return members
    order = np.argsort(known)
    places = order[np.minimum(np.searchsorted(known, members, sorter=order), len(known) - 1)]
    found: NDArray[np.uint64] = np.where(known[places] == members, names[places], members)
    return found


def state_of(frame: pd.DataFrame) -> State:
    """The state that a frame (see :mod:`.frame`) holds."""
    known = [*PLAIN, *(id for id in (JOINED,) if id in frame)]
    return State(
        int(frame["year"].iloc[0]) if len(frame) else 0,
        _by(len(frame[_BY_LEVEL].cat.categories) - 1, frame[JOINED].cat.categories if JOINED in frame else ()),
        frame["member"].to_numpy(np.uint64),
        {id: np.asarray(frame[id].cat.codes, np.int16) for id in known},
        frame["level"].to_numpy(np.int8),
        _settled(frame["score"]),
        frame["number_before"].to_numpy(np.int8),
        _settled(frame["score_before"]),
        frame[RECORD].to_numpy(np.uint64) if RECORD in frame else records(frame),
    )


def records(frame: pd.DataFrame) -> NDArray[np.uint64]:
    """A digest of all results of every enterprise."""
    known = ("level", "score", *level_scores(frame), *_BESIDE, *part_scores(frame))
    names = [name for name in known if name in frame]
    return digests(np.stack([_settled(frame[name]) for name in names], axis=1))


def digests(rows: NDArray[Any]) -> NDArray[np.uint64]:
    """A digest of every row of a matrix."""
    found = b"".join(blake2b(row.tobytes(), digest_size=8).digest() for row in np.ascontiguousarray(rows))
    return np.frombuffer(found, np.uint64)


def _settled(values: "pd.Series[Any]") -> NDArray[np.float64]:
    """Nine decimals: how many enterprises are graded together moves the last digits of a score, and changes nothing."""
    settled: NDArray[np.float64] = np.round(values.to_numpy(np.float64), 9) + 0.0
    return settled


class Panel:
    """Every enterprise of some states, one row each; a state's arrays hold NOWHERE for those it does not have."""

    def __init__(self, states: Sequence[State]) -> None:
        self.states = tuple(states)
        several = [state.by.joined for state in states if state.by.joined]
        members = tuple(dict.fromkeys(member for one in several for member in one.members))
        self.by = replace(states[-1].by, joined=Joined(_NOTHING, members) if members else None)
        self.members = np.unique(np.concatenate([state.member for state in self.states]))
        self._rows = [_rows(self.members, state.member) for state in self.states]
        self._codes: dict[tuple[int, str], NDArray[np.int16]] = {}
        self._levels: dict[int, NDArray[np.int8]] = {}

    def codes(self, state: int, dimension: str) -> NDArray[np.int16]:
        """Positions among the members of a dimension."""
        if (state, dimension) not in self._codes:
            self._codes[state, dimension] = self._spread(state, self._numbered(self.states[state], dimension), NOWHERE)
        return self._codes[state, dimension]

    def _numbered(self, state: State, dimension: str) -> NDArray[np.int16]:
        """The codes of a state as the panel numbers them; NOWHERE in a dimension that it does not have. Classes are not
        kept: they follow from scores and groups.
        """
        if dimension in CLASSES:
            group = state.codes[CLASSES[dimension]] if CLASSES[dimension] else np.zeros(len(state.member), np.int16)
            return class_places(state.score, group, state.level > ABSENT, NOWHERE)
        if dimension not in state.codes:
            return np.full(len(state.member), NOWHERE, np.int16)
        mine = list(state.by.dimensions[dimension].members)
        ours = {code: place for place, code in enumerate(self.by.dimensions[dimension].members)}
        return np.array([*(ours[code] for code in mine), NOWHERE], np.int16)[state.codes[dimension]]

    def level(self, state: int) -> NDArray[np.int8]:
        """From 1, level 0 counting with level 1; 0 for those who take no part."""
        if state not in self._levels:
            found = self.states[state].level
            counted = np.where(found == ABSENT, 0, np.clip(found, 1, self.by.count)).astype(np.int8)
            self._levels[state] = self._spread(state, counted, 0)
        return self._levels[state]

    def scores(self, state: int, *, before: bool) -> Ints:
        """The score, or that of the year before, in billionths; 0 where there is none."""
        values = self.states[state].score_before if before else self.states[state].score
        nanos: Ints = np.rint(np.nan_to_num(self._spread(state, values, 0.0)) * NANO).astype(np.int64)
        return nanos

    def gone(self, state: int) -> NDArray[np.bool_]:
        """Those who took part the year before and no more."""
        return self._spread(state, self.states[state].level == ABSENT, False)

    @cached_property
    def records(self) -> list[NDArray[np.int16]]:
        """For each state, the first state of its year in which an enterprise had the same facts and results."""
        labels: list[NDArray[np.int16]] = []
        for place in range(len(self.states)):
            label = np.where(self._rows[place] >= 0, place, NOWHERE).astype(np.int16)
            for other in self._of_year(self.states[place].year, place):
                same = self._same(place, other) & (label == place)
                label[same] = labels[other][same]
            labels.append(label)
        return labels

    @cached_property
    def before(self) -> list[NDArray[np.int16]]:
        """For each state, whose the score of the year before is: the record of a state of that year where it is the
        same score, else len(states) plus the first state of the year that has it; NOWHERE without one.
        """
        return [self._before(place) for place in range(len(self.states))]

    def _before(self, place: int) -> NDArray[np.int16]:
        level, score = (self._taken(place, name, NOWHERE) for name in ("level_before", "score_before"))
        label = np.where(level >= 0, len(self.states) + place, NOWHERE).astype(np.int16)
        for other in reversed(self._of_year(self.states[place].year, place)):
            then = self._taken(other, "level_before", NOWHERE), self._taken(other, "score_before", NOWHERE)
            label[(level >= 0) & (then[0] == level) & (then[1] == score)] = len(self.states) + other
        for other in reversed(self._of_year(self.states[place].year - 1, len(self.states))):
            then = self._taken(other, "level", NOWHERE), self._taken(other, "score", NOWHERE)
            same = (level >= 0) & (then[0] == level) & (then[1] == score)
            label[same] = self.records[other][same]
        return label

    def _of_year(self, year: int, end: int) -> list[int]:
        return [place for place in range(end) if self.states[place].year == year]

    def _same(self, first: int, second: int) -> NDArray[np.bool_]:
        there = (self._rows[first] >= 0) & (self._rows[second] >= 0)
        alike: NDArray[np.bool_] = there & (self._taken(first, "record", 0) == self._taken(second, "record", 0))
        alike &= self.level(first) == self.level(second)
        for id in PLAIN:
            alike &= self.codes(first, id) == self.codes(second, id)
        return alike

    def _taken(self, state: int, name: str, nothing: float) -> NDArray[Any]:
        return self._spread(state, getattr(self.states[state], name), nothing)

    def _spread(self, state: int, values: NDArray[Any], nothing: Any) -> NDArray[Any]:
        rows = self._rows[state]
        spread = np.full(len(rows), nothing, values.dtype)
        spread[rows >= 0] = values[rows[rows >= 0]]
        return spread


def _rows(members: NDArray[np.uint64], of: NDArray[np.uint64]) -> Ints:
    """Where each of `members` stands in `of`; NOWHERE for those it lacks."""
    found = np.full(len(members), NOWHERE, np.int64)
    found[np.searchsorted(members, of)] = np.arange(len(of))
    return found


def numbered(columns: Sequence[NDArray[Any]]) -> tuple[Ints, Ints]:
    """A number for every row, equal for equal rows and greater for greater ones, and the first row of each number."""
    # In the order of the values: rows come in that of random ids, and the same data must give the same release.
    numbers = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        span = int(column.max(initial=0)) + 2
        numbers = pd.factorize(numbers * span + column + 1, sort=True)[0].astype(np.int64)
    _, first, places = np.unique(numbers, return_index=True, return_inverse=True)
    return places.astype(np.int64).ravel(), first
