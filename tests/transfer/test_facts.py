"""Own data of an enterprise that states nothing but name and code, and of one from before facts could be left open."""

import pytest
from sqlalchemy import select

from maturity.answers import Chosen
from maturity.classification.credit_code import complete
from maturity.errors import Refusal
from maturity.questionnaire import only, read
from maturity.store.accounts.people import add_person
from maturity.store.assessments.answers import save_answer
from maturity.store.assessments.assessments import start_assessment
from maturity.store.enterprises.facts import Facts
from maturity.store.enterprises.organisations import organisation, sign_up
from maturity.store.evidence.files import Files
from maturity.store.schema import submissions
from maturity.store.submissions.submissions import submission, submit, verify
from maturity.transfer import pack, unpack
from maturity.transfer.keys import load_signer

from ..conftest import FOREIGN_FILES, foreign_questionnaire
from .test_transfer import changed, rewritten

HARBOUR = foreign_questionnaire("harbour")
BARE = Facts("甲机械厂", complete("93000000TFA00001"))


@pytest.fixture
def package(store, tmp_path):
    """The archive of the enterprise, and its submission."""
    with store.write() as c:
        owner = add_person(c, email="owner@demo.example", name="示例", role="enterprise")
        firm = sign_up(c, BARE, owner.id)
        begun = start_assessment(c, owner, firm.id, HARBOUR, "default", 2024)
        save_answer(c, owner, begun.id, HARBOUR, HARBOUR.items[0].id, Chosen("always"), "", 0)
        made = submit(c, owner, begun.id, HARBOUR, 1)
    pack(store, Files(tmp_path / "files"), owner, firm.id, tmp_path / "a.zip", load_signer(tmp_path))
    return tmp_path / "a.zip", made


def test_what_is_not_stated_comes_back_so(package, elsewhere, tmp_path):
    path, made = package
    store, files, person = elsewhere
    id = unpack(store, files, person, path, only(HARBOUR), load_signer(tmp_path))
    with store.read() as c:
        assert organisation(c, person, id).facts == BARE
        found = submission(c, person, made.assessment_id)
    assert found.content == made.content
    assert found.digest == made.digest
    assert verify(found)


def test_ownership_that_was_an_empty_text_is_proved_and_becomes_null(package, elsewhere, tmp_path):
    path = package[0]
    for table in ("organisations", "submissions"):
        path = changed(path, tmp_path / f"{table}.zip", rewritten(table, lambda rows: rows[0].update(ownership="")))
    store, files, person = elsewhere
    unpack(store, files, person, path, only(HARBOUR), load_signer(tmp_path))
    with store.read() as c:
        assert c.scalar(select(submissions.c.ownership)) is None
        assert c.scalar(select(submissions.c.digest)) == package[1].digest


def test_a_submission_without_what_its_questionnaire_needs_is_not_taken(package, elsewhere, tmp_path):
    text = (FOREIGN_FILES / "harbour.yaml").read_text(encoding="utf-8").replace("facts: []", "facts: [city]")
    store, files, person = elsewhere
    with pytest.raises(Refusal) as caught:
        unpack(store, files, person, package[0], only(read(text)), load_signer(tmp_path))
    assert [(one.code, one.place.source) for one in caught.value.problems] == [("archive-row", "submissions.json")]
    with store.read() as c:
        assert not list(c.execute(select(submissions)))
