"""The changelog: one title, what is not released first, versions descending, nothing said twice."""

import re
from collections import Counter
from pathlib import Path

from maturity import __version__

TEXT = (Path(__file__).parents[1] / "CHANGELOG.md").read_text(encoding="utf-8")
HEADS = re.findall(r"^(#+) (.*)$", TEXT, re.M)
RELEASE = re.compile(r"(\d+)\.(\d+)\.(\d+) - (\d{4}-\d\d-\d\d)")


def releases():
    """(numbers, day) of every release, as the headings have them."""
    return [RELEASE.fullmatch(words) for mark, words in HEADS if mark == "##"][1:]


def entries():
    return [" ".join(entry.split()) for entry in re.findall(r"^- (.*?)(?=^- |^#|\Z)", TEXT, re.M | re.S)]


def test_it_has_one_title_and_begins_with_what_is_not_released():
    assert [words for mark, words in HEADS if mark == "#"] == ["Changelog"]
    assert next(words for mark, words in HEADS if mark == "##") == "Unreleased"
    assert TEXT.startswith("# Changelog\n\n## Unreleased\n")


def test_releases_descend_by_number_and_day_and_the_newest_is_this_one():
    found = releases()
    assert found
    assert all(found), "a release is headed by number and day"
    numbers = [tuple(map(int, each.group(1, 2, 3))) for each in found]
    assert numbers == sorted(set(numbers), reverse=True)
    assert [each[4] for each in found] == sorted((each[4] for each in found), reverse=True)
    assert ".".join(map(str, numbers[0])) == __version__


def test_sections_are_of_a_kind_and_come_once_a_release():
    for part in re.split(r"^## ", TEXT, flags=re.M)[1:]:
        sections = re.findall(r"^### (.*)$", part, re.M)
        assert len(sections) == len(set(sections))
        assert set(sections) <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert {mark for mark, _ in HEADS} <= {"#", "##", "###"}


def test_no_entry_is_there_twice():
    assert entries()
    assert [entry for entry, times in Counter(entries()).items() if times > 1] == []
