"""Tables of regions as users bring them, and the file that describes their columns."""

import csv

import numpy as np
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maturity.errors import Refusal
from maturity.questionnaire import Text
from maturity.regions.index import index
from maturity.regions.indicators import LEVELS, Indicator, IndicatorSet, read_indicators
from maturity.regions.table import read_regions

ENERGY = Indicator("energy", Text("能耗", "Energy"), Text("吨", "t"), False, headings=("energy", "能耗", "能耗 吨"))
GROWTH = Indicator("growth", Text("增长率", "Growth"), Text("%", "%"), negative=True, headings=("增长率",))
BOTH = (ENERGY, GROWTH)


@pytest.fixture
def write(tmp_path):
    def write(text, name="t.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def problems(path, indicators=BOTH, level="province"):
    with pytest.raises(Refusal) as caught:
        read_regions(path, indicators, level)
    for problem in caught.value.problems:
        assert problem.line("zh")
        assert problem.line("en")
    return [(problem.place.row, problem.place.column, problem.code) for problem in caught.value.problems]


def test_regions_are_places_of_the_classification_whatever_their_spelling(write):
    path = write('序号,省份,能耗（吨）,增长率,GDP\n1,江苏省,"1,200",3.5,9\n2,Zhejiang,８００,−2,8\n3,440000,7e2,+1,7\n')
    found = read_regions(path, BOTH, "province")
    year = found.only()
    assert [(one.code, one.name.zh) for one in year.regions] == [
        ("320000", "江苏"),
        ("330000", "浙江"),
        ("440000", "广东"),
    ]
    assert year.values.tolist() == [[1200, 3.5], [800, -2], [700, 1]]
    assert found.beside == ("序号", "GDP")


def test_cities_and_other_regions(write):
    text = "城市,省份,能耗,增长率\n苏州,江苏,1,1\n320100,江苏,2,2\n"
    assert [one.name.en for one in read_regions(write(text), BOTH, "city").only().regions] == [
        "Suzhou (Jiangsu)",
        "Nanjing",
    ]
    text = "地区,能耗,增长率\n高新区,1,1\n江南,2,2\n"
    assert [one.name.zh for one in read_regions(write(text), BOTH, "other").only().regions] == ["高新区", "江南"]


def test_years_stand_in_a_column(write):
    found = read_regions(
        write("地区,年份,能耗,增长率\n江苏,2020年,1,1\n浙江,2020,2,2\n江苏,2019,3,3\n浙江,2019,4,4\n"), BOTH, "province"
    )
    assert list(found.years) == [2019, 2020]
    assert found.only(2020).values.tolist() == [[1, 1], [2, 2]]


def test_workbooks_are_read_as_well(tmp_path):
    book = openpyxl.Workbook()
    for row in (["绿色制造", None, None], ["地区", "能耗", "增长率"], ["江苏", 1.5, -2], ["浙江", 2, 0.1 + 0.2]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    assert read_regions(tmp_path / "t.xlsx", BOTH, "province").only().values.tolist() == [
        [1.5, -2],
        [2, pytest.approx(0.3)],
    ]


def test_every_mistake_is_told_with_row_and_column(write):
    text = (
        "省份,能耗,增长率\n"
        "江南,12,x\n"  # a district of this name is no province
        "江苏,-1,\n"
        "江苏省,1,2\n"
        "合计,1,2\n"
        "苏州,1,2\n"
        ",1,2\n"
        "江西,#N/A,2\n"
        "山东,1e400,2\n"
        "内蒙古自治驱,1,2\n"
    )
    assert problems(write(text)) == [
        (2, "growth", "regions-number"),
        (2, "region", "class-province-near"),
        (3, "energy", "regions-negative"),
        (3, "growth", "regions-no-value"),
        (4, "region", "regions-repeated"),
        (5, "region", "regions-total"),
        (6, "region", "class-province-city"),
        (7, "region", "regions-no-name"),
        (8, "energy", "intake-lost"),
        (9, "energy", "regions-number"),
        (10, "region", "class-province-near"),
    ]


@pytest.mark.parametrize("name", ["全国", "China", "Total", "东部平均", "华东小计", "合 计"])
def test_rows_of_totals_are_no_regions(write, name):
    for level, first, second in (("province", "江苏", "浙江"), ("city", "南京", "杭州"), ("other", "甲", "乙")):
        text = f"地区,能耗\n{first},2\n{second},1\n{name},3\n"
        assert problems(write(text), (ENERGY,), level) == [(4, "region", "regions-total")]


@pytest.mark.parametrize("cell", ["1.2.3", "12吨", "1,23", "1/2", "4，5", "三", "e5", "."])
def test_what_is_no_plain_number_is_refused(write, cell):
    text = f'省份,能耗\n江苏,"{cell}"\n浙江,1\n'
    assert problems(write(text), (ENERGY,)) == [(2, "energy", "regions-number")]


def test_a_column_without_a_value_is_one_mistake(write):
    assert problems(write("省份,能耗,增长率\n江苏,,1\n浙江,—,2\n")) == [(0, "energy", "regions-empty-column")]


def test_per_cent_with_and_without_its_sign_cannot_be_told_apart(write):
    assert problems(write("省份,能耗,增长率\n江苏,1,65%\n浙江,1,0.7\n")) == [(0, "growth", "regions-per-cent")]
    found = read_regions(write("省份,能耗,增长率\n江苏,1,65％\n浙江,1,7%\n"), BOTH, "province")
    assert found.only().values[:, 1].tolist() == [65, 7]


@pytest.mark.parametrize(
    ("cells", "found"), [(("0.65", "0.7"), ("growth",)), (("0.65%", "0.7%"), ()), (("65", "0.7"), ())]
)
def test_columns_in_per_cent_that_may_hold_fractions_are_told(write, cells, found):
    table = read_regions(write("省份,能耗,增长率\n江苏,1,{}\n浙江,0.1,{}\n".format(*cells)), BOTH, "province")
    assert table.fractions == found
    described = IndicatorSet(Text("指数", "Index"), "province", Text("虚构", "Made up"), None, BOTH)
    told = [problem.place.column for problem in index(table, described).warnings if problem.code == "regions-fractions"]
    assert told == list(found)


def test_one_region_is_too_few_and_so_is_one_of_a_year(write):
    assert problems(write("省份,能耗,增长率\n江苏,1,1\n")) == [(0, "", "regions-few")]
    assert problems(write("省份,能耗,增长率\n")) == [(0, "", "regions-few")]
    text = "省份,年份,能耗,增长率\n江苏,2019,1,1\n浙江,2019,1,1\n江苏,2020,1,1\n"
    assert problems(write(text)) == [(0, "2020", "regions-few")]


def test_a_region_may_stand_once_a_year(write):
    text = "省份,年份,能耗,增长率\n江苏,2019,1,1\n浙江,2019,1,1\n32,2019,1,1\n江苏,19,1,1\n"
    assert problems(write(text)) == [(4, "region", "regions-repeated"), (5, "year", "regions-year")]


def test_missing_columns_are_named_with_what_may_be_meant(write):
    assert problems(write("省份,enrgy,增长率,GDP\n江苏,1,1,1\n浙江,1,1,1\n")) == [(1, "enrgy", "intake-column-near")]
    assert problems(write("省份,增长率,GDP\n江苏,1,1\n浙江,1,1\n")) == [(1, "energy", "intake-column-missing")]


FILE = """
title: {zh: 指数, en: Index}
level: province
source: {zh: 年鉴, en: Yearbook}
indicators:
  - {id: energy, name: {zh: 能耗, en: Energy}, unit: {zh: 吨, en: t}, better: lower}
  - {id: growth, name: {zh: 增长率, en: Growth}, better: higher, negative: "true", column: 增速}
"""


def test_the_file_of_indicators():
    found = read_indicators(FILE)
    energy, growth = found.indicators
    assert (found.level, found.base_year, found.source.en) == ("province", None, "Yearbook")
    assert (energy.higher_is_better, energy.negative, energy.unit.zh) == (False, False, "吨")
    assert (growth.higher_is_better, growth.negative, growth.headings) == (True, True, ("增速",))
    assert "能耗 吨" in energy.headings


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("id: energy", "id: year", 6, "regions-reserved"),
        ("id: growth", "id: energy", 7, "def-duplicate-id"),
        ("column: 增速", "column: 能耗（吨）", 7, "regions-heading"),
        ("better: lower", "better: less", 6, "def-not-allowed"),
        (", better: lower", "", 6, "def-missing-key"),
        ("level: province", "level: county", 3, "def-not-allowed"),
        ("level: province", "level: province\nbase_year: 20", 4, "regions-year"),
        ("source: {zh: 年鉴, en: Yearbook}\n", "", 2, "def-missing-key"),
    ],
)
def test_mistakes_of_the_file_are_told_with_their_line(old, new, line, code):
    with pytest.raises(Refusal) as caught:
        read_indicators(FILE.replace(old, new), "i.yaml")
    assert [(problem.place.source, problem.place.row, problem.code) for problem in caught.value.problems] == [
        ("i.yaml", line, code)
    ]


WORDS = st.sampled_from(
    [
        "",
        "江苏",
        "浙江",
        "苏州",
        "合计",
        "32",
        "1",
        "-2",
        "1e9",
        "1e400",
        "#N/A",
        "x",
        "2020",
        "年份",
        "省份",
        "能耗",
        "增长率",
    ]
)
CELL = WORDS | st.text(max_size=6)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=6), st.sampled_from(LEVELS), st.booleans())
def test_whatever_a_table_holds_it_is_read_or_refused(tmp_path, rows, level, asked):
    path = tmp_path / "t.csv"
    with path.open("w", encoding="utf-8", newline="", errors="surrogatepass") as file:
        csv.writer(file).writerows([["地区", "能耗", "增长率", "年份"], *rows])
    years, problems = [], []
    try:
        years += read_regions(path, BOTH, level, asked=asked).years.values()
    except Refusal as refusal:
        problems += refusal.problems
    assert bool(years) != bool(problems)
    assert all(len(year.regions) >= 2 and not np.isnan(year.values).any() for year in years)
    assert all(problem.line(language) for problem in problems for language in ("zh", "en"))


def test_a_misprint_asks_which_of_the_provinces_that_are_not_in_the_table_is_meant(write):
    names = ["江苏", "河南", "湖南", "云南", "江南"]
    text = "省份,能耗,增长率\n" + "".join(f"{name},1,1\n" for name in names)
    with pytest.raises(Refusal) as caught:
        read_regions(write(text), BOTH, "province")
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.row) == ("class-province-near", 6)
    assert "江西省(360000)、海南省(460000)" in problem.remedy("zh")
    assert "Jiangxi" in problem.remedy("en")
    assert "Hunan" not in problem.remedy("en")
