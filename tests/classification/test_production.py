import pytest

from maturity.classification.production import PRODUCTION_TYPES, read_production_type
from maturity.errors import Refusal


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        (
            "discrete",
            "Discrete|离散型|离散|离散型制造|离散制造业|Discrete manufacturing| 离散\u200b型\u3000|discrete type",
        ),
        ("process", "process|PROCESS|流程型|流程|流程型生产|Process industry|ｐｒｏｃｅｓｓ|流程制造"),
    ],
)
def test_codes_and_names_of_both_languages_are_read(code, texts):
    assert {read_production_type(text) for text in texts.split("|")} == {code}
    assert code in PRODUCTION_TYPES


@pytest.mark.parametrize("text", ["混合型", "both", "流程型、离散型", "流程型/离散型", "批量", ""])
def test_anything_else_is_refused_with_the_choices(text):
    with pytest.raises(Refusal, match="facts-production-type"):
        read_production_type(text)


@pytest.mark.parametrize(
    ("text", "code"), [("離散型", "discrete"), ("離散製造", "discrete"), ("流程製造業", "process")]
)
def test_traditional_characters_are_read(text, code):
    assert read_production_type(text) == code
