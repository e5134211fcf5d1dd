"""What `maturity workbook import` says, in both languages."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ...errors import Problem
from ...questionnaire import Questionnaire
from ...questionnaire.naming import names_of_ids, with_names

if TYPE_CHECKING:
    from ...offline.apply import Outcome
    from .run import ImportOptions

_SHOWN = 200  # mistakes of one file


def label(name: str, whose: str, language: str) -> str:
    """A file with its enterprise and year beside it."""
    return f"{name}（{whose}）" if language == "zh" else f"{name} ({whose})"


def mistakes(label: str, problems: Sequence[Problem], asked: Questionnaire, language: str) -> Iterator[str]:
    """A line a mistake, with its sheet and cell; items are named, their ids are hidden in the workbook."""
    for problem in (with_names(problem, asked, language) for problem in problems[:_SHOWN]):
        where = f" {problem.place.column}" if problem.place.column else ""
        yield f"{label}{where}: {problem.code}: {problem.message(language)} {problem.terminal_remedy(language)}"
    if len(problems) > _SHOWN:
        yield f"{label}: +{len(problems) - _SHOWN}"


def line(label: str, count: int, options: "ImportOptions") -> str:
    """What one workbook changes."""
    if options.language == "zh":
        return f"{label}：{count} 条{'已更新' if options.apply else '将更新'}"
    return f"{label}: {count} items {'updated' if options.apply else 'would be updated'}"


def erased(label: str, done: "Outcome", asked: Questionnaire, options: "ImportOptions") -> Iterator[str]:
    """The answers and the comments that go, or would go with --erase, each by name."""
    told = done.erased if options.erase else () if options.apply else done.spared
    for zh, en, items in (
        ("条回答", "answers", [loss.item for loss in told if loss.answer]),
        ("条备注", "comments", [loss.item for loss in told if loss.comment]),
    ):
        names = names_of_ids(asked, ", ".join(items), options.language)
        if items and options.language == "zh":
            yield f"{label}：{len(items)} {zh}{'已清空' if options.apply else '将清空'}：{names}"
        elif items:
            yield f"{label}: {len(items)} {en} {'erased' if options.apply else 'would be erased'}: {names}"


def other(name: str, language: str) -> str:
    """A file that is no workbook."""
    return f"{name}：不是工作簿，未读取" if language == "zh" else f"{name}: no workbook, not read"


def unnamed(count: int, language: str) -> str:
    """Files whose names cannot be read."""
    if language == "zh":
        return f"{count} 个文件名的编码无法确定，以代码（如 \\xa4）列出；内容不受影响。"
    return (
        f"File names in an unknown encoding, shown as codes (such as \\xa4): {count}. Their contents are not affected."
    )


def total(good: int, bad: int, partly: int, changed: int, options: "ImportOptions") -> str:
    """The workbooks, and how many items changed."""
    if options.language == "zh":
        state = "已保存" if options.apply else "没有保存（加 --apply 才保存）"
        part = f"（其中 {partly} 个有内容没有导入）" if partly else ""
        return f"工作簿 {good} 个可用{part}，{bad} 个有误；共 {changed} 条，{state}。"
    state = "saved" if options.apply else "nothing is saved without --apply"
    part = f" ({partly} of them not taken whole)" if partly else ""
    return f"Workbooks: {good} good{part}, {bad} bad; {changed} items, {state}."


def files(seen: int, read: int, unread: int, passed: int, language: str) -> str:
    """Every file that was handed in is counted."""
    if language == "zh":
        return f"文件共 {seen} 个：读取 {read} 个，格式不符未读 {unread} 个，略过 {passed} 个。"
    return f"Files: {seen} seen, {read} read, {unread} not read, {passed} passed over."
