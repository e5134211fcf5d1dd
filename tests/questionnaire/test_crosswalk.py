"""Crosswalks: a case of each kind is read, every mistake is told, answers become those of the later version."""

from dataclasses import replace

import pytest

from maturity.answers import Chosen, NotApplicable
from maturity.answers.carrying import carried_over
from maturity.errors import Refusal
from maturity.questionnaire import load
from maturity.questionnaire.crosswalk_files import read_crosswalk, versions_of
from maturity.text.yamltext import parse

from ..versions import AREA, CROSSWALK, GONE, MERGED, NEW, PARTS, REWORDED, SPLIT, WHOLE, later


@pytest.fixture(scope="module")
def after():
    return later()


@pytest.fixture(scope="module")
def crosswalk(after):
    return read_crosswalk(parse(CROSSWALK), load(), after)


def ids(*names):
    return tuple(f"{AREA}.{name}" for name in names)


def test_every_item_of_both_versions_is_named_once(crosswalk, after):
    assert sorted(id for link in crosswalk.links for id in link.before) == sorted(item.id for item in load().items)
    assert [id for link in crosswalk.links for id in sorted(link.after)] == [item.id for item in after.items]
    assert {link.kind: (link.before, link.after) for link in crosswalk.links if link.kind != "same"} == {
        "reworded": (ids(REWORDED), ids(REWORDED)),
        "split": (ids(SPLIT), ids(*PARTS)),
        "merged": (ids(*MERGED), ids(WHOLE)),
        "new": ((), ids(NEW)),
        "gone": (ids(GONE), ()),
    }
    assert crosswalk.gone == ids(GONE)
    assert crosswalk.broken == {AREA}
    assert versions_of(parse(CROSSWALK)) == ("cmmm", "2020.1", "2020.2")


def test_where_nothing_is_comparable_every_area_is_broken(after):
    told = read_crosswalk(parse(CROSSWALK.replace("comparable: true", "comparable: false")), load(), after)
    assert told.broken == {area.id for area in after.areas}


def test_the_same_item_in_other_words_breaks_nothing(after):
    text = "crosswalk: cmmm\nfrom: '2020.2'\nto: '2020.3'\ncomparable: true\nsource: {zh: 测试, en: Test}\n"
    assert read_crosswalk(parse(text), after, replace(after, version="2020.3")).broken == set()


def line(kind):
    return next(line for line in CROSSWALK.splitlines() if f"kind: {kind}" in line)


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ("crosswalk: cmmm", "crosswalk: other", "def-not-allowed", "crosswalk"),
        ('to: "2020.2"', 'to: "2020.3"', "def-not-allowed", "to"),
        ('to: "2020.2"', 'to: "2020.1"', "cross-self", "to"),
        ("kind: split", "kind: reworded", "cross-count", "items.1"),
        ("kind: merged", "kind: parted", "def-not-allowed", "items.2.kind"),
        (f"to: [{AREA}.{NEW}]", f"to: [{AREA}.9z]", "cross-unknown-item", "items.4.to.0"),
        (f"from: [{AREA}.{GONE}]", f"from: [{AREA}.{SPLIT}]", "cross-repeated-item", "items.3.from.0"),
        (line("gone"), "", "cross-missing-item", "items"),
        (line("new"), "", "cross-missing-item", "items"),
        (line("reworded"), "", "cross-reworded", "items"),
        ("comparable: true", "comparable: maybe", "def-not-allowed", "comparable"),
    ],
)
def test_a_mistake_is_told_with_its_line(after, old, new, code, key):
    with pytest.raises(Refusal) as caught:
        read_crosswalk(parse(CROSSWALK.replace(old, new), "x.yaml"), load(), after)
    found = {problem.code: problem for problem in caught.value.problems}
    assert code in found
    assert found[code].place.column == key
    assert found[code].place.row
    for language in ("zh", "en"):
        assert "{" not in found[code].message(language) + found[code].remedy(language)


def test_all_mistakes_are_told_at_once(after):
    broken = CROSSWALK.replace(line("gone"), "").replace(line("reworded"), "").replace("to: [", "to: [nowhere.1a, ", 1)
    with pytest.raises(Refusal) as caught:
        read_crosswalk(parse(broken), load(), after)
    assert len(caught.value.problems) >= 2


@pytest.mark.parametrize(
    ("merged", "found"),
    [
        (("full", "part"), Chosen("part")),
        (("full", None), None),
        (("full", "not-applicable"), Chosen("full")),
        (("not-applicable", "not-applicable"), NotApplicable("why 2b\nwhy 2c")),
        (("full", "gone-choice"), None),
    ],
)
def test_answers_become_those_of_the_later_version(crosswalk, after, merged, found):
    def answer(name, choice):
        chosen = NotApplicable(f"why {name}") if choice == "not-applicable" else Chosen(choice)
        return chosen, f"comment {name}"

    given = {REWORDED: "most", SPLIT: "part", GONE: "full", **dict(zip(MERGED, merged, strict=True))}
    answers = {f"{AREA}.{name}": answer(name, choice) for name, choice in given.items() if choice}
    same = load().items[0].id
    answers[same] = Chosen("none"), ""
    became = carried_over(crosswalk, after, answers)
    part = Chosen("part"), f"comment {SPLIT}"
    expected = {same: (Chosen("none"), ""), f"{AREA}.{REWORDED}": (Chosen("most"), f"comment {REWORDED}")}
    expected |= dict.fromkeys(ids(*PARTS), part)
    if found:
        expected |= {f"{AREA}.{WHOLE}": (found, "comment 2b\ncomment 2c")}
    assert became == expected


def test_what_is_joined_keeps_within_the_limits(crosswalk, after):
    answers = {f"{AREA}.{name}": (NotApplicable(name * 450), name * 2400) for name in MERGED}
    answer, comment = carried_over(crosswalk, after, answers)[f"{AREA}.{WHOLE}"]
    assert answer.reason == "2b" * 450 + "\n" + "2c" * 49 + "…"
    assert comment == "2b" * 2400 + "\n" + "2c" * 99 + "…"
