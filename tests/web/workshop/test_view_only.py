"""Attacks by watching, on this room and on one that is anonymous in the view alone.

There, as in other tools, no page shows a name beside a vote either; but results run along, are told to scripts, or are
logged, or seats are added that nobody sees. An attack tells something only where it succeeds there. Those on a copy of
the database, on minutes and on archives are in `tests/store/workshop`.
"""

import logging
import re
from collections import Counter
from dataclasses import replace

import pytest
from flask import jsonify, request
from sqlalchemy import insert, select

from maturity.store.schema import workshop_votes
from maturity.store.workshop.results import RoundVotes, results_of
from maturity.store.workshop.rounds import rounds_of
from maturity.web.workshop import board, wall

CAST = ("none", "part", "most", "full", "none", "most")
NAMES = {"none": "不满足", "part": "部分满足", "most": "大部分满足", "full": "全部满足"}
both = pytest.mark.parametrize("weak", [False, True], ids=["as it is", "anonymous in the view alone"])


def votes_so_far(meeting):
    """By item: the votes that are kept now, whether they are revealed or not."""
    found = {}
    with meeting.store.read() as c:
        for row in c.execute(select(workshop_votes.c.item_id, workshop_votes.c.vote)):
            found.setdefault(row.item_id, Counter())[row.vote] += 1
    return found


def results_run_along(monkeypatch, meeting):
    """The twin shows what was voted while it is voted, as soon as there are four."""
    shown = board._shown

    def live(room, questionnaire, place, told, *rest):
        cast = votes_so_far(meeting).get(place.id, Counter())
        if place.state == "open" and cast:
            with meeting.store.read() as c:
                about = rounds_of(c, room.id)[place.id][-1]
            told, place = [RoundVotes(about, cast.total(), cast)], replace(place, state="discussing")
        return shown(room, questionnaire, place, told, *rest)

    monkeypatch.setattr(board, "_shown", live)


def pressed(meeting, look):
    """Attack: somebody sees people press, one after the other, and looks after each at what `look` counts. By person,
    what has grown; what grows with everybody tells nothing.
    """
    before, grown = look(), []
    for phone, vote in zip(meeting.phones, CAST, strict=True):
        assert meeting.vote(phone, 0, vote).json == {"saved": True}
        now = look()
        grown.append({name for name in now if now[name] > before.get(name, 0)})
        before = now
    told = {number: names - set.intersection(*grown) for number, names in enumerate(grown)}
    return {number: next(iter(names)) for number, names in told.items() if len(names) == 1}


@both
def test_successive_walls_tell_nobody_s_vote(running, monkeypatch, weak):
    if weak:
        results_run_along(monkeypatch, running)
    running.open(0)
    address, watcher = running.wall(), running.app.test_client()

    def look():
        rows = re.findall(
            r'<th scope="row">([^<]+?)\s*(?:<span.*?)?</th>\s*<td class="votes">(\d+)', watcher.get(address).text
        )
        return {name: int(votes) for name, votes in rows}

    found = pressed(running, look)
    assert found == ({4: NAMES[CAST[4]], 5: NAMES[CAST[5]]} if weak else {})


@both
def test_the_state_that_scripts_ask_for_tells_nobody_s_vote(running, monkeypatch, weak):
    if weak:  # a chart on the page needs the totals
        monkeypatch.setattr(
            wall, "jsonify", lambda **told: jsonify(**told, totals=dict(*votes_so_far(running).values() or [{}]))
        )
    running.open(0)

    def look():
        told = running.state().json
        return {name: n for name, n in {**told, **told.get("totals", {})}.items() if isinstance(n, int)}

    assert pressed(running, look) == (dict(enumerate(CAST)) if weak else {})


@both
def test_the_log_tells_nobody_s_vote(running, caplog, weak):
    """Attack: a line with a vote and something that leads to who sent it."""
    caplog.set_level(logging.DEBUG)
    if weak:
        log = logging.getLogger("maturity.web")
        before = running.app.before_request_funcs.setdefault(None, [])
        before.append(lambda: log.info("%s %s %s", request.path, request.cookies, dict(request.form)))
    running.open(0)
    found = {}
    for number, (phone, vote) in enumerate(zip(running.phones, CAST, strict=True)):
        running.vote(phone, 0, vote)
        if any(phone.code in line and repr(vote) in line for line in caplog.messages):
            found[number] = vote
    assert found == (dict(enumerate(CAST)) if weak else {})


def by_unseen_seats(meeting, vote):
    """The twin lets its facilitator vote by three seats that are not among those present."""
    row = {"item_id": meeting.items[0].id, "round": 1, "vote": vote, "function": "", "confidence": ""}
    with meeting.store.write() as c:
        c.execute(insert(workshop_votes), [{**row, "key": f"{number:064}"} for number in range(3)])


@both
def test_three_seats_of_the_facilitator_find_the_fourth_vote_and_are_seen_by_all(meeting, weak):
    """Attack: one real participant, and three seats whose votes are known; what is left is the vote. Nothing prevents
    it: but those who join are counted and named before anybody votes, and the real one sees it.
    """
    real, fakes = meeting.phone("甲"), [] if weak else [meeting.phone(f"乙{number}") for number in range(3)]
    seen = re.findall("乙.", meeting.app.test_client().get(meeting.wall()).text)
    present = meeting.state().json["present"]
    meeting.act("start")
    meeting.open(0)
    meeting.vote(real, 0, "none")
    for fake in fakes:
        meeting.vote(fake, 0, "most")
    if weak:
        by_unseen_seats(meeting, "most")
    meeting.act("reveal")
    with meeting.store.read() as c:
        (told,) = results_of(c, meeting.id)[meeting.items[0].id]
    assert told.votes - Counter({"most": 3}) == {"none": 1}
    assert (seen, present) == (([], 1) if weak else (["乙0", "乙1", "乙2"], 4))
