"""The improvement plan without levels as plain tables: the fewest items to a score, what items and units are worth."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from ..questionnaire import Item
from ..scoring.accounts import Accountant, valued
from ..scoring.evaluation import Evaluation
from ..scoring.gains import gains, marginals, smallest_to
from ..scoring.statements import number, statements
from .improvement_plan import Column, ImprovementPlan, PlanInputs, PlanTable, PlanTables, Value


def value_plan(evaluation: Evaluation, aim: Fraction, plans: PlanInputs, day: date, language: str) -> ImprovementPlan:
    """The plan to the score `aim` in `language` ("zh" or "en"): summary, fewest items, gains, units, actions.

    A table without rows is left out, but the summary counts it.
    """
    builder = _Builder(evaluation, plans, language)
    tables = (builder.steps(aim), builder.gains(), builder.units(), builder.actions())
    name = evaluation.response.questionnaire.title
    title = builder.say(f"{name.zh}：路线图", f"{name.en}: roadmap")
    kept = tuple(one for one in tables if one.rows)
    return ImprovementPlan(title, language, day, (builder.summary(title, aim, day, tables), *kept))


class _Builder(PlanTables):
    """Builds the tables of one plan."""

    def __init__(self, evaluation: Evaluation, plans: PlanInputs, language: str) -> None:
        super().__init__(evaluation.response.questionnaire, plans, language)
        self.found, self.told = evaluation, Accountant(evaluation, language)
        self.known = {gain.item.id: gain for gain in gains(evaluation)}

    def summary(self, title: str, aim: Fraction, day: date, tables: Sequence[PlanTable]) -> PlanTable:
        """The verdicts, the score that is aimed at, and the number of rows of every other table."""
        say = self.say
        columns = (Column(say("项目", "Figure"), 34), Column(say("内容", "Content"), 60))
        rows: list[tuple[Value, ...]] = [
            (say("企业", "Enterprise"), self.plans.enterprise),
            (say("年份", "Year"), str(self.plans.year)),
            (say("制作日期", "Created on"), day.isoformat()),
            (say("目标得分", "Score to reach"), number(aim) if self.found.score else None),
        ]
        rows += [(say("现在", "Now"), line) for line in statements(self.found, self.language).lines]
        none = say("没有，不列此表", "None; the sheet is left out")
        count = say("“{}”的行数", "Rows of '{}'").format
        rows += [(count(one.name), str(len(one.rows)) if one.rows else none) for one in tables]
        return PlanTable("Summary", say("摘要", "Summary"), title, columns, tuple(rows))

    def steps(self, aim: Fraction) -> PlanTable:
        """The fewest items to the score; none where it is out of reach or there is no score."""
        say, found = self.say, smallest_to(self.found, aim) if self.found.score else ()
        title = say(f"达到 {number(aim)} 分最少要做到的条目", f"The fewest items to {number(aim)} points")
        return self._items("Steps", say("路线", "Steps"), title, found or ())

    def gains(self) -> PlanTable:
        """What every item adds when fully met, the most first."""
        title = self.say("每条全部做到，加多少分", "What each item adds, fully met")
        return self._items("Gains", self.say("加分", "Gains"), title, [one.item for one in self.known.values()])

    def _items(self, id: str, name: str, title: str, items: Sequence[Item]) -> PlanTable:
        say = self.say
        columns = (
            Column(say("内容", "Statement"), 60),
            Column(self.area, 20),
            Column(say("现在", "Now"), 24),
            Column(say("单独做到时加分", "Points, met alone"), 18, 2),
        )
        rows = tuple(
            (
                item.text.of(self.language),
                self.names[item.area],
                self.told.answered(self.found.items[item.id]) or None,
                self.known[item.id].points if item.id in self.known else None,
            )
            for item in items
        )
        return PlanTable(id, name, title, columns, rows)

    def units(self) -> PlanTable:
        """What one per cent of every number that was entered is worth, the most first."""
        say, language = self.say, self.language
        columns = (
            Column(say("数据", "Number"), 50),
            Column(say("现在", "Now"), 24),
            Column(say("方向", "Direction"), 12),
            Column(say("改变百分之一加分", "Points for one per cent"), 22, 4),
        )
        rows = tuple(
            (
                " · ".join(
                    filter(
                        None,
                        (
                            one.item.text.of(language),
                            self.told.cell(self.found.items[one.item.id], one.key, one.column),
                        ),
                    )
                ),
                valued(one.value, one.unit, language),
                say("增加", "more") if one.up else say("减少", "less"),
                one.percent,
            )
            for one in marginals(self.found)
        )
        return PlanTable(
            "Units", say("数据", "Numbers"), say("每个数据值多少分", "What numbers are worth"), columns, rows
        )
