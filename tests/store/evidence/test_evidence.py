"""Evidence: added, seen, removed by whom it may be; the index; the limits."""

import pytest
from sqlalchemy import event, select, text

from maturity.answers import Chosen
from maturity.assessment.evidence_strength import Tally
from maturity.errors import Conflict, Forbidden, NotFound, Refusal
from maturity.questionnaire import load
from maturity.questionnaire.parts import Paper
from maturity.store.accounts.people import add_person
from maturity.store.assessments.assessments import start_assessment
from maturity.store.enterprises import organisations
from maturity.store.evidence import evidence
from maturity.store.evidence.pieces import File, Link, Note
from maturity.store.schema import audit_log
from maturity.store.submissions.submissions import submit
from maturity.store.types import new_id

MARKER = "标记 =cmd|'/c calc'!A1 <b>&\"' 😀"


@pytest.fixture
def ours(world):
    return world.ours


@pytest.fixture
def add(store, ours, small):
    def do(new, item="skills.1a", person=None, assessment=None):
        with store.write() as c:
            id = (assessment or ours.assessment).id
            return evidence.add_evidence(c, person or ours.person, id, small, item, new)

    return do


@pytest.fixture
def member(store, ours):
    def make(role):
        with store.write() as c:
            found = add_person(c, email=f"{role}@example.com", name=f"示例{role}", role="consultant")
            organisations.add_member(c, ours.organisation.id, found.id, role)
            return found

    return make


def file(words="手册.pdf", size=7, sha256="a" * 64):
    return File(words, new_id(), "application/pdf", size, sha256)


def test_every_kind_comes_back_as_it_was(add, store, ours):
    kept = file(f"{MARKER}.pdf")
    added = [add(Note(f"{MARKER}\n第二行")), add(Link("https://示例.example/a?b=1#c", MARKER)), add(kept, "shape.1a")]
    with store.read() as c:
        assert evidence.evidence_of(c, ours.assessment) == {"skills.1a": added[:2], "shape.1a": added[2:]}
        assert evidence.evidence_about(c, ours.assessment, "skills.1a") == added[:2]
        assert evidence.evidence_about(c, ours.assessment, "skills.1b") == []
        assert evidence.evidence_by_id(c, ours.person, ours.assessment.id, added[2].id) == added[2]
    note, link, document = added
    assert (note.kind, note.words, note.url, note.file) == ("note", f"{MARKER}\n第二行", None, None)
    assert (link.kind, link.words, link.url) == ("link", MARKER, "https://示例.example/a?b=1#c")
    assert (document.words, document.file, document.size, document.sha256) == (
        kept.words,
        kept.file,
        kept.size,
        kept.sha256,
    )
    assert {piece.by for piece in added} == {ours.person.name}
    assert note.at.utcoffset().total_seconds() == 0


def test_tallies_count_what_there_is(add, store, ours, member):
    add(Note("一"))
    seen, assessor = add(Link("http://a.example", "")), member("assessor")
    add(file(), "shape.1a")
    with store.write() as c:
        evidence.set_seen(c, assessor, ours.assessment.id, seen.id, True)
    with store.read() as c:
        assert evidence.tallies(c, ours.assessment) == {"skills.1a": Tally(1, 1, 1), "shape.1a": Tally(0, 1, 0)}


def test_the_index_is_one_statement(add, store, ours):
    for item in ("skills.1a", "skills.1b", "shape.1a"):
        add(Note("说明"), item)
    sent = []
    with store.read() as c:
        event.listen(c, "before_cursor_execute", lambda *args: sent.append(args[2]))
        assert len(evidence.evidence_of(c, ours.assessment)) == 3
    assert len(sent) == 1


def test_the_same_piece_sent_again_is_there_once(add, store, ours, member):
    once = [add(Note("一样")), add(Link("http://a.example", "一样")), add(file())]
    assert [add(Note(" 一样 ")), add(Link("http://a.example", "一样")), add(file())] == once
    assert add(Note("一样"), person=member("editor")).id != once[0].id
    assert add(Note("一样"), "skills.1b").id != once[0].id
    assert add(file(sha256="b" * 64)).id != once[2].id


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://a.example",
        "//a.example",
        "/local",
        "www.example.com",
        r"\\server\share",
        "http://",
        "https:///x",
        "http://[::1",
        "http://a.example:99999/",
        "http://a.example/ b",
        "http://a.example/\u202efdp",
        "http://a.example/" + "x" * 2000,
        " java\nscript:x",
    ],
)
def test_only_addresses_of_pages_are_links(add, url):
    with pytest.raises(Refusal) as caught:
        add(Link(url, "看这里"))
    assert caught.value.problems[0].code == "evidence-url"
    assert caught.value.problems[0].place.column == "url"


@pytest.mark.parametrize(
    ("new", "item", "code"),
    [
        (Note("  "), "skills.1a", "evidence-words-missing"),
        (Note("长" * 5001), "skills.1a", "evidence-words-long"),
        (Note("\x00"), "skills.1a", "store-bad-text"),
        (Link("http://a.example", "长" * 5001), "skills.1a", "evidence-words-long"),
        (Link("http://a.example/\x00", ""), "skills.1a", "store-bad-text"),
        (Note("x"), "skills.9z", "answer-unknown-item"),
        (Note("x"), "' OR 1=1 --", "answer-unknown-item"),
    ],
)
def test_what_cannot_be_kept_is_refused(add, store, ours, new, item, code):
    with pytest.raises(Refusal) as caught:
        add(new, item)
    assert caught.value.problems[0].code == code
    with store.read() as c:
        assert evidence.evidence_of(c, ours.assessment) == {}


def test_an_item_holds_twenty(add):
    for number in range(evidence.MOST_PIECES):
        add(Note(str(number)))
    with pytest.raises(Refusal, match="evidence-too-many"):
        add(Note("one more"))
    assert add(Note("0"))  # sent again
    add(Note("elsewhere"), "skills.1b")


def test_an_enterprise_keeps_to_its_quota_of_bytes(add, monkeypatch):
    monkeypatch.setenv("MATURITY_EVIDENCE_MB", "3")
    add(file(size=3 * 1024 * 1024 - 10))
    with pytest.raises(Refusal) as caught:
        add(file(size=11, sha256="b" * 64), "shape.1a")
    (problem,) = caught.value.problems
    assert problem.code == "evidence-full"
    assert {"files": 1, "megabytes": 3, "most": 3}.items() <= problem.values.items()
    add(file(size=10, sha256="b" * 64), "shape.1a")
    add(Note("words weigh nothing"), "shape.1a")


def test_the_quota_counts_every_assessment_of_the_enterprise_and_no_other(add, store, world, small, monkeypatch):
    monkeypatch.setenv("MATURITY_EVIDENCE_FILES", "2")
    ours, theirs = world.ours, world.theirs
    with store.write() as c:
        other = start_assessment(c, ours.person, ours.organisation.id, small, "discrete", 2023)
        evidence.add_evidence(c, theirs.person, theirs.assessment.id, small, "skills.1a", file(sha256="c" * 64))
        evidence.add_evidence(c, ours.person, other.id, small, "skills.1a", file(sha256="d" * 64))
    add(file())
    with pytest.raises(Refusal, match="evidence-full"):
        add(file(sha256="b" * 64))
    with store.read() as c:
        assert evidence.evidence_usage(c, ours.organisation.id).files == 2
        assert evidence.evidence_usage(c, theirs.organisation.id).files == 1


@pytest.mark.parametrize("role", ["viewer", "assessor"])
def test_those_who_only_read_neither_add_nor_remove(add, store, ours, small, member, role):
    guest, there = member(role), add(Note("说明"))
    with pytest.raises(Forbidden):
        add(Note("不许"), person=guest)
    with store.write() as c, pytest.raises(Forbidden):
        evidence.remove_evidence(c, guest, ours.assessment.id, small, there.id)
    with store.read() as c:
        assert evidence.evidence_about(c, ours.assessment, "skills.1a") == [there]


def test_an_editor_adds_and_removes(add, store, ours, small, member):
    editor = member("editor")
    there = add(file(), person=editor)
    with store.write() as c:
        assert evidence.remove_evidence(c, editor, ours.assessment.id, small, there.id).file == there.file
        with pytest.raises(NotFound):
            evidence.remove_evidence(c, editor, ours.assessment.id, small, there.id)
    with store.read() as c:
        assert evidence.evidence_of(c, ours.assessment) == {}


@pytest.mark.parametrize("role", ["owner", "editor", "viewer"])
def test_only_assessors_mark_as_seen(add, store, ours, member, role):
    there, other = add(Note("说明")), member(role)
    with store.write() as c, pytest.raises(Forbidden):
        evidence.set_seen(c, other, ours.assessment.id, there.id, True)


def test_the_first_assessor_stays_the_one_who_saw_it(add, store, ours, member, small):
    there, first, gone = add(Note("说明")), member("assessor"), add(Note("其他"))
    with store.write() as c:
        evidence.remove_evidence(c, ours.person, ours.assessment.id, small, gone.id)
        second = add_person(c, email="second@example.com", name="第二位", role="consultant")
        organisations.add_member(c, ours.organisation.id, second.id, "assessor")
        seen = evidence.set_seen(c, first, ours.assessment.id, there.id, True)
        assert (seen.seen_by, seen.seen_at is not None) == (first.name, True)
        assert evidence.set_seen(c, second, ours.assessment.id, there.id, True) == seen
        assert evidence.set_seen(c, second, ours.assessment.id, there.id, False) == there
        assert evidence.set_seen(c, second, ours.assessment.id, there.id, False) == there


def test_after_submission_evidence_is_frozen_but_can_be_seen(add, store, ours, small, member):
    from maturity.store.assessments.answers import save_answer

    there, assessor = add(Note("说明")), member("assessor")
    with store.write() as c:
        save_answer(c, ours.person, ours.assessment.id, small, "skills.1a", Chosen("full"), "", 0)
        submit(c, ours.person, ours.assessment.id, small, 1)
        assert evidence.set_seen(c, assessor, ours.assessment.id, there.id, True).seen_at
    with pytest.raises(Conflict, match="answer-frozen"):
        add(Note("迟了"))
    with store.write() as c, pytest.raises(Conflict, match="answer-frozen"):
        evidence.remove_evidence(c, ours.person, ours.assessment.id, small, there.id)


def test_foreign_pieces_do_not_exist(add, store, world, small):
    theirs = add(Note("秘密"), person=world.theirs.person, assessment=world.theirs.assessment)
    person, own, foreign = world.ours.person, world.ours.assessment.id, world.theirs.assessment.id
    with store.write() as c:
        for assessment in (own, foreign, "x' OR 1=1 --", "\x00"):
            for id in (theirs.id, "0" * 32, "\x00", "💥"):
                with pytest.raises(NotFound):
                    evidence.evidence_by_id(c, person, assessment, id)
                with pytest.raises(NotFound):
                    evidence.remove_evidence(c, person, assessment, small, id)
                with pytest.raises((NotFound, Forbidden)):
                    evidence.set_seen(c, person, assessment, id, True)
        with pytest.raises(NotFound):
            evidence.add_evidence(c, person, foreign, small, "skills.1a", Note("x"))
        assert evidence.evidence_about(c, world.theirs.assessment, "skills.1a") == [theirs]


def test_every_write_adds_a_row_without_texts(add, store, ours, small, member):
    there, assessor = add(Note("机密内容")), member("assessor")
    with store.write() as c:
        before = c.scalar(text("SELECT max(id) FROM audit_log"))
        for seen in (True, True, False):
            evidence.set_seen(c, assessor, ours.assessment.id, there.id, seen)
        evidence.remove_evidence(c, ours.person, ours.assessment.id, small, there.id)
        rows = c.execute(select(audit_log).order_by(audit_log.c.id)).all()
    assert [row.action for row in rows if row.id > before] == ["evidence.see", "evidence.unsee", "evidence.remove"]
    assert "evidence.add" in [row.action for row in rows]
    assert "机密" not in str(rows)
    assert rows[-1].detail == {"evidence": there.id, "item": "skills.1a", "kind": "note"}
    assert rows[-1].assessment_id == ours.assessment.id


GREEN = load("green-factory-2016")
PAPER = GREEN.checklist[6]


@pytest.fixture
def factory(store, ours):
    with store.write() as c:
        return start_assessment(c, ours.person, ours.organisation.id, GREEN, "default", 2025)


def test_a_paper_of_the_checklist_has_evidence_of_its_own(store, ours, factory):
    with store.write() as c:
        first = evidence.add_evidence(c, ours.person, factory.id, GREEN, PAPER, Note("承诺书"))
        assert evidence.add_evidence(c, ours.person, factory.id, GREEN, PAPER, Note("承诺书")) == first
        assert (first.item, first.paper) == (None, PAPER.id)
        assert evidence.papers_of(c, factory) == {PAPER.id: [first]}
        assert evidence.evidence_about(c, factory, PAPER) == [first]
        assert (evidence.evidence_of(c, factory), evidence.tallies(c, factory)) == ({}, {}), "it backs no item's answer"
        log = c.execute(select(audit_log.c.detail).where(audit_log.c.action == "evidence.add")).scalars().all()
        assert log == [{"evidence": first.id, "paper": PAPER.id, "kind": "note"}]
        for number in range(evidence.MOST_PIECES - 1):
            evidence.add_evidence(c, ours.person, factory.id, GREEN, PAPER, Note(f"{number}"))
        with pytest.raises(Refusal, match="evidence-too-many"):
            evidence.add_evidence(c, ours.person, factory.id, GREEN, PAPER, Note("多了"))


def test_a_paper_that_is_not_of_the_checklist_takes_nothing(store, ours, factory):
    with store.write() as c, pytest.raises(NotFound, match="evidence-paper"):
        evidence.add_evidence(c, ours.person, factory.id, GREEN, Paper("e99", PAPER.text), Note("证"))
