"""Plans written by the program: a custom table, or a general plan for any questionnaire, titled in both languages."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import yaml

from ..questionnaire import Questionnaire, Text
from .breakdowns import COLLAPSED, EACH, Breakdowns, breakdowns
from .dimensions import PARTS, PLAIN, SAMPLE
from .measures import OF_SCORES, single_measures

_LEVELS = Text("成熟度等级分布", "Maturity levels")
_SCORES = Text("成熟度得分", "Maturity scores")
_SCOPE = Text(
    "已提交自评的制造业企业，每家取当年最近一次有效提交",
    "Manufacturing enterprises with a submitted self-assessment; the latest valid one of the year for each",
)
_GENERAL = ("n", "count_by_level", "share_by_level", "mean_score", "median_score")


@dataclass(frozen=True, slots=True)
class Choice:
    """A custom table. `where` are conditions as in a plan ("division = 39"); `top` is the length of a ranking, 0 for
    none.
    """

    rows: Sequence[str] = ()
    measures: Sequence[str] = ("n", "share_by_level")
    levels: str = EACH
    where: Sequence[str] = field(default=())
    by: str = ""
    top: int = 0

    def title(self, by: Breakdowns) -> Text:
        """The title of the table."""
        known = [by.dimensions[id].label for id in self.rows if id in by.dimensions]
        of_scores = {*self.measures} <= {*OF_SCORES}
        what = _SCORES if of_scores else _LEVELS
        if not known:
            return Text("总体" + what.zh, f"{what.en} overall")
        zh, en = "和".join(label.zh for label in known), " and ".join(label.en.lower() for label in known)
        return Text(f"按{zh}分的{what.zh}", f"{what.en} by {en}")

    @property
    def chart(self) -> str:
        """The kind of chart that suits the table."""
        rows, measures = tuple(self.rows), {*self.measures}
        if rows == ("level_before",) and self.levels == EACH and measures >= {"count_by_level", "share_by_level"}:
            return "flow"
        if rows == (SAMPLE,) and self.levels == EACH and "mean_score" in measures:
            return "trend"
        if len(rows) == 2 and {*rows} <= {*PLAIN} and any(one.startswith("count_at_least_") for one in measures):
            return "heat"
        return "levels" if "share_by_level" in measures and len(rows) <= 1 and not self.top else "none"


def written(choice: Choice, questionnaire: Questionnaire) -> str:
    """The YAML of a plan with this one table, readable by `maturity check` and `maturity publish --plan FILE.yaml`."""
    by = breakdowns(questionnaire)
    return _plan("own-table", questionnaire, choice.title(by), [_table("table", choice, by)])


def general(id: str, questionnaire: Questionnaire) -> str:
    """The YAML of a plan for any questionnaire: levels in total and by needed facts, and scores of its groups."""
    by = breakdowns(questionnaire)
    tables = {
        "overall": Choice((), _GENERAL),
        "by-type": Choice(("production_type",), _GENERAL, COLLAPSED),
        "by-division": Choice(("division",), _GENERAL, COLLAPSED),
        "by-region": Choice(("economic_region",), _GENERAL, COLLAPSED),
        "by-size": Choice(("size",), _GENERAL, COLLAPSED),
        "by-group": Choice((PARTS,), ("n", "mean_score")),
    }
    listed = [_table(name, choice, by) for name, choice in tables.items() if by.dimensions.keys() >= {*choice.rows}]
    return _plan(id, questionnaire, questionnaire.statistics_title, listed)


def _table(id: str, choice: Choice, by: Breakdowns) -> dict[str, object]:
    table: dict[str, object] = {
        "id": id,
        "title": _both(choice.title(by)),
        "rows": list(choice.rows),
        "levels": choice.levels,
        "measures": list(choice.measures),
        "chart": choice.chart,
    }
    if choice.where:
        table["population"] = list(choice.where)
    if choice.top:
        able = single_measures(by)
        ranked = choice.by or next((one for one in choice.measures if one in able), "n")
        table["ranking"] = {"by": ranked, "top": choice.top}
    return table


def _plan(id: str, questionnaire: Questionnaire, title: Text, tables: Sequence[dict[str, object]]) -> str:
    plan = {
        "id": id,
        "questionnaire": questionnaire.id,
        "title": _both(title),
        "scope": _both(_SCOPE),
        "tables": list(tables),
    }
    text: str = yaml.safe_dump(plan, allow_unicode=True, sort_keys=False, width=1000)
    return text


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
