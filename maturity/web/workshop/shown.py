"""An item of a room as pages show it: what was voted on it, what the rule says of that, and what it proposes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ...answers import Answer
from ...quantities import Quantity
from ...questionnaire import Item
from ...store.workshop.items import RoomItem
from ...store.workshop.notes import Note
from ...store.workshop.results import Judged, RoundVotes, like_last
from ...workshop import STANDARD, Tally, Verdict, sentence
from ...workshop.applicability import Applicability
from ...workshop.ballots import Question, shown_number
from ...workshop.groups import LEAST_SHOWN, Standing, standings, turnover
from ...workshop.numbers import NumberVerdict
from ...workshop.wording import applicability_sentence
from ..assessments.entering import unit_words
from ..language import gettext as _
from ..language import language


@dataclass(frozen=True)
class Shown:
    """An item of a room with what was voted on it.

    `rounds` are the revealed ones, `own` is the enterprise's answer, None before the first reveal. `question` is what
    the present round asks, revealed or not.
    """

    place: RoomItem
    item: Item
    rounds: Sequence[RoundVotes]
    verdict: Judged | None
    tally: Tally | None
    own: Answer | None
    notes: Sequence[Note]
    question: Question = "answer"

    @property
    def told(self) -> bool:
        """Whether a result can be shown: revealed, by enough votes."""
        return self.verdict is not None and self.place.state != "open"

    @property
    def agreed(self) -> bool:
        """Whether the votes met the rule."""
        return self.verdict is not None and self.verdict.outcome == "agreed"

    @property
    def sentence(self) -> str:
        """What came of the votes, in the language of this request."""
        if self.verdict is None:
            return _("少于 %(least)s 票，不显示分布。", least=LEAST_SHOWN) if self.rounds else ""
        if isinstance(self.verdict, Verdict):
            return sentence(self.verdict, language())
        if isinstance(self.verdict, Applicability):
            return applicability_sentence(self.verdict, language())
        return number_sentence(self.verdict, self.item)

    @property
    def proposed(self) -> str:
        """What the rule of the room proposes: "again" (another round on the answer), "applicability" (one on whether
        the item applies), "park", else "settle".
        """
        verdict = self.verdict
        if verdict is None or self.agreed:
            return "settle"
        over = len(self.rounds) >= STANDARD.rounds if isinstance(verdict, NumberVerdict) else verdict.last
        act = {"cannot-judge": "park", "applicability": "applicability", "applies": "again"}.get(verdict.outcome)
        if verdict.outcome in ("not-agreed", "divided") and not over:
            act = "again" if verdict.outcome == "not-agreed" else "applicability"
        return act or "settle"

    @property
    def inapplicable(self) -> bool:
        """Whether it was voted that the item does not apply: it waits for a reason."""
        return isinstance(self.verdict, Applicability) and self.verdict.outcome == "not-applicable"

    @property
    def spread(self) -> str:
        """From the lowest to the highest vote in words, of items whose result can be shown; else ""."""
        verdict, ends = self.verdict if self.told else None, list[str]()
        if isinstance(verdict, NumberVerdict) and verdict.n:
            ends = [shown_number(str(value)) for value in (verdict.lowest, verdict.highest)]
        elif isinstance(verdict, Verdict) and verdict.figures is not None:
            places = (verdict.figures.lowest, verdict.figures.highest)
            ends = [verdict.scale.choices[rank].text.of(language()) for rank in places]
        return " – ".join(dict.fromkeys(ends))

    @property
    def extremes(self) -> tuple[str, str] | None:
        """The lowest and the highest choice that somebody voted for, in words; None where they are one, or agreed."""
        verdict = self.verdict
        if not isinstance(verdict, Verdict) or verdict.figures is None or self.agreed or not verdict.figures.range:
            return None
        low, high = (
            verdict.scale.choices[rank].text.of(language())
            for rank in (verdict.figures.lowest, verdict.figures.highest)
        )
        return low, high

    @property
    def certainty(self) -> Mapping[str, int]:
        """How many said how sure they are, by what they said; only where at least four did."""
        said = {name: number for name, number in self.rounds[-1].confidence.items() if name} if self.rounds else {}
        return said if sum(said.values()) >= LEAST_SHOWN else {}

    @property
    def functions(self) -> Mapping[str, Standing]:
        """How functions stand to the room: lower, about, higher; only large ones."""
        if not isinstance(self.verdict, Verdict):
            return {}
        scale = self.verdict.scale
        groups = {
            name: [votes[choice.id] for choice in scale.choices] for name, votes in self.rounds[-1].by_function.items()
        }
        return standings(groups)

    @property
    def turnover(self) -> str:
        """In words how many votes changed since the round before; "" in the first."""
        alike = like_last(self.rounds)
        if len(alike) < 2 or not (alike[-1].shown and alike[-2].shown):
            return ""
        before, after = alike[-2].votes, alike[-1].votes
        changed = max((before - after).total(), (after - before).total())
        return turnover(changed, alike[-1].round.seats)


def unit_of(item: Item) -> str:
    """What the unit of an item with a number is called in the language of this request; "" for a plain number."""
    return unit_words(item.asks.unit) if isinstance(item.asks, Quantity) else ""


def number_sentence(verdict: NumberVerdict, item: Item) -> str:
    """What came of votes on a number."""
    if verdict.outcome == "agreed":
        return _("达成一致：中位数 %(median)s，多数与它接近。", median=_number(verdict.median, item))
    if verdict.outcome == "not-agreed":
        ends = {"low": shown_number(str(verdict.lowest)), "high": _number(verdict.highest, item)}
        return _("尚未一致：各人给出的数从 %(low)s 到 %(high)s，相差较大。", **ends)
    if verdict.outcome == "applicability":
        counts = {"votes": verdict.votes, "na": verdict.not_applicable}
        return _("%(votes)s 票中有 %(na)s 票认为不适用：先确定是否适用。", **counts)
    if verdict.outcome == "cannot-judge":
        return _("多数人无法判断：先搁置，找到能判断的人。")
    return _("没有结果：只有 %(count)s 人给出了数，至少需要 %(needed)s 人。", count=verdict.n, needed=verdict.needed)


def _number(value: Fraction | None, item: Item) -> str:
    return f"{shown_number(str(value))} {unit_of(item)}".strip()
