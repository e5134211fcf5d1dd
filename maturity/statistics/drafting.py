"""Plans written by the program: a custom table, or a general plan for any questionnaire, titled in both languages."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import yaml

from ..questionnaire import Questionnaire, Text
from .breakdowns import COLLAPSED, EACH, Breakdowns, breakdowns
from .dimensions import CLASS, CLASSES, CLASSIFICATIONS, JOINED, PARTS, PLAIN, SAMPLE
from .measures import OF_SCORES, single_measures
from .numeric.amounts import RATIO, SPREADS, SUM
from .numeric.burdens import burdens
from .numeric.spread import RELEASED
from .relative.names import ASSOCIATION, CLASS_FROM
from .sources.shapes import adds_up

_SPREAD = Text("企业集中度", "Concentration in enterprises")
_OF_MAGNITUDES = {
    SUM: Text("数量合计", "Totals of quantities"),
    RATIO: Text("合计之比", "Ratios of totals"),
    **dict.fromkeys(SPREADS, _SPREAD),
}
_SCOPE = Text(
    "已提交自评的制造业企业，每家取当年最近一次有效提交",
    "Manufacturing enterprises with a submitted self-assessment; the latest valid one of the year for each",
)
_COUNTS, _SCORES = ("n", "count_by_level", "share_by_level"), ("mean_score", "median_score")


@dataclass(frozen=True, slots=True)
class Choice:
    """A custom table. `where` are conditions as in a plan ("division = 39"); `top` is the length of a ranking, 0 for
    none. With `few` a table beside it tells how few of its rows hold most of its figures.
    """

    rows: Sequence[str] = ()
    measures: Sequence[str] = ("n", "share_by_level")
    levels: str = EACH
    where: Sequence[str] = field(default=())
    by: str = ""
    top: int = 0
    few: bool = False

    @property
    def concentrated(self) -> tuple[str, ...]:
        """The measures whose concentration over the rows can be told; none where rows are no parts of a whole."""
        parted = len(self.rows) == 1 and self.rows[0] in PLAIN and not self.top
        return tuple(one for one in self.measures if adds_up(one)) if parted else ()

    def title(self, by: Breakdowns) -> Text:
        """The title of the table."""
        known = [by.dimensions[id].label for id in self.rows if id in by.dimensions]
        relative = self._relative(by)
        if relative:
            return relative
        of_scores = {*self.measures} <= {*OF_SCORES}
        what = by.words.scores if of_scores else by.words.distribution
        for kind, words in _OF_MAGNITUDES.items():
            what = words if any(measure.startswith(kind) for measure in self.measures) else what
        if not known and what == _SPREAD:
            return what
        if not known:
            return Text("总体" + what.zh, f"{what.en} overall")
        zh, en = "和".join(label.zh for label in known), " and ".join(label.en.lower() for label in known)
        return Text(f"按{zh}分的{what.zh}", f"{what.en} by {en}")

    def _relative(self, by: Breakdowns) -> Text | None:
        """The title of a table of classes, or beside results under another questionnaire; None for others."""
        own, other = by.words, by.joined.words if by.joined else by.words
        if ASSOCIATION in self.measures:
            return Text(f"{own.scores.zh}与{other.scores.zh}的相关", f"{own.scores.en} and {_lower(other.scores.en)}")
        if JOINED in self.rows:
            return Text(f"{own.level.zh} × {other.level.zh}", f"{own.level.en.capitalize()} x {other.level.en}")
        within = [by.dimensions[CLASSES[id]].label for id in self.rows if CLASSES.get(id) in by.dimensions]
        if within:
            return Text(f"{within[0].zh}内的 A+、A、B 档", f"Classes A+, A and B within {_lower(within[0].en)}")
        return Text("A+、A、B 档", "Classes A+, A and B") if CLASS in self.rows else None

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
    few = [_few("concentration", "table", choice, by)] if choice.few and choice.concentrated else []
    return _plan("own-table", questionnaire, choice.title(by), [_table("table", choice, by), *few])


def general(id: str, questionnaire: Questionnaire) -> str:
    """The YAML of a plan for any questionnaire: levels in total and by needed facts, and scores of its groups."""
    by = breakdowns(questionnaire)
    measures = (*_COUNTS, *_SCORES) if by.best else _COUNTS
    tables = {
        "overall": Choice((), measures),
        "by-type": Choice(("production_type",), measures, COLLAPSED),
        "by-division": Choice(("division",), measures, COLLAPSED),
        "by-region": Choice(("economic_region",), measures, COLLAPSED),
        "by-size": Choice(("size",), measures, COLLAPSED),
        "by-group": Choice((PARTS,), ("n", "mean_score")),
        **{name: choice for name, choice in _of_magnitudes(by).items() if len(choice.measures) > 1},
    }
    if not by.parts:
        del tables["by-group"]
    listed = [_table(name, choice, by) for name, choice in tables.items() if by.dimensions.keys() >= {*choice.rows}]
    return _plan(id, questionnaire, questionnaire.statistics_title, listed)


def joint(id: str, questionnaire: Questionnaire, joined: Questionnaire) -> str:
    """The YAML of a plan for a questionnaire that has results: they are set beside those under `joined`, and ranked in
    classes.
    """
    by = breakdowns(questionnaire, joined)
    with_scores = Choice((JOINED,), (*_COUNTS, "mean_score"))
    tables = [_table("joint", with_scores, by), _table("association", Choice((), (ASSOCIATION,)), by)]
    tables.append(_table("classes", Choice((CLASS,), ("n", CLASS_FROM, "mean_score")), by))
    if "division" in by.dimensions:
        within = Choice(("division", f"{CLASS}_in_division"), ("n", CLASS_FROM))
        tables.append(_table("classes-by-division", within, by))
    zh, en = questionnaire.statistics_title.zh, questionnaire.statistics_title.en
    level = breakdowns(joined).words.level
    title = Text(f"{zh}：与{level.zh}对照", f"{en}, by {level.en}")
    return _plan(id, questionnaire, title, tables, joined.id)


def spread(id: str, questionnaire: Questionnaire) -> str:
    """The YAML of a plan on how few enterprises, provinces and industries hold most of the quantities of which
    indicators want less; "" for a questionnaire that has none.
    """
    by, of = breakdowns(questionnaire), burdens(questionnaire)
    sums = tuple(SUM + one for one in of)
    firms = ("n", *(f"{kind}{one}" for one in of for kind in (SUM, *RELEASED)))
    tables = [_table("enterprises", Choice((), firms), by)]
    for row in ("province", "division"):
        if row in by.dimensions:
            choice = Choice((row,), ("n", *sums))
            tables += [_table(f"by-{row}", choice, by), _few(f"few-by-{row}", f"by-{row}", choice, by)]
    zh, en = questionnaire.statistics_title.zh, questionnaire.statistics_title.en
    return _plan(id, questionnaire, Text(f"{zh}：集中度", f"{en}: concentration"), tables) if of else ""


def _of_magnitudes(by: Breakdowns) -> dict[str, Choice]:
    """Tables of sums and of ratios of sums, each ratio once, of questionnaires that have quantities."""
    sums = tuple(one for one in by.by_measure if one.startswith(SUM))
    once = {(one.top.form, one.bottom.form): one.measure for one in reversed(by.magnitudes) if one.bottom}
    ratios = tuple(one for one in by.by_measure if one.startswith(RATIO) and one in once.values())
    regions = Choice(("economic_region",), ("n", *ratios))
    return {"amounts": Choice((), ("n", *sums)), "ratios": Choice((), ("n", *ratios)), "ratios-by-region": regions}


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


def _few(id: str, of: str, choice: Choice, by: Breakdowns) -> dict[str, object]:
    """The table on how few rows of the table `of`, which is that of `choice`, hold most of its figures."""
    label = CLASSIFICATIONS[choice.rows[0]].label
    title = Text(f"按{label.zh}计的集中度", f"Concentration by {_lower(label.en)}")
    return {"id": id, "title": _both(title), "source": "concentration", "table": of, "measures": [*choice.concentrated]}


def _plan(
    id: str, questionnaire: Questionnaire, title: Text, tables: Sequence[dict[str, object]], joined: str = ""
) -> str:
    plan = {
        "id": id,
        "questionnaire": questionnaire.id,
        **({"joined": joined} if joined else {}),
        "title": _both(title),
        "scope": _both(_SCOPE),
        "tables": list(tables),
    }
    text: str = yaml.safe_dump(plan, allow_unicode=True, sort_keys=False, width=1000)
    return text


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
