"""The metadata of a release and the codes that it uses, made from the same objects as its tables."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from .. import __version__
from ..assessment.selection import RULE, LeftOut
from ..disclosure.rules import Rules
from ..questionnaire import Questionnaire, Text
from ..statistics.breakdowns import Breakdowns, joined
from ..statistics.dimensions import CLASSIFICATIONS, IDS, Dimension
from ..statistics.plan import Plan
from ..statistics.table import TOTAL, Origin, Table
from .revision import POLICY, RELEASE_STATUS_TEXTS, ReleaseStatus


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes of one classification that the tables use, with their names, and its edition."""

    id: str
    label: Text
    edition: Text
    members: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of the metadata: its label and value."""

    id: str
    label: Text
    value: Text


def code_lists(by: Breakdowns, tables: Iterable[Table]) -> tuple[CodeList, ...]:
    """The codes in use, a list for each classification, then the groups of levels and the codes common to all."""
    found: dict[str, set[str]] = {}
    levels: set[str] = set()
    tables = tuple(tables)
    dimensions = joined((by, *(table.by for table in tables))).dimensions
    for table in tables:
        for place, dimension in enumerate(table.dimensions):
            found.setdefault(dimension, set()).update(row.key[place] for row in table.rows)
        levels.update(column.level for column in table.columns if column.numeric)
    lists = [_codes(dimensions[id], found[id]) for id in (*IDS, *(id for id in found if id not in IDS)) if id in found]
    own = Text("本工具", "this toolkit")
    members = {code: text for code, text in by.group_texts.items() if code in levels}
    lists.append(CodeList("level", by.words.groups, own, members))
    lists.append(CodeList("general", Text("通用代码", "General codes"), own, {TOTAL: Text("合计", "Total")}))
    return tuple(lists)


def _codes(dimension: Dimension, used: set[str]) -> CodeList:
    members = {code: text for code, text in dimension.members.items() if code in used}
    return CodeList(dimension.id, dimension.label, dimension.edition, members)


def metadata(
    plan: Plan,
    tables: Iterable[Table],
    questionnaire: Questionnaire,
    year: int,
    as_of: date,
    base: int,
    status: ReleaseStatus | None = None,
    rules: Rules | None = None,
    left_out: LeftOut | None = None,
    missing: tuple[Text, ...] = (),
) -> tuple[Fact, ...]:
    """The statements needed to reproduce and to judge the figures of a release.

    `base` is the number of enterprises, `rules` the protection (None: none), `left_out` what is not counted, `missing`
    the tables that the data could not fill. What is only said of submissions is left out where no table is of them.
    """
    origins = [table.origin for table in tables]
    counted = None in origins
    return (
        Fact("year", Text("统计年份", "Year"), _same(str(year))),
        Fact("as-of", Text("数据时点", "As of"), _same(as_of.isoformat())),
        *(_revision(status) if status else ()),
        Fact("population", Text("总体", "Population"), plan.scope),
        *(_of_enterprises(plan, questionnaire, base, rules, left_out, missing) if counted else ()),
        *_sources(origins),
        Fact(
            "rounding",
            Text("舍入", "Rounding"),
            Text("四舍五入，各种格式相同", "half up, the same in files of every format"),
        ),
        Fact("disclosure", Text("披露控制", "Disclosure control"), _control(rules) if counted else _NO_ENTERPRISES),
        Fact("plan", Text("发布方案", "Publication plan"), _fingerprinted(plan)),
        Fact("software", Text("软件", "Software"), _same(f"maturity {__version__}")),
    )


def _of_enterprises(
    plan: Plan,
    questionnaire: Questionnaire,
    base: int,
    rules: Rules | None,
    left_out: LeftOut | None,
    missing: tuple[Text, ...],
) -> Iterator[Fact]:
    """What is said of the submissions behind the tables."""
    yield Fact("base", Text("企业数", "Enterprises"), _same(f"{base:,}"))
    yield from _selection(left_out, rules) if left_out else ()
    yield from (Fact(f"missing-{n}", _MISSING, table) for n, table in enumerate(missing, 1))
    yield Fact("weighting", Text("加权", "Weighting"), _weighting(plan))
    yield from _model(questionnaire)


def _sources(origins: Iterable[Origin | None]) -> Iterator[Fact]:
    known = dict.fromkeys((one.source, one.files) for one in origins if one)
    for n, (source, files) in enumerate(known, 1):
        yield Fact(f"source-{n}", _OTHER_SOURCE, source)
        yield from (
            Fact(f"source-{n}-file-{m}", _FILE, _same(f"{name} · SHA-256 {digest}"))
            for m, (name, digest) in enumerate(files, 1)
        )


_FILE = Text("所用文件", "File used")
_OTHER_SOURCE = Text("其他数据来源", "Other source of data")
_NO_ENTERPRISES = Text(
    "表中只有依法公布的名单和发布单位自备的数据，不含企业填报的内容，无须隐藏",
    "the tables hold lists that are published by law and data that the publishing body brings, and nothing that "
    "enterprises reported: nothing is hidden",
)
_MISSING = Text("方案中未列出的表", "Table of the plan that is left out")


def _fingerprinted(plan: Plan) -> Text:
    zh, en = (f"{title} · SHA-256 {plan.digest}" for title in (plan.title.zh, plan.title.en))
    return Text(zh, en)


def _weighting(plan: Plan) -> Text:
    if plan.weights is None:
        return Text("未加权", "unweighted")
    labels = [CLASSIFICATIONS[id].label for id in plan.weights.margins]
    source, total = plan.weights.source, f"{round(plan.weights.total):,}"
    zh, en = "、".join(label.zh for label in labels), ", ".join(label.en.lower() for label in labels)
    return Text(
        f"标明“加权”的指标按{zh}的已知总数加权（共 {total} 家；来源：{source.zh}）；其余未加权",
        f"figures marked 'weighted' by known totals of {en} ({total} enterprises; source: {source.en}); others not",
    )


def _revision(status: ReleaseStatus) -> Iterator[Fact]:
    yield Fact("status", Text("数据状态", "Status"), RELEASE_STATUS_TEXTS[status])
    yield Fact("revisions", Text("修订办法", "Revision policy"), POLICY)


def _selection(left_out: LeftOut, rules: Rules | None) -> Iterator[Fact]:
    yield Fact("selection", Text("取数规则", "Which submissions count"), RULE)
    versions = Text("未计入：按问卷其他版本提交的企业数", "Left out: enterprises that answered another version")
    replaced = Text("未计入：被同一企业当年更晚提交取代的次数", "Left out: submissions replaced by a later one")
    elsewhere = Text(
        "未计入：仅有从外部带入、尚未认可的提交的企业数",
        "Left out: enterprises with nothing but submissions brought in from elsewhere and not accepted",
    )
    differing = Text(
        "未计入：保存的结果与答案不符的企业数", "Left out: enterprises whose result does not follow from their answers"
    )
    held = Text(
        "新数据留待以后批次计入的企业数（仍按上次发布的数据）",
        "Enterprises whose newer data wait for a later batch (they stand as in the last release)",
    )
    counts = (
        *(("versions", versions, left_out.versions), ("replaced", replaced, left_out.replaced)),
        *(("elsewhere", elsewhere, left_out.elsewhere), ("differing", differing, len(left_out.differing))),
        *((("held", held, left_out.held),) if left_out.held else ()),
    )
    for id, label, count in counts:
        few = rules is not None and 0 < count < rules.threshold
        yield Fact(f"left-out-{id}", label, _same(f"< {rules.threshold}" if rules and few else f"{count:,}"))


def _control(rules: Rules | None) -> Text:
    if rules is None:
        return Text("未实施；因此仅供内部使用", "none applied; therefore for internal use only")
    if rules.rounded:
        return Text(
            "家数按企业随机密钥（cell key）取整到 5 的倍数，不公布得分；本年的全部发布都取整，"
            "变动不足 5 家的数不随之变动",
            "numbers rounded to multiples of 5 by random keys of enterprises (cell-key method), no scores; so are all "
            "releases of the year, where numbers that fewer than 5 enterprises moved do not move",
        )
    return Text(
        f"少于 {rules.threshold} 家的单元不公布，少于 {rules.statistics} 家的行不公布分布和得分；"
        "全部表格作为一个整体做补充隐藏，并以线性规划攻击检验",
        f"numbers below {rules.threshold} are not shown, nor distributions and scores below {rules.statistics}; "
        "complementary suppression over all tables together, checked by an intruder's linear programme",
    )


def _model(questionnaire: Questionnaire) -> Iterator[Fact]:
    scoring = questionnaire.scoring
    version, standard = f"{questionnaire.id} {questionnaire.version}", questionnaire.standard
    named = Text(f"{version} · {standard.zh}", f"{version} · {standard.en}")
    yield Fact("questionnaire", Text("问卷", "Questionnaire"), named)
    method = f"{scoring.method} · {scoring.rule} · {scoring.empty_cell} · ≥ {float(scoring.pass_mark)}"
    if not questionnaire.has_levels:
        flag = "true" if questionnaire.verified else "false"
        method = f"{scoring.method} · {scoring.na_policy} · {int(scoring.total)} · verified: {flag}"
    yield Fact("scoring", Text("评分方法", "Scoring"), _same(method))
    for grading in questionnaire.grading:
        label = Text(f"等次：{grading.name.zh}", f"Grades: {grading.name.en}")
        yield Fact("scoring-grades", label, _sourced(grading.source, verified=grading.verified))
    for profile in questionnaire.profiles.values():
        label = Text(f"权重：{profile.name.zh}", f"Weights: {profile.name.en}")
        yield Fact(f"weights-{profile.id}", label, _sourced(profile.source, verified=profile.verified))


def _sourced(source: Text, *, verified: bool) -> Text:
    flag = "verified: true" if verified else "verified: false"
    zh = "已核对" if verified else "未与标准正式文本核对"
    en = "verified" if verified else "not verified against the official text of the standard"
    return Text(f"{source.zh}（{zh}；{flag}）", f"{source.en} ({en}; {flag})")


def _same(words: str) -> Text:
    return Text(words, words)
