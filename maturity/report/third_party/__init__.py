"""The third-party report on a questionnaire without levels: the result by assessors' values.

Overview, process and method, content, conclusion, statement of responsibility; evidence and calculation notes follow.
"""

from ...assessment.second_values import unproved_gates
from ..blocks import Facts, Notice, Report, Section
from ..dossier import AssessedDossier
from ..self_evaluation import evidence, notes
from . import conclusion, content, overview
from .context import AssessedContext


def build_third_party(dossier: AssessedDossier, language: str) -> Report:
    """The report on `dossier` in `language` ("zh" or "en"), as :func:`maturity.report.build_evaluation`."""
    context = AssessedContext(dossier, language)
    told, say = context.assessed, context.say
    year = say(f"{dossier.assessed.year} 年 · ", f"{dossier.assessed.year} · ") if dossier.assessed.year else ""
    name = context.questionnaire.title.of(language)
    return Report(
        language=language,
        title=say(f"{name}：第三方评价报告", f"{name}: third-party report"),
        enterprise=dossier.assessed.enterprise,
        subtitle=year + told.evaluation.response.profile.name.of(language),
        verdict=told.verdict(),
        facts=_facts(context),
        imprint=_imprint(context),
        day=dossier.assessed.day,
        sections=tuple(_sections(context)),
        notices=tuple(Notice(words) for words in (*_unproved(context), *told.limits)),
    )


def _sections(context: AssessedContext) -> list[Section]:
    found = [
        overview.overview(context),
        overview.process(context),
        content.content(context),
        conclusion.conclusion(context),
        conclusion.responsibility(context),
        evidence.evidence(context.assessed, "6"),
    ]
    return [*found, notes.calculation_notes(context.assessed)] if context.assessed.computes else found


def _unproved(context: AssessedContext) -> list[str]:
    """What stands against the verdict on gates, as a sentence; none where every gate is proved."""
    bare = unproved_gates(context.assessed.evaluation.response, context.strengths)
    if not bare:
        return []
    names = context.say("；", "; ").join(context.assessed.text(item) for item in bare)
    return [
        context.say(
            f"计为满足、却没有链接或文件作证据的一票否决项（{len(bare)} 条）：{names}。",
            f"Gates that count as met without a link or file as evidence ({len(bare)}): {names}.",
        )
    ]


def _facts(context: AssessedContext) -> Facts:
    say, dossier = context.say, context.dossier
    open_ = say("企业尚未提交，结论随答案变化", "Not submitted by the enterprise; the outcome can change")
    body = dossier.statement.body or say("（未填写）", "(not stated)")
    return Facts(
        (
            (say("评价机构", "Assessed by"), body),
            (say("依据", "Standard"), context.assessed.standard),
            (say("企业提交", "Submitted by the enterprise"), dossier.assessed.submitted or open_),
            *([(say("校验码", "Checksum"), dossier.assessed.digest)] if dossier.assessed.digest else []),
            (say("报告日期", "Date of the report"), dossier.assessed.day.isoformat()),
        )
    )


def _imprint(context: AssessedContext) -> str:
    about = context.questionnaire.about
    return context.say(
        f"{about.zh}评审员的判断，本工具不作认证。", f"{about.en} The assessor's judgement; the tool certifies nothing."
    )
