"""What a program prints of these objects fits on a line; what is no answer object is refused with a remedy."""

import pytest

from maturity.answers import Chosen, NotApplicable, Response
from maturity.errors import Refusal
from maturity.scoring import grade


def test_questionnaire_response_and_result_print_what_they_are(small):
    items = small.items_of("discrete") if "discrete" in small.profiles else small.items_of(next(iter(small.profiles)))
    profile = "discrete" if "discrete" in small.profiles else next(iter(small.profiles))
    response = Response(small, profile, {items[0].id: Chosen(small.choices[0].id)})
    result = grade(response)
    assert repr(small) == f"Questionnaire({small.id!r}, version={small.version!r}, items={len(small.items)})"
    assert repr(response) == f"Response({small.id!r}, {profile!r}, answered=1 of {len(response.items)})"
    assert repr(result).startswith(f"Result(level={result.level}, score=")
    assert repr(result).endswith(", provisional)")
    for level in result.levels:
        assert repr(level).startswith(f"LevelScore(number={level.number}, score=")
        assert len(repr(level.node)) < 120
        assert f"level={level.number}" in repr(level.node)


@pytest.mark.parametrize("given", ["full", 1, None, ("full",)])
def test_what_is_no_answer_object_is_refused_with_the_way_to_write_one(small, given):
    item = small.items[0].id
    with pytest.raises(Refusal) as caught:
        Response(small, next(iter(small.profiles)), {item: given})
    (problem,) = caught.value.problems
    assert (problem.code, problem.values["item"], problem.values["found"]) == ("answer-kind", item, repr(given))
    assert "Chosen" in problem.remedy("en")
    assert "NotApplicable" in problem.remedy("zh")


def test_answer_objects_are_taken(small):
    item = small.items[0].id
    for answer in (Chosen(small.choices[0].id), NotApplicable("no such line")):
        assert Response(small, next(iter(small.profiles)), {item: answer}).answers[item] == answer
