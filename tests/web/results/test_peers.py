"""The page of the place among peers: what it says, and what it keeps to itself."""

import re

import pytest
from sqlalchemy import select

from maturity.answers import Chosen
from maturity.store.assessments.assessments import start_assessment
from maturity.store.publications.releases import LedgerEntry, ReleaseOrigin, add_to_ledger, ledger_entries
from maturity.store.schema import audit_log
from maturity.store.submissions.submissions import Record, add_graded, submit


@pytest.fixture
def peers(sqlite_store, small, facts):
    """`peers(30)`: that many enterprises of the same division and type submitted for 2024, all different."""

    def fill(count, **changes):
        rows = []
        for number in range(count):
            codes = bytes(1 + (number * (place + 3)) % 4 for place in range(len(small.items)))
            rows.append(Record(facts(100 + number, **changes), "discrete", 2024, codes))
        with sqlite_store.write() as c:
            add_graded(c, small, rows)

    return fill


@pytest.fixture
def address(member, town, answered, small):
    answered({item.id: Chosen("most") for item in small.items})
    member.post(f"/assessments/{town.open.id}/submit", data={"agreed": "1"})
    return f"/assessments/{town.open.id}/peers"


def test_an_open_assessment_has_no_place(member, town, peers):
    peers(30)
    page = member.get(f"/assessments/{town.open.id}/peers").text
    assert "提交之后" in page
    assert "%" not in page.split("<h1>")[1].split("</main>")[0]


def test_without_a_large_group_the_page_says_so(member, address, peers):
    peers(9)
    assert "还没有足够大的同行组" in member.get(address).text


def test_the_page_names_the_group_and_its_size(member, address, peers):
    peers(33)
    page = member.get(address).text
    assert "通用设备制造业中的离散型企业" in page
    assert "约 30 家" in page
    assert "% 至 " in page
    assert 'class="chart band"' in page


def test_a_coarser_group_is_named_as_such(member, address, peers):
    peers(33, division="36")
    page = member.get(address).text
    assert "全部离散型企业" in page
    assert "用了较粗的组" in page


def test_no_names_of_others_are_shown(member, address, peers):
    peers(33)
    page = member.get(address).text.split("<h1>")[1]
    assert "示例企业" not in page


def test_strangers_find_nothing(client_of, town, address):
    assert client_of(town.stranger).get(address).status_code == 404


def test_the_page_takes_a_fixed_number_of_queries(member, address, peers, statements):
    peers(12)
    member.get(address)
    statements.clear()
    member.get(address)
    before = len(statements)
    peers(40)
    member.get(address)
    statements.clear()
    member.get(address)
    assert len(statements) == before


def test_an_owner_lets_the_scores_take_part_and_takes_it_back(member, address, town, client_of):
    where = f"/enterprises/{town.mine.id}/compared"
    sent = {"compared": "yes", "assessment": town.open.id}
    assert "不参与同行比较" in member.get(address).text
    assert client_of(town.people["consultant"]).post(where, data=sent).status_code == 403
    assert "本企业的得分参与同行比较" in member.post(where, data=sent, follow_redirects=True).text
    page = member.post(where, data={**sent, "compared": "no"}, follow_redirects=True).text
    assert "不再参与同行比较" in page


def test_taking_part_is_asked_with_the_submission_and_never_ticked_beforehand(member, town, answered, small):
    answered({item.id: Chosen("most") for item in small.items})
    base = f"/assessments/{town.open.id}"
    box = re.search(r'<input type="checkbox" name="compared"[^>]*>', member.get(f"{base}/review").text)[0]
    assert "checked" not in box
    member.post(f"{base}/submit", data={"compared": "yes", "agreed": "1"})
    assert "本企业的得分参与同行比较" in member.get(f"{base}/peers").text


def publish(store, small, told, year=2023):
    with store.write() as c:
        entry = LedgerEntry("standard", "0" * 64, year, "1" * 64, 5, 10, f"{year}", told, "2" * 64)
        add_to_ledger(
            c, small, [entry], b"", [each.key for each in ledger_entries(c, small, range(2020, 2030))], ReleaseOrigin()
        )


def test_without_a_place_the_levels_last_published_are_shown(member, town, address, sqlite_store, small):
    assert 'id="published"' not in member.get(address).text
    numbers = [[[], [1, 2], 100, True], [[], [1], 60, True], [[], [2], 40, True]]
    publish(sqlite_store, small, {"numbers": numbers, "rows": [[0, [1, 2], [], True, "", True]]})
    page = member.get(address).text.split('id="published"')[1].split("</section>")[0]
    told = " ".join(re.sub("<[^>]+>", " ", page).split())
    assert "全部制造企业，2023 年，共 100 家" in told
    assert "一级及以下 60 60.0% 二级 本企业 40 40.0%" in told


def test_an_open_assessment_sees_what_is_published_too(member, town, sqlite_store, small):
    numbers = [[[], [1, 2], 20, True], [[], [1], 10, True], [[], [2], 10, True]]
    publish(sqlite_store, small, {"numbers": numbers, "rows": [[0, [1, 2], [], True, "", True]]})
    page = member.get(f"/assessments/{town.open.id}/peers").text
    assert "本企业（暂定）" in page
    assert "共 20 家" in page


def test_no_more_than_three_submissions_of_a_year_are_placed_from_whatever_account(
    member, client_of, town, address, peers, sqlite_store, small, answered
):
    """Sixteen looks at sixteen scores, the accounts of the enterprise in turn: the fourth submission has no place."""
    peers(33)
    clients = [member, client_of(town.people["consultant"])]
    pages, told = [address], []
    for number in range(5):
        with sqlite_store.write() as c:
            new = start_assessment(c, town.people["enterprise"], town.mine.id, small, "discrete", 2024)
        answered({item.id: Chosen("part" if number % 2 else "most") for item in small.items}, new)
        with sqlite_store.write() as c:
            submit(c, town.people["enterprise"], new.id, small, 1)
        pages.append(f"/assessments/{new.id}/peers")
    for number in range(16):
        page = clients[number % 2].get(pages[number % len(pages)]).text
        told.append("% 至 " in page)
        assert told[-1] != ("已经看过 3 次提交的位置" in page)
    assert told == [number % 6 < 3 for number in range(16)]
    with sqlite_store.read() as c:
        logged = c.execute(select(audit_log.c.assessment_id).where(audit_log.c.action == "peers.look")).all()
    assert len(logged) == 3
