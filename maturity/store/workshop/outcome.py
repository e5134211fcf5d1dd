"""Accepting what a closed room settled: as answers, or as assessed values in rooms of assessors.

They are saved by the functions that the pages use, so that rights, versions, history and conflicts are the same.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select, update

from ...answers import Answer, Response
from ...errors import Place, refuse
from ...questionnaire import Questionnaire
from ...workshop.ballots import answer_of
from ...workshop.outcome import Proposal
from ..accounts.people import Person
from ..assessments.answers import AnswerChange, SavedAnswer, answer_from_row, save_answers, saved_answers
from ..assessments.assessments import Assessment, assessment, check_questionnaire
from ..assessments.findings import Finding, FindingChange, findings_of, record_findings
from ..enterprises.access import ASSESSING, WRITING, require_role
from ..planning.actions import ACTION_LIMIT, Draft, add_actions
from ..schema import answers
from ..schema import workshop_outcomes as outcomes
from .items import RoomItem, items_of
from .rooms import Room, advance, led_room, room
from .sittings import openings_of

Held = Mapping[str, SavedAnswer] | Mapping[str, Finding]


def answers_now(c: Connection, found: Room) -> dict[str, Answer]:
    """The saved answers of the room's assessment, by item; for the pages of a room, whose link or seat was checked."""
    rows = c.execute(select(answers).where(answers.c.assessment_id == found.assessment_id))
    return {row.item: answer for row in rows if (answer := answer_from_row(row)) is not None}


def proposals_of(c: Connection, person: Person, found: Room, questionnaire: Questionnaire) -> list[Proposal]:
    """What the room settled, in the order of voting, with the answers or assessed values that it would replace.

    Raises NotFound; Refusal assessment-questionnaire.
    """
    about = assessment(c, person, found.assessment_id)
    check_questionnaire(questionnaire, about.questionnaire, about.questionnaire_version)
    asked = {item.id for item in Response(questionnaire, about.profile, {}, about.cuts).items}
    held, opened = _held(c, found, about), openings_of(c, found.id, found.sitting)
    return [
        Proposal(
            questionnaire.item(one.item),
            _settled(questionnaire, one),
            opened[one.id].answer if one.id in opened else None,
            held[one.item].answer if one.item in held else None,
            held[one.item].version if one.item in held else 0,
            one.item in asked,
        )
        for one in items_of(c, found.id)
        if one.state == "settled"
    ]


def accept(
    c: Connection,
    person: Person,
    room_id: str,
    counter: int,
    questionnaire: Questionnaire,
    taken: Mapping[str, int],
) -> Room:
    """Accept the results of a closed room on the items `taken`: by id in the questionnaire, with the version of the
    answer or finding that the person saw. All are saved or none. Results that the answers say already stand as they
    are; the others stay in the minutes only. Nothing need be taken where no answer would change.

    A reason that the workshop gave becomes the comment of the answer, or the words of the finding, where there is none.
    Parked items become actions where the person may write them. Raises NotFound; Forbidden; Refusal workshop-outcome,
    assessment-questionnaire; Conflict workshop-moved, workshop-act; and as :func:`.assessments.answers.save_answers` or
    :func:`.assessments.findings.record_findings`: answer-frozen, answer-stale, finding-stale.
    """
    found = led_room(c, person, room_id)
    require_role(found.role, ASSESSING if found.target == "assessed" else WRITING)
    after = advance(c, person, found, counter, "accept", {"state": "accepted"}, possible=found.state == "closed")
    places = items_of(c, found.id)
    settled = {one.item: one for one in places if one.state == "settled"}
    standings = {one.item.id: one.standing for one in proposals_of(c, person, found, questionnaire)}
    same = {id for id, standing in standings.items() if standing == "same"}
    able = {id for id, standing in standings.items() if standing != "gone"}
    stands = bool(same) or any(one.state == "parked" for one in places)
    if not set(taken) <= able or (not taken and (able - same or not stands)):
        raise refuse("workshop-outcome", Place(column="items"))
    if taken:
        _save(c, person, found, questionnaire, [(settled[id], seen) for id, seen in taken.items()])
    ids = [settled[id].id for id in {*taken, *same}]
    mine = (outcomes.c.item_id.in_([one.id for one in settled.values()]), outcomes.c.sitting == found.sitting)
    c.execute(update(outcomes).where(*mine).values(accepted=outcomes.c.item_id.in_(ids)))
    if found.role in WRITING:
        plan_parked(c, person, room_id, questionnaire)
    return after


def plan_parked(c: Connection, person: Person, room_id: str, questionnaire: Questionnaire) -> int:
    """Make actions of the parked items of a room, with owner and date; returns how many are new. One that is still to
    be done is not added again; items that the assessment does not hold any more are left out.

    Raises NotFound; Forbidden to all but those who answer; Refusal action-many.
    """
    found = room(c, person, room_id)
    require_role(found.role, WRITING)
    about = assessment(c, person, found.assessment_id)
    asked = {item.id for item in Response(questionnaire, about.profile, {}, about.cuts).items}
    parked = [one for one in items_of(c, found.id) if one.state == "parked" and one.item in asked]
    drafts = [Draft(one.reason, one.item, None, one.owner, one.due) for one in parked[:ACTION_LIMIT]]
    return len(add_actions(c, person, about.id, questionnaire, drafts)) if drafts else 0


def _settled(questionnaire: Questionnaire, one: RoomItem) -> Answer:
    return answer_of(questionnaire.item(one.item), one.choice, one.reason)


def _held(c: Connection, found: Room, about: Assessment) -> Held:
    return findings_of(c, about) if found.target == "assessed" else saved_answers(c, about)


def _save(
    c: Connection, person: Person, found: Room, questionnaire: Questionnaire, taken: Sequence[tuple[RoomItem, int]]
) -> None:
    held = _held(c, found, assessment(c, person, found.assessment_id))
    told = {one.item: "" if one.choice is None else one.reason for one, _ in taken}  # else the answer holds the reason
    if found.target == "assessed":
        made = [
            FindingChange(one.item, _settled(questionnaire, one), _words(held.get(one.item)) or told[one.item], seen)
            for one, seen in taken
        ]
        record_findings(c, person, found.assessment_id, questionnaire, made)
        return
    changes = [
        AnswerChange(one.item, _settled(questionnaire, one), _words(held.get(one.item)) or told[one.item], seen)
        for one, seen in taken
    ]
    save_answers(c, person, found.assessment_id, questionnaire, changes)


def _words(held: SavedAnswer | Finding | None) -> str:
    if held is None:
        return ""
    return held.words if isinstance(held, Finding) else held.comment
