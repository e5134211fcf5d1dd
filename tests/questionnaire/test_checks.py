"""Each rule of the catalogue has one small file that breaks it, and says where and how to mend it."""

from difflib import SequenceMatcher
from pathlib import Path

import pytest

from maturity.errors import CATALOGUE, Refusal
from maturity.questionnaire import read
from maturity.questionnaire.weight_profiles import with_profile
from maturity.text.yamltext import parse

FILES = Path(__file__).parents[1] / "questionnaires"
INVALID = sorted((FILES / "invalid").glob("*.yaml"))
VALID = sorted((FILES / "valid").glob("*.yaml"))


def problems_of(text: str):
    with pytest.raises(Refusal) as caught:
        read(text, "x.yaml")
    return caught.value.problems


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_a_valid_definition_is_read(file):
    assert read(file.read_text(encoding="utf-8")).items


def changed_lines(text):
    valid = (FILES / "valid" / "small.yaml").read_text(encoding="utf-8").splitlines()
    matcher = SequenceMatcher(None, valid, text.splitlines(), autojunk=False)
    return [line for tag, _, _, start, end in matcher.get_opcodes() if tag != "equal" for line in range(start, end + 1)]


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_a_broken_rule_is_named_with_its_line(file):
    text = file.read_text(encoding="utf-8")
    found = {problem.code: problem for problem in problems_of(text)}
    assert file.stem in found
    row = found[file.stem].place.row
    if file.stem != "def-missing-key":  # what is not there has no line: the place is its parent's
        assert min(abs(row - line) for line in changed_lines(text)) <= 6


def test_every_rule_has_a_file_that_breaks_it():
    rules = {code for code in CATALOGUE if code.startswith("def-")} - {"def-file-name"}  # of a folder, not of a text
    assert rules == {file.stem for file in INVALID}


def test_all_mistakes_are_told_at_once():
    text = (FILES / "valid" / "small.yaml").read_text(encoding="utf-8")
    text = text.replace('percent: "70"', 'percent: "71"').replace("shape.2c", "form.2c").replace("{id: 2,", "{id: 4,")
    assert {p.code for p in problems_of(text)} >= {"def-weight-sum", "def-item-id", "def-level-order"}


def test_a_yaml_no_stays_a_word():
    text = (
        (FILES / "valid" / "small.yaml")
        .read_text(encoding="utf-8")
        .replace('zh: "没有", en: "None of it"', 'zh: "没有", en: No')
    )
    assert read(text).choices[-1].when.en == "No"


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_message_reads_in_both_languages(code):
    entry = CATALOGUE[code]
    assert all(entry[:4]), "an empty text"
    assert bool(entry.zh_terminal) == bool(entry.en_terminal), "a remedy for the terminal in one language only"
    assert not any("\u4e00" <= c <= "\u9fff" for c in entry.en_terminal)
    assert any("\u4e00" <= c <= "\u9fff" for c in entry.zh + entry.zh_remedy)
    assert not any("\u4e00" <= c <= "\u9fff" for c in entry.en + entry.en_remedy)


def test_a_weight_profile_of_ones_own_is_checked_against_the_questionnaire():
    text = (FILES / "valid" / "small.yaml").read_text(encoding="utf-8")
    questionnaire = read(text)
    block = text.split("  discrete:\n")[1].split("groups:\n  - id")[0]
    own = "id: own\nquestionnaire: small\n" + "\n".join(line[4:] for line in block.splitlines())
    assert with_profile(questionnaire, parse(own))[1] == "own"
    with pytest.raises(Refusal) as caught:
        with_profile(questionnaire, parse(own.replace('percent: "60"', 'percent: "61"')))
    assert caught.value.problems[0].code == "def-weight-sum"
    assert caught.value.problems[0].place.row
