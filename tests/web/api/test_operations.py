"""What programs do over the HTTP interface: the way from an enterprise to a submitted assessment, and its mistakes."""

import io

import pytest

from maturity.answers import Chosen
from maturity.classification.credit_code import complete
from maturity.store.accounts.people import add_person
from maturity.store.enterprises.organisations import add_member
from maturity.store.jobs import queue
from maturity.web.interface import PREFIX

from ...attachments import pdf

NEW = {
    "name": "接口示例有限公司",
    "credit_code": complete("93000000TEK00077"),
    "division": "34",
    "production_type": "discrete",
    "city": "320500",
    "headcount": 350,
    "revenue_10k": "12000.5",
    "founded": 1998,
    "agreed": 1,
}


def test_from_an_enterprise_to_a_submission_with_its_arithmetic(api, small):
    assert api.get("/me").json["token"]["scopes"] == ["read", "answer", "assess", "statistics"]
    made = api.post("/enterprises", NEW)
    assert (made.status_code, made.json["role"]) == (201, "owner")
    begun = api.post("/assessments", {"enterprise": made.json["id"], "questionnaire": "small", "year": 2025})
    assert begun.status_code == 201, begun.json
    path = f"/assessments/{begun.json['id']}"
    assert begun.json["items"] == len(api.get(f"{path}/answers").json["items"])
    for answer in api.get(f"{path}/answers").json["items"]:
        saved = api.put(f"{path}/answers/{answer['item']}", {"choice": "full", "comment": "有"}, version=0)
        assert (saved.status_code, saved.headers["ETag"]) == (200, '"1"'), saved.json
    done = api.get(path).json
    assert (done["answered"], done["state"]) == (done["items"], "open")
    result = api.get(f"{path}/result", headers={"Accept-Language": "en"}).json
    assert (result["level"], result["provisional"], result["submitted"]) == (2, False, False)
    assert result["account"]["label"] == "S"
    assert result["account"]["children"][0]["note"] == "met"
    submitted = api.post(f"{path}/submission", {"agreed": api.get("/privacy-notice").json["version"]})
    assert submitted.status_code == 201
    assert api.post(f"{path}/submission", {"agreed": 1}).json == submitted.json == api.get(f"{path}/submission").json
    assert [one["level"] for one in api.get(f"{path}/rounds").json["items"]] == [2]
    following = api.post(f"{path}/rounds", {"year": 2026}).json
    assert following["carried"] == done["items"]
    assert api.post(f"/assessments/{following['id']}/confirmation").json["carried"] == 0
    frozen = api.put(f"{path}/answers/skills.1a", {"choice": "none"}, version=1)
    assert (frozen.status_code, frozen.json["code"]) == (409, "answer-frozen")


def test_a_change_based_on_an_older_version_is_refused_with_what_is_stored(api, town):
    path = f"/assessments/{town.open.id}/answers/skills.1a"
    assert api.get(path).headers["ETag"] == '"0"'
    unsaid = api.put(path, {"choice": "full"})
    assert (unsaid.status_code, unsaid.json["code"]) == (428, "interface-precondition")
    assert api.put(path, {"choice": "full"}, version=0).status_code == 200
    again = api.put(path, {"choice": "full"}, version=0)
    assert (again.status_code, again.headers["ETag"]) == (200, '"1"')  # the same once more
    stale = api.put(path, {"choice": "none"}, version=0)
    assert (stale.status_code, stale.json["code"]) == (412, "answer-stale")
    assert (stale.json["current"]["choice"], stale.json["current"]["version"]) == ("full", 1)
    assert api.put(path, {"choice": "none"}, version=1).headers["ETag"] == '"2"'
    for header in (
        {"If-Match": "*"},
        {"If-Match": '"1", "2"'},
        {"If-Match": '"x"'},
        {"If-Match": "x", "If-None-Match": "*"},
    ):
        assert api("PUT", path, {"choice": "full"}, header).status_code == 428, header


def test_facts_and_cuts_have_versions_too(api, town):
    path = f"/enterprises/{town.mine.id}"
    known = api.get(path)
    facts = {**known.json["facts"], "headcount": 351}
    assert api.put(f"{path}/facts", facts, version=1).json["version"] == 2
    stale = api.put(f"{path}/facts", {**facts, "headcount": 352}, version=1)
    assert (stale.status_code, stale.json["current"]["facts"]["headcount"]) == (412, 351)
    cuts = f"/assessments/{town.open.id}/cuts"
    assert api.put(cuts, {"cuts": {"sales": "委托集团销售"}}, version=1).json["cuts"] == {"sales": "委托集团销售"}
    assert api.put(cuts, {"cuts": {}}, version=1).json["code"] == "assessment-stale"


def test_evidence_is_added_read_and_removed(api, town):
    path = f"/assessments/{town.open.id}"
    note = api.post(f"{path}/items/skills.1a/evidence", {"kind": "note", "words": "制度"})
    link = api.post(f"{path}/items/skills.1a/evidence", {"kind": "link", "url": "https://demo.example/"})
    assert (note.status_code, link.status_code) == (201, 201)
    sent = {"file": (io.BytesIO(pdf()), "制度.pdf")}
    (file,) = api.post(f"{path}/items/skills.1a/files", data=sent).json["items"]
    assert [one["kind"] for one in api.get(f"{path}/evidence").json["items"]] == ["note", "link", "file"]
    assert api.get(f"{path}/evidence/{file['id']}/file").data == pdf()
    assert api("DELETE", f"{path}/evidence/{file['id']}").status_code == 204
    assert api.get(f"{path}/evidence/{file['id']}/file").json["code"] == "evidence-not-found"
    assert api.post(f"{path}/items/skills.1a/files").json["code"] == "evidence-file-missing"


def test_comments_of_a_discussion(api, town):
    path = f"/assessments/{town.open.id}/items/skills.1a/comments"
    assert api.post(path, {"words": "请补充"}).status_code == 201
    assert [one["words"] for one in api.get(path).json["items"]] == ["请补充"]
    assert api.post(path, {"words": " "}).json["code"] == "remark-missing"


def test_findings_are_an_assessors(api, api_of, town, sqlite_store):
    with sqlite_store.write() as c:
        who = add_person(c, email="who@demo.example", name="评审员", role="consultant")
        add_member(c, town.mine.id, who.id, "assessor")
    path = f"/assessments/{town.open.id}/findings/skills.1a"
    assessor = api_of(who)
    made = assessor.put(path, {"choice": "part", "comment": "缺记录"}, version=0)
    assert (made.status_code, made.json["by"]) == (200, "评审员")
    stale = assessor.put(path, {"choice": "none"}, version=0)
    assert (stale.status_code, stale.json["current"]["choice"]) == (412, "part")
    assert api.put(path, {"choice": "full"}, version=1).json["code"] == "membership-not-allowed"
    assert [one["comment"] for one in api.get(f"/assessments/{town.open.id}/findings").json["items"]] == ["缺记录"]


def test_the_roadmap_names_the_fewest_items(api, town, answered, small):
    answered({item.id: Chosen("none") for item in small.items_of("discrete")})
    found = api.get(f"/assessments/{town.open.id}/roadmap").json
    assert (found["target"], found["reachable"], found["reached"]) == (1, True, False)
    assert {step["before"] for step in found["steps"]} == {"none"}
    wrong = api.get(f"/assessments/{town.open.id}/roadmap?level=9")
    assert (wrong.status_code, wrong.json["code"]) == (400, "roadmap-level")


def test_a_questionnaire_without_levels_has_points_and_an_account(api, filled, town):
    aid = filled().rpartition("/")[2]
    found = api.get(f"/assessments/{aid}/result").json
    assert (found["level"], found["levels"]) == (None, [])
    assert found["points"]["low"] <= found["points"]["high"] <= found["maximum"]
    assert found["eligible"] is None
    assert {"clean-production.better", "low-carbon.better"} <= {*found["unscored"]}  # no reference values are loaded
    assert api.get(f"/assessments/{aid}/roadmap").json["target"] > 0
    number = api.get(f"/assessments/{aid}/answers/land-area").json
    assert set(number["entered"]) == {"number"}
    changed = api.put(f"/assessments/{aid}/answers/land-area", {"entered": {"number": "9"}}, version=number["version"])
    assert changed.json["entered"] == {"number": "9"}
    wrong = api.put(f"/assessments/{aid}/answers/land-area", {"entered": {"number": "x"}}, version=2)
    assert (wrong.status_code, wrong.json["problems"][0]["field"]) == (400, "land-area")


def test_questionnaires_with_their_items(api):
    listed = api.get("/questionnaires").json["items"]
    assert "small" in [one["id"] for one in listed]
    found = api.get("/questionnaires/small").json
    assert found["items"] == len(found["questions"])
    assert found["questions"][0]["asks"] == "choice"
    green = api.get("/questionnaires/green-factory-2016").json
    assert {one["asks"].partition(" ")[0] for one in green["questions"]} > {"choice", "number", "table"}
    for path in ("/questionnaires/unknown", "/questionnaires/small?version=9", "/questionnaires/..%2Fsmall"):
        assert api.get(path).status_code == 404, path


def test_lists_come_in_parts(api, town):
    path, seen, cursor = f"/assessments/{town.open.id}/answers", [], ""
    while cursor is not None:
        found = api.get(f"{path}?limit=5&cursor={cursor}").json
        seen += [one["item"] for one in found["items"]]
        cursor = found["next"]
    assert seen == [one["item"] for one in api.get(path).json["items"]]
    assert len(seen) > 5
    wrong = api.get(f"{path}?cursor=nothing")
    assert (wrong.status_code, wrong.json["code"]) == (400, "interface-cursor")


MISTAKES = [
    ({"year": 2025}, ("interface-missing-field", "enterprise")),
    ({"enterprise": "x", "questionnaire": "small", "year": "2025"}, ("interface-field", "year")),
    ({"enterprise": "x", "questionnaire": "small", "year": 1999}, ("interface-field", "year")),
    ({"enterprise": "x", "questionnaire": "small", "year": 2025, "more": 1}, ("interface-unknown-field", "more")),
    ({"enterprise": "a\x00", "questionnaire": "small", "year": 2025}, ("interface-field", "enterprise")),
]


@pytest.mark.parametrize(("sent", "told"), MISTAKES)
def test_mistakes_of_a_body_are_told_field_by_field(api, sent, told):
    answer = api.post("/assessments", sent)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert told in [(one["code"], one["field"]) for one in answer.json["problems"]]
    assert all(one["remedy"] for one in answer.json["problems"])


def test_problems_are_told_in_the_language_that_is_accepted(api):
    for language, words in (("en-GB,en;q=0.9", "is missing"), ("zh-CN", "缺少字段"), ("fr", "缺少字段")):
        answer = api.post("/assessments", {}, headers={"Accept-Language": language})
        assert words in answer.json["detail"], language
    kind = api.get(answer.json["type"].removeprefix(PREFIX)).json
    assert (kind["code"], "{field}" in kind["detail"]["zh"]) == ("interface-missing-field", True)
    assert api.get("/problems/unknown").status_code == 404


def test_what_is_no_json_object_is_refused(api):
    for data, media in ((b"[1]", "application/json"), (b"{", "application/json"), (b"a=1", "text/plain")):
        answer = api.post("/assessments", data=data, content_type=media)
        assert (answer.status_code, answer.mimetype) == (400, "application/problem+json"), data
    twice = api.get("/assessments?limit=1&limit=2")
    assert twice.json["code"] == "interface-repeated"


def test_addresses_and_methods_that_are_not_there_are_problems_too(api):
    missing, wrong = api.get("/nothing"), api("DELETE", "/me")
    assert (missing.status_code, missing.json["type"]) == (404, "about:blank")
    assert (wrong.status_code, "GET" in wrong.headers["Allow"]) == (405, True)
    assert wrong.mimetype == "application/problem+json"


def test_jobs_of_the_person(api_of, town, sqlite_store):
    analyst, other = api_of(town.people["analyst"]), api_of(town.people["administrator"])
    about = {"questionnaire": "small", "year": "2024", "preparation": "0" * 32, "words": ""}
    with sqlite_store.write() as c:
        id = queue.start(c, town.people["analyst"].id, "approve-release", about)
    (job,) = analyst.get("/jobs").json["items"]
    assert (job["id"], job["state"], job["files"]) == (id, "waiting", [])
    assert analyst.get(f"/jobs/{id}").json == job
    assert other.get(f"/jobs/{id}").json["code"] == "interface-job-unknown"
    assert analyst.get(f"/jobs/{id}/files/x").json["code"] == "interface-file-unknown"
