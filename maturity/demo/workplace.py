"""Sample work of colleagues on a half-answered assessment: last year's round, evidence, comments, assignments, an
action.
"""

from datetime import UTC, datetime, timedelta

from ..answers import Chosen
from ..questionnaire import Questionnaire
from ..store import Connection
from ..store.accounts import privacy
from ..store.accounts.people import Person
from ..store.assessments import discussion
from ..store.assessments.answers import AnswerChange, save_answers
from ..store.assessments.assessments import Assessment, start_assessment
from ..store.assessments.assignments import Assignment, AssignmentChange, assign
from ..store.evidence import evidence
from ..store.evidence.pieces import Link, Note
from ..store.planning import actions
from ..store.planning.actions import Draft
from ..store.submissions.submissions import submit

_NOTE = "示例说明：制度编号 QM-014，存放于文控中心。"
_DAYS = (-3, 7, 14, 21)  # due days from today: one is overdue


def last_round(c: Connection, member: Person, firm: str, questionnaire: Questionnaire) -> None:
    """Add the submitted round of the year before, whose answers are one step lower than this one's."""
    year = datetime.now(UTC).year - 1
    before = start_assessment(c, member, firm, questionnaire, "discrete", year)
    order = ("full", "most", "part", "none", "none")
    changes = [
        AnswerChange(item.id, Chosen(order[min(4, item.level - 1 + item.position % 3)]), "", 0)
        for item in questionnaire.items_of("discrete")
    ]
    save_answers(c, member, before.id, questionnaire, changes)
    submit(c, member, before.id, questionnaire, privacy.current_notice(c).version)


def traces(
    c: Connection, member: Person, colleague: Person, assessment: Assessment, questionnaire: Questionnaire
) -> None:
    """Add evidence and comments on the first items, assignments of unanswered areas, and an action."""
    items = [item.id for item in questionnaire.items_of("discrete")[:24:3]]
    for number, item in enumerate(items):
        evidence.add_evidence(c, member, assessment.id, questionnaire, item, Note(_NOTE))
        if number % 2:
            link = Link("https://intranet.example.org/records", "示例台账")
            evidence.add_evidence(c, member, assessment.id, questionnaire, item, link)
    discussion.add_comment(c, colleague, assessment.id, questionnaire, items[0], "示例发言：第四季度的记录也请补上。")
    today = datetime.now(UTC).date()
    parts = questionnaire.areas_of("discrete")[-len(_DAYS) :]  # nothing of them is answered yet
    people = (member.id, colleague.id)
    changes = [
        AssignmentChange(part.id, Assignment(people[number % 2], today + timedelta(days=days)), None)
        for number, (part, days) in enumerate(zip(parts, _DAYS, strict=True))
    ]
    assign(c, member, assessment.id, questionnaire, changes)
    plan = Draft("示例行动：上线设备台账系统", None, parts[-1].id, "示例负责人", today + timedelta(days=60))
    actions.add_actions(c, member, assessment.id, questionnaire, [plan])
