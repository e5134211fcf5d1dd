import pytest

from maturity.classification.industries import DIVISIONS, EDITION, read_division
from maturity.errors import Place, Refusal


def test_all_31_divisions_of_manufacturing_are_there():
    assert list(DIVISIONS) == [str(code) for code in range(13, 44)]
    assert {division.usual_type for division in DIVISIONS.values()} == {"process", "discrete", "mixed"}
    assert len({division.name.en for division in DIVISIONS.values()}) == 31


@pytest.mark.parametrize(
    "written",
    [
        "{}",
        "C{}",
        "c{}",
        " C{} ",
        "GB/T 4754-2017 C{}",
        "C{} {name}",
        "{}:{name}",
        "{name}",
        "{}.{name}",
        "{name}({})",
        "{name}（C{}）",
        "C-{}",
        "{}.0",
        "C{}11",
        "{}1",
        "{}11.0",
        "({}){name}",
        "Ｃ{}\u200b",
    ],
)
def test_every_division_is_read_as_people_write_it(written):
    for code, division in DIVISIONS.items():
        assert read_division(written.format(code, name=division.name.zh)) is division


@pytest.mark.parametrize(
    ("text", "code"),
    [("汽车制造", "36"), ("计算机，通信和其他电子设备制造业", "39"), ("automobiles", "36"), ("13农副食品加工", "13")],
)
def test_a_name_is_read_without_its_ending_and_with_other_punctuation(text, code):
    assert read_division(text).code == code


def test_full_width_characters_are_the_same_code():
    assert read_division("Ｃ３９").code == "39"


@pytest.mark.parametrize(
    ("text", "code", "remedy"),
    [
        ("", "class-industry-unknown", "C36"),
        ("C", "class-industry-unknown", "C36"),
        ("C1", "class-industry-unknown", "C36"),
        ("automobile", "class-industry-near", "36 Automobiles"),
        ("13.5", "class-industry-near", "13 Processing of food"),
        ("131313", "class-industry-near", "13 Processing of food"),
        ("C3911 计算机整机制造", "class-industry-fine", "39 Computers"),
        ("4410", "class-industry-outside", "C36"),
        ("C131.5", "class-industry-near", "13 Processing of food"),
        ("44", "class-industry-outside", "C36"),
        ("C44", "class-industry-outside", "C36"),
        ("B06", "class-industry-outside", "C36"),
        ("A13", "class-industry-outside", "C36"),
    ],
)
def test_other_codes_are_refused_with_a_way_on(text, code, remedy):
    with pytest.raises(Refusal) as refusal:
        read_division(text)
    (problem,) = refusal.value.problems
    assert problem.code == code
    assert remedy in problem.remedy("en")


@pytest.mark.parametrize("text", ["GB/T 4754-2011 C25", "GB/T 4754—2002:29", "4754-2011/13"])
def test_another_edition_is_refused(text):
    with pytest.raises(Refusal, match="class-industry-edition") as refusal:
        read_division(text)
    assert EDITION in refusal.value.lines("zh")[0]


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("29 橡胶制品业", "橡胶和塑料制品业(29)"),  # 2002: rubber alone
        ("30 塑料制品业", "非金属矿物制品业(30)"),  # 2002: plastics
        ("25 石油加工、炼焦和核燃料加工业", "石油、煤炭及其他燃料加工业(25)"),  # 2011
        ("35 通用设备制造业", "通用设备制造业(34)"),  # 2002: one number later
    ],
)
def test_a_code_with_the_name_of_another_edition_is_refused(text, suggested):
    with pytest.raises(Refusal, match="class-industry-name") as refusal:
        read_division(text)
    assert suggested in refusal.value.lines("zh")[0]


def test_the_place_of_a_mistake_is_kept_and_long_entries_are_cut():
    with pytest.raises(Refusal) as refusal:
        read_division("x" * 500, Place("list.xlsx", 7, "division"))
    assert refusal.value.lines("en")[0].startswith("list.xlsx:7:division: class-industry-unknown")
    assert len(refusal.value.lines("en")[0]) < 400


@pytest.mark.parametrize("text", ["汽車製造業", "C36汽車製造業", "36 汽車製造"])
def test_traditional_characters_are_read(text):
    assert read_division(text).code == "36"
