"""Error values and destroyed names are told from text that somebody meant."""

import pytest

from maturity.intake.spreadsheets.decoding import is_ambiguous
from maturity.intake.spreadsheets.texts import is_destroyed, is_lost


@pytest.mark.parametrize("text", ["#N/A", " #ref! ", "#DIV/0!", "#NAME?", "#SPILL!", "########", "Err:502", "#值!"])
def test_the_text_of_an_error_is_no_value(text):
    assert is_lost(text)


@pytest.mark.parametrize(
    "text",
    [
        "＃N/A", "#N/D", "#ERROR!", "#UNKNOWN!", "#EXTERNAL!", "#¡VALOR!", "#BEZUG!", "#名称？", "#REF", "#N/A N/A",
        "#GETTING_DATA", "错误：522", "Loading...", "加载中…",
        "=A1", "=VLOOKUP(A1,B:B,1,0)", "=+Sheet2!B3", "=汇总表!$A1", "='表 1'!A1", "=[1]表!A1",
    ],
)  # fmt: skip
def test_errors_of_other_programs_and_formulas_kept_as_text_are_no_values(text):
    assert is_lost(text)


@pytest.mark.parametrize(
    "text", ["", "full", "#1 plant", "#3号线", "=停产", "错误", "加多宝", "Loading dock", "# 3", "N/A", "Error", "#"]
)
def test_other_text_is(text):
    assert not is_lost(text)


NAME = "江苏精密机械有限公司"


@pytest.mark.parametrize(
    "text",
    [
        "????????",
        "甲\ufffd\ufffd公司",
        "锟斤拷锟斤拷",
        NAME.encode().decode("latin-1"),
        "子公能制".encode().decode("gbk"),
        "江苏".encode().decode("latin-1"),
        "江苏".encode().decode("mac_roman"),
        "江苏".encode().decode("cp437"),
        NAME.encode().decode("cp1252", "ignore"),
        NAME.encode("gbk").decode("cp1252", "ignore"),
        "江苏".encode("gbk").decode("latin-1"),
        "江苏".encode("gbk").decode("cp437"),
        NAME.encode("gbk").decode("big5", "replace").replace("\ufffd", "") + "聆彸わ珛",
        "聆彸わ珛",
        "江苏" + "\u25a1" * 2 + "公司",
        "江?机械",
        "烫烫烫烫",
        NAME.encode("utf-7").decode(),
        "江苏".encode("hz").decode(),
        "東京精密".encode("iso2022_jp").decode("latin-1"),
        "&#27743;&#33487;",
        "\\u6c5f\\u82cf",
        "%E6%B1%9F%E8%8B%8F",
        "=?UTF-8?B?5rGf?=",
    ],
)
def test_a_destroyed_name_is_noticed(text):
    assert is_destroyed(text)


@pytest.mark.parametrize(
    "text",
    [
        NAME,
        "联通",
        "中国联通",
        "Müller GmbH",
        "José",
        "喆镕",
        "臺灣精密機械廠",
        "what?",
        "C++Software+Systems",
        "A+Beratung",
        "A & B",
        "100% Co",
        "Äänekoski Öljy",
        "РОССИЯ",
        "ｱｲｳ",
        "（中国）有限公司",
    ],
)
def test_a_name_is_not(text):
    assert not is_destroyed(text)


JAPANESE = ["日本電気株式会社", "三菱重工業", "トヨタ自動車"]
KOREAN = ["삼성전자", "현대자동차 주식회사"]


def foreign(letter):
    return not letter.isascii()


@pytest.mark.parametrize("raw", [*(n.encode("euc_jp") for n in JAPANESE), *(n.encode("euc_kr") for n in KOREAN)])
def test_japanese_and_korean_are_not_taken_for_chinese(raw):
    assert is_ambiguous(filter(foreign, raw.decode("gb18030")), lambda: [raw])


@pytest.mark.parametrize("text", [NAME, "苏州市离散型", "Müller", "甲乙", "臺灣精密機械廠"])
def test_chinese_is_certain(text):
    assert not is_ambiguous(filter(foreign, text), lambda: [text.encode("gb18030")])
