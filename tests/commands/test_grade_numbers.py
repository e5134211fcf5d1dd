"""`maturity grade` of a questionnaire with numbers: verdicts before any score, files, refusals, zh and en."""

import csv
import json

import docx
import pytest

from maturity.questionnaire import load

from ..scoring.green import BASELINES, LEADING, NUMBERS

WHICH = ("--questionnaire", "green-factory-2016")
ROWS = [
    ("pollutants.amount", "3900", "kg", "COD", ""),
    ("pollutants.amount", "1.3", "吨", "氨氮", ""),
    ("energy", "12", "GWh", "电力（当量值）", ""),
    ("energy", "80万", "立方米", "天然气", ""),
]


def lines_of(changes):
    rows = [*ROWS]
    for item in load("green-factory-2016").items:
        if item.id in NUMBERS:
            rows.append((item.id, NUMBERS[item.id], "", "", ""))
        elif item.asks is None:
            rows.append((item.id, "部分满足" if item.scale == "degree" else "是", "", "", ""))
    return [(row[0], *changes[row[0]]) if row[0] in changes else row for row in rows]


@pytest.fixture
def answers(tmp_path):
    def write(**changes):
        path = tmp_path / "answers.csv"
        named = {id.replace("__", ".").replace("_", "-"): row for id, row in changes.items()}
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("条目", "值", "单位", "行", "理由"), *lines_of(named)])
        return path

    return write


@pytest.fixture
def values(tmp_path):
    path = tmp_path / "references.csv"
    rows = [(id, base, LEADING.get(id, ""), "自拟", "R") for id, base in BASELINES.items()]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("indicator", "baseline", "leading", "source", "status"), *rows])
    return path


def test_verdicts_score_and_notices_are_told_apart(run, answers, values):
    told = run("grade", answers(), *WHICH, "--references", values).out
    lines = told.splitlines()
    assert lines[1:5] == [
        "Eligible: yes",
        "Gates: all 8 met",
        "Mandatory requirements: all 32 met",
        "Score: 85.44 (of 100)",
    ]
    assert "superseded" in told
    assert "not verified against the official text" in told
    assert "Reference values that are not verified: 11." in told
    zh = run("grade", answers(), *WHICH, "--references", values, "--language", "zh").out
    assert zh.splitlines()[1:5] == [
        "申报条件：具备",
        "一票否决项：全部满足（8 条）",
        "必选要求：全部满足（32 条）",
        "得分：85.44（满分 100）",
    ]


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "Not eligible (not met: There was no safety"), ("zh", "申报条件：不具备（未满足：近三年没有")],
)
def test_a_missed_gate_is_told_before_any_score(run, answers, values, language, told):
    path = answers(compliance__g2=("否", "", "", ""))
    lines = run("grade", path, *WHICH, "--references", values, "--language", language).out.splitlines()
    assert lines[1].startswith(told)
    assert "85.44" not in "".join(lines[:4])
    assert "85.44" in lines[4]


def test_without_reference_values_the_ratios_are_told_and_the_verdict_is_open(run, answers):
    told = run("grade", answers(), *WHICH, "--explain").out
    assert "Eligible: undecided (items open, or without data or reference value: 11)" in told
    assert "Score: 61.9–88.57 (of 100)" in told
    assert "≈97.646154 kgce/piece, undecided" in told
    assert "No reference value" in told


def test_the_explanation_goes_from_inputs_to_points(run, answers, values):
    told = run("grade", answers(), *WHICH, "--references", values, "--explain", "--language", "zh").out
    assert "容积率：0.75，满足  = (52,000 平方米 + 8,000 平方米) ÷ 80,000 平方米  [基准值 0.7（自拟，未核实）]" in told
    assert "1.65/4 分  = 合计(1,474,800 千克标准煤, 1,064,000 千克标准煤) ÷ 26,000 件" in told
    assert "电力（当量值）：12 吉瓦时" in told
    assert "最值得先做的：" in told
    assert "  单位产品综合能耗与先进水平之比：+1.57 分，每 1 千克标准煤/件 加 0.09 分" in told
    assert "基础设施：16.4 / 20  [必选 6/6 条，可选 5.5/10 分；两部分 60 : 40]" in told


def test_the_fewest_items_to_a_score_are_named(run, answers, values):
    path = answers(eco_design__m1=("否", "", "", ""))
    known = ("grade", path, *WHICH, "--references", values, "--language", "zh", "--reach")
    told = run(*known, "85").out.splitlines()
    assert told[-2:] == ["要达到 85 分，最少做到 1 条：", "  设计产品时考虑全生命周期的环境影响"]
    assert run(*known, "101").out.splitlines()[-1] == "全部做到也达不到 101 分。"
    assert (
        run("grade", answers(), *WHICH, "--references", values, "--reach", "85").out.splitlines()[-1]
        == "85 is reached."
    )
    assert "quantity-no-number" in run(*known, "many").err


def test_a_score_to_reach_is_for_questionnaires_without_levels(run, tmp_path):
    path = tmp_path / "a.json"
    path.write_text("{}", encoding="utf-8")
    ran = run("grade", path, "--profile", "discrete", "--reach", "3")
    assert (ran.code, ran.out) == (2, "")


def test_json_has_every_number_and_what_it_was_scored_against(run, answers, values):
    found = json.loads(run("grade", answers(), *WHICH, "--references", values, "--json", "--explain").out)
    assert (found["eligible"], found["unscored"]) == (True, [])
    assert found["score"] == pytest.approx({"low": 85.442564, "high": 85.442564}, abs=1e-6)
    assert found["items"]["low-carbon.energy"]["value"]["exact"] == "6347/65"
    assert found["items"]["low-carbon.energy"]["reference"] == "energy-intensity"
    assert found["mandatory"] == {"standing": "met", "items": 32, "not_met": [], "undecided": []}
    assert found["verified"] is False
    assert found["explanation"]["children"]


@pytest.mark.parametrize("suffix", ["docx", "pdf", "html", "xlsx"])
def test_the_report_in_six_parts_is_written_in_every_format(run, answers, values, tmp_path, suffix):
    out = tmp_path / f"report.{suffix}"
    ran = run("report", answers(), *WHICH, "--references", values, "--division", "36", "--out", out)
    assert (ran.code, ran.out, ran.err) == (0, f"Written: {out}\n", "")


def test_the_report_says_what_grade_says(run, answers, values, tmp_path):
    out = tmp_path / "report.docx"
    run("report", answers(), *WHICH, "--references", values, "--out", out, "--enterprise", "示例工厂")
    words = "\n".join(cell.text for cell in docx.Document(str(out)).tables[0].rows[0].cells)
    told = run("grade", answers(), *WHICH, "--references", values).out.splitlines()[1:5]
    assert [line for line in told if line not in words] == []


def test_json_answers_are_read_too(run, tmp_path):
    answers = {
        "land-area": "8 ha",
        "building-area": {"value": "52,000", "unit": "平方米"},
        "structure-area": 8000,
        "pollutants": [{"row": "COD", "amount": "3.9 t"}],
        "energy": [{"row": "electricity", "amount": "12 GWh"}],
        "exhaust-gas": {"not-applicable": "没有废气"},
        "boundary.period": "2025",
    }
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"answers": answers}), encoding="utf-8")
    found = json.loads(run("grade", path, *WHICH, "--json").out)["items"]
    assert found["land.plot-ratio"]["value"]["exact"] == "3/4"
    assert found["clean-production.gas"]["state"] == "not-applicable"
    assert found["boundary.period"]["state"] == "shown"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"output": ("4,5", "", "", "")}, "quantity-comma"),
        ({"output": ("0", "", "", "")}, "quantity-not-above"),
        ({"output": ("NaN", "", "", "")}, "quantity-no-number"),
        ({"carbon": ("8328", "kg", "", "")}, "quantity-unit-unfit"),
        ({"carbon": ("-1", "", "", "")}, "quantity-below"),
        ({"energy": ("12", "GWh", "铀", "")}, "answer-carrier"),
        ({"land__plot_ratio": ("1", "", "", "")}, None),
        ({"building__m1": ("也许", "", "", "")}, "answer-unknown-choice"),
        ({"building__m1": ("部分满足", "", "", "")}, "answer-unknown-choice"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_row(run, answers, changes, told):
    path = answers(**changes)
    if told is None:  # a computed item takes no answer
        path.write_text(path.read_text(encoding="utf-8") + "land.plot-ratio,1,,,\n", encoding="utf-8")
        told = "answer-computed"
    ran = run("grade", path, *WHICH)
    assert ran.code == 1
    assert f"{told}:" in ran.err
    assert "answers.csv:" in ran.err
    assert ran.out == ""


def test_one_energy_counts_by_one_of_its_values(run, answers):
    path = answers()
    path.write_text(path.read_text(encoding="utf-8") + "energy,1,GWh,electricity-equivalent,\n", encoding="utf-8")
    assert "answer-carrier-twice" in run("grade", path, *WHICH).err


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("plot-ration,0.7,,x,R", "reference-unknown"),
        ("plot-ratio,0.7,,,R", "reference-source"),
        ("plot-ratio,0.7,,x,sure", "reference-status"),
        ("plot-ratio,,,x,R", "reference-empty"),
        ("plot-ratio,abc,,x,R", "quantity-no-number"),
        ("energy-intensity,80 kgce/unit,80,x,R", "reference-zero-width"),
        ("energy-intensity,80,110,x,R", "reference-direction"),
        ("energy-intensity,80 t,,x,R", "reference-unit"),
        ("energy-intensity,80 foo,,x,R", "unit-unknown"),
        ("plot-ratio,0.7,,x,R\nplot-ratio,0.8,,x,R", "reference-twice"),
    ],
)
def test_reference_values_are_checked_with_their_row(run, answers, tmp_path, row, told):
    path = tmp_path / "r.csv"
    path.write_text(f"indicator,baseline,leading,source,status\n{row}\n", encoding="utf-8")
    ran = run("grade", answers(), *WHICH, "--references", path)
    assert ran.code == 1
    assert f"{told}:" in ran.err
    assert "r.csv:" in ran.err


def test_the_value_that_says_most_about_whom_it_is_for_counts(run, answers, tmp_path):
    path = tmp_path / "r.csv"
    head = "indicator,baseline,leading,source,status,division,year,unit\n"
    rows = "plot-ratio,0.7,,x,R,,,\nplot-ratio,0.9,,x,R,31,,\nland-value,25,,x,R,,,1e8CNY/km2\n"
    path.write_text(head + rows, encoding="utf-8")
    known = ("grade", answers(), *WHICH, "--references", path, "--json")
    assert json.loads(run(*known).out)["items"]["land.plot-ratio"]["degree"]["low"] == 1
    found = json.loads(run(*known, "--division", "31").out)["items"]
    assert found["land.plot-ratio"]["degree"]["low"] == 0
    assert found["land.value"]["degree"]["low"] == 1, "3,875 of 10,000 CNY a hectare is 38.75 of 10^8 a km²"


def test_details_refuse_a_questionnaire_without_levels_by_name(run, answers, tmp_path, database):
    out = ("--reason", "x", "--out", tmp_path / "out.csv")
    ran = run("detail", "--file", answers(), "--year", "2025", *out, *WHICH)
    assert ran.code == 1
    assert "scoring-method: The questionnaire 'green-factory-2016' is scored by the method 'points'" in ran.err
    assert not [*tmp_path.glob("out.*")]
