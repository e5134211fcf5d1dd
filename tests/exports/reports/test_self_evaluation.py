"""The self-evaluation report in six parts: its content, and the texts of its files read back."""

import os
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date

import docx
import openpyxl
import pptx
import pytest

from maturity.answers import Chosen, NotApplicable, Response, Said
from maturity.assessment.evidence_strength import Strength
from maturity.questionnaire import Catalogue, Text, load
from maturity.questionnaire.facts import FACTS
from maturity.report import (
    EvaluationDossier,
    Evidence,
    Notice,
    Space,
    Table,
    build_evaluation,
    exporter,
    suffixes,
)
from maturity.scoring.methods import METHODS, evaluate

from ...scoring.green import filled, references
from ..office import converted

HOSTILE = '=1+1 <b>粗</b> & "引号"'
GREEN = [id for id in Catalogue(None).ids() if load(id).scoring.method in METHODS]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def dossier(*, carbon=".35", **changes):
    response = filled(**changes)
    said = {"boundary.organisation": Said(f"示例公司 {HOSTILE}"), "boundary.period": Said("2025 年 1 月至 12 月")}
    response = Response(response.questionnaire, "default", {**response.answers, **said})
    return EvaluationDossier(
        evaluation=evaluate(response, references(response.questionnaire, carbon_intensity=carbon)),
        enterprise="示例精密机械制造股份有限公司",
        day=date(2026, 11, 27),
        year=2026,
        facts=[(FACTS["division"], Text("36 汽车制造业", "36 Automobiles"))],
        comments={"energy": f"含外购蒸汽 {HOSTILE}"},
        evidence=[
            Evidence("energy", "file", Strength.SEEN, "能源报表.xlsx"),
            Evidence("compliance.g1", "file", Strength.DOCUMENTED, "营业执照.pdf"),
            Evidence("building.m1", "link", Strength.DOCUMENTED, "批复", "https://intranet.example.org/plan"),
        ],
    )


def missed():
    """A factory with a gate that is not met, a number that does not apply, and a reference value that is missing."""
    return dossier(carbon=None, compliance__g2=Chosen("no"), exhaust_gas=NotApplicable("没有废气"))


def empty(id):
    """Nothing answered yet."""
    questionnaire = load(id)
    response = Response(questionnaire, next(iter(questionnaire.profiles)), {})
    return EvaluationDossier(evaluate(response), "示例", date(2026, 11, 27))


@pytest.fixture(scope="module", params=["zh", "en"])
def report(request):
    return build_evaluation(missed(), request.param)


@pytest.fixture(scope="module")
def written(report, tmp_path_factory):
    folder = tmp_path_factory.mktemp("self")
    return {suffix: exporter(suffix)(report, folder / f"report{suffix}") for suffix in suffixes()}


def bare(words):
    return re.sub(r"\s+", "", words)


def docx_text(path):
    return bare("".join(part.text for part in docx.Document(str(path)).element.body.iter(f"{W}t")))


def pdf_text(path):
    if shutil.which("pdftotext") is None:
        if os.environ.get("MATURITY_REQUIRE_SERVICES"):
            pytest.fail("pdftotext is required here")
        pytest.skip("pdftotext (poppler-utils) is not installed")
    told = subprocess.run(["pdftotext", "-raw", str(path), "-"], check=True, capture_output=True, text=True).stdout
    return bare(told)


def tables(report, kind):
    return [block for _, block in report.blocks() if isinstance(block, Table) and block.kind == kind]


def row(report, kind, start):
    """The one row of a kind of table whose first cells start so."""
    (found,) = [
        [cell.words for cell in cells]
        for table in tables(report, kind)
        for cells in table.rows
        if any(cell.words.startswith(start) for cell in cells[:2])
    ]
    return found


def test_the_six_parts_and_the_annex_stand_in_order():
    zh, en = (build_evaluation(missed(), language) for language in ("zh", "en"))
    assert [section.heading for section in zh.sections] == [
        "1 基本信息表",
        "2 单位基本情况",
        "3 创建情况",
        "4 下一步工作",
        "5 自评表",
        "6 证明材料",
        "A 附录：计算说明",
    ]
    assert [section.title for section in en.sections] == [
        "Facts sheet",
        "The organisation",
        "What was built up",
        "Next steps",
        "Evaluation sheet",
        "Evidence",
        "Annex: calculation notes",
    ]
    assert [part.title for part in zh.sections[2].sections] == [
        "一般要求",
        "基础数据",
        "基础设施",
        "管理体系",
        "能源资源投入",
        "产品",
        "环境排放",
        "绩效",
    ]


def test_every_part_to_be_written_has_a_place():
    found = build_evaluation(missed(), "zh")
    spaces = [section.number for section, block in found.blocks() if isinstance(block, Space)]
    assert spaces == ["1", "2", "2", "2", "4"]
    assert row(found, "facts", "行业") == ["行业大类", "36 汽车制造业"], "known facts are not asked for again"
    assert row(found, "facts", "地址") == ["地址", ""]


def test_the_boundary_card_says_what_was_not_answered():
    found = build_evaluation(missed(), "zh")
    assert row(found, "boundary", "组织边界")[1] == f"示例公司 {HOSTILE}"
    assert row(found, "boundary", "生产边界")[1] == "未作答"


def test_eligibility_comes_before_any_score_on_cover_and_sheet(written, report):
    zh = report.language == "zh"
    refused = "申报条件：不具备（未满足：近三年没有发生较大" if zh else "Noteligible(notmet:Therewasnosafety"
    score = "得分：67.44–85.44（满分100）" if zh else "Score:67.44–85.44(of100)"
    for text in (docx_text(written[".docx"]), pdf_text(written[".pdf"])):
        assert refused in text
        assert text.index(refused) < text.index(score)
        assert text.count(refused) == 2
        assert "67.44" not in text[: text.index(refused)]


def test_nothing_unverified_looks_verified(written, report):
    zh = report.language == "zh"
    wanted = (
        (
            "已被取代",
            "条目、权重和分值未经标准原文核实",
            "10个参考值未经核实",
            "1条缺参考值",
            "有换算因子未经核实",
            "分值未经核实",
        )
        if zh
        else (
            "issuperseded",
            "Items,weightsandpointsarenotverified",
            "Referencevaluesthatarenotverified:10",
            "Itemswithoutareferencevalue,notscored:1",
            "Somefactorsarenotverified",
            "Pointsarenotverified",
        )
    )
    cover = bare("".join(notice.words for notice in report.notices))
    assert [words for words in wanted[:4] if words not in cover] == []
    for text in (docx_text(written[".docx"]), pdf_text(written[".pdf"])):
        assert [words for words in wanted if words not in text] == []
        before = text.index("67.44") + 700  # the conditions stand on the cover, with the score
        assert wanted[1] in text[:before]
        status = re.findall(
            r"天然气1\.33千克标准煤/立方米.*?(未核实|已核实)"
            if zh
            else r"Naturalgas1\.33kgce/m³.*?([Nn]otverified|Verified)",
            text,
        )
        assert status == ["未核实" if zh else "Notverified"]


def test_the_policy_on_what_does_not_apply_stands_once_beside_the_score():
    for found in (build_evaluation(missed(), "en"), build_evaluation(dossier(), "en")):
        told = [*found.verdict.meaning.split("\n"), *(notice.words for notice in found.notices)]
        assert told.count("What does not apply leaves, and the others carry its points.") == 1


def test_an_assessment_from_elsewhere_says_so_first():
    found = build_evaluation(replace(missed(), origin="refused"), "en")
    assert "was not accepted" in found.notices[0].words
    sheet = [block for section, block in found.blocks() if isinstance(block, Notice) and section.number == "5"]
    assert sheet[0] == found.notices[0]


def test_requirements_tell_answers_as_entered_outcomes_and_evidence():
    found = build_evaluation(missed(), "zh")
    assert row(found, "requirements", "近三年") == [
        "近三年没有发生较大及以上的安全、环保、质量事故",
        "否",
        "未满足",
        "—",
    ]
    assert row(found, "requirements", "工厂依法")[2:] == ["满足", "1. 营业执照.pdf"]
    assert row(found, "requirements", "单位产品碳")[1:3] == ["≈0.320308 吨二氧化碳/件", "尚不能判定"]
    assert row(found, "requirements", "单位产品废气")[1:3] == ["—", "不适用"]
    assert row(found, "requirements", "单位产品主要污染物")[1] == "COD：0.15 千克/件\n氨氮：0.05 千克/件"
    assert row(found, "quantities", "工业固体废物综合利用量")[1] == "9,200,000 千克"
    assert row(found, "quantities", "各种能源")[1:] == [
        "电力（当量值）：12 吉瓦时\n天然气：80 万立方米",
        "2. 能源报表.xlsx",
    ]


def test_next_steps_begin_with_what_stands_against_eligibility():
    found = build_evaluation(missed(), "en")
    (against,) = tables(found, "against")
    assert [cells[1].words for cells in against.rows] == ["Not met", "Undecided"]
    assert against.rows[1][2].words == "No reference value"
    assert row(found, "gains", "Energy per product") == [
        "Energy per product against the leaders",
        "+1.57",
        "0.09 points per kgce/piece",
    ]
    assert not tables(build_evaluation(dossier(), "en"), "against")


def test_the_sheet_has_values_points_and_the_index_of_evidence():
    found = build_evaluation(missed(), "en")
    assert row(found, "sheet", "The factory was lawfully")[1:] == ["Yes", "Met", "Papers 1, 2, 3, 4, 5; Evidence 1"]
    better = row(found, "sheet", "Energy per product against")[1:]
    assert better == [
        "≈97.646154 kgce/piece",
        "1.65/4 points",
        "Papers 19",
    ]
    assert row(found, "totals", "Infrastructure") == ["Infrastructure", "6/6", "16.4", "20"]
    assert row(found, "totals", "Total") == ["Total", "", "67.44–85.44", "100"]


def test_the_checklist_has_twenty_papers_three_where_applicable():
    found = build_evaluation(missed(), "zh")
    (checklist,) = tables(found, "checklist")
    assert [cells[0].words for cells in checklist.rows] == [str(number) for number in range(1, 21)]
    assert [cells[0].words for cells in checklist.rows if cells[1].note == "如适用"] == ["2", "3", "6"]
    assert row(found, "checklist", "建设批复文件")[2:] == ["合规性与相关方要求、建筑", "1. 营业执照.pdf\n3. 批复"]
    assert row(found, "checklist", "绩效指标计算说明")[3] == "见本报告附录"
    assert row(found, "evidence", "3")[3] == "批复"


def test_evidence_for_a_paper_stands_beside_it_and_first_in_the_index():
    made = missed()
    award = Evidence("", "link", Strength.DOCUMENTED, "一等奖", "https://intranet.example.org/award", "e20")
    found = build_evaluation(replace(made, evidence=[*made.evidence, award]), "zh")
    assert row(found, "checklist", "节能环保奖励证书")[3] == "1. 一等奖"
    assert row(found, "checklist", "建设批复文件")[3] == "2. 营业执照.pdf\n4. 批复"
    assert [cell.words for cell in tables(found, "evidence")[0].rows[0][1:4]] == ["节能环保奖励证书", "链接", "一等奖"]


def test_the_notes_go_from_boundary_over_inputs_and_factors_to_outcomes():
    found = build_evaluation(missed(), "zh")
    assert [part.title for part in found.sections[-1].sections] == ["核算边界", "输入量", "换算因子", "计算过程"]
    assert row(found, "calculations", "容积率")[1:] == [
        "(计入容积率的建筑面积 + 计入容积率的构筑物面积) ÷ 厂区用地面积",
        "0.75",
        "满足",
    ]
    ids = {item.id for item in load("green-factory-2016").items} | {"carbon-intensity", "energy-intensity"}
    words = {cell.words for table in tables(found, "calculations") for cells in table.rows for cell in cells}
    notes = {
        line for table in tables(found, "calculations") for cells in table.rows for line in cells[3].note.split("\n")
    }
    assert not [told for told in words | notes if re.search(r"[a-z]+[-_.][a-z]+", told) or told in ids]


def test_word_and_pdf_hold_every_table_whole(written, report):
    document, pdf = docx.Document(str(written[".docx"])), pdf_text(written[".pdf"])
    found = [[bare(cell.text) for cell in line.cells] for table in document.tables for line in table.rows]
    for kind in ("requirements", "sheet", "checklist", "calculations", "gains", "inputs"):
        for table in tables(report, kind):
            for cells in table.rows:
                assert [bare(cell.words + cell.note) for cell in cells] in found
                assert [cell.words for cell in cells if bare(cell.words) not in pdf] == []


def test_the_workbook_has_the_conditions_on_its_cover_and_no_empty_sheet(written, report):
    book = openpyxl.load_workbook(written[".xlsx"])
    cover = [cell.value for cells in book.worksheets[0].iter_rows() for cell in cells]
    assert [notice for notice in report.notices if notice.words not in cover] == []
    assert all(sheet.max_row > 1 for sheet in book)
    assert not [value for value in cover if value and "\n" in value], "rows above the facts do not grow"
    assert not [sheet.title for sheet in book if sheet.print_area], "all rows are printed"


def test_the_slide_with_the_verdict_says_what_is_not_verified(written, report):
    verdict = pptx.Presentation(written[".pptx"]).slides[1]
    told = [shape.text_frame.text for shape in verdict.shapes if shape.has_text_frame]
    assert {notice.words for notice in report.notices} <= {*told}
    assert max(shape.top + shape.height for shape in verdict.shapes) <= pptx.util.Pt(540)


def test_word_knows_in_which_language_the_report_is(written, report):
    (language,) = docx.Document(str(written[".docx"])).styles.element.iter(f"{W}lang")
    latin = "zh-CN" if report.language == "zh" else "en-GB"
    assert (language.get(f"{W}val"), language.get(f"{W}eastAsia")) == (latin, "zh-CN")


def test_the_same_report_gives_the_same_bytes(written, report, tmp_path):
    for suffix in (".docx", ".html"):
        assert exporter(suffix)(report, tmp_path / f"again{suffix}").read_bytes() == written[suffix].read_bytes()


def test_libreoffice_opens_the_document(written, report, office, tmp_path):
    text = pdf_text(converted(office, written[".docx"], tmp_path, "pdf"))
    assert "证明材料清单（20项）" in text or "Checklistof20papers" in text
    assert bare(report.verdict.name) in text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("id", GREEN)
def test_every_questionnaire_without_levels_has_a_report(id, language, tmp_path):
    report = build_evaluation(empty(id), language)
    exporter(".html")(report, tmp_path / "r.html")
    text = docx_text(exporter(".docx")(report, tmp_path / "r.docx"))
    assert [section.number for section in report.sections][:6] == ["1", "2", "3", "4", "5", "6"]
    (unverified,) = [
        notice
        for notice in report.notices
        if "未经标准原文核实" in notice.words or "not verified against" in notice.words
    ]
    assert text.count(bare(unverified.words)) == 2, "on the cover and with the sheet"
    assert len({section.anchor for _, section in report.walk()}) == sum(1 for _ in report.walk())
    assert not [block for _, block in report.blocks() if isinstance(block, Notice) and not block.words]


def test_the_cover_with_all_its_conditions_is_one_page(written, report):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    command = ["pdftotext", "-raw", "-f", "1", "-l", "1", str(written[".pdf"]), "-"]
    cover = bare(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert [notice for notice in report.notices if bare(notice.words) not in cover] == []
    assert bare(report.imprint) in cover


def test_a_block_without_areas_in_it_is_named_once():
    found = build_evaluation(empty("green-readiness"), "zh")
    assert {table.title for table in tables(found, "requirements")} == {""}


def test_a_questionnaire_without_a_total_tells_none():
    found = build_evaluation(empty("four-degrees"), "en")
    assert (found.verdict.name, found.verdict.score) == ("Values alone, without a total", "")
    assert not tables(found, "totals")
    assert not tables(found, "gains")


def test_next_steps_name_the_fewest_items_to_the_next_round_score():
    (found,) = tables(build_evaluation(missed(), "zh"), "fewest")
    assert found.title.endswith("就具备申报条件，并达到 70 分")
    assert next(row[0].words for row in found.rows).startswith("近三年没有发生较大及以上")
    assert not tables(build_evaluation(empty("four-degrees"), "zh"), "fewest")
