import csv
import json
import re

import pytest

from maturity.answers import Chosen, Response
from maturity.questionnaire import load
from maturity.questionnaire.naming import item_number
from maturity.scoring import grade

ITEMS = [item.id for item in load().items_of("discrete")]


@pytest.fixture
def answers(tmp_path):
    def write(answers, name="a.json", **more):
        path = tmp_path / name
        path.write_text(json.dumps({"answers": answers, **more}, ensure_ascii=False), encoding="utf-8")
        return path

    return write


def table(path, rows, columns=("item", "choice", "reason")):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    return path


def workbook(path, rows):
    import openpyxl

    book = openpyxl.Workbook()
    for row in [("item", "choice", "reason"), *rows]:
        book.active.append(row)
    book.save(path)
    return path


def test_the_grade_is_the_engines(run, answers):
    ran = run("grade", answers(dict.fromkeys(ITEMS, "most"), profile="discrete"), "--json")
    expected = grade(Response(load(), "discrete", {id: Chosen("most") for id in ITEMS}))
    document = json.loads(ran.out)
    assert (ran.code, document["level"], document["score"]) == (0, expected.level, float(expected.score))
    assert not document["provisional"]


@pytest.mark.parametrize("write", [table, workbook])
def test_a_table_grades_like_json(run, answers, tmp_path, write):
    reason = "没有这项业务"
    given = dict.fromkeys(ITEMS, "part") | {ITEMS[3]: {"not-applicable": reason}}
    rows = [(id, "part", "") for id in ITEMS]
    rows[3] = (ITEMS[3], "not-applicable", reason)
    path = write(tmp_path / f"a.{'csv' if write is table else 'xlsx'}", rows)
    first = run("grade", answers(given, profile="discrete"), "--json")
    assert run("grade", path, "--profile", "discrete", "--json").out == first.out


def test_open_items_make_the_result_provisional(run, answers):
    ran = run("grade", answers({ITEMS[0]: "full"}, profile="discrete"))
    assert ran.code == 0
    assert f"Provisional: {len(ITEMS) - 1} of {len(ITEMS)}" in ran.out
    assert "5 (S = 5)" in ran.out
    assert "not verified" in ran.out


def test_the_explanation_reaches_every_item(run, answers):
    ran = run("grade", answers(dict.fromkeys(ITEMS, "most"), profile="discrete"), "--explain")
    marks = {f"{item_number(load(), item, 'en')} " for item in load().items_of("discrete")}
    assert all(mark in ran.out for mark in marks)
    assert len(re.findall(r"\bL[1-5]\.\d+ ", ran.out)) >= len(ITEMS)
    ran = run("grade", answers(dict.fromkeys(ITEMS, "most"), profile="discrete"), "--explain", "--json")
    assert json.loads(ran.out)["explanation"]["children"]


def test_tailoring_is_reported(run, answers):
    domain = sorted(load().profile("discrete").tailorable)[0]
    ran = run("grade", answers(dict.fromkeys(ITEMS, "most"), profile="discrete", cuts={domain: "没有"}))
    assert ran.code == 0
    assert f"Tailored: {domain}" in ran.out


def test_weights_of_ones_own_are_used(run, answers, own_weights):
    ran = run("grade", answers(dict.fromkeys(ITEMS, "most")), "--weights", own_weights(), "--json")
    document = json.loads(ran.out)
    assert (document["profile"], document["weights_verified"]) == ("own", True)


def test_below_the_first_level_is_said_in_words(run, answers):
    assert "below level 1" in run("grade", answers(dict.fromkeys(ITEMS, "none"), profile="discrete")).out
    ran = run("grade", answers(dict.fromkeys(ITEMS, "none"), profile="discrete"), "--language", "zh")
    assert "未达到一级" in ran.out


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "intake-json"),
        ("[" * 100_000, "intake-json"),
        ("[]", "intake-json-shape"),
        ('{"answers": []}', "intake-json-shape"),
        ('{"answers": {"data.1a": true}}', "intake-json-shape"),
        ('{"answers": {"data.1a": {"reason": "x"}}}', "intake-json-shape"),
        ('{"profile": 3}', "intake-json-shape"),
        ('{"profile": "discrete", "cuts": []}', "intake-json-shape"),
        ('{"answers": {}, "answer": {}}', "intake-json-key"),
        ('{"answers": {"data.1a": "full", "data.1a": "none"}}', "intake-key-repeated"),
        ('{"answers": {}}', "intake-no-profile"),
        ('{"profile": "batch", "answers": {}}', "answer-unknown-profile"),
        ('{"profile": "discrete", "answers": {"data.9z": "full"}}', "answer-unknown-item"),
        ('{"profile": "discrete", "answers": {"data.1a": "best"}}', "answer-unknown-choice"),
        ('{"profile": "discrete", "answers": {"data.1a": {"not-applicable": " "}}}', "answer-reason-missing"),
        ('{"profile": "discrete", "cuts": {"production": "x"}, "answers": {}}', "answer-cut-forbidden"),
    ],
)
def test_wrong_json_is_refused(run, tmp_path, text, code):
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    ran = run("grade", path)
    assert ran.code == 1
    assert f"{code}: " in ran.err


def test_every_mistake_of_a_table_is_told_with_its_row(run, tmp_path):
    rows = [("data.1a", "full", ""), ("data.9z", "full", ""), ("data.1b", "best", ""), ("data.1a", "none", "")]
    ran = run("grade", table(tmp_path / "a.csv", rows), "--profile", "discrete")
    assert ran.code == 1
    assert [line.split(": ")[1] for line in ran.err.splitlines()] == [
        "answer-unknown-item",
        "answer-unknown-choice",
        "intake-item-repeated",
    ]
    assert [line.split(":")[1] for line in ran.err.splitlines()] == ["3", "4", "5"]


def test_missing_and_unknown_columns_are_named(run, tmp_path):
    path = table(tmp_path / "a.csv", [("data.1a", "full", "")], ("itme", "choice", "colour"))
    ran = run("grade", path, "--profile", "discrete")
    codes = [line.split(": ")[1] for line in ran.err.splitlines()]
    assert codes == ["intake-column-near", "intake-column-unknown", "intake-column-missing"]


def test_an_unknown_questionnaire_is_refused(run, answers):
    ran = run("grade", answers({}), "--questionnaire", "../cmmm")
    assert ran.code == 1
    assert "cmmm" in ran.err
