"""Evaluation of bulk records without levels; the content equals that of a submission made on a page."""

from collections.abc import Sequence

from ...answers import Answer, NotApplicable, Response, decode, encode
from ...answers.codec import entered_answers, entered_texts
from ...errors import Place, Problem, Refusal
from ...questionnaire import Questionnaire
from ...questionnaire.numeric.references import References
from .bulk_grading import Grader, Record
from .frozen import Content, figures_of
from .results import evaluation_of


class Evaluator(Grader):
    """Evaluates records one by one, exactly: what is frozen are fractions."""

    def __init__(self, questionnaire: Questionnaire, references: References) -> None:
        super().__init__(questionnaire)
        self.references = references

    def grade(self, records: Sequence[Record], first: int) -> list[Content]:
        """The content of each record. Raises Refusal with every faulty row, rows counted from `first`."""
        self.check(records, first)
        contents, problems = list[Content](), list[Problem]()
        for row, record in enumerate(records, first):
            try:
                contents.append(self._evaluated(record, row))
            except Refusal as refusal:
                problems.extend(refusal.problems)
        if problems:
            raise Refusal(*problems)
        return contents

    def _evaluated(self, record: Record, row: int) -> Content:
        questionnaire = self.questionnaire
        try:
            given = decode(questionnaire, record.vector, record.reasons, entered_answers(record.entered))
        except ValueError:
            raise Refusal(self.bad_vector(row)) from None
        asked = {item.id for area in questionnaire.areas_of(record.profile, record.cuts) for item in area.items}
        answers: dict[str, Answer] = {item: answer for item, answer in given.items() if item in asked}
        if not answers:
            raise Refusal(Problem("assessment-empty", Place(row=row)))
        response = Response(questionnaire, record.profile, answers, record.cuts)
        return Content(
            facts=record.facts,
            questionnaire=questionnaire.id,
            questionnaire_version=questionnaire.version,
            year=record.year,
            profile=record.profile,
            cuts=dict(record.cuts),
            vector=encode(questionnaire, answers),
            reasons={item: one.reason for item, one in answers.items() if isinstance(one, NotApplicable)},
            figures=figures_of(evaluation_of(response, record.facts, record.year, self.references)),
            entered=entered_texts(answers) or None,
        )
