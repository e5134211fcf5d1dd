"""The privacy notice: nothing of it is lost, and nobody submits without having agreed to the version in force."""

import pytest

from maturity.answers import Chosen
from maturity.errors import Conflict, Forbidden, NotFound, Refusal
from maturity.questionnaire import Text
from maturity.store.accounts import privacy
from maturity.store.accounts.people import add_person
from maturity.store.assessments.answers import save_answer
from maturity.store.origins import archive
from maturity.store.submissions.submissions import submit

OWN = Text("本机构的说明。\n\n第二段。", "The body's own notice.\n\nA second paragraph.")


@pytest.fixture
def administrator(store, world, small):
    with store.write() as c:
        save_answer(c, world.ours.person, world.ours.assessment.id, small, "skills.1a", Chosen("full"), "", 0)
        return add_person(c, email="admin@demo.example", name="管理员", role="administrator")


def code(store, act, *rest):
    with pytest.raises(Refusal) as caught, store.write() as c:
        act(c, *rest)
    return caught.value.problems[0].code


def test_the_text_that_ships_names_everybody_in_both_languages():
    text = privacy.shipped_notice()
    assert text.zh.count("\n\n") == text.en.count("\n\n") > 5
    for zh, en in (("分析员", "Analysts"), ("管理员", "Administrators"), ("运维", "Operators"), ("假名", "pseudonyms")):
        assert zh in text.zh
        assert en in text.en


def test_an_edit_is_a_new_version_and_the_earlier_ones_stay(store, administrator, world):
    with store.write() as c:
        assert privacy.current_notice(c) == privacy.Notice(1, privacy.shipped_notice())
        new = privacy.replace_notice(c, administrator, OWN, 1)
        assert (new.version, new.text, new.author) == (2, OWN, "管理员")
        assert privacy.replace_notice(c, administrator, OWN, 2).version == 2  # nothing changed
        assert [one.version for one in privacy.notices(c)] == [2, 1]
        assert privacy.notice(c, 1).text == privacy.shipped_notice()
        with pytest.raises(NotFound):
            privacy.notice(c, 3)
    with pytest.raises(Conflict), store.write() as c:
        privacy.replace_notice(c, administrator, Text("另", "other"), 1)
    with pytest.raises(Forbidden), store.write() as c:
        privacy.replace_notice(c, world.ours.person, OWN, 2)
    assert code(store, privacy.replace_notice, administrator, Text(" ", "x"), 2) == "privacy-text"


def test_another_text_that_ships_is_a_new_version_unless_the_body_has_its_own(store, administrator, world, monkeypatch):
    ours = world.ours
    with store.write() as c:
        privacy.record_consent(c, ours.person.id, ours.organisation.id, 1, "sign-up")
        old = privacy.current_notice(c).text
    monkeypatch.setattr(privacy, "shipped_notice", lambda: Text("下一版", "next"))
    with store.write() as c:
        assert privacy.current_notice(c).version == 2
        assert privacy.notice(c, 1).text == old
        privacy.replace_notice(c, administrator, OWN, 2)
        assert [one.text for one in privacy.notices(c)] == [OWN, Text("下一版", "next"), old]
    monkeypatch.setattr(privacy, "shipped_notice", lambda: Text("再下一版", "after next"))
    with store.read() as c:
        assert privacy.current_notice(c).text == OWN


def test_nobody_submits_without_agreeing_to_the_version_in_force(store, administrator, world, small):
    ours = world.ours
    this = (ours.person, ours.assessment.id, small)
    assert code(store, submit, *this, None) == "privacy-consent"
    with store.write() as c:
        privacy.replace_notice(c, administrator, OWN, 1)
    assert code(store, submit, *this, 1) == "privacy-changed"
    with store.read() as c:
        assert privacy.consents_of(c, ours.person, ours.organisation.id) == []
    with store.write() as c:
        submit(c, *this, 2)
        (consent,) = privacy.consents_of(c, ours.person, ours.organisation.id)
        assert (consent.version, consent.occasion, consent.name) == (2, "submit", "Ours")
        with pytest.raises(NotFound):
            privacy.consents_of(c, world.theirs.person, ours.organisation.id)
        archive.delete_organisation(c, ours.organisation.id)
