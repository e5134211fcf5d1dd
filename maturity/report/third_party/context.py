"""The result by assessors' values and that of the self-assessment, in one language, for the parts of the report."""

from dataclasses import dataclass
from functools import cached_property

from ...assessment.evidence_strength import EvidenceCoverage, Strength, coverage
from ...questionnaire import Item, Questionnaire
from ...scoring.evaluation import ItemScore
from ..dossier import AssessedDossier, Finding
from ..self_evaluation.context import EvaluationContext


@dataclass(frozen=True)
class AssessedContext:
    """Formats the content of `dossier` in `language` ("zh" or "en")."""

    dossier: AssessedDossier
    language: str

    def say(self, zh: str, en: str) -> str:
        """The text in the report's language."""
        return zh if self.language == "zh" else en

    @cached_property
    def assessed(self) -> EvaluationContext:
        """The result by the assessors' values."""
        return EvaluationContext(self.dossier.assessed, self.language)

    @cached_property
    def own(self) -> EvaluationContext:
        """The result of the self-assessment."""
        return EvaluationContext(self.dossier.own, self.language)

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire that was answered."""
        return self.assessed.questionnaire

    @cached_property
    def findings(self) -> dict[str, Finding]:
        """The findings by item id."""
        return {finding.item: finding for finding in self.dossier.findings}

    @cached_property
    def strengths(self) -> dict[str, Strength]:
        """The strength of the evidence of every item that has any."""
        order, known = [*Strength], dict[str, Strength]()
        for piece in (one for one in self.dossier.assessed.evidence if one.item):
            known[piece.item] = max(known.get(piece.item, Strength.NONE), piece.strength, key=order.index)
        return known

    @property
    def coverage(self) -> EvidenceCoverage:
        """How well the answers that the result follows from are backed by evidence."""
        return coverage(self.assessed.evaluation.response, self.strengths)

    def words(self, item: Item) -> str:
        """The text of the finding on an item; "" for none."""
        found = self.findings.get(item.id)
        return found.words if found else ""

    def own_answer(self, one: ItemScore) -> str:
        """What the enterprise answered, or what its answers come to."""
        return self.own.answer(self.own.evaluation.items[one.item.id])

    def differs(self, one: ItemScore) -> bool:
        """Whether the value or what it earns is another than by the self-assessment."""
        before = self.own.evaluation.items[one.item.id]
        return self.own.answer(before) != self.assessed.answer(one) or before.earned != one.earned
