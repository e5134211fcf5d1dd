"""Making a room, and the consulting firm that holds it: its name and logo on the minutes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from ...errors import Place, Problem, Refusal, refuse
from ...questionnaire import Questionnaire
from ...text.plain import one_line, unjoined
from ...workshop.ballots import votable
from ...workshop.rules import RULES
from ...workshop.secrecy import new_room_code, new_salt
from ..accounts.people import Person
from ..assessments.assessments import Assessment, check_questionnaire, locked_assessment
from ..enterprises.access import require_role
from ..enterprises.logos import logo_of, replace_logo
from ..schema import logos, workshop_items, workshop_rooms
from ..types import check_text, new_id, now
from .rooms import FACILITATING, Room, advance, led_room, log, room

TITLE_LIMIT = 200
FUNCTION_LIMIT, FUNCTIONS_MOST = 40, 30
ROOMS_MOST = 100  # of one assessment


@dataclass(frozen=True, slots=True)
class RoomDraft:
    """A room to be made: its items by id in the order of voting, its rule, and the functions to choose from; `logo` is
    that of the consulting firm, the rest as in :class:`.rooms.Room`.
    """

    title: str
    items: Sequence[str]
    functions: Sequence[str]
    rule: str = "standard"
    minutes: int = 90
    vote_seconds: int = 45
    discuss_minutes: int = 3
    auto_reveal: bool = False
    consultant: str = ""
    logo: bytes | None = None


def create_room(
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, draft: RoomDraft
) -> Room:
    """A new room in the state "draft", facilitated by the person. Assessors' rooms settle assessed values.

    Raises NotFound; Forbidden to those who may not facilitate; Refusal workshop-title, workshop-items, workshop-rule,
    workshop-minutes, workshop-timer, workshop-consultant, workshop-functions, all at once, workshop-many.
    """
    found = locked_assessment(c, person, assessment_id, "update")
    require_role(found.role, FACILITATING)
    check_questionnaire(questionnaire, found.questionnaire, found.questionnaire_version)
    title, functions = one_line(check_text(draft.title, "title")), [one_line(one) for one in draft.functions]
    problems = [*_problems(found, questionnaire, draft, title, functions)]
    if problems:
        raise Refusal(*problems)
    mine = workshop_rooms.c.assessment_id == found.id
    if (c.scalar(select(func.count()).select_from(workshop_rooms).where(mine)) or 0) >= ROOMS_MOST:
        raise refuse("workshop-many", limit=ROOMS_MOST)
    id = new_id()
    c.execute(insert(workshop_rooms).values(id=id, **_fresh(c, person, found, draft, title, functions)))
    rows = [
        {"id": new_id(), "room_id": id, "item": item, "position": place, "state": "waiting", "round": 0}
        | {"reason": "", "owner": "", "unclear": 0}
        for place, item in enumerate(draft.items)
    ]
    c.execute(insert(workshop_items), rows)
    if draft.logo is not None:
        replace_logo(c, logos.c.room_id, id, draft.logo)
    made = room(c, person, id)
    log(c, person.id, made, "workshop.create", {})
    return made


def firm_logo(c: Connection, found: Room) -> bytes | None:
    """The logo of the firm of a room that the store gave to the person; None without one."""
    return logo_of(c, logos.c.room_id, found.id)


def set_firm(
    c: Connection, person: Person, id: str, counter: int, name: str, image: bytes | None, *, removed: bool = False
) -> Room:
    """Change the firm of a room, in whatever state it is; without an `image` its logo stays, unless it is `removed`.

    Raises as :func:`.rooms.act_on_room`; Refusal workshop-consultant.
    """
    found, firm = led_room(c, person, id), one_line(check_text(name, "consultant"))
    if len(firm) > TITLE_LIMIT:
        raise refuse("workshop-consultant", Place(column="consultant"), limit=TITLE_LIMIT)
    done = advance(c, person, found, counter, "firm", {"consultant": firm})
    if image is not None or removed:
        replace_logo(c, logos.c.room_id, id, image)
    return done


def _fresh(
    c: Connection, person: Person, found: Assessment, draft: RoomDraft, title: str, functions: Sequence[str]
) -> dict[str, object]:
    return {
        "assessment_id": found.id,
        "title": title,
        "code": _free_code(c),
        "salt": new_salt(),
        "state": "draft",
        "counter": 1,
        "sitting": 1,
        "rule": draft.rule,
        "rule_version": RULES[draft.rule].version,
        "target": "assessed" if found.role == "assessor" else "answers",
        "functions": "\n".join(functions),
        "minutes": draft.minutes,
        "vote_seconds": draft.vote_seconds,
        "discuss_minutes": draft.discuss_minutes,
        "auto_reveal": draft.auto_reveal,
        "consultant": one_line(draft.consultant),
        "locked": False,
        "nudges": 0,
        "wall": 1,
        "facilitator_id": person.id,
        "created_at": now(),
        "by": person.id,
    }


def _free_code(c: Connection) -> str:
    while True:
        code = new_room_code()
        if c.scalar(select(workshop_rooms.c.id).where(workshop_rooms.c.code == code)) is None:
            return code


def _problems(
    found: Assessment, questionnaire: Questionnaire, draft: RoomDraft, title: str, functions: Sequence[str]
) -> Sequence[Problem]:
    able = {item.id for item in questionnaire.items_of(found.profile, found.cuts) if votable(item)}
    checks = (
        (0 < len(title) <= TITLE_LIMIT, Problem("workshop-title", Place(column="title"), {"limit": TITLE_LIMIT})),
        (
            bool(draft.items) and set(draft.items) <= able and len(set(draft.items)) == len(draft.items),
            Problem("workshop-items", Place(column="items")),
        ),
        (
            draft.rule in RULES,
            Problem("workshop-rule", Place(column="rule"), {"found": draft.rule[:40], "known": ", ".join(RULES)}),
        ),
        (
            5 <= draft.minutes <= 600,
            Problem("workshop-minutes", Place(column="minutes"), {"found": draft.minutes}),
        ),
        (0 <= draft.vote_seconds <= 600, Problem("workshop-timer", Place(column="vote_seconds"))),
        (0 <= draft.discuss_minutes <= 60, Problem("workshop-timer", Place(column="discuss_minutes"))),
        (
            len(one_line(check_text(draft.consultant, "consultant"))) <= TITLE_LIMIT,
            Problem("workshop-consultant", Place(column="consultant"), {"limit": TITLE_LIMIT}),
        ),
        (
            0 < len(functions) <= FUNCTIONS_MOST
            and len(set(map(unjoined, functions))) == len(functions)
            and all(0 < len(check_text(one, "functions")) <= FUNCTION_LIMIT for one in functions),
            Problem("workshop-functions", Place(column="functions"), {"most": FUNCTIONS_MOST, "limit": FUNCTION_LIMIT}),
        ),
    )
    return [problem for held, problem in checks if not held]
