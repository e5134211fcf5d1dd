"""`maturity grade`: the answers of one enterprise become a level, or verdicts and a score, with their arithmetic."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from ..errors import Place
from .common import (
    language_option,
    opened_if_named,
    published_option,
    questionnaire_named,
    questionnaire_option,
    read_text,
    references_options,
    unread_printers,
)

if TYPE_CHECKING:
    from ..answers import Response
    from ..questionnaire import Questionnaire
    from ..scoring import Result
    from ..scoring.explain import Step
    from ..scoring.result import Outcome


@click.command("grade")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--profile", metavar="ID", help="Id of a weight profile of the questionnaire, or of the one given with --weights."
)
@questionnaire_option
@published_option
@click.option("--weights", type=click.Path(path_type=Path), help="A weight profile of your own (YAML).")
@click.option("--explain", is_flag=True, help="Print the whole calculation, from S down to every item.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@references_options
@click.option(
    "--reach", metavar="SCORE", help="Name the fewest items that, fully met, reach this score; without levels."
)
@language_option
def command(
    file: Path,
    profile: str | None,
    questionnaire: str,
    database: str | None,
    weights: Path | None,
    explain: bool,
    as_json: bool,
    references: Path | None,
    division: str | None,
    region: str | None,
    year: str | None,
    reach: str | None,
    language: str,
) -> None:
    """Grade the answers of one enterprise.

    FILE is JSON ({"profile": "PROFILE", "answers": {"ITEM": "CHOICE" or {"not-applicable": "REASON"}},
    "cuts": {"GROUP": "REASON"}}), or a table (CSV, XLSX, ODS or XLS) with the columns item, choice and reason.
    Items that are left out count as not yet answered.

    Where items ask for numbers, the column choice (or value) holds them, unit their units, and row the row of a table;
    JSON takes "45,000 m2", {"value": "45,000", "unit": "m2"}, and lists of {"row": NAME, COLUMN: NUMBER}. A number is
    scored against the values in the file --references, for the enterprise's division, region and year.
    """
    from ..intake.answers import read_response
    from ..scoring.ladder import METHOD

    asked, own = _asked(questionnaire, database, weights)
    response = read_response(file, asked, profile or own, *unread_printers(language))
    facts = {"division": division, "region": region, "year": year}
    known = {fact: code for fact, code in facts.items() if code}
    if reach and asked.scoring.method == METHOD:
        raise click.UsageError("--reach is for questionnaires without levels.")
    shown = _graded(response) if asked.scoring.method == METHOD else _evaluated(response, references, known, reach)
    _print_result(shown, language, explain=explain, as_json=as_json)


def _asked(wish: str, database: str | None, weights: Path | None) -> "tuple[Questionnaire, str | None]":
    """The questionnaire that is asked for, with the weight profile of a file, and the id of that profile."""
    with opened_if_named(database) as store:
        found = questionnaire_named(wish, store)
    if weights is None:
        return found, None
    from ..questionnaire.weight_profiles import with_profile
    from ..text.yamltext import parse

    return with_profile(found, parse(read_text(weights), str(weights)))


class _Presentation(NamedTuple):
    """How a result is shown in a language: its lines, its steps, what is worth most, and all of it as plain data, with
    or without the steps.
    """

    lines: Callable[[str], list[str]]
    steps: "Callable[[str], Step]"
    gains: Callable[[str], list[str]]
    data: Callable[[str, bool], dict[str, object]]


def _graded(response: "Response") -> _Presentation:
    from ..scoring import grade
    from ..scoring.explain import explain

    result = grade(response)
    return _Presentation(
        lambda language: _report(result, language),
        lambda language: explain(result, language),
        lambda language: [],
        lambda language, steps: _document(result, explain(result, language) if steps else None, language),
    )


def _evaluated(
    response: "Response", references: Path | None, facts: dict[str, str], reach: str | None
) -> _Presentation:
    from ..quantities import read_number
    from ..scoring.accounts import account
    from .evaluation import document, evaluated, report, way_to, worth_most

    aim = read_number(reach, Place(column="--reach")) if reach else None
    found = evaluated(response, references, facts)
    return _Presentation(
        lambda language: report(found, language) + (way_to(found, aim.value, language) if aim else []),
        lambda language: account(found, language),
        lambda language: worth_most(found, language),
        lambda language, steps: document(found, language, explain=steps),
    )


def _print_result(shown: _Presentation, language: str, *, explain: bool, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(shown.data(language, explain), ensure_ascii=False, indent=2))
        return
    for line in shown.lines(language):
        click.echo(line)
    if explain:
        click.echo()
        _print_tree(shown.steps(language), "：" if language == "zh" else ": ")
        for line in shown.gains(language):
            click.echo(line)


def _report(result: "Result", language: str) -> list[str]:
    from ..scoring.explain import figure

    zh = language == "zh"
    response = result.response
    colon = "：" if zh else ": "
    lines = [
        f"{response.questionnaire.title.of(language)} · {response.profile.name.of(language)}",
        f"{'等级' if zh else 'Level'}{colon}{_level(result, result.level, language)}",
        f"S{colon}{figure(result.score)}",
    ]
    for mark in result.levels:
        sign = ("达标" if mark.met else "未达标") if zh else ("met" if mark.met else "not met")
        lines.append(f"  A{mark.number} {figure(mark.score):>8}  {sign}")
    return [*lines, *notices(result, language)]


def _level(result: "Result", number: int, language: str) -> str:
    if number == 0:
        return "未达到一级" if language == "zh" else "below level 1"
    name = result.response.questionnaire.level(number).name.of(language)
    return f"{number} {name}" if language == "zh" else f"{number} ({name})"


def notices(result: "Result", language: str) -> list[str]:
    """What a reader of the grade must know: open items, tailoring, rules that differ, weights not verified."""
    from ..scoring.explain import figure, percent

    zh, found = language == "zh", []
    if result.provisional:
        shape = "{} 级（S = {}）" if zh else "{} (S = {})"
        low, high = (shape.format(outcome.level, figure(outcome.score)) for outcome in (result.low, result.high))
        found.append(
            f"暂定结果：{result.assessed} 条中有 {result.unanswered} 条尚未作答，结果在 {low}与 {high}之间。"
            if zh
            else f"Provisional: {result.unanswered} of {result.assessed} items are not yet answered; "
            f"the level lies between {low} and {high}."
        )
    if result.differs:
        found.append(
            f"两种规则结论不同：逐级判定为 {result.gated.level} 级，累加判定为 {result.summed.level} 级。"
            if zh
            else f"The two rules differ: gated gives level {result.gated.level}, adding up level {result.summed.level}."
        )
    for share in result.shares:
        before, after = percent(share.before), percent(share.after)
        found.append(
            f"裁剪后的权重：{share.id} {before} → {after}" if zh else f"Tailored: {share.id} {before} -> {after}"
        )
    if not result.verified:
        found.append(
            "权重未经标准原文核实。"
            if zh
            else "The weights are not verified against the official text of the standard."
        )
    return found


def _print_tree(step: "Step", colon: str, depth: int = 0) -> None:
    formula = f"  = {step.formula}" if step.formula else ""
    remarks = " · ".join(words for words in (step.note, step.counts) if words)
    note = f"  [{remarks}]" if remarks else ""
    click.echo(f"{'  ' * depth}{step.label}{colon}{step.value}{formula}{note}")
    for child in step.children:
        _print_tree(child, colon, depth + 1)


def _document(result: "Result", steps: "Step | None", language: str) -> dict[str, object]:
    response = result.response
    document: dict[str, object] = {
        "questionnaire": {"id": response.questionnaire.id, "version": response.questionnaire.version},
        "profile": response.profile_id,
        "level": result.level,
        "score": float(result.score),
        "rule": result.rule,
        "rules": {"gated": _outcome(result.gated), "sum": _outcome(result.summed)},
        "levels": [{"level": m.number, "score": float(m.score), "met": m.met} for m in result.levels],
        "assessed": result.assessed,
        "unanswered": result.unanswered,
        "not_applicable": result.not_applicable,
        "provisional": result.provisional,
        "interval": {"low": _outcome(result.low), "high": _outcome(result.high)},
        "cuts": dict(response.cuts),
        "weights_verified": result.verified,
        "notices": notices(result, language),
    }
    if steps is not None:
        from dataclasses import asdict

        document["explanation"] = asdict(steps, dict_factory=lambda pairs: {k: v for k, v in pairs if k != "score"})
    return document


def _outcome(outcome: "Outcome") -> dict[str, object]:
    return {"level": outcome.level, "score": float(outcome.score)}
