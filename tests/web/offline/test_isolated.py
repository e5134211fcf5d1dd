"""Files of one person are read and made one after the other, on every page that takes or gives them."""

from io import BytesIO

import pytest

from maturity.errors import Busy
from maturity.intake import turns
from maturity.intake.turns import FOLDER, reading_slot
from maturity.store.evidence.uploads import Uploads

from ...attachments import word


@pytest.mark.parametrize(
    ("address", "field", "name"),
    [
        ("/assessments/{aid}/workbook", "workbook", "a.xlsx"),
        ("/assessments/{aid}/items/skills.1a/files", "file", "a.docx"),
        ("/enterprises/import", "data", "a.zip"),
    ],
)
def test_a_second_file_waits_for_the_first(member, town, config, monkeypatch, address, field, name):
    monkeypatch.setattr(turns, "PERSON_PATIENCE", 0.0)
    with reading_slot(config["DATA_DIR"] / FOLDER, town.people["enterprise"].id):
        sent = {field: (BytesIO(word()), name)}
        answer = member.post(address.format(aid=town.open.id), data=sent, headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert (
        "您的另一个文件还在读取或生成" in answer.text
        or "Another file of yours is still being read or made" in answer.text
    )


@pytest.mark.parametrize(
    "address",
    [
        "/assessments/{aid}/report.pdf",
        "/assessments/{aid}/questionnaire.xlsx",
        "/assessments/{aid}/roadmap.xlsx",
        "/enterprises/{oid}/data.zip",
    ],
)
def test_a_file_to_take_away_is_made_after_the_others_of_the_person(member, town, config, monkeypatch, address):
    monkeypatch.setattr(turns, "PERSON_PATIENCE", 0.0)
    path = address.format(aid=town.open.id, oid=town.mine.id)
    with reading_slot(config["DATA_DIR"] / FOLDER, town.people["enterprise"].id):
        assert member.get(path).status_code == 503
    with member.get(path) as answer:
        assert answer.status_code == 200


def test_an_upload_is_counted_before_the_next_of_the_person_is_read(member, town, config, monkeypatch):
    monkeypatch.setattr(turns, "PERSON_PATIENCE", 0.0)
    held, keep = [], Uploads.keep

    def kept(self, person, *args):
        with pytest.raises(Busy), reading_slot(config["DATA_DIR"] / FOLDER, person.id):
            pass
        held.append(person.id)
        return keep(self, person, *args)

    monkeypatch.setattr(Uploads, "keep", kept)
    address = f"/assessments/{town.open.id}"
    with member.get(f"{address}/questionnaire.xlsx") as workbook:
        sent = {"workbook": (BytesIO(workbook.data), "a.xlsx")}
    assert member.post(f"{address}/workbook", data=sent).status_code == 200
    assert held == [town.people["enterprise"].id]
