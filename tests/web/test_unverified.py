"""Nothing that is not verified looks verified: every output of every shipped questionnaire says so, in both languages.

Edition, items, weights and points; grades; reference values; conversion factors.
"""

import csv
import html
import io
import json
import re
import zipfile

import docx
import openpyxl
import pytest

from maturity.answers import Chosen, Listed, Row, Said, Ticked
from maturity.cli import main
from maturity.quantities import Quantity, decimal_text
from maturity.quantities.factors import factors
from maturity.questionnaire import Catalogue, load
from maturity.questionnaire.asked import Computed, Table, Ticks, Words
from maturity.questionnaire.caveats import caveats, superseded, unverified
from maturity.store.assessments.answers import AnswerChange, save_answers
from maturity.store.assessments.assessments import start_assessment
from maturity.web import create_app

IDS = sorted(id for id in Catalogue().ids() if not load(id).has_levels)
LANGUAGES = ("zh", "en")
SCORED = [id for id in IDS if any(getattr(item.scorer, "reference", "") for item in load(id).items)]


def amount(asked):
    low = asked.minimum if asked.minimum is not None else asked.above
    return asked.read(decimal_text(min((low or 0) + 1, asked.maximum or 10)), asked.unit.id)


def answer(questionnaire, item):
    """An answer to an item that earns something; None for one that is computed."""
    asked = item.asks
    if asked is None:
        return Chosen(questionnaire.choices_of(item)[0].id)
    if isinstance(asked, Quantity):
        return amount(asked)
    if isinstance(asked, Table):
        if asked.factors:
            id, carrier = next(pair for pair in factors(asked.factors).items() if not pair[1].verified)
            entered = Quantity(carrier.unit, (carrier.unit,)).read("1000", carrier.unit.id)
            return Listed((Row(id, {item.id: entered}),))
        return Listed((Row("甲", {column.id: amount(column.quantity) for column in asked.columns}),))
    if isinstance(asked, Ticks):
        return Ticked(tuple(option.id for option in asked.options))
    return Said("2025 年") if isinstance(asked, Words) else None


def answers_to(questionnaire):
    found = {item.id: answer(questionnaire, item) for item in questionnaire.items}
    return {id: one for id, one in found.items() if one is not None}


def table(questionnaire):
    """Unverified reference values for every indicator, as CSV."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["indicator", "baseline", "leading", "source", "status"])
    for item in questionnaire.items:
        reference = getattr(item.scorer, "reference", "")
        if reference and f"\n{reference}," not in text.getvalue():
            low = getattr(item.scorer, "better", "") == "low"
            writer.writerow([reference, *(("20", "10") if low else ("10", "20")), "示例", "M"])
    return text.getvalue()


def text_of(page):
    words = re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", page, flags=re.S)
    return " ".join(html.unescape(words).split())


@pytest.fixture
def app(config, tmp_path):
    folder = tmp_path / "definitions"
    folder.mkdir()
    for id in SCORED:
        (folder / f"{id}.references.csv").write_text(table(load(id)), encoding="utf-8")
    return create_app({**config, "QUESTIONNAIRES": folder, "QUESTIONNAIRE": None})


@pytest.fixture
def begun(town, sqlite_store):
    def do(id):
        asked = load(id)
        with sqlite_store.write() as c:
            who, profile = town.people["enterprise"], next(iter(asked.profiles))
            found = start_assessment(c, who, town.mine.id, asked, profile, 2025)
            save_answers(
                c, who, found.id, asked, [AnswerChange(item, one, "", 0) for item, one in answers_to(asked).items()]
            )
        return f"/assessments/{found.id}"

    return do


def assert_told(words, id, language, *, values=False):
    """The caveats of a questionnaire stand in `words`; with `values` those of reference values and factors too."""
    asked = load(id)
    assert unverified(asked), "all six are to be checked yet"
    for text in caveats(asked):
        assert text.of(language) in words
    if values and id in SCORED:
        assert re.search(
            "个参考值未经核实" if language == "zh" else "Reference values that are not verified: [1-9]", words
        )
    if values and any(getattr(item.asks, "factors", "") for item in asked.items):
        assert ("折标准煤系数未经核实" if language == "zh" else "Conversion factors not verified") in words
    if values and asked.grading and any(not one.meant_for for one in asked.grading):
        assert ("，未核实" if language == "zh" else ", not verified") in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_and_the_list_of_administrators(member, client_of, town, language):
    words = text_of(member.get(f"/assessments/new?lang={language}").text)
    for id in IDS:
        assert_told(words, id, language)
    page = client_of(town.people["administrator"]).get(f"/questionnaires?lang={language}").text
    for id in IDS:
        (row,) = re.findall(rf'<span class="muted code">{id}</span>.*?</th>', page, re.S)
        assert ("未核实" if language == "zh" else "Not verified") in row
        assert bool(superseded(load(id))) == (("已被取代" if language == "zh" else "Superseded") in row)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", IDS)
def test_the_pages_of_an_assessment(member, begun, id, language):
    assert_told(text_of(member.get(f"/assessments/new?questionnaire={id}&lang={language}").text), id, language)
    base = begun(id)
    assert_told(text_of(member.get(f"{base}/result?lang={language}").text), id, language, values=True)
    explained = text_of(member.get(f"{base}/explain?lang={language}&open=all").text)
    assert_told(explained, id, language)
    if id in SCORED:
        assert ("（示例，未核实）" if language == "zh" else "(示例, not verified)") in explained
        applied = text_of(member.get(f"{base}/references?lang={language}").text)
        assert ("凭记忆，未核实" if language == "zh" else "recalled, not verified") in applied
    area = load(id).areas[0].id
    told = text_of(member.get(f"{base}/areas/{area}?lang={language}").text)
    assert load(id).about.of(language) in told, "the foot of every page says what it follows"
    assert re.search(
        "未经核实|不是任何标准的评价|由使用者提供"
        if language == "zh"
        else "not verified|not an evaluation|users bring",
        told,
    )


def text_of_file(data, suffix):
    if suffix == "docx":
        document = docx.Document(io.BytesIO(data))
        cells = (cell.text for one in document.tables for row in one.rows for cell in row.cells)
        heads = (one.text for part in document.sections for one in part.footer.paragraphs)
        return " ".join([*(one.text for one in document.paragraphs), *cells, *heads])
    if suffix == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        return " ".join(
            str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell
        )
    return text_of(data.decode())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", IDS)
def test_reports_and_workbooks(member, begun, id, language):
    base = begun(id)
    assert_told(text_of(member.get(f"{base}/report?lang={language}").text), id, language)
    for name in ("report", "third-party"):
        for suffix in ("html", "docx", "xlsx"):
            answer = member.get(f"{base}/{name}.{suffix}?lang={language}")
            assert answer.status_code == 200, text_of(answer.text)
            data = answer.data
            assert_told(text_of_file(data, suffix), id, language, values=name == "report")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", IDS)
def test_the_preview(client_of, town, id, language):
    boss = client_of(town.people["administrator"])
    file = Catalogue().file(id).replace(f'version: "{load(id).version}"'.encode(), b'version: "9"')
    sent = boss.post("/questionnaires", data={"definition": (io.BytesIO(file), "x.yaml")})
    assert_told(text_of(boss.get(f"{sent.location}?lang={language}").text), id, language)
    for wish in ({"to": "x"}, {"result": "1"}):
        page = boss.post(f"{sent.location}/preview?lang={language}", data=wish)
        assert_told(text_of(page.text), id, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", IDS)
def test_the_command_line(id, language, tmp_path, capsys):
    asked, answers, values = load(id), tmp_path / "answers.csv", tmp_path / "references.csv"
    rows = [("item", "value", "unit", "row", "reason")]
    for item in asked.items:
        one = answer(asked, item)
        if isinstance(one, Chosen | Said):
            rows.append((item.id, one.choice if isinstance(one, Chosen) else one.words, "", "", ""))
        elif isinstance(one, Ticked):
            rows.append((item.id, "、".join(one.options), "", "", ""))
        elif isinstance(one, Listed):
            rows += [(id, cell.text, cell.unit, row.key, "") for row in one.rows for id, cell in row.numbers.items()]
        elif not isinstance(item.asks, Computed):
            rows.append((item.id, one.text, one.unit, "", ""))
    if not any(item.asks for item in asked.items):  # then there are no such columns
        rows = [(item, value, reason) for item, value, _, _, reason in rows]
    with answers.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    values.write_text(table(asked), encoding="utf-8")
    ask = ["grade", str(answers), "--questionnaire", id, "--language", language]
    ask += ["--references", str(values)] if id in SCORED else []
    for more in ([], ["--explain"], ["--json"]):
        with pytest.raises(SystemExit) as stopped:
            main([*ask, *more])
        out, err = capsys.readouterr()
        assert stopped.value.code == 0, err
        assert_told(out, id, language, values=True)
        if more == ["--json"]:
            assert json.loads(out)["verified"] is False


@pytest.mark.parametrize("id", IDS)
def test_what_an_organisation_takes_along(member, begun, town, id):
    base = begun(id)
    assert member.post(f"{base}/submit", data={"agreed": "1"}).status_code == 302
    with member.get(f"/enterprises/{town.mine.id}/data.zip") as sent:
        archive = zipfile.ZipFile(io.BytesIO(sent.data))
    (rows,) = (json.loads(archive.read(name)) for name in archive.namelist() if name.endswith("submissions.json"))
    assert [row["verified"] for row in rows] == [False]
