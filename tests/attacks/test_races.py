"""The same thing at once: double clicks, two sessions, two people, on every worker. One counts; no failure is seen."""

import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import func, insert, select, update

from maturity.classification.credit_code import complete
from maturity.questionnaire import load
from maturity.settings import count as setting
from maturity.store import schema as tables
from maturity.store.accounts.people import find_person
from maturity.store.accounts.privacy import record_consent
from maturity.store.enterprises import organisations
from maturity.store.publications.exports import ExportRequest, request_export
from maturity.store.types import new_id, now

from ..conftest import FOREIGN_FILES
from .browser import Browser
from .conftest import NUMBERS, PASSWORD, letters

TIMES = 4
HARBOUR = (FOREIGN_FILES / "harbour.yaml").read_bytes()
BUSY = 503
JOIN = re.compile(r"/join/[\w-]+")


def at_once(*calls):
    """What they answer, begun together; none of them fails. Who is told to try again (503) does."""
    gate = Barrier(len(calls))

    def one(call):
        gate.wait(30)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        found = list(pool.map(one, calls))
    found = [call() if answer.status == BUSY else answer for call, answer in zip(calls, found, strict=True)]
    assert [answer.status for answer in found if answer.status >= 500] == []
    return found


def posts(browser, path, count=TIMES, page="/password", **form):
    """The same form, `count` times from one session."""
    sent = form | {"csrf_token": browser.token(page)}
    return [partial(browser.copy().ask, "POST", path, sent) for _ in range(count)]


def statuses(found):
    return sorted(answer.status for answer in found)


@pytest.fixture
def count(operator):
    """`count(table, condition…)`: how many rows."""

    def do(table, *where):
        with operator.read() as c:
            return c.scalar(select(func.count()).select_from(table).where(*where))

    return do


@pytest.fixture
def logged(count):
    """`logged("assessment.submit", organisation_id=…)`: how many rows of the log."""
    log = tables.audit_log
    return lambda action, **where: count(log, log.c.action == action, *(log.c[k] == v for k, v in where.items()))


def test_links_work_once(server, sign_up, reset_links, count):
    """The link of a sign-up, and one to a new password."""
    owner, visitor = sign_up(), Browser(server)
    email, code = f"racer{next(NUMBERS)}@demo.example", complete(f"93000000RAC{next(NUMBERS):05d}")
    assert visitor.send("/sign-up", **{**owner.facts, "email": email, "credit_code": code}).status == 200
    (link,) = letters(server, email, "sign-up", 1)
    found = at_once(*posts(visitor, link, page=link, password=PASSWORD))
    assert statuses(found).count(302) >= 1
    assert count(tables.people, tables.people.c.email == email) == 1
    assert count(tables.organisations, tables.organisations.c.credit_code == code) == 1

    assert visitor.send("/forgotten", email=owner.email).status == 200
    (link,) = reset_links(owner.email, 1)
    words = [f"lantern river number {number}" for number in range(TIMES)]
    token = visitor.token()
    calls = [lambda w=w: visitor.copy().ask("POST", link, {"password": w, "csrf_token": token}) for w in words]
    found = at_once(*calls)
    assert statuses(found).count(302) == 1
    won = next(word for word, answer in zip(words, found, strict=True) if answer.status == 302)
    assert [word for word in words if Browser(server).sign_in(owner.email, word).status == 302] == [won]


def test_an_invitation_lets_in_one_and_none_once_it_is_revoked(sign_up, count):
    owner, others = sign_up(), [sign_up() for _ in range(3)]
    path = f"/enterprises/{owner.firm}"
    member = tables.memberships.c.organisation_id == owner.firm

    def invited(role):
        return JOIN.search(owner.browser.send(f"{path}/invitations", f"{path}/members", role=role).text)[0]

    link = invited("viewer")
    found = at_once(*(call for one in others for call in posts(one.browser, link, 2)))
    assert count(tables.memberships, member) == 2
    assert statuses(found).count(302) == 1

    link = invited("editor")
    revoke = re.search(rf"{path}/invitations/[0-9a-f]+/revoke", owner.browser.get(f"{path}/members").text)[0]
    before = count(tables.memberships, member)
    calls = [*posts(owner.browser, revoke, 1), *(call for one in others for call in posts(one.browser, link, 1))]
    revoked, *accepted = at_once(*calls)
    joined = [answer for answer in accepted if answer.status == 302]
    assert len(joined) <= 1
    assert (revoked.status == 302) == (not joined) or revoked.status == 400
    assert count(tables.memberships, member) - before in (0, 1)
    assert others[0].browser.get(link).status == 410

    stranger = sign_up()
    links = [invited("viewer"), invited("editor"), invited("viewer")]
    at_once(*(call for link in links for call in posts(stranger.browser, link, 1)))
    assert count(tables.memberships, member, tables.memberships.c.role == "owner") == 1


def test_two_owners_do_not_remove_each_other(sign_up, count):
    owner, other = sign_up(), sign_up()
    path = f"/enterprises/{owner.firm}"
    link = JOIN.search(owner.browser.send(f"{path}/invitations", f"{path}/members", role="owner").text)[0]
    assert other.browser.send(link).status == 302
    ids = dict.fromkeys(re.findall(rf"{path}/members/([0-9a-f]+)/remove", owner.browser.get(f"{path}/members").text))
    (theirs,) = ids
    (mine,) = re.findall(rf"{path}/members/([0-9a-f]+)/remove", other.browser.get(f"{path}/members").text)
    at_once(
        *posts(owner.browser, f"{path}/members/{theirs}/remove", 1),
        *posts(other.browser, f"{path}/members/{mine}", 1, role="viewer"),
    )
    mine = (tables.memberships.c.organisation_id == owner.firm, tables.memberships.c.role == "owner")
    assert count(tables.memberships, *mine) == 1


def test_of_two_answers_one_is_saved_and_the_other_told(sign_up, items, count):
    owner = sign_up()
    base, token = f"/assessments/{owner.assessment}", owner.browser.token("/password")
    copies = [owner.browser.copy() for _ in range(6)]

    def answer(copy, number):
        body = f'{{"choice": "full", "comment": "{number}", "version": 0}}'
        head = {"Content_Type": "application/json", "X_CSRFToken": token}
        return copy.ask("PUT", f"{base}/answers/{items[0]}", body=body.encode(), **head)

    found = at_once(*(lambda c=c, n=n: answer(c, n) for n, c in enumerate(copies)))
    assert statuses(found) == [200] + [409] * 5
    assert count(tables.answer_history, tables.answer_history.c.assessment_id == owner.assessment) == 1
    page = f"{base}/items/{items[0]}"
    at_once(*posts(owner.browser, f"{page}/note", words="制度"))
    at_once(*posts(owner.browser, f"{base}/actions", words="编制规划", area=""))
    at_once(*posts(owner.browser, f"{page}/remark", remark="看过了"))
    for table, most in ((tables.evidence, 1), (tables.actions, 1)):
        assert count(table, table.c.assessment_id == owner.assessment) <= most, table.name


def test_a_double_click_submits_and_begins_once(sign_up, items, logged, count):
    owner = sign_up()
    base, firm = f"/assessments/{owner.assessment}", owner.firm
    owner.browser.put(f"{base}/answers/{items[0]}", {"choice": "full", "version": 0}, "/password")
    assert set(statuses(at_once(*posts(owner.browser, f"{base}/submit", agreed="1")))) == {302}
    assert count(tables.submissions, tables.submissions.c.organisation_id == firm) == 1
    assert logged("assessment.submit", organisation_id=firm) == 1
    at_once(
        *posts(owner.browser, f"{base}/next", 2, year="2025"),
        *posts(owner.browser, "/assessments/new", 2, organisation=firm, year="2025"),
        *posts(owner.browser, "/assessments/new", 2, organisation=firm, year="2026"),
    )
    assert count(tables.assessments, tables.assessments.c.organisation_id == firm) <= 3
    name = owner.facts["name"]
    data = f"/enterprises/{firm}"
    at_once(*posts(owner.browser, f"{data}/delete", 3, name=name))
    at_once(*posts(owner.browser, f"{data}/stay", 3))
    assert logged("organisation.part", organisation_id=firm) == logged("organisation.stay", organisation_id=firm) == 1
    facts = {**owner.facts, "headcount": "351", "version": "1"}
    facts = [{**facts, "headcount": str(number)} for number in range(351, 355)]
    found = at_once(*(call for form in facts for call in posts(owner.browser, data, 1, **form)))
    assert statuses(found) == [302] + [409] * 3


def test_nobody_passes_the_cap_by_haste(sign_up, facts, operator, count):
    owner = sign_up()
    with operator.write() as c:
        who = find_person(c, owner.email)
        for _ in range(setting("MATURITY_ENTERPRISES") - 2):
            new = organisations.sign_up(c, facts(50_000 + next(NUMBERS)), who.id)
            record_consent(c, who.id, new.id, 1, "sign-up")
    kept = {name: value for name, value in owner.facts.items() if name not in ("person_name", "email")}
    forms = [{**kept, "credit_code": complete(f"93000000RAD{next(NUMBERS):05d}")} for _ in range(TIMES)]
    found = at_once(*(call for form in forms for call in posts(owner.browser, "/enterprises/new", 1, **form)))
    assert statuses(found) == [302] + [400] * 3


def test_an_export_is_agreed_to_and_made_once(staff, operator, logged, count):
    first, second, administrator = staff("analyst"), staff("analyst"), staff("administrator")
    mine = tables.people.c.email.like("analyst%")
    with operator.write() as c:
        by = c.scalar(select(tables.people.c.id).where(mine).order_by(tables.people.c.created_at.desc()).offset(1))
        wish = request_export(c, by, ExportRequest(load().id, 2040, "all", "csv", "yearbook", 3))
    path, before = f"/detail/requests/{wish.id}", {end: logged(f"detail.{end}") for end in ("decline", "approve")}
    assert first.send(f"{path}/approve", "/detail").status == 403
    at_once(
        *posts(second, f"{path}/approve", 2),
        *posts(administrator, f"{path}/approve", 2),
        *posts(administrator, f"{path}/close", 2),
        *posts(first, f"{path}/make", 2),
    )
    assert logged("detail.decline") == before["decline"] + 1
    assert logged("detail.approve") <= before["approve"] + 1
    assert first.send(f"{path}/make", "/detail").status in (302, 400)
    assert count(tables.exported, tables.exported.c.export_id == wish.id) == 0


def test_a_version_of_a_questionnaire_is_published_and_withdrawn_once(staff, sign_up, logged, count):
    """Two files of one version, by two administrators; every worker offers the one that was published, then none."""
    first, second, owner = staff("administrator"), staff("administrator"), sign_up()
    id = f"race-{next(NUMBERS)}"
    drafts = []
    for browser, words in ((first, b"Anchor up"), (second, b"Anchor weighed")):
        file = HARBOUR.replace(b"id: harbour", f"id: {id}".encode()).replace(b"Anchor up", words)
        answer = browser.upload("/questionnaires", "definition", "a.yaml", file, "/questionnaires")
        assert answer.status == 302
        drafts.append(answer.header("Location"))
    before = {end: logged(f"questionnaire.{end}") for end in ("publish", "withdraw")}
    ways = [(one, draft) for one in (first, second) for draft in drafts]
    found = at_once(*(call for one, way in ways for call in posts(one, f"{way}/publish", 1, way, frozen="1")))
    assert statuses(found)[0] == 302
    assert set(statuses(found)[1:]) <= {400, 409}
    assert logged("questionnaire.publish") == before["publish"] + 1
    mine = tables.questionnaires.c.questionnaire == id
    assert count(tables.questionnaires, mine, tables.questionnaires.c.state == "published") == 1
    assert all(id in owner.browser.get("/assessments/new").text for _ in range(2 * TIMES))
    at_once(*(call for one, way in ways for call in posts(one, f"{way}/withdraw", 1, way, reason="有错")))
    assert logged("questionnaire.withdraw") == before["withdraw"] + 1
    assert not any(id in owner.browser.get("/assessments/new").text for _ in range(2 * TIMES))


def test_what_was_brought_in_is_decided_once(sign_up, staff, items, operator, logged):
    owner, first, second = sign_up(), staff("analyst"), staff("analyst")
    base, firm = f"/assessments/{owner.assessment}", owner.firm
    owner.browser.put(f"{base}/answers/{items[0]}", {"choice": "full", "version": 0}, "/password")
    assert owner.browser.send(f"{base}/submit", "/password", agreed="1").status == 302
    mine = tables.submissions.c.organisation_id == firm
    with operator.write() as c:
        who = find_person(c, owner.email)
        c.execute(insert(tables.imports).values(id=new_id(), organisation_id=firm, at=now(), by=who.id, held=b""))
        c.execute(update(tables.submissions).where(mine).values(origin="waiting"))
        id = c.scalar(select(tables.submissions.c.id).where(mine))
    path = f"/brought-in/{id}"
    at_once(*posts(first, path, 3, decision="accept"), *posts(second, path, 3, decision="accept"))
    assert logged("submission.accept", organisation_id=firm) == 1
    at_once(*posts(first, path, 2, decision="refuse"), *posts(second, path, 2, decision="accept"))
    log = tables.audit_log
    with operator.read() as c:
        last = select(log.c.action).where(log.c.organisation_id == firm, log.c.action.like("submission.%"))
        last = c.scalars(last.order_by(log.c.id.desc())).first()
        assert {"submission.accept": "accepted", "submission.refuse": "refused"}[last] == c.scalar(
            select(tables.submissions.c.origin).where(mine)
        )
