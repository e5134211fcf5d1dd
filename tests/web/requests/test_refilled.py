"""A form that is refused comes back as it was sent, with the reason; nothing typed is lost on the way."""

import re
from datetime import date

from maturity.answers import Chosen
from maturity.store.publications.calendar import plan_release
from maturity.web import create_app

REASON = "年度报告，供“省厅” <参考>"
KEPT = "年度报告，供“省厅” &lt;参考&gt;"


def control(page, name):
    """The start tag of the control with this name."""
    return next(tag for tag in re.findall(r"<(?:input|select|textarea)[^>]*>", page) if f'name="{name}"' in tag)


def test_a_refused_export_keeps_the_reason_and_every_choice(analyst):
    form = {"year": "", "what": "scores", "suffix": ".csv", "reason": REASON}
    answer = analyst.post("/detail", data=form)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert KEPT in answer.text
    assert re.search(r'<option value="scores" selected', answer.text)
    assert re.search(r'<option value="\.csv" selected', answer.text)


def test_a_reason_that_is_too_long_comes_back_whole(analyst):
    reason = "因" * 3000
    answer = analyst.post("/detail", data={"year": "2024", "what": "all", "suffix": ".csv", "reason": reason})
    assert answer.status_code == 400
    assert reason in control(answer.text, "reason")


def test_steps_that_cannot_become_actions_keep_ticks_owner_and_day(member, answered, small, town):
    answered({item.id: Chosen("part" if item.level == 1 else "none") for item in small.items})
    path = f"/assessments/{town.open.id}/roadmap"
    items = re.findall(r'name="item" value="([^"]+)"', member.get(path).text)
    assert len(items) > 1
    form = {"item": items[1], f"to-{items[1]}": "full", "owner": "生产部 王敏", "due": "下周一"}
    answer = member.post(path, data=form)
    assert answer.status_code == 400
    assert "下周一" in control(answer.text, "due")
    assert "生产部 王敏" in control(answer.text, "owner")
    ticked = re.findall(r'<input type="checkbox" name="item" value="([^"]+)"[^>]*checked', answer.text)
    assert ticked == [items[1]]


def test_an_invitation_with_a_wrong_address_keeps_it(config, town):
    client = create_app({**config, "MAIL_URL": "smtp://127.0.0.1:9"}).test_client()
    who = town.people["enterprise"]
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = f"{who.id}.{who.stamp}", True
    form = {"role": "viewer", "email": "wang@"}
    answer = client.post(f"/enterprises/{town.mine.id}/invitations", data=form)
    assert answer.status_code == 400
    assert 'value="wang@"' in control(answer.text, "email")
    assert re.search(r'name="role" value="viewer" checked', answer.text)


def test_a_planned_release_keeps_the_day_typed_in_its_own_field(analyst, sqlite_store, town):
    with sqlite_store.write() as c:
        id = plan_release(c, town.people["analyst"], ("small", "standard", 2024, "final"), date(2030, 5, 1))
    answer = analyst.post(f"/calendar/{id}", data={"day": "五月一日", "version": 1})
    assert answer.status_code == 400
    assert 'value="五月一日"' in re.search(r'<input id="day-1"[^>]*>', answer.text)[0]
    assert "五月一日" not in re.search(r'<input id="day"[^>]*>', answer.text)[0]
    answer = analyst.post("/calendar", data={"plan": "small/standard", "year": "2025", "status": "final", "day": "x"})
    assert 'value="2025"' in control(answer.text, "year")


def test_the_words_of_a_form_without_a_page_stand_with_the_reason(analyst):
    answer = analyst.post("/releases/unknown/close", data={"words": REASON, "password": "a secret word"})
    assert answer.status_code == 404
    assert KEPT in answer.text
    assert "a secret word" not in answer.text
