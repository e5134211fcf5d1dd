"""The offline workbook: everything comes back as it went out, nothing typed is ever a formula."""

import re
from datetime import date
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from maturity.exports.questionnaires import workbook as exporter
from maturity.exports.questionnaires.reading import BLANKS, UNSEEN
from openpyxl import load_workbook

from maturity.answers import Chosen, NotApplicable, Response
from maturity.errors import Refusal
from maturity.offline import (
    FIELDS,
    FORMAT,
    IDENTITY,
    MARK,
    WorkbookContent,
    answer_words,
    entry_from_texts,
    workbook_writer,
)
from maturity.questionnaire import load
from maturity.text.plain import folded, visible

from .filling import sheets, shown, spots

DAY = date(2025, 3, 1)
HOSTILE = (
    "=1+1",
    "+cmd|'/c calc'!A1",
    "-2+3",
    "@SUM(A1)",
    "#N/A",
    "'quoted",
    "0123",
    "TRUE",
    "2025-03-01",
    "1e5",
    "<b>&amp;</b>",
    "_x0041_",
    "一\n二\n\n三",
    "制表\t符",
    "\x01\x1f",
    "👩🏽‍🏭😀",
    '"; DROP',
    "长" * 5000,
    "https://example.org/?a=1",
)
ALLOWED = {"IF", "TRIM", "SUM", "SUMPRODUCT", "COUNT", "COUNTIF", "N", "ISNUMBER", "INDEX", "FIXED"}
ALLOWED |= {"LOWER", "SUBSTITUTE", "CHAR", "ISLOGICAL"}


def outgoing(questionnaire, answers=None, comments=None, language="zh", profile="discrete", cuts=None, **rest):
    response = Response(questionnaire, profile, answers or {}, cuts or {})
    return WorkbookContent(response, comments or {}, language, DAY, **rest)


def written(what, folder, name="questionnaire.xlsx"):
    workbook_writer()(what, folder / name)
    return folder / name


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A workbook with every hostile text as comment and as reason, and as fact and reason of a cut."""
    questionnaire = load()
    items = [item.id for item in questionnaire.items if not item.id.startswith("sales")]
    comments = dict(zip(items, HOSTILE, strict=False))
    reasons = (text[:1000] for text in HOSTILE if visible(text))
    answers = {item: NotApplicable(reason) for item, reason in zip(items[40:], reasons, strict=False)}
    facts = tuple((text[:40], text[:200]) for text in HOSTILE)
    what = outgoing(questionnaire, answers, comments, cuts={"sales": "=2+2"}, facts=facts, assessment="a" * 32)
    return what, written(what, tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def book(hostile):
    return load_workbook(hostile[1])


def formulas(book):
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_every_text_stands_in_its_cell_as_it_was_written(hostile):
    what, path = hostile
    found = shown(path, "zh")
    assert list(found) == [item.id for item in what.response.items]
    for item, entry in what.origin.entries.items():
        word = "不适用" if entry.choice == "not-applicable" else ""
        assert found[item] == (word, entry.reason, entry.comment)
    assert "长" * 5000 in {comment for _, _, comment in found.values()}


def test_no_text_of_a_user_becomes_a_formula(book):
    computed = {"结果", "计算"}
    for cell in formulas(book):
        if cell.parent.title not in computed:
            assert cell.column_letter in "GHJKLM", cell.coordinate
        assert not any(text in cell.value for text in HOSTILE if len(text) > 4)
    for sheet in book:
        assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type in "ebd"]


def test_formulas_mean_the_same_in_every_language_and_need_no_cached_value(hostile, book):
    for cell in formulas(book):
        bare = re.sub(r'"[^"]*"|\'[^\']*\'', "", cell.value)
        assert set(re.findall(r"([A-Za-z.]+)\(", bare)) <= ALLOWED, cell.value
        assert ";" not in bare, cell.value
        assert len(cell.value) < 8192
    with ZipFile(hostile[1]) as package:
        parts = {name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")}
    for name, text in parts.items():
        if name.startswith("xl/worksheets/"):
            assert not re.search(r"</f><v>[^<]", text), name
        assert "externalLink" not in name
    assert 'fullCalcOnLoad="1"' in parts["xl/workbook.xml"]


@pytest.mark.parametrize(("letters", "plain"), [(BLANKS, "a b"), (UNSEEN, "ab")])
def test_the_formulas_drop_what_the_reader_drops(letters, plain):
    assert {letter: folded(f"a{letter}b") for letter in letters} == dict.fromkeys(letters, plain)


def test_only_answers_reasons_and_comments_are_unlocked(hostile, book):
    stand = set(spots(hostile[1]).values())
    free = {(s, cell.replace("D", column)) for s, cell in stand for column in "DEF"}
    for sheet in book:
        assert sheet.protection.sheet
        unlocked = {(sheet.title, c.coordinate) for row in sheet.iter_rows() for c in row if not c.protection.locked}
        assert unlocked == {spot for spot in free if spot[0] == sheet.title}
    assert all(book[sheet][cell].number_format == "@" for sheet, cell in free)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_drop_down_offers_exactly_the_words(language, small, tmp_path):
    path = written(outgoing(small, language=language), tmp_path)
    book = load_workbook(path)
    for sheet, cell in spots(path).values():
        (choice,) = [v for v in book[sheet].data_validations.dataValidation if v.type == "list" and cell in v.sqref]
        name, cells = choice.formula1.rsplit("!", 1)
        offered = [row[0].value for row in book[name.strip("'")][cells.replace("$", "")]]
        assert offered == list(answer_words(small, language))


def test_the_hidden_sheet_tells_what_the_workbook_was_made_from(small, tmp_path):
    answers = {"sales.1a": Chosen("most"), "skills.1b": NotApplicable("外包")}
    what = outgoing(small, answers, {"sales.2a": "好"}, versions={"sales.1a": 3}, assessment="b" * 32)
    path = written(what, tmp_path)
    rows = sheets(path)[IDENTITY]
    assert load_workbook(path)[IDENTITY].sheet_state == "veryHidden"
    told = {row[0]: row[1] for row in rows[1 : len(FIELDS) + 1]}
    assert rows[0][0] == MARK
    assert told == {
        "format": FORMAT,
        "questionnaire": "small",
        "version": small.version,
        "profile": "discrete",
        "language": "zh",
        "assessment": "b" * 32,
        "digest": what.origin.digest,
    }
    entries = {row[0]: entry_from_texts(*row[2:6]) for row in rows[len(FIELDS) + 2 :]}
    assert entries == what.origin.entries
    assert entries["sales.1a"].version == 3
    book = load_workbook(path)
    for item, (sheet, cell) in spots(path).items():
        assert book[sheet][cell].row == next(c.row for c in book[sheet]["I"] if c.value == item)


def test_profile_and_cuts_decide_what_is_asked(tmp_path):
    what = outgoing(load(), profile="process", cuts={"sales": "由集团销售"}, language="en")
    path = written(what, tmp_path)
    assert list(shown(path, "en")) == [item.id for item in what.response.items]
    assert "由集团销售" in {cell for row in sheets(path)["Enterprise"] for cell in row}


def test_the_same_content_gives_the_same_bytes(small, tmp_path):
    what = [outgoing(small, {"sales.1a": Chosen("most")}, {"sales.1a": "好"}) for _ in range(2)]
    one, two = (written(each, tmp_path, f"{number}.xlsx") for number, each in enumerate(what))
    assert one.read_bytes() == two.read_bytes()


def test_a_workbook_that_does_not_read_back_is_not_handed_over(small, tmp_path, monkeypatch):
    """Were an answer written beside its row, nobody would get the file."""
    real = exporter.add_items

    def shifted(book, what, *rest):
        found = real(book, what, *rest)
        for spot in found.values():
            spot.sheet.cell(spot.row, 4).value = "全部满足"
        return found

    monkeypatch.setattr(exporter, "add_items", shifted)
    with pytest.raises(Refusal) as refusal:
        written(outgoing(small), tmp_path)
    assert refusal.value.problems[0].code == "plan-not-verified"
    assert not list(tmp_path.iterdir())


def test_sheets_of_any_name_are_told_apart(small):
    from dataclasses import replace

    from maturity.questionnaire import Text

    groups = [replace(small.groups[0], name=Text(name, name)) for name in ("[a]/b:c", "结果", "a b c", "名" * 40)]
    names = [name for _, name in exporter._named(groups, "zh")]
    assert len({name.casefold() for name in names}) == 4
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
    assert "结果" not in names


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_random_answers_and_texts_come_back(data, small, tmp_path):
    items = [item.id for item in small.items_of("discrete")]
    choice = st.sampled_from([Chosen(c.id) for c in small.choices])
    aside = TEXTS.filter(visible).map(NotApplicable)
    answers = data.draw(st.dictionaries(st.sampled_from(items), choice | aside))
    comments = data.draw(st.dictionaries(st.sampled_from(items), TEXTS))
    what = outgoing(small, answers, comments)
    path = written(what, tmp_path)
    allowed = answer_words(small, "zh") | {"": ""}
    found = {
        item: entry_from_texts(allowed[a], reason, comment) for item, (a, reason, comment) in shown(path, "zh").items()
    }
    assert found == what.origin.entries
