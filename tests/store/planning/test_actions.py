"""Actions: added once, moved on, never overwritten unseen, for those who may."""

from dataclasses import replace
from datetime import date

import pytest

from maturity.errors import Conflict, Forbidden, NotFound, Refusal
from maturity.store.accounts.people import add_person
from maturity.store.assessments.assessments import tailor
from maturity.store.enterprises.organisations import add_member
from maturity.store.planning import actions
from maturity.store.planning.actions import Draft, actions_of, add_actions, update_action

DRAFT = Draft("=培训全员 📈\n第二行", "skills.1a", "skills", "陈工", date(2026, 3, 31))


def add(c, side, small, *drafts):
    return add_actions(c, side.person, side.assessment.id, small, drafts)


def test_an_action_is_kept_as_written_and_a_second_click_adds_nothing(store, world, small):
    with store.write() as c:
        assert len(add(c, world.ours, small, DRAFT, DRAFT, Draft("另一项"))) == 2
        assert add(c, world.ours, small, DRAFT) == []
        first, second = actions_of(c, world.ours.assessment)
        assert (first.draft, first.version, first.by) == (DRAFT, 1, "Ours")
        assert second.draft == Draft("另一项")
        doing = replace(DRAFT, state="doing")
        update_action(c, world.ours.person, world.ours.assessment.id, small, first.id, doing, 1)
        assert add(c, world.ours, small, DRAFT) == []  # it is being done


def test_states_move_on_and_the_done_can_be_planned_again(store, world, small):
    ours = world.ours
    with store.write() as c:
        [id] = add(c, ours, small, DRAFT)
        for version, state in enumerate(("doing", "done", "open", "dropped"), start=1):
            moved = update_action(c, ours.person, ours.assessment.id, small, id, replace(DRAFT, state=state), version)
            assert (moved.draft.state, moved.version, moved.live) == (state, version + 1, state in ("open", "doing"))
            assert moved.overdue(date(2026, 4, 1)) == moved.live
            assert not moved.overdue(date(2026, 3, 31))
        assert len(add(c, ours, small, DRAFT)) == 1


def test_what_changed_meanwhile_is_not_overwritten(store, world, small):
    ours = world.ours
    with store.write() as c:
        [id] = add(c, ours, small, DRAFT)
        mine, theirs = replace(DRAFT, owner="李工"), replace(DRAFT, owner="王工")
        update_action(c, ours.person, ours.assessment.id, small, id, theirs, 1)
        with pytest.raises(Conflict) as caught:
            update_action(c, ours.person, ours.assessment.id, small, id, mine, 1)
        assert caught.value.current.draft == theirs
        assert update_action(c, ours.person, ours.assessment.id, small, id, theirs, 1).version == 2  # sent again


def test_readers_and_outsiders_change_nothing(store, world, small):
    ours = world.ours
    with store.write() as c:
        [id] = add(c, ours, small, DRAFT)
        viewer = add_person(c, email="viewer@example.com", name="Viewer", role="consultant")
        add_member(c, ours.organisation.id, viewer.id, "viewer")
        for person, kind in ((viewer, Forbidden), (world.theirs.person, NotFound)):
            with pytest.raises(kind):
                add_actions(c, person, ours.assessment.id, small, [Draft("x")])
            with pytest.raises(kind):
                update_action(c, person, ours.assessment.id, small, id, replace(DRAFT, state="done"), 1)
        for known in (id, "0" * 32, "\x00"):  # an action of another assessment does not exist
            with pytest.raises(NotFound):
                update_action(c, world.theirs.person, world.theirs.assessment.id, small, known, DRAFT, 1)
        assert [one.draft for one in actions_of(c, ours.assessment)] == [DRAFT]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"words": " \n"}, "action-words"),
        ({"words": "字" * 5001}, "action-words"),
        ({"words": "\x00"}, "store-bad-text"),
        ({"owner": "字" * 201}, "action-owner"),
        ({"state": "paused"}, "action-state"),
        ({"item": "skills.9z"}, "roadmap-item"),
        ({"area": "skills.1a"}, "roadmap-area"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_kept(store, world, small, changes, code):
    with store.write() as c:
        with pytest.raises(Refusal) as caught:
            add(c, world.ours, small, Draft("好"), replace(DRAFT, **changes))
        assert [problem.code for problem in caught.value.problems] == [code]
        assert actions_of(c, world.ours.assessment) == []


def test_an_action_about_what_is_tailored_away_can_still_be_closed(store, world, small):
    ours, draft = world.ours, Draft("开拓市场", area="sales")
    with store.write() as c:
        [id] = add(c, ours, small, draft)
        tailor(c, ours.person, ours.assessment.id, small, {"sales": "none"}, 1)
        closed = replace(draft, state="dropped")
        assert update_action(c, ours.person, ours.assessment.id, small, id, closed, 1).draft == closed
        with pytest.raises(Refusal):
            add(c, ours, small, replace(draft, words="再来"))


def test_there_is_an_end_to_actions(store, world, small, monkeypatch):
    monkeypatch.setattr(actions, "ACTION_LIMIT", 2)
    with store.write() as c:
        add(c, world.ours, small, Draft("一"), Draft("二"))
        with pytest.raises(Refusal) as caught:
            add(c, world.ours, small, Draft("三"))
        assert caught.value.problems[0].code == "action-many"
