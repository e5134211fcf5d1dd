"""What a report is made from: the grade, and everything the enterprise and its assessors wrote beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..answers import Answer
from ..assessment.evidence_strength import Strength
from ..questionnaire import Text
from ..scoring import Result
from ..scoring.roadmap import Roadmap

KINDS = {"note": Text("说明", "Note"), "link": Text("链接", "Link"), "file": Text("文件", "File")}
STATES = {
    "open": Text("未开始", "Open"),
    "doing": Text("进行中", "In progress"),
    "done": Text("已完成", "Done"),
    "dropped": Text("已取消", "Dropped"),
}


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence for an item: a key of KINDS, its words, its address where it has one."""

    item: str
    kind: str
    strength: Strength
    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What an assessor found at an item; `answer` is None where only words were left, `elsewhere` tells that it was
    brought in from another installation and is nobody's of this one.
    """

    item: str
    answer: Answer | None
    words: str
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """The level an area is to reach, and by when."""

    area: str
    level: int
    due: date | None


@dataclass(frozen=True, slots=True)
class Action:
    """Something to be done about an item or an area (`about` is its id, or ""); `state` is a key of STATES."""

    words: str
    about: str
    owner: str
    due: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """`submitted` is the moment as printed, "" for a draft. `strengths` are those of items that have any evidence.

    `origin` is "waiting", "refused", "proved" or "accepted" for what was brought in from another installation.
    `roadmap` is None where none was computed.
    """

    result: Result
    enterprise: str
    year: int | None
    day: date
    facts: Sequence[tuple[Text, Text]] = ()
    submitted: str = ""
    digest: str = ""
    origin: str = ""
    comments: Mapping[str, str] = field(default_factory=dict)
    proofs: Sequence[Proof] = ()
    findings: Sequence[Finding] = ()
    strengths: Mapping[str, Strength] = field(default_factory=dict)
    roadmap: Roadmap | None = None
    targets: Sequence[Target] = ()
    actions: Sequence[Action] = ()
