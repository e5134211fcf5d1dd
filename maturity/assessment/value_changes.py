"""Numbers in two rounds of one enterprise: values, units, differences, and what they earn."""

from dataclasses import dataclass
from fractions import Fraction

from ..questionnaire import Crosswalk
from ..scoring.evaluation import Evaluation, ItemScore
from ..scoring.figures import Figure


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A number, ticks or a computed value in two rounds; `before` is None where the earlier round had no such item.

    `difference` is the later value less the earlier one in the unit of the later, `ratio` their quotient less 1; None
    where either has no single value, or the units do not fit.
    """

    before: ItemScore | None
    after: ItemScore
    difference: Fraction | None = None
    ratio: Fraction | None = None


def value_changes(before: Evaluation, after: Evaluation, crosswalk: Crosswalk | None) -> tuple[ValueChange, ...]:
    """The items with a figure in either round, in the order of the later questionnaire.

    Between versions an item is the same where `crosswalk` says that it stayed or was reworded; its difference is told
    only then.
    """
    found = []
    known = earlier_ids(after, crosswalk)
    for id, later in after.items.items():
        earlier = before.items.get(known[id]) if id in known else None
        if isinstance(later.figure, Figure) or (earlier and isinstance(earlier.figure, Figure)):
            found.append(_change(earlier, later))
    return tuple(found)


def earlier_ids(after: Evaluation, crosswalk: Crosswalk | None) -> dict[str, str]:
    """By id of an item the id that it had in the earlier version; without items that are new, split or merged."""
    if crosswalk is None:
        return {id: id for id in after.items}
    alike = (*crosswalk.of("same"), *crosswalk.of("reworded"))
    return {link.after[0]: link.before[0] for link in alike}


def _change(before: ItemScore | None, after: ItemScore) -> ValueChange:
    if before is None or not (isinstance(before.figure, Figure) and isinstance(after.figure, Figure)):
        return ValueChange(before, after)
    one, other = before.figure, after.figure
    if len(one.rows) != 1 or len(other.rows) != 1 or not one.unit.fits(other.unit):
        return ValueChange(before, after)
    earlier, later = one.rows[0] * one.unit.to(other.unit), other.rows[0]
    return ValueChange(before, after, later - earlier, later / earlier - 1 if earlier else None)
