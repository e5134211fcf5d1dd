"""The workbook of an index: what it holds, in both languages, and that spreadsheets open it."""

from datetime import date

import pytest
from openpyxl import load_workbook

from maturity.errors import Refusal
from maturity.regions.index import index
from maturity.regions.sensitivity import reversals, without_each
from maturity.regions.workbook import Origin, index_workbook, writer

from ..regions.made import made
from ..regions.test_index import FOUR, HIGHER, LATER
from .conftest import HOSTILE
from .office import converted

DAY = date(2026, 11, 27)
ORIGINS = [Origin("四地区.csv", "ab" * 32)]


def written(path, language="zh", years=None, names=None):
    found = index(*made(years or {2019: FOUR, 2020: LATER}, HIGHER, names))
    writer(".xlsx")(index_workbook(found, without_each(found), reversals(found), ORIGINS, DAY, language), path)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in load_workbook(path)}


def test_the_cover_tells_warnings_provenance_and_method(tmp_path):
    rows = written(tmp_path / "i.xlsx")["封面 Cover"]
    assert rows[0][0] == "指数"
    facts = [f"{label}：{words}" for label, words in rows[1:]]
    assert [words for words in facts if words.startswith("提示")] == [
        "提示：2020 年有 2 个数超出基准年的范围，按范围的端点计。",
        "提示：只有 4 个地区，名次不稳定。",
        "提示：名次取决于有哪些地区：去掉一个地区，另外的地区会互换先后，这样的地区有 1 个。例如去掉C，A与B互换。",
        "提示：去掉指标“指标0”，有地区的名次变动 1 位。",
    ]
    for words in (
        "基准年：2019",
        "数据来源：虚构",
        "制作日期：2026-11-27",
        f"所用文件：四地区.csv\nSHA-256 {'ab' * 32}",
    ):
        assert words in facts
    assert len([words for words in facts if words.startswith("方法")]) == 6
    assert facts[-1] == "方法：地区少于 20 个，不分档。"


def test_the_sheets_hold_weights_ranks_data_sensitivity_and_swaps(tmp_path):
    sheets = written(tmp_path / "i.xlsx", "en")
    assert list(sheets) == [
        *("封面 Cover", "权重 Weights", "名次 Ranks", "数据 Values"),
        *("敏感性 Sensitivity", "去掉一项 Without one", "互换 Swaps"),
    ]
    weights = sheets["权重 Weights"]
    assert weights[2][:5] == ["Id", "Indicator", "Better", "Source", "Weight"]
    assert [row[4] for row in weights[3:]] == pytest.approx([0.368529, 0.347310, 0.284162], abs=1e-6)
    assert [row[2] for row in weights[3:]] == ["higher", "lower", "higher"]
    ranks = sheets["名次 Ranks"]
    assert [row[:4] for row in ranks[3:7]] == [["2019", name, name, rank] for rank, name in enumerate("DABC", 1)]
    assert [row[4] for row in ranks[7:]] == pytest.approx([0.839893, 0.650114, 0.628465, 0.128709], abs=1e-6)
    assert sheets["数据 Values"][3] == ["2019", "A", "A", 12, 0.8, 65]
    assert [row[4] for row in sheets["敏感性 Sensitivity"][3:]] == [1, 1, 0]
    assert sheets["去掉一项 Without one"][3] == ["D", "D", 1, 1, 2, 1]
    assert sheets["互换 Swaps"][3:] == [["C", "A – B", 1]]


def test_ties_share_a_rank_and_twenty_regions_have_classes(tmp_path):
    rows = [[number, 1, number] for number in (9, 9, *range(18))]
    ranks = written(tmp_path / "i.xlsx", years={0: rows}, names=[f"地区{number}" for number in range(20)])["名次 Ranks"]
    assert ranks[2] == ["代码", "地区", "档", "名次", "接近度"]
    tied = [row for row in ranks[3:] if row[1] in ("地区0", "地区1")]
    assert len({(row[2], row[3], row[4]) for row in tied}) == 1
    assert [row[2] for row in ranks[3:]].count("A+") == 1


def test_one_indicator_has_no_sensitivity_and_no_swaps_are_said_so(tmp_path):
    found = index(*made({0: [[1], [2], [3]]}))
    writer(".xlsx")(
        index_workbook(found, without_each(found), reversals(found), ORIGINS, DAY, "zh"), tmp_path / "i.xlsx"
    )
    made_book = load_workbook(tmp_path / "i.xlsx")
    assert made_book.sheetnames == ["封面 Cover", "权重 Weights", "名次 Ranks", "数据 Values", "互换 Swaps"]
    assert "没有互换的。" in [row[0] for row in made_book["互换 Swaps"].iter_rows(values_only=True)]


def test_names_stay_texts_and_the_same_index_gives_the_same_bytes(tmp_path):
    names = [*HOSTILE[:3], "D"]
    sheets = written(tmp_path / "a.xlsx", names=names)
    assert {row[2] for row in sheets["名次 Ranks"][3:]} == set(names)
    written(tmp_path / "b.xlsx", names=names)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_values_with_more_digits_than_a_workbook_keeps_are_written(tmp_path):
    values = written(tmp_path / "i.xlsx", years={0: [[0.1 + 0.2, 1, 2], [123456789.123456789, 2, 1], [1e17, 3, 3]]})
    assert [row[2] for row in values["数据 Values"][3:]] == [0.3, 123456789.123457, 1e17]


@pytest.mark.parametrize("suffix", [".csv", ".xls", ""])
def test_other_formats_are_refused(suffix):
    with pytest.raises(Refusal) as caught:
        writer(suffix)
    assert caught.value.problems[0].code == "plan-unknown-suffix"


@pytest.mark.office
@pytest.mark.parametrize("language", ["zh", "en"])
def test_libreoffice_opens_it(office, tmp_path, language):
    sheets = written(tmp_path / "i.xlsx", language)
    again = load_workbook(converted(office, tmp_path / "i.xlsx", tmp_path, "xlsx"))
    assert again.sheetnames == list(sheets)
    for name, rows in sheets.items():
        found = [list(row) for row in again[name].iter_rows(values_only=True)]
        for row, cells in zip(rows, found, strict=True):
            assert [cell for cell in cells if isinstance(cell, str)] == [cell for cell in row if isinstance(cell, str)]
            numbers = [[cell for cell in one if isinstance(cell, int | float)] for one in (row, cells)]
            assert numbers[0] == pytest.approx(numbers[1])
