"""Rounds: a new one begins with the answers of the last, and each is marked until somebody confirms it."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from maturity.answers import Chosen, NotApplicable
from maturity.errors import Conflict, Forbidden, NotFound, Refusal
from maturity.questionnaire.crosswalk_files import with_crosswalk
from maturity.store.accounts.people import add_person
from maturity.store.assessments import answers, assessments, findings, rounds, visits
from maturity.store.assessments.history import answer_versions
from maturity.store.enterprises.organisations import add_member
from maturity.store.submissions import submissions
from maturity.text.yamltext import parse

GIVEN = {"skills.1a": Chosen("full"), "skills.1b": NotApplicable("没有新员工"), "shape.1a": Chosen("part")}


@pytest.fixture
def last(store, world, small):
    """A submitted round of 2024 with three answers and a comment; `begin(person, year)`."""
    with store.write() as c:
        aid = world.ours.assessment.id
        assessments.tailor(c, world.ours.person, aid, small, {"sales": "集团统一销售"}, 1)
        for item, answer in GIVEN.items():
            answers.save_answer(c, world.ours.person, aid, small, item, answer, f"备注 {item}", 0)
        submissions.submit(c, world.ours.person, aid, small, 1)

    def begin(person=world.ours.person, year=2025, questionnaire=small):
        with store.write() as c:
            return rounds.begin_round(c, person, aid, questionnaire, year)

    def held(found):
        with store.read() as c:
            return answers.saved_answers(c, found)

    return SimpleNamespace(id=aid, person=world.ours.person, begin=begin, held=held, world=world)


def test_answers_comments_and_tailoring_come_over(last):
    new = last.begin()
    assert (new.year, new.state, new.previous_id, dict(new.cuts)) == (2025, "open", last.id, {"sales": "集团统一销售"})
    held = last.held(new)
    assert {item: one.answer for item, one in held.items()} == GIVEN
    assert all(one.carried and one.comment == f"备注 {item}" and one.version == 1 for item, one in held.items())


def test_a_double_click_begins_one_round(last):
    assert last.begin().id == last.begin().id


def test_the_history_of_the_new_round_begins_with_what_was_carried(last, store):
    new = last.begin()
    with store.read() as c:
        assert [one.answer for one in answer_versions(c, new, "skills.1a")] == [Chosen("full")]


def test_saving_an_answer_as_it_stands_confirms_it(last, store, small):
    new = last.begin()
    with store.write() as c:
        answers.save_answer(c, last.person, new.id, small, "skills.1a", Chosen("full"), "备注 skills.1a", 1)
    held = last.held(new)
    assert {item for item, one in held.items() if one.carried} == {"skills.1b", "shape.1a"}
    assert (held["skills.1a"].answer, held["skills.1a"].version) == (Chosen("full"), 2)


def test_what_a_round_began_with_is_no_news(last, store, small):
    new = last.begin()
    with store.write() as c:
        colleague = add_person(c, email="colleague@example.com", name="colleague", role="enterprise")
        add_member(c, new.organisation_id, colleague.id, "editor")
        answers.save_answer(c, last.person, new.id, small, "skills.1a", Chosen("full"), "备注 skills.1a", 1)
        answers.save_answer(c, last.person, new.id, small, "shape.1a", Chosen("full"), "", 1)
        found = assessments.assessment(c, colleague, new.id)
        assert [change.item for change in visits.news(c, colleague, found).changes] == ["shape.1a"]


def test_changing_an_answer_confirms_it(last, store, small):
    new = last.begin()
    with store.write() as c:
        answers.save_answer(c, last.person, new.id, small, "skills.1a", Chosen("most"), "", 1)
    assert not last.held(new)["skills.1a"].carried


def test_an_open_round_is_not_followed(last, store, small):
    new = last.begin()
    with store.write() as c, pytest.raises(Refusal) as caught:
        rounds.begin_round(c, last.person, new.id, small, 2026)
    assert caught.value.problems[0].code == "round-not-submitted"


def test_a_round_does_not_begin_before_the_last(last):
    with pytest.raises(Refusal) as caught:
        last.begin(year=2023)
    assert caught.value.problems[0].code == "round-year"


def test_another_open_assessment_of_the_year_is_not_touched(last, store, small):
    with store.write() as c:
        there = assessments.start_assessment(c, last.person, last.world.ours.organisation.id, small, "discrete", 2025)
    with pytest.raises(Conflict) as caught:
        last.begin()
    assert caught.value.current.id == there.id
    assert last.held(there) == {}


@pytest.mark.parametrize("role", ["viewer", "assessor"])
def test_those_who_do_not_write_begin_nothing(last, store, role):
    with store.write() as c:
        who = add_person(c, email="other@example.com", name="other", role="consultant")
        add_member(c, last.world.ours.organisation.id, who.id, role)
    with pytest.raises(Forbidden):
        last.begin(who)


def test_outsiders_find_nothing(last):
    with pytest.raises(NotFound):
        last.begin(last.world.theirs.person)


def test_a_later_version_takes_what_it_still_asks(last, small):
    def without(group):
        items = tuple(item for item in group.items if item.id != "skills.1a")
        return replace(group, groups=tuple(map(without, group.groups)), items=items)

    later = replace(small, version="2", groups=tuple(map(without, small.groups)))
    new = last.begin(questionnaire=later)
    assert new.questionnaire_version == "2"
    assert set(last.held(new)) == set(GIVEN) - {"skills.1a"}


def test_rounds_are_listed_for_members_alone(last, store):
    with store.read() as c:
        found = assessments.assessment(c, last.person, last.id)
        assert [(one.year, one.assessment_id) for one in rounds.rounds_of(c, last.person, found)] == [(2024, last.id)]
        assert rounds.rounds_of(c, last.world.theirs.person, found) == []


def test_findings_stay_with_their_round(last, store, small):
    with store.write() as c:
        who = add_person(c, email="assessor@example.com", name="assessor", role="consultant")
        add_member(c, last.world.ours.organisation.id, who.id, "assessor")
        findings.record_findings(c, who, last.id, small, [findings.FindingChange("skills.1a", Chosen("none"), "甲", 0)])
    new = last.begin()
    with store.read() as c:
        assert findings.findings_of(c, new) == {}


def test_answers_nobody_confirmed_are_not_submitted(last, store, small):
    new = last.begin()
    with store.write() as c:
        with pytest.raises(Refusal) as caught:
            submissions.submit(c, last.person, new.id, small, 1)
        assert [(one.code, one.values["count"]) for one in caught.value.problems] == [("assessment-carried", 3)]
        assert answers.confirm_carried(c, last.person, new.id, small, {"skills.1a"}) == 1
        with pytest.raises(Refusal):
            submissions.submit(c, last.person, new.id, small, 1)
        assert answers.confirm_carried(c, last.person, new.id, small, GIVEN) == 2
        assert submissions.submit(c, last.person, new.id, small, 1).content.reasons == {"skills.1b": "没有新员工"}


def test_what_is_tailored_away_needs_no_confirming(store, world, small):
    who, aid = world.ours.person, world.ours.assessment.id
    with store.write() as c:
        for item in ("skills.1a", "sales.1a"):
            answers.save_answer(c, who, aid, small, item, Chosen("full"), "", 0)
        submissions.submit(c, who, aid, small, 1)
        new = rounds.begin_round(c, who, aid, small, 2025)
        assessments.tailor(c, who, new.id, small, {"sales": "集团统一销售"}, new.version)
        assert answers.confirm_carried(c, who, new.id, small, {"skills.1a"}) == 1
        assert submissions.submit(c, who, new.id, small, 1)


@pytest.mark.parametrize("role", ["viewer", "assessor"])
def test_who_only_reads_confirms_nothing(last, store, small, role):
    new = last.begin()
    with store.write() as c:
        who = add_person(c, email="other@example.com", name="other", role="consultant")
        add_member(c, last.world.ours.organisation.id, who.id, role)
        with pytest.raises(Forbidden):
            answers.confirm_carried(c, who, new.id, small, GIVEN)


def test_a_crosswalk_says_which_answers_come_over_to_a_later_version(last, small):
    """Items are only renamed here: without the crosswalk nothing of the area would come over."""
    area = next(area for area in small.areas if area.id == "skills")
    renamed = {item.id: replace(item, id=f"{item.id}x") for item in area.items}
    group = replace(area, items=tuple(renamed.values()))
    after = replace(small, version="2", groups=replaced(small.groups, area.key, group))
    lines = "\n".join(f"  - {{kind: reworded, from: [{id}], to: [{item.id}]}}" for id, item in renamed.items())
    text = f"crosswalk: small\nfrom: '{small.version}'\nto: '2'\ncomparable: true\nsource: {{zh: 测试, en: Test}}\n"
    after = with_crosswalk(after, small, parse(f"{text}items:\n{lines}\n"))
    held = last.held(last.begin(questionnaire=after))
    assert {item: one.answer for item, one in held.items()} == {
        f"{item}x" if item in renamed else item: answer for item, answer in GIVEN.items()
    }
    assert held["skills.1ax"].carried
    assert held["skills.1ax"].comment == "备注 skills.1a"


def replaced(groups, key, group):
    """The groups with the one of that key replaced, at any depth."""
    return tuple(group if one.key == key else replace(one, groups=replaced(one.groups, key, group)) for one in groups)
