"""`maturity grade`: the answers of one enterprise become a level, with the whole arithmetic on request."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common import (
    language_option,
    opened_if_named,
    published_option,
    questionnaire_named,
    questionnaire_option,
    read_text,
    tellers,
)

if TYPE_CHECKING:
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
@language_option
def command(
    file: Path,
    profile: str | None,
    questionnaire: str,
    database: str | None,
    weights: Path | None,
    explain: bool,
    as_json: bool,
    language: str,
) -> None:
    """Grade the answers of one enterprise.

    FILE is JSON ({"profile": "PROFILE", "answers": {"ITEM": "CHOICE" or {"not-applicable": "REASON"}},
    "cuts": {"GROUP": "REASON"}}), or a table (CSV, XLSX, ODS or XLS) with the columns item, choice and reason.
    Items that are left out count as not yet answered.
    """
    from ..intake.answers import read_response
    from ..scoring import grade

    with opened_if_named(database) as store:
        asked = questionnaire_named(questionnaire, store)
    if weights is not None:
        from ..questionnaire.weight_profiles import with_profile
        from ..text.yamltext import parse

        asked, own = with_profile(asked, parse(read_text(weights), str(weights)))
        profile = profile or own
    result = grade(read_response(file, asked, profile, *tellers(language)))
    steps = _steps(result, language) if explain else None
    if as_json:
        click.echo(json.dumps(_document(result, steps, language), ensure_ascii=False, indent=2))
        return
    for line in _report(result, language):
        click.echo(line)
    if steps is not None:
        click.echo()
        _print_tree(steps, "：" if language == "zh" else ": ")


def _steps(result: "Result", language: str) -> "Step":
    from ..scoring.explain import explain

    return explain(result, language)


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
