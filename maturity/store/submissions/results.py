"""What answers come to: a level and scores or, where the questionnaire has no levels, an evaluation."""

from ...answers import Response
from ...classification.regions import CITIES
from ...questionnaire.numeric.references import References, references_in
from ...scoring import Result, grade
from ...scoring.evaluation import NO_REFERENCES, Evaluation
from ...scoring.methods import evaluate
from ..enterprises.facts import Facts
from .frozen import Content


def result_of(
    response: Response, facts: Facts, year: int, references: References = NO_REFERENCES
) -> Result | Evaluation:
    """The grade of a response, or its evaluation against reference values for an enterprise with these facts.

    Raises Refusal scoring-method.
    """
    if response.questionnaire.has_levels:
        return grade(response)
    return evaluation_of(response, facts, year, references)


def evaluation_of(response: Response, facts: Facts, year: int, references: References) -> Evaluation:
    """The evaluation of a response to a questionnaire without levels."""
    return evaluate(response, references, telling_facts(facts.division, facts.city, year))


def telling_facts(division: str | None, city: str | None, year: int) -> dict[str, str]:
    """The facts that reference values and grades depend on, codes by fact. The region is the province."""
    province = CITIES[city].province if city else None
    told = {"division": division, "region": province, "year": str(year)}
    return {fact: code for fact, code in told.items() if code}


def frozen_references(content: Content) -> References:
    """The reference values that a submission was evaluated against. Raises ValueError for altered content."""
    evaluation = content.figures.evaluation
    return references_in(evaluation["references"]) if evaluation else NO_REFERENCES
