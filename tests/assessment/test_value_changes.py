"""Numbers in two rounds: differences in one unit, and nothing where there is none to tell."""

from fractions import Fraction

import pytest

from maturity.answers import NotApplicable
from maturity.answers.reading import read_value
from maturity.assessment.value_changes import value_changes
from maturity.questionnaire.model import Crosswalk, Link
from maturity.questionnaire.parts import Text
from maturity.scoring.methods import evaluate

from ..scoring.green import filled, references

OLD = filled()
ITEM = OLD.questionnaire.item


def changes(crosswalk=None, **other):
    known = references(OLD.questionnaire)
    found = value_changes(evaluate(OLD, known), evaluate(filled(**other), known), crosswalk)
    return {one.after.item.id: one for one in found}


def test_differences_are_in_the_unit_of_the_item_however_it_was_entered():
    told = changes(land_area=read_value(ITEM("land-area"), "10 ha"))
    assert (told["land-area"].difference, told["land-area"].ratio) == (20_000, Fraction(1, 4))
    assert told["land.plot-ratio"].difference == Fraction(3, 5) - Fraction(3, 4)
    assert told["output"].difference == 0


def test_a_value_that_is_missing_in_one_round_is_shown_without_a_difference():
    told = changes(carbon=NotApplicable("没有"))["carbon"]
    assert (told.before.figure.value, told.difference, told.ratio) == (8328, None, None)


def test_several_values_have_no_single_difference():
    assert changes()["clean-production.pollutants"].difference is None


@pytest.mark.parametrize(("kind", "told"), [("reworded", True), ("split", False)])
def test_between_versions_an_item_is_the_same_where_the_crosswalk_says_so(kind, told):
    link = Link(kind, ("land-area",), ("land-area",))
    crosswalk = Crosswalk(OLD.questionnaire, True, Text("依据", "Source"), (link,), frozenset())
    found = changes(crosswalk, land_area=read_value(ITEM("land-area"), "10 ha"))
    assert (found["land-area"].difference is not None) == told
    assert found["output"].before is None


def test_a_value_of_zero_has_no_quotient():
    before, after = (
        evaluate(filled(waste_used_old=read_value(ITEM("waste-used-old"), number)), references(OLD.questionnaire))
        for number in ("0", "5")
    )
    told = {one.after.item.id: one for one in value_changes(before, after, None)}["waste-used-old"]
    assert (told.difference, told.ratio) == (5, None)
