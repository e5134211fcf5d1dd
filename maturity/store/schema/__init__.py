"""The tables of the database, one module for each subject; `metadata` contains all of them."""

from .access import attempts, familiar_addresses, sessions
from .calendar import planned
from .columns import LEVELS, metadata
from .enterprises import (
    answers,
    assessments,
    audit_log,
    kept_forms,
    memberships,
    organisations,
    people,
    submissions,
    tokens,
)
from .exports import exported, exports
from .origins import imports, instances
from .privacy import consents, notices
from .publications import preparations, releases, states
from .questionnaires import crosswalks, questionnaires
from .registers import register_decisions, register_events, register_filings, register_forms, register_stocks
from .work import (
    actions,
    answer_history,
    assignments,
    estimates,
    evidence,
    findings,
    flags,
    invitations,
    remarks,
    targets,
    visits,
)

__all__ = [
    "LEVELS",
    "actions",
    "answer_history",
    "answers",
    "assessments",
    "assignments",
    "attempts",
    "audit_log",
    "consents",
    "crosswalks",
    "estimates",
    "evidence",
    "exported",
    "exports",
    "familiar_addresses",
    "findings",
    "flags",
    "imports",
    "instances",
    "invitations",
    "kept_forms",
    "memberships",
    "metadata",
    "notices",
    "organisations",
    "people",
    "planned",
    "preparations",
    "questionnaires",
    "register_decisions",
    "register_events",
    "register_filings",
    "register_forms",
    "register_stocks",
    "releases",
    "remarks",
    "sessions",
    "states",
    "submissions",
    "targets",
    "tokens",
    "visits",
]
