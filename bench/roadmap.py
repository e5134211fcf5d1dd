"""The roadmap on the full questionnaire: time as a multiple of grading once, for every level and with estimates."""

import random
from functools import partial

from maturity.answers import Chosen, Response
from maturity.questionnaire import load
from maturity.scoring import grade
from maturity.scoring.roadmap import Estimate, smallest

from .scoring import best

FIRMS = 10


def main() -> None:
    """Print the slowest of some random enterprises, whose upper levels are weaker, and of one without any answer."""
    questionnaire, choices = load(), [choice.id for choice in load().choices]
    items = questionnaire.items_of("discrete")
    firms = [Response(questionnaire, "discrete", {})]
    for seed in range(FIRMS):
        draw = random.Random(seed)
        answers = {item.id: Chosen(draw.choices(choices, [4, 2, 2, 1 + item.level])[0]) for item in items}
        firms.append(Response(questionnaire, "discrete", answers))
    draw = random.Random(1)
    estimates = {item.id: Estimate(draw.randint(1, 100), draw.randint(0, 100)) for item in items}
    once = best(lambda: grade(firms[1]))
    for words, level, known, goal in (
        ("to the next level", None, None, 100),
        ("to the highest level", 5, None, 150),
        ("to the next level by estimates", None, estimates, 100),
        ("to the highest level by estimates", 5, estimates, 500),
    ):
        spent = max(best(partial(smallest, questionnaire, firm, level, known), 3) for firm in firms)
        print(f"roadmap {words}: {spent * 1000:.0f} ms = {spent / once:.0f} x grading once (goal {goal} ms)")


if __name__ == "__main__":
    main()
