"""One finished green factory, made up: two rounds, evidence, an assessor who disagrees, a report, an action."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from ..answers import Answer, Chosen
from ..answers.reading import read_table, read_value
from ..errors import Refusal
from ..questionnaire import Item, Questionnaire, load
from ..questionnaire.asked import Words
from ..report import Statement
from ..store import Connection
from ..store.accounts import privacy
from ..store.accounts.people import Person
from ..store.assessments import opinions
from ..store.assessments.answers import AnswerChange, save_answers
from ..store.assessments.assessments import Assessment, start_assessment
from ..store.assessments.findings import FindingChange, record_findings
from ..store.enterprises.facts import Facts
from ..store.enterprises.organisations import add_member, sign_up
from ..store.evidence import evidence
from ..store.evidence.pieces import Link
from ..store.planning import actions
from ..store.planning.actions import Draft
from ..store.submissions.submissions import submit
from .factories import QUESTIONNAIRE, synthetic_references

_NUMBERS = {  # of this year and of the year before
    "land-area": ("8 公顷", "8 公顷"),
    "building-area": ("5.2 万", "5.2 万"),
    "structure-area": ("8000", "8000"),
    "footprint": ("32,000", "32,000"),
    "output-value": ("3.1 亿元", "2.86 亿元"),
    "output": ("26,000", "24,100"),
    "green-material": ("420", "350"),
    "material": ("1200", "1180"),
    "main-material": ("39,000", "38,800"),
    "exhaust-gas": ("520 万", "536 万"),
    "waste-water": ("31,200", "33,900"),
    "waste-generated": ("9000", "9400"),
    "waste-used": ("8100", "7700"),
    "waste-used-old": ("0", "0"),
    "water-reused": ("18,000", "15,200"),
    "water-discharged": ("12,000", "15,900"),
    "carbon": ("8328", "9560"),
}
_ENERGY = (("12 GWh", "80 万"), ("13.1 GWh", "86 万"))  # electricity, natural gas
_COD, _AMMONIA = ("3900", "4200"), ("1.3 t", "1.5 t")
_BOUNDARY = {
    "boundary.organisation": "示例绿色工厂（合成数据）一个法人、一个厂区",
    "boundary.production": "冲压、焊接、涂装、总装四个车间",
}
_WEAK = ("eco-design.m1",)  # not met the year before
_LINK = "https://intranet.example.org/green"
_STATEMENT = Statement(
    body="示例评价机构（合成数据）",
    course="示例：现场评价两天，查看四个车间和计量室，访谈八人，抽查台账四十份。",
    highlights="示例：涂装余热全部回收，屋顶光伏满足两成用电。",
    conclusion="示例：台账完整；用地面积少报了预留地，一起环保处罚没有说明，暂不具备申报条件。",
    responsibility="示例：评价机构与企业没有利害关系，对评价结论负责。",
)


def finished_factory(c: Connection, member: Person, assessor: Person) -> None:
    """Add the factory with both rounds, owned by `member` and assessed by `assessor`, unless it is there already."""
    name = "示例绿色工厂 00001（苏州市 · 汽车制造业）"
    facts = Facts(name, "93000000DEMG000196", "36", "discrete", "320500", 640, None, 2006)
    try:
        firm = sign_up(c, facts, member.id)
    except Refusal:  # it is there since an earlier run
        return
    add_member(c, firm.id, assessor.id, "assessor")
    questionnaire, year = load(QUESTIONNAIRE), datetime.now(UTC).year
    _round(c, member, firm.id, questionnaire, year - 1)
    now = _round(c, member, firm.id, questionnaire, year)
    _assess(c, assessor, now, questionnaire)
    due = datetime.now(UTC).date() + timedelta(days=90)
    plan = Draft("示例行动：空压机余热接入采暖", "low-carbon.better", "low-carbon", "示例负责人", due)
    actions.add_actions(c, member, now.id, questionnaire, [plan])


def _round(c: Connection, member: Person, firm: str, questionnaire: Questionnaire, year: int) -> Assessment:
    """A round with evidence, submitted."""
    before = year < datetime.now(UTC).year
    found = start_assessment(c, member, firm, questionnaire, "default", year)
    answers = _answers(questionnaire, year, before=before)
    save_answers(c, member, found.id, questionnaire, [AnswerChange(id, one, "", 0) for id, one in answers.items()])
    for item in questionnaire.items:
        if item.role == "gate" or (item.papers and item.position % 3 == 0):
            piece = Link(f"{_LINK}/{item.id}", f"示例材料：{item.evidence[0].zh}" if item.evidence else "示例材料")
            evidence.add_evidence(c, member, found.id, questionnaire, item.id, piece)
    for paper in (one for one in questionnaire.checklist if not (one.where_applicable or one.by_engine)):
        piece = Link(f"{_LINK}/{paper.id}", f"示例材料：{paper.text.zh}")
        evidence.add_evidence(c, member, found.id, questionnaire, paper, piece)
    submit(c, member, found.id, questionnaire, privacy.current_notice(c).version, synthetic_references())
    return found


def _answers(questionnaire: Questionnaire, year: int, *, before: bool) -> Mapping[str, Answer]:
    found = dict[str, Answer | None]()
    for item in questionnaire.items:
        if item.id in _NUMBERS:
            found[item.id] = read_value(item, _NUMBERS[item.id][before])
        elif item.asks is None:
            found[item.id] = Chosen(_choice(item, before=before))
        elif isinstance(item.asks, Words):
            found[item.id] = read_value(item, _BOUNDARY.get(item.id, f"{year} 年 1 月至 12 月"))
    power, gas = _ENERGY[before]
    rows = [("electricity", {"energy": (power, "")}), ("natural-gas", {"energy": (gas, "")})]
    found["energy"] = read_table(questionnaire.item("energy"), rows)
    amounts = (("COD", _COD[before]), ("氨氮", _AMMONIA[before]))
    rows = [(name, {"pollutants.amount": (amount, "")}) for name, amount in amounts]
    found["pollutants"] = read_table(questionnaire.item("pollutants"), rows)
    return {id: answer for id, answer in found.items() if answer is not None}


def _choice(item: Item, *, before: bool) -> str:
    if item.scale == "degree":
        return ("part", "none", "part")[item.position % 3] if before else ("full", "part", "part")[item.position % 3]
    return "no" if before and item.id in _WEAK else "yes"


def _assess(c: Connection, assessor: Person, found: Assessment, questionnaire: Questionnaire) -> None:
    """The assessor agrees on most gates, finds one not met, and has another land area."""
    land = read_value(questionnaire.item("land-area"), "8.6 公顷")
    changes = [
        FindingChange(item.id, Chosen("yes"), "", 0)
        for item in questionnaire.items
        if item.role == "gate" and item.id != "compliance.g2"
    ]
    changes += [
        FindingChange("compliance.g2", Chosen("no"), "示例意见：主管部门的公开信息里有一起环保处罚。", 0),
        FindingChange("land-area", land, "示例意见：按土地使用权证，预留地也算厂区。", 0),
        FindingChange("building.o1", Chosen("part"), "示例意见：只有一个车间做到。", 0),
    ]
    record_findings(c, assessor, found.id, questionnaire, changes)
    opinions.write_opinion(c, assessor, found.id, _STATEMENT, 0)
