"""An evaluation in one language: the answers, verdicts, points and evidence that the parts of its report use."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ...answers import Entered, NotApplicable
from ...assessment.calculations import Calculations
from ...questionnaire import Group, Item, Questionnaire
from ...questionnaire.asked import Computed, Table, Words
from ...questionnaire.parts import Paper
from ...scoring.accounts import valued_as_entered
from ...scoring.evaluation import Evaluation, ItemScore
from ...scoring.statements import Statements, na_policy, statements
from ..blocks import Verdict
from ..context import NONE
from ..dossier import EvaluationDossier, Evidence
from ..summary import ORIGINS


@dataclass(frozen=True)
class EvaluationContext:
    """Formats the content of `dossier` in `language` ("zh" or "en")."""

    dossier: EvaluationDossier
    language: str

    def say(self, zh: str, en: str) -> str:
        """The text in the report's language."""
        return zh if self.language == "zh" else en

    @property
    def evaluation(self) -> Evaluation:
        """The result that is reported."""
        return self.dossier.evaluation

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire that was answered."""
        return self.evaluation.response.questionnaire

    @property
    def standard(self) -> str:
        """The edition that the questionnaire follows, with a word where it is superseded."""
        gone = self.say("（已被取代）", " (superseded)") if self.questionnaire.status == "superseded" else ""
        return self.questionnaire.standard.of(self.language) + gone

    @cached_property
    def told(self) -> Statements:
        """What is told of the result, in fixed words."""
        return statements(self.evaluation, self.language)

    @property
    def limits(self) -> list[str]:
        """What limits the result, beginning with an origin elsewhere."""
        origin = ORIGINS.get(self.dossier.origin)
        return [*([origin.of(self.language)] if origin else []), *self.told.notices]

    @cached_property
    def notes(self) -> Calculations:
        """How the values were calculated."""
        return Calculations(self.evaluation, self.language)

    @property
    def computes(self) -> bool:
        """Whether anything is computed."""
        return any(isinstance(one.item.asks, Computed) for one in self.evaluation.items.values())

    def verdict(self) -> Verdict:
        """Eligibility before any score, then the verdicts, bonus and grade, each on a line, and the n/a policy."""
        told = self.told
        none = self.say("各项分别给出，不合成总分", "Values alone, without a total")
        name = told.eligibility or told.score or none
        policy = na_policy(self.evaluation, self.language) if told.score else ""
        policy = "" if policy in told.notices else policy
        lines = (*told.verdicts, told.bonus, told.grade, policy)
        score = told.score if name != told.score else ""
        return Verdict(None, name, score, "", "\n".join(line for line in lines if line))

    def text(self, item: Item) -> str:
        """The text of an item without its full stop."""
        return item.text.of(self.language).rstrip("。.")

    def answer(self, one: ItemScore) -> str:
        """What was answered: numbers with their unit as entered, a row of a table a line."""
        answers, told = self.evaluation.response.answers, self.notes.accountant
        answer = answers.get(one.item.id)
        if isinstance(answer, NotApplicable):
            return self.say("不适用", "Not applicable")
        if isinstance(one.item.asks, Table | Computed):
            rows = [self.say(f"{row.label}：{row.value}", f"{row.label}: {row.value}") for row in told.rows(one)]
            if rows:
                return "\n".join(rows)
        words = valued_as_entered(answer, self.language) if isinstance(answer, Entered) else told.answered(one)
        return words or (NONE if isinstance(one.item.asks, Computed) else self.say("未作答", "Not yet answered"))

    def note(self, one: ItemScore) -> str:
        """Why an answer or a value does not count, and the comment beside it, one a line; "" for neither."""
        open_ = one.item.id not in self.evaluation.response.answers and not isinstance(one.item.asks, Computed)
        why = "" if open_ else self.notes.why(one)
        comment = self.dossier.comments.get(one.item.id, "").strip()
        return "\n".join(filter(None, (why, self.say("备注：", "Comment: ") + comment if comment else "")))

    def outcome(self, one: ItemScore) -> str:
        """Whether it is met, or the points that it earns; a dash for neither."""
        return self.notes.outcome(one) or NONE

    @property
    def boundary(self) -> list[tuple[str, str]]:
        """The lines of the boundary card, each with what was written."""
        asked = [one for one in self.evaluation.items.values() if isinstance(one.item.asks, Words)]
        return [(self.text(one.item), self.answer(one)) for one in asked]

    @cached_property
    def pieces(self) -> list[Evidence]:
        """The evidence in the order of the questionnaire, that for papers first; a piece is known by its place, counted
        from 1.
        """
        return sorted(self.dossier.evidence, key=lambda piece: piece.place(self.questionnaire))

    def pieces_of(self, items: Iterable[Item], paper: Paper | None = None) -> list[tuple[int, Evidence]]:
        """The evidence of some items, and of a paper, each with its number."""
        ids = {item.id for item in items}
        ours = {paper.id} if paper else set()
        return [
            (number, piece) for number, piece in enumerate(self.pieces, 1) if piece.item in ids or piece.paper in ours
        ]

    def filed(self, items: Iterable[Item], paper: Paper | None = None) -> str:
        """The numbers and names of the evidence of some items, and of a paper, one a line; a dash for none."""
        lines = [f"{number}. {piece.words or piece.address}" for number, piece in self.pieces_of(items, paper)]
        return "\n".join(lines) or NONE

    def index(self, item: Item) -> str:
        """Where the evidence of an item is: the numbers of its papers in the checklist and of its pieces."""
        places = {paper.id: str(number) for number, paper in enumerate(self.questionnaire.checklist, 1)}
        comma, found = self.say("、", ", "), []
        if item.papers:
            found.append(self.say("材料 ", "Papers ") + comma.join(places[id] for id in item.papers))
        if pieces := [str(number) for number, _ in self.pieces_of((item,))]:
            found.append(self.say("证据 ", "Evidence ") + comma.join(pieces))
        return self.say("；", "; ").join(found) or NONE

    def shown(self, area: Group) -> list[ItemScore]:
        """The items of an area that are assessed, without the boundary card."""
        scores = (self.evaluation.items.get(item.id) for item in area.items)
        return [one for one in scores if one and not isinstance(one.item.asks, Words)]
