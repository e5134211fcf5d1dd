import threading
from dataclasses import asdict, fields, replace
from decimal import Decimal
from hashlib import sha256

import pytest
from sqlalchemy import func, select

from maturity.answers import Chosen, NotApplicable, Response, encode
from maturity.errors import Conflict, Forbidden, NotFound, Refusal
from maturity.scoring import grade
from maturity.store.accounts.people import add_person
from maturity.store.assessments.answers import save_answer, saved_answers
from maturity.store.assessments.assessments import assessment, start_assessment, tailor
from maturity.store.enterprises import organisations
from maturity.store.schema import audit_log, submissions
from maturity.store.submissions.frozen import digest
from maturity.store.submissions.submissions import Record, add_graded, response_of, submission, submit, verify
from maturity.store.types import canonical_json

ANSWERS = {
    "skills.1a": Chosen("full"),
    "skills.1b": Chosen("most"),
    "shape.1a": Chosen("full"),
    "colour.1a": Chosen("part"),
    "shape.2a": Chosen("most"),
    "colour.2a": NotApplicable("不做表面处理"),
    "sales.1a": Chosen("full"),
}


@pytest.fixture
def ours(store, world, small):
    """Our side of the world, with ANSWERS saved and the sales domain cut."""
    with store.write() as c:
        for item, answer in ANSWERS.items():
            save_answer(c, world.ours.person, world.ours.assessment.id, small, item, answer, "a comment", 0)
        tailor(c, world.ours.person, world.ours.assessment.id, small, {"sales": "只做代工"}, 1)
    return world.ours


@pytest.fixture
def submitted(store, ours, small):
    with store.write() as c:
        return submit(c, ours.person, ours.assessment.id, small, 1)


def test_a_submission_freezes_what_was_assessed_and_its_grade(submitted, small, facts):
    assessed = {item: answer for item, answer in ANSWERS.items() if item != "sales.1a"}
    result = grade(Response(small, "discrete", assessed, {"sales": "只做代工"}))
    content, figures = submitted.content, submitted.content.figures
    assert content.facts == facts(0)
    assert content.vector == encode(small, assessed)
    assert content.reasons == {"colour.2a": "不做表面处理"}
    assert content.cuts == {"sales": "只做代工"}
    assert (content.questionnaire, content.questionnaire_version, content.profile) == ("small", "1", "discrete")
    assert (figures.level, figures.provisional, figures.unanswered) == (result.level, True, result.unanswered)
    assert figures.score == pytest.approx(float(result.score), abs=1e-12)
    assert figures.gated_score == pytest.approx(float(result.gated.score), abs=1e-12)
    assert figures.summed_score == pytest.approx(float(result.summed.score), abs=1e-12)
    assert figures.levels == pytest.approx([float(level.score) for level in result.levels], abs=1e-12)
    assert figures.verified


def test_a_submission_comes_back_as_it_was_made(store, ours, small, submitted):
    with store.read() as c:
        again = submission(c, ours.person, ours.assessment.id)
        found = assessment(c, ours.person, ours.assessment.id)
    assert again == submitted
    assert verify(again)
    assert (found.state, found.submitted_at) == ("submitted", again.submitted_at)
    assert again.response(small).answers == {item: answer for item, answer in ANSWERS.items() if item != "sales.1a"}


def test_submitting_twice_gives_the_same_submission(store, ours, small, submitted):
    with store.write() as c:
        assert submit(c, ours.person, ours.assessment.id, small, 1) == submitted
        assert c.scalar(select(func.count()).select_from(submissions)) == 1


def at_once(store, work, times=4):
    """What `work(c)` gives in several transactions at the same moment."""
    ready, outcomes = threading.Barrier(times), []

    def run():
        ready.wait()
        with store.write() as c:
            outcomes.append(work(c))

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == times
    return outcomes


def test_submitting_at_the_same_moment_gives_the_same_submission(store, ours, small):
    done = at_once(store, lambda c: submit(c, ours.person, ours.assessment.id, small, 1))
    assert len({one.id for one in done}) == 1


def test_starting_at_the_same_moment_gives_the_same_assessment(store, ours, small):
    done = at_once(store, lambda c: start_assessment(c, ours.person, ours.organisation.id, small, "discrete", 2026))
    assert len({one.id for one in done}) == 1


def test_no_answer_slips_in_beside_a_submission(store, ours, small):
    """Each answer saved at the moment of submission is either frozen with it or refused."""
    refused, numbers = [], iter(range(4))

    def work(c):
        number = next(numbers)
        if number == 3:
            return submit(c, ours.person, ours.assessment.id, small, 1)
        item = f"shape.2{'bcde'[number]}"
        try:
            return save_answer(c, ours.person, ours.assessment.id, small, item, Chosen("full"), "", 0)
        except Conflict as conflict:
            refused.append(conflict)
            return None

    at_once(store, work, times=4)
    with store.read() as c:
        frozen = submission(c, ours.person, ours.assessment.id).response(small).answers
        entered = saved_answers(c, ours.assessment)
    kept = {item for item in entered if item.startswith("shape.2")}
    assert {item for item in frozen if item.startswith("shape.2")} == kept
    assert all(conflict.problems[0].code == "answer-frozen" for conflict in refused)


def test_later_facts_leave_the_submission_alone(store, ours, small, submitted, facts):
    with store.write() as c:
        organisations.update_facts(c, ours.person, ours.organisation.id, facts(0, headcount=9), 1)
        assert submission(c, ours.person, ours.assessment.id) == submitted


def test_after_submitting_another_assessment_may_start(store, ours, small, submitted):
    with store.write() as c:
        again = start_assessment(c, ours.person, ours.organisation.id, small, "discrete", 2024)
    assert again.id != ours.assessment.id


def test_what_is_open_can_be_graded(store, ours, small):
    with store.read() as c:
        found = assessment(c, ours.person, ours.assessment.id)
        assert set(response_of(c, found, small).answers) == set(ANSWERS) - {"sales.1a"}


def test_nothing_answered_is_nothing_to_submit(store, world, small):
    ours = world.ours
    with store.write() as c:
        save_answer(c, ours.person, ours.assessment.id, small, "sales.1a", Chosen("full"), "", 0)
        save_answer(c, ours.person, ours.assessment.id, small, "skills.1a", None, "only a comment", 0)
        tailor(c, ours.person, ours.assessment.id, small, {"sales": "只做代工"}, 1)
        with pytest.raises(Refusal) as caught:
            submit(c, ours.person, ours.assessment.id, small, 1)
        assert caught.value.problems[0].code == "assessment-empty"
        assert assessment(c, ours.person, ours.assessment.id).state == "open"


def test_another_version_of_the_questionnaire_is_refused(store, ours, small):
    newer = replace(small, version="2")
    with store.write() as c:
        for work in (
            lambda: submit(c, ours.person, ours.assessment.id, newer, 1),
            lambda: save_answer(c, ours.person, ours.assessment.id, newer, "skills.1a", None, "", 1),
        ):
            with pytest.raises(Refusal) as caught:
                work()
            assert caught.value.problems[0].code == "assessment-questionnaire"


def test_what_is_not_submitted_is_not_found(store, ours):
    with store.read() as c, pytest.raises(NotFound):
        submission(c, ours.person, ours.assessment.id)


def changed(value):
    """Something else of the same kind."""
    if value is None:
        return "x"
    if isinstance(value, bool):
        return not value
    if isinstance(value, str | bytes):
        return value + type(value)(b"\x01" if isinstance(value, bytes) else "x")
    if isinstance(value, int | float | Decimal):
        return value + type(value)(1)
    if isinstance(value, tuple):
        return (*value[:-1], value[-1] / 2 + 0.1)
    return dict(value) | {"new": "x"}


def test_the_digest_changes_with_every_field(submitted):
    content, seen = submitted.content, {submitted.digest}
    for part, field in (
        *((None, f.name) for f in fields(content) if f.name not in ("facts", "figures")),
        *(("facts", f.name) for f in fields(content.facts)),
        *(("figures", f.name) for f in fields(content.figures)),
    ):
        owner = getattr(content, part) if part else content
        other = replace(owner, **{field: changed(getattr(owner, field))})
        tampered = replace(content, **{part: other}) if part else other
        assert not verify(replace(submitted, content=tampered)), field
        seen.add(digest(tampered))
    assert len(seen) == 1 + len(fields(content)) - 2 + len(fields(content.facts)) + len(fields(content.figures))


def test_tampering_in_the_database_shows(store, ours, submitted):
    with store.write() as c:
        c.execute(submissions.update().values(level=5))
        assert not verify(submission(c, ours.person, ours.assessment.id))


def test_bulk_and_submit_freeze_the_same(store, ours, small, submitted):
    content = submitted.content
    noisy = bytearray(content.vector)
    noisy[small.item("sales.1a").position] = 1  # what is cut is not frozen
    record = Record(content.facts, "discrete", 2025, bytes(noisy), dict(content.reasons), dict(content.cuts))
    with store.write() as c:
        add_graded(c, small, [record], confirmed=[content.facts.credit_code])
        row = c.execute(select(submissions).where(submissions.c.year == 2025)).one()
    assert row.digest == digest(replace(content, year=2025))
    assert asdict(content)["figures"]["score"] == row.score


def test_what_was_submitted_without_ownership_keeps_its_digest(submitted):
    """Submissions from before there was such a fact still verify."""
    content = submitted.content
    before = asdict(content) | {"vector": content.vector.hex()}
    before["facts"]["revenue_10k"] = f"{content.facts.revenue_10k:.4f}"
    assert before["facts"].pop("ownership") is None
    assert (before.pop("entered"), before["figures"].pop("evaluation")) == (None, None)  # later ones, too
    assert digest(content) == sha256(canonical_json(before).encode()).hexdigest()
    assert digest(replace(content, facts=replace(content.facts, ownership="state"))) != digest(content)
    assert digest(replace(content, facts=replace(content.facts, ownership=""))) == digest(content), "an older archive"


class TestWhoSubmits:
    @pytest.fixture
    def editor(self, store, ours):
        with store.write() as c:
            who = add_person(c, email="editor@example.com", name="Editor", role="consultant")
            organisations.add_member(c, ours.organisation.id, who.id, "editor")
        return who

    def test_an_editor_submits_only_while_an_owner_lets(self, store, ours, small, editor):
        with store.write() as c:
            with pytest.raises(Forbidden) as caught:
                submit(c, editor, ours.assessment.id, small, 1)
            assert caught.value.problems[0].code == "assessment-submit"
            organisations.permit_submission(c, ours.person, ours.organisation.id, editor.id, permitted=True)
            assert assessment(c, editor, ours.assessment.id).may_submit
            organisations.permit_submission(c, ours.person, ours.organisation.id, editor.id, permitted=False)
            with pytest.raises(Forbidden):
                submit(c, editor, ours.assessment.id, small, 1)
            organisations.permit_submission(c, ours.person, ours.organisation.id, editor.id, permitted=True)
            assert submit(c, editor, ours.assessment.id, small, 1).submitted_by == editor.id

    def test_leave_is_logged_and_goes_with_the_role(self, store, ours, editor):
        with store.write() as c:
            for let in (True, True):
                organisations.permit_submission(c, ours.person, ours.organisation.id, editor.id, permitted=let)
            rows = c.execute(select(audit_log.c.person_id, audit_log.c.detail).where(audit_log.c.action.like("%let%")))
            assert rows.all() == [(ours.person.id, {"person": editor.id, "let": True})]
            for role in ("viewer", "editor"):
                organisations.add_member(c, ours.organisation.id, editor.id, role)
            assert not assessment(c, editor, ours.assessment.id).may_submit

    def test_nobody_lets_himself_and_only_editors_need_it(self, store, world, ours, editor):
        with store.write() as c:
            with pytest.raises(Forbidden):
                organisations.permit_submission(c, editor, ours.organisation.id, editor.id, permitted=True)
            with pytest.raises(NotFound):
                organisations.permit_submission(c, world.theirs.person, ours.organisation.id, editor.id, permitted=True)
            with pytest.raises(Refusal) as caught:
                organisations.permit_submission(c, ours.person, ours.organisation.id, ours.person.id, permitted=True)
        assert caught.value.problems[0].code == "membership-submit"
