import json
from pathlib import Path

import pytest

from maturity.questionnaire import load

from ..versions import CROSSWALK, later_text

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "questionnaires" / "valid" / "small.yaml"
PLAN = ROOT / "exports" / "plans" / "standard.yaml"


def test_right_files_end_with_0(run):
    ran = run("check", SMALL, PLAN)
    assert (ran.code, ran.err) == (0, "")
    assert "2 file(s)" in ran.out


def test_every_mistake_of_every_file_is_told_with_its_line(run, tmp_path):
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    text = SMALL.read_text(encoding="utf-8")
    one.write_text(text.replace('percent: "70"', 'percent: "71"').replace("{id: 2,", "{id: 4,"), encoding="utf-8")
    two.write_text(text.replace("shape.2c", "form.2c"), encoding="utf-8")
    ran = run("check", one, two)
    assert ran.code == 1
    assert {line.split(": ")[1] for line in ran.err.splitlines()} >= {
        "def-weight-sum",
        "def-level-order",
        "def-item-id",
    }
    assert all(line.split(":")[1].isdigit() for line in ran.err.splitlines())


def told(run, *files):
    """(line, code) of every mistake that is told."""
    ran = run("check", *files)
    assert ran.code == 1
    return [tuple(line.split(": ")[:2]) for line in ran.err.splitlines()]


def test_mistakes_of_structure_and_of_contents_are_told_together_from_the_first_line_on(run, tmp_path, own_weights):
    plan, own, crosswalk = (tmp_path / name for name in ("plan.yaml", "own.yaml", "cross.yaml"))
    text = (
        PLAN.read_text(encoding="utf-8").replace("rows: [city]", "rows: [town]").replace("decimals: 1", "decimals: x")
    )
    plan.write_text(text + "sort: up\n", encoding="utf-8")
    lines = text.splitlines()
    row, tables = next(i for i, line in enumerate(lines, 1) if "town" in line), len(lines) + 1
    found = told(run, plan)
    assert (f"{plan}:{row}:tables.6.rows.0", "plan-unknown-dimension") in found
    assert found[-1] == (f"{plan}:{tables}:sort", "def-unknown-key")
    own.write_text(own_weights(percent="7").read_text(encoding="utf-8").replace("verified: true", "verified: maybe"))
    assert [code for _, code in told(run, own)] == ["def-not-allowed", "def-weight-sum"]
    own.write_text(own.read_text(encoding="utf-8").replace("questionnaire: cmmm", "questionnaire: other"))
    assert [code for _, code in told(run, own)] == ["intake-unknown-questionnaire", "def-not-allowed"]
    crosswalk.write_text(CROSSWALK.replace("kind: split", "kind: parted").replace("kind: gone", "kind: new"), "utf-8")
    assert [code for _, code in told(run, crosswalk)] == ["cross-no-version", "def-not-allowed", *["cross-count"] * 2]


def test_known_totals_of_a_plan_are_read_beside_it(run, tmp_path):
    plan, totals = tmp_path / "plan.yaml", tmp_path / "sizes.csv"
    weights = "weights: {source: {zh: 统计局, en: Office}, margins: {size: sizes.csv}}\n"
    plan.write_text(PLAN.read_text(encoding="utf-8") + weights, encoding="utf-8")
    assert "plan-margin-file" in run("check", plan).err
    totals.write_text("code,total\nlarge,10\nsmall,90\n", encoding="utf-8")
    ran = run("check", plan)
    assert (ran.code, ran.err) == (0, "")
    totals.write_text("code,total\nlarge,10\ntiny,90\n", encoding="utf-8")
    assert "plan-margin-code" in run("check", plan).err


def test_a_plan_is_known_by_its_tables(run, tmp_path):
    plan = tmp_path / "plan.yaml"
    plan.write_text(PLAN.read_text(encoding="utf-8").replace("rows: [city]", "rows: [town]"), encoding="utf-8")
    ran = run("check", plan)
    assert ran.code == 1
    assert "plan-unknown-dimension" in ran.err


def test_a_crosswalk_is_checked_against_both_versions(run, tmp_path):
    crosswalk, definition = tmp_path / "a.yaml", tmp_path / "cmmm.yaml"
    crosswalk.write_text(CROSSWALK, encoding="utf-8")
    definition.write_text(later_text(), encoding="utf-8")
    assert run("check", crosswalk, definition).code == 0
    ran = run("check", crosswalk)
    assert (ran.code, "cross-no-version" in ran.err, "2020.2" in ran.err) == (1, True, True)
    crosswalk.write_text(CROSSWALK.replace("kind: split", "kind: new").replace("kind: gone", "kind: same"), "utf-8")
    ran = run("check", crosswalk, definition)
    assert ran.err.count("cross-count") == 2
    assert all(line.split(":")[1].isdigit() for line in ran.err.splitlines())


def test_a_weight_profile_is_checked_against_its_questionnaire(run, tmp_path, own_weights):
    assert run("check", own_weights()).code == 0
    ran = run("check", own_weights(percent="7"))
    assert ran.code == 1
    assert "def-weight-sum" in ran.err


def test_the_summary_counts_every_cell(run):
    ran = run("check", ROOT / "questionnaires" / "cmmm.yaml", "--summary")
    questionnaire = load()
    *_, total = ran.out.splitlines()
    numbers = [int(word) for word in total.split()[1:]]
    assert numbers[-1] == len(questionnaire.items) == sum(numbers[:-1])
    (row,) = [line for line in ran.out.splitlines() if line.startswith("integration ")]
    counts = [len(questionnaire.area("integration").items_at(level)) for level in range(1, 6)]
    assert row.split()[2:] == [*(str(count) if count else "·" for count in counts), str(sum(counts))]


def test_the_summary_is_aligned_in_chinese_too(run):
    from rich.cells import cell_len

    ran = run("check", SMALL, "--summary", "--language", "zh")
    assert len({cell_len(line) for line in ran.out.splitlines()[1:]}) == 1


def test_the_schema_is_json(run):
    ran = run("check", "--schema")
    assert ran.code == 0
    assert "profiles" in json.loads(ran.out)["properties"]


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: None, "intake-no-file"),
        (lambda path: path.mkdir(), "intake-folder"),
        (lambda path: path.write_bytes(b"\xff\xfe\x00x"), "intake-not-utf8"),
        (lambda path: path.write_text("a: [1", encoding="utf-8"), "def-syntax"),
        (lambda path: path.write_text("", encoding="utf-8"), "def-missing-key"),
        (lambda path: path.write_text("tables: 3", encoding="utf-8"), "def-"),
        (lambda path: path.write_text("questionnaire: green", encoding="utf-8"), "intake-unknown-questionnaire"),
    ],
)
def test_files_that_are_no_definitions_are_refused(run, tmp_path, make, code):
    path = tmp_path / "x.yaml"
    make(path)
    ran = run("check", path)
    assert ran.code == 1
    assert code in ran.err


def test_the_summary_counts_roles_and_names_what_has_no_basic_requirement(run):
    ran = run("check", ROOT / "questionnaires" / "green-factory-2016.yaml", "--summary")
    lines = ran.out.splitlines()
    assert lines[1].split() == ["gate", "mandatory", "optional", "input", "Σ"]
    assert lines[-3].split()[-5:] == ["8", "32", "23", "22", "85"]
    assert lines[-2:] == [
        "No mandatory requirement: Social responsibility.",
        "No mandatory requirement: Carbon footprint.",
    ]


def test_reference_values_are_checked_for_the_questionnaire_that_their_file_is_called_after(run, tmp_path):
    table, unknown = tmp_path / "green-factory-2016.references.csv", tmp_path / "nowhere.references.csv"
    head = "indicator,baseline,leading,source,status,division\n"
    table.write_text(f"{head}plot-ratio,0.7,,x,M,通用设备制造业\n", encoding="utf-8")
    assert run("check", table).code == 0
    table.write_text(f"{head}plot-ratio,0.7,0.7,x,Q,99\n", encoding="utf-8")
    assert told(run, table) == [
        (f"{table}:2:division", "class-industry-outside"),
        (f"{table}:2:status", "reference-status"),
    ]
    unknown.write_text(head, encoding="utf-8")
    assert "There is no questionnaire 'nowhere'" in run("check", unknown).err
    own = tmp_path / "own.yaml"
    text = (ROOT / "questionnaires" / "green-park-2016.yaml").read_text(encoding="utf-8")
    own.write_text(text.replace("id: green-park-2016", "id: own-park"), encoding="utf-8")
    (tmp_path / "own-park.references.csv").write_text(f"{head}nothing,1,,x,M,\n", encoding="utf-8")
    assert [code for _, code in told(run, tmp_path / "own-park.references.csv", own)] == ["reference-unknown"]
