"""The place among peers of results without levels: by the total and by blocks, as guarded as with levels."""

import re

import numpy as np
import pytest
from sqlalchemy import select

from maturity.answers import Response, decode
from maturity.answers.codec import entered_answers
from maturity.questionnaire import load
from maturity.questionnaire.numeric.references import references_in
from maturity.scoring.methods import evaluate
from maturity.store.schema import audit_log, submissions
from maturity.store.submissions.cohorts import Cohorts
from maturity.store.submissions.value_cohorts import block_shares
from maturity.web import create_app

from ...publication.factories import GREEN, load_factories
from ...scoring import green
from ..conftest import write_references


@pytest.fixture
def app(config, folder):
    write_references(folder, green.BASELINES)
    return create_app({**config, "QUESTIONNAIRES": folder, "QUESTIONNAIRE": None})


@pytest.fixture
def address(member, filled):
    base = filled()
    assert member.post(f"{base}/submit", data={"agreed": "1"}).status_code == 302
    return f"{base}/peers"


def main(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("<h1>")[1].split("</main>")[0]))


def test_an_open_assessment_has_no_place(member, filled, sqlite_store):
    load_factories(sqlite_store, 40, year=2025)
    page = main(member.get(f"{filled()}/peers").text)
    assert "提交之后，这里显示总分和各一级指标在同行中的位置" in page
    assert "%" not in page


def test_the_page_places_total_and_blocks(member, address, sqlite_store):
    load_factories(sqlite_store, 60, year=2025)
    page = member.get(address).text
    assert page.count('class="chart band"') == 1 + len(GREEN.groups[-6:])
    told = main(page)
    assert "全部制造企业" in told
    assert "约 60 家" in told
    assert re.search(r"高于 \d+% 至 \d+% 的同行", told)
    assert "以满分的二十分之一为一档" in told
    english = main(member.get(f"{address}?lang=en").text)
    assert "a twentieth of the maximum" in english
    assert not re.search("[一-鿿]", english.replace("小鹏", ""))


def test_without_a_large_group_it_says_so_and_without_a_total_too(member, address, filled, sqlite_store):
    load_factories(sqlite_store, 8, year=2025)
    assert "还没有足够大的同行组" in main(member.get(address).text)
    other = filled(load("four-degrees"), {})
    member.post(f"{other}/submit", data={"agreed": "1"})
    assert "没有总分" in main(member.get(f"{other}/peers").text)


def test_the_cohort_has_the_scores_that_each_comes_to(sqlite_store):
    load_factories(sqlite_store, 30, year=2025)
    with sqlite_store.read() as c:
        cohort = Cohorts().of(c, GREEN, 2025)
        rows = {row.organisation_id: row for row in c.execute(select(submissions))}
    for place, id in enumerate(cohort.organisation):
        row = rows[id]
        answers = decode(GREEN, bytes(row.vector), row.reasons, entered_answers(row.entered))
        exact = evaluate(Response(GREEN, row.profile, answers), references_in(row.evaluation["references"]))
        assert cohort.score[place] == pytest.approx(float(exact.score.low))
        assert np.allclose(cohort.groups[:, place], np.array(block_shares(exact), float))
        assert cohort.level[place] == min(4, int(exact.score.low // 20))
    assert (cohort.step, cohort.group_step) == (5, 0.05)


def test_looks_are_logged_by_questionnaire_and_queries_are_few(member, address, sqlite_store, statements):
    load_factories(sqlite_store, 30, year=2025)
    member.get(address)
    statements.clear()
    member.get(address)
    before = len(statements)
    load_factories(sqlite_store, 60, year=2025)
    member.get(address)
    statements.clear()
    member.get(address)
    assert len(statements) == before
    with sqlite_store.read() as c:
        looks = c.scalars(select(audit_log.c.detail).where(audit_log.c.action == "peers.look")).all()
    assert looks == [{"year": 2025, "questionnaire": GREEN.id}]
