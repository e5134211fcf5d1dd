"""The navigation of an assessment: its pages in four groups (fill in, result, improve, files)."""

from dataclasses import dataclass

from flask import Flask, request, url_for

from ..language import lazy_gettext


@dataclass(frozen=True, slots=True)
class Section:
    """A page with its label, and the other endpoints and blueprints that belong to it."""

    endpoint: str
    name: str
    others: tuple[str, ...] = ()

    @property
    def current(self) -> bool:
        """Whether this request is for it or for a page that belongs to it."""
        return request.endpoint == self.endpoint or bool({request.endpoint, request.blueprint} & set(self.others))


@dataclass(frozen=True, slots=True)
class Link:
    """A page in the navigation of this request."""

    name: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A group in the navigation of this request: its first page, whether it is the current group, and its pages."""

    name: str
    address: str
    current: bool
    links: tuple[Link, ...]


GROUPS = {
    lazy_gettext("填写"): (
        Section("assessments.overview", lazy_gettext("总览")),
        Section("scope.page", lazy_gettext("范围"), ("scope",)),
        Section("duties.page", lazy_gettext("分工"), ("duties",)),
        Section("assessments.go_on", lazy_gettext("作答"), ("answering", "find")),
        Section("evidence.index", lazy_gettext("证据"), ("evidence",)),
        Section("review.page", lazy_gettext("检查与提交"), ("review",)),
    ),
    lazy_gettext("结果"): (
        Section("results.page", lazy_gettext("等级"), ("results",)),
        Section("explaining.meaning", lazy_gettext("说明什么")),
        Section("explaining.page", lazy_gettext("怎样算出")),
        Section("assessing.page", lazy_gettext("评审"), ("assessing",)),
        Section("rounds.compare", lazy_gettext("历轮"), ("rounds",)),
        Section("peers.page", lazy_gettext("同行"), ("peers",)),
    ),
    lazy_gettext("改进"): (
        Section("roadmap.page", lazy_gettext("路线"), ("roadmap",)),
        Section("whatif.page", lazy_gettext("试算"), ("whatif",)),
        Section("actions.page", lazy_gettext("行动"), ("actions",)),
        Section("planning.targets", lazy_gettext("目标")),
        Section("planning.estimates", lazy_gettext("投入与收益")),
    ),
    lazy_gettext("文件"): (
        Section("reports.page", lazy_gettext("报告"), ("reports",)),
        Section("workbook.page", lazy_gettext("离线工作簿"), ("workbook",)),
    ),
}


def groups(aid: str) -> list[Group]:
    """The navigation groups of this assessment, the current page marked."""
    found = []
    for name, sections in GROUPS.items():
        links = tuple(Link(each.name, url_for(each.endpoint, aid=aid), each.current) for each in sections)
        found.append(Group(name, links[0].address, any(link.current for link in links), links))
    return found


def install(app: Flask) -> None:
    """Make :func:`groups` available to the templates of `app`."""
    app.jinja_env.globals["page_groups"] = groups
