"""Files of one person are read one after the other, on every page that takes them."""

from io import BytesIO

import pytest

from maturity.intake import turns
from maturity.intake.turns import FOLDER, reading_slot

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
    monkeypatch.setattr(turns, "PATIENCE", 0.0)
    with reading_slot(config["DATA_DIR"] / FOLDER, town.people["enterprise"].id):
        sent = {field: (BytesIO(word()), name)}
        answer = member.post(address.format(aid=town.open.id), data=sent, headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert "您的另一个文件还在读取" in answer.text or "Another import of yours is still being read" in answer.text
