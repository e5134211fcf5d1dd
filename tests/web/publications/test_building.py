"""A table of one's own: what was chosen is what is shown, and what is kept is what is published."""

import html
import re

import pytest

from maturity.publication.publish import publish
from maturity.questionnaire import load
from maturity.statistics.breakdowns import breakdowns
from maturity.statistics.dimensions import IDS, JOINED
from maturity.statistics.drafting import Choice, written
from maturity.statistics.measures import all_measures
from maturity.statistics.numeric.amounts import SPREADS
from maturity.statistics.plan import read_plan
from maturity.statistics.relative.names import ASSOCIATION
from maturity.statistics.weights.figures import weighted_measures
from maturity.store.submissions.submissions import Record, add_graded

from ...publication.factories import load_factories

HERE = "/publications/2024/build"
CHOSEN = "?row=production_type&row2=size&measure=n&measure=share_at_least_2&measure=interval_at_least_2&levels=five"


@pytest.fixture(scope="session")
def small():
    """The shipped questionnaire instead: these tables break down by five levels."""
    return load()


@pytest.fixture
def analyst(sqlite_store, small, facts, client_of, town):
    with sqlite_store.write() as c:
        kinds = ("discrete", "process")
        rows = [
            Record(
                facts(50 + n, production_type=kinds[n % 2]), kinds[n % 2], 2024, bytes([1 + n % 4]) * len(small.items)
            )
            for n in range(60)
        ]
        add_graded(c, small, rows)
    return client_of(town.people["analyst"])


def cells(page):
    section = page.split('class="publication"')[1].split("</section>")[0]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", section, re.S)
    return [[html.unescape(cell) for cell in re.findall(r"<t[dh][^>]*>([^<]*)", row)] for row in rows]


def test_without_a_choice_the_whole_is_shown(analyst):
    page = analyst.get(HERE).text
    assert "总体成熟度等级分布" in page
    assert cells(page)[1][1] == "60"
    assert "不得对外发布" in page


def test_what_was_chosen_is_shown_and_stays_chosen(analyst):
    page = analyst.get(HERE + CHOSEN).text
    heads, total, discrete, *_ = cells(page)
    assert any("二级及以上 下限" in head for head in heads)
    assert total[2] == "60"
    assert discrete[0] == "离散型"
    assert '<option value="size" selected>' in page
    assert 'value="interval_at_least_2" checked' in page


def test_what_is_kept_is_a_plan_that_publishes_the_same(analyst, sqlite_store, small):
    with analyst.get(f"{HERE}{CHOSEN}&save=1") as answer:
        assert "own-table.yaml" in answer.headers["Content-Disposition"]
        text = answer.text
    release = publish(sqlite_store, read_plan(text), 2024, small).release
    shown = [row[2] for row in cells(analyst.get(HERE + CHOSEN).text)[1:]]
    table = release.tables[0]
    assert shown == [str(row.cells[table.column("n")]) for row in table.rows]


def test_a_filter_and_a_ranking_are_kept(analyst):
    page = analyst.get(f"{HERE}?row=city&measure=n&least=1&is-production_type=process&top=3&by=n").text
    assert "population:" in page
    assert "production_type = process" in page
    assert cells(page)[1][0] == "1"


def test_a_filter_that_leaves_fewer_than_ten_enterprises_shows_no_figure(analyst, sqlite_store, small, facts):
    with sqlite_store.write() as c:
        lonely = [
            Record(facts(200 + n, city="110000"), "discrete", 2024, bytes([1]) * len(small.items)) for n in range(9)
        ]
        add_graded(c, small, lonely)
    answer = analyst.get(f"{HERE}?row=size&measure=mean_score&is-city=110000")
    assert answer.status_code == 400
    assert "只有 9 家" in answer.text
    assert 'class="publication"' not in answer.text
    assert analyst.get(f"{HERE}?row=size&measure=mean_score&is-city=110000&save=1").mimetype == "text/html"
    assert analyst.get(f"{HERE}?row=size&measure=mean_score&is-city=320500").status_code == 200


def test_how_few_rows_hold_most_stands_in_a_table_beside(analyst):
    chosen = f"{HERE}?row=production_type&measure=n&few=1"
    page = analyst.get(chosen).text
    assert "按生产类型计的集中度" in page
    assert re.search(r"企业数</td>.*?50\.0", page.split("按生产类型计的集中度 <span")[1], re.S)
    assert 'name="few" value="1" checked' in page
    plan = read_plan(analyst.get(f"{chosen}&save=1").text)
    assert [one.source for one in plan.others] == ["concentration"]
    for refused in ("measure=n", "row=size&row2=division&measure=n", "row=size&measure=mean_score", "row=city&top=3"):
        answer = analyst.get(f"{HERE}?{refused}&few=1")
        assert answer.status_code == 400
        assert "这样的表没有集中度" in answer.text


def test_shares_of_the_largest_enterprises_can_be_chosen_of_every_quantity(analyst, sqlite_store):
    load_factories(sqlite_store, 60)
    green = f"{HERE}?questionnaire=green-factory-2016"
    offered = set(re.findall(r'name="measure" value="([^"]+)"', analyst.get(green).text))
    spreads = {one for one in all_measures(breakdowns(load("green-factory-2016"))) if one.startswith(SPREADS)}
    assert spreads <= offered
    page = analyst.get(f"{green}&row=province&measure=n&measure=sum:energy&measure=first_5:energy&few=1").text
    assert f"{load('green-factory-2016').item('energy').text.zh}：前 5 家占" in page.split('class="publication"')[1]
    assert "按省份计的集中度" in page


def test_a_choice_that_cannot_be_says_why(analyst):
    answer = analyst.get(f"{HERE}?row=city&measure=mean_score&top=3&by=n")
    assert answer.status_code == 400
    assert "这样的表做不出来" in answer.text
    assert "平均得分" in answer.text.split('class="mistakes"')[1]
    assert analyst.get(f"{HERE}?row=planet").status_code == 400
    assert analyst.get(f"{HERE}?is-city=%27%3Bdrop").status_code == 400


def test_a_year_without_records_is_told(analyst):
    assert "2001" in analyst.get("/publications/2001/build").text
    assert analyst.get("/publications/2001/build").status_code in (400, 404)


@pytest.mark.parametrize(
    ("rows", "measures", "chart", "title"),
    [
        ("division province", "n count_at_least_2", "heat", "Maturity levels by industry division and province"),
        ("level_before", "n count_by_level share_by_level", "flow", "Maturity levels by level a year before"),
        ("sample", "mean_score index", "trend", "Maturity levels by sample"),
        ("part", "n mean_score", "none", "Maturity scores by domain"),
        ("size", "share_by_level", "levels", "Maturity levels by size of enterprise"),
        ("", "mean_score", "none", "Maturity scores overall"),
    ],
)
def test_a_choice_gets_the_picture_and_the_name_that_suit_it(rows, measures, chart, title):
    choice = Choice(rows.split(), measures.split())
    (table,) = read_plan(written(choice, load())).tables
    assert (table.chart, table.title.en) == (chart, title)


def test_every_measure_and_every_row_can_be_chosen(analyst):
    by, page = breakdowns(load()), analyst.get(HERE).text
    offered = set(all_measures(by)) - {*weighted_measures(by), ASSOCIATION}
    assert set(re.findall(r'name="measure" value="([^"]+)"', page)) == offered
    assert set(IDS) - {JOINED} <= set(re.findall(r'<option value="([^"]+)"', page))
    assert not re.findall(r'name="is-(part|sample|valued_by)"', page)
    assert "None" not in page
    refused = analyst.get(f"{HERE}?row=sample&row2=size&measure=n")
    assert refused.status_code == 400
    assert "“样本”不能与其他分组一起使用" in refused.text
    measures = analyst.get(f"{HERE}?row=part&measure=share_by_level&lang=en")
    assert "has no measure &#39;Shares by level&#39;. Use one of: Enterprises, Mean score" in measures.text


@pytest.mark.parametrize("typed", ["five", "-3", "٣", "1.5"])
def test_a_number_that_cannot_be_read_is_told_and_stays_in_its_field(analyst, typed):
    answer = analyst.get(HERE, query_string={"row": "city", "measure": "n", "by": "n", "top": typed})
    assert answer.status_code == 400
    assert f"需要一个整数，收到的是“{typed}”" in answer.text
    assert f'name="top" class="number" inputmode="numeric" value="{typed}"' in answer.text
