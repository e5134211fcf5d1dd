"""Evidence of an assessment: notes, links and files."""

from datetime import datetime
from io import BytesIO
from typing import Literal

from flask import Response, send_file

from ....intake.attachments import MOST_BYTES
from ....store.assessments import assessments
from ....store.evidence import evidence, files
from ....store.evidence.evidence import Evidence
from ....store.evidence.pieces import Link, Note
from ...access import ANSWERING, person
from ...assessments.evidence import attach, kept_files
from ...assessments.progress import questionnaire_of
from ...context import store
from ...language import lazy_gettext
from ...security import up_to
from ..items import known_item
from ..models import Line, Model, Page, PageQuery, Words
from ..operations import Resource
from ..paging import page

resource = Resource("evidence")


class NewEvidence(Model):
    """A note in words, or a link with what its target is."""

    kind: Literal["note", "link"]
    words: Words = ""
    url: Line = ""


class EvidenceModel(Model):
    """A piece of evidence for an item, or for a paper of the checklist; of a file, `words` is its name. `seen_by` is
    the assessor who has seen it.
    """

    id: str
    item: str | None
    paper: str | None
    kind: str
    words: str
    url: str | None
    media_type: str | None
    size: int | None
    sha256: str | None
    at: datetime
    by: str
    seen_at: datetime | None
    seen_by: str | None


class EvidenceList(Model):
    """Pieces of evidence."""

    items: list[EvidenceModel]


@resource.operation(
    "GET",
    "/assessments/<aid>/evidence",
    lazy_gettext("全部证据"),
    roles=ANSWERING,
    query=PageQuery,
    gives=Page[EvidenceModel],
)
def listing(aid: str, query: PageQuery) -> Page[object]:
    """All evidence of an assessment, that of items first."""
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        held = (evidence.evidence_of(c, found), evidence.papers_of(c, found))
    pieces = [piece for one in held for some in one.values() for piece in some]
    return page(pieces, lambda one: one.id, query, _model)


@resource.operation(
    "POST",
    "/assessments/<aid>/items/<item>/evidence",
    lazy_gettext("添加说明或链接"),
    scope="answer",
    roles=ANSWERING,
    body=NewEvidence,
    gives=EvidenceModel,
    status=201,
)
def add(aid: str, item: str, body: NewEvidence) -> EvidenceModel:
    """Add a note or a link to an item."""
    new = Note(body.words) if body.kind == "note" else Link(body.url, body.words)
    with store().write() as c:
        questionnaire = questionnaire_of(assessments.assessment(c, person(), aid))
        known_item(questionnaire, item)
        return _model(evidence.add_evidence(c, person(), aid, questionnaire, item, new))


@resource.operation(
    "POST",
    "/assessments/<aid>/items/<item>/files",
    lazy_gettext("上传文件"),
    scope="answer",
    roles=ANSWERING,
    upload=True,
    gives=EvidenceList,
    status=201,
)
@up_to(MOST_BYTES + 64 * 1024)
def upload(aid: str, item: str) -> EvidenceList:
    """Add the files of the form field `file` to an item; all are checked before any is stored."""
    with store().read() as c:
        known_item(questionnaire_of(assessments.assessment(c, person(), aid)), item)
    return EvidenceList(items=[_model(piece) for piece in attach(aid, item)])


@resource.operation(
    "GET",
    "/assessments/<aid>/evidence/<eid>/file",
    lazy_gettext("下载文件"),
    roles=ANSWERING,
    gives="application/octet-stream",
)
def download(aid: str, eid: str) -> Response:
    """The file of a piece of evidence as it was uploaded; its media type is in the list."""
    piece, data = files.fetch(store(), kept_files(), person(), aid, eid)
    return send_file(BytesIO(data), "application/octet-stream", as_attachment=True, download_name=piece.words)


@resource.operation(
    "DELETE", "/assessments/<aid>/evidence/<eid>", lazy_gettext("移除证据"), scope="answer", roles=ANSWERING
)
def remove(aid: str, eid: str) -> None:
    """Remove a piece of evidence, and its file."""
    with store().read() as c:
        questionnaire = questionnaire_of(assessments.assessment(c, person(), aid))
    files.detach(store(), kept_files(), person(), aid, questionnaire, eid)


def _model(piece: Evidence) -> EvidenceModel:
    return EvidenceModel(**{name: getattr(piece, name) for name in EvidenceModel.model_fields})
