"""The facts about enterprises that a questionnaire says it needs."""

from types import SimpleNamespace

import pytest

from maturity.errors import Refusal
from maturity.questionnaire import load, read
from maturity.questionnaire.changes import changes
from maturity.questionnaire.definition import QuestionnaireShape
from maturity.questionnaire.facts import CODED, FACTS, UNSTATED, missing
from maturity.questionnaire.weight_profiles import with_profile
from maturity.text.yamltext import parse

from ..weight_files import weight_file
from .test_checks import FILES, problems_of

SMALL = (FILES / "valid" / "small.yaml").read_text(encoding="utf-8")
ORCHARD = (FILES / "foreign" / "orchard.yaml").read_text(encoding="utf-8")
SIX = ("division", "production_type", "city", "headcount", "revenue_10k", "founded")


def with_facts(facts):
    """The small questionnaire, whose profiles are for types of production, with this list of facts."""
    return SMALL.replace("\nscoring:", f"\nfacts: {facts}\nscoring:", 1)


def test_a_definition_that_does_not_say_needs_what_all_needed_before_there_was_such_a_key():
    assert load().facts is None
    assert load().needed_facts == read(SMALL).needed_facts == SIX


@pytest.mark.parametrize(
    ("written", "needed"),
    [
        ("[production_type]", ("production_type",)),
        ("[ownership, city, production_type]", ("production_type", "city", "ownership")),
    ],
)
def test_a_definition_says_what_it_needs(written, needed):
    assert read(with_facts(written)).needed_facts == needed


def test_nothing_may_be_needed():
    assert read((FILES / "foreign" / "harbour.yaml").read_text(encoding="utf-8")).needed_facts == ()


def test_the_structure_knows_the_facts_that_there_are():
    schema = QuestionnaireShape.model_json_schema()
    (listed, _) = schema["properties"]["facts"]["anyOf"]
    assert listed["items"]["enum"] == [*FACTS]
    assert {*schema["$defs"]["ProfileShape"]["properties"]["for"]["propertyNames"]["enum"]} == {*CODED}
    assert UNSTATED.keys() == FACTS.keys()


@pytest.mark.parametrize(
    ("written", "code", "told"),
    [
        ("[production_type, turnover]", "def-not-allowed", "turnover"),
        ("[production_type, city, production_type]", "def-duplicate-id", "production_type"),
        ("[city]", "def-fact-unasked", "production_type"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_its_remedy(written, code, told):
    text = with_facts(written)
    problems = problems_of(text)
    assert {problem.code for problem in problems} == {code}
    lines = text.splitlines()
    for problem in problems:
        assert told in problem.message("en")
        assert told in problem.message("zh")
        assert problem.remedy("zh")
        assert lines[problem.place.row - 1].strip().startswith(("facts:", "for:"))


def test_what_is_allowed_is_told():
    (problem,) = problems_of(with_facts("[production_type, turnover]"))
    assert all(fact in problem.remedy("en") for fact in FACTS)


def test_a_weight_file_is_for_enterprises_by_facts_that_are_asked_for():
    orchard = read(ORCHARD)
    for fact, code in (("division", "34"), ("production_type", "discrete"), ("ownership", "state")):
        text = weight_file(orchard, orchard.profile("shady"), **{"for": f"{{{fact}: ['{code}']}}"})
        if fact == "division":
            assert with_profile(orchard, parse(text))
            continue
        with pytest.raises(Refusal) as caught:
            with_profile(orchard, parse(text))
        assert [problem.code for problem in caught.value.problems] == ["def-fact-unasked"]
    text = weight_file(load(), load().profile("discrete"), **{"for": "{ownership: [state]}"})
    assert with_profile(load(), parse(text)), "as before there was such a key"


def test_a_version_that_needs_something_else_differs_in_its_facts():
    before = read(SMALL)
    assert changes(before, read(with_facts("[production_type]"))).parts == ("facts",)
    assert not changes(before, read(with_facts(f"[{', '.join(SIX)}]"))).any


def test_what_is_missing_is_named_in_order():
    known = SimpleNamespace(**dict.fromkeys(FACTS))
    known.city = "320500"
    assert missing(known, ("headcount", "city", "division")) == ("division", "headcount")
    assert missing(known, ()) == ()
