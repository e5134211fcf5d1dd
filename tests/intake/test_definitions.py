"""An uploaded definition is read apart from the server: whole, or with every mistake and its line."""

from pathlib import Path

import pytest

from maturity.errors import Refusal
from maturity.intake.definitions import MOST_BYTES, MOST_MISTAKES, read_definition
from maturity.intake.sandbox import run_isolated

FILE = (Path(__file__).parents[1] / "questionnaires" / "foreign" / "harbour.yaml").read_bytes()


def problems(data):
    with pytest.raises(Refusal) as caught:
        run_isolated(read_definition, data, "harbour.yaml")
    return [(one.code, one.place.row) for one in caught.value.problems]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_definition_comes_back_as_it_is_read_here(mark, foreign):
    found = run_isolated(read_definition, mark + FILE, "harbour.yaml")
    assert (found.id, len(found.items), found.item("berths.1a").text.en) == (
        "harbour",
        12,
        "Berths: statement 1 holds.",
    )


def test_every_mistake_comes_back_with_its_line():
    broken = (
        FILE.replace(b'score: "0.75"', b'score: "0.2"').replace(b"ropes.3a", b"rope.3a").replace(b'"50"', b'"51"', 1)
    )
    assert sorted(problems(broken)) == [("def-choice-scores", 7), ("def-item-id", 72), ("def-weight-sum", 28)]


def test_mistakes_without_end_are_told_up_to_a_thousand():
    assert (
        len(problems(FILE + b"extra: [" + b"]\n" + b"".join(b"key%d: 1\n" % n for n in range(3000)))) == MOST_MISTAKES
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a: &x [1]\nb: *x", "def-alias"),
        (b"- " * 20000, "def-syntax"),
        (b"[" * 200000, "def-syntax"),
        (b"[" * 900 + b"]" * 900, "def-syntax"),
        (b"a: \xff", "intake-not-utf8"),
        (b"x" * (MOST_BYTES + 1), "questionnaire-large"),
        (b"", "def-missing-key"),
        (b"\0", "def-syntax"),
        (b"PK\x03\x04", "def-syntax"),
    ],
    ids=["aliases", "depth", "open brackets", "brackets", "encoding", "size", "nothing", "NUL", "a zip"],
)
def test_no_file_is_more_than_a_refusal(data, code):
    assert code in [found for found, _ in problems(data)]
