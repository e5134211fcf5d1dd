"""What an assessment's workbook is made of."""

from datetime import UTC, date, datetime

import pytest

from maturity.answers import Chosen, NotApplicable
from maturity.errors import Refusal
from maturity.offline import make_entry
from maturity.offline.context import blank_workbook, workbook_of
from maturity.store.assessments.answers import save_answer
from maturity.store.assessments.assessments import assessment, tailor
from maturity.store.enterprises.organisations import organisation, update_facts
from maturity.store.submissions import submissions


@pytest.fixture
def ours(world, store, small):
    """Our assessment with three entries, one of them saved twice."""
    ours = world.ours
    with store.write() as c:
        for item, answer, comment, version in (
            ("sales.1a", Chosen("full"), "", 0),
            ("sales.1a", Chosen("most"), "=1+1", 1),
            ("skills.1b", NotApplicable("外包"), "", 0),
            ("skills.1a", None, "以后再说", 0),
        ):
            save_answer(c, ours.person, ours.assessment.id, small, item, answer, comment, version)
    return ours


def made(store, ours, small, language="zh", **how):
    with store.read() as c:
        return workbook_of(c, ours.person, assessment(c, ours.person, ours.assessment.id), small, language, **how)


def test_it_holds_answers_comments_and_versions(ours, store, small):
    what = made(store, ours, small)
    given = {item: one for item, one in what.origin.entries.items() if one.version}
    assert given == {
        "sales.1a": make_entry(Chosen("most"), "=1+1"),
        "skills.1b": make_entry(NotApplicable("外包"), ""),
        "skills.1a": make_entry(None, "以后再说"),
    }
    assert given["sales.1a"].version == 2
    assert what.origin.assessment == ours.assessment.id
    assert what.day == datetime.now(UTC).date()


def test_facts_are_told_in_words_of_the_language(ours, store, small):
    assert ("行业大类", "34 通用设备制造业") in made(store, ours, small).facts
    english = dict(made(store, ours, small, "en").facts)
    assert english["City"] == "Suzhou (Jiangsu)"
    assert english["Type of production"] == "Discrete production"
    assert english["Revenue of last year, 10,000 yuan"] == "12000.5"
    assert english["Year"] == "2024"


def test_an_empty_one_belongs_to_the_assessment_but_holds_no_answer(ours, store, small):
    with store.write() as c:
        tailor(c, ours.person, ours.assessment.id, small, {"sales": "由集团销售"}, ours.assessment.version)
    what = made(store, ours, small, empty=True)
    assert what.origin.assessment == ours.assessment.id
    assert not any(one.version or one.choice or one.comment for one in what.origin.entries.values())
    assert dict(what.response.cuts) == {"sales": "由集团销售"}
    assert not [item for item in what.origin.entries if item.startswith("sales")]


def test_a_submitted_one_keeps_answers_and_facts_of_its_day(ours, store, small, facts):
    with store.write() as c:
        submissions.submit(c, ours.person, ours.assessment.id, small, 1)
        known = organisation(c, ours.person, ours.organisation.id)
        update_facts(c, ours.person, known.id, facts(0, headcount=9000), known.version)
    what = made(store, ours, small)
    assert dict(what.facts)["从业人员（人）"] == "350"
    assert what.origin.entries["sales.1a"] == make_entry(Chosen("most"), "=1+1")
    assert what.origin.entries["skills.1b"] == make_entry(NotApplicable("外包"), "")


def test_a_questionnaire_of_another_version_is_refused(ours, store, small):
    from dataclasses import replace

    with pytest.raises(Refusal) as refusal:
        made(store, ours, replace(small, version="9"))
    assert refusal.value.problems[0].code == "assessment-questionnaire"


def test_a_blank_one_belongs_to_nobody(small):
    what = blank_workbook(small, "process", "en", date(2025, 3, 1))
    assert (what.origin.assessment, what.facts) == ("", ())
    assert list(what.origin.entries) == [item.id for item in small.items_of("process")]
    with pytest.raises(Refusal):
        blank_workbook(small, "mixed", "en", date(2025, 3, 1))
