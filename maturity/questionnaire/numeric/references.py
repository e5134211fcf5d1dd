"""Reference values that indicators are scored against: by indicator, sector, region and year, each with its source."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ...errors import Place, Problem, Refusal
from ...quantities import Unit, unit
from ...quantities.reading import NOWHERE
from ..model import Questionnaire
from ..parts import Item
from ..scorers import Linear, Ratio, Threshold
from .scorer_checks import direction_mistakes

DIMENSIONS = ("division", "region", "year")  # facts that a value can be for, the most telling first


@dataclass(frozen=True, slots=True)
class Reference:
    """The values of an indicator: `baseline` and `leading`, None where one is not known, in `unit` (None: the item's).

    `facts` say for which division, region and year it is, codes by fact; for all without. `status` is S, V, R, M or C;
    `place` is where it was read.
    """

    indicator: str
    baseline: Fraction | None
    leading: Fraction | None
    unit: Unit | None
    facts: Mapping[str, str]
    source: str
    status: str
    place: Place = NOWHERE

    @property
    def verified(self) -> bool:
        """Whether the values are confirmed."""
        return self.status in "VC"

    def fits(self, facts: Mapping[str, str]) -> bool:
        """Whether it is for an enterprise with these facts."""
        return all(facts.get(fact) == code for fact, code in self.facts.items())


@dataclass(frozen=True, slots=True)
class References:
    """A set of reference values."""

    values: tuple[Reference, ...] = ()

    def find(self, indicator: str, facts: Mapping[str, str]) -> Reference | None:
        """The value of an indicator for these facts that says most about whom it is for; None without any."""
        fitting = [one for one in self.values if one.indicator == indicator and one.fits(facts)]
        return max(fitting, key=_precision, default=None)


def references_text(values: Iterable[Reference]) -> str:
    """Values as canonical JSON, without whom they are for, as they are kept with what they were used for."""
    plain = [_plain(one) for one in sorted(values, key=lambda one: one.indicator)]
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def references_in(text: str) -> References:
    """The values in such a text, for all enterprises. Raises ValueError for any other text."""
    try:
        return References(tuple(_reference(one) for one in json.loads(text)))
    except (KeyError, TypeError, AttributeError, ZeroDivisionError, RecursionError) as error:
        raise ValueError("no reference values") from error


def _plain(one: Reference) -> dict[str, str | None]:
    values = {name: None if (value := getattr(one, name)) is None else str(value) for name in ("baseline", "leading")}
    words = {"indicator": one.indicator, "source": one.source, "status": one.status}
    return {**words, **values, "unit": one.unit.id if one.unit else None}


def _reference(found: Mapping[str, Any]) -> Reference:
    baseline, leading = (None if found[name] is None else Fraction(found[name]) for name in ("baseline", "leading"))
    meant = None if found["unit"] is None else unit(found["unit"])
    source, status = str(found["source"]), str(found["status"])
    return Reference(str(found["indicator"]), baseline, leading, meant, {}, source, status)


def _precision(reference: Reference) -> tuple[bool, ...]:
    return tuple(fact in reference.facts for fact in DIMENSIONS)


def checked(questionnaire: Questionnaire, values: Sequence[Reference]) -> References:
    """The set of these values for a questionnaire.

    Raises Refusal with every mistake: an indicator that nothing is scored by, a unit that does not fit, a value twice,
    a baseline equal to the leading value, values that contradict the direction of an item.
    """
    problems = [*_repeated(values)]
    by_indicator = _scored_by(questionnaire)
    for value in values:
        items = by_indicator.get(value.indicator, [])
        if not items:
            allowed = ", ".join(by_indicator)
            problems.append(Problem("reference-unknown", value.place, {"id": value.indicator[:60], "allowed": allowed}))
        for item in items[:1]:
            if value.unit and not value.unit.fits(unit_of(item)):
                values_ = {"found": value.unit.id, "wanted": unit_of(item).id}
                problems.append(Problem("unit-mismatch", value.place, values_))
        problems += _contradictions(value, items)
    if problems:
        raise Refusal(*problems)
    return References(tuple(values))


def _repeated(values: Sequence[Reference]) -> Iterator[Problem]:
    seen = dict[tuple[object, ...], Place]()
    for value in values:
        key = (value.indicator, *(value.facts.get(fact) for fact in DIMENSIONS))
        first = seen.setdefault(key, value.place)
        if first is not value.place:
            yield Problem("reference-twice", value.place, {"id": value.indicator, "first": first.row or 0})


def _contradictions(value: Reference, items: Sequence[Item]) -> Iterator[Problem]:
    if value.baseline is None or value.leading is None:
        return
    directions = dict.fromkeys(getattr(item.scorer, "better", "") for item in items)
    for better in [one for one in directions if one] or [""]:
        for code, _, told in direction_mistakes(value.baseline, value.leading, better, ()):
            yield Problem(code, value.place, told)


def _scored_by(questionnaire: Questionnaire) -> dict[str, list[Item]]:
    found = dict[str, list[Item]]()
    for item in questionnaire.items:
        if isinstance(item.scorer, Threshold | Linear | Ratio) and item.scorer.reference:
            found.setdefault(item.scorer.reference, []).append(item)
    return found


def unit_of(item: Item) -> Unit:
    """The unit of the value of a number or of a computed item. Raises TypeError for another."""
    found = getattr(item.asks, "unit", None)
    if not isinstance(found, Unit):
        raise TypeError(item.id)
    return found
