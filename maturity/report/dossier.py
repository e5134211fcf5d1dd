"""The data that a report is made from: the grade, and what the enterprise and its assessors recorded with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..answers import Answer
from ..assessment.evidence_strength import Strength
from ..questionnaire import Questionnaire, Text
from ..scoring import Result
from ..scoring.evaluation import Evaluation
from ..scoring.roadmap import Roadmap

KINDS = {"note": Text("说明", "Note"), "link": Text("链接", "Link"), "file": Text("文件", "File")}
STATES = {
    "open": Text("未开始", "Open"),
    "doing": Text("进行中", "In progress"),
    "done": Text("已完成", "Done"),
    "dropped": Text("已取消", "Dropped"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: its kind (a key of KINDS), strength, text, and address where it has one.

    It is for an item, or, where `item` is "", for a paper of the checklist.
    """

    item: str
    kind: str
    strength: Strength
    words: str
    address: str = ""
    paper: str = ""

    def place(self, questionnaire: Questionnaire) -> tuple[bool, int]:
        """Its place in the order of the questionnaire: papers come before items."""
        if self.item:
            return True, questionnaire.item(self.item).position
        return False, [paper.id for paper in questionnaire.checklist].index(self.paper)

    def subject(self, questionnaire: Questionnaire) -> Text:
        """The text of the item or the paper that it is for."""
        if self.item:
            return questionnaire.item(self.item).text
        return next(paper.text for paper in questionnaire.checklist if paper.id == self.paper)


@dataclass(frozen=True, slots=True)
class Finding:
    """An assessor's finding on an item: a value (None where there is only a text) and a text.

    `imported` marks a finding that was imported from another installation.
    """

    item: str
    answer: Answer | None
    words: str
    imported: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """The level that an area is to reach, and the due date."""

    area: str
    level: int
    due: date | None


@dataclass(frozen=True, slots=True)
class Action:
    """An action of the improvement plan: `about` is the id of an item or an area, or ""; `state` is a key of STATES."""

    words: str
    about: str
    owner: str
    due: date | None
    state: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """The data of one report, as of `day`. `submitted` is the time as printed, "" for a draft.

    `strengths` holds the items that have any evidence, `comments` the texts beside answers, both by item id. `origin`
    is "waiting", "refused", "proved" or "accepted" for an assessment imported from another installation, else "".
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
    evidence: Sequence[Evidence] = ()
    findings: Sequence[Finding] = ()
    strengths: Mapping[str, Strength] = field(default_factory=dict)
    roadmap: Roadmap | None = None
    targets: Sequence[Target] = ()
    actions: Sequence[Action] = ()


@dataclass(frozen=True, slots=True)
class EvaluationDossier:
    """The data of one self-evaluation report on a questionnaire without levels, as of `day`. `submitted`, `comments`
    and the other fields are as in :class:`Dossier`.
    """

    evaluation: Evaluation
    enterprise: str
    day: date
    year: int | None = None
    facts: Sequence[tuple[Text, Text]] = ()
    submitted: str = ""
    digest: str = ""
    origin: str = ""
    comments: Mapping[str, str] = field(default_factory=dict)
    evidence: Sequence[Evidence] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What an assessor states in a third-party report: the body that assessed, how it was done, highlights, the
    conclusion, and what the body answers for. "" for what is not stated.
    """

    body: str = ""
    course: str = ""
    highlights: str = ""
    conclusion: str = ""
    responsibility: str = ""


@dataclass(frozen=True, slots=True)
class AssessedDossier:
    """The data of one third-party report: `assessed` with the result by the assessors' values, `own` with that of the
    self-assessment, the findings, and what the assessor states.
    """

    assessed: EvaluationDossier
    own: EvaluationDossier
    findings: Sequence[Finding] = ()
    statement: Statement = Statement()
