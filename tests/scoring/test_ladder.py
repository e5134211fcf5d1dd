"""The grade agrees with the naive one, with the published table, and with common sense."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.answers import Chosen, NotApplicable, Response, decode, encode
from maturity.errors import Refusal
from maturity.questionnaire import load, read
from maturity.scoring import grade
from maturity.scoring.ladder import gated, summed

from .naive import naive

FILES = Path(__file__).parents[1] / "questionnaires" / "valid"
SMALL = {file.stem: read(file.read_text(encoding="utf-8")) for file in FILES.glob("*.yaml")}
CHOICES = ("full", "most", "part", "none")


@st.composite
def responses(draw, questionnaires=tuple(SMALL)):
    q = SMALL[draw(st.sampled_from(questionnaires))]
    kinds = st.sampled_from([*map(Chosen, CHOICES), NotApplicable("none here"), None])
    drawn = {item.id: draw(kinds) for item in q.items}
    cuts = draw(st.sampled_from([{}, {"sales": "sold by the parent company"}]))
    answers = {id: answer for id, answer in drawn.items() if answer is not None}
    return Response(q, draw(st.sampled_from(["process", "discrete"])), answers, cuts)


@given(responses())
def test_the_grade_agrees_with_the_naive_one(response):
    levels, gated_level, gated_score, summed_level, summed_score = naive(response)
    result = grade(response)
    assert [float(mark.score) for mark in result.levels] == pytest.approx(levels, abs=1e-12)
    assert (result.gated.level, float(result.gated.score)) == (gated_level, pytest.approx(gated_score))
    assert (result.summed.level, float(result.summed.score)) == (summed_level, pytest.approx(summed_score))


@given(responses())
def test_scores_are_bounded_and_the_interval_holds_the_result(response):
    result = grade(response)
    assert all(0 <= mark.score <= mark.high <= 1 for mark in result.levels)
    assert 0 <= result.score <= len(result.levels)
    assert result.low.level <= result.level <= result.high.level
    assert result.low.score <= result.score <= result.high.score
    assert result.provisional == (result.unanswered > 0)


@given(responses(), st.data())
def test_a_better_answer_never_lowers_anything(response, data):
    chosen = [id for id, answer in response.answers.items() if isinstance(answer, Chosen) and answer.choice != "full"]
    if not chosen:
        return
    id = data.draw(st.sampled_from(chosen))
    better = CHOICES[CHOICES.index(response.answers[id].choice) - 1]
    after = grade(
        Response(response.questionnaire, response.profile_id, {**response.answers, id: Chosen(better)}, response.cuts)
    )
    before = grade(response)
    assert after.level >= before.level
    assert after.gated.score >= before.gated.score
    assert after.summed.score >= before.summed.score


@given(responses(), st.randoms())
def test_the_order_of_answers_does_not_matter(response, random):
    pairs = list(response.answers.items())
    random.shuffle(pairs)
    shuffled = Response(response.questionnaire, response.profile_id, dict(pairs), response.cuts)
    assert grade(shuffled).score == grade(response).score


@given(responses())
def test_a_vector_keeps_every_answer(response):
    reasons = {id: a.reason for id, a in response.answers.items() if isinstance(a, NotApplicable)}
    vector = encode(response.questionnaire, response.answers)
    assert decode(response.questionnaire, vector, reasons) == response.answers


@pytest.mark.parametrize("profile", ["process", "discrete"])
@pytest.mark.parametrize(("choice", "level"), [("full", 5), ("none", 0), ("most", 5), ("part", 0)])
def test_all_alike_in_the_whole_questionnaire(profile, choice, level):
    q = load()
    result = grade(Response(q, profile, {item.id: Chosen(choice) for item in q.items_of(profile)}))
    assert result.level == level
    assert result.score == {"full": 5, "most": 5, "none": 0, "part": Fraction(1, 2)}[choice]


# The table of the assessment method's worked examples: A_1..A_5, S and level by sum, level by climbing.
@pytest.mark.parametrize(
    ("scores", "total", "by_sum", "by_climbing"),
    [
        (".95 .88 .82 .41 0", "3.41", 3, 3),
        (".95 .88 .79 .50 0", "3.29", 3, 2),
        (".95 .70 .85 0 0", "2.70", 2, 1),
        (".85 .80 .80 .80 .80", "5", 5, 5),
        (".79 0 0 0 0", "0.79", 0, 0),
    ],
)
def test_levels_follow_from_level_scores(scores, total, by_sum, by_climbing):
    values = [Fraction(score) for score in scores.split()]
    mark = Fraction("0.8")
    assert summed(values, mark).score == Fraction(total)
    assert summed(values, mark).level == by_sum
    assert gated(values, mark).level == by_climbing


@settings(max_examples=25)
@given(st.sampled_from(["process", "discrete"]), st.lists(st.sampled_from(CHOICES), min_size=9, max_size=9), st.data())
def test_the_whole_questionnaire_agrees_with_the_naive_one(profile, pattern, data):
    q = load()
    missing = data.draw(st.sets(st.sampled_from([item.id for item in q.items])))
    answers = {i.id: Chosen(pattern[i.position % 9]) for i in q.items_of(profile) if i.id not in missing}
    response = Response(q, profile, answers)
    levels, level, score, *_ = naive(response)
    result = grade(response)
    assert [float(mark.score) for mark in result.levels] == pytest.approx(levels, abs=1e-12)
    assert (result.level, float(result.score)) == (level, pytest.approx(score))


def test_a_gap_carries_the_lower_level_and_says_so():
    q = SMALL["small"]
    answers = {item.id: Chosen("most") for item in q.items}
    level2 = grade(Response(q, "discrete", answers)).levels[1]
    skills = level2.node.children[0].children[0].children[0]
    assert (skills.carried_from, skills.score) == (1, Fraction("0.8"))


def test_a_gap_with_the_other_switch_leaves_its_weight_to_the_siblings():
    q = SMALL["renormalise"]
    answers = {item.id: Chosen("most" if item.area == "skills" else "full") for item in q.items}
    result = grade(Response(q, "discrete", answers))
    assert result.levels[1].score == 1
    assert result.levels[1].node.children[0].weight is None


def test_tailoring_shows_old_and_new_weights():
    q = SMALL["small"]
    result = grade(Response(q, "process", {}, {"sales": "no sales of our own"}))
    assert {share.id: (share.before, share.after) for share in result.shares} == {
        "design": (Fraction(3, 10), 1),
        "sales": (Fraction(7, 10), 0),
    }


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("process", {"ghost": Chosen("full")}), "answer-unknown-item"),
        (("process", {"shape.1a": Chosen("maybe")}), "answer-unknown-choice"),
        (("process", {"shape.1a": NotApplicable("  ")}), "answer-reason-missing"),
        (("batch", {}), "answer-unknown-profile"),
        (("process", {}, {"design": "no"}), "answer-cut-forbidden"),
        (("process", {}, {"sales": " "}), "answer-cut-reason"),
    ],
)
def test_what_does_not_fit_is_refused(arguments, code):
    with pytest.raises(Refusal) as caught:
        Response(SMALL["small"], *arguments)
    assert [problem.code for problem in caught.value.problems] == [code]
