"""Reference metadata in the Single Integrated Metadata Structure (SIMS 2.0) of the European Statistical System.

The publishing body writes its own texts once (:mod:`.metadata_file`); facts and notes of a release are added to them:
`facts` and `notes` of a concept are their ids.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..questionnaire import Text
from .description import Fact
from .notes import Note


class Concept(NamedTuple):
    """A concept of SIMS with its number; `asks` says what to write."""

    id: str
    number: str
    label: Text
    asks: Text
    facts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    required: bool = False


class ConceptText(NamedTuple):
    """The text of one concept in a release."""

    number: str
    label: Text
    text: Text


def _(
    id: str,
    number: str,
    zh: str,
    en: str,
    asks_zh: str,
    asks_en: str,
    facts: str = "",
    notes: str = "",
    must: bool = False,
) -> Concept:
    texts = Text(zh, en), Text(asks_zh, asks_en)
    return Concept(id, number, *texts, tuple(facts.split()), tuple(notes.split()), must)


CONCEPTS = (
    _(
        "contact-organisation",
        "S.1.1",
        "联系机构",
        "Contact organisation",
        "机构全称",
        "full name of the body",
        must=True,
    ),
    _("contact-unit", "S.1.2", "联系部门", "Contact organisation unit", "部门名称", "name of the unit"),
    _("contact-address", "S.1.5", "邮寄地址", "Contact mail address", "通信地址和邮编", "postal address"),
    _(
        "contact-email",
        "S.1.6",
        "电子邮箱",
        "Contact email address",
        "供使用者提问的邮箱",
        "for questions of users",
        must=True,
    ),
    _("contact-phone", "S.1.7", "电话", "Contact phone number", "带区号", "with the area code"),
    _(
        "description",
        "S.3.1",
        "数据说明",
        "Data description",
        "统计什么、为谁",
        "what is measured, and for whom",
        notes="score",
    ),
    _("classifications", "S.3.2", "分类标准", "Classification system", "补充说明", "remarks", "classifications"),
    _("sector", "S.3.3", "行业范围", "Sector coverage", "涵盖哪些行业", "which industries are covered"),
    _(
        *("concepts", "S.3.4", "概念和定义", "Statistical concepts and definitions"),
        *("等级、得分等概念", "levels, scores and other concepts"),
        facts="questionnaire scoring",
        notes="level-1 outcome amounts parts assessed class",
    ),
    _("unit", "S.3.5", "统计单位", "Statistical unit", "如法人单位", "such as the legal unit", must=True),
    _(
        "population",
        "S.3.6",
        "统计总体",
        "Statistical population",
        "哪些企业应当参加",
        "who should take part",
        "population base",
    ),
    _("area", "S.3.7", "地区范围", "Reference area", "如全国 31 个省份", "such as the 31 provinces"),
    _("time", "S.3.8", "时间范围", "Time coverage", "有哪些年份的数据", "the years that exist", "year"),
    _("measure", "S.4", "计量单位", "Unit of measure", "补充说明", "remarks"),
    _(
        "period",
        "S.5",
        "参考时期",
        "Reference period",
        "答案说明的是哪段时间",
        "the time that answers are about",
        "year as-of",
    ),
    _(
        "mandate",
        "S.6.1",
        "法律依据",
        "Legal acts and other agreements",
        "依据的法规或委托文件",
        "laws or mandates",
        must=True,
    ),
    _("sharing", "S.6.2", "数据共享", "Data sharing", "与哪些单位共享什么", "what is shared with whom"),
    _("secrecy", "S.7.1", "保密政策", "Confidentiality: policy", "适用的保密规定", "rules of secrecy", must=True),
    _(
        *("treatment", "S.7.2", "保密处理", "Confidentiality: data treatment"),
        *("补充说明", "remarks"),
        facts="disclosure prepared-by approved-by",
        notes="confidential rounded",
    ),
    _("calendar", "S.8.1", "发布日程", "Release calendar", "何处公布日程", "where the calendar stands", "released-at"),
    _("access", "S.8.3", "使用者获取", "User access", "谁在何时得到数据", "who gets the data and when"),
    _("frequency", "S.9", "发布频率", "Frequency of dissemination", "如每年一次", "such as once a year", must=True),
    _("news", "S.10.1", "新闻稿", "News release", "有无新闻稿", "whether there is one"),
    _("publications", "S.10.2", "出版物", "Publications", "书刊名称", "their titles"),
    _("online", "S.10.3", "在线数据库", "Online database", "网址", "its address"),
    _("microdata", "S.10.4", "微观数据获取", "Microdata access", "谁可以申请", "who may apply"),
    _(
        "method",
        "S.10.6",
        "方法文件",
        "Documentation on methodology",
        "名称或网址",
        "title or address",
        "software plan",
    ),
    _("assurance", "S.11.1", "质量保证", "Quality assurance", "如何保证质量", "how quality is assured"),
    _(
        "assessment",
        "S.11.2",
        "质量评估",
        "Quality assessment",
        "最近一次评估的结论",
        "findings of the last assessment",
    ),
    _("needs", "S.12.1", "用户需求", "User needs", "谁用来做什么", "who uses it for what"),
    _("satisfaction", "S.12.2", "用户满意度", "User satisfaction", "调查结果", "results of surveys"),
    _("completeness", "S.12.3", "完整性", "Completeness", "缺少哪些数据", "what is missing", "left-out-*"),
    _(
        "accuracy",
        "S.13.1",
        "总体准确性",
        "Overall accuracy",
        "主要误差来源",
        "main sources of error",
        notes="self-assessed few",
    ),
    _("sampling", "S.13.2", "抽样误差", "Sampling error", "补充说明", "remarks", notes="interval change rank-interval"),
    _(
        "nonresponse",
        "S.13.3",
        "非抽样误差",
        "Non-sampling error",
        "覆盖和无应答",
        "coverage and non-response",
        "selection",
    ),
    _("timeliness", "S.14.1", "及时性", "Timeliness", "参考时期后多久发布", "time from the period to the release"),
    _("punctuality", "S.14.2", "准时性", "Punctuality", "是否按日程发布", "whether the calendar was kept"),
    _("regions", "S.15.1", "地区可比性", "Comparability: geographical", "地区之间的差别", "differences between areas"),
    _(
        "years",
        "S.15.2",
        "时间可比性",
        "Comparability: over time",
        "口径变化",
        "changes of method",
        notes="break index joined",
    ),
    _("domains", "S.15.3", "与其他统计的一致性", "Coherence: cross domain", "与哪些数据比较", "what it compares with"),
    _("internal", "S.15.4", "内部一致性", "Coherence: internal", "补充说明", "remarks", "rounding", "rounding ties"),
    _("burden", "S.16", "成本和负担", "Cost and burden", "企业填报用时等", "such as time to answer"),
    _("revision", "S.17.1", "修订政策", "Data revision: policy", "补充说明", "remarks", "revisions"),
    _("revised", "S.17.2", "修订实践", "Data revision: practice", "以往修订幅度", "size of past revisions", "status"),
    _(
        "source",
        "S.18.1",
        "数据来源",
        "Source data",
        "自评、评估、其他来源",
        "self-assessments and others",
        "selection",
    ),
    _("collection", "S.18.3", "数据采集", "Data collection", "如何采集", "how data are collected"),
    _("validation", "S.18.4", "数据审核", "Data validation", "如何审核答案", "how answers are checked"),
    _(
        "compilation",
        "S.18.5",
        "数据汇总",
        "Data compilation",
        "补充说明",
        "remarks",
        "scoring scoring-grades weights-*",
        "weights references",
    ),
    _("adjustment", "S.18.6", "调整", "Adjustment", "补充说明", "remarks", "weighting", "weighted"),
    _("comment", "S.19", "备注", "Comment", "其他说明", "anything else"),
)


def concept_texts(facts: Iterable[Fact], notes: Iterable[Note], own: Mapping[str, Text]) -> tuple[ConceptText, ...]:
    """The text of every concept that has one: the body's `own` text first, then the release's facts and notes."""
    facts, texts = tuple(facts), {note.id: note.text for note in notes}
    found = []
    for concept in CONCEPTS:
        said = [own[concept.id]] if concept.id in own else []
        said += [_sentence(fact) for fact in facts if _named(fact.id, concept.facts)]
        said += [texts[id] for id in concept.notes if id in texts]
        if said:
            text = Text("\n".join(each.zh for each in said), "\n".join(each.en for each in said))
            found.append(ConceptText(concept.number, concept.label, text))
    return tuple(found)


def _named(id: str, patterns: tuple[str, ...]) -> bool:
    """Whether `id` is in `patterns`, where "a-*" stands for all ids that begin with "a-"."""
    return any(id == each or (each.endswith("*") and id.startswith(each[:-1])) for each in patterns)


def _sentence(fact: Fact) -> Text:
    return Text(f"{fact.label.zh}：{fact.value.zh}", f"{fact.label.en}: {fact.value.en}")


def template() -> Iterator[str]:
    """The lines of a file to fill in, with the instruction for every concept."""
    yield from (
        "# 参考元数据（SIMS 2.0）：由发布单位填写一次，每次发布都附上。留空的项目不出现；程序知道的内容自动补充。",
        "# Reference metadata (SIMS 2.0): filled in once by the publishing body, printed with every release. What",
        "# stays empty is left out; what the program knows it adds itself. Check it with: maturity check metadata.yaml",
        'sims: "2.0"',
    )
    for concept in CONCEPTS:
        must = ("（必填）", " (required)") if concept.required else ("", "")
        known = ("；自动补充", "; added to") if concept.facts or concept.notes else ("", "")
        yield ""
        yield f"# {concept.number} {concept.label.zh}{must[0]}：{concept.asks.zh}{known[0]}"
        yield f"# {concept.label.en}{must[1]}: {concept.asks.en}{known[1]}"
        yield f'{concept.id}: {{zh: "", en: ""}}'
