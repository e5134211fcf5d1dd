"""`maturity workbook` for questionnaires without levels: written with reference values, brought back and merged."""

import pytest
from openpyxl import load_workbook

from maturity.answers.reading import read_value
from maturity.questionnaire import load
from maturity.questionnaire.catalogue import Catalogue
from maturity.store import open_store
from maturity.store.accounts.people import add_person
from maturity.store.assessments.answers import save_answer, saved_answers
from maturity.store.assessments.assessments import assessment, start_assessment
from maturity.store.enterprises.organisations import sign_up

from ...exports.questionnaires.filling import sheets, spots

ASKED = load("green-factory-2025")
REFERENCES = "indicator,baseline,leading,source,status\nland-output,3000,5000,Made up,R\n"


@pytest.fixture
def references(tmp_path):
    path = tmp_path / "references.csv"
    path.write_text(REFERENCES, encoding="utf-8")
    return path


@pytest.fixture
def ours(database, facts):
    """An assessment with one number, and its member."""
    store = open_store(database)
    with store.write() as c:
        person = add_person(c, email="ours@example.com", name="Ours", role="enterprise")
        found = start_assessment(c, person, sign_up(c, facts(1), person.id).id, ASKED, "default", 2025)
        save_answer(c, person, found.id, ASKED, "land-area", read_value(ASKED.item("land-area"), "8 ha"), "", 0)
    yield store, person, found.id
    store.close()


def exported(run, path, *words):
    return run("workbook", "export", "--out", path, "--language", "zh", *words)


def told(path):
    return {row[0]: row for row in sheets(path)["参考值"] if row and row[0]}


def test_a_blank_one_holds_the_reference_values_that_are_named(run, tmp_path, references):
    path = tmp_path / "blank.xlsx"
    words = ("--questionnaire", ASKED.id, "--profile", "default", "--references", references)
    ran = exported(run, path, *words)
    assert (ran.code, ran.err) == (0, "")
    assert "35 条，其中已答 0 条" in ran.out
    assert told(path)["单位用地面积产值"][1:3] == [3000, 5000]


def test_that_of_an_assessment_holds_those_of_the_folder(run, ours, database, tmp_path, references, monkeypatch):
    references.rename(tmp_path / f"{ASKED.id}.references.csv")
    monkeypatch.setenv("MATURITY_QUESTIONNAIRES", str(tmp_path))
    path = tmp_path / "ours.xlsx"
    ran = exported(run, path, "--assessment", ours[2], "--as", "ours@example.com", "--database", database)
    assert ran.code == 0, ran.err
    assert "其中已答 1 条" in ran.out
    assert told(path)["单位用地面积产值"][1:3] == [3000, 5000]


def test_what_comes_back_is_saved_and_mistakes_are_told_by_cell_and_name(run, ours, database, tmp_path):
    store, person, id = ours
    path = tmp_path / "ours.xlsx"
    exported(run, path, "--assessment", id, "--as", "ours@example.com", "--database", database)
    sheet, cell = spots(path)["land-area"]
    book = load_workbook(path)
    back = (
        "workbook",
        "import",
        path,
        "--as",
        "ours@example.com",
        "--database",
        database,
        "--language",
        "zh",
        "--apply",
    )
    book[sheet][cell].value = "4,5"
    book.save(path)
    ran = run(*back)
    assert ran.code == 1
    assert f"{sheet}!{cell}: quantity-comma" in ran.err
    book[sheet][cell].value = 9
    book.save(path)
    assert "1 条已更新" in run(*back).out
    with store.read() as c:
        assert saved_answers(c, assessment(c, person, id))["land-area"].answer == read_value(
            ASKED.item("land-area"), "9", "ha"
        )


@pytest.mark.parametrize("id", [id for id in Catalogue().ids() if not load(id).has_levels])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_only_profile_need_not_be_named_and_words_are_of_one_language(run, tmp_path, id, language):
    path = tmp_path / "blank.xlsx"
    ran = run("workbook", "export", "--out", path, "--language", language, "--questionnaire", id)
    assert (ran.code, ran.err) == (0, "")
    words = [str(cell) for rows in sheets(path).values() for row in rows for cell in row if cell]
    assert any(load(id).standard.of(language) in word for word in words)
    assert not [word for word in words if "Text(" in word]
