"""LibreOffice computes from a workbook without levels what the engine computes: degrees, verdicts, scores, bands."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from maturity.answers import Chosen, Response
from maturity.answers.reading import read_value
from maturity.offline import WorkbookContent, workbook_writer
from maturity.questionnaire import load, read
from maturity.questionnaire.numeric.references import References
from maturity.scoring.methods import evaluate
from maturity.scoring.statements import statements

from ...scoring.green import filled, references
from ..office import convert, converted
from .numeric import assert_equal, reference_values, responses

pytestmark = pytest.mark.office
DAY = date(2025, 3, 1)
SMALL = (Path(__file__).parents[2] / "questionnaires" / "green.yaml").read_text(encoding="utf-8")
POINTS = next(line for line in SMALL.splitlines() if line.startswith("scoring:"))
VARIANTS = {
    "small": POINTS,
    "small, zero": POINTS.replace("renormalise", "zero"),
    "small, full": POINTS.replace("renormalise", "full"),
    "small, share": POINTS.replace("na_policy", "mandatory_score: share, na_policy"),
}
SHIPPED = (
    "green-factory-2016",
    "green-factory-2025",
    "green-supply-chain-2016",
    "green-park-2016",
    "four-degrees",
    "green-readiness",
)


def impossible():
    """A share above 100 per cent that lacks its reference value: impossible first, and everything else met."""
    found = load("green-factory-2025")
    answers = {item.id: Chosen("yes") for item in found.items if item.role == "gate"}
    numbers = {"categories": "12", "categories-footprint": "15"}
    return Response(found, "default", answers | {id: read_value(found.item(id), text) for id, text in numbers.items()})


HARD = {"green-factory-2025": [(impossible(), References())]}


def asked(name):
    return load(name) if name in SHIPPED else read(SMALL.replace(POINTS, VARIANTS[name]), "green.yaml")


@pytest.mark.parametrize(
    "name", ["small", *(pytest.param(name, marks=pytest.mark.thorough) for name in [*VARIANTS, *SHIPPED][1:])]
)
def test_it_computes_what_the_engine_computes(office, name, tmp_path_factory):
    questionnaire = asked(name)

    @given(st.lists(st.tuples(responses(questionnaire), reference_values(questionnaire)), min_size=6, max_size=6))
    @settings(max_examples=1, deadline=None, suppress_health_check=[*HealthCheck], derandomize=True)
    def compared(cases):
        folder = tmp_path_factory.mktemp("books")
        paths = {}
        for number, (response, known) in enumerate([*cases, *HARD.get(name, [])]):
            path = folder / f"{number}.xlsx"
            workbook_writer()(WorkbookContent(response, {}, "zh", DAY, references=known), path)
            paths[path] = evaluate(response, known)
        convert(office, paths, folder, "xlsx")
        for path, found in paths.items():
            assert_equal(folder / "xlsx" / path.name, found)

    compared()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_golden_factory_has_its_score_its_blocks_and_the_words_of_the_engine(office, language, tmp_path):
    response = filled()
    known = references(response.questionnaire)
    path = tmp_path / "golden.xlsx"
    workbook_writer()(WorkbookContent(response, {}, language, DAY, references=known), path)
    book = load_workbook(converted(office, path, tmp_path, "xlsx"), data_only=True)
    rows = [*book["结果" if language == "zh" else "Result"].iter_rows(values_only=True)]
    found = evaluate(response, known)
    told = statements(found, language)
    assert [row[0] for row in rows[3:7]] == [told.eligibility, *told.verdicts, told.score]
    blocks = {row[0]: row[4] for row in rows if isinstance(row[4], int | float)}
    exact = {one.group.name.of(language): float(one.score.low) for one in found.sections if one.score}
    assert blocks == {name: pytest.approx(score, abs=1e-9) for name, score in exact.items()}
    assert sum(blocks.values()) == pytest.approx(85.442564, abs=1e-6)
