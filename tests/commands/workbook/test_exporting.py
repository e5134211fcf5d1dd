"""`maturity workbook export` at a terminal."""

import pytest

from maturity.answers import Chosen
from maturity.questionnaire import load
from maturity.store import open_store
from maturity.store.accounts.people import add_person
from maturity.store.assessments.answers import save_answer
from maturity.store.assessments.assessments import start_assessment
from maturity.store.enterprises.organisations import sign_up

from ...exports.questionnaires.filling import shown


@pytest.fixture
def ours(database, facts):
    """An assessment with one answer, and its owner's address."""
    store = open_store(database)
    with store.write() as c:
        person = add_person(c, email="ours@example.com", name="Ours", role="enterprise")
        add_person(c, email="stranger@example.com", name="Stranger", role="enterprise")
        found = start_assessment(c, person, sign_up(c, facts(1), person.id).id, load(), "discrete", 2025)
        save_answer(c, person, found.id, load(), load().items[0].id, Chosen("most"), "@SUM(1)", 0)
    store.close()
    return found.id


def test_a_blank_workbook_needs_no_database(run, tmp_path):
    path = tmp_path / "blank.xlsx"
    ran = run("workbook", "export", "--profile", "process", "--out", path, "--language", "zh")
    items = load().items_of("process")
    assert (ran.code, ran.err) == (0, "")
    assert f"{len(items)} 条，其中已答 0 条" in ran.out
    assert list(shown(path, "zh")) == [item.id for item in items]
    assert not (tmp_path / "var").exists()


def test_the_workbook_of_an_assessment_for_its_member(run, ours, database, tmp_path):
    path = tmp_path / "ours.xlsx"
    words = ("workbook", "export", "--assessment", ours, "--as", "ours@example.com", "--database", database)
    assert "1 of them answered" in run(*words, "--out", path).out
    assert shown(path, "en")[load().items[0].id] == ("Mostly met", "", "@SUM(1)")
    assert "0 of them answered" in run(*words, "--out", path, "--blank").out


@pytest.mark.parametrize(
    ("email", "code"), [("stranger@example.com", "assessment-not-found"), ("no@example.com", "account-not-found")]
)
def test_nobody_else_gets_it(run, ours, database, tmp_path, email, code):
    path = tmp_path / "ours.xlsx"
    ran = run("workbook", "export", "--assessment", ours, "--as", email, "--database", database, "--out", path)
    assert ran.code == 1
    assert code in ran.err
    assert not path.exists()


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--profile", "process", "--assessment", "x", "--as", "a@example.com"),
        ("--assessment", "x"),
        ("--profile", "process", "--as", "a@example.com"),
        ("--profile", "process", "--blank"),
    ],
)
def test_half_a_wish_is_wrong_usage(run, tmp_path, words):
    assert run("workbook", "export", *words, "--out", tmp_path / "x.xlsx").code == 2


def test_mistakes_are_told(run, tmp_path):
    assert "answer-unknown-profile" in run("workbook", "export", "--profile", "x", "--out", tmp_path / "x.xlsx").err
    nowhere = run("workbook", "export", "--profile", "process", "--out", tmp_path / "no" / "x.xlsx")
    assert "plan-not-written" in nowhere.err
