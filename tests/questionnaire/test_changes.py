"""What a version changes: items by their ids, and the other parts of a definition."""

from pathlib import Path

import pytest

from maturity.questionnaire import load, read
from maturity.questionnaire.changes import PARTS, changes

FILE = (Path(__file__).parents[1] / "questionnaires" / "foreign" / "harbour.yaml").read_text(encoding="utf-8")


def told(*edits):
    text = FILE
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return changes(read(FILE), read(text))


def test_nothing_changes_but_the_version():
    assert not told(('version: "1"', 'version: "2"')).any


def test_items_are_the_same_by_their_ids():
    found = told(
        ("id: berths.3a", "id: berths.3b"),
        ("Berths: statement 1 holds", "Berths: statement one holds"),
        ("id: ropes.3a\n            level: 3", "id: ropes.3a\n            level: 2"),
    )
    assert [item.id for item in found.added] == ["berths.3b"]
    assert [item.id for item in found.gone] == ["berths.3a"]
    assert [(old.text.en, new.text.en) for old, new in found.reworded] == [
        ("Berths: statement 1 holds.", "Berths: statement one holds.")
    ]
    assert [(new.id, old.level, new.level) for old, new in found.moved] == [("ropes.3a", 3, 2)]
    assert found.parts == ()
    assert found.any


@pytest.mark.parametrize("words", [("Berths log", "Berths book"), ("Look at the log", "Look at the book")])
def test_evidence_and_what_to_look_for_are_words_too(words):
    assert [new.id for _, new in told(words).reworded] == ["berths.1a"]


@pytest.mark.parametrize(
    ("edit", "part"),
    [
        (("Harbour trial", "Harbour"), "title"),
        (("rule: sum", "rule: gated"), "scoring"),
        (("When always", "When ever"), "choices"),
        (("Anchor up", "Anchor weighed"), "levels"),
        (('plural: "Topics"', 'plural: "Themes"'), "tiers"),
        (("About the berths", "About berths"), "groups"),
        (("tailorable: {topic: [ropes]}", "tailorable: {topic: [drill]}"), "profiles"),
    ],
)
def test_the_other_parts_are_named(edit, part):
    found = told(edit)
    assert part in found.parts
    assert set(found.parts) <= set(PARTS)
    assert (found.added, found.gone, found.reworded, found.moved) == ((), (), (), ())


def test_a_questionnaire_with_every_item_moved_is_told_as_it_is():
    found = changes(load(), read(FILE))
    assert (len(found.added), len(found.gone)) == (12, len(load().items))


@pytest.mark.parametrize(
    ("old", "new", "reworded", "parts"),
    [
        ("formula: sum(energy) / made", "formula: 2 * sum(energy) / made", ["use.limit"], ()),
        ('points: "8"', 'points: "9"', ["use.linear"], ()),
        ('{id: good, from: "80"', '{id: good, from: "85"', [], ("scoring",)),
        ('{zh: "都做到", en: "All of it"}', '{zh: "全做到", en: "All of it"}', [], ("choices",)),
        ('{zh: "土地证"', '{zh: "土地证书"', [], ("groups",)),
        ('most: "9"', 'most: "8"', ["energy"], ()),
    ],
)
def test_what_a_version_changes_about_numbers_is_told(old, new, reworded, parts):
    text = (Path(__file__).parents[1] / "questionnaires" / "green.yaml").read_text(encoding="utf-8")
    assert old in text
    found = changes(read(text), read(text.replace(old, new, 1)))
    assert [after.id for _, after in found.reworded] == reworded
    assert found.parts == parts
    assert (found.added, found.gone, found.moved) == ((), (), ())
