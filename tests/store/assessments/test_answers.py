import threading

import pytest
from sqlalchemy import func, select

from maturity.answers import Chosen, NotApplicable
from maturity.errors import Busy, Conflict, Refusal
from maturity.store.assessments.answers import AnswerChange, save_answer, save_answers, saved_answers
from maturity.store.assessments.assessments import assessment, assessments_of, start_assessment, tailor
from maturity.store.schema import answer_history, answers
from maturity.store.submissions.submissions import submit


@pytest.fixture
def ours(store, world, small):
    """Saves in our assessment: `ours(c, item, answer, version)`."""

    def put(c, item, answer, version=0, comment=""):
        return save_answer(c, world.ours.person, world.ours.assessment.id, small, item, answer, comment, version)

    put.world, put.id, put.person = world, world.ours.assessment.id, world.ours.person
    return put


def test_what_is_saved_comes_back(store, ours):
    with store.write() as c:
        first = ours(c, "skills.1a", Chosen("most"), comment="见台账 📒")
        second = ours(c, "skills.1b", NotApplicable("没有这类岗位"))
        third = ours(c, "shape.1a", None, comment="ask Bo")
    with store.read() as c:
        assert saved_answers(c, ours.world.ours.assessment) == {kept.item: kept for kept in (first, second, third)}
        assert saved_answers(c, ours.world.theirs.assessment) == {}
    assert (first.version, first.by) == (1, "Ours")
    assert first.at.utcoffset().total_seconds() == 0


def test_an_answer_can_change_and_be_taken_back(store, ours):
    with store.write() as c:
        ours(c, "skills.1a", Chosen("most"))
        ours(c, "skills.1a", NotApplicable("none here"), 1)
        assert ours(c, "skills.1a", None, 2).version == 3
        assert saved_answers(c, ours.world.ours.assessment)["skills.1a"].answer is None


def test_the_same_again_is_saved_already(store, ours):
    with store.write() as c:
        first = ours(c, "skills.1a", Chosen("most"), comment="x")
        assert ours(c, "skills.1a", Chosen("most"), comment="x") == first
        assert c.scalar(select(func.count()).select_from(answers)) == 1


@pytest.mark.parametrize("seen", [0, 1, 7])
def test_a_stale_save_is_a_conflict_with_both_values(store, ours, seen):
    with store.write() as c:
        ours(c, "skills.1a", Chosen("most"))
        current = ours(c, "skills.1a", Chosen("part"), 1)
        with pytest.raises(Conflict) as caught:
            ours(c, "skills.1a", Chosen("full"), seen)
        assert saved_answers(c, ours.world.ours.assessment)["skills.1a"] == current
    assert caught.value.current == current
    values = caught.value.problems[0].values
    assert (values["mine"], values["theirs"], values["by"]) == ("full", "part", "Ours")
    assert "skills.1a" in caught.value.lines("zh")[0]


def test_a_version_that_never_was_is_a_conflict(store, ours):
    with store.write() as c, pytest.raises(Conflict) as caught:
        ours(c, "skills.1a", Chosen("most"), 3)
    assert caught.value.current is None
    assert caught.value.lines("en")


@pytest.mark.parametrize("version", [0, 1])
def test_of_two_connections_saving_the_same_item_one_wins(store, ours, version):
    choices = ("full", "most", "part", "none")
    if version:
        with store.write() as c:
            ours(c, "skills.1a", None, comment="first")
    ready, outcomes = threading.Barrier(len(choices)), {}

    def work(choice):
        ready.wait()
        try:
            with store.write() as c:
                outcomes[choice] = ours(c, "skills.1a", Chosen(choice), version)
        except (Conflict, Busy) as refusal:
            outcomes[choice] = refusal

    threads = [threading.Thread(target=work, args=(choice,)) for choice in choices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = [outcome for outcome in outcomes.values() if not isinstance(outcome, Refusal)]
    lost = [outcome for outcome in outcomes.values() if isinstance(outcome, Conflict)]
    assert len(won) == 1
    assert len(lost) == len(choices) - 1
    assert all(refusal.current == won[0] for refusal in lost)
    with store.read() as c:
        assert saved_answers(c, ours.world.ours.assessment)["skills.1a"] == won[0]


@pytest.mark.parametrize(
    ("item", "answer", "comment", "code"),
    [
        ("nothing", Chosen("most"), "", "answer-unknown-item"),
        ("skills.1a", Chosen("perfect"), "", "answer-unknown-choice"),
        ("skills.1a", NotApplicable(" "), "", "answer-reason-missing"),
        ("skills.1a", NotApplicable("x" * 1001), "", "answer-reason-long"),
        ("skills.1a", NotApplicable("a\x00"), "", "store-bad-text"),
        ("skills.1a", None, "x" * 5001, "answer-comment-long"),
        ("skills.1a", None, "a\x00b", "store-bad-text"),
        ("skills.1a", None, "\udfff", "store-bad-text"),
        ("skills\x001a", None, "", "answer-unknown-item"),
    ],
)
def test_what_cannot_be_kept_is_refused(store, ours, item, answer, comment, code):
    with store.write() as c:
        with pytest.raises(Refusal) as caught:
            ours(c, item, answer, comment=comment)
        assert caught.value.problems[0].code == code
        assert saved_answers(c, ours.world.ours.assessment) == {}


def test_a_comment_may_be_five_thousand_characters_of_any_script(store, ours):
    with store.write() as c:
        assert ours(c, "skills.1a", None, comment="备" * 4999 + "📒").version == 1


def test_many_are_saved_together_in_their_order(store, ours, small):
    changes = [AnswerChange("skills.1b", Chosen("full"), "", 0), AnswerChange("skills.1a", None, "later", 0)]
    with store.write() as c:
        done = save_answers(c, ours.person, ours.id, small, changes)
        assert [kept.item for kept in done] == ["skills.1b", "skills.1a"]
        assert save_answers(c, ours.person, ours.id, small, changes) == done
        assert saved_answers(c, ours.world.ours.assessment) == {kept.item: kept for kept in done}


def test_one_stale_answer_of_many_saves_none(store, ours, small):
    changes = [AnswerChange(item, Chosen("full"), "", 0) for item in ("shape.1a", "skills.1a", "skills.1b")]
    with store.write() as c:
        kept = [ours(c, item, Chosen("none")) for item in ("skills.1a", "skills.1b")]
        with pytest.raises(Conflict) as caught:  # and the transaction goes on
            save_answers(c, ours.person, ours.id, small, changes)
    assert caught.value.current == tuple(kept)
    assert [problem.values["item"] for problem in caught.value.problems] == ["skills.1a", "skills.1b"]
    with store.read() as c:
        assert saved_answers(c, ours.world.ours.assessment) == {one.item: one for one in kept}


def test_all_mistakes_of_many_are_reported_at_once(store, ours, small):
    changes = [AnswerChange("nothing", None, "", 0), AnswerChange("skills.1a", Chosen("perfect"), "", 0)]
    with store.write() as c, pytest.raises(Refusal) as caught:
        save_answers(c, ours.person, ours.id, small, changes)
    assert [problem.code for problem in caught.value.problems] == ["answer-unknown-item", "answer-unknown-choice"]


def test_a_submitted_assessment_takes_no_answer(store, ours, small):
    with store.write() as c:
        kept = ours(c, "skills.1a", Chosen("most"))
        submit(c, ours.person, ours.id, small, 1)
        for work in (
            lambda: ours(c, "skills.1a", Chosen("full"), 1),
            lambda: ours(c, "skills.1b", Chosen("full")),
            lambda: save_answers(c, ours.person, ours.id, small, [AnswerChange("skills.1b", None, "x", 0)]),
            lambda: tailor(c, ours.person, ours.id, small, {"sales": "none"}, 2),
        ):
            with pytest.raises(Conflict) as caught:
                work()
            assert caught.value.problems[0].code == "answer-frozen"
        assert saved_answers(c, ours.world.ours.assessment) == {"skills.1a": kept}


def test_starting_twice_gives_the_same_assessment(store, world, small):
    ours = world.ours
    with store.write() as c:
        again = start_assessment(c, ours.person, ours.organisation.id, small, "discrete", 2024)
        assert again == ours.assessment
        other = start_assessment(c, ours.person, ours.organisation.id, small, "discrete", 2025)
        assert assessments_of(c, ours.person) == [other, ours.assessment]


def test_another_profile_beside_an_open_assessment_is_a_conflict(store, world, small):
    ours = world.ours
    with store.write() as c, pytest.raises(Conflict) as caught:
        start_assessment(c, ours.person, ours.organisation.id, small, "process", 2024)
    assert caught.value.current == ours.assessment


@pytest.mark.parametrize(
    ("profile", "year", "code"), [("both", 2024, "answer-unknown-profile"), ("process", 1999, "assessment-year")]
)
def test_what_cannot_be_started_is_refused(store, world, small, profile, year, code):
    ours = world.ours
    with store.write() as c, pytest.raises(Refusal) as caught:
        start_assessment(c, ours.person, ours.organisation.id, small, profile, year)
    assert caught.value.problems[0].code == code


def test_tailoring_is_checked_and_versioned(store, world, small):
    person, id = world.ours.person, world.ours.assessment.id
    with store.write() as c:
        cut = tailor(c, person, id, small, {"sales": " 只做代工 "}, 1)
        assert (cut.cuts, cut.version) == ({"sales": "只做代工"}, 2)
        assert tailor(c, person, id, small, {"sales": "只做代工"}, 1) == cut
        with pytest.raises(Conflict) as caught:
            tailor(c, person, id, small, {}, 1)
        assert caught.value.current == cut
        for cuts, code in (({"design": "x"}, "answer-cut-forbidden"), ({"sales": " "}, "answer-cut-reason")):
            with pytest.raises(Refusal) as caught:
                tailor(c, person, id, small, cuts, 2)
            assert caught.value.problems[0].code == code
        assert assessment(c, person, id) == cut


def test_every_version_stays_in_the_history(store, world, small):
    ours = world.ours
    with store.write() as c:
        for version, (answer, comment) in enumerate([(Chosen("full"), "a"), (Chosen("full"), "b"), (None, "b")]):
            save_answer(c, ours.person, ours.assessment.id, small, "skills.1a", answer, comment, version)
        save_answer(c, ours.person, ours.assessment.id, small, "skills.1a", None, "b", 3)  # sent again: no new version
        rows = c.execute(select(answer_history).order_by(answer_history.c.version)).all()
    assert [(row.version, row.choice, row.comment, row.by) for row in rows] == [
        (1, "full", "a", ours.person.id),
        (2, "full", "b", ours.person.id),
        (3, None, "b", ours.person.id),
    ]
