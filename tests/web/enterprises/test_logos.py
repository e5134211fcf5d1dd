"""The logo of an enterprise on its page: who may hand it in, what is refused, and how it is served."""

from io import BytesIO

import pytest
from PIL import Image

from maturity.store.accounts.people import add_person
from maturity.store.enterprises.organisations import add_member

from ...pictures import logo


@pytest.fixture
def path(town):
    return f"/enterprises/{town.mine.id}"


def hand_in(client, path, data=None, name="标志.png"):
    answer = client.post(f"{path}/logo", data={"logo": (BytesIO(logo() if data is None else data), name)})
    answer.request.environ["wsgi.input"].close()  # the client's own copy of a large body
    return answer


def test_a_logo_is_handed_in_shown_replaced_and_removed(member, path):
    page = member.get(path).text
    assert "上传标志" in page
    assert "logo.png" not in page
    assert hand_in(member, path).status_code == 302
    page = member.get(path).text
    assert f'<img class="logo" src="{path}/logo.png"' in page
    shown = member.get(f"{path}/logo.png")
    assert (shown.mimetype, shown.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert Image.open(BytesIO(shown.data)).size == (320, 120)
    assert hand_in(member, path, logo(200, 100)).status_code == 302
    assert Image.open(BytesIO(member.get(f"{path}/logo.png").data)).size == (200, 100)
    assert member.post(f"{path}/logo", data={"remove": "yes"}).status_code == 302
    assert member.get(f"{path}/logo.png").status_code == 404
    log = member.get(f"{path}/log").text
    assert "更换了企业的标志" in log
    assert "移除了企业的标志" in log


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "另存为 PNG"),
        (b"GIF89a" + bytes(40), "内容是 GIF"),
        (logo()[:200], "没有传完整"),
        (b"", "是空的"),
        (logo() + bytes(5 * 1024 * 1024), "超过 4 MB"),
    ],
    ids=["svg", "gif", "cut off", "empty", "heavy"],
)
def test_what_is_no_logo_is_refused_on_the_page_by_name(member, path, data, said):
    answer = hand_in(member, path, data)
    assert answer.status_code == 400
    assert said in answer.text
    assert "标志.png" in answer.text
    assert "上传标志" in answer.text, "the form is there again"
    assert member.get(f"{path}/logo.png").status_code == 404


def test_no_file_is_told(member, path):
    answer = member.post(f"{path}/logo")
    assert answer.status_code == 400
    assert "没有选择标志文件" in answer.text


def test_the_old_logo_stays_where_the_new_one_is_refused(member, path):
    hand_in(member, path)
    assert hand_in(member, path, b"GIF89a").status_code == 400
    assert member.get(f"{path}/logo.png").status_code == 200


def test_members_see_it_owners_and_editors_change_it_and_nobody_else_does_either(path, member, client_of, town):
    hand_in(member, path)
    with town_store(member).write() as c:
        assessor = add_person(c, email="judge@example.com", name="Judge", role="consultant")
        add_member(c, town.mine.id, assessor.id, "assessor")
    judge, stranger = client_of(assessor), client_of(town.stranger)
    assert judge.get(f"{path}/logo.png").status_code == 200
    assert "上传" not in judge.get(path).text.partition("logo-section")[2].partition("</section>")[0]
    assert hand_in(judge, path).status_code == 403
    assert hand_in(client_of(town.people["consultant"]), path).status_code == 302, "an editor"
    for method in (stranger.get(f"{path}/logo.png"), hand_in(stranger, path)):
        assert method.status_code == 404


def town_store(client):
    return client.application.extensions["maturity"].store
