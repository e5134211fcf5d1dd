"""Crosswalks to uploaded versions: replaced while the version is a draft, added, used and frozen once published."""

import pytest

from maturity.errors import Forbidden, NotFound, Refusal
from maturity.questionnaire import Catalogue, load, read
from maturity.store.accounts.people import add_person
from maturity.store.questionnaires import crosswalks, definitions
from maturity.store.questionnaires.library import Library
from maturity.store.schema import crosswalks as table
from maturity.store.schema import questionnaires

from ...versions import AREA, CROSSWALK, later_text
from .test_definitions import boss, publish, upload  # noqa: F401 -- a fixture

LATER, FILE = later_text().encode(), CROSSWALK.encode()
REPLACED = CROSSWALK.replace("comparable: true", "comparable: false").encode()


@pytest.fixture
def draft(store, boss):  # noqa: F811
    return upload(store, boss, LATER)


def keep(store, person, id, file=FILE):
    with store.write() as c:
        crosswalks.keep_crosswalk(c, person, id, "2020.1", file)


def test_it_is_replaced_while_the_version_is_a_draft_and_goes_with_it(store, boss, draft):  # noqa: F811
    keep(store, boss, draft.id)
    keep(store, boss, draft.id, REPLACED)
    with store.read() as c:
        (kept,) = crosswalks.crosswalks(c, draft.id)
        assert (kept.before, kept.uploader) == ("2020.1", "管理员")
        assert crosswalks.crosswalk_file(c, draft.id, "2020.1") == REPLACED
        assert crosswalks.released_crosswalks(c, draft.digest) == {}
        with pytest.raises(NotFound):
            crosswalks.crosswalk_file(c, draft.id, "2019.1")
    with store.write() as c:
        definitions.discard(c, boss, draft.id)
        assert c.execute(table.select()).all() == c.execute(questionnaires.select()).all() == []


def test_it_is_frozen_with_the_version(store, boss, draft):  # noqa: F811
    keep(store, boss, draft.id)
    publish(store, boss, draft.id)
    with pytest.raises(Refusal, match="crosswalk-frozen"):
        keep(store, boss, draft.id, REPLACED)
    with store.read() as c:
        assert crosswalks.released_crosswalks(c, draft.digest) == {"2020.1": FILE}


def test_it_is_added_once_to_a_published_version_and_used_from_then_on(store, boss, draft, tmp_path):  # noqa: F811
    library = Library(store, Catalogue(tmp_path))
    publish(store, boss, draft.id)
    elsewhere = library.find("cmmm")  # what another process knows
    assert elsewhere.crosswalks == ()
    keep(store, boss, draft.id)
    assert library.find("cmmm").crosswalk_from("2020.1").comparable
    assert library.with_crosswalks(library.find("cmmm", "2020.2")) is library.find("cmmm")
    with pytest.raises(Refusal, match="crosswalk-frozen"):
        keep(store, boss, draft.id, REPLACED)
    with store.write() as c:
        definitions.withdraw(c, boss, draft.id, "有错")
    with pytest.raises(Refusal, match="crosswalk-frozen"):
        keep(store, boss, draft.id, REPLACED)
    assert library.with_crosswalks(library.find("cmmm", "2020.2")).crosswalk_from("2020.1").comparable
    assert library.with_crosswalks(load()) is load()


def test_only_administrators_write_and_what_was_altered_is_not_used(store, boss, draft):  # noqa: F811
    with store.write() as c:
        other = add_person(c, email="other@example.com", name="other", role="analyst")
    with pytest.raises(Forbidden):
        keep(store, other, draft.id)
    keep(store, boss, draft.id)
    with store.write() as c:
        c.execute(table.update().values(crosswalk=REPLACED))
    with store.read() as c, pytest.raises(Refusal, match="questionnaire-altered"):
        crosswalks.crosswalk_file(c, draft.id, "2020.1")


def test_the_published_version_has_it_and_the_shipped_one_is_still_found(store, boss, draft, tmp_path):  # noqa: F811
    library = Library(store, Catalogue(tmp_path))
    keep(store, boss, draft.id)
    publish(store, boss, draft.id)
    found = library.find("cmmm")
    assert (found.version, library.find("cmmm", "2020.1")) == ("2020.2", load())
    crosswalk = found.crosswalk_from("2020.1")
    assert (crosswalk.before, crosswalk.broken, crosswalk.comparable) == (load(), {AREA}, True)
    assert found.crosswalk_from("2019.1") is None
    assert library.find("cmmm") is found


def test_a_folder_holds_the_later_version_and_the_crosswalk_to_it(tmp_path, caplog):
    (tmp_path / "cmmm.yaml").write_bytes(LATER)
    file = tmp_path / "a.crosswalk.yaml"
    file.write_bytes(FILE)
    catalogue = Catalogue(tmp_path)
    assert catalogue.ids() == Catalogue().ids()
    assert catalogue.find("cmmm").crosswalk_from("2020.1").before == load()
    assert [catalogue.find("cmmm", version).version for version in ("2020.1", "2020.2", "2019.1")] == [
        *("2020.1", "2020.2", "2020.2")
    ]
    file.write_text(CROSSWALK.replace("kind: split", "kind: same"), encoding="utf-8")
    assert catalogue.find("cmmm").crosswalks == ()
    assert "a.crosswalk.yaml" in caplog.text
    assert "cross-count" in caplog.text
    file.write_text(CROSSWALK.replace('from: "2020.1"', 'from: "2019.1"'), encoding="utf-8")
    assert catalogue.find("cmmm").crosswalks == ()
    assert read(LATER.decode()).version == "2020.2"
