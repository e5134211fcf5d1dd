"""The data of the minutes of a sitting, from the tables of a workshop."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from ...answers import Answer
from ...errors import NotFound, Problem
from ...questionnaire import Questionnaire
from ...report import Action, MinutesDossier, MinutesItem
from ...workshop import RULES
from ...workshop.ballots import answer_of
from ..accounts.people import Person
from ..assessments.answers import saved_answers
from ..assessments.assessments import Assessment, assessment, check_questionnaire
from ..enterprises.logos import organisation_logo
from ..planning.actions import Draft, actions_of
from ..sealing import Sealer
from .creation import firm_logo
from .items import RoomItem, items_of
from .notes import Note, notes_of
from .printed import counted, opened, replaced
from .results import RoundVotes, results_of, verdict_of
from .rooms import Room
from .rounds import Round, rounds_of
from .seats import Seat, seats_of
from .sittings import Outcome, openings_of, outcomes_of, sittings_of
from .times import minutes_met


@dataclass(frozen=True, slots=True)
class _Source:
    """What the items of the minutes are made from, each by the id of the room's item."""

    room: Room
    questionnaire: Questionnaire
    sitting: int
    outcomes: Mapping[int, Mapping[str, Outcome]]
    results: Mapping[str, Sequence[RoundVotes]]
    rounds: Mapping[str, Sequence[Round]]
    sealer: Sealer
    own: Mapping[str, Answer | None]
    notes: Mapping[str, Sequence[Note]]


def minutes_dossier(
    c: Connection, person: Person, found: Room, questionnaire: Questionnaire, sitting: int, day: date, sealer: Sealer
) -> MinutesDossier:
    """The data of the minutes of a sitting of a room that the store gave to the person; `day` is printed on the cover.
    `sealer` is that of :func:`.printed.close_room`.

    Only what is closed has minutes: the totals of a round that is followed by another one are never printed. Raises
    NotFound workshop-not-found for a sitting that is not closed; Refusal assessment-questionnaire.
    """
    about = assessment(c, person, found.assessment_id)
    check_questionnaire(questionnaire, about.questionnaire, about.questionnaire_version)
    (opened_at, closed_at), places = _held(c, found, sitting), items_of(c, found.id)
    source = _source(c, found, about, questionnaire, places, sitting, sealer)
    seats = [one for one in seats_of(c, found.id) if one.state != "removed" and one.joined_at <= closed_at]
    voted = {one.item for one in places}
    return MinutesDossier(
        questionnaire=questionnaire,
        enterprise=found.organisation_name,
        facilitator=found.elsewhere or found.facilitator,
        elsewhere=found.elsewhere is not None,
        title=found.title,
        year=found.year,
        day=day,
        rule=RULES[found.rule],
        version=found.rule_version,
        assessed=found.target == "assessed",
        sitting=sitting,
        opened_at=opened_at,
        closed_at=closed_at,
        planned=found.minutes,
        met=minutes_met(c, found.id, opened_at, closed_at),
        functions=_functions(found, seats),
        own_area=sum(seat.own_area for seat in seats),
        items=[_item(source, one) for one in places],
        consultant=found.consultant,
        firm_logo=firm_logo(c, found),
        client_logo=organisation_logo(c, person, found.organisation_id),
        names=[seat.alias for seat in seats] if seats and all(seat.named for seat in seats) else (),
        actions=[_action(one.draft) for one in actions_of(c, about) if one.draft.item in voted],
    )


def _held(c: Connection, found: Room, sitting: int) -> tuple[datetime, datetime]:
    """When a sitting was opened and closed. Raises NotFound workshop-not-found for one that is not closed."""
    held = next((one for one in sittings_of(c, found.id) if one.sitting == sitting), None)
    if held is None or held.closed_at is None:
        raise NotFound(Problem("workshop-not-found"))
    return held.opened_at, held.closed_at


def _source(
    c: Connection,
    found: Room,
    about: Assessment,
    questionnaire: Questionnaire,
    places: Sequence[RoomItem],
    sitting: int,
    sealer: Sealer,
) -> _Source:
    own, said = _own(c, found, about, places, sitting), notes_of(c, found.id)
    told = (outcomes_of(c, found.id), results_of(c, found.id), rounds_of(c, found.id))
    return _Source(found, questionnaire, sitting, *told, sealer, own, said)


def _functions(found: Room, seats: Sequence[Seat]) -> list[tuple[str, int]]:
    sizes = Counter(seat.function for seat in seats)
    return [(name, sizes[name]) for name in found.functions if sizes[name]]


def _own(
    c: Connection, found: Room, about: Assessment, places: Sequence[RoomItem], sitting: int
) -> Mapping[str, Answer | None]:
    """The self-assessment: as it was when the sitting was opened, in rooms of assessors as it is."""
    if found.target == "answers":
        return {id: opening.answer for id, opening in openings_of(c, found.id, sitting).items()}
    saved = saved_answers(c, about)
    return {one.id: saved[one.item].answer for one in places if one.item in saved}


def _item(source: _Source, place: RoomItem) -> MinutesItem:
    item, kept = source.questionnaire.item(place.item), source.outcomes[source.sitting][place.id]
    before = source.outcomes.get(source.sitting - 1, {}).get(place.id)
    told = source.results.get(place.id, ())
    withheld = bool(kept.round) and replaced(source.outcomes, source.results, kept)
    found = counted(told, kept) or opened(source.sealer, kept, source.rounds.get(place.id, ()))
    known = found is not None and found.last.shown and not withheld
    return MinutesItem(
        item=item,
        state=kept.state,
        kind=kept.kind,
        settled=_answer(source, place, kept),
        reason=kept.reason,
        owner=kept.owner,
        due=kept.due,
        own=source.own.get(place.id),
        last=_answer(source, place, before) if before else None,
        rounds=found.rounds if found else 0,
        cast=found.last.cast if found else 0,
        verdict=verdict_of(source.room, source.questionnaire, item, [found.last]) if found and known else None,
        withheld=withheld,
        gone=bool(kept.round) and not found and not withheld,
        applicability=found is not None and found.last.round.question == "applicable",
        dissent=[(note.words, note.signed) for note in source.notes.get(place.id, ()) if note.kind == "dissent"],
        accepted=kept.accepted,
        seconds=kept.spent - (before.spent if before else 0),
    )


def _answer(source: _Source, place: RoomItem, kept: Outcome) -> Answer | None:
    if kept.state != "settled":
        return None
    return answer_of(source.questionnaire.item(place.item), kept.choice, kept.reason)


def _action(draft: Draft) -> Action:
    return Action(draft.words, draft.item or "", draft.owner, draft.due, draft.state)
