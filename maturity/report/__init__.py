"""One content model of the report on a graded enterprise; every format is written from it.

:func:`build` puts a :class:`Dossier` into words, once; an :func:`exporter` lays the words out and computes nothing.
"""

from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

from ..charts import Bars, Radar
from ..errors import refuse
from . import beside, chapters, method, summary
from .blocks import Block, Cell, Column, Facts, Notice, Prose, Report, Section, Table, Verdict
from .dossier import Action, Dossier, Finding, Proof, Target
from .teller import Teller

Exporter = Callable[[Report, Path], Path]


def build(dossier: Dossier, language: str) -> Report:
    """The report on `dossier` in `language`, "zh" or "en"."""
    tell = Teller(dossier, language)
    parts = [beside.evidence, *([beside.findings] if dossier.findings else []), beside.tailoring, method.method]
    if dossier.roadmap is not None or dossier.targets or dossier.actions:
        parts.insert(-1, beside.roadmap)
    sections = [summary.summary(tell), chapters.overview(tell), chapters.chapters(tell)]
    sections += [part(tell, str(number)) for number, part in enumerate(parts, len(sections) + 1)]
    return Report(
        language=language,
        title=tell.say("智能制造能力成熟度自评报告", "Smart manufacturing capability maturity: self-assessment report"),
        enterprise=dossier.enterprise,
        subtitle=_subtitle(tell),
        verdict=summary.verdict(tell),
        facts=_facts(tell),
        imprint=_imprint(tell),
        day=dossier.day,
        sections=tuple(sections),
    )


def suffixes() -> list[str]:
    """The endings of the files that the installed exporters write."""
    return sorted(f".{point.name}" for point in entry_points(group="maturity.reports"))


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


def _subtitle(tell: Teller) -> str:
    profile = tell.result.response.profile.name.of(tell.language)
    if tell.dossier.year is None:
        return profile
    return tell.say(f"{tell.dossier.year} 年 · {profile}", f"{tell.dossier.year} · {profile}")


def _facts(tell: Teller) -> Facts:
    say, dossier = tell.say, tell.dossier
    state = dossier.submitted or say("草稿，尚未提交", "Draft, not submitted")
    return Facts(
        (
            *((label.of(tell.language), words.of(tell.language)) for label, words in dossier.facts),
            (say("依据", "Standard"), tell.questionnaire.standard),
            (say("提交", "Submitted") if dossier.submitted else say("状态", "State"), state),
            *([(say("校验码", "Checksum"), dossier.digest)] if dossier.digest else []),
            (say("报告日期", "Date of the report"), dossier.day.isoformat()),
        )
    )


def _imprint(tell: Teller) -> str:
    return tell.say(
        "依据 GB/T 39116 与 GB/T 39117 的企业自评，不是认证结论。",
        "A self-assessment after GB/T 39116 and GB/T 39117; it is no certificate.",
    )


__all__ = [
    "Action",
    "Bars",
    "Block",
    "Cell",
    "Column",
    "Dossier",
    "Exporter",
    "Facts",
    "Finding",
    "Notice",
    "Proof",
    "Prose",
    "Radar",
    "Report",
    "Section",
    "Table",
    "Target",
    "Verdict",
    "build",
    "exporter",
    "suffixes",
]
