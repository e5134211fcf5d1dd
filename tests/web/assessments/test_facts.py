"""A questionnaire asks for the facts that it needs where an assessment of it begins, and for no others."""

import re

import pytest

from maturity.answers import Chosen
from maturity.classification.credit_code import complete
from maturity.questionnaire.facts import FACTS, UNSAID
from maturity.store.assessments.answers import save_answer
from maturity.store.assessments.assessments import start_assessment
from maturity.store.enterprises import organisations
from maturity.store.enterprises.facts import Facts
from maturity.store.submissions.submissions import submit
from maturity.web import create_app

from ... import letters
from ...conftest import FOREIGN_FILES, foreign_questionnaire
from ..conftest import FORM

HARBOUR = foreign_questionnaire("harbour")
BARE = Facts("甲机械厂", complete("93000000TFA00001"))
NOTHING = re.compile(
    r"\bNone\b(?! \(trial\))"
)  # what no page says of a fact; the questionnaire's standard is "None (trial)"
NEW = "/assessments/new?questionnaire="


@pytest.fixture
def app(config):
    return create_app({**config, "QUESTIONNAIRES": FOREIGN_FILES})


@pytest.fixture
def bare(sqlite_store, town):
    """An enterprise of the consultant of which nothing but name and code are known."""
    with sqlite_store.write() as c:
        return organisations.sign_up(c, BARE, town.people["consultant"].id)


@pytest.fixture
def consultant(client_of, town):
    return client_of(town.people["consultant"])


def fields(page):
    return {fact for fact in FACTS if f'name="{fact}"' in page.text}


def test_signing_up_takes_a_name_and_a_code(app, sqlite_store):
    client = app.test_client()
    page = client.get("/sign-up")
    assert fields(page) == {*FACTS}, "they may be given"
    assert "<details >" in page.text, "and are not in the way"
    form = {name: words for name, words in FORM.items() if name not in FACTS} | {"credit_code": BARE.credit_code}
    assert letters.sign_up(client, form, "seven quiet lathes").status_code == 302
    assert fields(client.get(NEW + "harbour")) == set()
    assert fields(client.get(NEW + "orchard")) == {"division", "city"}
    assert fields(client.get(NEW + "small")) == {*UNSAID}


def test_an_enterprise_is_asked_for_what_a_questionnaire_needs_and_only_once(consultant, bare):
    form = {"organisation": bare.id, "year": "2025"}
    assert fields(consultant.get(f"{NEW}harbour&enterprise={bare.id}")) == set()
    assert consultant.post(NEW + "harbour", data=form).status_code == 302
    needed = {fact: FORM[fact] for fact in UNSAID}
    refused = consultant.post(
        NEW + "small", data=form | needed | {"production_type": "", "headcount": "many", "year": ""}
    )
    assert refused.status_code == 400
    assert len(re.findall('class="mistake"', refused.text)) == 3, "all at once, the year too"
    for words in ("many", FORM["city"], FORM["revenue_10k"], FORM["founded"]):
        assert f'value="{words}"' in refused.text, "what was typed is kept"
    assert re.search(r'<option value="34"[^>]* selected', refused.text)
    assert re.search(r'checked[^>]*value="discrete"', refused.text), "the usual type of the division is suggested"
    assert consultant.post(NEW + "small", data=form | needed).status_code == 302
    assert fields(consultant.get(f"{NEW}orchard&enterprise={bare.id}")) == set()
    page = consultant.get(f"/enterprises/{bare.id}").text
    assert f'value="{FORM["city"]}"' in page


def test_what_is_known_is_not_overwritten_by_what_a_form_sends(consultant, bare, sqlite_store, town):
    sent = {"division": "39", "city": "北京市", "production_type": "process"}
    assert (
        consultant.post(NEW + "orchard", data={"organisation": town.mine.id, "year": "2025"} | sent).status_code == 302
    )
    with sqlite_store.read() as c:
        found = organisations.organisation(c, town.people["consultant"], town.mine.id)
    assert found.facts == town.mine.facts
    assert found.version == 1


def test_facts_that_leave_several_profiles_open_have_one_chosen(consultant, bare):
    form = {"organisation": bare.id, "year": "2025", "division": "13", "city": "苏州市"}
    assert 'name="profile"' not in consultant.get(f"{NEW}orchard&enterprise={bare.id}").text, (
        "not before the facts are known"
    )
    refused = consultant.post(NEW + "orchard", data=form)
    assert refused.status_code == 400
    assert "权重方案不止一种" in refused.text
    assert refused.text.count('name="profile"') == 2
    assert 'value="苏州市"' in refused.text
    assert consultant.post(NEW + "orchard", data=form | {"profile": "shady"}).status_code == 302


def test_a_page_says_which_questionnaire_a_fact_decides_for(consultant, bare):
    page = consultant.get(f"/enterprises/{bare.id}").text
    assert "小问卷按它决定适用哪些条目和权重" in page
    assert "果园试验问卷按它决定适用哪些条目和权重" in page
    assert page.count("按它决定") == 2
    assert "码头试验问卷" not in page
    begun = consultant.get(f"{NEW}orchard&enterprise={bare.id}").text
    assert begun.count("按它决定") == 1


def test_facts_can_be_taken_back(consultant, bare, sqlite_store, town):
    address, form = f"/enterprises/{bare.id}", {"name": BARE.name, "credit_code": BARE.credit_code}
    assert (
        consultant.post(
            address, data=form | {"version": "1", "city": "苏州市", "production_type": "process"}
        ).status_code
        == 302
    )
    assert consultant.post(address, data=form | {"version": "2", "city": "", "production_type": ""}).status_code == 302
    with sqlite_store.read() as c:
        assert organisations.organisation(c, town.people["consultant"], bare.id).facts == BARE


def test_before_submission_what_lacks_is_named_with_the_way_to_it(member, town, sqlite_store, small, answered):
    answered({"skills.1a": Chosen("full")})
    with sqlite_store.write() as c:
        lean = Facts(town.mine.facts.name, town.mine.facts.credit_code, division="34", city="320500")
        organisations.update_facts(c, town.people["enterprise"], town.mine.id, lean, 1)
    page = member.get(f"/assessments/{town.open.id}/review").text
    assert "还要知道企业的这些情况：生产类型、从业人员（人）、上年营业收入（万元）、成立年份" in page
    assert f'href="/enterprises/{town.mine.id}">去填写' in page
    assert 'id="submit-assessment"' not in page
    assert "企业信息还没有填全" in member.post(f"/assessments/{town.open.id}/submit", data={"agreed": "1"}).text


@pytest.fixture
def submitted(sqlite_store, town, bare):
    """A round of 2024 of the enterprise that states nothing."""
    with sqlite_store.write() as c:
        who = town.people["consultant"]
        begun = start_assessment(c, who, bare.id, HARBOUR, "default", 2024)
        for item in HARBOUR.items:
            save_answer(c, who, begun.id, HARBOUR, item.id, Chosen("always"), "", 0)
        submit(c, who, begun.id, HARBOUR, 1)
        return begun


def test_a_new_round_on_a_version_that_needs_more_asks_too(client_of, submitted, town, config, tmp_path):
    text = (FOREIGN_FILES / "harbour.yaml").read_text(encoding="utf-8")
    later = text.replace('version: "1"', 'version: "2"').replace("facts: []", "facts: [city]")
    (tmp_path / "harbour.yaml").write_text(later, encoding="utf-8")
    client = create_app({**config, "QUESTIONNAIRES": tmp_path}).test_client()
    with client.session_transaction() as session:
        person = town.people["consultant"]
        session.update({"_user_id": f"{person.id}.{person.stamp}", "_fresh": True})
    address = f"/assessments/{submitted.id}/next"
    assert fields(client.get(address)) == {"city"}
    refused = client.post(address, data={"year": "2025"})
    assert refused.status_code == 400
    assert 'id="city-mistake' in refused.text
    assert client.post(address, data={"year": "2025", "city": "苏州市"}).status_code == 302


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_of_an_enterprise_that_states_nothing(consultant, submitted, bare, language):
    for path in ("", "/result", "/peers", "/report", "/review", "/workbook"):
        page = consultant.get(f"/assessments/{submitted.id}{path}?lang={language}")
        assert page.status_code == 200, path
        assert not NOTHING.search(page.text), path
    told = consultant.get(f"/assessments/{submitted.id}/peers?lang=zh").text
    assert "任何一组都至少要有 10 家" in told
    assert "同行业同类型" not in told, "nobody states an industry or a type"
    page = consultant.get(f"/enterprises/{bare.id}?lang={language}").text
    assert not NOTHING.search(page.partition("<footer")[0])
    report = consultant.get(f"/assessments/{submitted.id}/report.html?language={language}&show=1").text
    assert not NOTHING.search(report)
    assert "<dd></dd>" not in report


def test_a_conflict_shows_what_the_other_stated(consultant, bare):
    address, form = f"/enterprises/{bare.id}", {"name": BARE.name, "credit_code": BARE.credit_code, "version": "1"}
    assert consultant.post(address, data=form | {"city": "苏州市"}).status_code == 302
    page = consultant.post(address, data=form | {"founded": "1998"})
    assert page.status_code == 409
    (theirs,) = re.findall(r'<div class="notice wrong">.*?</div>', page.text, re.DOTALL)
    assert "江苏省 苏州市" in theirs
    assert "成立年份" not in theirs
    assert "None" not in theirs
