"""Traditional characters are compared as their simplified forms."""

from maturity.text.traditional import simplified, spellings


def test_listed_characters_get_their_simplified_form_and_all_others_stay():
    assert simplified("統一社會信用代碼 (18) 乾县") == "统一社会信用代码 (18) 乾县"
    assert simplified(simplified("蘇州")) == "苏州"


def test_every_way_of_writing_comes_back_simplified():
    ways = list(spellings("不适用"))
    assert ways[0] == "不适用"
    assert "不適用" in ways
    assert {simplified(way) for way in ways} == {"不适用"}
