"""The navigation of an assessment: its pages in four groups (fill in, result, improve, files)."""

from dataclasses import dataclass
from functools import lru_cache

from flask import Flask, request, url_for
from werkzeug.routing import BaseConverter, Map, ValidationError

from ...questionnaire import Questionnaire
from ..language import lazy_gettext


@dataclass(frozen=True, slots=True)
class Section:
    """A page with its label, and the other endpoints and blueprints that belong to it.

    Where a questionnaire has no levels, it is called `plain`. Without a name it is left out.
    """

    endpoint: str
    name: str
    others: tuple[str, ...] = ()
    plain: str = ""

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


_WORKSHOPS = ("workshops", "outcome", "firms", "paper", "seatbooks", "remote")  # blueprints
GROUPS = {
    lazy_gettext("填写"): (
        Section("assessments.overview", lazy_gettext("总览"), plain=lazy_gettext("总览")),
        Section("scope.page", lazy_gettext("范围"), ("scope",)),
        Section("duties.page", lazy_gettext("分工"), ("duties",), lazy_gettext("分工")),
        Section("assessments.go_on", lazy_gettext("作答"), ("answering", "find"), lazy_gettext("作答")),
        Section("workshops.listing", lazy_gettext("研讨会"), _WORKSHOPS, lazy_gettext("研讨会")),
        Section("evidence.index", lazy_gettext("证据"), ("evidence", "papers"), lazy_gettext("证据")),
        Section("review.page", lazy_gettext("检查与提交"), ("review",), lazy_gettext("检查与提交")),
    ),
    lazy_gettext("结果"): (
        Section("results.page", lazy_gettext("等级"), ("results", "applied"), lazy_gettext("评定")),
        Section("explaining.meaning", lazy_gettext("说明什么")),
        Section("explaining.page", lazy_gettext("怎样算出"), plain=lazy_gettext("怎样算出")),
        Section("assessing.page", lazy_gettext("评审"), ("assessing",), lazy_gettext("评审")),
        Section("rounds.compare", lazy_gettext("历轮"), ("rounds",), lazy_gettext("历轮")),
        Section("peers.page", lazy_gettext("同行"), ("peers",), lazy_gettext("同行")),
    ),
    lazy_gettext("改进"): (
        Section("roadmap.page", lazy_gettext("路线"), ("roadmap",), lazy_gettext("路线")),
        Section("whatif.page", lazy_gettext("试算"), ("whatif",), lazy_gettext("试算")),
        Section("actions.page", lazy_gettext("行动"), ("actions",), lazy_gettext("行动")),
        Section("planning.targets", lazy_gettext("目标"), plain=lazy_gettext("目标")),
        Section("planning.estimates", lazy_gettext("投入与收益"), plain=lazy_gettext("投入")),
    ),
    lazy_gettext("文件"): (
        Section("reports.page", lazy_gettext("报告"), ("reports",), lazy_gettext("报告")),
        Section("opinion.page", "", ("opinion",), lazy_gettext("第三方报告")),
        Section("workbook.page", lazy_gettext("离线工作簿"), ("workbook",), lazy_gettext("离线工作簿")),
    ),
}


OF_LEVELS = {  # blueprints and endpoints that make no sense, or do not work yet, where a questionnaire has no levels
    "scope",
    "explaining.meaning",
}


def of_levels() -> bool:
    """Whether this request is for one of :data:`OF_LEVELS`."""
    return bool({request.endpoint, request.blueprint} & OF_LEVELS)


def groups(aid: str, questionnaire: Questionnaire) -> list[Group]:
    """The navigation groups of this assessment, the current page marked."""
    found = []
    for name, sections in GROUPS.items():
        named = [(each, each.name if questionnaire.has_levels else each.plain) for each in sections]
        links = tuple(Link(label, url_for(each.endpoint, aid=aid), each.current) for each, label in named if label)
        if links:
            found.append(Group(name, links[0].address, any(link.current for link in links), links))
    return found


class Area(BaseConverter):
    """The id of an area in an address, where no page of an assessment has that name: for the others, `url_for` takes
    the next rule of the endpoint.
    """

    def to_url(self, value: str) -> str:
        """The id. Raises ValidationError for the name of a page."""
        if value in _names(self.map):
            raise ValidationError
        return super().to_url(value)


@lru_cache(maxsize=8)
def _names(rules: Map) -> frozenset[str]:
    """What stands in addresses where the id of an area could."""
    paths = (rule.rule.split("/") for rule in rules.iter_rules() if rule.rule.startswith("/assessments/<aid>/"))
    return frozenset(path[3].partition(".")[0] for path in paths)


def install(app: Flask) -> None:
    """Make :func:`groups` available to the templates of `app`, and :class:`Area` to its addresses."""
    app.url_map.converters["area"] = Area
    app.jinja_env.globals["page_groups"] = groups
