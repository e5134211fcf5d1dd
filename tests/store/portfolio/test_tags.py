"""A person's own tags and saved views."""

import pytest

from maturity.errors import NotFound, Refusal
from maturity.store.accounts.people import add_person
from maturity.store.accounts.personal_data import personal_data
from maturity.store.enterprises.organisations import add_member, remove_member
from maturity.store.origins.archive import delete_organisation
from maturity.store.portfolio import tags, views


def codes(caught):
    return [problem.code for problem in caught.value.problems]


@pytest.fixture
def who(store, world):
    with store.write() as c:
        person = add_person(c, email="consultant@example.com", name="顾问", role="consultant")
        add_member(c, world.ours.organisation.id, person.id, "viewer")
    return person


def test_tags_are_added_once_and_taken_off(store, world, who):
    own = [world.ours.organisation.id]
    with store.write() as c:
        assert tags.change_tag(c, who, own, " 重点  客户 ", add=True) == 1
        assert tags.change_tag(c, who, own, "重点 客户", add=True) == 0
        tags.change_tag(c, who, own, "华东", add=True)
        assert tags.tags_of(c, who) == ["华东", "重点 客户"]
        assert tags.tags_of(c, world.ours.person) == []
        assert tags.change_tag(c, who, own, "华东", add=False) == 1
        assert tags.tags_of(c, who) == ["重点 客户"]
        assert personal_data(c, who)["tags"] == [{"name": world.ours.organisation.facts.name, "tag": "重点 客户"}]


@pytest.mark.parametrize("words", ["", "  ", "甲,乙", "甲，乙", "字" * 41])
def test_tags_that_cannot_be_used(store, world, who, words):
    with store.write() as c, pytest.raises(Refusal) as caught:
        tags.change_tag(c, who, [world.ours.organisation.id], words, add=True)
    assert codes(caught) == ["portfolio-tag"]


def test_foreign_enterprises_get_no_tag_and_nothing_is_said_of_them(store, world, who):
    for id in (world.theirs.organisation.id, "f" * 32, "nonsense"):
        with store.write() as c, pytest.raises(NotFound):
            tags.change_tag(c, who, [world.ours.organisation.id, id], "重点", add=True)
    with store.read() as c:
        assert tags.tags_of(c, who) == []


def test_a_person_has_so_many_tags_at_most(store, world, who, monkeypatch):
    monkeypatch.setattr(tags, "MOST_TAGS", 2)
    own = [world.ours.organisation.id]
    with store.write() as c:
        for words in ("甲", "乙", "甲"):
            tags.change_tag(c, who, own, words, add=True)
    with store.write() as c, pytest.raises(Refusal) as caught:
        tags.change_tag(c, who, own, "丙", add=True)
    assert codes(caught) == ["portfolio-tags"]


def test_tags_go_with_the_membership_and_with_the_enterprise(store, world, who):
    with store.write() as c:
        tags.change_tag(c, who, [world.ours.organisation.id], "重点", add=True)
        remove_member(c, world.ours.organisation.id, who.id)
        assert tags.tags_of(c, who) == []
        add_member(c, world.ours.organisation.id, who.id, "viewer")
        assert tags.tags_of(c, who) == []
        tags.change_tag(c, who, [world.ours.organisation.id], "重点", add=True)
        delete_organisation(c, world.ours.organisation.id)
        assert tags.tags_of(c, who) == []


def test_views_are_replaced_by_name_and_belong_to_one_person(store, world, who):
    with store.write() as c:
        views.keep_view(c, who, "逾期", "overdue=1")
        views.keep_view(c, who, "逾期", "overdue=1&sort=due")
        views.keep_view(c, who, "三级", "level=3")
        assert [(one.name, one.query) for one in views.views_of(c, who)] == [
            ("三级", "level=3"),
            ("逾期", "overdue=1&sort=due"),
        ]
        assert views.views_of(c, world.ours.person) == []
        first = views.views_of(c, who)[0].id
        views.drop_view(c, world.ours.person, first)
        assert len(views.views_of(c, who)) == 2
        views.drop_view(c, who, first)
        views.drop_view(c, who, first)
        assert [one.name for one in views.views_of(c, who)] == ["逾期"]


def test_views_that_cannot_be_saved(store, who, monkeypatch):
    for name, query in (("", "level=3"), ("字" * 61, ""), ("长", "q=" + "x" * 2000)):
        with store.write() as c, pytest.raises(Refusal) as caught:
            views.keep_view(c, who, name, query)
        assert codes(caught) == ["portfolio-view"]
    monkeypatch.setattr(views, "MOST_VIEWS", 1)
    with store.write() as c:
        views.keep_view(c, who, "一", "")
    with store.write() as c, pytest.raises(Refusal) as caught:
        views.keep_view(c, who, "二", "")
    assert codes(caught) == ["portfolio-views"]
