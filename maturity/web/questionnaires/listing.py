"""All questionnaires that there are, and the upload of another; a file with mistakes is told of, and not kept."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import Busy, Forbidden, NotFound, Problem, Refusal, refuse
from ...intake.attachments import clean_name
from ...intake.definitions import MOST_BYTES, MOST_MISTAKES, read_definition
from ...questionnaire import Item, Questionnaire, Text
from ...questionnaire.caveats import superseded, unverified
from ...scoring.ladder import METHOD
from ...scoring.methods import METHODS
from ...store.questionnaires import definitions
from ...store.questionnaires.definitions import Definition, Version
from ...store.workshop.notes import Unclear, unclear_items
from ..access import for_roles, person
from ..context import application, store
from ..language import gettext as _
from ..language import language
from ..offline.isolated import read_isolated
from ..security import up_to

pages = Blueprint("questionnaires", __name__)
_BREAKS = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")  # what ends a line of YAML
_QUOTED = 160  # letters of a line


@dataclass(frozen=True, slots=True)
class Entry:
    """A version of a questionnaire: `uploaded`, or of a file. `offered`: new assessments can begin with it.

    `problems` are the mistakes of a file of the folder, which then has no more than an id. `doubt` says in a few words
    that its edition is superseded or its contents are not verified.
    """

    id: str
    version: str
    title: Text | None
    source: Literal["shipped", "folder", "uploaded"]
    digest: str
    counts: tuple[int, int, int]
    begun: int
    offered: bool
    scored: bool = True
    uploaded: Definition | None = None
    problems: Sequence[Problem] = ()
    doubt: str = ""


@pages.route("/questionnaires", methods=["GET", "POST"])
@for_roles("administrator")
@up_to(MOST_BYTES + 1024 * 1024)
def page() -> ResponseReturnValue:
    """The list, and the upload of a definition: without mistakes it becomes a draft, else all of them are shown."""
    return _upload() if request.method == "POST" else _list()


def _list() -> str:
    with store().read() as c:
        uploaded, begun = definitions.definitions(c), definitions.begun(c)
        unclear = unclear_items(c)
    offered = {(one.id, one.version) for one in application().offered()}
    entries = [*_of_files(begun, offered), *(_of(one, begun, offered) for one in uploaded)]
    entries.sort(key=lambda one: one.id)
    told = [(one, _item(one)) for one in unclear]
    return render_template("questionnaires/list.html", entries=entries, unclear=told, most=MOST_BYTES // 1024)


def _item(one: Unclear) -> Item | None:
    """The item that was marked; None where its version is not there any more."""
    try:
        return application().questionnaire(one.questionnaire, one.version).item(one.item)
    except (Refusal, KeyError):
        return None


def _of_files(begun: Mapping[Version, int], offered: set[Version]) -> Iterator[Entry]:
    files = application().library.files
    for id in files.ids():
        source: Literal["shipped", "folder"] = "folder" if files.shipped(id) is None else "shipped"
        digest = sha256(files.file(id)).hexdigest()
        try:
            found = files.definition(id)
        except Refusal as refusal:
            yield Entry(id, "", None, source, digest, (0, 0, 0), 0, offered=False, problems=refusal.problems)
            continue
        key, counts = (id, found.version), (len(found.items), len(found.levels), len(found.profiles))
        scored = found.scoring.method in (METHOD, *METHODS)
        count = begun.get(key, 0)
        offers = key in offered
        yield Entry(id, found.version, found.title, source, digest, counts, count, offers, scored, doubt=_doubt(found))


def _doubt(found: Questionnaire) -> str:
    gone, open_ = superseded(found), unverified(found)
    return "".join((str(_("依据的版本已被取代；")) if gone else "", str(_("未核实")) if open_ else ""))


def _of(one: Definition, begun: Mapping[Version, int], offered: set[Version]) -> Entry:
    counts, published = (one.items, one.levels, one.profiles), one.state == "published"
    count = 0 if one.state == "draft" else begun.get(one.key, 0)
    is_offered = published and one.key in offered
    known = (one.questionnaire, one.version, one.title)
    return Entry(*known, "uploaded", one.digest, counts, count, is_offered, True, one, doubt=_doubt_of(one))


def _doubt_of(one: Definition) -> str:
    try:
        return _doubt(application().library.read(one.digest))
    except Refusal:  # its page says why it cannot be read
        return ""


def _upload() -> ResponseReturnValue:
    data, name = sent_file("definition")
    try:
        found = read_isolated(read_definition, data, checked_name(name))
        application().library.check_version(found)
        with store().write() as c:
            draft = definitions.keep_draft(c, person(), found, data)
    except (Busy, Forbidden, NotFound):
        raise
    except Refusal as refusal:
        return _mistakes(refusal, data), refusal.status
    flash(_("没有发现错误，已存为草稿。发布之前，企业看不到它。"))
    return redirect(url_for("definition.page", qid=draft.id))


def sent_file(field: str) -> tuple[bytes, str]:
    """The bytes and the name of the file in a field of the form; empty where none was chosen."""
    sent = request.files.get(field)
    return (sent.read(), sent.filename or "") if sent else (b"", "")


def checked_name(name: str) -> str:
    """The name of an uploaded file, cleaned. Raises Refusal questionnaire-no-file without a name."""
    if not name:
        raise refuse("questionnaire-no-file")
    return clean_name(name)


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake of a definition: its line (0: none), what stands there, the path to it, what is wrong, the remedy."""

    row: int
    line: str
    path: str
    message: str
    remedy: str


def _mistakes(refusal: Refusal, data: bytes) -> str:
    told = mistakes(refusal.problems, data)
    source = next((one.place.source for one in refusal.problems if one.place.source), "")
    more = len(told) >= MOST_MISTAKES
    return render_template("questionnaires/mistakes.html", mistakes=told, source=source, more=more)


def mistakes(problems: Sequence[Problem], data: bytes) -> list[Mistake]:
    """The problems of a definition, whose file is `data`, from its first line to its last; ids as they are written."""
    lines = _BREAKS.split(data.decode("utf-8-sig", "replace"))
    found = []
    for one in problems:
        row = one.place.row or 0
        words = lines[row - 1].strip() if 0 < row <= len(lines) else ""
        quote = words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"
        found.append(Mistake(row, quote, one.place.column, one.message(language()), one.remedy(language())))
    return sorted(found, key=lambda mistake: mistake.row)
