"""`maturity workbook import`: one workbook, a folder, a zip file."""

import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from maturity.answers import Chosen
from maturity.offline import workbook_writer
from maturity.offline.context import workbook_of
from maturity.questionnaire import load
from maturity.questionnaire.naming import item_name
from maturity.store import open_store
from maturity.store.accounts.people import add_person
from maturity.store.assessments import answers
from maturity.store.assessments.assessments import assessment, start_assessment
from maturity.store.enterprises.organisations import add_member, sign_up

from ...exports.questionnaires.filling import Blank
from ...exports.questionnaires.filling import spots as spots_of


@pytest.fixture(scope="module")
def origin(facts, tmp_path_factory, upgraded_sqlite):
    """A database file and a folder of three downloaded workbooks, made once; the person and their assessments."""
    questionnaire, base = load(), tmp_path_factory.mktemp("origin")
    (base / "back").mkdir()
    shutil.copy(upgraded_sqlite, base / "test.sqlite3")
    store = open_store(f"sqlite:///{base / 'test.sqlite3'}")
    with store.write() as c:
        person = add_person(c, email="consultant@demo.example", name="示例顾问", role="consultant")
        firms = [sign_up(c, facts(number), person.id) for number in range(3)]
        found = [start_assessment(c, person, firm.id, questionnaire, "discrete", 2025) for firm in firms]
        for number, one in enumerate(found):
            workbook_writer()(workbook_of(c, person, one, questionnaire, "zh"), base / "back" / f"w{number}.xlsx")
    store.close()
    return base, person, found


@pytest.fixture
def database(origin, tmp_path):
    shutil.copy(origin[0] / "test.sqlite3", tmp_path / "test.sqlite3")
    return f"sqlite:///{tmp_path / 'test.sqlite3'}"


@pytest.fixture
def world(database, origin, tmp_path):
    """(folder of three downloaded workbooks, their assessments, ways to look at what is stored and to fill in, store,
    person).
    """
    base, person, found = origin
    folder = shutil.copytree(base / "back", tmp_path / "back")
    questionnaire, store = load(), open_store(database)

    def held(number):
        with store.read() as c:
            return answers.saved_answers(c, assessment(c, person, found[number].id))

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
    told = json.loads(bring(run, database, folder, "--json").out)
    files = told.pop("files")
    counts = {"good": 2, "bad": 1, "partly": 0, "changed": 0, "seen": 4, "unread": 0, "passed": 1}
    assert told == {"saved": False, **counts}
    assert [(one["file"], [problem["code"] for problem in one["problems"]]) for one in files] == [
        ("w0.xlsx", []),
        ("w1.xlsx", ["intake-not-workbook"]),
        ("w2.xlsx", []),
    ]
    assert [one["taken"] and one["taken"]["changed"] for one in files] == [0, None, 0]


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
        answers.save_answer(c, person, found[0].id, load(), item, Chosen("none"), "", 0)
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


def test_everything_in_a_folder_is_read_named_or_a_leftover(run, database, world):
    folder, _, held, fill, *_ = world
    item = next(iter(spots_of(folder / "w0.xlsx")))
    fill(0, {item: Typed()})
    (folder / "sub").mkdir()
    (folder / "w0.xlsx").rename(folder / "sub" / "W0.XLSX")
    for name in ("c.xlsm", "d.XLS", "e.et", "f.ods", "g.csv", "h.zip", "notes.txt"):
        (folder / name).write_bytes((folder / "w1.xlsx").read_bytes())
    for name in ("$RECYCLE.BIN", ".Trashes"):
        (folder / name).mkdir()
        (folder / name / "w1.xlsx").write_bytes((folder / "w1.xlsx").read_bytes())
    (folder / "w1.xlsx.bak").write_bytes((folder / "w1.xlsx").read_bytes())
    leftovers = (
        "._w1.xlsx", "~$w1.xlsx", ".DS_Store", "Thumbs.db", "desktop.ini", ".~lock.w1.xlsx#", ".~w1.xlsx",
    )  # fmt: skip
    for name in leftovers:
        (folder / name).write_bytes(b"\x00\x05\x16\x07")
    ran = bring(run, database, folder, "--apply")
    assert ran.code == 1
    for name in ("c.xlsm", "d.XLS", "e.et", "f.ods", "g.csv", "h.zip", "w1.xlsx.bak"):
        assert f"{name}: offline-kind:" in ran.err
    assert "notes.txt: no workbook, not read" in ran.out
    assert "Workbooks: 3 good, 0 bad; 1 items, saved." in ran.out
    assert f"Files: {3 + 7 + 1 + 7 + 2} seen, 3 read, 7 not read, 10 passed over." in ran.out
    assert held(0)[item].answer == Chosen("full")
    assert not any(name in ran.out + ran.err for name in leftovers)


def test_a_zip_made_on_a_mac_or_on_a_chinese_windows_comes_in(run, database, world, tmp_path):
    folder, found, *_ = world
    with zipfile.ZipFile(tmp_path / "all.ZIP", "w") as package:
        package.write(folder / "w0.xlsx", "xx.xlsx")
        package.writestr("__MACOSX/._a.xlsx", b"\x00\x05\x16\x07")
        package.writestr("__MACOSX/sub/a.xlsx", b"x")
        package.writestr("._a.xlsx", b"x")
    unmarked = (tmp_path / "all.ZIP").read_bytes().replace(b"xx.xlsx", "乙.xlsx".encode("gb18030"))
    (tmp_path / "all.ZIP").write_bytes(unmarked)
    ran = bring(run, database, tmp_path / "all.ZIP")
    assert (ran.code, ran.err) == (0, "")
    assert f"乙.xlsx ({found[0].organisation_name} 2025): 0 items" in ran.out
    assert "Files: 4 seen, 1 read, 0 not read, 3 passed over." in ran.out


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_names_are_shown_as_they_were_written(run, database, world, tmp_path, encoding):
    """Without the mark of UTF-8 in a zip, as macOS packs; on a disk, in the code page of Chinese Windows."""
    folder, *_ = world
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as package:
        package.write(folder / "w0.xlsx", "x" * len("企业乙".encode(encoding)) + ".xlsx")
    raw = (tmp_path / "all.zip").read_bytes()
    (tmp_path / "all.zip").write_bytes(raw.replace(b"x" * len("企业乙".encode(encoding)), "企业乙".encode(encoding)))
    assert bring(run, database, tmp_path / "all.zip").out.startswith("企业乙.xlsx (")
    (tmp_path / "some").mkdir()
    where = os.fsencode(tmp_path / "some") + b"/" + "企业乙\x1b[31m.xlsx".encode(encoding)
    Path(os.fsdecode(where)).write_bytes((folder / "w0.xlsx").read_bytes())
    assert bring(run, database, tmp_path / "some").out.startswith("企业乙\ufffd[31m.xlsx (")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_twice_in_a_zip_is_two_files(run, database, world, tmp_path):
    folder, _, held, fill, *_ = world
    item = next(iter(spots_of(folder / "w0.xlsx")))
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as package:
        package.write(folder / "w0.xlsx", "w.xlsx")
        fill(0, {item: Typed()})
        package.write(folder / "w0.xlsx", "w.xlsx")
    ran = bring(run, database, tmp_path / "all.zip", "--apply")
    assert (ran.code, ran.err.count("offline-twice"), held(0)) == (1, 2, {})


def test_results_name_the_enterprise_beside_the_file(run, database, world):
    folder, found, *_ = world
    ran = bring(run, database, folder)
    for number, one in enumerate(found):
        assert f"w{number}.xlsx ({one.organisation_name} 2025): 0 items" in ran.out


def test_a_workbook_of_another_assessment_than_the_one_named_is_refused(run, database, world):
    folder, found, *_ = world
    ran = bring(run, database, folder / "w0.xlsx", "--assessment", found[1].id, "--apply")
    assert ran.code == 1
    assert "offline-other-enterprise" in ran.err
    assert f"belongs to the assessment of {found[0].organisation_name} 2025" in ran.err
    assert f"here it is {found[1].organisation_name} 2025" in ran.err


def test_two_files_of_one_assessment_are_both_named_and_neither_is_saved(run, database, world):
    folder, _, held, fill, *_ = world
    item = next(iter(spots_of(folder / "w0.xlsx")))
    fill(0, {item: Typed()}, "w0 - 副本.xlsx")
    ran = bring(run, database, folder, "--apply")
    assert ran.code == 1
    assert ran.err.count("offline-twice") == 2
    assert "w0 - 副本.xlsx" in ran.err
    assert "Workbooks: 2 good, 2 bad" in ran.out
    assert held(0) == {}


def test_rights_come_before_conflicts(run, database, world):
    folder, found, _, fill, store, person = world
    item = next(iter(spots_of(folder / "w0.xlsx")))
    fill(0, {item: Typed()})
    with store.write() as c:
        answers.save_answer(c, person, found[0].id, load(), item, Chosen("none"), "", 0)
        viewer = add_person(c, email="v@demo.example", name="示例", role="enterprise")
        add_member(c, found[0].organisation_id, viewer.id, "viewer")
    words = ("workbook", "import", folder / "w0.xlsx", "--as", "v@demo.example", "--database", database)
    for apply in ((), ("--apply",)):
        ran = run(*words, *apply)
        assert ran.code == 1
        assert "membership-not-allowed" in ran.err
        assert "conflict" not in ran.err


def test_what_is_blank_in_the_workbook_is_erased_only_when_asked(run, database, world):
    folder, found, held, _, store, person = world
    questionnaire = load()
    first, second, third = list(spots_of(folder / "w0.xlsx"))[:3]
    names = [item_name(questionnaire, item, "en") for item in (first, second)]
    with store.write() as c:
        answers.save_answer(c, person, found[0].id, questionnaire, first, Chosen("none"), "", 0)
        answers.save_answer(c, person, found[0].id, questionnaire, second, Chosen("most"), "话", 0)
        full = workbook_of(c, person, found[0], questionnaire, "zh")
    workbook_writer()(full, folder / "w0.xlsx")
    book = load_workbook(folder / "w0.xlsx")
    for item, row in ((first, (None, None)), (second, ("全部满足", None)), (third, ("全部满足", None))):
        sheet, cell = spots_of(folder / "w0.xlsx")[item]
        book[sheet][cell].value, book[sheet][cell.replace("D", "F")].value = row
    book.save(folder / "w0.xlsx")
    ran = bring(run, database, folder / "w0.xlsx")
    assert ran.code == 1
    assert "2 items would be updated" in ran.out
    assert f"1 answers would be erased: {names[0]}\n" in ran.out
    assert f"1 comments would be erased: {names[1]}\n" in ran.out
    ran = bring(run, database, folder / "w0.xlsx", "--apply")
    assert ran.code == 1
    assert "offline-erased: 2 items" in ran.err
    assert ", ".join(names) in ran.err
    kept = {item: (one.answer, one.comment) for item, one in held(0).items()}
    assert kept == {first: (Chosen("none"), ""), second: (Chosen("full"), "话"), third: (Chosen("full"), "")}
    ran = bring(run, database, folder / "w0.xlsx", "--apply", "--erase")
    assert (ran.code, ran.err) == (0, "")
    assert f"1 answers erased: {names[0]}\n" in ran.out
    assert "0 items updated" in ran.out
    assert [(held(0)[item].answer, held(0)[item].comment) for item in (first, second)] == [
        (None, ""), (Chosen("full"), ""),
    ]  # fmt: skip
