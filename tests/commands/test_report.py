import json

import docx
import pytest

from maturity.questionnaire import load

ITEMS = [item.id for item in load().items_of("discrete")]


@pytest.fixture
def answers(tmp_path):
    path = tmp_path / "苏州厂.json"
    path.write_text(json.dumps({"profile": "discrete", "answers": dict.fromkeys(ITEMS, "most")}), encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", ["html", "docx", "xlsx", "pdf"])
def test_the_ending_chooses_the_format(run, answers, tmp_path, suffix):
    out = tmp_path / f"report.{suffix}"
    ran = run("report", answers, "--out", out)
    assert (ran.code, ran.out, ran.err) == (0, f"Written: {out}\n", "")
    assert out.stat().st_size > 1000


def test_the_enterprise_is_named_or_taken_from_the_file(run, answers, tmp_path):
    out = tmp_path / "r.docx"
    run("report", answers, "--out", out, "--enterprise", "示例企业 7")
    assert "示例企业 7" in [p.text for p in docx.Document(str(out)).paragraphs]
    run("report", answers, "--out", out)
    assert "苏州厂" in [p.text for p in docx.Document(str(out)).paragraphs]


def test_an_unknown_format_is_refused_before_the_work(run, answers, tmp_path):
    ran = run("report", answers, "--out", tmp_path / "r.odt")
    assert ran.code == 1
    assert "report-unknown-suffix" in ran.err


def test_a_file_that_is_not_there_is_named(run, tmp_path):
    ran = run("report", tmp_path / "no.json", "--out", tmp_path / "r.html")
    assert ran.code == 1
    assert "no.json" in ran.err
