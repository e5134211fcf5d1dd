"""Error values and destroyed names are told from text that somebody meant."""

import pytest

from maturity.intake.texts import destroyed, lost


@pytest.mark.parametrize("text", ["#N/A", " #ref! ", "#DIV/0!", "#NAME?", "#SPILL!", "########", "Err:502", "#值!"])
def test_the_text_of_an_error_is_no_value(text):
    assert lost(text)


@pytest.mark.parametrize("text", ["", "full", "#1 plant", "# 3", "N/A", "Error", "#"])
def test_other_text_is(text):
    assert not lost(text)


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
    ],
)
def test_a_destroyed_name_is_noticed(text):
    assert destroyed(text)


@pytest.mark.parametrize(
    "text", [NAME, "联通", "中国联通", "Müller GmbH", "José", "喆镕", "臺灣精密機械廠", "what?", "（中国）有限公司"]
)
def test_a_name_is_not(text):
    assert not destroyed(text)
