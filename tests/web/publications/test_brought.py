"""Data that the publishing body brings: every mistake by its cell, the tables at once, and a release by two persons."""

import io
import re
import zipfile

import pytest

from maturity.store.accounts.people import add_person
from maturity.store.registers.ledger import append

from ...publication.sources.made import FIRST, SECOND, regional_of
from ...registers.made import added
from .test_releasing import ledger, names, over, prepared

TABLE = "region,year,plants,energy,waste\nA,2021,12,0.8,65\nB,2021,3,0.55,73\n"


@pytest.fixture
def house(sqlite_store, config, town, app):
    with sqlite_store.write() as c:
        append(c, None, [added("甲"), added("乙", "park", province="330000")], 0)
        second = add_person(
            c, email="second@example.com", name="第二人", role="analyst", password="quiet river lantern"
        )
    people = town.people | {"second": second}

    def browser(who):
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = f"{people[who].id}.{people[who].stamp}"
        return client

    return browser


def files(folder, table=None, indicators=None):
    regional_of(folder, {2021: FIRST, 2022: SECOND})
    read = (folder / "regions.csv").read_text(encoding="utf-8") if table is None else table
    described = (folder / "indicators.yaml").read_text(encoding="utf-8") if indicators is None else indicators
    return {
        "table": (io.BytesIO(read.encode()), "regions.csv"),
        "indicators": (io.BytesIO(described.encode()), "indicators.yaml"),
    }


def test_an_index_is_uploaded_looked_at_prepared_and_approved(house, sqlite_store, tmp_path):
    first, second = house("analyst"), house("second")
    sent = first.post("/publications/data/regions", data={"year": "2022", **files(tmp_path)})
    assert sent.location == "/publications/2022?plan=regions"
    page = first.get(sent.location).text
    assert "4 个地区，3 个指标" in page
    assert "0.8399" in page
    assert "家；计算于" not in page  # nothing is said of enterprises
    listed = first.get("/publications/data").text
    assert "2022 · 区域数据" in listed
    assert "regions.csv" in listed
    (id,) = prepared(first, plan="regions", year="2022")
    assert ledger(sqlite_store) == []
    assert names(second, f"/releases/{id}/preview.zip").namelist()
    second.post(f"/releases/{id}/approve", data={})
    over(second)
    assert [row[0] for row in ledger(sqlite_store)] == ["regions"]
    released = names(first, f"/releases/{id}.zip").namelist()
    assert "maturity-regions-2022-zh.xlsx" in released
    assert "maturity-regions-2022.sdmx.zip" in released


def test_what_is_brought_after_the_preparation_is_in_a_later_release(house, sqlite_store, tmp_path):
    first, second = house("analyst"), house("second")
    first.post("/publications/data/regions", data={"year": "2022", **files(tmp_path)})
    (id,) = prepared(first, plan="regions", year="2022")
    other = TABLE.replace("2021", "2022").replace("12,", "15,")
    sent = first.post(
        "/publications/data/regions", data={"year": "2022", **files(tmp_path, TABLE + other[other.find("A") :])}
    )
    assert sent.status_code == 302
    second.post(f"/releases/{id}/approve", data={})
    over(second)
    assert [row[0] for row in ledger(sqlite_store)] == ["regions"]
    with zipfile.ZipFile(io.BytesIO(names(second, f"/releases/{id}.zip").fp.getvalue())) as packed:
        assert "0.8399" in packed.read("maturity-regions-2022-zh.html").decode()  # of the data it was prepared from


def test_a_register_is_shown_and_released_by_year(house, sqlite_store):
    first, second = house("analyst"), house("second")
    assert ">2022</a>" in first.get("/publications/data").text
    shown = first.get("/publications/2022?plan=register").text
    assert "绿色工业园区的存量与流量" in shown
    assert "只有名单或区域数据" in first.get("/releases").text
    (id,) = prepared(first, plan="register", year="2022")
    second.post(f"/releases/{id}/approve", data={})
    over(second)
    assert [row[0] for row in ledger(sqlite_store)] == ["register"]


def test_targets_are_uploaded_and_shown(house):
    client = house("analyst")
    sent = {"year": "2020", "actual": (io.BytesIO("指标,实际值\n吨钢综合能耗,566\n".encode()), "actual.csv")}
    answer = client.post("/publications/data/targets", data=sent)
    assert answer.location == "/publications/2020?plan=targets"
    assert "50.0" in client.get(answer.location).text


PROVINCES = """
title: {zh: 示例, en: Example}
level: province
source: {zh: 示例, en: Example}
indicators:
  - {id: gdp, name: {zh: 人均产值, en: Output}, better: higher}
  - {id: energy, name: {zh: 能耗, en: Energy}, better: lower}
"""


def test_every_mistake_is_told_by_its_cell_and_nothing_is_kept(house, tmp_path):
    client = house("analyst")
    table = "地区,gdp,energy\n江苏,1,\n江苏,2,\n江南,3,\n江西,很高,\n"
    answer = client.post("/publications/data/regions", data={"year": "2022", **files(tmp_path, table, PROVINCES)})
    assert answer.status_code == 400
    for row, told in ((3, "第 2 行"), (4, "江西"), (5, "很高")):
        assert told in answer.text, row
    assert "海南" in answer.text
    assert "这一列全是空的" in answer.text
    assert "已有的数据" in client.get("/publications/data").text  # the register
    assert "2022 · 区域数据" not in client.get("/publications/data").text


def test_one_region_or_a_missing_file_is_refused(house, tmp_path):
    client = house("analyst")
    few = client.post("/publications/data/regions", data={"year": "2022", **files(tmp_path, TABLE[: TABLE.find("B")])})
    assert few.status_code == 400
    alone = client.post("/publications/data/regions", data={"year": "2022"})
    assert "两个文件都选上" in alone.text
    assert client.post("/publications/data/targets", data={"year": "abc"}).status_code == 400


def test_a_column_that_all_share_is_told_on_the_page_of_the_index(house, tmp_path):
    client = house("analyst")
    same = "region,year,plants,energy,waste\nA,2022,1,0.8,65\nB,2022,1,0.55,73\n"
    indicators = files(tmp_path)["indicators"][0].read().decode().replace("base_year: 2021", "")
    client.post("/publications/data/regions", data={"year": "2022", **files(tmp_path, same, indicators)})
    page = client.get("/publications/2022?plan=regions").text
    assert "plants" in page
    assert "权重" in page


def test_a_plan_without_its_data_says_where_they_go(house):
    answer = house("analyst").get("/publications/2022?plan=regions")
    assert answer.status_code == 400
    assert "区域数据与目标" in answer.text


def test_the_page_is_for_analysts(house, tmp_path):
    other = house("consultant")
    assert other.get("/publications/data").status_code == 403
    assert other.post("/publications/data/regions", data={"year": "2022", **files(tmp_path)}).status_code == 403


def test_the_number_of_statements_is_the_same_for_more_data(house, statements, tmp_path):
    client = house("analyst")
    client.post("/publications/data/regions", data={"year": "2022", **files(tmp_path)})
    client.get("/publications/data")
    statements.clear()
    client.get("/publications/data")
    one = len(statements)
    for year in ("2021", "2022"):
        client.post("/publications/data/regions", data={"year": year, **files(tmp_path)})
    client.get("/publications/data")  # what the upload says is shown once
    statements.clear()
    client.get("/publications/data")
    assert len(statements) == one


def test_only_plans_of_submissions_are_chosen_beforehand(house):
    page = house("analyst").get("/releases").text
    chosen = re.findall(r'name="plan" value="([\w-]+)" checked', page)
    assert chosen == ["standard"]
    assert 'value="register"' in page
