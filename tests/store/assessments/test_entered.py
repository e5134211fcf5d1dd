"""Answers that are no choice: saved, changed, found again in history, findings, rounds and submissions."""

import threading
from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from maturity.answers import Chosen, Entered, NotApplicable, Said
from maturity.answers.reading import read_table, read_value
from maturity.errors import Conflict, Place, Refusal
from maturity.questionnaire import load
from maturity.questionnaire.numeric.references import Reference, References, references_in
from maturity.store.accounts.people import add_person
from maturity.store.assessments import findings, history, rounds
from maturity.store.assessments.answers import AnswerChange, save_answer, save_answers, saved_answers
from maturity.store.assessments.assessments import start_assessment
from maturity.store.enterprises.organisations import sign_up
from maturity.store.origins.archive import organisation_rows
from maturity.store.origins.row_import import prepare_rows
from maturity.store.schema import memberships, submissions
from maturity.store.submissions.frozen import Figures, follows, kept_verdict
from maturity.store.submissions.results import evaluation_of, frozen_references
from maturity.store.submissions.submissions import submission, submit, verify

GREEN = load("green-factory-2016")
LAND = read_value(GREEN.item("land-area"), "8 公顷")
POLLUTANTS = read_table(
    GREEN.item("pollutants"),
    [("COD", {"pollutants.amount": ("3.9", "t")}), ("氨氮", {"pollutants.amount": ("1,300", "")})],
)
ANSWERS = {
    "boundary.period": Said("2025 年"),
    "compliance.g1": Chosen("yes"),
    "land-area": LAND,
    "building-area": read_value(GREEN.item("building-area"), "52,000"),
    "structure-area": read_value(GREEN.item("structure-area"), "8000 m2"),
    "pollutants": POLLUTANTS,
    "exhaust-gas": NotApplicable("没有废气"),
}
KNOWN = References(
    (
        Reference("land-value", Fraction(2500), None, None, {"region": "320000"}, "示例", "M"),
        Reference("land-value", Fraction(9), None, None, {"region": "110000"}, "示例", "M"),
    )
)


@pytest.fixture
def ours(store, facts):
    with store.write() as c:
        person = add_person(c, email="green@example.com", name="Green", role="enterprise")
        firm = sign_up(c, facts(7), person.id)
        found = start_assessment(c, person, firm.id, GREEN, "default", 2025)
        changes = [AnswerChange(item, answer, "", 0) for item, answer in ANSWERS.items()]
        save_answers(c, person, found.id, GREEN, changes)
    return SimpleNamespace(person=person, firm=firm, assessment=found, id=found.id)


@pytest.fixture
def submitted(store, ours):
    with store.write() as c:
        return submit(c, ours.person, ours.id, GREEN, 1, KNOWN)


def test_every_kind_of_answer_comes_back(store, ours):
    with store.read() as c:
        held = saved_answers(c, ours.assessment)
    assert {item: one.answer for item, one in held.items()} == ANSWERS
    assert held["land-area"].answer.value == 80000


def test_the_same_again_is_saved_already_and_a_stale_version_is_a_conflict(store, ours):
    with store.write() as c:
        same = save_answer(
            c, ours.person, ours.id, GREEN, "land-area", read_value(GREEN.item("land-area"), "8 公顷"), "", 0
        )
        assert same.version == 1
        other = read_value(GREEN.item("land-area"), "9 公顷")
        with pytest.raises(Conflict) as stale:
            save_answer(c, ours.person, ours.id, GREEN, "land-area", other, "", 0)
        assert stale.value.current == same
        assert save_answer(c, ours.person, ours.id, GREEN, "land-area", other, "", 1).version == 2
        assert [one.answer for one in history.answer_versions(c, ours.assessment, "land-area")] == [other, LAND]


def test_of_two_connections_saving_the_same_number_one_wins(store, ours):
    ready, outcomes = threading.Barrier(2), {}

    def put(text):
        ready.wait()
        try:
            with store.write() as c:
                answer = read_value(GREEN.item("land-area"), text)
                outcomes[text] = save_answer(c, ours.person, ours.id, GREEN, "land-area", answer, "", 1).version
        except Conflict as conflict:
            outcomes[text] = conflict.problems[0].code

    threads = [threading.Thread(target=put, args=(text,)) for text in ("1 公顷", "2 公顷")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(map(str, outcomes.values())) == ["2", "answer-stale"]


@pytest.mark.parametrize(
    ("item", "answer"),
    [
        ("land-area", Said("x")),
        ("land-area", Chosen("yes")),
        ("land-area", Entered("1", "m2", Fraction(2))),
        ("boundary.period", Said("\ud800")),
        ("plot-ratio", Said("computed")),
    ],
)
def test_what_does_not_fit_is_not_stored(store, ours, item, answer):
    with store.write() as c:
        if item == "plot-ratio":
            item = next(one.id for one in GREEN.items if hasattr(one.asks, "formula"))
        with pytest.raises(Refusal):
            save_answer(c, ours.person, ours.id, GREEN, item, answer, "", 9)


def test_an_assessor_finds_another_number(store, ours):
    with store.write() as c:
        assessor = add_person(c, email="a@example.com", name="Assessor", role="enterprise")
        row = {"organisation_id": ours.firm.id, "person_id": assessor.id, "role": "assessor"}
        c.execute(memberships.insert().values(row))
        other = read_value(GREEN.item("land-area"), "7.5 公顷")
        findings.record_findings(c, assessor, ours.id, GREEN, [findings.FindingChange("land-area", other, "按证", 0)])
        assert findings.finding(c, ours.assessment, "land-area").answer == other
        with pytest.raises(Refusal):
            findings.record_findings(
                c, assessor, ours.id, GREEN, [findings.FindingChange("land-area", Said("x"), "", 1)]
            )


def test_a_submission_freezes_what_was_entered_and_what_came_of_it(store, ours, submitted):
    with store.read() as c:
        read = submission(c, ours.person, ours.id)
        row = c.execute(select(submissions)).one()
    assert read == submitted
    assert verify(read)
    assert (row.level, row.rule, row.score) == (None, None, None)
    assert read.response(GREEN).answers == ANSWERS
    told = read.content.figures.evaluation
    assert (told["gates"], told["mandatory"], told["maximum"]) == ("undecided", "undecided", "100")
    assert kept_verdict(told) is None
    assert not verify(replace(read, content=replace(read.content, entered={})))


def test_what_0_1_0_froze_is_still_what_the_answers_say():
    """It kept gates and mandatory items, and nothing of what reference values the score lacks."""
    met = {"gates": "met", "mandatory": "met", "score_low": "80"}
    assert [kept_verdict(met), kept_verdict({**met, "eligible": "undecided"})] == [True, None]
    assert kept_verdict({**met, "gates": "not met"}) is False
    now, then = (Figures(0, True, False, evaluation=one) for one in ({**met, "eligible": "undecided"}, met))
    assert follows(now, then)
    assert follows(then, then)
    assert not follows(then, now)
    assert not follows(now, replace(then, provisional=False))
    assert not follows(now, replace(then, evaluation={**met, "score_low": "81"}))
    assert follows(Figures(0, True, False, level=2), Figures(0, True, False, level=2))


def test_a_submission_keeps_the_reference_values_that_were_used(ours, submitted):
    """Those of its region, whatever the folder holds later: the evaluation stays the same."""
    content = submitted.content
    values = references_in(content.figures.evaluation["references"]).values
    assert [(one.indicator, one.baseline, one.source) for one in values] == [("land-value", 2500, "示例")]
    response = submitted.response(GREEN)
    again = evaluation_of(response, content.facts, content.year, frozen_references(content))
    then = evaluation_of(response, content.facts, content.year, KNOWN)
    assert (again.score, again.gates, again.mandatory.standing) == (then.score, then.gates, then.mandatory.standing)
    assert [one.reference.baseline for one in again.items.values() if one.reference] == [2500]


def test_a_new_round_carries_what_was_entered(store, ours, submitted):
    with store.write() as c:
        new = rounds.begin_round(c, ours.person, ours.id, GREEN, 2026)
        held = saved_answers(c, new)
        assert {item: one.answer for item, one in held.items()} == ANSWERS
        assert all(one.carried for one in held.values())
        assert rounds.rounds_of(c, ours.person, new) == []  # there are no levels to compare


def test_own_data_hold_what_was_entered(store, ours, submitted):
    with store.read() as c:
        rows = organisation_rows(c, ours.firm.id)
    for table in ("answers", "answer_history"):
        texts = {row["item"]: row["entered"] for row in rows[table]}
        assert texts["boundary.period"] == '{"words":"2025 年"}'
    prepared = prepare_rows(ours.person, rows, lambda id, version: GREEN, "elsewhere")
    (again,) = next(value for table, value in prepared.rows.items() if table.name == "submissions")
    assert (again["entered"], again["evaluation"]) == (submitted.content.entered, submitted.content.figures.evaluation)
    assert again["digest"] == submitted.digest
    forged = {**rows["submissions"][0]["entered"], "land-area": '{"text":"1","unit":"m2","value":"2"}'}
    row = {**rows["submissions"][0], "entered": forged}
    with pytest.raises(Refusal):
        prepare_rows(ours.person, {**rows, "submissions": [row]}, lambda id, version: GREEN, None)


def test_a_place_tells_which_row(ours):
    with pytest.raises(Refusal) as refused:
        read_table(GREEN.item("pollutants"), [("COD", {"pollutants.amount": ("3", "m2")})], Place(column="pollutants"))
    assert refused.value.problems[0].place.column == "pollutants.amount[COD]"
