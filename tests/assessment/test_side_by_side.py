"""Two evaluations side by side: each figure for itself, with its change."""

from fractions import Fraction

import pytest

from maturity.answers import Chosen
from maturity.assessment.side_by_side import side_by_side, signed, signed_span
from maturity.scoring.methods import answered, evaluate

from ..scoring.green import filled, references

OWN = evaluate(filled(), references(filled().questionnaire))


def test_a_missed_mandatory_item_changes_eligibility_count_score_and_its_block_alone():
    after = answered(OWN, {"eco-design.m1": Chosen("no")})
    lines = {line.label: (line.before, line.after, line.change) for line in side_by_side(OWN, after, "zh")}
    assert lines["申报条件"] == ("具备", "不具备", "")
    assert lines["满足的一票否决项"] == ("8/8", "8/8", "0")
    assert lines["满足的必选要求"] == ("32/32", "31/32", "−1")
    assert lines["得分（满分 100）"] == ("85.44", "79.44", "−6")
    told = [line.group for line in side_by_side(OWN, after, "en") if line.differs and line.group]
    assert told == ["product"]


def test_what_is_open_is_two_numbers_and_changes_by_two():
    after = answered(OWN, {"carbon": None})
    (score,) = [line for line in side_by_side(OWN, after, "en") if line.label == "Score (of 100)"]
    assert score.after == "67.44–85.44"
    assert score.change == "−18 … 0"


@pytest.mark.parametrize(("value", "words"), [("0", "0"), ("1.5", "+1.5"), ("-2", "−2"), ("-0.001", "0")])
def test_changes_have_a_sign(value, words):
    assert signed(Fraction(value)) == words
    assert signed_span(Fraction(value), Fraction(value)) == words
