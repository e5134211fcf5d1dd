"""LibreOffice computes what the engine computes: every cell, group, A_k, S and level."""

import csv
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from maturity.answers import Chosen, NotApplicable, Response
from maturity.offline import FIELDS, IDENTITY, WorkbookContent, entry_from_texts, make_entry, workbook_writer
from maturity.questionnaire import load, read
from maturity.scoring import grade

from ...conftest import THOROUGH
from ..office import convert, converted
from .filling import Blank, sheets, shown, spots
from .test_workbook import HOSTILE

pytestmark = pytest.mark.office
CUTS = ({}, {"sales": "由集团销售"}, {"logistics": "全部外包", "service": "由经销商负责"})
SETS = 100 if THOROUGH else 30  # a profile
_AS_CSV = (
    ":Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,"  # full precision; the sheet's number
)


def drawn(questionnaire, items, seed):
    """Answers that reach any level, from none to all given; some cells with nothing applicable."""
    rnd = random.Random(seed)
    share, talent = rnd.choice([0, 0.3, 0.9, 1, 1, 1]), rnd.uniform(0.2, 1.3)
    emptied = {item.id for item in items if rnd.random() < 0.02}
    answers = {}
    for item in items:
        choices = questionnaire.choices if rnd.random() > talent - 0.15 * item.level else questionnaire.choices[:2]
        if rnd.random() <= share:
            answers[item.id] = Chosen(rnd.choice(choices).id)
        if item.id in emptied or rnd.random() < 0.03:
            answers[item.id] = NotApplicable("外包")
    for area in rnd.sample(questionnaire.areas, rnd.choice([0, 0, 1, 3])):
        level = rnd.randint(1, len(questionnaire.levels))
        answers |= {item.id: NotApplicable("没有") for item in area.items_at(level) if item in items}
    return answers


def expected(response):
    """The figures of the engine in the order of the workbook's rows: groups, each before those in it; A_k; outcomes."""
    result = grade(response)
    rows = {}
    for mark in result.levels:
        waiting = [*mark.node.children]
        while waiting:
            node = waiting.pop(0)
            if node.kind != "item":
                rows.setdefault((node.kind, node.id), []).append(node.score)
                waiting[:0] = node.children
    asked = {area.id for area in response.areas}
    kept = {group.key for group in response.questionnaire.walk() if {area.id for area in group.areas} & asked}
    scores = [row for key, row in rows.items() if key in kept]
    levels = [mark.score for mark in result.levels]
    return scores, levels, [(one.level, one.score) for one in (result.gated, result.summed)]


def found(path, levels):
    """The same figures in the workbook's sheet of calculations."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[4:]
    end = next(place for place, row in enumerate(rows) if not any(row))
    figures = [[float(cell) if cell else None for cell in row[2 : 2 + levels]] for row in rows]
    named = {row[0]: figure for row, figure in zip(rows[end:], figures[end:], strict=True)}
    outcomes = [(named[f"{rule}：等级"][0], named[f"{rule}：总分 S"][0]) for rule in ("逐级判定", "累加判定")]
    return figures[:end], named["A"], outcomes


def compared(office, questionnaire, profile, cuts, sets, folder):
    """Fill `sets` workbooks in, let LibreOffice compute them all, compare every figure; returns the levels reached."""
    responses = {}
    for number, cut in enumerate(cuts):
        empty = Response(questionnaire, profile, {}, cut)
        path = folder / f"blank-{number}.xlsx"
        workbook_writer()(WorkbookContent(empty, {}, "zh", date(2025, 3, 1)), path)
        blank = Blank(path, questionnaire, "zh")
        for seed in range(number, sets, len(cuts)):
            answers = drawn(questionnaire, empty.items, f"{profile} {seed}")
            filled = folder / f"filled-{seed}.xlsx"
            blank.fill(filled, {item: make_entry(answer, "") for item, answer in answers.items()})
            responses[filled] = Response(questionnaire, profile, answers, cut)
    convert(office, responses, folder, "csv", f"{_AS_CSV}{len(questionnaire.groups) + 4}")
    reached = set()
    for path, response in responses.items():
        scores, levels, outcomes = found(folder / "csv" / f"{path.stem}-计算.csv", len(questionnaire.levels))
        wanted = expected(response)
        for row, exact in zip([*scores, levels], [*wanted[0], wanted[1]], strict=True):
            assert row == [None if score is None else pytest.approx(float(score), abs=1e-9) for score in exact]
        assert outcomes == [(level, pytest.approx(float(score), abs=1e-9)) for level, score in wanted[2]]
        reached |= {outcomes[0][0]}
    assert len(responses) == sets
    return reached


@pytest.mark.parametrize("profile", [pytest.param("process", marks=pytest.mark.thorough), "discrete"])
def test_it_computes_what_the_engine_computes(office, profile, tmp_path):
    reached = compared(office, load(), profile, CUTS, SETS, tmp_path)
    assert len(reached) >= 5, "the answers drawn should reach low levels and high ones"


@pytest.mark.parametrize("name", ["small", "renormalise", "summed"])
def test_it_follows_the_rules_of_its_questionnaire(office, name, tmp_path):
    file = Path(__file__).parents[2] / "questionnaires" / "valid" / f"{name}.yaml"
    questionnaire = read(file.read_text(encoding="utf-8"), file.name)
    assert len(compared(office, questionnaire, "discrete", [{}], 12, tmp_path)) >= 2


def test_every_text_survives_being_saved_by_libreoffice(office, tmp_path):
    """What is shown and what is hidden, control characters and blanks included: the digest still fits."""
    questionnaire = load()
    items = [item.id for item in questionnaire.items]
    texts = (*HOSTILE, "  a  b ", "\x0b", "一\u2028二", "\ufeff三", "\x85四", "\ufffe五")
    what = WorkbookContent(
        Response(questionnaire, "discrete", {items[-1]: NotApplicable("=1+1\n😀")}),
        dict(zip(items, texts, strict=False)),
        "zh",
        date(2025, 3, 1),
    )
    workbook_writer()(what, tmp_path / "out.xlsx")
    back = converted(office, tmp_path / "out.xlsx", tmp_path, "xlsx")
    for item, (_answer, reason, comment) in shown(back, "zh").items():
        wanted = what.origin.entries[item]
        assert (reason, entry_from_texts("", "", comment).comment) == (wanted.reason, wanted.comment)
    rows = sheets(back)[IDENTITY]
    told = {row[0]: row[1] for row in rows[1 : len(FIELDS) + 1]}
    entries = {row[0]: entry_from_texts(*row[2:6]) for row in rows[len(FIELDS) + 2 :]}
    assert replace(what.origin, entries=entries).digest == told["digest"]


@pytest.mark.parametrize("language", ["zh", pytest.param("en", marks=pytest.mark.thorough)])
def test_resaved_by_libreoffice_the_result_is_there_in_words(office, language, tmp_path):
    questionnaire = load()
    answers = {item.id: Chosen("most") for item in questionnaire.items_of("discrete")}
    answers[questionnaire.items[0].id] = NotApplicable("外包")
    path = tmp_path / "filled.xlsx"
    workbook_writer()(
        WorkbookContent(Response(questionnaire, "discrete", answers), {}, language, date(2025, 3, 1)), path
    )
    book = load_workbook(converted(office, path, tmp_path, "xlsx"), data_only=True)
    sheet = book["结果" if language == "zh" else "Result"]
    level = questionnaire.level(5).name.of(language)
    assert sheet["A4"].value == (f"5 级 · {level}" if language == "zh" else f"Level 5 · {level}")
    assert sheet["D4"].value == 5
    assert len(sheet._charts) == 2
    assert str(len(answers)) in sheet["A5"].value
    assert not [
        c for s in book for row in s.iter_rows() for c in row if isinstance(c.value, str) and c.value[:1] == "#"
    ]


@pytest.mark.parametrize(
    ("rule", "verdict", "other"),
    [("small", "未达一级", "按累加判定则为 1 级"), ("summed", "1 级 · 规划级", "按逐级判定则为 0 级")],
)
def test_states_tell_mistakes_and_the_result_says_which_rule_counts(office, rule, verdict, other, tmp_path):
    file = Path(__file__).parents[2] / "questionnaires" / "valid" / f"{rule}.yaml"
    questionnaire = read(file.read_text(encoding="utf-8"), file.name)
    items = questionnaire.items_of("discrete")
    typed = {
        items[0].id: (" 全部满足 ", "", "已答", 1),
        items[1].id: ("*", "", "无此选项", 0),
        items[2].id: ("不适用", "", "缺理由", 0),
        items[3].id: ("全部满足", "外包", "多余理由", 1),
        items[4].id: ("", "外包", "多余理由", 0),
        items[5].id: ("不适用", "外包", "不适用", None),
    }
    rest = {item.id: Chosen("full") for item in items if item.level == 2 and item.id not in typed}
    path = tmp_path / "typed.xlsx"
    workbook_writer()(WorkbookContent(Response(questionnaire, "discrete", rest), {}, "zh", date(2025, 3, 1)), path)
    book = load_workbook(path)
    for item, (sheet, cell) in spots(path).items():
        if item in typed:
            book[sheet][cell].value, book[sheet][cell.replace("D", "E")].value = typed[item][:2]
    book.save(path)
    book = load_workbook(converted(office, path, tmp_path, "xlsx"), data_only=True)
    for item, (sheet, cell) in spots(path).items():
        if item in typed:
            state, score = (book[sheet][cell.replace("D", column)].value for column in "GH")
            assert (state, score or (None if state == "不适用" else 0)) == typed[item][2:], item
    said = [book["结果"].cell(row, 1).value for row in range(4, 10)]
    assert said[0] == verdict
    assert other in said[4]
    assert said[5] == "有 4 条标为红色，须改正后才能导入。"
