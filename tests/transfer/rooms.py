"""A workshop on an assessment, with words everywhere that can be found again."""

from datetime import date

from maturity.intake.logos import read_logo
from maturity.store.workshop.creation import RoomDraft, create_room
from maturity.store.workshop.items import items_of, open_items, reveal
from maturity.store.workshop.notes import add_dissent, add_note
from maturity.store.workshop.rooms import act_on_room, room
from maturity.store.workshop.seats import Newcomer, join
from maturity.store.workshop.settling import Settlement, park, settle
from maturity.store.workshop.votes import cast_vote
from maturity.workshop.secrecy import seat_key

from ..pictures import logo

SECRETS = [f"secret of seat {number}" for number in range(5)]
VOTES = ("most", "most", "most", "full", "full")


def hold_workshop(c, person, assessment_id, questionnaire, plant=lambda name: name, votes=VOTES, named=True):
    """The id of a closed room: the first of two items voted on and decided, with dissent and argument; the second
    parked.
    """
    ids = [item.id for item in questionnaire.items_of("discrete")][:2]
    draft = RoomDraft(
        plant("workshop_rooms.title"),
        ids,
        [plant("function")],
        consultant=plant("workshop_rooms.consultant"),
        logo=read_logo(logo(), "a.png"),
    )
    id = create_room(c, person, assessment_id, questionnaire, draft).id

    def do(work, *args):
        return work(c, person, id, room(c, person, id).counter, *args)

    act_on_room(c, person, id, "welcome", room(c, person, id).counter)
    for number, secret in enumerate(SECRETS[: len(votes)]):
        alias = plant("workshop_seats.alias") if number == 0 else f"席{number}"
        join(c, id, seat_key(secret), f"device{number}", Newcomer(alias, plant("function"), named=named))
    act_on_room(c, person, id, "start", room(c, person, id).counter)
    first, second = items_of(c, id)
    do(open_items, [first.id])
    for number, vote in enumerate(votes):
        cast_vote(c, id, SECRETS[number], f"device{number}", questionnaire, first.id, 1, vote, "guess")
    do(reveal)
    add_dissent(c, id, seat_key(SECRETS[0]), "device0", first.id, plant("workshop_notes.words"), signed=True)
    add_note(c, person, id, first.id, "argument", "看过记录")
    do(settle, questionnaire, [Settlement(first.id, "decided", "most", plant("workshop_items.reason"))])
    do(park, second.id, "缺台账", plant("workshop_items.owner"), date(2026, 12, 31))
    act_on_room(c, person, id, "close", room(c, person, id).counter)
    return id
