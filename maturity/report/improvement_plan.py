"""The improvement plan (roadmap, actions, targets, estimates) as plain tables in one language, for a workbook.

Built from plain values, independent of the store and of file formats. The exporter is the entry point `roadmap` of the
group `maturity.offline.context`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from importlib.metadata import entry_points
from pathlib import Path

from ..errors import refuse
from ..questionnaire import Choice, Questionnaire, Text
from ..questionnaire.naming import inside, item_number, level_name
from ..scoring.roadmap import Estimate, Roadmap, Step
from ..text.numbers import format_score, format_total

Value = str | int | Fraction | None
STATES: Mapping[str, Text] = {
    "open": Text("未开始", "Open"),
    "doing": Text("进行中", "In progress"),
    "done": Text("已完成", "Done"),
    "dropped": Text("不做了", "Dropped"),
}
OPEN = Text("未作答", "Not answered")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in characters, and the number of decimals of its numbers."""

    heading: str
    width: int
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class PlanTable:
    """A table with its title. `id` is ASCII; every row has one value a column: text, number or None."""

    id: str
    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class ImprovementPlan:
    """An improvement plan as tables, the summary first. `day` is the date in the file's properties: the same plan gives
    the same bytes.
    """

    title: str
    language: str
    day: date
    tables: tuple[PlanTable, ...]


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """An action; `state` is a key of STATES, `item` and `area` are ids or None."""

    words: str
    item: str | None
    area: str | None
    owner: str
    due: date | None
    state: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class AreaTarget:
    """The target of an area: the level to reach, the due date, and the level reached now (0 for none)."""

    level: int
    due: date | None
    reached: int


@dataclass(frozen=True)
class PlanInputs:
    """What an improvement plan holds besides the roadmap: actions, targets by area id, estimates by item id."""

    enterprise: str
    year: int
    actions: Sequence[PlannedAction] = ()
    targets: Mapping[str, AreaTarget] = field(default_factory=dict)
    estimates: Mapping[str, Estimate] = field(default_factory=dict)


def improvement_plan(roadmap: Roadmap, plans: PlanInputs, day: date, language: str) -> ImprovementPlan:
    """The improvement plan of a roadmap in `language` ("zh" or "en"): summary, steps, actions, targets, estimates.

    A table without rows is left out, but the summary counts it. `day` is the date of the plan.
    """
    builder = _PlanBuilder(roadmap, plans, language)
    tables = (builder.steps(), builder.actions(), builder.targets(), builder.estimates())
    name = roadmap.before.response.questionnaire.title
    title = builder.say(f"{name.zh}：路线图", f"{name.en}: roadmap")
    return ImprovementPlan(
        title, language, day, (builder.summary(title, day, tables), *(one for one in tables if one.rows))
    )


def writer() -> Callable[[ImprovementPlan, Path], None]:
    """The installed exporter: `write(plan, path)`, which raises Refusal where the file cannot be written.

    Raises Refusal `plan-unknown-suffix` where none is installed.
    """
    points = entry_points(group="maturity.offline.context", name="roadmap")
    if not points:
        raise refuse("plan-unknown-suffix", found="xlsx", allowed="—")
    found: Callable[[ImprovementPlan, Path], None] = next(iter(points)).load()
    return found


class PlanTables:
    """What every improvement plan on a questionnaire tells, with levels and without."""

    def __init__(self, questionnaire: Questionnaire, plans: PlanInputs, language: str) -> None:
        self.questionnaire, self.plans, self.language = questionnaire, plans, language
        self.area = questionnaire.area_tier.name.of(language)
        self.names = {sub.id: sub.name.of(language) for sub in questionnaire.areas}

    def say(self, zh: str, en: str) -> str:
        """The text in the language of the plan."""
        return zh if self.language == "zh" else en

    def mark(self, id: str) -> str:
        """What an item is called in its area."""
        return item_number(self.questionnaire, self.questionnaire.item(id), self.language)

    def actions(self) -> PlanTable:
        """What is planned, by whom, until when, and how far it is."""
        say = self.say
        columns = (
            Column(say("要做什么", "Action"), 60),
            Column(self.area, 20),
            Column(say("条目", "Item"), 14),
            Column(say("由谁做", "Responsible"), 20),
            Column(say("期限", "Due"), 14),
            Column(say("状态", "State"), 14),
            Column(say("逾期", "Overdue"), 10),
        )
        rows = tuple(
            (
                one.words,
                self.names.get(one.area or ""),
                self.mark(one.item) if one.item else None,
                one.owner or None,
                _day(one.due),
                STATES[one.state].of(self.language),
                say("已逾期", "Overdue") if one.overdue else None,
            )
            for one in self.plans.actions
        )
        return PlanTable("Actions", say("行动", "Actions"), say("行动清单", "Actions"), columns, rows)


class _PlanBuilder(PlanTables):
    """Builds the tables of one improvement plan."""

    def __init__(self, roadmap: Roadmap, plans: PlanInputs, language: str) -> None:
        super().__init__(roadmap.before.response.questionnaire, plans, language)
        self.roadmap = roadmap

    def level(self, number: int) -> str:
        return level_name(self.questionnaire, number, self.language)

    def summary(self, title: str, day: date, tables: Sequence[PlanTable]) -> PlanTable:
        """A table of level and scores before and after, and of the number of rows of every other table."""
        before, after, say = self.roadmap.before, self.roadmap.after, self.say
        mark = self.questionnaire.scoring.pass_mark
        columns = (Column(say("项目", "Figure"), 34), Column(say("现在", "Now"), 26), Column(say("之后", "After"), 26))
        rows: list[tuple[Value, ...]] = [
            (say("企业", "Enterprise"), self.plans.enterprise, None),
            (say("年份", "Year"), str(self.plans.year), None),
            (say("制作日期", "Created on"), day.isoformat(), None),
            (say("目标等级", "Target level"), None, self.level(self.roadmap.target)),
            (say("等级", "Level"), self.level(before.level), self.level(after.level)),
            ("S", format_total(before.score, before.level, mark), format_total(after.score, after.level, mark)),
        ]
        for one, other in zip(before.levels, after.levels, strict=True):
            name = f"A{one.number} {self.level(one.number)}"
            rows.append((name, format_score(one.score, 2, mark), format_score(other.score, 2, mark)))
        rows.append((say("未作答的条目，按 0 分计", "Items not answered, counted as 0"), str(before.unanswered), None))
        none = say("没有，不列此表", "None; the sheet is left out")
        count = say("“{}”的行数", "Rows of '{}'").format
        rows += [(count(one.name), str(len(one.rows)) if one.rows else none, None) for one in tables]
        return PlanTable("Summary", say("摘要", "Summary"), title, columns, tuple(rows))

    def steps(self) -> PlanTable:
        say, weighted = self.say, self.roadmap.weighted
        columns = [
            Column(say("条目", "Item"), 14),
            Column(self.area, 20),
            Column(say("等级", "Level"), 8),
            Column(say("内容", "Statement"), 60),
            Column(say("现在", "Now"), 14),
            Column(say("提到", "Raise to"), 14),
        ]
        columns += [Column(f"A{level.number} +", 10, 4) for level in self.questionnaire.levels]
        if weighted:
            columns += [Column(say("投入", "Effort"), 8), Column(say("收益", "Benefit"), 8)]
        rows = tuple(self._step(step) for step in self.roadmap.steps)
        title = say("要改进的条目，条数最少的一组", "Items to improve: the smallest set that reaches the level")
        if weighted:
            title = say("要改进的条目，总投入最小的一组", "Items to improve: the set with the least total effort")
        return PlanTable("Steps", say("路线", "Steps"), title, tuple(columns), rows)

    def _step(self, step: Step) -> tuple[Value, ...]:
        item, ends = step.item, (self._choice(step.before), self._choice(step.after))
        numbers = (step.estimate.effort, step.estimate.benefit) if step.estimate else ()
        words = item.text.of(self.language)
        return (self.mark(item.id), self.names[item.area], item.level, words, *ends, *step.gains, *numbers)

    def _choice(self, choice: Choice | None) -> str:
        return (choice.text if choice else OPEN).of(self.language)

    def targets(self) -> PlanTable:
        say = self.say
        columns = (
            Column(self.area, 30),
            Column(say("现在", "Now"), 10),
            Column(say("目标等级", "Target level"), 14),
            Column(say("日期", "Day"), 14),
        )
        rows = tuple(
            (self.names[id], target.reached, target.level, _day(target.due))
            for id, target in self._in_order(self.plans.targets)
        )
        return PlanTable(
            "Targets",
            say("目标", "Targets"),
            say(f"{self.area}目标", f"Targets of {inside(self.questionnaire.area_tier.plural)}"),
            columns,
            rows,
        )

    def _in_order(self, targets: Mapping[str, AreaTarget]) -> list[tuple[str, AreaTarget]]:
        return [(id, targets[id]) for id in self.names if id in targets]

    def estimates(self) -> PlanTable:
        say, known = self.say, self.plans.estimates
        columns = (
            Column(say("条目", "Item"), 14),
            Column(self.area, 20),
            Column(say("内容", "Statement"), 60),
            Column(say("投入", "Effort"), 10),
            Column(say("收益", "Benefit"), 10),
        )
        rows = tuple(
            (
                self.mark(item.id),
                self.names[item.area],
                item.text.of(self.language),
                known[item.id].effort,
                known[item.id].benefit,
            )
            for item in self.questionnaire.items
            if item.id in known
        )
        name = say("估计", "Estimates")
        return PlanTable("Estimates", name, say("投入与收益的估计", "Estimates of effort and benefit"), columns, rows)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
