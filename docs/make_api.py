"""Writes docs/api.md from the docstrings of `maturity.__all__`; run by `make docs`."""

import inspect
import re
from pathlib import Path

import maturity

PAGE = Path(__file__).parent / "api.md"
HEAD = """# The library

The names below are stable: they change only with a note in the changelog. Everything else in the package may move.

Grade one enterprise and explain the score:

```python
from maturity import Chosen, Response, explain, grade, load

questionnaire = load()
answers = {item.id: Chosen("most") for item in questionnaire.items_of("discrete")}
result = grade(Response(questionnaire, "discrete", answers))
print(result)  # Result(level=5, score=5)
print(explain(result, "en").children[0].formula)  # 6% × 0.8 + 11% × 0.8 + 6% × 0.8 + 77% × 0.8
```

A plain text where an answer is meant is refused, and every refusal says what, where and how to mend it:

```python
from maturity import Refusal, Response, load

questionnaire = load()
try:
    Response(questionnaire, "discrete", {questionnaire.items[0].id: "full"})
except Refusal as refusal:
    print(refusal.problems[0].code)  # answer-kind
```

Tables of a year, from the submissions in a database, for internal use:

```text
from pathlib import Path
from maturity import exporter, load_plan, open_store, publish

store = open_store("sqlite:///var/maturity.sqlite3")
publication = publish(store, load_plan("standard"), 2025)
exporter(".xlsx")(publication.release, Path("levels-2025.xlsx"), "en")
```

Releases for the public go through the command line or the page "Releases", which keep the ledger.
"""


def plain(text: str) -> str:
    """A docstring without Sphinx roles."""
    return re.sub(r":\w+:`~?\.?([^`]+)`", r"`\1`", text)


def bare(signature: str) -> str:
    """A signature with the bare names of classes."""
    unquoted = re.sub(r"(: |-> )'([^']*)'", r"\1\2", signature)
    return re.sub(r"\b(?:maturity|pathlib|fractions|collections\.abc)\.[\w.]*?(?=\b[A-Z])", "", unquoted)


def members(cls: type) -> list[str]:
    """A line for every public attribute, property and method of a class that has words."""
    found = []
    for name, value in inspect.getmembers(cls):
        inner = getattr(value, "func", getattr(value, "fget", value))  # cached_property, property
        words = inspect.getdoc(inner)
        if (
            name.startswith("_")
            or not words
            or not (callable(inner) and getattr(inner, "__module__", "") == cls.__module__)
        ):
            continue
        call = (
            str(inspect.signature(inner)).replace("self, ", "").replace("self", "") if inspect.isfunction(value) else ""
        )
        call = bare(call)
        found.append(f"- `{name}{call}`: {' '.join(plain(words).split())}")
    return found


def entry(name: str) -> str:
    """The section of one name."""
    value = getattr(maturity, name)
    lines = [f"## `{name}{bare(str(inspect.signature(value)))}`", "", plain(inspect.getdoc(value) or ""), ""]
    if inspect.isclass(value):
        lines += [*members(value), ""]
    return "\n".join(lines)


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(entry(name) for name in sorted(maturity.__all__, key=str.lower))]).rstrip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
