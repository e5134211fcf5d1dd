"""The roadmap's workbook: what was planned reads back, text is text, the same book gives the same bytes."""

import re
import subprocess
from datetime import date

import pytest
from openpyxl import load_workbook

from maturity.answers import Chosen, Response
from maturity.errors import Refusal
from maturity.questionnaire import load
from maturity.questionnaire.naming import item_number
from maturity.report.improvement_plan import AreaTarget, PlanInputs, PlannedAction, improvement_plan, writer
from maturity.scoring.roadmap import Estimate, smallest

from .conftest import HOSTILE
from .office import profile

DAY = date(2026, 3, 31)
Q = load()


def plans():
    actions = [PlannedAction(f"{words}\n🙂" * 3, "data.1a", "data", words, DAY, "open", True) for words in HOSTILE]
    actions.append(PlannedAction("长" * 5000, None, None, "", None, "dropped", False))
    return PlanInputs(
        "=企业()",
        2026,
        actions,
        {"data": AreaTarget(4, DAY, 1), "network": AreaTarget(2, None, 0)},
        {"data.1a": Estimate(3, 0)},
    )


def way(choice="part", **asked):
    return smallest(Q, Response(Q, "discrete", {item.id: Chosen(choice) for item in Q.items}), **asked)


def cells(path):
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in load_workbook(path)}


def test_the_cells_of_a_row_begin_on_its_first_line_and_figures_keep_away_from_words(tmp_path):
    writer()(improvement_plan(way(level=2), plans(), DAY, "zh"), tmp_path / "r.xlsx")
    for sheet in load_workbook(tmp_path / "r.xlsx"):
        for row in sheet.iter_rows(min_row=3):
            assert {cell.alignment.vertical for cell in row} == {"top"}
            assert all(cell.alignment.indent == 1 for cell in row if isinstance(cell.value, int | float))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("estimates", [None, {}])
def test_everything_planned_reads_back(tmp_path, language, estimates):
    road, path = way(level=3, estimates=estimates), tmp_path / "r.xlsx"
    writer()(improvement_plan(road, plans(), DAY, language), path)
    sheets = cells(path)
    names = {
        "zh": ["摘要", "路线", "行动", "目标", "估计"],
        "en": ["Summary", "Steps", "Actions", "Targets", "Estimates"],
    }
    assert list(sheets) == names[language]
    summary, steps, actions, targets, known = (rows[2:] for rows in sheets.values())
    assert [row[0] for row in steps] == [item_number(Q, step.item, language) for step in road.steps]
    for row, step in zip(steps, road.steps, strict=True):
        assert row[6:11] == pytest.approx([float(gain) for gain in step.gains], abs=1e-11)
    assert [row[0] for row in actions] == [one.words for one in plans().actions]
    assert [row[3] for row in actions][:-1] == list(HOSTILE)
    assert [row[1:] for row in targets] == [[1, 4, "2026-03-31"], [0, 2, None]]
    assert [row[3:] for row in known] == [[3, 0]]
    counts = [int(row[1]) for row in summary[-4:]]
    assert counts == [len(steps), len(actions), len(targets), len(known)]
    assert len(sheets[names[language][1]][1]) == (13 if estimates is not None else 11)


def test_no_cell_is_a_formula(tmp_path):
    path = tmp_path / "r.xlsx"
    writer()(improvement_plan(way(), plans(), DAY, "zh"), path)
    kinds = {cell.data_type for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}


def test_the_same_book_gives_the_same_bytes(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        writer()(improvement_plan(way(), plans(), DAY, "zh"), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_nothing_planned_and_nothing_to_do_is_a_workbook_too(tmp_path):
    path = tmp_path / "r.xlsx"
    writer()(improvement_plan(way("full"), PlanInputs("甲", 2026), DAY, "zh"), path)
    sheets = cells(path)
    assert list(sheets) == ["摘要"]
    told = {row[0]: row[1] for row in sheets["摘要"][-4:]}
    assert told == {f"“{name}”的行数": "没有，不列此表" for name in ("路线", "行动", "目标", "估计")}


def test_a_table_without_rows_is_left_out_and_named_in_the_summary(tmp_path):
    path, action = tmp_path / "r.xlsx", PlannedAction("a", None, None, "", None, "open", False)
    writer()(improvement_plan(way(), PlanInputs("甲", 2026, [action]), DAY, "en"), path)
    sheets = cells(path)
    assert list(sheets) == ["Summary", "Steps", "Actions"]
    assert [row[1] for row in sheets["Summary"][-3:]] == ["1", *["None; the sheet is left out"] * 2]


def test_a_file_that_reads_back_otherwise_is_not_handed_out(tmp_path, monkeypatch):
    from maturity.exports import improvement_plan as exporter
    from maturity.exports import paged

    save = paged._save

    def spoil(pages, title, language, day, path):
        save(pages, title, language, day, path)
        spoiled = load_workbook(path)
        spoiled.worksheets[2]["A3"] = "别的"
        spoiled.save(path)

    monkeypatch.setattr(paged, "_save", spoil)
    with pytest.raises(Refusal) as caught:
        exporter.write(improvement_plan(way(), plans(), DAY, "zh"), tmp_path / "r.xlsx")
    assert caught.value.problems[0].code == "plan-not-verified"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.office
def test_libreoffice_opens_it_and_keeps_the_texts(office, tmp_path):
    writer()(improvement_plan(way(), plans(), DAY, "zh"), tmp_path / "r.xlsx")
    command = [
        office,
        profile(),
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,3",
    ]
    subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "r.xlsx")], check=True, capture_output=True)
    [file] = tmp_path.glob("*.csv")
    words = file.read_text(encoding="utf-8")
    assert "=1+1" in words
    assert re.search("已逾期", words)
