"""Whole numbers and JSON of requests: what `int` and `get_json` take or raise on is no number and no object here."""

import pytest

from maturity.web.reading import json_number, moment, whole


@pytest.mark.parametrize(
    "text", ["", "x", "-1", "1.0", "1e3", "٣", "１", "²", "9" * 10, "9" * 19, "9" * 5000, "1_000", None, 3]
)
def test_what_is_no_number(text):
    assert whole(text) is None


def test_what_is_a_number():
    assert [whole(text) for text in ("0", " 7 ", "007", "9" * 9)] == [0, 7, 7, 999_999_999]


@pytest.mark.parametrize(("value", "number"), [(3, 3), (True, 0), (-1, 0), (10**18, 0), ("3", 0), (1.0, 0), (None, 0)])
def test_versions_in_json(value, number):
    assert json_number(value) == number


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


@pytest.mark.parametrize("version", ["9" * 19, "9" * 5000, "٣"])
def test_a_version_that_is_none_is_a_stale_one(member, town, version):
    path = f"/assessments/{town.open.id}/scope"
    assert member.post(path, data={"version": version}).status_code in (200, 409)
    sent = {"choice-skills.1a": "full", "seen-skills.1a": f"{version}-", "then": "here"}
    assert member.post(f"/assessments/{town.open.id}/skills", data=sent).status_code in (302, 409)
    facts = {"name": "x", "version": version}
    assert member.post(f"/enterprises/{town.mine.id}", data=facts).status_code == 400


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 40_000, b"[]", b"null", b"{"])
def test_json_that_is_no_object_is_a_bad_request(member, town, body):
    path = f"/assessments/{town.open.id}/answers/skills.1a"
    answer = member.put(path, data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json["problems"][0]["code"] == "400"


@pytest.mark.parametrize("year", ["٢٠٢٤", "9" * 5000, "1999", "2101"])
def test_a_path_with_another_year_is_not_found(client_of, town, year):
    assert client_of(town.people["analyst"]).get(f"/publications/{year}").status_code == 404


def test_an_action_of_a_subdomain_that_is_none_is_refused(member, town):
    answer = member.post(f"/assessments/{town.open.id}/actions", data={"words": "x", "subdomain": "1"})
    assert answer.status_code == 400
