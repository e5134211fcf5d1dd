"""Whole numbers and JSON of requests: what `int` and `get_json` take or raise on is no number and no object here."""

import pytest

from maturity.classification.credit_code import complete
from maturity.errors import Refusal
from maturity.store.accounts import people, privacy
from maturity.store.assessments.answers import saved_answers
from maturity.store.assessments.assessments import assessment
from maturity.store.enterprises import organisations
from maturity.store.planning import targets
from maturity.web.requests.reading import json_version, moment, whole

from ..conftest import FORM
from ..publications.test_microdata import ASKED


@pytest.mark.parametrize(
    "text", ["", "x", "-1", "1.0", "1e3", "٣", "１", "²", "9" * 10, "9" * 19, "9" * 5000, "1_000", None, 3]
)
def test_what_is_no_number(text):
    assert whole(text) is None


def test_what_is_a_number():
    assert [whole(text) for text in ("0", " 7 ", "007", "9" * 9)] == [0, 7, 7, 999_999_999]


@pytest.mark.parametrize("value", [0, 3, 10**9 - 1])
def test_a_version_in_json(value):
    assert json_version(value) == value


@pytest.mark.parametrize("value", [True, -1, 10**18, "3", 1.0, None, [], {}])
def test_what_is_no_version_in_json(value):
    with pytest.raises(Refusal) as caught:
        json_version(value)
    assert [problem.code for problem in caught.value.problems] == ["version-unreadable"]


@pytest.mark.parametrize(
    "text",
    ["", "x", "2026-01-01", "2026-01-01T00:00:00", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "\ud800"],
)
def test_what_is_no_moment(member, town, text):
    assert moment(text) is None
    sent = {"until": text.encode("utf-8", "surrogatepass")}
    assert member.post(f"/assessments/{town.open.id}/seen", data=sent).status_code == 400


def test_a_moment_is_told_in_utc():
    assert str(moment("2026-01-01T08:00:00+08:00")) == "2026-01-01 00:00:00+00:00"


NONE = ["9" * 19, "9" * 5000, "٣", "", "x", None]
RIGHT = FORM | {"name": "改名公司", "credit_code": complete("93000000TXT00077")}
UNREADABLE = "缺少页面自带的版本信息"


def without(fields):
    """The fields of a form; one that is None is not sent at all."""
    return {name: text for name, text in fields.items() if text is not None}


@pytest.mark.parametrize("version", NONE)
def test_answers_without_a_readable_version_stay_on_the_page(member, town, sqlite_store, version):
    path = f"/assessments/{town.open.id}/skills"
    seen = None if version is None else f"{version}-"
    sent = without(
        {"choice-skills.1a": "full", "comment-skills.1a": "三台设备", "seen-skills.1a": seen, "then": "here"}
    )
    answer = member.post(path, data=sent)
    assert answer.status_code == 400
    assert UNREADABLE in answer.text
    assert "三台设备" in answer.text
    with sqlite_store.read() as c:
        assert not saved_answers(c, assessment(c, town.people["enterprise"], town.open.id))
    assert 'name="seen-skills.1a" value="0-"' in answer.text  # and can be saved from there


@pytest.mark.parametrize("version", ["3", -1, True, 1.5, 10**18, None])
def test_an_answer_by_script_needs_a_readable_version(member, town, sqlite_store, version):
    path = f"/assessments/{town.open.id}/answers/skills.1a"
    answer = member.put(path, json=without({"choice": "full", "version": version}))
    assert (answer.status_code, answer.json["problems"][0]["code"]) == (400, "version-unreadable")
    with sqlite_store.read() as c:
        assert not saved_answers(c, assessment(c, town.people["enterprise"], town.open.id))


@pytest.mark.parametrize("version", NONE)
def test_findings_without_a_readable_version_stay_on_the_page(client_of, town, sqlite_store, version):
    with sqlite_store.write() as c:
        who = people.add_person(c, email="assessor@example.com", name="赵评审", role="consultant")
        organisations.add_member(c, town.mine.id, who.id, "assessor")
    assessor, path = client_of(who), f"/assessments/{town.open.id}/assess/skills"
    seen = None if version is None else f"{version}-"
    sent = without({"choice-skills.1a": "part", "words-skills.1a": "缺少记录", "seen-skills.1a": seen})
    answer = assessor.post(path, data=sent)
    assert answer.status_code == 400
    assert UNREADABLE in answer.text
    assert "缺少记录" in answer.text


@pytest.mark.parametrize("version", NONE)
def test_facts_without_a_readable_version_stay_on_the_page(member, town, sqlite_store, version):
    answer = member.post(f"/enterprises/{town.mine.id}", data=without({**RIGHT, "version": version}))
    assert answer.status_code == 400
    assert UNREADABLE in answer.text
    assert "改名公司" in answer.text
    with sqlite_store.read() as c:
        firm = organisations.organisation(c, town.people["enterprise"], town.mine.id)
    assert firm.facts.name == town.mine.facts.name


@pytest.mark.parametrize("version", NONE)
def test_estimates_and_targets_without_a_readable_version_stay_on_the_page(member, town, sqlite_store, version):
    for page, key, first in (("estimates", "skills.1a", "2"), ("targets", "skills", "1")):
        sent = {"key": key, f"first-{key}": first, f"second-{key}": "3" if page == "estimates" else "2030-01-01"}
        answer = member.post(f"/assessments/{town.open.id}/{page}", data=without({**sent, f"version-{key}": version}))
        assert answer.status_code == 400
        assert UNREADABLE in answer.text
        assert f'value="{sent[f"second-{key}"]}"' in answer.text
    with sqlite_store.read() as c:
        found = assessment(c, town.people["enterprise"], town.open.id)
        assert not targets.estimates_of(c, found)
        assert not targets.targets_of(c, found)


@pytest.mark.parametrize("version", NONE)
def test_a_scope_without_a_readable_version_is_not_set(member, town, small, version):
    domain = sorted(small.profile("discrete").tailorable)[0]
    fields = {"cut": domain, f"reason-{domain}": "外包", "confirmed": f"cuts,{domain}", "version": version}
    sent = without(fields)
    answer = member.post(f"/assessments/{town.open.id}/scope", data=sent)
    assert answer.status_code == 400
    assert UNREADABLE in answer.text
    assert "外包" in answer.text


@pytest.mark.parametrize("version", NONE)
def test_a_privacy_notice_without_a_readable_version_stays_on_the_page(client_of, town, sqlite_store, version):
    client = client_of(town.people["administrator"])
    answer = client.post("/privacy/edit", data=without({"zh": "新的说明", "en": "New words", "version": version}))
    assert answer.status_code == 400
    assert UNREADABLE in answer.text
    assert "新的说明" in answer.text
    with sqlite_store.read() as c:
        assert privacy.current_notice(c).version == 1


@pytest.mark.parametrize("typed", ["二〇二六", "٢٠٢٦", "20 26", "9" * 5000])
def test_a_year_that_is_no_number_is_told_as_it_was_typed(member, client_of, town, typed):
    for client, path, more in (
        (member, "/assessments/new", {"organisation": town.mine.id}),
        (
            client_of(town.people["analyst"]),
            "/calendar",
            {"plan": "small/standard", "status": "final", "day": "2030-01-01"},
        ),
        (client_of(town.people["analyst"]), "/detail", {**ASKED, "reason": "x"}),
    ):
        answer = client.post(path, data={**more, "year": typed}, follow_redirects=True)
        assert f"收到的是“{typed[:40]}”" in answer.text, path


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 40_000, b"[]", b"null", b"{"])
def test_json_that_is_no_object_is_a_bad_request(member, town, body):
    path = f"/assessments/{town.open.id}/answers/skills.1a"
    answer = member.put(path, data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json["problems"][0]["code"] == ("400" if body in (b"[]", b"null") else "intake-json")


@pytest.mark.parametrize("year", ["٢٠٢٤", "9" * 5000, "1999", "2101"])
def test_a_path_with_another_year_is_not_found(client_of, town, year):
    assert client_of(town.people["analyst"]).get(f"/publications/{year}").status_code == 404


def test_an_action_of_a_area_that_is_none_is_refused(member, town):
    answer = member.post(f"/assessments/{town.open.id}/actions", data={"words": "x", "area": "1"})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "body", ['{"version": 0, "comment": 1e999}', '{"version": NaN}', '{"version": 0, "version": 1}']
)
def test_what_json_of_a_page_does_not_hold(member, town, body):
    path = f"/assessments/{town.open.id}/answers/skills.1a"
    answer = member.put(path, data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json["problems"][0]["code"] in ("intake-json-number", "intake-key-repeated")
    assert member.put(path, data=body, content_type="text/plain").status_code == 415


def test_a_part_of_a_form_without_a_name_is_no_failure(member, town):
    body = b"--x\r\nContent-Disposition: form-data\r\n\r\nwords\r\n--x--\r\n"
    answer = member.post(
        f"/assessments/{town.open.id}/items/skills.1a/note", data=body, content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 400
