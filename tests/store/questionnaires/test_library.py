"""What is published stands beside files and is read once a process; what is withdrawn is offered no more."""

import pytest
from sqlalchemy import event

from maturity.errors import Refusal
from maturity.questionnaire import Catalogue, load, read
from maturity.store.questionnaires import definitions
from maturity.store.questionnaires.library import Library

from ...weight_files import weight_file
from .test_definitions import FILE, NEXT, OTHER, boss, publish, upload  # noqa: F401 -- a fixture


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "definitions"
    folder.mkdir()
    return folder


@pytest.fixture
def library(store, folder):
    return Library(store, Catalogue(folder))


def withdraw(store, person, id):
    with store.write() as c:
        definitions.withdraw(c, person, id, "有错")


def code(library, *asked):
    with pytest.raises(Refusal) as caught:
        library.find(*asked)
    return caught.value.problems[0].code


def test_a_draft_is_nowhere_and_a_published_version_is_found(store, library, boss):  # noqa: F811
    draft = upload(store, boss, FILE)
    assert library.ids() == Catalogue().ids()
    with pytest.raises(FileNotFoundError):
        library.find("harbour")
    publish(store, boss, draft.id)
    assert library.ids() == (*Catalogue().ids(), "harbour")
    assert library.find("harbour").version == "1"
    assert library.find("cmmm") == load()


def test_an_upload_needs_a_version_of_its_own_among_the_files_too(library, folder):
    (folder / "harbour.yaml").write_bytes(FILE)
    library.check_version(read(FILE.decode()))  # the same, which moves from the folder into the database
    library.check_version(read(NEXT.decode()))
    with pytest.raises(Refusal) as caught:
        library.check_version(read(OTHER.decode()))
    assert caught.value.problems[0].code == "questionnaire-version-taken"
    (folder / "harbour.yaml").write_bytes(b"id: [")
    library.check_version(read(FILE.decode()))


def test_weight_profiles_of_the_folder_stand_beside_those_of_what_is_published(store, library, folder, boss):  # noqa: F811
    found = publish(store, boss, upload(store, boss, FILE).id)
    plain = library.find("harbour")
    assert [*plain.profiles] == ["default"]
    file = folder / "own.weights.yaml"
    file.write_text(weight_file(plain, plain.profile("default")), encoding="utf-8")
    assert [*library.find("harbour").profiles] == ["default", "own"]
    assert [*library.find("harbour", "1").profiles] == ["default", "own"]
    assert library.read(found.digest) == plain
    (folder / "harbour.yaml").write_bytes(FILE)
    library.check_version(plain)  # weights of files are no other content
    file.unlink()
    assert library.find("harbour") is plain


def test_the_latest_is_found_also_when_it_is_withdrawn(store, library, boss):  # noqa: F811
    first, second = (publish(store, boss, upload(store, boss, file).id) for file in (FILE, NEXT))
    assert library.latest("harbour").version == "2"
    withdraw(store, boss, second.id)
    assert library.latest("harbour").version == "1"
    withdraw(store, boss, first.id)
    assert library.latest("harbour").version == "2"
    assert "harbour" in library.ids(withdrawn=True)
    assert library.latest("cmmm") == load()
    with pytest.raises(FileNotFoundError):
        library.latest("nowhere")


def test_the_version_that_is_shipped_is_found_without_asking_the_database(library, store, folder):
    sent = []
    event.listen(store.engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    assert library.find("cmmm", load().version) is load()
    assert sent == []
    (folder / "cmmm.yaml").write_bytes(FILE.replace(b"id: harbour", b"id: cmmm"))
    assert library.find("cmmm", "1").levels[0].name.en == "Anchor up"
    assert library.find("cmmm", load().version) is load()
    assert library.find("cmmm", "9").version == "1"  # another is there: whoever asks compares


def test_the_version_published_last_is_offered_and_each_version_stays(store, library, boss):  # noqa: F811
    first, second = (publish(store, boss, upload(store, boss, file).id) for file in (FILE, NEXT))
    assert library.find("harbour").version == "2"
    assert library.find("harbour", "1").levels[0].name.en == "Anchor up"
    withdraw(store, boss, second.id)
    assert library.find("harbour").version == "1"
    assert library.find("harbour", "2").version == "2"
    withdraw(store, boss, first.id)
    assert library.withdrawn(library.find("harbour", "1"))
    assert not library.withdrawn(load())
    assert code(library, "harbour") == "questionnaire-withdrawn"
    assert "harbour" not in library.ids()
    assert library.find("harbour", "1").version == "1"


def test_what_is_published_stands_before_a_file_and_a_withdrawn_file_is_not_offered(
    store,
    library,
    folder,
    boss,  # noqa: F811
):
    (folder / "harbour.yaml").write_bytes(FILE)
    newer = publish(store, boss, upload(store, boss, NEXT).id)
    assert library.find("harbour").version == "2"
    assert library.find("harbour", "1").version == "1"  # of the folder
    withdraw(store, boss, newer.id)
    assert library.find("harbour").version == "1"
    withdraw(store, boss, publish(store, boss, upload(store, boss, FILE).id).id)
    assert code(library, "harbour") == "questionnaire-withdrawn"
    assert library.find("harbour", "1").version == "1"


def test_a_definition_is_read_once_and_every_process_sees_what_another_did(store, library, boss):  # noqa: F811
    published = publish(store, boss, upload(store, boss, FILE).id)
    sent = []
    event.listen(store.engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    kept = library.find("harbour")
    assert sum("questionnaires.definition" in one for one in sent) == 1
    assert library.find("harbour") is kept
    assert library.find("harbour", "1") is kept
    assert sum("questionnaires.definition" in one for one in sent) == 1
    other = Library(store, Catalogue())
    withdraw(store, boss, published.id)
    for each in (library, other):
        assert code(each, "harbour") == "questionnaire-withdrawn"


def test_a_file_that_was_altered_is_not_used(store, library, boss):  # noqa: F811
    publish(store, boss, upload(store, boss, FILE).id)
    with store.write() as c:
        c.exec_driver_sql("UPDATE questionnaires SET digest = 'x'")
    assert code(library, "harbour") == "questionnaire-altered"
