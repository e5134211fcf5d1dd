"""The resources of the HTTP interface, a module each."""

from . import (
    answers,
    assessments,
    documents,
    enterprises,
    evidence,
    findings,
    jobs,
    me,
    questionnaires,
    releases,
    roadmap,
    submissions,
)

RESOURCES = tuple(
    module.resource
    for module in (
        me,
        questionnaires,
        enterprises,
        assessments,
        answers,
        evidence,
        findings,
        submissions,
        roadmap,
        releases,
        jobs,
        documents,
    )
)
