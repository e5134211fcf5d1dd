"""Uploaded definitions: frozen once they are published, one file a version, written by administrators alone."""

import threading
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from maturity.errors import Conflict, Forbidden, NotFound, Refusal
from maturity.questionnaire import read
from maturity.store.accounts.people import add_person
from maturity.store.assessments.assessments import start_assessment
from maturity.store.questionnaires import definitions
from maturity.store.schema import audit_log, questionnaires

FILE = (Path(__file__).parents[2] / "questionnaires" / "foreign" / "harbour.yaml").read_bytes()
OTHER = FILE.replace(b"Anchor up", b"Anchor weighed")
NEXT = OTHER.replace(b'version: "1"', b'version: "2"')


@pytest.fixture
def boss(store):
    with store.write() as c:
        return add_person(c, email="boss@example.com", name="管理员", role="administrator")


def upload(store, person, file):
    with store.write() as c:
        return definitions.keep_draft(c, person, read(file.decode()), file)


def publish(store, person, id):
    with store.write() as c:
        return definitions.publish(c, person, id)


def code(act, *rest):
    with pytest.raises(Refusal) as caught:
        act(*rest)
    return caught.value.problems[0].code


def test_a_file_becomes_a_draft_that_tells_what_it_holds(store, boss):
    draft = upload(store, boss, FILE)
    assert (draft.key, draft.state, draft.title.en) == (("harbour", "1"), "draft", "Harbour trial")
    assert (draft.items, draft.levels, draft.profiles, draft.uploader) == (12, 3, 1, "管理员")
    assert draft.digest == sha256(FILE).hexdigest()
    assert upload(store, boss, FILE).id == draft.id  # a double click
    with store.read() as c:
        assert definitions.definitions(c) == [draft]
        assert definitions.file_of(c, draft.digest) == FILE
        assert definitions.released(c) == ()
        assert c.scalars(select(audit_log.c.action).where(audit_log.c.person_id == boss.id)).all() == [
            "questionnaire.upload"
        ]


def test_a_published_version_has_one_file_for_ever(store, boss):
    draft, rival = upload(store, boss, FILE), upload(store, boss, OTHER)
    published = publish(store, boss, draft.id)
    assert (published.state, published.publisher, published.withdrawn_at) == ("published", "管理员", None)
    assert code(publish, store, boss, draft.id) == "questionnaire-changed"
    assert code(publish, store, boss, rival.id) == "questionnaire-version-taken"
    assert code(upload, store, boss, OTHER) == "questionnaire-version-taken"
    assert code(upload, store, boss, FILE) == "questionnaire-published"
    again = publish(store, boss, upload(store, boss, NEXT).id)
    with store.read() as c:
        found = definitions.released(c)
    assert [(one.version, one.withdrawn) for one in found] == [("2", False), ("1", False)]
    assert again.digest == found[0].digest


def test_what_is_published_is_withdrawn_with_a_reason_and_keeps_its_version(store, boss):
    published = publish(store, boss, upload(store, boss, FILE).id)
    rival = upload(store, boss, NEXT)
    with store.write() as c:
        for words in ("", " \u200b", "字" * 1001):
            assert code(definitions.withdraw, c, boss, published.id, words) == "questionnaire-reason"
        assert code(definitions.withdraw, c, boss, rival.id, "错了") == "questionnaire-changed"
        done = definitions.withdraw(c, boss, published.id, " 有错 ")
    assert (done.state, done.reason, done.withdrawer) == ("withdrawn", "有错", "管理员")
    assert code(upload, store, boss, OTHER) == "questionnaire-version-taken"
    with store.write() as c:
        assert code(definitions.withdraw, c, boss, published.id, "再来") == "questionnaire-changed"
        assert definitions.released(c)[0].withdrawn


def test_only_drafts_are_discarded(store, boss):
    draft, published = upload(store, boss, NEXT), publish(store, boss, upload(store, boss, FILE).id)
    with store.write() as c:
        definitions.discard(c, boss, draft.id)
        assert [one.id for one in definitions.definitions(c)] == [published.id]
        with pytest.raises(NotFound):
            definitions.discard(c, boss, draft.id)
    with pytest.raises(Conflict), store.write() as c:
        definitions.discard(c, boss, published.id)


@pytest.mark.parametrize("role", ["enterprise", "consultant", "analyst"])
def test_nobody_else_writes(store, boss, role):
    draft = upload(store, boss, FILE)
    with store.write() as c:
        person = add_person(c, email=f"{role}@example.com", name=role, role=role)
        for act, rest in (
            (definitions.keep_draft, (read(NEXT.decode()), NEXT)),
            (definitions.publish, (draft.id,)),
            (definitions.withdraw, (draft.id, "因为")),
            (definitions.discard, (draft.id,)),
        ):
            with pytest.raises(Forbidden):
                act(c, person, *rest)


@pytest.mark.parametrize("id", ["", "x", "0" * 32])
def test_an_unknown_definition_does_not_exist(store, boss, id):
    with store.read() as c:
        with pytest.raises(NotFound):
            definitions.definition(c, id)
        with pytest.raises(NotFound):
            definitions.file_of(c, id)


def test_a_file_changed_in_the_database_is_not_used(store, boss):
    draft = upload(store, boss, FILE)
    with store.write() as c:
        c.execute(update(questionnaires).values(definition=OTHER))
    with store.read() as c:
        assert code(definitions.file_of, c, draft.digest) == "questionnaire-altered"
    assert code(publish, store, boss, draft.id) == "questionnaire-altered"


def test_assessments_are_counted_by_version(store, world, small, boss):
    with store.write() as c:
        start_assessment(c, world.ours.person, world.ours.organisation.id, small, "discrete", 2025)
        assert definitions.begun(c) == {("small", small.version): 3}


@pytest.mark.parametrize("rivals", [1, 2], ids=["one draft", "two drafts of one version"])
def test_of_two_who_publish_at_once_one_succeeds(store, boss, rivals):
    drafts = [upload(store, boss, file).id for file in (FILE, OTHER)[:rivals]] * (3 - rivals)
    start, found = threading.Barrier(2), []

    def act(id):
        start.wait()
        try:
            found.append(publish(store, boss, id).state)
        except Refusal as refusal:
            found.append(refusal.problems[0].code)

    threads = [threading.Thread(target=act, args=(id,)) for id in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["published", "questionnaire-changed" if rivals == 1 else "questionnaire-version-taken"]
    with store.read() as c:
        assert c.scalar(select(func.count()).where(audit_log.c.action == "questionnaire.publish")) == 1
