"""Tables that no enterprise would be in are left out by name."""

from maturity.publication.release import build
from maturity.questionnaire import load
from maturity.statistics.coverage import covered
from maturity.statistics.plan import load_plan

from .world import beside, make_frame


def frame(**more):
    return make_frame({}, [1, 2, 3] * 20, **more)


def titles(**more):
    plan, missing = covered(load_plan("yearbook"), frame(**more))
    return {table.id for table in plan.tables}, [text.en for text in missing]


def test_tables_about_assessors_need_somebody_assessed():
    kept, missing = titles(before=[1, 2, 3] * 20)
    assert not kept & {"assessed", "self-against-assessed"}
    assert len(missing) == 2
    assert all(text.endswith("no enterprise was assessed by others") for text in missing)
    kept, missing = titles(before=[1, 2, 3] * 20, assessed=beside([2] * 60))
    assert {"assessed", "self-against-assessed"} <= kept
    assert missing == []


def test_tables_of_two_years_need_the_year_before():
    kept, missing = titles(assessed=beside([2] * 60))
    assert not kept & {"transitions", "years", "index"}
    assert len(missing) == 3


def test_the_release_names_what_is_left_out():
    release = build(load_plan("yearbook"), frame(), load(), 2021)
    words = [fact.value.zh for fact in release.metadata if fact.id.startswith("missing-")]
    assert len(words) == 5
    assert "自评与评估的成熟度等级分布：没有企业经过评估" in words
    assert [table.number for table in release.tables] == [*range(1, len(release.tables) + 1)]
