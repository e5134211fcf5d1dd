"""How texts are set: Chinese with full-width punctuation, English with straight quotes and right for every number."""

import ast
import re
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
FILES = [
    file
    for folder in ("maturity", "exports", "templates", "questionnaires")
    for pattern in ("*.py", "*.yaml", "*.html")
    for file in sorted((ROOT / folder).rglob(pattern))
]
CHINESE = "\u4e00-\u9fff\u3001\u3002\u300c\u300d\u300a\u300b\u201c\u201d"
HALF_WIDTH = re.compile(f"[{CHINESE}][,;:?!]|[,;:?!][{CHINESE}]|\\([{CHINESE}]|[{CHINESE}]\\)")


def texts(file):
    """The strings of a file that hold Chinese."""
    source = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        tree = ast.parse(source)
        docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                yield node.value
    elif file.suffix == ".yaml":
        yield from (event.value for event in yaml.parse(source) if isinstance(event, yaml.ScalarEvent))
    else:
        for parts in re.findall(r"'([^'\n]*)'|\"([^\"\n]*)\"|>([^<>{}\n]*)<", source):
            yield from parts


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_chinese_takes_full_width_punctuation(file):
    shown = [text for text in texts(file) if "\\" not in text]  # what has a backslash is a pattern, not a text
    assert not [text for text in shown if HALF_WIDTH.search(text)]


CATALOGUE = ROOT / "maturity/web/translations/en/LC_MESSAGES/messages.po"
# limits, and sizes of lists that never are 1
NEVER_ONE = "total|all|items|type|days|hours|minutes|seconds|least|looks|step|most_files|about|num"
PLURAL = re.compile(rf"%\((?!(?:{NEVER_ONE})\))\w+\)s (?:items|entries|enterprises|actions|answers|are|were|have)\b")


def english():
    """(Chinese, English) of every text of the pages that has one form for all numbers."""
    with CATALOGUE.open("rb") as file:
        return [(str(one.id), str(one.string)) for one in read_po(file, locale="en") if isinstance(one.id, str)]


def test_english_takes_straight_quotes():
    """The fonts of the pages draw curly ones as wide as a Chinese character."""
    assert not [text for _, text in english() if re.search("[\u2018\u2019\u201c\u201d]", text)]


def test_english_with_a_count_is_right_for_one():
    """ "1 are blank", "these 1 items": such a text goes through ngettext, or names the count apart."""
    plural = [text for _, text in english() if PLURAL.search(text)]
    assert not plural
