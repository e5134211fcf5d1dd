"""What somebody who watches a workshop closely learns of single votes: nothing, by any page, number or log.

Collusion of all but one is not defended: who knows all other votes knows the last. A copy of the database is attacked
in `tests/store/workshop`, and `test_view_only.py` tries attacks where they succeed.
"""

import logging
import re

from sqlalchemy import select

from maturity.store.schema import metadata

CHOICES = ("none", "part", "most", "full", "not-applicable", "cannot-judge")


def bare(page):
    """A page without what differs at every answer."""
    return re.sub(r'nonce="[^"]+"|data-elapsed="\d+"|name="(csrf_token|origin)" value="[^"]+"', "", page.text)


def seen_by_others(running, wall):
    """Everything that anybody but the voter can ask for."""
    watcher, other = running.app.test_client(), running.phones[1]
    return (
        bare(watcher.get(wall)),
        running.state().text,
        bare(running.client.get(running.path)),
        bare(other.client.get(other.seat)),
    )


def test_before_the_reveal_no_page_depends_on_what_was_voted(running):
    wall = running.wall()
    running.open(0)
    for phone in running.phones:
        running.vote(phone, 0, "most")
    before = seen_by_others(running, wall)
    for vote in CHOICES:
        for sure in ("", "guess", "show"):
            running.vote(running.phones[0], 0, vote, confidence=sure)
            assert seen_by_others(running, wall) == before, vote


def test_where_a_page_did_depend_on_it_the_same_watching_finds_the_vote(running):
    """The control: after the reveal, the walls of two rooms differ in what was voted."""
    wall = running.wall()
    running.open(0, 1)
    for phone in running.phones:
        running.vote(phone, 0, "most")
        running.vote(phone, 1, "most")
    running.vote(running.phones[0], 1, "none")
    before = seen_by_others(running, wall)
    running.act("reveal")
    assert seen_by_others(running, wall)[0] != before[0]


def test_successive_walls_count_votes_and_tell_no_order(running):
    """The wall after each vote is the wall before it with one more; who voted is nowhere."""
    wall, watcher = running.wall(), running.app.test_client()
    running.open(0)
    first, told = bare(watcher.get(wall)), []
    for number, phone in enumerate(running.phones):
        running.vote(phone, 0, CHOICES[number])
        now = bare(watcher.get(wall))
        told.append(int(re.search(r'data-count="cast">(\d+)', now)[1]))
        for changing in (r'data-count="cast">\d+', r'data-since="[^"]+"'):
            now, first = re.sub(changing, "", now), re.sub(changing, "", first)
        assert now == first
    assert told == [1, 2, 3, 4, 5, 6]


def test_the_facilitator_sees_no_single_vote_after_the_reveal_either(running):
    running.open(0)
    for phone in running.phones:
        running.vote(phone, 0, "most")
    running.vote(running.phones[3], 0, "none")
    running.act("reveal")
    running.act("discuss", item=running.items[0].id)
    once = bare(running.client.get(running.path))
    with running.store.read() as c:
        kept = c.execute(select(metadata.tables["workshop_votes"])).all()
    assert not any(row.key in once for row in kept)
    assert "席3" in once, "who is present is shown"
    lines = re.findall(r"[^\n]*席3[^\n]*", once)
    assert not any("none" in line or "不满足" in line for line in lines)


def test_fewer_than_four_votes_are_never_shown(running):
    wall, watcher = running.wall(), running.app.test_client()
    running.open(0)
    for phone in running.phones[:3]:
        running.vote(phone, 0, "none")
    running.act("reveal")
    for page in (
        watcher.get(wall),
        running.client.get(running.path),
        running.phones[4].client.get(running.phones[4].seat),
    ):
        assert 'class="bars"' not in page.text
    assert "少于 4 票" in watcher.get(wall).text


def test_one_who_leaves_between_rounds_ends_the_comparison(running):
    running.open(0)
    for phone in running.phones[:-1]:
        running.vote(phone, 0, "most")
    running.vote(running.phones[-1], 0, "none")
    running.act("reveal")
    leaver = running.phones[-1]
    leaver.client.post(f"/w/{running.room.code}/leave")
    running.act("again", item=running.items[0].id)
    for phone in running.phones[:-1]:
        running.vote(phone, 0, "most")
    running.act("reveal")
    for page in (running.app.test_client().get(running.wall()), running.client.get(running.path)):
        assert "上一轮" not in page.text
        assert "不满足" in page.text


def test_no_log_holds_a_vote_a_code_or_a_secret(running, caplog):
    caplog.set_level(logging.DEBUG)
    running.open(0)
    phone = running.phones[0]
    running.vote(phone, 0, "cannot-judge")
    running.vote(phone, 0, "nothing")
    cookie = phone.client.get_cookie("seat", path=f"/w/{running.room.code}").value
    assert not any(word in caplog.text for word in ("cannot-judge", phone.code, cookie.split(".")[0]))


def test_the_link_of_a_wall_opens_nothing_else(running):
    token = running.wall().rsplit("/", 1)[1]
    watcher = running.app.test_client()
    assert watcher.post(f"/wall/{token}").status_code == 405
    assert watcher.get(running.path).status_code == 302
    watcher.get(running.wall())
    assert watcher.post(f"{running.path}/reveal", data={"counter": "1"}).status_code == 401
