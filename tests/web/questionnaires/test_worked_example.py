"""The questionnaire with numbers of docs/questionnaires.md, from its upload to a result on a page, as the text says."""

import io
import re
from pathlib import Path

import pytest

from .test_pages import send, words

PAGE = (Path(__file__).parents[3] / "docs" / "questionnaires.md").read_text(encoding="utf-8")
NUMBERS = PAGE[PAGE.index("## Writing a questionnaire with numbers") :]
(DEFINITION,) = re.findall(r"```yaml\n(id: small-plant.*?)```", NUMBERS, re.DOTALL)
REFERENCES = re.findall(r"```csv\n(indicator.*?)```", NUMBERS, re.DOTALL)[0]


@pytest.fixture
def boss(client_of, town):
    return client_of(town.people["administrator"])


def test_it_is_published_answered_and_scored_as_the_page_prints(boss, member, town):
    draft = send(boss, DEFINITION.encode(), "small-plant.yaml").location
    assert boss.post(f"{draft}/publish", data={"frozen": "1"}).status_code == 302
    form = {"questionnaire": "small-plant", "name": "示例", "day": "2025-12-31", "source": "自拟"}
    sent = boss.post("/references", data={**form, "table": (io.BytesIO(REFERENCES.encode()), "references.csv")})
    assert sent.status_code == 302, words(sent)

    start = "/assessments/new?questionnaire=small-plant"
    assert "小工厂" in words(member.get(start))
    base = member.post(start, data={"organisation": town.mine.id, "year": "2025"}).location.rstrip("/")
    base = re.match(r"/assessments/[0-9a-f]{32}", base)[0]
    basis = {
        "choice-basis.lawful": "yes",
        "land-area:number": "12",
        "land-area:unit": "mu",
        "output:number": "4,000",
        "energy:electricity": "1",
        "energy:electricity.unit": "GWh",
        "energy:raw-coal": "1500",
        "energy:raw-coal.unit": "t",
        **{f"seen-{id}": "0-" for id in ("basis.lawful", "land-area", "output", "energy")},
    }
    assert member.post(f"{base}/areas/basis", data={**basis, "then": "here"}).status_code == 302
    told = words(member.get(f"{base}/result?lang=en"))
    for line in ("Eligible: yes", "Gates: all 1 met", "Score: 80.28 (of 100)", "Grade (Grades, not verified): Good"):
        assert line in told
    assert "Reference values: 示例 (自拟, 2025-12-31)." in told
