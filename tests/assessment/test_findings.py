"""Two sets of values side by side: the assessor's counts where there is one, the enterprise's elsewhere."""

from hypothesis import given
from hypothesis import strategies as st

from maturity.answers import Chosen, NotApplicable, Response
from maturity.assessment.findings import compare_findings
from maturity.scoring import grade

VALUES = st.sampled_from([Chosen("full"), Chosen("most"), Chosen("part"), Chosen("none"), NotApplicable("没有")])


def values_of(small):
    return st.dictionaries(st.sampled_from([item.id for item in small.items_of("discrete")]), VALUES)


@given(st.data())
def test_the_overlay_is_the_grade_of_the_values_that_count(small, data):
    own, found = data.draw(values_of(small)), data.draw(values_of(small))
    response = Response(small, "discrete", own)
    both = compare_findings(response, found)
    assert both.own == grade(response)
    assert both.assessed.score == grade(Response(small, "discrete", own | found)).score
    assert both.valued + both.kept == len(response.items)
    assert both.valued == len(found)
    changed = {item for item, value in found.items() if type(own.get(item)) is not type(value) or own[item] != value}
    assert {one.item.id for one in both.differences} == changed


def test_a_difference_says_which_way(small):
    own = {"skills.1a": Chosen("full"), "skills.1b": Chosen("none"), "shape.1a": NotApplicable("没有")}
    found = {
        "skills.1a": Chosen("part"),
        "skills.1b": Chosen("most"),
        "shape.1a": Chosen("none"),
        "shape.2a": Chosen("full"),
    }
    kinds = {one.item.id: one.kind for one in compare_findings(Response(small, "discrete", own), found).differences}
    assert kinds == {"skills.1a": "lower", "skills.1b": "higher", "shape.1a": "scope", "shape.2a": "added"}


def test_reasons_worded_differently_are_no_difference(small):
    response = Response(small, "discrete", {"skills.1a": NotApplicable("没有员工")})
    assert compare_findings(response, {"skills.1a": NotApplicable("没有新员工")}).differences == ()


def test_values_outside_what_is_assessed_do_not_count(small):
    response = Response(small, "discrete", {"skills.1a": Chosen("full")}, {"sales": "集团销售"})
    both = compare_findings(response, {"sales.1a": Chosen("none")})
    assert both.valued == 0
    assert both.assessed == both.own
