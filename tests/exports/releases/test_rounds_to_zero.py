"""A figure that rounds to zero is told from a true zero, with the decimals of the tables, in every format."""

import csv
import json
import re
from zipfile import ZipFile

import duckdb
import pytest
from maturity.exports.releases import html, jsonstat, parquet, px, sdmx, tidy, workbook
from openpyxl import load_workbook

from maturity.publication.release import build
from maturity.questionnaire import load
from maturity.statistics.plan import read_plan

from ...statistics.world import make_frame

PLAN = """
id: small
title: {zh: 小, en: Small}
scope: {zh: 企业, en: enterprises}
tables:
  - {id: small, title: {zh: 小, en: Small}, rows: [division], measures: [n, share_at_least_2, mean_score]}
"""
LEVELS = [2] + [1] * 2999 + [1] * 40  # in division 39 one of 3,000 is at level 2 (0.03%), in 26 nobody
CODES = ("_T", "26", "39")  # in the order of the table
LOW = {"_T": True, "26": False, "39": True}


@pytest.fixture(scope="module")
def made():
    frame = make_frame({"division": ["39"] * 3000 + ["26"] * 40}, LEVELS)
    return build(read_plan(PLAN), frame, load(), 2021)


def said(rows):
    """{division: (value, status)} of the shares in tidy rows."""
    return {row["INDUSTRY"]: (float(row["OBS_VALUE"]), row["OBS_STATUS"]) for row in rows if row["MEASURE"] == "share"}


def test_tidy_data_have_a_zero_and_a_status(made, tmp_path):
    wanted = {code: (0.0, "N" if low else "A") for code, low in LOW.items()}
    with tidy.write(made, tmp_path / "a.csv", "zh").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert said(rows) == wanted
    assert all(re.fullmatch(r"\d+(\.\d\d?)?", row["OBS_VALUE"]) for row in rows)
    relation = duckdb.sql(f"SELECT * FROM '{parquet.write(made, tmp_path / 'a.parquet', 'zh')}'")
    assert said(dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()) == wanted
    head, *body = load_workbook(workbook.write(made, tmp_path / "a.xlsx", "zh"))["Data"].iter_rows(values_only=True)
    assert said(dict(zip(head, row, strict=True)) for row in body) == wanted
    with ZipFile(sdmx.write(made, tmp_path / "a.sdmx.zip", "zh")) as package:
        lines = package.read("small.csv").decode().splitlines()
    assert said(csv.DictReader(lines)) == wanted


def test_json_stat_has_a_zero_and_a_status(made, tmp_path):
    with ZipFile(jsonstat.write(made, tmp_path / "a.jsonstat.zip", "zh")) as package:
        found = json.loads(package.read("en/small.json"))
    assert found["dimension"]["figure"]["category"]["index"].index("share_GE2") == 1
    at = {code: str(3 * place + 1) for place, code in enumerate(found["dimension"]["division"]["category"]["index"])}
    assert {code: (found["value"][at[code]], found["status"].get(at[code])) for code in CODES} == {
        code: (0, "low" if low else None) for code, low in LOW.items()
    }
    assert found["extension"]["status"]["label"] == {"low": "not zero, but rounds to zero"}


def test_px_files_have_dots_with_the_sign_of_either_language(made, tmp_path):
    with ZipFile(px.write(made, tmp_path / "a.px.zip", "zh")) as package:
        head, _, data = package.read("small.px").decode().partition("DATA=\n")
    assert [line.split()[1] for line in data.splitlines()[:3]] == ['"...."' if LOW[code] else "0.0" for code in CODES]
    assert re.findall(r"^DATASYMBOL.*$", head, re.M) == ['DATASYMBOL4="…";', 'DATASYMBOL4[en]="[low]";']
    assert "… 不为零，但不足表中最小单位" in head


def test_a_variable_of_a_px_file_may_be_left_out_where_every_row_has_its_total(made, tmp_path):
    with ZipFile(px.write(made, tmp_path / "a.px.zip", "zh")) as package:
        head = package.read("small.px").decode()
    assert re.findall(r"^ELIMINATION.*$", head, re.M) == [
        'ELIMINATION("行业大类")="合计";',
        'ELIMINATION[en]("Industry division")="Total";',
    ]
    assert head.index("VALUES(") < head.index("CODES(") < head.index("ELIMINATION(")


@pytest.mark.parametrize(("language", "mark"), [("zh", "…"), ("en", "[low]")])
def test_tables_have_the_sign_that_is_usual_in_the_language(made, tmp_path, language, mark):
    page = html.write(made, tmp_path / "a.html", language).read_text(encoding="utf-8")
    shares = [re.findall(r"<td[^>]*>(.*?)</td>", row)[3] for row in re.findall(r"<tr[ >].*?</tr>", page)[1:]]
    assert shares == [mark if LOW[code] else "0.0" for code in CODES]
    rows = load_workbook(workbook.write(made, tmp_path / "a.xlsx", language))["表1 Table 1"].iter_rows(min_row=8)
    assert [row[3].value for row in rows] == [mark if LOW[code] else 0 for code in CODES]


def test_no_text_claims_values_that_are_not_rounded(made, tmp_path):
    texts = [text for note in made.notes for text in (note.text.zh, note.text.en)]
    texts += [text for fact in made.metadata for text in (fact.value.zh, fact.value.en)]
    assert not [text for text in texts if re.search("未舍入|unrounded|not rounded|“Data”|'Data'", text)]
