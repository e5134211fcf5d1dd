"""Formulas in words: the names of items in the place of their ids, functions as they are called."""

import re
from collections.abc import Iterator, Mapping

from ...quantities import name_of
from ..asked import Computed, Table
from ..model import Questionnaire

_WORD = re.compile(r"([^\W\d]\w*)(\()?")  # of a formula: a name, or a function
_FUNCTIONS = {"sum": "合计", "min": "最小值", "max": "最大值"}


def worded(asked: Computed, words: Mapping[str, str], language: str) -> str:
    """The formula of a computed item in `language` ("zh" or "en") with `words` for its names; the rows of a table stand
    for themselves.
    """

    def put(found: re.Match[str]) -> str:
        name, bracket = found.groups()
        if not bracket:
            return words.get(name, name)
        return bracket if name == "each" else (_FUNCTIONS.get(name, name) if language == "zh" else name) + bracket

    return _WORD.sub(put, asked.formula.text.replace("*", "×").replace("/", "÷").replace("-", "−"))


def formula_names(questionnaire: Questionnaire, language: str) -> dict[str, str]:
    """The names of formulas with what they stand for in `language`: items, columns of tables, baselines."""
    return dict(_named(questionnaire, language))


def _named(questionnaire: Questionnaire, language: str) -> Iterator[tuple[str, str]]:
    baseline = "{}的基准值" if language == "zh" else "baseline of {}"
    for item in questionnaire.items:
        text = item.text.of(language).rstrip("。.")
        if reference := getattr(item.scorer, "reference", ""):
            yield f"ref_{name_of(reference)}", baseline.format(text)
        columns = item.asks.columns if isinstance(item.asks, Table) else ()
        for column in columns:
            yield name_of(column.id), f"{text} {column.name.of(language)}" if len(columns) > 1 else text
        yield name_of(item.id), text
