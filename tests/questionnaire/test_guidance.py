"""The words for scores are complete, in both languages, and the right ones are found."""

import re

from maturity.questionnaire import load
from maturity.questionnaire.guidance import area_guidance, level_guidance

LEVEL_OF = {"start": (0, 1), "build": (2, 3), "lead": (4, 5)}


def texts(meaning):
    return [text for part in (meaning.says, meaning.missing, meaning.next) for text in (part.zh, part.en)]


def test_every_level_and_every_band_of_every_area_has_its_own_words():
    questionnaire = load()
    found = [level_guidance(questionnaire, level) for level in range(6)]
    for area in questionnaire.areas:
        bands = [{area_guidance(questionnaire, area.id, level) for level in LEVEL_OF[band]} for band in LEVEL_OF]
        assert all(len(band) == 1 for band in bands)
        found += [meaning for band in bands for meaning in band]
    said = [text for meaning in found for text in texts(meaning)]
    assert len(said) == len(set(said)) == 6 * (6 + 3 * 20)
    for chinese, english in zip(said[::2], said[1::2], strict=True):
        assert re.search("[\u4e00-\u9fff]", chinese)
        assert chinese.endswith("。")
        assert not re.search("[\u4e00-\u9fff]", english)
        assert english.endswith((".", "?"))


def test_a_questionnaire_of_ones_own_needs_no_words(small):
    assert level_guidance(small, 1) is None
    assert area_guidance(small, "skills", 1) is None


def test_where_nothing_applies_nothing_is_said():
    assert area_guidance(load(), "data", None) is None
