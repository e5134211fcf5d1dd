"""What the documents show is true: the README's example runs, every setting and verb is written down."""

import contextlib
import io
import re
from pathlib import Path

import pytest

from maturity.cli import VERBS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readmes_example_prints_what_it_says():
    (code,) = re.findall(r"```python\n(.*?)```", README, re.S)
    promised = [line.split("  # ")[1] for line in code.splitlines() if line.startswith("print(")]
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(code, "README.md", "exec"), {})
    assert said.getvalue().splitlines() == promised


def test_every_setting_is_documented():
    used = set()
    for file in [*(ROOT / "maturity").rglob("*.py")]:
        text = file.read_text(encoding="utf-8")
        used |= set(re.findall(r"MATURITY_[A-Z_]+", text))
        used |= {f"MATURITY_{name}" for name in re.findall(r'_value\(config, "([A-Z_]+)"\)', text)}
    documented = set(re.findall(r"`(MATURITY_[A-Z_]+)`", README))
    assert used == documented


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_is_documented(verb):
    assert f"maturity {verb}" in README + (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


def test_the_changelog_names_the_version_in_the_making():
    assert (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").startswith("# Changelog\n\n## ")


def test_every_complaint_names_a_test_that_is_there():
    rows = [
        line for line in (ROOT / "docs" / "complaints.md").read_text(encoding="utf-8").splitlines() if "`tests/" in line
    ]
    assert len(rows) > 20
    for row in rows:
        path, _, name = re.findall(r"`(tests/[^`]+)`", row)[0].partition("::")
        text = (ROOT / path).read_text(encoding="utf-8")
        assert f"def {name}(" in text if name else "def test_" in text, row


def test_every_defence_names_tests_that_are_there():
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    for number in range(1, 17):
        assert f"| T{number} " in text
    for row in [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]:
        found = re.findall(r"`(tests/[^`]+)::([^`]+)`", row)
        assert found or row.endswith("| test |"), row
        for path, name in found:
            assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), (path, name)
