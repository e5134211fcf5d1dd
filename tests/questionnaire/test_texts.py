"""Texts in both languages."""

import pytest

from maturity.questionnaire.texts import Text


def test_a_text_is_written_in_one_language_or_not_at_all():
    text = Text("绿色", "green")
    assert (text.of("zh"), text.of("en")) == ("绿色", "green")
    for write in (str, "{}".format, lambda text: f"{text}", "".join):
        with pytest.raises(TypeError):
            write(text)
