"""Response, flags and alpha: counted on a few enterprises by hand, and kept to numbers that tell of nobody."""

from fractions import Fraction

import numpy as np
import pytest

from maturity.disclosure.rules import Rules
from maturity.questionnaire import load
from maturity.scoring.batch import Scheme, score
from maturity.statistics.quality import assess, lines
from maturity.statistics.reliability import alpha
from maturity.statistics.signs import Status
from maturity.text.numbers import half_up

CMMM = load()
ITEMS = len(CMMM.items)
FULL, PART, NONE = 1, 3, 4
DISCRETE = (Scheme("discrete"),)


def quality(rows, schemes=DISCRETE, which=None):
    matrix = np.array(rows, np.uint8)
    which = np.zeros(len(rows), int) if which is None else np.array(which)
    scores = score(CMMM, schemes, which, matrix)
    return assess(CMMM, schemes, which, matrix, scores, (matrix == 0).any(axis=1), matrix[:, 0] == NONE)


def shown(found, rules=None):
    return {line.column.id: line.value for line in lines(found, CMMM, rules)}


def test_response_is_counted_over_the_items_that_were_asked():
    asked = [item.position for item in CMMM.items_of("process")]
    row = np.full(ITEMS, FULL)
    row[asked[:3]] = 0
    row[asked[3:5]] = 7
    told = shown(quality([row], (Scheme("process"),)))
    assert told["open"] == Fraction(half_up(Fraction(300, len(asked)), 2))
    assert told["not-applicable"] == Fraction(half_up(Fraction(200, len(asked)), 2))
    assert told["answered"] == Fraction(half_up(Fraction(100 * (len(asked) - 5), len(asked)), 2))


def test_what_is_tailored_away_was_not_asked():
    cut = quality([np.full(ITEMS, FULL)], (Scheme("discrete", frozenset({"sales"})),))
    whole = quality([np.full(ITEMS, FULL)])
    sales = CMMM.group("domain", "sales")
    assert whole.asked - cut.asked == sum(len(sub.items) for sub in sales.areas)
    assert (cut.flags["tailored"], whole.flags["tailored"]) == (1, 0)


def test_flags_are_counts_of_enterprises():
    jump = np.array([NONE if item.level == 1 else FULL for item in CMMM.items])
    mixed = np.array([FULL if item.level == 1 else NONE for item in CMMM.items])
    open_one = np.where(np.arange(ITEMS) == 5, 0, mixed)
    found = quality([np.full(ITEMS, FULL), np.full(ITEMS, NONE), jump, mixed, open_one])
    assert found.flags == {"provisional": 1, "tailored": 0, "uniform": 2, "jump": 1, "assessed": 2}


def test_alpha_is_that_of_the_items_of_a_domain():
    random = np.random.default_rng(3)
    able = random.integers(1, 5, 60)
    rows = np.clip(able[:, None] + random.integers(-1, 2, (60, ITEMS)), 1, 4)
    found = quality(rows)
    design = CMMM.group("domain", "design")
    both = {i.id for i in CMMM.items_of("discrete")} & {i.id for i in CMMM.items_of("process")}
    places = [item.position for area in design.areas for item in area.items if item.id in both]
    values = np.array([0, *(float(choice.score) for choice in CMMM.choices)])
    respondents, value = found.alphas["design"]
    assert respondents == 60
    assert value == pytest.approx(alpha(values[rows[:, places]]))
    assert quality(rows[:29]).alphas["design"] == (29, None)
    assert shown(quality(rows[:29]))["alpha-design"] is Status.NOT_APPLICABLE


@pytest.mark.parametrize(("flagged", "hidden"), [(0, False), (1, True), (4, True), (5, False), (17, True), (20, False)])
def test_numbers_of_few_or_of_all_but_few_are_signs_in_a_release(flagged, hidden):
    mixed = np.array([FULL if item.level == 1 else PART for item in CMMM.items])
    found = quality([np.full(ITEMS, FULL)] * flagged + [mixed] * (20 - flagged))
    assert (shown(found, Rules())["uniform"] is Status.CONFIDENTIAL) == hidden
    assert shown(found)["uniform"] == flagged


def test_who_was_assessed_is_told_by_tables_alone_outside():
    """The number stands in tables too, where disclosure control may have to hide it."""
    found = quality([np.full(ITEMS, NONE)] * 20 + [np.full(ITEMS, FULL)] * 20)
    assert shown(found)["assessed"] == 20
    assert "assessed" not in shown(found, Rules())
