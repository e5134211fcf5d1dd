"""From the true counts to what may be shown: primary rules, elimination, audit, repair; unsafe is never shown.

1. The rules name the secrets (:mod:`.rules`).
2. Elimination walks the cells from the most to the least wanted and publishes each that keeps every secret out of the
   span of what is published (:mod:`.elimination`). Breakdowns and means of rows follow in a system of their own: with
   the means of a parent and of all other children, a hidden child's mean would be one subtraction away.
3. The intruder tries every secret (:mod:`.intruder`); for each one pinned down, the cheapest cell that holds the
   intruder back is hidden too, until no secret is pinned. Narrow intervals are tried again in whole numbers, and no
   lone member of a secret learns another one by knowing its own (:mod:`.audit`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..errors import refuse
from .audit import Audit, Findings
from .pattern import Pattern
from .rules import Rules, Secrets, secrets
from .system import Flags, Floats, System

MOST_ATOMS = 15_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """`published` says for every cell, `detailed` for every line's breakdown and means, whether it may be shown.

    `low` and `high`: every secret's interval for the intruder reaches at least so far. `repaired` are the cells that
    the audit hid beyond elimination, `left_out` the lines whose rows must not even be listed. `unsafe` are places of
    secrets that could not be protected: nothing of an outcome with any of them may be published.
    """

    published: Flags
    detailed: Flags
    secrets: Secrets
    low: Floats
    high: Floats
    repaired: tuple[int, ...]
    unsafe: tuple[int, ...]
    left_out: frozenset[int] = frozenset()


def protect(system: System, rules: Rules) -> Outcome:
    """What of `system` may be shown beside earlier releases. Raises Refusal disclosure-too-large, disclosure-no-solver,
    disclosure-solver.
    """
    _bounded(system)
    found, told = _still_secret(system, rules), frozenset[int]()
    while True:
        pattern = Pattern.chosen(system, rules, found)
        audit = Audit(system, pattern, found, told=told)
        unsafe = audit.run()
        lost = _lost(system, found, audit) if unsafe and _beside_others(system) else Findings()
        if lost.outside.intersection(unsafe):  # disclosed by earlier releases: hiding it here protects nothing
            found, told = found.without(lost.outside), frozenset()
        elif (lost.inside - told).intersection(unsafe):
            told |= lost.inside
        else:
            break
    pattern.show_known()
    shown, repaired = (pattern.published, pattern.detailed), tuple(audit.secondary)
    return Outcome(*shown, found, audit.low, audit.high, repaired, unsafe, frozenset(pattern.left_out))


def leaks(system: System, rules: Rules, published: Flags, detailed: Flags) -> tuple[int, ...]:
    """The cells that would be disclosed if `published` and `detailed` were shown, beyond what earlier releases do; -1
    stands for cells no table has. Raises Refusal as :func:`protect` does.
    """
    _bounded(system)
    found = _still_secret(system, rules)
    pattern = Pattern(system, found, published.copy(), detailed.copy())
    audit = Audit(system, pattern, found)
    learned = audit.findings()
    pinned, inside = learned.outside.union(pattern.basis().known()), learned.inside
    if (pinned or inside) and _beside_others(system):
        lost = _lost(system, found, audit)
        pinned, inside = pinned - lost.outside, inside - lost.outside - lost.inside
    means = pattern.leaked_means(rules, Pattern.of_earlier(system, found))
    return tuple(sorted({found.cell[place] for place in pinned | inside}.union(means)))


def follow(system: System, rules: Rules, published: Flags, cells: Iterable[int]) -> bool:
    """Whether no one of `cells` is a secret and all of them follow exactly from what else is `published`: showing them
    discloses nothing new.
    """
    some = [*cells]
    found = secrets(system, rules)
    if not set(some).isdisjoint(found.cell):
        return False
    before = published.copy()
    before[some] = False
    basis = Pattern(system, found, before, np.zeros(len(system.lines), bool)).basis()
    return not any(basis.reduced(system.cells.vector(cell)) for cell in some)


def _beside_others(system: System) -> bool:
    return any(line.shown_earlier is not None for line in system.lines)


def _still_secret(system: System, rules: Rules) -> Secrets:
    """The secrets of `system` but those that follow exactly from earlier releases."""
    found = secrets(system, rules)
    return found.without(Pattern.of_earlier(system, found).basis().known()) if _beside_others(system) else found


def _lost(system: System, found: Secrets, with_this: Audit) -> Findings:
    """The secrets that earlier releases by themselves do not keep. What an intruder can reach `with_this` release too
    is within reach without it, so that only the secrets found there have to be tried again.
    """
    return Audit(system, Pattern.of_earlier(system, found), found, with_this).findings()


def _bounded(system: System) -> None:
    if len(system.counts) > MOST_ATOMS:
        raise refuse("disclosure-too-large", found=len(system.counts), most=MOST_ATOMS)
