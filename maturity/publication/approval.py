"""Releases prepared by one person and approved by another: the request is computed twice and must give the same
figures.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from ..assessment.selection import BEIJING, reference_from
from ..disclosure.rules import Rules
from ..errors import refuse
from ..questionnaire import Questionnaire, Text
from ..settings import private_folder
from ..statistics.plan import Plan, finding, load_plan, read_plan
from .clearance import Clearance, DifferencingPolicy, Request, clear
from .description import Fact
from .release import Release, exporter, suffixes
from .suppression_report import write_suppression_report

if TYPE_CHECKING:
    from ..store import Store

OWN_PLAN = "plan.yaml"
_IN_WORDS = (".xlsx", ".html")  # the others hold codes and figures alone, the same in every language
_PREVIEW = Text("待批准，不得外传", "waiting for approval, not for release")


def document_of(cleared: Clearance, request: Request, texts: Mapping[str, str], symbols: str) -> dict[str, Any]:
    """The request as JSON values, with the reference of the data it was cleared from; inverse of :func:`request_from`.

    `texts` are uploaded plans (YAML) by id, `symbols` is the style of the signs in tables.
    """
    rules, entry = request.rules, cleared.entries[0]
    return {
        "plans": [plan.id for plan in request.plans],
        "texts": dict(texts),
        "rules": [rules.threshold, rules.statistics, rules.rounded],
        "status": request.status,
        "beside": request.beside,
        "reference": entry.reference.document() if entry.reference else None,
        "symbols": symbols,
    }


def request_from(document: Mapping[str, Any], year: int, questionnaire: Questionnaire) -> Request:
    """The request that :func:`document_of` wrote, for answers to `questionnaire` in `year`.

    Its data are fixed by their reference: no further enterprise is held back.
    """
    plans = tuple(_plan(id, document["texts"], questionnaire) for id in document["plans"])
    beside: DifferencingPolicy = "refuse" if document["beside"] == "refuse" else "hide"
    reference = reference_from(document["reference"])
    return Request(plans, year, Rules(*document["rules"]), document["status"], beside, reference)


def _plan(id: str, texts: Mapping[str, str], questionnaire: Questionnaire) -> Plan:
    return read_plan(texts[id], OWN_PLAN, find=finding(questionnaire)) if id in texts else load_plan(id)


def cleared_again(
    store: "Store", document: Mapping[str, Any], year: int, checksums: tuple[str, ...], questionnaire: Questionnaire
) -> Clearance:
    """A prepared request computed again. Raises Refusal `release-changed` unless the releases have the `checksums`."""
    cleared = clear(store, request_from(document, year, questionnaire), questionnaire)
    cleared.check()
    if checksums != tuple(entry.checksum for entry in cleared.entries):
        raise refuse("release-changed")
    return cleared


def signed(release: Release, prepared: str, approved: str, at: datetime) -> Release:
    """`release` with the names of the persons who prepared and approved it, and the time of its publication."""
    when = f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    facts = (
        Fact("prepared-by", Text("编制", "Prepared by"), Text(prepared, prepared)),
        Fact("approved-by", Text("批准", "Approved by"), Text(approved, approved)),
        Fact("released-at", Text("发布时间（北京）", "Released (Beijing time)"), Text(when, when)),
    )
    return replace(release, metadata=(*release.metadata, *facts))


def preview(cleared: Clearance, symbols: Any, own: Mapping[str, Text], path: Path) -> None:
    """Write a zip file for the approving person: the workbooks, marked as a preview, and the internal suppression
    report.
    """
    folder = path.parent / f"{path.stem}-preview"
    private_folder(folder)
    report = folder / cleared.audit_name
    write_suppression_report(cleared.suppressed_cells, report)
    files = [report]
    for release in cleared.releases:
        title = Text(f"{release.title.zh}（{_PREVIEW.zh}）", f"{release.title.en} ({_PREVIEW.en})")
        marked = replace(release, title=title, internal=True, symbols=symbols, own=own)
        for language in ("zh", "en"):
            files.append(exporter(".xlsx")(marked, folder / _name(release, f"-{language}-internal.xlsx"), language))
    _zip(files, path)
    folder.rmdir()


def package(releases: tuple[Release, ...], symbols: Any, own: Mapping[str, Text], path: Path) -> None:
    """Write a zip file with the releases in every installed format."""
    folder, files = path.parent / f"{path.stem}-files", []
    private_folder(folder)
    for release in releases:
        shown = replace(release, symbols=symbols, own=own)
        for suffix in suffixes():
            for language in ("zh", "en") if suffix in _IN_WORDS else ("zh",):
                end = f"-{language}{suffix}" if suffix in _IN_WORDS else suffix
                files.append(exporter(suffix)(shown, folder / _name(release, end), language))
    _zip(files, path)
    folder.rmdir()


def _name(release: Release, end: str) -> str:
    return f"{release.file_stem}{end}"


def _zip(files: list[Path], path: Path) -> None:
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for file in files:
            packed.write(file, file.name)
            file.unlink()
