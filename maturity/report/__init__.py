"""The content of the report on a graded enterprise, as text blocks that every file format is written from.

:func:`build` makes a :class:`Report` from a :class:`Dossier`, :func:`build_evaluation` from an
:class:`EvaluationDossier` where the questionnaire has no levels, :func:`build_third_party` one by assessors' values,
:func:`build_minutes` those of a workshop; an exporter (:func:`exporter`) lays it out and computes nothing.
"""

from collections.abc import Callable, Collection, Iterator
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from ..charts.assessments import Bars, Radar
from ..errors import refuse
from ..questionnaire import Text
from . import annexes, chapters, method, summary
from .blocks import Block, Cell, Column, Facts, Logo, Notice, Prose, Report, Section, Space, Table, Verdict
from .context import Context
from .dossier import Action, AssessedDossier, Dossier, EvaluationDossier, Evidence, Finding, Statement, Target
from .minutes import MinutesDossier, MinutesItem, build_minutes
from .self_evaluation import build_evaluation
from .third_party import build_third_party

Exporter = Callable[[Report, Path], Path]


# What a report may be limited to. The method is told in every one: no figure goes without it.
PARTS = {
    "summary": Text("摘要", "Summary"),
    "overview": Text("得分总览", "Score overview"),
    "chapters": Text("分章得分", "Scores by chapter"),
    "evidence": Text("证据索引", "Evidence index"),
    "findings": Text("评审意见", "Assessor's findings"),
    "tailoring": Text("裁剪", "Tailoring"),
    "roadmap": Text("改进路线", "Roadmap"),
}


def build(dossier: Dossier, language: str, parts: Collection[str] = PARTS) -> Report:
    """The report on `dossier` in `language` ("zh" or "en"), limited to `parts` (keys of PARTS).

    The sections of an excerpt keep the numbers they have in the whole report; its cover names them. The section on the
    method is always included.
    """
    context = Context(dossier, language)
    written = {
        "summary": summary.summary(context),
        "overview": chapters.overview(context),
        "chapters": chapters.chapters(context),
    }
    written |= {
        name: part(context, str(number)) for number, (name, part) in enumerate(_annexes(dossier), len(written) + 1)
    }
    kept = {name: section for name, section in written.items() if name in parts or name == "method"}
    return Report(
        language=language,
        title=context.questionnaire.report_title.of(language),
        enterprise=dossier.enterprise,
        subtitle=_subtitle(context),
        verdict=summary.verdict(context),
        facts=_facts(context, [section.heading for section in kept.values()] if len(kept) < len(written) else []),
        imprint=_imprint(context),
        day=dossier.day,
        sections=tuple(kept.values()),
    )


def _annexes(dossier: Dossier) -> Iterator[tuple[str, Callable[[Context, str], Section]]]:
    """Name and function of every section after the chapters that has content, in order."""
    yield "evidence", annexes.evidence
    if dossier.findings:
        yield "findings", annexes.findings
    yield "tailoring", annexes.tailoring
    if dossier.roadmap is not None or dossier.targets or dossier.actions:
        yield "roadmap", annexes.roadmap
    yield "method", method.method


def suffixes() -> list[str]:
    """The file name endings of the installed exporters, such as ".pdf", sorted."""
    return sorted(f".{point.name}" for point in entry_points(group="maturity.reports"))


def writable() -> list[str]:
    """Those of :func:`suffixes` whose exporter can run here: its module's function `missing`, if any, returns ""."""
    points = entry_points(group="maturity.reports")
    return sorted(f".{point.name}" for point in points if not _missing(import_module(point.module)))


def _missing(module: ModuleType) -> str:
    """What an exporter's module says it lacks, such as a library; "" for nothing."""
    told: Callable[[], str] | None = getattr(module, "missing", None)
    return told() if told else ""


def exporter(suffix: str) -> Exporter:
    """The exporter for a suffix such as ".pdf": `write(report, path) -> the path written`.

    Raises Refusal `report-unknown-suffix` with the suffixes that are installed.
    """
    found = {point.name: point for point in entry_points(group="maturity.reports")}
    name = suffix.removeprefix(".").lower()
    if name not in found:
        raise refuse("report-unknown-suffix", found=suffix[:20], allowed=", ".join(suffixes()))
    loaded: Exporter = found[name].load()
    return loaded


def _subtitle(context: Context) -> str:
    profile = context.result.response.profile.name.of(context.language)
    if context.dossier.year is None:
        return profile
    return context.say(f"{context.dossier.year} 年 · {profile}", f"{context.dossier.year} · {profile}")


def _facts(context: Context, excerpt: list[str]) -> Facts:
    say, dossier = context.say, context.dossier
    state = dossier.submitted or say("草稿，尚未提交", "Draft, not submitted")
    return Facts(
        (
            *((label.of(context.language), words.of(context.language)) for label, words in dossier.facts),
            (say("依据", "Standard"), context.questionnaire.standard.of(context.language)),
            (say("提交", "Submitted") if dossier.submitted else say("状态", "State"), state),
            *([(say("校验码", "Checksum"), dossier.digest)] if dossier.digest else []),
            (say("报告日期", "Date of the report"), dossier.day.isoformat()),
            *([(say("节选", "Excerpt"), say("；", "; ").join(excerpt))] if excerpt else []),
        )
    )


def _imprint(context: Context) -> str:
    about = context.questionnaire.about
    return context.say(f"{about.zh}企业自评，不是认证结论。", f"{about.en} A self-assessment, not a certificate.")


__all__ = [
    "PARTS",
    "Action",
    "AssessedDossier",
    "Bars",
    "Block",
    "Cell",
    "Column",
    "Dossier",
    "EvaluationDossier",
    "Evidence",
    "Exporter",
    "Facts",
    "Finding",
    "Logo",
    "MinutesDossier",
    "MinutesItem",
    "Notice",
    "Prose",
    "Radar",
    "Report",
    "Section",
    "Space",
    "Statement",
    "Table",
    "Target",
    "Verdict",
    "build",
    "build_evaluation",
    "build_minutes",
    "build_third_party",
    "exporter",
    "suffixes",
]
