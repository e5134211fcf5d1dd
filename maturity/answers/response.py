"""The answers of an enterprise: a choice, "not applicable" with a reason, or none yet.

A set of answers is stored as a vector with one byte for each item, in the order of the definition. The batch kernel
reads the same vectors.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..errors import Place, Problem, Refusal, refuse
from ..questionnaire import Item, Profile, Questionnaire, Subdomain
from ..questionnaire.naming import NOT_APPLICABLE_ID
from ..text.plain import visible

UNANSWERED = 0
NOT_APPLICABLE = 7  # codes fit three bits: the kernel packs the items of a cell into one index
REASON_LIMIT = 1000
COMMENT_LIMIT = 5000


@dataclass(frozen=True, slots=True)
class Chosen:
    """An answer that is one of the questionnaire's choices; `choice` is its id."""

    choice: str


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The answer that an item does not apply to the enterprise, with the reason."""

    reason: str


Answer = Chosen | NotApplicable


def choice_id(answer: Answer | None) -> str:
    """The id of the choice, "not-applicable", or "" without an answer: what :func:`read_answer` reads as `choice`."""
    if isinstance(answer, NotApplicable):
        return NOT_APPLICABLE_ID
    return answer.choice if answer else ""


def same_answer(own: Answer | None, found: Answer | None) -> bool:
    """Whether two answers are equal apart from the wording of a reason."""
    if isinstance(own, NotApplicable):
        return isinstance(found, NotApplicable)
    return own == found


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
    if choice not in questionnaire._choice_by_id:
        allowed = ", ".join([*questionnaire._choice_by_id, NOT_APPLICABLE_ID])
        raise Refusal(
            Problem("answer-unknown-choice", place, {"item": item, "choice": choice[:80], "allowed": allowed})
        )
    return Chosen(choice)


def check_cuts(cuts: Mapping[str, str]) -> None:
    """Raise Refusal if the reason of a tailored domain is too long; `cuts` maps domain ids to reasons.

    Not part of :class:`Response`, because stored reasons from before there was a limit stay valid.
    """
    problems = [
        Problem("answer-cut-long", Place(column=id), {"domain": id, "length": len(words), "limit": REASON_LIMIT})
        for id, words in cuts.items()
        if len(words) > REASON_LIMIT
    ]
    if problems:
        raise Refusal(*problems)


@dataclass(frozen=True)
class Response:
    """The answers of one enterprise under one weight profile.

    `answers` maps item ids to answers; `cuts` maps the ids of domains left out by tailoring to the reason. Raises
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
        for domain, reason in self.cuts.items():
            place = Place(column=domain)
            if domain not in self.profile.tailorable:
                allowed = ", ".join(sorted(self.profile.tailorable))
                found.append(Problem("answer-cut-forbidden", place, {"domain": domain, "allowed": allowed}))
            elif not visible(reason):
                found.append(Problem("answer-cut-reason", place, {"domain": domain}))
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
            except Refusal as refusal:
                found.extend(refusal.problems)
        return found

    @property
    def profile(self) -> Profile:
        """The weight profile with the id `profile_id`."""
        return self.questionnaire.profile(self.profile_id)

    @cached_property
    def subdomains(self) -> tuple[Subdomain, ...]:
        """The subdomains assessed: those of the profile without the domains left out by tailoring."""
        omits = self.profile.omits
        return tuple(
            subdomain
            for _, domain, subdomain in self.questionnaire.walk()
            if subdomain.id not in omits and domain.id not in self.cuts
        )

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items assessed."""
        return tuple(item for subdomain in self.subdomains for item in subdomain.items)

    @property
    def open(self) -> tuple[Item, ...]:
        """The items assessed that are not yet answered."""
        return tuple(item for item in self.items if item.id not in self.answers)


def encode(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> bytes:
    """The answer vector: one byte for each item of the questionnaire, in its order.

    0 is unanswered, 1 the first choice and so on, 7 not applicable. Raises KeyError for unknown items or choices.
    """
    codes = {choice.id: index for index, choice in enumerate(questionnaire.choices, start=1)}
    vector = bytearray(len(questionnaire.items))
    for item, answer in answers.items():
        code = NOT_APPLICABLE if isinstance(answer, NotApplicable) else codes[answer.choice]
        vector[questionnaire.item(item).position] = code
    return bytes(vector)


def decode(questionnaire: Questionnaire, vector: bytes, reasons: Mapping[str, str] | None = None) -> dict[str, Answer]:
    """The answers in a vector, by item id: the inverse of :func:`encode`.

    `reasons` maps the ids of items that are not applicable to the reason; "—" where it has none. Raises ValueError for
    a vector that is not one of the questionnaire.
    """
    if len(vector) != len(questionnaire.items):
        raise ValueError(f"a vector of {len(vector)} answers for {len(questionnaire.items)} items")
    answers: dict[str, Answer] = {}
    for item, code in zip(questionnaire.items, vector, strict=True):
        if code == NOT_APPLICABLE:
            answers[item.id] = NotApplicable((reasons or {}).get(item.id, "—"))
        elif code > len(questionnaire.choices):
            raise ValueError(f"code {code} at {item.id}")
        elif code != UNANSWERED:
            answers[item.id] = Chosen(questionnaire.choices[code - 1].id)
    return answers
