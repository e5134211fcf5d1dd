"""`maturity workbook import`: one workbook, a folder, a zip file."""

import zipfile

import pytest

from maturity.answers import Chosen
from maturity.offline import writer
from maturity.questionnaire import load
from maturity.store import answers, open_store
from maturity.store.assessments import assessment, start
from maturity.store.organisations import sign_up
from maturity.store.people import add_person
from maturity.workbooks import filled

from ..exports.filling import Blank
from ..exports.filling import spots as spots_of


@pytest.fixture
def world(database, facts, tmp_path):
    """(run words, folder of three downloaded workbooks, their assessments, a way to look at what is stored)."""
    questionnaire, folder = load(), tmp_path / "back"
    folder.mkdir()
    store = open_store(database)
    with store.write() as c:
        person = add_person(c, email="consultant@demo.example", name="示例顾问", role="consultant")
        found = []
        for number in range(3):
            firm = sign_up(c, facts(number), person.id)
            found.append(start(c, person, firm.id, questionnaire, "discrete", 2025))
        for number, one in enumerate(found):
            writer()(filled(c, person, one, questionnaire, "zh"), folder / f"w{number}.xlsx")

    def held(number):
        with store.read() as c:
            return answers.saved(c, assessment(c, person, found[number].id))

    def fill(number, entries, name=None):
        source = folder / f"w{number}.xlsx"
        blank = Blank(source, questionnaire, "zh")
        blank.fill(folder / (name or source.name), entries)

    yield folder, found, held, fill, store, person
    store.close()


def bring(run, database, source, *words):
    return run("workbook", "import", source, "--as", "consultant@demo.example", "--database", database, *words)


class Typed:
    choice, reason = "full", ""


def test_without_apply_nothing_is_saved(run, database, world):
    folder, _, held, fill, *_ = world
    fill(0, {next(iter(spots_of(folder / "w0.xlsx"))): Typed()})
    ran = bring(run, database, folder / "w0.xlsx")
    assert (ran.code, ran.err) == (0, "")
    assert "1 items would be updated" in ran.out
    assert "nothing is saved without --apply" in ran.out
    assert held(0) == {}


def test_a_folder_comes_in_bad_ones_are_listed_and_the_rest_saved(run, database, world):
    folder, _, held, fill, *_ = world
    item = next(iter(spots_of(folder / "w0.xlsx")))
    fill(0, {item: Typed()})
    fill(2, {item: Typed()})
    (folder / "w1.xlsx").write_bytes(b"broken")
    (folder / "~$w0.xlsx").write_bytes(b"open in a spreadsheet")
    ran = bring(run, database, folder, "--apply")
    assert ran.code == 1
    assert "w1.xlsx: intake-not-workbook" in ran.err
    assert "Workbooks: 2 good, 1 bad; 2 items, saved." in ran.out
    assert held(0)[item].answer == held(2)[item].answer == Chosen("full")
    again = bring(run, database, folder, "--apply")
    assert "2 good, 1 bad; 0 items" in again.out


def test_a_zip_file_of_workbooks_comes_in(run, database, world, tmp_path):
    folder, _, held, fill, *_ = world
    item = next(iter(spots_of(folder / "w0.xlsx")))
    fill(1, {item: Typed()})
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as package:
        for path in sorted(folder.iterdir()):
            package.write(path, f"来自客户/{path.name}")
        package.writestr("readme.txt", "x")
    ran = bring(run, database, tmp_path / "all.zip", "--apply")
    assert ran.code == 0
    assert "3 good, 0 bad; 1 items" in ran.out
    assert held(1)[item].answer == Chosen("full")


@pytest.mark.parametrize(("prefer", "choice"), [("workbook", "full"), ("database", "none")])
def test_conflicts_stop_a_workbook_unless_they_are_decided(run, database, world, prefer, choice):
    folder, found, held, fill, store, person = world
    item = next(iter(spots_of(folder / "w0.xlsx")))
    fill(0, {item: Typed()})
    with store.write() as c:
        answers.save(c, person, found[0].id, load(), item, Chosen("none"), "", 0)
    ran = bring(run, database, folder / "w0.xlsx", "--apply")
    assert ran.code == 1
    assert "offline-conflicts" in ran.err
    assert held(0)[item].answer == Chosen("none")
    assert bring(run, database, folder / "w0.xlsx", "--apply", "--prefer", prefer).code == 0
    assert held(0)[item].answer == Chosen(choice)


def test_a_blank_workbook_needs_to_know_where_it_goes(run, database, world, tmp_path):
    _, found, held, *_ = world
    blank = tmp_path / "blank.xlsx"
    assert run("workbook", "export", "--profile", "discrete", "--out", blank).code == 0
    ran = bring(run, database, blank, "--apply")
    assert ran.code == 1
    assert "offline-needs-assessment" in ran.err
    ran = bring(run, database, blank, "--apply", "--assessment", found[0].id)
    assert (ran.code, ran.err) == (0, "")
    assert "0 items updated" in ran.out
    assert held(0) == {}


def test_a_folder_without_workbooks_and_an_unknown_person_are_told(run, database, world, tmp_path):
    assert "offline-none" in bring(run, database, (tmp_path / "leer").mkdir() or tmp_path / "leer").err
    ran = run("workbook", "import", tmp_path, "--as", "nobody@demo.example", "--database", database)
    assert ran.code == 1
    assert "account-not-found" in ran.err
