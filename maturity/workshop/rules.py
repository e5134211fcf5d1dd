"""When votes count as agreement: the rule of a workshop, fixed before it begins, and what it says of a tally."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from .figures import Figures, figures
from .tally import Scale, Tally

LEAST_VOTES = 4
Outcome = Literal["agreed", "not-agreed", "quorum", "cannot-judge", "applicability"]
Condition = Literal["mode", "near", "across", "iqr"]


@dataclass(frozen=True, slots=True)
class Rule:
    """The conditions of agreement; a condition that is None is not asked for.

    `mode`: at least this share on one choice. `near`: at least this share within one rank of the lower median.
    `across`: less than this share on the other side of the pass mark from it. `iqr`: an interquartile range of at most
    so many ranks. At most `rounds` are voted; voting stops also when less than `stalled` of the votes changed. Of
    numbers, the share `mode` lies within `tolerance` of the median, a share of its amount. `version` grows whenever a
    preset changes, so that minutes tell by which rule a workshop was held.
    """

    id: str
    mode: Fraction | None
    near: Fraction | None
    across: Fraction | None
    iqr: int | None = None
    rounds: int = 3
    stalled: Fraction = Fraction(15, 100)
    tolerance: Fraction = Fraction(5, 100)
    version: int = 1

    @property
    def majority(self) -> Fraction:
        """The share that has to agree where there are no steps between choices: `mode`, else `near`."""
        return self.mode if self.mode is not None else self.near or Fraction(1)


RULES = {
    rule.id: rule
    for rule in (
        Rule("standard", mode=Fraction(2, 3), near=Fraction(9, 10), across=Fraction(1, 4)),
        Rule("strict", mode=Fraction(3, 4), near=Fraction(1), across=Fraction(1, 4)),
        Rule("light", mode=None, near=Fraction(3, 4), across=None, iqr=1),
    )
}
STANDARD = RULES["standard"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of a tally in a round.

    `outcome`: "agreed"; "not-agreed", with the conditions that `failed`; "cannot-judge" (more than half of the votes:
    park the item), "applicability" (a third of the votes or more say that it does not apply: settle that first) or
    "quorum" (fewer than `needed` ranked votes). `last` where no further round is to be voted.
    """

    outcome: Outcome
    scale: Scale
    tally: Tally
    figures: Figures | None
    needed: int
    failed: tuple[Condition, ...] = ()
    last: bool = False

    @property
    def agreed(self) -> bool:
        """Whether the votes are agreement."""
        return self.outcome == "agreed"


def quorum(present: int) -> int:
    """How many ranked votes a result takes: half of those present, at least LEAST_VOTES."""
    return max(LEAST_VOTES, -(-present // 2))


def judge(rule: Rule, scale: Scale, tally: Tally, round: int = 1, before: Tally | None = None) -> Verdict:
    """What `rule` says of `tally` in the round with this number; `before` is the tally of the round before."""
    found, needed = figures(scale, tally), quorum(tally.present)
    last = round >= rule.rounds or (before is not None and moved(before, tally) < rule.stalled)
    failed: tuple[Condition, ...] = ()
    outcome: Outcome
    if 2 * tally.cannot_judge > tally.votes:
        outcome = "cannot-judge"
    elif tally.votes and 3 * tally.not_applicable >= tally.votes:
        outcome = "applicability"
    elif found is None or tally.n < needed:
        outcome = "quorum"
    else:
        failed = failures(rule, scale, tally, found)
        outcome = "not-agreed" if failed else "agreed"
    return Verdict(outcome, scale, tally, found, needed, failed, last and outcome == "not-agreed")


def agrees(rule: Rule, scale: Scale, tally: Tally) -> bool:
    """Whether the ranked votes meet all conditions, quorum aside; False without any."""
    found = figures(scale, tally)
    return found is not None and not failures(rule, scale, tally, found)


def failures(rule: Rule, scale: Scale, tally: Tally, found: Figures) -> tuple[Condition, ...]:
    """The conditions that the ranked votes do not meet."""
    held: dict[Condition, bool] = {
        "mode": rule.mode is None or found.mode_share >= rule.mode,
        "near": rule.near is None or near_share(tally, found) >= rule.near,
        "across": rule.across is None or found.across is None or found.across < rule.across,
        "iqr": rule.iqr is None or found.iqr <= rule.iqr,
    }
    return tuple(name for name, holds in held.items() if not holds)


def near_share(tally: Tally, found: Figures) -> Fraction:
    """The share of the ranked votes within one rank of the lower median."""
    near = sum(number for rank, number in enumerate(tally.counts) if abs(rank - found.median) <= 1)
    return Fraction(near, found.n)


def moved(before: Tally, after: Tally) -> Fraction:
    """The least share of votes that must have changed between two rounds.

    Votes carry no name, so that a change and its opposite cannot be told from no change.
    """
    old = (*before.counts, before.not_applicable, before.cannot_judge, before.missing)
    new = (*after.counts, after.not_applicable, after.cannot_judge, after.missing)
    changed = Fraction(sum(abs(a - b) for a, b in zip(old, new, strict=True)), 2)
    return changed / max(before.present, after.present, 1)
