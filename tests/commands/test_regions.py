"""`maturity regions` at a terminal."""

import json

import pytest
from openpyxl import load_workbook

INDICATORS = """
title: {zh: 绿色制造指数, en: Green manufacturing index}
level: province
source: {zh: 虚构的示例, en: Made-up example}
indicators:
  - {id: factories, name: {zh: 每千家绿色工厂数, en: Green factories per 1000}, better: higher}
  - {id: energy, name: {zh: 单位增加值能耗, en: Energy per value added}, better: lower}
  - {id: waste, name: {zh: 固废综合利用率, en: Use of solid waste}, unit: {zh: "%", en: "%"}, better: higher}
"""
TABLE = """省份,每千家绿色工厂数,单位增加值能耗,固废综合利用率（%）,人均GDP
江苏,12,0.80,65,18.3
浙江,3,0.55,73,12.1
安徽,0,0.90,40,9.8
福建,7,0.60,88,7.4
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "i.yaml").write_text(INDICATORS, encoding="utf-8")
    return tmp_path / "t.csv", tmp_path / "i.yaml"


def test_the_index_is_printed_and_written(run, files, tmp_path):
    table, indicators = files
    ran = run("regions", "index", table, "--indicators", indicators, "--out", tmp_path / "x.xlsx")
    assert ran.code == 0
    assert ran.err == "Columns not read: 人均GDP.\n"
    lines = ran.out.splitlines()
    assert lines[0] == "Green manufacturing index"
    assert lines[2:5] == [
        "  0.3685  ↑ Green factories per 1000",
        "  0.3473  ↓ Energy per value added",
        "  0.2842  ↑ Use of solid waste",
    ]
    assert lines[6:10] == [
        "    1  0.7421  Fujian",
        "    2  0.5913  Jiangsu",
        "    3  0.5849  Zhejiang",
        "    4  0.0000  Anhui",
    ]
    assert "Without Anhui, for example, Jiangsu and Zhejiang swap." in ran.out
    assert lines[-1] == f"Written: {tmp_path / 'x.xlsx'}"
    cover = [row[1] for row in load_workbook(tmp_path / "x.xlsx").worksheets[0].iter_rows(values_only=True)]
    assert any(str(words).startswith("t.csv\nSHA-256 ") for words in cover)


def test_the_index_in_chinese(run, files):
    ran = run("regions", "index", files[0], "--indicators", files[1], "--language", "zh")
    assert "    1  0.7421  福建" in ran.out
    assert "注意：只有 4 个地区，名次不稳定。" in ran.out
    assert ran.err == "没有读的列：人均GDP。\n"


def test_the_index_as_json(run, files):
    found = json.loads(run("regions", "index", files[0], "--indicators", files[1], "--json").out)
    assert [row["rank"] for row in found["years"][""]] == [2, 3, 4, 1]
    assert found["indicators"][0]["weight"] == pytest.approx(0.368529, abs=1e-6)
    assert found["reversals"] == [{"without": "340000", "count": 1, "pairs": [["320000", "330000"]]}]
    assert [one["shift"] for one in found["without_indicator"]] == [1, 1, 0]


def test_mistakes_end_with_1_and_write_nothing(run, files, tmp_path):
    files[0].write_text(TABLE.replace("安徽", "江南").replace("88", "many"), encoding="utf-8")
    ran = run("regions", "index", files[0], "--indicators", files[1], "--out", tmp_path / "x.xlsx")
    assert ran.code == 1
    assert f"{files[0]}:4:region: class-province-near: There is no province '江南'." in ran.err
    assert f"{files[0]}:5:waste: regions-number: 'many', in the row of 福建, is no number." in ran.err
    assert not (tmp_path / "x.xlsx").exists()


def test_another_ending_is_refused_before_the_work(run, tmp_path):
    ran = run("regions", "index", tmp_path / "no.csv", "--indicators", tmp_path / "no.yaml", "--out", "x.pdf")
    assert (ran.code, "plan-unknown-suffix" in ran.err) == (1, True)


def test_check_knows_the_file_of_indicators(run, files):
    assert run("check", files[1]).code == 0
    files[1].write_text(INDICATORS.replace("better: lower", "better: less"), encoding="utf-8")
    ran = run("check", files[1])
    assert (ran.code, f"{files[1]}:7:indicators.1.better: def-not-allowed" in ran.err) == (1, True)


SEVEN = "省份,人均GDP,二级及以上占比\n" + "".join(
    f"{name},{gdp},{share}%\n"
    for name, gdp, share in zip(
        ("江苏", "浙江", "安徽", "福建", "江西", "山东", "河南"),
        (18.3, 12.1, 9.8, 7.4, 6.5, 5.2, 4.9),
        (42, 35, 38, 20, 24, 22, 31),
        strict=True,
    )
).replace("%", "")


def test_association_tells_rho_p_and_no_cause(run, tmp_path):
    (tmp_path / "t.csv").write_text(SEVEN + "湖北,8.8,\n", encoding="utf-8")
    words = ("regions", "association", tmp_path / "t.csv", "--x", "人均GDP", "--y", "二级及以上占比")
    lines = run(*words).out.splitlines()
    assert lines[:6] == [
        "人均GDP x 二级及以上占比: n = 7",
        "Left out, without a value: Hubei",
        "Spearman ρ = 0.643",
        "p = 0.1389 (exact permutation test, n <= 8)",
        "Kendall τ_b = 0.429",
        "rho without one region in turn: 0.429 – 0.771",
    ]
    assert "not that one brings the other about" in lines[-1]
    found = json.loads(run(*words, "--json").out)
    assert (found["n"], found["left_out"]) == (7, {"no value": ["420000"], "few participants": []})
    assert found["partial_rho"] is None
    assert found["rho_without"]["410000"] == pytest.approx(0.771429, abs=1e-6)
    assert "看不出两列同高同低" in run(*words, "--language", "zh").out


def test_association_beside_the_number_of_participants(run, tmp_path):
    path = tmp_path / "t.csv"
    rows = zip("甲乙丙丁戊己庚", (1, 2, 3, 4, 5, 6, 7), (9, 1, 3, 2, 5, 4, 0), (9, 20, 60, 40, 30, 50, 8), strict=True)
    path.write_text("地区,x,y,家数\n" + "".join(f"{a},{x},{y},{n}\n" for a, x, y, n in rows), encoding="utf-8")
    words = ("regions", "association", path, "--level", "other", "--x", "x", "--y", "y", "--participants", "家数")
    lines = run(*words).out.splitlines()
    assert lines[:2] == ["x x y: n = 5", "Left out, of too few participants: 甲, 庚"]
    assert "partial ρ, 家数 held fixed = 0.780" in lines
    assert run(*words, "--least", "1").out.startswith("x x y: n = 7")
    assert "家数相同时的偏 ρ = 0.780" in run(*words, "--language", "zh").out


@pytest.mark.parametrize(
    ("x", "y", "code"),
    [
        ("人均GDP", "人均gdp", "regions-same-column"),
        ("region", "人均GDP", "regions-reserved"),
        ("人均GNP", "二级及以上占比", "regions-no-column"),
    ],
)
def test_columns_of_an_association_are_two_of_the_table(run, tmp_path, x, y, code):
    (tmp_path / "t.csv").write_text(SEVEN, encoding="utf-8")
    ran = run("regions", "association", tmp_path / "t.csv", "--x", x, "--y", y)
    assert (ran.code, code in ran.err) == (1, True)


def test_concentration(run, tmp_path):
    (tmp_path / "t.csv").write_text("城市,企业数\n苏州,6\n无锡,3\n长沙,1\n", encoding="utf-8")
    words = ("regions", "concentration", tmp_path / "t.csv", "--column", "企业数", "--level", "city")
    assert run(*words).out.splitlines() == [
        "企业数: 3 regions, total 10",
        "Share of the first 1: 60.00%",
        "HHI 4,600.0 (3,333.3 if all were equal, 10,000 if one had all)",
        "Gini 0.3333 (0 if all were equal)",
    ]
    assert json.loads(run(*words, "--json").out)["hhi"] == pytest.approx(4_600)
    (tmp_path / "t.csv").write_text("城市,企业数\n苏州,6\n无锡,\n", encoding="utf-8")
    assert "regions-no-value" in run(*words).err


def test_attainment(run, tmp_path):
    (tmp_path / "t.csv").write_text("指标,实际值\nenergy-intensity,-16\nsteel-energy,566\n", encoding="utf-8")
    assert run("regions", "attainment", tmp_path / "t.csv").out.splitlines() == [
        "Energy per value added of above-scale industry (cumulative change): 0 → -16 %; target -18, attained 88.9%, "
        "change -16.0 pp",
        "Comprehensive energy per tonne of steel: 572 → 566 kgce/t; target 560, attained 50.0%, change -1.0%",
    ]
    found = json.loads(run("regions", "attainment", tmp_path / "t.csv", "--json").out)
    assert [one["attainment"] for one in found] == [pytest.approx(16 / 18), 0.5]
    listed = run("regions", "attainment", "--targets").out.splitlines()
    assert len(listed) == 27
    assert listed[-1].startswith("Source: Table of main indicators")


def test_attainment_wants_a_file_or_the_list(run, tmp_path):
    assert run("regions", "attainment").code == 2
    assert run("regions", "attainment", tmp_path / "t.csv", "--targets").code == 2
