"""Questionnaires of other tiers, levels and choices: every path of scoring agrees, or refuses by name."""

import random

import numpy as np
import pytest

from maturity.answers import NOT_APPLICABLE, UNANSWERED, Chosen, NotApplicable, Response, choice_codes, decode, encode
from maturity.assessment.area_levels import area_levels
from maturity.errors import Refusal
from maturity.questionnaire.checks import RESERVED
from maturity.report.pictures import totals
from maturity.scoring import grade
from maturity.scoring.batch import Scheme, score
from maturity.scoring.explain import explain
from maturity.scoring.parts import parts
from maturity.scoring.roadmap import smallest

from .naive import naive


def schemes(q):
    """Every profile, whole and with everything cut that may be, together and one by one."""
    found = []
    for id, profile in q.profiles.items():
        found += [Scheme(id), Scheme(id, frozenset(profile.tailorable))]
        found += [Scheme(id, frozenset({one})) for one in profile.tailorable]
    return found


def drawn(q, rows, seed):
    codes = np.array([UNANSWERED, NOT_APPLICABLE, *choice_codes(q).values()], np.uint8)
    draw = np.random.default_rng(seed)
    odds = [draw.dirichlet([0.2, 0.3, *np.linspace(4, 0.3, len(codes) - 2)]) for _ in range(rows)]
    return np.asfortranarray(np.stack([draw.choice(codes, p=p, size=len(q.items)) for p in odds]))


def response(q, scheme, codes):
    return Response(q, scheme.profile, decode(q, codes.tobytes()), dict.fromkeys(scheme.cuts, "x"))


def test_the_batch_the_single_path_and_a_plain_one_agree(foreign):
    matrix, known = drawn(foreign, 150, 7), schemes(foreign)
    which = np.arange(len(matrix)) % len(known)
    scores, told = score(foreign, known, which, matrix), parts(foreign, known, which, matrix)
    for row, codes in enumerate(matrix):
        one = response(foreign, known[which[row]], codes)
        exact = grade(one)
        levels, gated, s_gated, summed, s_summed = naive(one)
        assert [float(mark.score) for mark in exact.levels] == pytest.approx(levels, abs=1e-9)
        assert (exact.gated.level, exact.summed.level) == (gated, summed)
        assert [float(exact.gated.score), float(exact.summed.score)] == pytest.approx([s_gated, s_summed], abs=1e-9)
        assert scores.level[row] == exact.level
        assert scores.score[row] == pytest.approx(float(exact.score), abs=1e-9)
        assert scores.levels[:, row] == pytest.approx([float(mark.score) for mark in exact.levels], abs=1e-9)
        sums, stands = totals(exact, foreign.summary_tier), area_levels(exact)
        for group, value in zip(foreign.summary_groups, told.groups[:, row], strict=True):
            assert np.nan_to_num(value) == pytest.approx(float(sums.get(group.id, 0)), abs=1e-9)
        for area, value in zip(foreign.areas, told.levels[:, row], strict=True):
            area_level = stands.get(area.id)
            assert value == (-1 if area_level is None or area_level.level is None else area_level.level)
    assert len(set(scores.level)) >= 3, "the answers drawn should reach several levels"


@pytest.mark.parametrize("count", [2, 6, 7, 9])
def test_codes_leave_out_that_of_not_applicable(foreign, count):
    choices = tuple(
        type(foreign.choices[0])(f"c{n}", foreign.choices[0].score, *[foreign.title] * 2) for n in range(count)
    )
    q = type(foreign)(**{**{name: getattr(foreign, name) for name in foreign.__dataclass_fields__}, "choices": choices})
    codes = choice_codes(q)
    assert len(set(codes.values())) == count
    assert not {UNANSWERED, NOT_APPLICABLE} & set(codes.values())
    answers = {item.id: Chosen(f"c{place % count}") for place, item in enumerate(q.items)}
    answers[q.items[0].id] = NotApplicable("—")
    assert decode(q, encode(q, answers)) == answers


def test_a_code_of_no_choice_is_refused(foreign):
    matrix = drawn(foreign, 2, 1)
    for code in {*range(16)} - {UNANSWERED, NOT_APPLICABLE, *choice_codes(foreign).values()}:
        matrix[1, 2] = code
        with pytest.raises(ValueError, match="neither"):
            score(foreign, [Scheme(next(iter(foreign.profiles)))], np.zeros(2, int), matrix)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_explanation_goes_down_every_tier_by_its_name(foreign, language):
    step, kinds, words = (
        explain(grade(response(foreign, schemes(foreign)[0], drawn(foreign, 1, 3)[0])), language),
        [],
        [],
    )
    while step.children:
        step = step.children[0]
        kinds.append(step.kind)
        words.append(step.words)
    assert kinds == ["level", *(tier.id for tier in foreign.tiers), "item"]
    for tier, said in zip(foreign.tiers, words, strict=False):
        assert (tier.name.zh if language == "zh" else tier.name.en.lower()) in said


def test_the_roadmap_reaches_every_level_and_no_step_is_too_many(foreign):
    q, scheme = foreign, schemes(foreign)[0]
    rnd = random.Random(5)
    answers = {item.id: Chosen(rnd.choice(q.choices[2:]).id) for item in q.items_of(scheme.profile)}
    start = Response(q, scheme.profile, answers)
    for level in q.levels:
        way = smallest(q, start, level.number)
        assert way.after.level >= level.number
        for step in way.steps:
            fewer = {s.item.id: Chosen(s.after.id) for s in way.steps if s is not step}
            assert grade(Response(q, scheme.profile, {**answers, **fewer})).level < level.number


def test_without_levels_it_is_read_and_answered_but_not_scored(unscored):
    answers = {item.id: Chosen("yes") for item in unscored.items}
    assert decode(unscored, encode(unscored, answers)) == answers
    assert {item.level for item in unscored.items} == {0}
    for attempt in (
        lambda: grade(Response(unscored, "default", answers)),
        lambda: smallest(unscored, Response(unscored, "default", answers)),
        lambda: score(unscored, [Scheme("default")], np.zeros(1, int), np.ones((1, len(unscored.items)), np.uint8)),
    ):
        with pytest.raises(Refusal) as caught:
            attempt()
        (problem,) = caught.value.problems
        assert (problem.code, problem.values["id"], problem.values["method"]) == ("scoring-method", "lantern", "values")


def test_no_tier_is_called_as_another_kind_of_score(foreign):
    assert not {tier.id for tier in foreign.tiers} & set(RESERVED)
