"""What was typed on the pages of a preview; the pages send it to each other in hidden fields, and nobody keeps it.

An answer that is a choice travels as an answer vector, one that is more as the text that it would be stored as.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from ...answers import Answer, Chosen, NotApplicable, Response, choice_id, decode, encode
from ...answers.codec import check_answer, entered_document, entered_in
from ...assessment.progress import Count, count
from ...errors import Refusal
from ...questionnaire import Group, Item, Questionnaire
from ...questionnaire.asked import Computed
from ...questionnaire.naming import NOT_APPLICABLE_ID
from ..assessments.entering import Fields, fields_of, form_fields, read_fields, told_at

_REASON = "—"  # a trial asks for none


@dataclass(frozen=True, slots=True)
class Trial:
    """What was answered so far on the pages of a preview.

    `typed` are, by item, the fields of the page sent that cannot be read; `problems` say what is wrong with them.
    """

    response: Response
    typed: Mapping[str, Fields] = field(default_factory=dict)
    problems: Mapping[str, list[dict[str, str]]] = field(default_factory=dict)

    @property
    def vector(self) -> str:
        """The answers as hexadecimal text, for the next page."""
        return encode(self.response.questionnaire, self.response.answers).hex()

    @property
    def entered(self) -> str:
        """The answers that are no choice as one text, for the next page."""
        return entered_document(self.response.answers)

    @property
    def areas(self) -> list[tuple[Group, Group, Count]]:
        """The outermost group, the area and its progress, of every area assessed; one tier is its own outermost."""
        asked = self.response.questionnaire
        return [
            ((*asked.parents(area), area)[0], area, count(self.response, area.items)) for area in self.response.areas
        ]

    @property
    def whole(self) -> Count:
        """Progress of the whole questionnaire."""
        return count(self.response)

    def choice(self, item: Item) -> str:
        """The id of the choice, "not-applicable", or "" for neither."""
        return choice_id(self.response.answers.get(item.id))

    def fields(self, item: Item) -> Fields:
        """What stands in the fields of an item."""
        return self.typed.get(item.id) or fields_of(item, self.response.answers.get(item.id))


def trial_of(questionnaire: Questionnaire, form: Mapping[str, str]) -> Trial:
    """What the form says; what does not fit the questionnaire counts as not said, and mistakes in fields are told."""
    answers, typed, problems = _brought(questionnaire, form), dict[str, Fields](), dict[str, list[dict[str, str]]]()
    for item in questionnaire.items:
        sent = form.get(f"choice-{item.id}")
        if sent == NOT_APPLICABLE_ID:
            answers[item.id] = NotApplicable(_REASON)
        elif item.asks is None:
            if sent in {choice.id for choice in questionnaire.choices_of(item)}:
                answers[item.id] = Chosen(str(sent))
        elif item.area == form.get("here") and not isinstance(item.asks, Computed):
            answers.pop(item.id, None)
            fields = form_fields(item)
            try:
                answer = read_fields(item, fields)
            except Refusal as refusal:
                typed[item.id], problems[item.id] = fields, told_at(item, refusal)
                continue
            if answer is not None:
                answers[item.id] = answer
    profile = form.get("profile", "")
    profile = profile if profile in questionnaire.profiles else next(iter(questionnaire.profiles))
    return Trial(Response(questionnaire, profile, answers), typed, problems)


def _brought(questionnaire: Questionnaire, form: Mapping[str, str]) -> dict[str, Answer]:
    """The answers of the pages before; none where a hidden field was tampered with."""
    with suppress(ValueError, Refusal):
        entered = entered_in(form.get("entered") or "{}")
        found = decode(questionnaire, bytes.fromhex(form.get("answers", "")), entered=entered)
        for id, answer in found.items():
            check_answer(questionnaire, id, answer)
        return found
    return {}
