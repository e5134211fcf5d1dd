"""The rows of the list of enterprises in words, on the page and in its workbook."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...classification.industries import DIVISIONS
from ...classification.regions import CITIES
from ...store.portfolio.entries import Entry
from ...store.portfolio.figures import Standing, installed
from ..context import application
from ..language import language, lazy_gettext

STATE_WORDS = {
    "open": lazy_gettext("填写中"),
    "submitted": lazy_gettext("已提交"),
    "none": lazy_gettext("还没有评估"),
}
SORT_WORDS = {
    "name": lazy_gettext("企业名称"),
    "credit_code": lazy_gettext("统一社会信用代码"),
    "industry": lazy_gettext("行业大类"),
    "city": lazy_gettext("城市"),
    "questionnaire": lazy_gettext("问卷"),
    "year": lazy_gettext("年份"),
    "state": lazy_gettext("状态"),
    "level": lazy_gettext("等级"),
    "score": lazy_gettext("得分"),
    "progress": lazy_gettext("进度"),
    "evidence": lazy_gettext("证据"),
    "changed": lazy_gettext("最近变动"),
    "due": lazy_gettext("截止日期"),
    "assessor": lazy_gettext("评审员"),
    "tags": lazy_gettext("标签"),
}
VERDICTS = {
    "met": lazy_gettext("符合要求"),
    "not met": lazy_gettext("不符合要求"),
    "undecided": lazy_gettext("尚不能判定"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list with its words. `titles` are those of questionnaires by id."""

    entry: Entry
    titles: Mapping[str, str]

    @property
    def standing(self) -> Standing | None:
        """The figures; None where there is no assessment."""
        return self.entry.standing

    @property
    def industry(self) -> str:
        """The name of the division; "" where it is not stated."""
        found = DIVISIONS.get(self.entry.division or "")
        return found.name.of(language()) if found else ""

    @property
    def city(self) -> str:
        """The short name of the city; "" where it is not stated."""
        found = CITIES.get(self.entry.city or "")
        return found.short.of(language()) if found else ""

    @property
    def questionnaire(self) -> str:
        """The title of the questionnaire; its id where it is not offered, "" without an assessment."""
        return self.titles.get(self.entry.questionnaire or "", self.entry.questionnaire or "")

    @property
    def state(self) -> str:
        """Its state, of STATE_WORDS."""
        return self.entry.state or "none"

    @property
    def verdict(self) -> str:
        """The grade or, where it has none, the verdict of a submitted assessment without levels; else ""."""
        standing = self.standing
        if standing is None or standing.verdict is None:
            return ""
        return self._grade(standing.grade) or str(VERDICTS[standing.verdict]).capitalize()

    @property
    def evidence(self) -> float | None:
        """The share of claims with evidence; None without claims."""
        standing = self.standing
        return (
            standing.backed / standing.claims if standing and standing.claims and standing.backed is not None else None
        )

    def _grade(self, id: str | None) -> str:
        known = installed(application().questionnaire, *self.entry.key) if id and self.entry.key else None
        bands = [band for grading in known.grading for band in grading.bands] if known else []
        return next((band.name.of(language()) for band in bands if band.id == id), "")
