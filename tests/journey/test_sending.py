"""No journey opens an address right after a click: the form that was clicked might not have been sent."""

import ast
from itertools import pairwise
from pathlib import Path

JOURNEYS = sorted(Path(__file__).parent.glob("*.py"))


def acts(statement):
    """Names of the functions and methods that a statement calls."""
    called = [node.func for node in ast.walk(statement) if isinstance(node, ast.Call)]
    return {getattr(one, "attr", getattr(one, "id", "")) for one in called}


def hasty(source):
    """Lines that click, or press Enter, before a line that leaves the page, reads its address or looks at all of it."""
    for node in ast.walk(ast.parse(source)):
        body = getattr(node, "body", None)
        for first, then in pairwise(body if isinstance(body, list) else ()):
            clicked = isinstance(first, ast.Expr) and acts(first) & {"click", "press"}
            looks = "click" in acts(first) and "assert_accessible" in acts(then)  # keys often stay on the page
            leaves = looks or acts(then) & {"goto", "reload"} or ".url" in ast.unparse(then).split("\n")[0]
            if clicked and leaves and not isinstance(then, ast.With) and "expect" not in acts(then):
                yield first.lineno


def test_forms_are_sent_before_another_page_is_opened():
    assert {path.name: [*hasty(path.read_text())] for path in JOURNEYS if [*hasty(path.read_text())]} == {}


def test_a_hasty_line_is_found():
    assert [*hasty("def f(page):\n    page.click('button')\n    page.goto('/')")] == [2]
    assert [*hasty("def f(page):\n    page.locator('b').press('Enter')\n    base = page.url")] == [2]
    assert [*hasty("def f(page):\n    page.click('button')\n    assert_accessible(page)")] == [2]
    assert [*hasty("def f(page):\n    send(page, 'button')\n    page.goto('/')")] == []
