"""Changes of answers where a questionnaire has no levels: what each is worth, as a multiple of evaluating once."""

from collections.abc import Callable
from fractions import Fraction

from maturity.answers import Chosen, Response, decode
from maturity.answers.codec import entered_answers
from maturity.assessment.second_values import compare_evaluations
from maturity.demo.factories import QUESTIONNAIRE, factory_records
from maturity.demo.population import build, facts_of
from maturity.questionnaire import load
from maturity.scoring.gains import gains, marginals, smallest_to
from maturity.scoring.methods import evaluate

from .scoring import best


def main() -> None:
    """Print the time of each for one synthetic factory."""
    population, questionnaire = build(load()), load(QUESTIONNAIRE)
    (record,) = factory_records([(facts_of(population, 0), 0.6)], 2025)
    response = Response(
        questionnaire, "default", decode(questionnaire, record.vector, None, entered_answers(record.entered))
    )
    found, once = evaluate(response), best(lambda: evaluate(response))
    choices = {item.id: questionnaire.choices_of(item) for item in response.items if item.asks is None}
    other = {
        id: Chosen(next(one.id for one in several if Chosen(one.id) != response.answers.get(id)))
        for id, several in choices.items()
    }
    timed: dict[str, Callable[[], object]] = {
        "what each item adds": lambda: gains(found),
        "what each number is worth": lambda: marginals(found),
        "the fewest items to 95 points": lambda: smallest_to(found, Fraction(95)),
        f"an assessor's {len(other)} other answers, each alone and all together": lambda: compare_evaluations(
            found, other
        ),
    }
    for words, work in timed.items():
        spent = best(work, 5)
        print(f"{words}: {spent * 1000:.0f} ms = {spent / once:.0f} x evaluating once ({once * 1000:.1f} ms)")


if __name__ == "__main__":
    main()
