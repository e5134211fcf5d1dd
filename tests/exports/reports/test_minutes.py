"""The minutes of a workshop: their content, and the texts of their files read back."""

import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from html import unescape

import docx
import openpyxl
import pptx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from maturity.answers import Chosen, NotApplicable
from maturity.quantities import Quantity
from maturity.questionnaire import Catalogue, load
from maturity.questionnaire.caveats import caveats
from maturity.report import (
    Action,
    MinutesDossier,
    MinutesItem,
    Notice,
    Table,
    build_minutes,
    exporter,
    suffixes,
    writable,
)
from maturity.workshop import RULES, STANDARD, count, judge, scale_of
from maturity.workshop.ballots import answer_of
from maturity.workshop.numbers import judge_numbers

from ...pictures import logo
from ..office import converted

HOSTILE = '=1+1 <b>粗</b> & "引号"'
CMMM = load("cmmm")
VOTES = (
    ("most", "agreed", {"most": 11, "full": 1}),
    ("part", "decided", {"part": 6, "most": 6}),
    ("full", "agreed", {"full": 12}),
    ("full", "decided", {"none": 2, "full": 10}),
    ("most", "dissent", {"most": 9, "full": 2, "part": 1}),
    (None, "not-applicable", {"not-applicable": 8, "part": 4}),
    ("part", "agreed", {"part": 9, "none": 1, "cannot-judge": 2}),
    ("most", "decided", {"none": 3, "part": 3, "most": 3, "full": 3}),
)


def items(number=8):
    found = []
    for item, (choice, kind, votes) in zip(CMMM.items_of("discrete")[: number * 1], VOTES, strict=False):
        scale = scale_of(CMMM, item)
        settled = NotApplicable("外协完成") if choice is None else Chosen(choice)
        found.append(
            MinutesItem(
                item,
                "settled",
                kind,
                settled,
                reason=f"两条线的记录已经看过 {HOSTILE}" if kind in ("decided", "not-applicable") else "",
                own=Chosen("most"),
                rounds=2 if kind == "decided" else 1,
                cast=sum(votes.values()),
                verdict=judge(STANDARD, scale, count(scale, Counter(votes).elements(), 12)),
                dissent=[("三号线没有记录，只能算部分做到。", ""), ("应当再看一次现场。", "李工")]
                if kind == "dissent"
                else (),
                accepted=True,
            )
        )
    rest = CMMM.items_of("discrete")[number : number + 3]
    found.append(MinutesItem(rest[0], "parked", reason="缺 2025 年的设备台账", owner="王工", due=date(2026, 12, 31)))
    found.append(MinutesItem(rest[1], "waiting"))
    found.append(MinutesItem(rest[2], "settled", "decided", Chosen("part"), "只有三人判断", rounds=1, cast=3))
    return found


def dossier(**changes):
    made = MinutesDossier(
        questionnaire=CMMM,
        enterprise="示例精密机械制造股份有限公司",
        facilitator="周敏（示例咨询有限公司）",
        title="组织与人员两部分研讨",
        year=2026,
        day=date(2026, 11, 27),
        rule=STANDARD,
        version=1,
        assessed=False,
        sitting=1,
        opened_at=datetime(2026, 11, 27, 1, 0, tzinfo=UTC),
        closed_at=datetime(2026, 11, 27, 2, 42, tzinfo=UTC),
        planned=90,
        met=102,
        functions=[("生产", 5), ("质量", 4), ("IT", 3)],
        own_area=4,
        items=items(),
        actions=[Action("补齐设备台账", CMMM.items_of("discrete")[8].id, "王工", date(2026, 12, 31), "open")],
    )
    return replace(made, **changes)


def texts(report):
    """Everything that a report says, in reading order."""
    found = [report.title, report.enterprise, report.subtitle, report.verdict.name, report.verdict.meaning]
    found += [word for pair in report.facts.pairs for word in pair] + [notice.words for notice in report.notices]
    for _, block in report.blocks():
        if isinstance(block, Table):
            found += [block.title, block.note, *(column.words for column in block.columns)]
            found += [text for row in block.rows for cell in row for text in (cell.words, cell.note)]
        elif hasattr(block, "pairs"):
            found += [word for pair in block.pairs for word in pair]
        else:
            found.append(getattr(block, "words", "") or getattr(block, "asks", ""))
    return found


def tables(report):
    return {block.kind: block for _, block in report.blocks() if isinstance(block, Table)}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_minutes_tell_results_kinds_reasons_and_totals(language):
    report = build_minutes(dossier(), language)
    said = "\n".join(texts(report))
    zh = language == "zh"
    for words in (
        ("共 11 条", "4 条一致", "4 条由主持人决定", "1 条不适用", "1 条搁置", "1 条未议定")
        if zh
        else ("11 items", "4 decided by the lead", "1 not applicable", "1 parked", "1 not settled")
    ):
        assert words in said
    assert ("90 分钟 / 102 分钟" if zh else "90 minutes / 102 minutes") in said
    assert "2026-11-27 09:00 – 10:42" in said
    assert ("全体一致的条目会让人知道每个人的选择" if zh else "everybody's vote is known") in said
    assert ("少于 4 票，不印" if zh else "Fewer than 4, not printed") in said
    choices = {choice.id: choice.text.of(language) for choice in CMMM.choices}
    comma = "、" if zh else ", "
    assert f"{choices['full']}\u00a01{comma}{choices['most']}\u00a011" in said
    assert f"{choices['most']}\u00a06{comma}{choices['part']}\u00a06" in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_table_is_wider_than_the_page(language):
    for sitting in (1, 2):
        for table in tables(build_minutes(dossier(sitting=sitting), language)).values():
            assert sum(column.width for column in table.columns) == 100, table.kind


def test_consultant_and_client_are_named_and_participants_only_if_all_agreed():
    quiet, named = (build_minutes(dossier(names=names), "zh") for names in ((), ("甲", "乙")))
    assert "周敏（示例咨询有限公司）" in texts(quiet)
    assert quiet.enterprise == "示例精密机械制造股份有限公司"
    assert "不是全体同意列出姓名" in tables(quiet)["participants"].note
    assert "names" not in tables(quiet)
    assert [row[1].words for row in tables(named)["names"].rows] == ["甲", "乙"]
    assert [row[0].words for row in tables(quiet)["participants"].rows] == ["生产", "质量", "IT"]


@pytest.mark.parametrize("rule", RULES.values(), ids=str)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_rule_is_printed_in_words(rule, language):
    report = build_minutes(dossier(rule=rule), language)
    said = "\n".join(texts(report))
    assert ("会前确定的规则：" if language == "zh" else "The rule, fixed before:") in said
    light = {"zh": "宽松规则", "en": "light rule"}[language]
    assert any(light in one.words for one in report.notices) == (rule.id == "light")
    told = {one.words for one in report.notices}
    assert {text.of(language) for text in caveats(CMMM)} <= told, "what was voted on is not verified"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_figure_is_explained_in_two_sentences(language):
    report = build_minutes(dossier(), language)
    section = next(section for _, section in report.walk() if section.number == "3.1")
    explained = dict(section.blocks[0].pairs)
    for label, words in explained.items():
        ends = re.findall(r"[。！？]" if language == "zh" else r"[a-z%)67]\.(?: |$)", words)
        assert len(ends) == 2, f"{label}: {words}"
    shown = {column.words for kind in ("figures", "areas") for column in tables(report)[kind].columns[1:]}
    headings = {re.sub(r"[（(].*95.*", "", words).strip() for words in shown} - {"条数", "Items"}
    assert headings == set(explained)


def test_figures_are_those_of_the_core():
    rows = tables(build_minutes(dossier(), "en"))["figures"].rows
    assert [cell.words for cell in rows[0]][1:] == ["12", "92%", "Mostly met", "0", "0.08", "0.93", "0%"]
    assert rows[0][6].note == "random 0.42"
    assert rows[3][6].words.startswith("0.00 (polarised)")


def test_alpha_is_given_from_five_items_on():
    few = tables(build_minutes(dossier(items=items()[:3]), "en"))["areas"].rows
    assert few[-1][3].words == "fewer than 5 items"
    many = tables(build_minutes(dossier(), "en"))["areas"].rows
    assert re.fullmatch(r"-?\d\.\d\d \(-?\d\.\d\d to -?\d\.\d\d\)", many[-1][3].words)


def test_what_differs_from_the_self_assessment_and_the_last_sitting():
    first = tables(build_minutes(dossier(), "en"))["compared"]
    assert [column.words for column in first.columns] == ["Item", "Self-assessment", "This sitting"]
    assert len(first.rows) == 6
    again = [replace(one, last=Chosen("none")) for one in items()]
    second = tables(build_minutes(dossier(sitting=2, items=again), "en"))["compared"]
    assert second.columns[2].words == "Last sitting"
    assert len(second.rows) == 9


def test_dissent_parked_items_actions_and_places_to_sign():
    report = build_minutes(dossier(), "en")
    found = tables(report)
    assert [row[2].words for row in found["dissent"].rows] == ["not signed", "李工"]
    assert [cell.words for cell in found["parked"].rows[0]][1:] == ["缺 2025 年的设备台账", "王工", "2026-12-31"]
    assert found["actions"].rows[0][1].words == "补齐设备台账"
    assert sum("signature and date" in words for words in texts(report)) == 3
    empty = build_minutes(dossier(items=items()[:1], actions=()), "zh")
    assert {"没有写下不同意见。", "没有搁置的条目。"} <= set(texts(empty))


def test_minutes_without_any_vote_are_written(tmp_path):
    report = build_minutes(dossier(items=[MinutesItem(CMMM.items[0], "waiting")], functions=[]), "en")
    for suffix in suffixes():
        assert exporter(suffix)(report, tmp_path / f"m.{suffix}").stat().st_size


def _slides(report, folder):
    """The titles of the slides, and the rows of their tables."""
    found = []
    for slide in pptx.Presentation(exporter("pptx")(report, folder / "m.pptx")).slides:
        tables = [shape for shape in slide.shapes if shape.has_table]
        assert max(shape.top + shape.height for shape in slide.shapes) <= pptx.util.Pt(540)
        rows = [[cell.text for cell in row.cells] for shape in tables for row in shape.table.rows]
        sizes = {run.font.size.pt for shape in tables for cell in shape.table.iter_cells() for run in _runs(cell)}
        found.append((slide.shapes[0].text_frame.text, rows[1:], sizes))
    return found


def _runs(cell):
    return cell.text_frame.paragraphs[0].runs


@pytest.mark.parametrize("language", ["zh", "en"])
def test_slides_hold_every_area_that_was_worked_on_in_letters_that_can_be_read(tmp_path, language):
    voted = [replace(items()[n % 8], item=item) for n, item in enumerate(CMMM.items_of("discrete")[:24])]
    last = [item for item in CMMM.items_of("discrete") if item.area == CMMM.items[-1].area]
    untouched = [MinutesItem(item, "waiting") for item in last]
    report = build_minutes(dossier(items=[*voted, *untouched]), language)
    found = _slides(report, tmp_path)
    shown = [row[0] for _, rows, _ in found for row in rows]
    for one in voted:
        assert sum(words.startswith(one.item.text.of(language)) for words in shown) == 1, one.item.id
    assert not any(words.startswith(one.item.text.of(language)) for words in shown for one in untouched)
    assert [title.rpartition(" ")[2] for title, *_ in found].count("1/2") >= 1
    assert {size for title, _, sizes in found for size in sizes if "/" in title} == {14}


def test_a_very_long_reason_stays_on_its_slide(tmp_path):
    one = replace(items()[1], reason="看过三条线的记录，其中一条没有。" * 30)
    assert len(_slides(build_minutes(dossier(items=[one]), "zh"), tmp_path)) > 3


@pytest.mark.parametrize("number", [1, 2, 11, 200])
def test_names_stand_side_by_side_on_paper_and_each_by_itself_in_a_workbook(tmp_path, number):
    names = [f"{'很长的姓名' * 7}{place:05}" for place in range(number)]
    report = build_minutes(dossier(names=names), "zh")
    tables = docx.Document(str(exporter("docx")(report, tmp_path / "m.docx"))).tables
    grid = next(rows for rows in ([[cell.text for cell in row.cells] for row in table.rows] for table in tables)
                if rows[0][:2] == ["序号", "姓名"])  # fmt: skip
    assert len(grid) == 1 + -(-number // 3)
    assert [words for row in grid[1:] for words in row if words] == [
        words for place, name in enumerate(names, 1) for words in (str(place), name)
    ]
    sheet = openpyxl.load_workbook(exporter("xlsx")(report, tmp_path / "m.xlsx"))["姓名"]
    assert [row[-1].value for row in sheet.iter_rows(min_row=2)] == names


def test_the_second_logo_of_a_workbook_stands_beside_the_first_in_every_program(tmp_path):
    """Columns are 5.25 points a character wide in Excel, about 6 in LibreOffice; a place at their right end differs."""
    wide, high = logo(600, 160), logo(160, 160)
    for first, second in ((wide, high), (high, wide)):
        report = build_minutes(dossier(firm_logo=first, client_logo=second), "zh")
        cover = openpyxl.load_workbook(exporter("xlsx")(report, tmp_path / "m.xlsx")).worksheets[0]
        ends = [image.anchor for image in cover._images]
        assert [end._from.col for end in ends] == [0, 1]
        for character in (5.25, 6):
            left = 20 * character * 12700 + ends[1]._from.colOff
            assert 8 * 36000 <= left - ends[0].ext.width <= 45 * 36000


@pytest.mark.parametrize(("language", "most"), [("zh", 5), ("en", 8)])
def test_rows_of_texts_are_as_high_as_their_lines(tmp_path, language, most):
    sheet = openpyxl.load_workbook(
        exporter("xlsx")(build_minutes(dossier(), language), tmp_path / "m.xlsx")
    ).worksheets[1]
    rule = sheet.cell(2, 3).value
    assert len(rule) > (150 if language == "zh" else 500)
    assert 5 * 15 <= sheet.row_dimensions[2].height <= most * {"zh": 17, "en": 15}[language] + 3


def test_what_stands_below_a_figure_in_word_is_aligned_with_it(tmp_path):
    document = docx.Document(str(exporter("docx")(build_minutes(dossier(), "zh"), tmp_path / "m.docx")))
    cells = [row.cells for table in document.tables for row in table.rows if table.cell(0, 0).text == "条目"]
    below = [cell.paragraphs for row in cells for cell in row if "全距" in cell.text or "随机" in cell.text]
    assert len(below) > 8
    assert {one.alignment for paragraphs in below for one in paragraphs} == {WD_ALIGN_PARAGRAPH.RIGHT}


def test_places_to_sign_stay_on_one_page(tmp_path):
    document = docx.Document(str(exporter("docx")(build_minutes(dossier(), "zh"), tmp_path / "m.docx")))
    kept = [table.cell(0, 0).paragraphs[0].paragraph_format.keep_with_next for table in document.tables[-3:]]
    assert kept == [True, True, False]


def test_totals_that_are_withheld_are_explained():
    kept = [replace(one, verdict=None, withheld=True) for one in items()[:1]]
    report = build_minutes(dossier(items=kept), "zh")
    assert "不印（见说明）" in texts(report)
    notices = [block.words for _, block in report.blocks() if isinstance(block, Notice)]
    assert any("相减" in words for words in notices)


def test_files_hold_what_the_minutes_say_and_no_formula(tmp_path):
    report = build_minutes(dossier(), "zh")
    word = exporter("docx")(report, tmp_path / "m.docx")
    cells = {cell.text for table in docx.Document(str(word)).tables for row in table.rows for cell in row.cells}
    book = openpyxl.load_workbook(exporter("xlsx")(report, tmp_path / "m.xlsx"))
    values = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    for words in (HOSTILE, "三号线没有记录，只能算部分做到。", "缺 2025 年的设备台账"):
        assert any(words in str(cell) for cell in cells)
        assert any(words in str(value) for value in values)


def _book(path):
    """The rows of every sheet, numbers as they are shown."""
    found = []
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            shown = []
            for cell in row:
                places = len(cell.number_format.partition(".")[2])
                shown.append(
                    f"{cell.value:.{places}f}" if isinstance(cell.value, int | float) else str(cell.value or "")
                )
            found.append("|".join(shown))
    return found


def _document(path):
    document = docx.Document(str(path))
    rows = ["|".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return [*rows, *(paragraph.text for paragraph in document.paragraphs)]


def _page(path):
    words = re.sub("<style>.*?</style>", "", path.read_text(encoding="utf-8"), flags=re.S)
    return [unescape(re.sub("<[^>]+>", "", re.sub("</t[dh]>", "|", words)))]


def _printed(path):
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], check=True, capture_output=True)
    return [done.stdout.decode()]


READ = {"docx": _document, "xlsx": _book, "html": _page, "pdf": _printed}


def _bare(words):
    return re.sub(r"\s", "", words)


@pytest.mark.parametrize("suffix", READ)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_word_and_figure_of_the_minutes_is_in_every_file(tmp_path, suffix, language):
    if suffix == "pdf" and (".pdf" not in writable() or shutil.which("pdftotext") is None):
        pytest.skip("no PDF here, or no pdftotext")
    names = [f"Participant number {number} 甲" for number in range(12)]
    report = build_minutes(dossier(names=names, consultant="示例咨询", sitting=2), language)
    found = READ[suffix](exporter(suffix)(report, tmp_path / f"m.{suffix}"))
    whole = _bare("".join(found))
    apart = {table.title for table in tables(report).values()} if suffix == "xlsx" else set()  # sheets have names
    for words in set(filter(None, texts(report))) - apart:
        assert _bare(words) in whole, words
    lines = [_bare(line).replace("|", "") for line in found]
    for table in tables(report).values():
        for row in table.rows:
            notes = suffix == "xlsx"  # they have a column of their own
            told = [_bare(cell.words + ("" if notes else cell.note)) for cell in row]
            assert any("".join(told) in line for line in lines), (table.kind, told)


@pytest.mark.office
def test_office_opens_the_minutes(tmp_path, office):
    for language in ("zh", "en"):
        for suffix in ("docx", "xlsx"):
            path = exporter(suffix)(build_minutes(dossier(), language), tmp_path / f"{language}-{suffix}.{suffix}")
            assert converted(office, path, tmp_path, "pdf").stat().st_size > 10_000


@pytest.mark.parametrize("language", ["zh", "en"])
def test_numbers_are_printed_with_median_and_quartiles(language):
    others = (load(id) for id in Catalogue(None).ids())
    numbers = ((each, item) for each in others for item in each.items if isinstance(item.asks, Quantity))
    questionnaire, item = next(numbers)
    values = [Fraction(number) for number in (98, 100, 100, 100, 101, 102)]
    one = MinutesItem(
        item,
        "settled",
        "agreed",
        answer_of(item, "100", ""),
        rounds=1,
        cast=6,
        verdict=judge_numbers(STANDARD, values, 6),
    )
    report = build_minutes(dossier(questionnaire=questionnaire, items=[one], actions=()), language)
    cells = [cell.words for cell in tables(report)["results"].rows[0]]
    assert cells[1].startswith("100")
    assert cells[3] == ("6 个数值，四分位数 100 至 101" if language == "zh" else "6 numbers, quartiles 100 to 101")
    assert "figures" not in tables(report)
