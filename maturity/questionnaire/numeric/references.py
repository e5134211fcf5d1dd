"""Reference values that indicators are scored against: by indicator, sector, region and year, each with its source."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from typing import Any

from ...errors import Place, Problem, Refusal
from ...quantities import Unit, UnknownUnit, unit
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
class SetTitle:
    """What a set of reference values is called: its name, the day of its figures (YYYY-MM-DD; "" where nobody said),
    who issued it, the SHA-256 of its values ("" of a file), and whether it is `own`: brought for one assessment.
    """

    name: str
    day: str = ""
    source: str = ""
    digest: str = ""
    own: bool = False

    def of(self, language: str) -> str:
        """The title in words: name, issuer and day, and that it is one's own."""
        zh = language == "zh"
        told = [self.source, self.day, ("只用于这份评估" if zh else "for this assessment alone") if self.own else ""]
        rest = ("，" if zh else ", ").join(word for word in told if word)
        return self.name + (f"（{rest}）" if zh else f" ({rest})") if rest else self.name


@dataclass(frozen=True, slots=True)
class References:
    """A set of reference values, and its title where it has one."""

    values: tuple[Reference, ...] = ()
    title: SetTitle | None = None

    def find(self, indicator: str, facts: Mapping[str, str]) -> Reference | None:
        """The value of an indicator for these facts that says most about whom it is for; None without any."""
        fitting = [one for one in self.values if one.indicator == indicator and one.fits(facts)]
        return max(fitting, key=_precision, default=None)


def references_text(references: References) -> str:
    """A set as canonical JSON: its title, and its values by indicator and by whom they are for; not where each was
    read.
    """
    values = [_plain(one) for one in sorted(references.values, key=_order)]
    title = None if references.title is None else asdict(references.title)
    found = {"title": title, "values": values}
    return json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def references_in(text: str) -> References:
    """The set in such a text. Raises ValueError for any other text."""
    try:
        found = json.loads(text)
        title = None if found["title"] is None else SetTitle(**found["title"])
        return References(tuple(_reference(one) for one in found["values"]), title)
    except (KeyError, TypeError, AttributeError, ZeroDivisionError, RecursionError, UnknownUnit) as error:
        raise ValueError("no reference values") from error


def _order(one: Reference) -> tuple[str, ...]:
    return one.indicator, *(one.facts.get(fact, "") for fact in DIMENSIONS)


def _plain(one: Reference) -> dict[str, object]:
    values = {name: None if (value := getattr(one, name)) is None else str(value) for name in ("baseline", "leading")}
    words = {"indicator": one.indicator, "source": one.source, "status": one.status, "facts": dict(one.facts)}
    return {**words, **values, "unit": one.unit.id if one.unit else None}


def _reference(found: Mapping[str, Any]) -> Reference:
    baseline, leading = (None if found[name] is None else Fraction(found[name]) for name in ("baseline", "leading"))
    meant = None if found["unit"] is None else unit(found["unit"])
    source, status = str(found["source"]), str(found["status"])
    facts = {fact: str(found["facts"][fact]) for fact in DIMENSIONS if fact in found["facts"]}
    return Reference(str(found["indicator"]), baseline, leading, meant, facts, source, status)


def _precision(reference: Reference) -> tuple[bool, ...]:
    return tuple(fact in reference.facts for fact in DIMENSIONS)


def checked(questionnaire: Questionnaire, values: Sequence[Reference]) -> References:
    """The set of these values for a questionnaire.

    Raises Refusal with every mistake, at the column that it is in: an indicator that nothing is scored by, a unit that
    does not fit, a value twice, a baseline equal to the leading value, values that contradict the direction of an item.
    """
    problems = [*_repeated(values)]
    by_indicator = scored_by(questionnaire)
    for value in values:
        items = by_indicator.get(value.indicator, [])
        if not items:
            allowed = ", ".join(by_indicator)
            problems.append(
                Problem("reference-unknown", _at(value, "indicator"), {"id": value.indicator[:60], "allowed": allowed})
            )
        for item in items[:1]:
            if value.unit and not value.unit.fits(unit_of(item)):
                values_ = {"id": value.indicator, "found": value.unit.id, "wanted": unit_of(item).id}
                problems.append(Problem("reference-unit", _at(value, "unit"), values_))
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
            yield Problem("reference-twice", _at(value, "indicator"), {"id": value.indicator, "first": first.row or 0})


def _contradictions(value: Reference, items: Sequence[Item]) -> Iterator[Problem]:
    if value.baseline is None or value.leading is None:
        return
    directions = dict.fromkeys(getattr(item.scorer, "better", "") for item in items)
    for better in [one for one in directions if one] or [""]:
        for code, _, told in direction_mistakes(value.baseline, value.leading, better, ()):
            yield Problem(code, _at(value, "leading"), told)


def _at(value: Reference, column: str) -> Place:
    return replace(value.place, column=column)


def scored_by(questionnaire: Questionnaire) -> dict[str, list[Item]]:
    """By indicator, the items that are scored against its reference values."""
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
