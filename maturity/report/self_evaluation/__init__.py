"""The self-evaluation report on a questionnaire without levels, in six parts: facts sheet, the organisation, what was
built up, next steps, evaluation sheet, evidence; with the calculation notes as an annex.
"""

from ..blocks import Facts, Notice, Report, Section
from ..dossier import EvaluationDossier
from . import evidence, notes, parts, sheet
from .context import EvaluationContext


def build_evaluation(dossier: EvaluationDossier, language: str) -> Report:
    """The report on `dossier` in `language` ("zh" or "en"), as :func:`maturity.report.build` of one with levels."""
    context = EvaluationContext(dossier, language)
    profile = context.evaluation.response.profile.name.of(language)
    year = context.say(f"{dossier.year} 年 · ", f"{dossier.year} · ") if dossier.year else ""
    return Report(
        language=language,
        title=context.questionnaire.report_title.of(language),
        enterprise=dossier.enterprise,
        subtitle=year + profile,
        verdict=context.verdict(),
        facts=_facts(context),
        imprint=_imprint(context),
        day=dossier.day,
        sections=tuple(_sections(context)),
        notices=tuple(Notice(words) for words in context.limits),
    )


def _sections(context: EvaluationContext) -> list[Section]:
    found = [
        parts.facts_sheet(context),
        parts.organisation(context),
        parts.built_up(context),
        parts.next_steps(context),
        sheet.evaluation_sheet(context),
        evidence.evidence(context),
    ]
    return [*found, notes.calculation_notes(context)] if context.computes else found


def _facts(context: EvaluationContext) -> Facts:
    say, dossier = context.say, context.dossier
    state = dossier.submitted or say("草稿，尚未提交", "Draft, not submitted")
    return Facts(
        (
            (say("依据", "Standard"), context.standard),
            (say("提交", "Submitted") if dossier.submitted else say("状态", "State"), state),
            *([(say("校验码", "Checksum"), dossier.digest)] if dossier.digest else []),
            (say("报告日期", "Date of the report"), dossier.day.isoformat()),
        )
    )


def _imprint(context: EvaluationContext) -> str:
    about = context.questionnaire.about
    return context.say(f"{about.zh}企业自评，不是认证结论。", f"{about.en} A self-assessment, not a certificate.")
