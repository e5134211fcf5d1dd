"""Workbooks of seats: downloaded as one zip, filled in offline, and brought back as one zip."""

import tempfile
from collections.abc import Sequence
from io import BytesIO
from itertools import chain, repeat
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from flask import Blueprint, Response, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from ...errors import Place, Problem, Refusal, refuse
from ...intake.attachments import clean_name
from ...intake.packed import Rows, packed_workbooks
from ...intake.sandbox import run_isolated
from ...store.assessments import assessments
from ...store.workshop import items, rooms, workbooks
from ...store.workshop.rooms import Room
from ...store.workshop.workbooks import Taken
from ...workshop.secrecy import new_seat_code, seat_key, seat_secret
from ...workshop.workbook import Returned, SeatBook, read_workbook, writer
from ..access import ANSWERING, for_roles, person
from ..assessments.progress import questionnaire_of
from ..context import about, application, store
from ..language import language
from ..offline.isolated import one_at_a_time
from ..refusals import problem_texts, refilled
from ..requests.reading import form_version, whole
from ..security import up_to
from . import words

pages = Blueprint("seatbooks", __name__)
_MOST = 64 * 1024 * 1024  # bytes of an upload


@pages.get("/assessments/<aid>/workshops/<rid>/workbooks")
@for_roles(*ANSWERING)
def page(aid: str, rid: str) -> ResponseReturnValue:
    """The form to make workbooks, and the one to bring them back."""
    return _page(aid, rid)


@pages.post("/assessments/<aid>/workshops/<rid>/workbooks/seats")
@for_roles(*ANSWERING)
def seats(aid: str, rid: str) -> ResponseReturnValue:
    """New seats and their workbooks as one zip. Their codes are in the workbooks alone, so each is made once."""
    room = _room(aid, rid)
    try:
        counts = [whole(text) or 0 for text in request.form.getlist("number")]
        wanted = list(chain.from_iterable(map(repeat, room.functions, counts)))
        codes = [new_seat_code() for _ in wanted]
        keys = [seat_key(seat_secret(code, room.salt)) for code in codes]
        with store().write() as c:
            pairs = list(zip(keys, wanted, strict=True))
            names = workbooks.add_workbook_seats(c, person(), rid, form_version("counter"), pairs)
            held = [one.item for one in items.items_of(c, rid)]
        packed = _packed(room, held, list(zip(names, codes, wanted, strict=True)))
    except Refusal as refusal:
        return refilled(_page(aid, rid), refusal)
    answer: Response = send_file(packed, "application/zip", as_attachment=True, download_name=f"seats-{room.code}.zip")
    return answer


@pages.post("/assessments/<aid>/workshops/<rid>/workbooks")
@for_roles(*ANSWERING)
@up_to(_MOST)
def bring(aid: str, rid: str) -> ResponseReturnValue:
    """Count the workbooks that come back; the page says of each file what became of it."""
    room, sent = _room(aid, rid), request.files.get("workbooks")
    try:
        counter = form_version("counter")
        if sent is None or not sent.filename:
            raise refuse("ballot-no-zip", Place(column="workbooks"))
        with one_at_a_time():
            files = run_isolated(packed_workbooks, sent.read(), clean_name(sent.filename))
        returned = _returned(room, files)
        codes = {one.seat for one in returned if one.seat and one.room == room.code}
        secrets = {code: seat_secret(code, room.salt) for code in sorted(codes)}
        with store().write() as c:
            told = workbooks.take_workbooks(c, person(), rid, counter, returned, secrets)
    except Refusal as refusal:
        return refilled(_page(aid, rid), refusal)
    return _page(aid, rid, told)


def _page(aid: str, rid: str, told: Sequence[Taken] = ()) -> ResponseReturnValue:
    room = _room(aid, rid)
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        waiting = sum(one.state == "waiting" for one in items.items_of(c, rid))
    return render_template(
        "workshop/workbooks.html",
        assessment=found,
        questionnaire=questionnaire_of(found),
        room=room,
        waiting=waiting,
        leads=room.led_by(person()),
        good=[one for one in told if not one.problems],
        bad=[(one, problem_texts(one.problems)) for one in told if one.problems],
        **words.shared(),
    )


def _returned(room: Room, files: Sequence[tuple[str, Rows, Sequence[Problem]]]) -> list[Returned]:
    questionnaire = about(application().questionnaire(room.questionnaire, room.questionnaire_version))
    with store().read() as c:
        held = [one.item for one in items.items_of(c, room.id)]
    return [
        Returned(name, problems=problems) if problems else read_workbook(questionnaire, name, rows, held)
        for name, rows, problems in files
    ]


def _packed(room: Room, held: Sequence[str], made: Sequence[tuple[str, str, str]]) -> BytesIO:
    questionnaire = application().questionnaire(room.questionnaire, room.questionnaire_version)
    asked = [questionnaire.item(id) for id in held]
    packed, write = BytesIO(), writer()
    with tempfile.TemporaryDirectory(prefix="maturity-") as folder, ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for label, code, function in made:
            path = Path(folder) / f"{label}.xlsx"
            write(SeatBook(questionnaire, asked, room.title, room.code, code, label, function, language()), path)
            archive.write(path, clean_name(f"{label}-{function}.xlsx"))
    packed.seek(0)
    return packed


def _room(aid: str, rid: str) -> Room:
    with store().read() as c:
        found = rooms.room(c, person(), rid)
    if found.assessment_id != aid:
        abort(404)
    return found
