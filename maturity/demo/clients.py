"""Clients of the demonstration's consultant: enterprises at every stage of an assessment, for the list of them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from ..answers import Chosen
from ..classification.credit_code import complete
from ..classification.regions import CITIES
from ..errors import Refusal
from ..questionnaire import Questionnaire
from ..store import Connection
from ..store.accounts import privacy
from ..store.accounts.people import Person, add_person, find_person
from ..store.assessments.answers import AnswerChange, save_answers
from ..store.assessments.assessments import start_assessment
from ..store.assessments.assignments import Assignment, AssignmentChange, assign
from ..store.enterprises.facts import Facts
from ..store.enterprises.organisations import Organisation, add_member, sign_up
from ..store.evidence.evidence import add_evidence
from ..store.evidence.pieces import Link
from ..store.portfolio.tags import change_tag
from ..store.submissions.submissions import submit

_OWNER = "clients@demo.example"
_PLACES = ("320500", "310000", "330100", "440300", "370200", "510100", "420100", "340100", "610100")
_INDUSTRIES = ("36", "34", "35", "38", "39", "27", "33", "26", "14")
_COUNT = 18
_ORDER = ("full", "most", "part", "none")


def load_clients(c: Connection, consultant: Person, questionnaire: Questionnaire) -> None:
    """Add the clients; the consultant assesses or edits them. Nothing happens where they are there."""
    owner = find_person(c, _OWNER) or add_person(c, email=_OWNER, name="示例客户负责人", role="enterprise")
    for number in range(_COUNT):
        facts = _facts(number)
        try:
            firm = sign_up(c, facts, owner.id)
        except Refusal:  # it is there since an earlier run
            return
        add_member(c, firm.id, consultant.id, "assessor" if number % 3 == 0 else "editor")
        for tag in ("华东" if number % 9 in (0, 1, 2, 4, 7) else "其他地区", *(("重点",) if number % 4 == 0 else ())):
            change_tag(c, consultant, [firm.id], tag, add=True)
        if number % 9 != 8:  # some have no assessment yet
            _assessment(c, owner, firm, questionnaire, number)


def _facts(number: int) -> Facts:
    city, division = _PLACES[number % 9], _INDUSTRIES[(number * 2) % 9]
    name = f"示例客户 {number + 1:02}（{CITIES[city].short.zh}）"
    code = complete(f"93000000DCM{number:05d}")
    size = (120 + 90 * number, Decimal(8_000 + 4_500 * number), 1994 + number)
    return Facts(name, code, division, "discrete", city, *size, "private")


def _assessment(c: Connection, owner: Person, firm: Organisation, questionnaire: Questionnaire, number: int) -> None:
    """An assessment of this year: submitted, or answered in part, with evidence and days by which areas are due."""
    now = datetime.now(UTC)
    one = start_assessment(c, owner, firm.id, questionnaire, "discrete", now.year)
    items = questionnaire.items_of("discrete")
    finished = number % 3 == 1
    some = items if finished else items[: len(items) * (2 + number % 7) // 9]
    changes = [AnswerChange(item.id, Chosen(_choice(item.level, item.position, number)), "", 0) for item in some]
    save_answers(c, owner, one.id, questionnaire, changes)
    for item in some[:: 2 + number % 5]:
        link = Link(f"https://intranet.example.org/{item.id}", "示例台账")
        add_evidence(c, owner, one.id, questionnaire, item.id, link)
    if finished:
        submit(c, owner, one.id, questionnaire, privacy.current_notice(c).version)
    elif number % 2 == 0:
        due = now.date() + timedelta(days=5 * number - 20)
        last = questionnaire.areas_of("discrete")[-1].id
        assign(c, owner, one.id, questionnaire, [AssignmentChange(last, Assignment(owner.id, due), None)])


def _choice(level: int, position: int, number: int) -> str:
    """A choice id: the higher the level and the further from what the client is good at, the lower."""
    reached = 1 + number % 5
    return _ORDER[min(3, max(0, level - reached) + (position + number) % 4 // 3)]
