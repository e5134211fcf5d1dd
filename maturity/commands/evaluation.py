"""What `maturity grade` prints of a questionnaire without levels: each verdict for itself, then the arithmetic."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import Place
from ..questionnaire.numeric.references import References, unit_of
from ..scoring.accounts import account
from ..scoring.evaluation import Evaluation, Interval, ItemScore, Verdict
from ..scoring.explain import Step
from ..scoring.figures import Figure
from ..scoring.gains import gains, smallest_to
from ..scoring.methods import evaluate
from ..scoring.statements import number, statements

if TYPE_CHECKING:
    from ..answers import Response
    from ..questionnaire import Questionnaire


def evaluated(response: "Response", references: Path | None, facts: dict[str, str]) -> Evaluation:
    """The evaluation of a response, against the reference values in a file, for an enterprise with these facts, by code
    or name. Raises Refusal with every mistake of either.
    """
    return evaluate(response, values(references, response.questionnaire), codes(facts))


def values(references: Path | None, asked: "Questionnaire") -> References:
    """The reference values in a file, none without. Raises Refusal with every mistake of it."""
    from ..intake.references import read_references

    return read_references(references, asked) if references else References()


def codes(facts: Mapping[str, str | None]) -> dict[str, str]:
    """The facts of an enterprise that are given, by code or name, as codes by fact. Raises Refusal for unknown ones."""
    from ..intake.references import read_fact

    given = {fact: words for fact, words in facts.items() if words}
    return {fact: read_fact(fact, words, Place(column=f"--{fact}")) for fact, words in given.items()}


def report(evaluation: Evaluation, language: str) -> list[str]:
    """The lines on an evaluation: title, eligibility, verdicts, score, bonus, grade, notices."""
    response = evaluation.response
    title = f"{response.questionnaire.title.of(language)} · {response.profile.name.of(language)}"
    lines = [title, *statements(evaluation, language).lines]
    if evaluation.score is None:
        colon = "：" if language == "zh" else ": "
        lines += [f"  {step.label}{colon}{step.value}" for step in _values(evaluation, language)]
    return lines


def _values(evaluation: Evaluation, language: str) -> Iterable[Step]:
    """The steps of the values that a questionnaire without a total computes."""
    wanted = {id for id, one in evaluation.items.items() if one.item.role not in ("input", "gate")}
    waiting = [account(evaluation, language)]
    while waiting:
        step = waiting.pop(0)
        waiting[:0] = step.children
        if step.kind == "item" and step.id in wanted:
            yield step


def worth_most(evaluation: Evaluation, language: str, most: int = 5) -> list[str]:
    """The lines on the changes that are worth most points, at most `most`; none where there is nothing to gain."""
    found = gains(evaluation)[:most]
    if not found:
        return []
    zh = language == "zh"
    lines = ["最值得先做的：" if zh else "Worth most points:"]
    for gain in found:
        name, points = gain.item.text.of(language).rstrip("。."), number(gain.points)
        rate = ""
        if gain.rate is not None:
            unit = unit_of(gain.item).name(language)
            rate = f"，每 1 {unit} 加 {number(gain.rate)} 分" if zh else f", {number(gain.rate)} for each {unit}"
        lines.append(f"  {name}：+{points} 分{rate}" if zh else f"  {name}: +{points}{rate}")
    return lines


def way_to(evaluation: Evaluation, score: Fraction, language: str) -> list[str]:
    """The lines on the fewest items that, fully met, make the enterprise eligible with a score."""
    zh, aim, items = language == "zh", number(score), smallest_to(evaluation, score)
    if items is None or evaluation.score is None:
        return [f"全部做到也达不到 {aim} 分。" if zh else f"All of it would not reach {aim}."]
    if not items:
        return [f"已达到 {aim} 分。" if zh else f"{aim} is reached."]
    head = f"要达到 {aim} 分，最少做到 {len(items)} 条：" if zh else f"The fewest to reach {aim}, {len(items)}:"
    return [head, *(f"  {item.text.of(language).rstrip('。.')}" for item in items)]


def document(evaluation: Evaluation, language: str, *, explain: bool) -> dict[str, object]:
    """The evaluation as plain data for JSON: numbers as floats, exact ones as text beside them."""
    response, told = evaluation.response, statements(evaluation, language)
    found: dict[str, object] = {
        "questionnaire": {"id": response.questionnaire.id, "version": response.questionnaire.version},
        "profile": response.profile_id,
        "eligible": evaluation.eligible,
        "unscored": [one.item.id for one in evaluation.unscored],
        "gates": _verdict(evaluation.gates),
        "mandatory": _verdict(evaluation.mandatory),
        "score": _interval(evaluation.score),
        "maximum": float(evaluation.maximum),
        "bonus": _interval(evaluation.bonus),
        "grade": [band.id if band else None for band in evaluation.grades] if evaluation.grading else None,
        "na_policy": response.questionnaire.scoring.na_policy,
        "provisional": evaluation.provisional,
        "verified": evaluation.verified,
        "items": {id: _item(one) for id, one in evaluation.items.items()},
        "hints": [hint.id for hint in evaluation.hints],
        "cuts": dict(response.cuts),
        "notices": [*told.notices],
        "told": [*told.lines],
    }
    if explain:
        found["gains"] = [
            {"item": gain.item.id, "points": float(gain.points), "per_unit": float(gain.rate) if gain.rate else None}
            for gain in gains(evaluation)
        ]
        keep = ("score", "words", "counts")
        tree = asdict(account(evaluation, language), dict_factory=lambda ps: {k: v for k, v in ps if k not in keep})
        found["explanation"] = tree
    return found


def _verdict(verdict: Verdict) -> dict[str, object]:
    missed, unknown = ([one.item.id for one in verdict.those(standing)] for standing in ("not met", "undecided"))
    return {"standing": verdict.standing, "items": len(verdict.items), "not_met": missed, "undecided": unknown}


def _interval(interval: Interval | None) -> dict[str, object] | None:
    return None if interval is None else {"low": float(interval.low), "high": float(interval.high)}


def _item(one: ItemScore) -> dict[str, object]:
    figure = one.figure if isinstance(one.figure, Figure) else None
    return {
        "state": one.state,
        "value": _value(figure) if figure else None,
        "unit": figure.unit.id if figure else None,
        "degree": _interval(one.degree),
        "points": float(one.points),
        "earned": _interval(one.earned),
        "reference": one.reference.indicator if one.reference else None,
    }


def _value(figure: Figure) -> object:
    if figure.keys:
        return {key: _exact(row) for key, row in zip(figure.keys, figure.rows, strict=True)}
    return _exact(figure.rows[0])


def _exact(value: Fraction) -> dict[str, object]:
    return {"number": float(value), "exact": str(value)}
