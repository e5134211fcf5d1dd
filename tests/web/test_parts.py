"""The parts behind the pages: settings, translations, charts, refusals, publications."""

import logging
import re
import stat
from fractions import Fraction
from pathlib import Path

import pytest
from flask import abort

from maturity.charts import palette
from maturity.errors import Busy, Conflict, Forbidden, NotFound, Problem, Refusal
from maturity.text.numbers import format_score
from maturity.web import create_app, translations
from maturity.web.access import public
from maturity.web.settings import read_settings

STATIC = Path(translations.__file__).parent / "static"


def test_a_key_is_made_once_and_kept_for_the_owner_alone(tmp_path):
    first = read_settings({"DATA_DIR": tmp_path})
    assert read_settings({"DATA_DIR": tmp_path}).secret_key == first.secret_key
    assert len(first.secret_key) >= 32
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "key", ["", "short", "a" * 40, "change-me-please-change-me-please-1", "my-Secret-key-0123456789-abcdef-xyz"]
)
def test_a_weak_key_does_not_start(tmp_path, key):
    with pytest.raises(Refusal):
        read_settings({"DATA_DIR": tmp_path, "SECRET_KEY": key})


def test_the_environment_decides_where_nothing_is_given(tmp_path, monkeypatch):
    monkeypatch.setenv("MATURITY_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("MATURITY_TRUSTED_HOSTS", "a.example, b.example")
    monkeypatch.setenv("MATURITY_BASE_URL", "https://a.example/")
    found = read_settings({})
    assert found.trusted_hosts == ("a.example", "b.example")
    assert found.base_url == "https://a.example"
    assert found.database_url == f"sqlite:///{tmp_path}/maturity.sqlite3"


@pytest.mark.parametrize("wrong", ["-1", "many", "٣", "9" * 5000])
def test_a_quota_that_is_no_number_does_not_start(tmp_path, monkeypatch, wrong):
    monkeypatch.setenv("MATURITY_WAITING_MB", wrong)
    with pytest.raises(Refusal, match="MATURITY_WAITING_MB"):
        read_settings({"DATA_DIR": tmp_path})


@pytest.mark.parametrize("wrong", [{"BASE_URL": "maturity"}, {"PROXIES": "two"}])
def test_a_setting_that_makes_no_sense_does_not_start(tmp_path, wrong):
    with pytest.raises(Refusal):
        read_settings({"DATA_DIR": tmp_path, **wrong})


def test_every_text_has_its_english():
    assert not translations.faults()


def test_translations_keep_their_placeholders():
    for message in translations._read():
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            for string in strings:
                assert set(re.findall(r"%\(\w+\)s", string)) == set(re.findall(r"%\(\w+\)s", ids[0])), message.id


def test_the_style_sheet_has_the_colours_of_the_house():
    sheet = (STATIC / "maturity.css").read_text(encoding="utf-8").lower()
    for number, colour in enumerate((palette.LEVEL_0_COLOUR, *palette.LEVEL_COLOURS)):
        assert f"--level-{number}: {colour.lower()};" in sheet
    assert f"--accent: {palette.ACCENT.lower()};" in sheet
    assert "http" not in sheet


def test_a_score_below_the_mark_never_looks_like_the_mark():
    assert format_score(Fraction(7999, 10000), 2, Fraction(4, 5)) == "0.7999"
    assert format_score(Fraction(4, 5), 2, Fraction(4, 5)) == "0.80"
    assert format_score(None) == "—"


REFUSALS = {
    400: Refusal(Problem("answer-unknown-item", values={"item": "x<script>"})),
    404: NotFound(Problem("assessment-not-found")),
    403: Forbidden(Problem("account-not-found")),
    409: Conflict(Problem("organisation-stale")),
    503: Busy(Problem("store-locked")),
}


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 429, 500, 503])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_mistake_gets_its_page_and_its_json(config, status, language):
    app = create_app(config)
    app.testing = app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/broken")
    @public
    def broken():
        if status in REFUSALS:
            raise REFUSALS[status]
        if status == 500:
            raise RuntimeError("a fault")
        abort(status)

    logging.getLogger("maturity.web").disabled = True
    page = app.test_client().get(f"/broken?lang={language}")
    assert page.status_code == status
    assert str(status) in page.text
    assert "<script>" not in page.text
    assert "a fault" not in page.text
    told = app.test_client().get(f"/broken?lang={language}", headers={"Accept": "application/json"})
    assert told.status_code == status
    words = told.json["problems"][0]["message"] + told.json["problems"][0]["remedy"]
    assert bool(re.search("[\u4e00-\u9fff]", words)) == (language == "zh")
    logging.getLogger("maturity.web").disabled = False


def test_a_locked_database_is_a_clear_503(app, member, town, sqlite_store, monkeypatch):
    from maturity.store import engine

    monkeypatch.setattr(engine, "WAIT", 0)
    with sqlite_store.write():
        answer = member.put(f"/assessments/{town.open.id}/answers/skills.1a", json={"choice": "full", "version": 0})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert answer.json["problems"][0]["code"] == "store-locked"


class TestPublications:
    @pytest.fixture
    def analyst(self, client_of, town, member, answered, small):
        from maturity.answers import Chosen

        answered({item.id: Chosen("full") for item in small.items if item.level == 1})
        member.post(f"/assessments/{town.open.id}/submit", data={"agreed": "1"})
        return client_of(town.people["analyst"])

    def test_a_year_without_records_says_so(self, analyst):
        answer = analyst.get("/publications/2021")
        assert answer.status_code == 404
        assert "2021" in answer.text
        years = analyst.get("/publications").text
        assert "2024 " in years.replace("\n", " ")
        assert 'href="/publications/2024"' not in years  # one enterprise is no table
        assert "符合条件的企业只有 1 家，少于 10 家" in analyst.get("/publications/2024").text
        assert "/publications/2021" not in years
        assert analyst.get("/publications/99999999999999999999").status_code == 404
        assert analyst.get("/publications/2024/maturity.exe").status_code == 404


class TestTables:
    """On the shipped questionnaire, whose five levels the standard plan needs."""

    @pytest.fixture
    def analyst(self, config, town, sqlite_store, facts):
        from maturity.answers import Chosen
        from maturity.questionnaire import load
        from maturity.store.assessments import assessments
        from maturity.store.assessments.answers import AnswerChange, save_answers
        from maturity.store.submissions import submissions
        from maturity.store.submissions.submissions import Record

        cmmm, who = load(), town.people["enterprise"]
        with sqlite_store.write() as c:
            found = assessments.start_assessment(c, who, town.mine.id, cmmm, "discrete", 2023)
            items = [item for item in cmmm.items_of("discrete") if item.level <= 2]
            save_answers(c, who, found.id, cmmm, [AnswerChange(item.id, Chosen("full"), "", 0) for item in items])
            submissions.submit(c, who, found.id, cmmm, 1)
            same = bytes(1 if item in items else 4 for item in cmmm.items)
            submissions.add_graded(c, cmmm, [Record(facts(50 + n), "discrete", 2023, same) for n in range(9)])
        client = create_app({**config, "QUESTIONNAIRE": None}).test_client()
        with client.session_transaction() as session:
            session["_user_id"] = f"{town.people['analyst'].id}.{town.people['analyst'].stamp}"
        return client

    def test_the_tables_stand_on_the_page_and_in_the_files(self, analyst, caplog):
        page = analyst.get("/publications/2023").text
        assert "二级及以上" in page
        assert "仅供内部使用" in page
        assert "<svg" in page
        assert "Text(" not in page
        with caplog.at_level(logging.INFO, "maturity.web"):
            for suffix, start in (("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
                answer = analyst.get(f"/publications/2023/maturity.{suffix}")
                assert answer.data.startswith(start)
                assert f"-internal.{suffix}" in answer.headers["Content-Disposition"]
                answer.close()
        assert caplog.text.count("downloads") == 2

    def test_every_plan_has_its_page_and_its_files(self, analyst):
        page = analyst.get("/publications/2023?plan=yearbook").text
        assert "与上年相比的等级变化（每行为上年等级）：没有上一年的数据" in page
        assert "四分位数" in page
        address = re.search(r'href="([^"]+maturity\.csv[^"]*)"', page)[1].replace("&amp;", "&")
        with analyst.get(address) as answer:
            assert "by-domain" in answer.text
            assert "transitions" not in answer.text
        assert analyst.get("/publications/2023?plan=nothing").status_code == 404

    def test_the_map_shows_the_lowest_level_or_above(self, analyst):
        page = analyst.get("/publications/2023?plan=yearbook").text
        map_ = page.split('id="by-province"')[1].split("</svg>")[0]
        assert "二级及以上 (%)" in map_
        assert "江苏" in map_
