"""The sections of an assessment: one line under the heading of each of its pages, in the order of the work."""

from dataclasses import dataclass

from flask import Flask, request, url_for

from .language import lazy_gettext


@dataclass(frozen=True, slots=True)
class Section:
    """A page to go to, what it is called, and the blueprints whose pages belong to it."""

    endpoint: str
    name: str
    blueprints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A section as this request sees it."""

    name: str
    address: str
    current: bool


SECTIONS = (
    Section("assessments.overview", lazy_gettext("总览"), ("assessments",)),
    Section("scope.page", lazy_gettext("范围"), ("scope",)),
    Section("duties.page", lazy_gettext("分工"), ("duties",)),
    Section("assessments.go_on", lazy_gettext("作答"), ("answering",)),
    Section("evidence.index", lazy_gettext("证据"), ("evidence",)),
    Section("review.page", lazy_gettext("检查"), ("review",)),
    Section("results.page", lazy_gettext("结果"), ("results", "explaining")),
    Section("assessing.page", lazy_gettext("评审"), ("assessing",)),
    Section("rounds.compare", lazy_gettext("历轮"), ("rounds",)),
    Section("roadmap.page", lazy_gettext("路线图"), ("roadmap", "whatif", "planning", "actions")),
    Section("peers.page", lazy_gettext("同行"), ("peers",)),
    Section("reports.page", lazy_gettext("报告"), ("reports",)),
    Section("workbook.page", lazy_gettext("工作簿"), ("workbook",)),
)


def sections(aid: str) -> list[Link]:
    """The sections of this assessment; the one this request is in is marked."""
    return [Link(each.name, url_for(each.endpoint, aid=aid), request.blueprint in each.blueprints) for each in SECTIONS]


def install(app: Flask) -> None:
    """Give the templates of `app` the sections."""
    app.jinja_env.globals["sections"] = sections
