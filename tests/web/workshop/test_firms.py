"""The consulting firm of a workshop: its name and logo on the minutes, carried on by templates."""

import base64
import re
from io import BytesIO
from zipfile import ZipFile

import docx
import openpyxl
import pytest

from maturity.store.accounts.people import add_person
from maturity.store.assessments.assessments import start_assessment
from maturity.store.enterprises.organisations import add_member, sign_up
from maturity.store.workshop.rooms import room

from ...pictures import logo
from .test_outcome import closed, outcome  # noqa: F401  # a fixture
from .test_settings import SETTINGS

RED, BLUE = logo(colour=(160, 20, 20, 255)), logo(colour=(20, 20, 160, 255))


def firm(meeting, client=None, **sent):
    form = {"counter": str(meeting.room.counter), "consultant": "远见咨询", **sent}
    return (client or meeting.client).post(f"{meeting.path}/firm", data=form)


def picture(client, path):
    answer = client.get(f"{path}/logo.png")
    return answer.data if answer.status_code == 200 else None


def test_a_room_is_made_with_the_logo_of_the_firm_and_the_next_clients_room_carries_it(
    member, town, sqlite_store, facts, small
):
    listing = f"/assessments/{town.open.id}/workshops"
    made = member.post(listing, data={**SETTINGS, "logo": (BytesIO(RED), "红.png")})
    assert made.status_code == 302, made.text
    kept = picture(member, made.location)
    assert kept is not None
    with sqlite_store.write() as c:
        person = town.people["enterprise"]
        other = start_assessment(c, person, sign_up(c, facts(77), person.id).id, small, "discrete", 2026)
    id, listing = made.location.rsplit("/", 1)[1], f"/assessments/{other.id}/workshops"
    form = member.get(f"{listing}?like={id}").text
    assert f'name="logo_of" value="{id}" checked' in form
    assert f'src="{made.location}/logo.png"' in form
    again = member.post(f"{listing}?like={id}", data={**SETTINGS, "logo_of": id})
    assert picture(member, again.location) == kept
    without = member.post(listing, data=SETTINGS)
    assert picture(member, without.location) is None
    anew = member.post(listing, data={**SETTINGS, "logo_of": id, "logo": (BytesIO(BLUE), "蓝.png")})
    assert picture(member, anew.location) not in (None, kept)


def test_a_mistake_keeps_what_was_typed_and_the_logo_of_the_template(member, town):
    listing = f"/assessments/{town.open.id}/workshops"
    made = member.post(listing, data={**SETTINGS, "logo": (BytesIO(RED), "红.png")})
    id = made.location.rsplit("/", 1)[1]
    answer = member.post(f"{listing}?like={id}", data={**SETTINGS, "title": "", "logo_of": id})
    assert answer.status_code == 400
    assert f'name="logo_of" value="{id}" checked' in answer.text
    answer = member.post(listing, data={**SETTINGS, "logo": (BytesIO(b"GIF89a"), "动.gif")})
    assert answer.status_code == 400
    assert "动.gif" in answer.text
    assert SETTINGS["consultant"] in answer.text


def test_the_logo_of_another_firms_room_is_not_to_be_had(member, town, client_of):
    made = member.post(f"/assessments/{town.open.id}/workshops", data={**SETTINGS, "logo": (BytesIO(RED), "a.png")})
    stranger, id = client_of(town.stranger), made.location.rsplit("/", 1)[1]
    assert stranger.get(f"{made.location}/logo.png").status_code == 404
    assert stranger.get(f"/assessments/{town.foreign.id}/workshops/{id}/logo.png").status_code == 404
    listing = f"/assessments/{town.foreign.id}/workshops"
    assert stranger.post(listing, data={**SETTINGS, "logo_of": id}).status_code == 404
    assert member.get(f"/assessments/{town.foreign.id}/workshops/{id}/logo.png").status_code == 404


def test_the_facilitator_changes_name_and_logo_until_the_end_and_after_it(closed):  # noqa: F811
    assert firm(closed, logo=(BytesIO(RED), "a.png")).status_code == 302
    red = picture(closed.client, closed.path)
    assert red is not None
    assert firm(closed, consultant=" 远见\u200b咨询 有限公司 ").status_code == 302
    assert (closed.room.consultant, picture(closed.client, closed.path)) == ("远见咨询 有限公司", red)
    page = outcome(closed).text
    assert f'src="{closed.path}/logo.png"' in page
    assert firm(closed, remove="yes").status_code == 302
    assert picture(closed.client, closed.path) is None


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"consultant": "咨" * 201}, 400, "超过 200 字"),
        ({"logo": (BytesIO(b"<svg></svg>"), "标.svg")}, 400, "标.svg"),
        ({"counter": "1"}, 409, "已有变化"),
        ({"counter": "x"}, 400, ""),
    ],
)
def test_what_cannot_be_kept_is_told_and_changes_nothing(closed, sent, status, said):  # noqa: F811
    before = closed.room
    answer = firm(closed, **sent)
    assert answer.status_code == status
    assert said in answer.text
    assert closed.room == before


def test_only_the_facilitator_changes_it(closed, client_of, town):  # noqa: F811
    with closed.store.write() as c:
        who = add_person(c, email="judge@example.com", name="Judge", role="consultant")
        add_member(c, town.mine.id, who.id, "assessor")
    assert firm(closed, client_of(who)).status_code == 403
    assert firm(closed, client_of(town.stranger)).status_code == 404
    assert "更改咨询机构" not in outcome(closed, client_of(who)).text
    with closed.store.read() as c:
        assert room(c, who, closed.id).consultant == ""


@pytest.fixture
def branded(closed, town):  # noqa: F811
    """A closed room whose firm and client have logos."""
    firm(closed, consultant="远见咨询 & <b>", logo=(BytesIO(RED), "a.png"))
    closed.client.post(f"/enterprises/{town.mine.id}/logo", data={"logo": (BytesIO(BLUE), "b.png")})
    closed.logos = [picture(closed.client, path) for path in (closed.path, f"/enterprises/{town.mine.id}")]
    assert all(closed.logos)
    return closed


def minutes(meeting, suffix, **query):
    return meeting.client.get(f"{meeting.path}/minutes-1.{suffix}", query_string=query)


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "pptx"])
def test_files_of_office_hold_both_logos_as_they_are(branded, suffix):
    with ZipFile(BytesIO(minutes(branded, suffix).data)) as package:
        media = [package.read(name) for name in sorted(package.namelist()) if "/media/" in name]
        drawn = b"".join(package.read(name) for name in package.namelist() if name.endswith(".xml"))
    assert sorted(media) == sorted(branded.logos)
    assert 'descr="远见咨询 &amp; &lt;b&gt;的标志"'.encode() in drawn
    assert minutes(branded, suffix).data == minutes(branded, suffix).data, "the same input gives the same bytes"


def test_word_and_excel_name_firm_and_client(branded):
    document = docx.Document(BytesIO(minutes(branded, "docx").data))
    assert len(document.inline_shapes) == 2
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "远见咨询 & <b>" in cells
    cover = openpyxl.load_workbook(BytesIO(minutes(branded, "xlsx").data)).worksheets[0]
    assert len(cover._images) == 2
    assert {"远见咨询 & <b>", branded.room.organisation_name} <= {
        cell.value for row in cover.iter_rows() for cell in row
    }


def test_the_page_shows_the_logos_and_is_allowed_nothing_else(branded):
    shown = minutes(branded, "html", show="1")
    found = re.findall(r'src="data:image/png;base64,([^"]+)"', shown.text)
    assert [base64.b64decode(one) for one in found] == branded.logos
    policy = shown.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "img-src data:;" in policy
    firm(branded, remove="yes")
    branded.client.post(f"/enterprises/{branded.town.mine.id}/logo", data={"remove": "yes"})
    plain = minutes(branded, "html", show="1")
    assert "img-src" not in plain.headers["Content-Security-Policy"]
    assert "img-src" not in plain.text


def test_the_pdf_holds_both_logos(branded):
    answer = minutes(branded, "pdf")
    if answer.status_code != 200:
        pytest.skip("no PDF here")
    assert answer.data.count(b"/Subtype /Image") >= 2
