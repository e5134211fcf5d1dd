"""Own data of a factory without levels: evidence for papers and targets of numbers come in, forged ones do not."""

from fractions import Fraction

import pytest

from maturity.assessment.targets import SCORE
from maturity.errors import Refusal
from maturity.questionnaire import load, only
from maturity.store.accounts.people import add_person
from maturity.store.assessments.assessments import assessment, start_assessment
from maturity.store.enterprises.organisations import sign_up
from maturity.store.evidence import evidence
from maturity.store.evidence.files import Files
from maturity.store.evidence.pieces import Note
from maturity.store.planning.targets import PlanChange, ValueTarget, set_value_targets, value_targets_of
from maturity.transfer import pack, unpack
from maturity.transfer.keys import load_signer

from .test_transfer import changed, rewritten

GREEN = load("green-factory-2016")
AIMS = {SCORE: ValueTarget("90", Fraction(90), 2027), "output": ValueTarget("3 万件", Fraction(30_000), 2028)}


@pytest.fixture
def package(sqlite_store, facts, tmp_path):
    with sqlite_store.write() as c:
        owner = add_person(c, email="owner@demo.example", name="示例", role="enterprise")
        firm = sign_up(c, facts(1), owner.id)
        begun = start_assessment(c, owner, firm.id, GREEN, "default", 2025)
        evidence.add_evidence(c, owner, begun.id, GREEN, GREEN.checklist[0], Note("执照"))
        set_value_targets(c, owner, begun.id, GREEN, [PlanChange(key, one, 0) for key, one in AIMS.items()])
    pack(sqlite_store, Files(tmp_path / "files"), owner, firm.id, tmp_path / "a.zip", load_signer(tmp_path))
    return tmp_path / "a.zip", begun.id


def test_papers_and_targets_come_back_as_they_were(package, elsewhere, tmp_path):
    store, files, person = elsewhere
    unpack(store, files, person, package[0], only(GREEN), load_signer(tmp_path))
    with store.read() as c:
        found = assessment(c, person, package[1])
        assert {key: one.value for key, one in value_targets_of(c, found).items()} == AIMS
        (piece,) = evidence.papers_of(c, found)["e1"]
        assert (piece.words, piece.item) == ("执照", None)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("evidence", {"paper": "e99"}),
        ("evidence", {"item": "land-area"}),
        ("value_targets", {"subject": "compliance.g1"}),
        ("value_targets", {"value": "1/0"}),
        ("value_targets", {"value": "viel"}),
        ("value_targets", {"year": 1999}),
    ],
)
def test_what_fits_no_questionnaire_is_refused(package, elsewhere, tmp_path, table, change):
    path = changed(package[0], tmp_path / "b.zip", rewritten(table, lambda rows: rows[0].update(change)))
    store, files, person = elsewhere
    with pytest.raises(Refusal, match="archive-row"):
        unpack(store, files, person, path, only(GREEN), load_signer(tmp_path))
