"""The answers of an enterprise: a choice, a number or what else an item asks for, "not applicable" with a reason, or
none yet.

A set of answers is stored as a vector with one byte for each item, in the order of the definition. The batch kernel
reads the same vectors. Answers that are no choice have the code ENTERED; what was entered is kept beside the vector.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from types import NoneType, UnionType

from ..errors import Place, Problem, Refusal, refuse
from ..quantities import Entered, Quantity
from ..questionnaire import Group, Item, Profile, Questionnaire
from ..questionnaire.asked import Computed, Table, Ticks, Words
from ..questionnaire.naming import NOT_APPLICABLE_ID
from ..text.plain import visible
from .kinds import Answer, Chosen, Listed, NotApplicable, Said, Ticked

UNANSWERED = 0
ENTERED = 1  # of a number, a table, ticks or a text
NOT_APPLICABLE = 7  # the codes of up to six choices fit three bits; a seventh choice takes 8
REASON_LIMIT = 1000
COMMENT_LIMIT = 5000


def choice_id(answer: Answer | None) -> str:
    """The id of the choice, "not-applicable", or "" without either: what :func:`read_answer` reads as `choice`."""
    if isinstance(answer, NotApplicable):
        return NOT_APPLICABLE_ID
    return answer.choice if isinstance(answer, Chosen) else ""


def same_answer(own: Answer | None, found: Answer | None) -> bool:
    """Whether two answers say the same, however a reason is worded, a number is written or rows are ordered."""
    return _meant(own) == _meant(found)


def _meant(answer: Answer | None) -> object:
    """What an answer says, for comparison."""
    if isinstance(answer, NotApplicable):
        return NotApplicable
    if isinstance(answer, Entered):
        return answer.value
    if isinstance(answer, Listed):
        return {row.key: {column: number.value for column, number in row.numbers.items()} for row in answer.rows}
    return answer


def read_answer(questionnaire: Questionnaire, item: str, *, choice: str | None, reason: str | None) -> Answer | None:
    """The answer that a user sent for the item with the id `item`; None where nothing was chosen.

    `choice` is a choice id or "not-applicable". Raises Refusal on unknown items or choices, and on not-applicable
    without a reason.
    """
    place = Place(column=item[:80])
    if item not in questionnaire._by_id:
        raise Refusal(Problem("answer-unknown-item", place, {"item": item[:80]}))
    if not choice:
        return None
    if choice == NOT_APPLICABLE_ID:
        given = visible(reason or "")
        if not given:
            raise Refusal(Problem("answer-reason-missing", place, {"item": item}))
        if len(given) > REASON_LIMIT:
            raise Refusal(
                Problem("answer-reason-long", place, {"item": item, "limit": REASON_LIMIT, "length": len(given)})
            )
        return NotApplicable(given)
    choices = [one.id for one in questionnaire.choices_of(questionnaire.item(item))]
    if choice not in choices:
        allowed = ", ".join([*choices, NOT_APPLICABLE_ID])
        raise Refusal(
            Problem("answer-unknown-choice", place, {"item": item, "choice": choice[:80], "allowed": allowed})
        )
    return Chosen(choice)


def check_cuts(cuts: Mapping[str, str]) -> None:
    """Raise Refusal if the reason of a tailored group is too long; `cuts` maps group ids to reasons.

    Not part of :class:`Response`, because stored reasons from before there was a limit stay valid.
    """
    problems = [
        Problem("answer-cut-long", Place(column=id), {"group": id, "length": len(words), "limit": REASON_LIMIT})
        for id, words in cuts.items()
        if len(words) > REASON_LIMIT
    ]
    if problems:
        raise Refusal(*problems)


@dataclass(frozen=True)
class Response:
    """The answers of one enterprise under one weight profile.

    `answers` maps item ids to answers; `cuts` maps the ids of groups left out by tailoring to the reason. Raises
    Refusal where an answer, the profile or a cut does not fit the questionnaire.
    """

    questionnaire: Questionnaire
    profile_id: str
    answers: Mapping[str, Answer]
    cuts: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        done = len(self.items) - len(self.open)
        return f"Response({self.questionnaire.id!r}, {self.profile_id!r}, answered={done} of {len(self.items)})"

    def __post_init__(self) -> None:
        if self.profile_id not in self.questionnaire.profiles:
            allowed = ", ".join(self.questionnaire.profiles)
            raise Refusal(Problem("answer-unknown-profile", values={"profile": self.profile_id, "allowed": allowed}))
        problems = [*self._cut_problems(), *self._answer_problems()]
        if problems:
            raise Refusal(*problems)

    def _cut_problems(self) -> list[Problem]:
        found = []
        for group, reason in self.cuts.items():
            place = Place(column=group)
            if group not in self.profile.tailorable:
                allowed = ", ".join(sorted(self.profile.tailorable))
                found.append(Problem("answer-cut-forbidden", place, {"group": group, "allowed": allowed}))
            elif not visible(reason):
                found.append(Problem("answer-cut-reason", place, {"group": group}))
        return found

    def _answer_problems(self) -> list[Problem]:
        found: list[Problem] = []
        for item, answer in self.answers.items():
            try:
                if not isinstance(answer, Answer):
                    raise refuse(
                        "answer-kind", Place(column=str(item)[:80]), item=str(item)[:80], found=repr(answer)[:80]
                    )
                reason = answer.reason if isinstance(answer, NotApplicable) else None
                read_answer(self.questionnaire, item, choice=choice_id(answer), reason=reason)
                self._check_kind(item, answer)
            except Refusal as refusal:
                found.extend(refusal.problems)
        return found

    def _check_kind(self, item: str, answer: Answer) -> None:
        wanted = _KINDS[type(self.questionnaire.item(item).asks)]
        if not isinstance(answer, NotApplicable | wanted):
            place = Place(column=item[:80])
            raise refuse("answer-other-kind", place, item=item[:80], found=type(answer).__name__)

    @property
    def profile(self) -> Profile:
        """The weight profile with the id `profile_id`."""
        return self.questionnaire.profile(self.profile_id)

    @cached_property
    def areas(self) -> tuple[Group, ...]:
        """The areas assessed: those of the profile without the groups left out by tailoring."""
        return self.questionnaire.areas_of(self.profile_id, self.cuts)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items assessed, without those that are computed."""
        every = (item for area in self.areas for item in area.items)
        return tuple(item for item in every if not isinstance(item.asks, Computed))

    @property
    def open(self) -> tuple[Item, ...]:
        """The items assessed that are not yet answered."""
        return tuple(item for item in self.items if item.id not in self.answers)


_KINDS: dict[type, type | UnionType] = {  # what an item asks for -> the type of its answers
    NoneType: Chosen,
    Quantity: Entered,
    Table: Listed,
    Ticks: Ticked,
    Words: Said,
    Computed: NotApplicable,
}


def choice_codes(questionnaire: Questionnaire, item: Item | None = None) -> dict[str, int]:
    """The code of every choice by its id: 1 for the first and so on, without NOT_APPLICABLE; of an item its own."""
    codes = (code for code in count(1) if code != NOT_APPLICABLE)
    choices = questionnaire.choices if item is None else questionnaire.choices_of(item)
    return {choice.id: code for choice, code in zip(choices, codes, strict=False)}


def encode(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> bytes:
    """The answer vector: one byte for each item of the questionnaire, in its order.

    0 is unanswered, 7 not applicable, choices are as in :func:`choice_codes`, and any other answer is ENTERED. Raises
    KeyError for unknown items or choices.
    """
    codes = _codes(questionnaire)
    vector = bytearray(len(questionnaire.items))
    for id, answer in answers.items():
        item = questionnaire.item(id)
        if isinstance(answer, Chosen):
            vector[item.position] = codes[item.scale][answer.choice]
        else:
            vector[item.position] = NOT_APPLICABLE if isinstance(answer, NotApplicable) else ENTERED
    return bytes(vector)


def _codes(questionnaire: Questionnaire) -> dict[str, dict[str, int]]:
    """The codes of the choices of every scale by its id; "" is that of the questionnaire itself."""
    scaled = {item.scale: item for item in questionnaire.items if item.scale and item.asks is None}
    return {"": choice_codes(questionnaire)} | {id: choice_codes(questionnaire, item) for id, item in scaled.items()}


def decode(
    questionnaire: Questionnaire,
    vector: bytes,
    reasons: Mapping[str, str] | None = None,
    entered: Mapping[str, Answer] | None = None,
) -> dict[str, Answer]:
    """The answers in a vector, by item id: the inverse of :func:`encode`.

    `reasons` maps the ids of items that are not applicable to the reason; "—" where it has none. `entered` are, by item
    id, the answers that are no choice. Raises ValueError for a vector that is not one of the questionnaire.
    """
    if len(vector) != len(questionnaire.items):
        raise ValueError(f"a vector of {len(vector)} answers for {len(questionnaire.items)} items")
    by_scale = _codes(questionnaire).items()
    chosen = {scale: {code: Chosen(choice) for choice, code in codes.items()} for scale, codes in by_scale}
    answers: dict[str, Answer] = {}
    for item, code in zip(questionnaire.items, vector, strict=True):
        if code == NOT_APPLICABLE:
            answers[item.id] = NotApplicable((reasons or {}).get(item.id, "—"))
        elif item.asks is None and code in chosen[item.scale]:
            answers[item.id] = chosen[item.scale][code]
        elif item.asks is not None and code == ENTERED and item.id in (entered or {}):
            answers[item.id] = (entered or {})[item.id]
        elif code != UNANSWERED:
            raise ValueError(f"code {code} at {item.id}")
    return answers
