"""Whether an item applies: where many say that it does not, that is voted on before its answers are again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ..questionnaire import Text
from ..questionnaire.naming import NOT_APPLICABLE_ID
from .rules import Rule, moved, quorum
from .tally import CANNOT_JUDGE_ID, Tally

APPLICABLE_ID = "applicable"  # a vote on whether an item applies
APPLICABLE = Text("适用", "Applicable")


@dataclass(frozen=True, slots=True)
class Applicability:
    """What a rule says of the votes on whether an item applies.

    `outcome`: "applies" or "not-applicable", which take the rule's majority; "divided"; "cannot-judge" (more than half
    of the votes) or "quorum" (fewer than `needed` say either). The counts of `tally` are of "not applicable" and of
    "applicable". `last` where they are divided and this is not to be voted on again.
    """

    outcome: Literal["applies", "not-applicable", "divided", "cannot-judge", "quorum"]
    tally: Tally
    needed: int
    last: bool = False


def applicability_tally(votes: Mapping[str, int], present: int) -> Tally:
    """The tally of votes on whether an item applies, by vote; `present` is the number of those who could vote."""
    counts, cannot = (votes.get(NOT_APPLICABLE_ID, 0), votes.get(APPLICABLE_ID, 0)), votes.get(CANNOT_JUDGE_ID, 0)
    return Tally(counts, cannot_judge=cannot, missing=max(0, present - sum(counts) - cannot))


def judge_applicability(rule: Rule, tally: Tally, round: int = 1, before: Tally | None = None) -> Applicability:
    """What `rule` says of `tally` in the round with this number of those on whether the item applies; `before` is the
    tally of the one before.
    """
    needed = quorum(tally.present)
    not_applicable, applicable = tally.counts
    if 2 * tally.cannot_judge > tally.votes:
        return Applicability("cannot-judge", tally, needed)
    if tally.n < needed:
        return Applicability("quorum", tally, needed)
    if applicable >= rule.majority * tally.n:
        return Applicability("applies", tally, needed)
    if not_applicable >= rule.majority * tally.n:
        return Applicability("not-applicable", tally, needed)
    last = round >= rule.rounds or (before is not None and moved(before, tally) < rule.stalled)
    return Applicability("divided", tally, needed, last)
