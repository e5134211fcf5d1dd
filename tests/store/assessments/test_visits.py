"""What others changed since the last visit, and the history it is read from."""

from datetime import timedelta

import pytest
from sqlalchemy import event, insert

from maturity.answers import Chosen, NotApplicable
from maturity.errors import NotFound
from maturity.store.accounts.people import add_person
from maturity.store.assessments.answers import save_answer
from maturity.store.assessments.assessments import assessment
from maturity.store.assessments.history import answer_versions
from maturity.store.assessments.visits import mark_seen, news
from maturity.store.enterprises.organisations import add_member
from maturity.store.schema import evidence, remarks
from maturity.store.types import new_id, now


@pytest.fixture
def pair(store, world):
    """(I, a colleague)."""
    with store.write() as c:
        other = add_person(c, email="other@example.com", name="Other", role="consultant")
        add_member(c, world.ours.organisation.id, other.id, "editor")
    return world.ours.person, other


@pytest.fixture
def put(store, world, small):
    def do(person, item, answer, version, comment=""):
        with store.write() as c:
            return save_answer(c, person, world.ours.assessment.id, small, item, answer, comment, version)

    return do


@pytest.fixture
def news_of(store, world):
    def read(person):
        with store.read() as c:
            return news(c, person, assessment(c, person, world.ours.assessment.id))

    return read


@pytest.fixture
def seen(store, world):
    def do(person, until):
        with store.write() as c:
            mark_seen(c, person, world.ours.assessment.id, until)

    return do


def brief(found):
    return [(one.item, one.before and one.before.answer, one.after.answer) for one in found.changes]


def test_what_others_changed_is_news_until_it_is_seen(pair, put, news_of, seen):
    me, other = pair
    assert news_of(me).until is None
    put(other, "skills.1a", Chosen("part"), 0)
    put(other, "skills.1a", Chosen("full"), 1, "上线了")
    put(me, "skills.1b", Chosen("none"), 0)
    first = news_of(me)
    assert brief(first) == [("skills.1a", None, Chosen("full"))]
    assert (first.changes[0].after.by, first.changes[0].after.comment) == ("Other", "上线了")
    assert first.since is None
    assert brief(news_of(me)) == brief(first)  # looking is not seeing
    seen(me, first.until)
    assert news_of(me).changes == []
    put(other, "skills.1a", NotApplicable("没有"), 2, "上线了")
    put(other, "skills.1b", Chosen("full"), 1)
    again = news_of(me)
    assert brief(again) == [
        ("skills.1b", Chosen("none"), Chosen("full")),
        ("skills.1a", Chosen("full"), NotApplicable("没有")),
    ]
    assert again.since == first.until
    assert brief(news_of(other)) == []


def test_what_i_answered_over_and_what_came_back_is_no_news(pair, put, news_of, seen):
    me, other = pair
    put(me, "skills.1a", Chosen("part"), 0)
    put(other, "skills.1a", Chosen("full"), 1)
    put(me, "skills.1a", Chosen("none"), 2)
    put(me, "skills.1b", Chosen("part"), 0)
    put(other, "skills.1b", Chosen("full"), 1)
    put(other, "skills.1b", Chosen("part"), 2)
    assert news_of(me).changes == []


def test_a_comment_alone_is_news(pair, put, news_of):
    me, other = pair
    put(me, "skills.1a", Chosen("part"), 0)
    put(other, "skills.1a", Chosen("part"), 1, "请补证据")
    (one,) = news_of(me).changes
    assert (one.before.comment, one.after.comment) == ("", "请补证据")


def test_remarks_and_evidence_of_others_are_news(store, world, pair, news_of, seen):
    me, other = pair
    at = now()
    with store.write() as c:
        for number, who in enumerate((other, other, me)):
            row = {"id": new_id(), "assessment_id": world.ours.assessment.id, "item": "skills.1a", "by": who.id}
            moment = at + timedelta(seconds=number)
            c.execute(insert(remarks).values(**row, words="?", at=moment))
            c.execute(insert(evidence).values(**row | {"id": new_id()}, kind="note", words="!", at=moment))
    found = news_of(me)
    assert {(one.kind, one.item, one.count, one.by) for one in found.additions} == {
        ("remark", "skills.1a", 2, "Other"),
        ("evidence", "skills.1a", 2, "Other"),
    }
    assert found.until == at + timedelta(seconds=1)
    seen(me, found.until)
    assert news_of(me).additions == []


def test_seen_never_goes_back_and_is_everybodys_own(store, world, pair, put, news_of, seen):
    me, other = pair
    put(world.ours.person, "skills.1a", Chosen("part"), 0)
    until = news_of(other).until
    seen(other, until)
    seen(other, until - timedelta(days=1))
    assert news_of(other).since == until
    assert news_of(me).since is None
    with pytest.raises(NotFound):
        seen(world.theirs.person, until)


def test_news_costs_the_same_whatever_happened(store, pair, put, news_of):
    me, other = pair
    sent = []
    event.listen(store.engine, "before_cursor_execute", lambda *arguments: sent.append(arguments[2]))

    def counted():
        sent.clear()
        news_of(me)
        return len(sent)

    empty = counted()
    for item in ("skills.1a", "skills.1b", "shape.1a"):
        for version, choice in enumerate(("full", "part", "none")):
            put(other, item, Chosen(choice), version)
    assert counted() == empty


def test_the_history_holds_every_version(store, world, pair, put):
    me, other = pair
    put(me, "skills.1a", Chosen("part"), 0)
    put(other, "skills.1a", NotApplicable("没有"), 1, "说明")
    put(me, "skills.1a", None, 2)
    with store.read() as c:
        found = answer_versions(c, assessment(c, me, world.ours.assessment.id), "skills.1a")
        assert answer_versions(c, world.ours.assessment, "nonsense") == []
        assert answer_versions(c, world.theirs.assessment, "skills.1a") == []
    assert [(one.version, one.by, one.answer, one.comment) for one in found] == [
        (3, me.name, None, ""),
        (2, "Other", NotApplicable("没有"), "说明"),
        (1, me.name, Chosen("part"), ""),
    ]
