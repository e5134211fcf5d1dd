"""A text over its limit is refused beside its field and kept whole; no field cuts off what is pasted."""

from importlib.resources import files
from re import findall

import pytest

from maturity.store.enterprises.organisations import add_member, remove_member

LIMIT = 5000
LINES = "行\r\n" * (LIMIT // 2)  # a browser sends two characters for each line break; one counts


def test_no_text_is_cut_off_by_its_field():
    pages = [page.read_text(encoding="utf-8") for page in files("maturity.templates").rglob("*.html")]
    fields = [field for page in pages for field in findall(r"<textarea[^>]*", page)]
    assert len(fields) >= 5
    assert [field for field in fields if "data-limit" not in field] == []
    cut = [field for page in pages for field in findall(r"<[^>]*maxlength[^>]*|{{ [^}]*maxlength[^}]*", page)]
    assert [field for field in cut if 'type="search"' not in field] == [], "words to search by are kept nowhere"


def test_a_reason_for_a_cut_that_is_too_long_is_refused_and_kept(member, town, small):
    domain = sorted(small.profile("discrete").tailorable)[0]
    path, name = f"/assessments/{town.open.id}/scope", f"reason-{domain}"
    for confirmed in ("", f"cuts,{domain}"):
        sent = {"cut": domain, name: "长" * 1001, "confirmed": confirmed, "version": "1"}
        answer = member.post(path, data=sent)
        assert answer.status_code == 400
        assert "长" * 1001 in answer.text
        assert "1001 个字符" in answer.text
    assert 'data-limit="1000"' in answer.text
    assert member.post(path, data={"cut": domain, name: "长" * 1000}).status_code == 200


@pytest.mark.parametrize(
    ("way", "field"),
    [("items/skills.1a/note", "words"), ("items/skills.1a/remark", "remark"), ("actions", "words")],
)
def test_what_is_too_long_is_refused_and_kept(member, town, way, field):
    base = f"/assessments/{town.open.id}"
    answer = member.post(f"{base}/{way}", data={field: "长" * (LIMIT + 1), "state": "open"})
    assert answer.status_code == 400
    assert "长" * (LIMIT + 1) in answer.text
    assert "5000" in answer.text.replace("5,000", "5000")
    assert member.post(f"{base}/{way}", data={field: LINES, "state": "open"}).status_code == 302


def test_a_finding_that_is_too_long_is_refused_and_kept(client_of, town, sqlite_store):
    assessor = town.people["consultant"]
    with sqlite_store.write() as c:
        remove_member(c, town.mine.id, assessor.id)
        add_member(c, town.mine.id, assessor.id, "assessor")
    client, path = client_of(assessor), f"/assessments/{town.open.id}/assess/skills"
    answer = client.post(path, data={"words-skills.1a": "长" * (LIMIT + 1), "choice-skills.1a": "full"})
    assert answer.status_code == 400
    assert "长" * (LIMIT + 1) in answer.text
