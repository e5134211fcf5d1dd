"""Starting an assessment: the weight profile follows from the facts, or is chosen where several fit."""

from dataclasses import replace

import pytest

from maturity.web import create_app

HERE = "/assessments/new?questionnaire=small"


@pytest.fixture
def app(config, small):
    """The application with a questionnaire whose profiles are both meant for all."""
    profiles = {id: replace(profile, meant_for={}) for id, profile in small.profiles.items()}
    return create_app({**config, "QUESTIONNAIRE": replace(small, profiles=profiles)})


def test_of_several_profiles_one_is_chosen(client_of, town):
    member = client_of(town.people["enterprise"])
    page = member.get(HERE).text
    assert page.count('name="profile"') == 2
    form = {"organisation": town.mine.id, "year": "2025"}
    refused = member.post(HERE, data=form)
    assert refused.status_code == 400
    assert "权重方案不止一种" in refused.text
    assert 'value="2025"' in refused.text
    begun = member.post(HERE, data={**form, "profile": "process"})
    assert begun.status_code == 302
    assert "流程型" in member.get(begun.location).text


def test_where_one_fits_nobody_is_asked(config, small, town):
    client = create_app({**config, "QUESTIONNAIRE": small}).test_client()
    with client.session_transaction() as session:
        person = town.people["enterprise"]
        session.update({"_user_id": f"{person.id}.{person.stamp}", "_fresh": True})
    assert 'name="profile"' not in client.get(HERE).text
