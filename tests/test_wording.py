"""Chinese texts are set as Chinese: full-width punctuation everywhere a reader sees them."""

import ast
import re
from pathlib import Path

import pytest
import yaml

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
