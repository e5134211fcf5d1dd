"""The discussion of an item: any member speaks, nothing is changed or lost."""

import pytest
from sqlalchemy import select

from maturity.answers import Chosen
from maturity.errors import NotFound, Refusal
from maturity.store.accounts.people import add_person
from maturity.store.assessments import discussion
from maturity.store.assessments.answers import save_answer
from maturity.store.enterprises import organisations
from maturity.store.schema import audit_log
from maturity.store.submissions.submissions import submit

WORDS = "第一行\n=1+1 <b>粗</b> 😀"


@pytest.fixture
def say(store, world, small):
    def do(words, item="skills.1a", person=None):
        with store.write() as c:
            return discussion.add_comment(c, person or world.ours.person, world.ours.assessment.id, small, item, words)

    return do


def member(store, world, role):
    with store.write() as c:
        found = add_person(c, email=f"{role}@example.com", name=f"示例{role}", role="consultant")
        organisations.add_member(c, world.ours.organisation.id, found.id, role)
        return found


def thread(store, world, item="skills.1a"):
    with store.read() as c:
        return discussion.thread(c, world.ours.assessment, item)


@pytest.mark.parametrize("role", ["owner", "editor", "viewer", "assessor"])
def test_every_member_may_comment(say, store, world, role):
    guest = member(store, world, role)
    said = [say("开始"), say(WORDS, person=guest), say("x" * 5000)]
    assert thread(store, world) == said
    assert [(one.words, one.by) for one in said][1] == (WORDS, guest.name)
    with store.read() as c:
        assert discussion.comment_counts(c, world.ours.assessment) == {"skills.1a": 3}


def test_a_remark_sent_twice_is_there_once(say, store, world):
    assert say("同意") == say(" 同意 ")
    say("同意", person=member(store, world, "editor"))
    say("同意")
    assert len(thread(store, world)) == 3


def test_nobody_fills_a_discussion_for_the_others(say, store, world, monkeypatch):
    monkeypatch.setattr(discussion, "MOST_COMMENTS", 2)
    guest = member(store, world, "viewer")
    for words in ("一", "二"):
        say(words, person=guest)
    with pytest.raises(Refusal, match="remark-many"):
        say("三", person=guest)
    assert say("二", person=guest) == thread(store, world)[-1]  # a second click
    say("够了")
    say("三", "skills.1b", person=guest)
    assert len(thread(store, world)) == 3


@pytest.mark.parametrize(
    ("words", "item", "code"),
    [
        ("", "skills.1a", "remark-missing"),
        (" \n ", "skills.1a", "remark-missing"),
        ("长" * 5001, "skills.1a", "remark-long"),
        ("\x00", "skills.1a", "store-bad-text"),
        ("x", "skills.9z", "answer-unknown-item"),
    ],
)
def test_what_cannot_be_kept_is_refused(say, store, world, words, item, code):
    with pytest.raises(Refusal) as caught:
        say(words, item)
    assert caught.value.problems[0].code == code
    assert thread(store, world) == []


def test_the_discussion_goes_on_after_submission(say, store, world, small):
    with store.write() as c:
        save_answer(c, world.ours.person, world.ours.assessment.id, small, "skills.1a", Chosen("full"), "", 0)
        submit(c, world.ours.person, world.ours.assessment.id, small, 1)
    said = say("评审意见")
    assert thread(store, world) == [said]


def test_outsiders_neither_read_nor_comment(say, store, world, small):
    with pytest.raises(NotFound):
        say("你好", person=world.theirs.person)
    with store.write() as c:
        discussion.add_comment(c, world.theirs.person, world.theirs.assessment.id, small, "skills.1a", "别家的话")
    assert thread(store, world) == []


def test_a_remark_leaves_a_row_without_its_words(say, store):
    say("机密的话")
    with store.read() as c:
        rows = c.execute(select(audit_log).where(audit_log.c.action == "remark.add")).all()
    assert len(rows) == 1
    assert rows[0].detail["item"] == "skills.1a"
    assert "机密" not in str(rows)
