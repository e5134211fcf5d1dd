"""Loads the synthetic population and demonstration accounts into a store. Loading again adds nothing."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from ..answers import NOT_APPLICABLE, Chosen
from ..errors import Refusal
from ..questionnaire import Questionnaire
from ..store import Connection, Store
from ..store.accounts.people import Person, add_person, find_person, set_password
from ..store.assessments.answers import AnswerChange, save_answers
from ..store.assessments.assessments import start_assessment
from ..store.enterprises.facts import Facts
from ..store.enterprises.organisations import add_member, sign_up
from ..store.submissions.submissions import ImportCounts, Record, add_graded
from .clients import load_clients
from .earlier import before
from .green import finished_factory
from .population import YEAR, Population, build, facts_of
from .workplace import last_round, traces

ANALYST = "analyst@demo.example"
_REASON = "示例数据：该企业没有此项业务"


@dataclass(frozen=True, slots=True)
class Account:
    """A demonstration account with its new random password."""

    role: str
    email: str
    password: str


def load_population(store: Store, questionnaire: Questionnaire) -> ImportCounts:
    """Add the population of 2021 and of the year before as submitted assessments, in one transaction; returns the
    counts of 2021.
    """
    population = build(questionnaire)
    with store.write() as c:
        added = add_graded(c, questionnaire, records(population, questionnaire))
        add_graded(c, questionnaire, records(before(population, questionnaire), questionnaire, YEAR - 1))
        return added


def load_people(store: Store, questionnaire: Questionnaire) -> list[Account]:
    """Add an enterprise with a half-answered assessment, a finished green factory, an invited consultant with
    clients, and an analyst; returns their accounts.
    """
    with store.write() as c:
        accounts = [
            _account(c, "enterprise", "enterprise@demo.example", "示例用户（企业）"),
            _account(c, "consultant", "consultant@demo.example", "示例用户（咨询顾问）"),
            _account(c, "analyst", ANALYST, "示例用户（统计分析）"),
        ]
        people = [person for person, _ in accounts]
        finished_factory(c, people[0], people[1])
        _half_done(c, people[0], people[1], questionnaire)
        load_clients(c, people[1], questionnaire)
        return [Account(person.role, person.email, password) for person, password in accounts]


def records(population: Population, questionnaire: Questionnaire, year: int = YEAR) -> Iterator[Record]:
    """The enterprises of a year as bulk records."""
    for row, vector in enumerate(population.answers()):
        yield Record(
            facts=facts_of(population, row),
            profile=population.production_type[row],
            year=year,
            vector=vector,
            reasons={
                item.id: _REASON
                for item, code in zip(questionnaire.items, vector, strict=True)
                if code == NOT_APPLICABLE
            },
            submitted_at=datetime(year, 12, 1, 4, tzinfo=UTC),
        )


def _account(c: Connection, role: str, email: str, name: str) -> tuple[Person, str]:
    password = secrets.token_urlsafe(12)
    found = find_person(c, email)
    if found is None:
        return add_person(c, email=email, name=name, role=role, password=password), password
    return set_password(c, found.id, password), password


def _half_done(c: Connection, member: Person, consultant: Person, questionnaire: Questionnaire) -> None:
    """Add an enterprise outside the population whose assessment of this year is half answered."""
    facts = Facts(
        "示例企业 00000（苏州市 · 汽车制造业）",
        "93000000DEMQ00077T",
        "36",
        "discrete",
        "320500",
        860,
        Decimal(62_000),
        2004,
    )
    try:
        owner = sign_up(c, facts, member.id)
    except Refusal:  # it is there since an earlier run
        return
    add_member(c, owner.id, consultant.id, "editor")
    last_round(c, member, owner.id, questionnaire)
    assessment = start_assessment(c, member, owner.id, questionnaire, "discrete", datetime.now(UTC).year)
    half = questionnaire.items_of("discrete")[: len(questionnaire.items) // 2]
    changes = [AnswerChange(item.id, Chosen(_choice(item.position, item.level)), "", 0) for item in half]
    save_answers(c, member, assessment.id, questionnaire, changes)
    traces(c, member, consultant, assessment, questionnaire)


def _choice(position: int, level: int) -> str:
    """A plausible choice id: good up to level 3, one step lower at level 4, two at level 5."""
    order = ("full", "most", "part", "none")
    return order[(0, 1, 0, 2, 1)[position % 5] if level <= 3 else min(3, level - 3 + position % 2)]
