"""The whole way with questionnaires of one's own, on each database: no output has a word of the shipped one."""

import csv
import io
import json
import re
from collections import defaultdict
from pathlib import Path

import pytest
from openpyxl import load_workbook

from maturity.classification.credit_code import complete
from maturity.cli import main
from maturity.publication.microdata_file import suffixes as detail_suffixes
from maturity.questionnaire.facts import FACTS
from maturity.statistics.breakdowns import breakdowns
from maturity.store.accounts.people import add_person
from maturity.web import create_app
from maturity.web.publications.tables import SUFFIXES

from .. import letters
from ..exports.questionnaires.filling import spots
from ..web.conftest import FORM
from ..wording_of_files import words_of, words_of_the_shipped
from ..working import work

FOREIGN = Path(__file__).parents[1] / "questionnaires" / "foreign"
PAGES = (
    *("", "/continue", "/duties", "/find", "/scope", "/evidence", "/review", "/result", "/explain", "/meaning"),
    *("/next", "/compare", "/roadmap", "/what-if", "/estimates", "/targets", "/actions", "/peers", "/workbook"),
    "/assessed",
)
FILES = ("/report", "/report.docx", "/report.xlsx", "/roadmap.xlsx", "/questionnaire.xlsx")
CHOICE = re.compile(r'<nav class="filter" aria-label="(问卷|Questionnaire)">.*?</nav>')  # names the shipped one as well
LANGUAGES = {"sqlite": ("en", "zh"), "postgresql": ("zh",)}  # the words are the same on either
PDF = {"sqlite": "zh", "postgresql": "en"}
FIRMS, YEAR = 120, 2024


class House:
    """An application where definitions are in a folder, the people in it, and every word that was read of it."""

    def __init__(self, store, folder, foreign, capsys):
        self.store, self.folder, self.q, self.capsys = store, folder, foreign, capsys
        self.database = store.engine.url.render_as_string(hide_password=False)
        self.app = create_app(
            {
                "STORE": store,
                "QUESTIONNAIRES": FOREIGN,
                "DATA_DIR": folder / "var",
                "BASE_URL": "http://localhost",
                "TESTING": True,
                "WTF_CSRF_ENABLED": False,
                "RATELIMIT_ENABLED": False,
            }
        )
        self.dialect = store.engine.dialect.name
        self.found = defaultdict(set)
        self.read = []

    def browser(self, role=None, name=""):
        client = self.app.test_client()
        if role:
            with self.store.write() as c:
                person = add_person(c, email=f"{name or role}@example.com", name=name or role, role=role)
            with client.session_transaction() as session:
                session.update({"_user_id": f"{person.id}.{person.stamp}", "_fresh": True})
        return client

    def look(self, name, data):
        """Note what words of the shipped questionnaire are in a file or page."""
        self.read.append(name)
        words = CHOICE.sub("", words_of(name, data, self.folder))
        assert words
        self.found[name] |= words_of_the_shipped(words)

    def get(self, client, path):
        """A page or file of whose words note is taken."""
        with client.get(path, follow_redirects=True) as answer:
            assert answer.status_code == 200, path
            name = re.sub("[0-9a-f]{32}", "ID", path.partition("?")[0])
            self.look(name if "." in name else f"{name}.html", answer.data)
            return answer.data

    def both(self, client, path):
        """A page in both languages; in Chinese at last, which is returned."""
        for language in LANGUAGES[self.dialect]:
            with client.session_transaction() as session:
                session["language"] = language
            page = self.get(client, path)
        return page.decode()

    def run(self, *words):
        """A verb at the command line, told in both languages."""
        for language in LANGUAGES[self.dialect]:
            with pytest.raises(SystemExit) as stopped:
                main([str(word) for word in (*words, "--language", language)])
            told = self.capsys.readouterr()
            assert stopped.value.code == 0, told.err
            self.look(f"maturity {words[0]}", (told.out + told.err).encode())


@pytest.fixture
def house(store, tmp_path, foreign, capsys, monkeypatch):
    monkeypatch.setenv("MATURITY_QUESTIONNAIRES", str(FOREIGN))
    monkeypatch.setenv("MATURITY_DATA_DIR", str(tmp_path / "var"))
    return House(store, tmp_path, foreign, capsys)


@pytest.mark.parametrize("foreign", ["orchard", pytest.param("harbour", marks=pytest.mark.thorough)], indirect=True)
@pytest.mark.parametrize("store", ["sqlite", pytest.param("postgresql", marks=pytest.mark.thorough)], indirect=True)
def test_the_whole_way(house, foreign):
    base, member = started(house)
    answered_offline(house, member, base)
    assert member.post(f"{base}/submit", data={"agreed": "1"}).status_code == 302
    looked_at(house, member, base)
    commands(house)
    imported(house)
    analyst = house.browser("analyst")
    published(house, analyst)
    released(house, analyst, house.browser("analyst", "second"))
    detailed(house, analyst)
    assert {name: words for name, words in house.found.items() if words} == {}
    assert len(house.read) > 50
    assert {name.rpartition(".")[2] for name in house.read if "." in name} >= {"html", "docx", "xlsx", "pdf", "zip"}


def started(house):
    """Sign up, start, and answer the first half of the items; the address of the assessment, and who answers it."""
    client = house.browser()
    form = {name: words for name, words in FORM.items() if name not in FACTS}
    form |= {"credit_code": complete("93000000TFW00001")}
    assert letters.sign_up(client, form, "seven quiet lathes").status_code == 302
    begin = f"/assessments/new?questionnaire={house.q.id}"
    page = house.both(client, begin)
    (organisation, *_) = re.findall(r'value="([0-9a-f]{32})"', page)
    assert {fact for fact in FACTS if f'name="{fact}"' in page} == {*house.q.needed_facts}
    needed = {fact: FORM[fact] for fact in house.q.needed_facts}
    answer = client.post(begin, data={"organisation": organisation, "year": str(YEAR + 1), **needed})
    assert answer.status_code == 302, answer.text
    base = answer.location
    for number, item in enumerate(house.q.items_of(profile(house))[::2]):
        choice = house.q.choices[number % 2].id
        sent = {"choice": choice, "comment": "", "version": 0}
        assert client.put(f"{base}/answers/{item.id}", json=sent).status_code == 200
    return base, client


def profile(house):
    return next(iter(house.q.profiles))


def answered_offline(house, member, base):
    """The other half in the workbook, brought back."""
    path, out = house.folder / "out.xlsx", io.BytesIO()
    path.write_bytes(house.get(member, f"{base}/questionnaire.xlsx?language=zh"))
    book, where = load_workbook(path), spots(path)
    for number, item in enumerate(house.q.items_of(profile(house))[1::2]):
        sheet, cell = where[item.id]
        book[sheet][cell].value = house.q.choices[number % 2].text.zh
    book.save(out)
    page = member.post(f"{base}/workbook", data={"workbook": (io.BytesIO(out.getvalue()), "back.xlsx")})
    house.look("preview.html", page.data)
    upload, seen = page.text.split(f"{base}/workbook/")[1].split('"')[0], page.text.split('name="seen" value="')[1]
    assert member.post(f"{base}/workbook/{upload}", data={"seen": seen.split('"')[0]}).status_code == 302


def looked_at(house, member, base):
    """Every page and file of the assessment."""
    for path in (*PAGES, *(f"/{area.id}" for area in house.q.areas_of(profile(house)))):
        house.both(member, base + path)
    for path in FILES:
        for language in LANGUAGES[house.dialect]:
            house.get(member, f"{base}{path}?language={language}")
    house.get(member, f"{base}/report.pdf?language={PDF[house.dialect]}")


def commands(house):
    answers = house.folder / "answers.json"
    best = house.q.choices[0].id
    answers.write_text(json.dumps({"answers": {item.id: best for item in house.q.items_of(profile(house))}}), "utf-8")
    which = ("--questionnaire", house.q.id)
    house.run("check", FOREIGN / f"{house.q.id}.yaml", "--summary")
    house.run("grade", answers, "--profile", profile(house), "--explain", *which)


def imported(house):
    """Enterprises of a table, more than enough for a release."""
    file = house.folder / "firms.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["name", "credit_code", *house.q.needed_facts, *(item.id for item in house.q.items)])
        for n in range(FIRMS):
            known = {"division": ("34", "39")[n % 2], "city": "苏州市"}
            facts = (f"示例企业 {n}", complete(f"93000000TFX{n:05d}"), *(known[fact] for fact in house.q.needed_facts))
            writer.writerow([*facts, *[house.q.choices[n // 2 % len(house.q.choices)].text.zh] * len(house.q.items)])
    database = ("--questionnaire", house.q.id, "--database", house.database, "--year", YEAR)
    house.run("import", file, "--dry-run", *database)
    house.run("import", file, "--again", *database)
    house.run("publish", "--out", house.folder / "own.html", *database)


def published(house, analyst):
    """The tables for internal use, on the page, in every format, and one of one's own."""
    query = f"questionnaire={house.q.id}"
    house.both(analyst, f"/publications?{query}")
    assert 'class="publication"' in house.both(analyst, f"/publications/{YEAR}?{query}")
    for suffix in SUFFIXES:
        house.get(analyst, f"/publications/{YEAR}/maturity.{suffix}?{query}")
    rows = {"part", "size", "level_before", "division", "province", "production_type"} & {
        *breakdowns(house.q).dimensions
    }
    assert rows == {"part", "level_before"} | ({"division", "province"} if house.q.needed_facts else set())
    for row in sorted(rows):
        house.both(analyst, f"/publications/{YEAR}/build?{query}&row={row}&measure=n&measure=mean_score")
    house.get(analyst, f"/publications/{YEAR}/build?{query}&save=1&row=level_before&measure=n")
    assert analyst.get(f"/publications/{YEAR}/build?{query}&row=size&measure=n").status_code == 400


def released(house, analyst, second):
    """A release, prepared by one person and approved by another."""
    pages = f"/releases?questionnaire={house.q.id}"
    form = {"plan": "standard", "year": str(YEAR), "threshold": "5", "symbols": "gss", "status": "final"}
    assert analyst.post(pages, data=form | {"beside": "refuse", "as_of": "", "embargo": ""}).status_code == 302
    page = over(house, analyst, pages)
    (id,) = re.findall(r"/releases/([0-9a-f]{32})/preview.zip", page)
    house.get(second, f"/releases/{id}/preview.zip")
    assert second.post(f"/releases/{id}/approve?questionnaire={house.q.id}").status_code == 302
    assert "已批准" in over(house, second, pages)
    house.get(analyst, f"/releases/{id}.zip")
    house.both(analyst, pages)


def over(house, client, path):
    """The page once no job is under way."""
    work(client)
    page = client.get(path).text
    assert "data-watch" not in page
    return page


def detailed(house, analyst):
    """One row an enterprise, in every format."""
    path = f"/detail?questionnaire={house.q.id}"
    for suffix in detail_suffixes():
        sent = {"year": str(YEAR), "what": "all", "suffix": suffix, "reason": "试验"}
        assert analyst.post(path, data=sent).status_code == 302
        page = over(house, analyst, path)
        job = re.findall(r"/jobs/([0-9a-f]{32})/file", page)[0]
        for part, name in (("file", f"detail{suffix}"), ("manifest", "manifest.json")):
            with analyst.get(f"/jobs/{job}/{part}") as answer:
                house.look(name, answer.data)
    house.both(analyst, path)
