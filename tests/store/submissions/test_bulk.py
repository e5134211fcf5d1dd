from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import func, select

from maturity.answers import Chosen
from maturity.errors import Refusal
from maturity.scoring.batch import Scheme, score
from maturity.store.assessments.answers import save_answer
from maturity.store.schema import audit_log, organisations, submissions
from maturity.store.submissions.submissions import ImportCounts, Record, add_graded, snapshot, submit

DAY = datetime(2024, 5, 1, 8, tzinfo=UTC)


@pytest.fixture
def records(small, facts):
    """`records(5)`: five different records of 2024, some of them process, some with a cut."""

    def make(count, year=2024, first=100, **changes):
        random = np.random.default_rng(count)
        codes = random.choice([1, 2, 3, 4, 7], (count, len(small.items))).astype(np.uint8)
        return [
            Record(
                facts(first + row, headcount=row + 1, name=f"示例 {row}"),
                ("process", "discrete")[row % 2],
                year,
                codes[row].tobytes(),
                cuts={"sales": "只做代工"} if row % 3 == 0 else {},
                submitted_at=DAY,
                **changes,
            )
            for row in range(count)
        ]

    return make


def count(c, table):
    return c.scalar(select(func.count()).select_from(table))


def test_what_is_imported_is_in_the_snapshot(store, small, records):
    rows = records(7)
    with store.write() as c:
        assert add_graded(c, small, iter(rows)) == ImportCounts(7, 7, 0)
    with store.read() as c:
        shot = snapshot(c, small, 2024)
    assert shot.matrix.flags.f_contiguous
    assert shot.matrix.shape == (7, len(small.items))
    back = {int(headcount) - 1: row for row, headcount in enumerate(shot.columns["headcount"])}
    for number, record in enumerate(rows):
        row = back[number]
        scheme = shot.schemes[shot.columns["cuts"][row]]
        assert scheme == Scheme(record.profile, frozenset(record.cuts))
        assert shot.columns["profile"][row] == record.profile
        asked = [item.position for item in small.items if shot.matrix[row, item.position]]
        assert all(shot.matrix[row, place] == record.vector[place] for place in asked)
    assert set(shot.columns["city"]) == {"320500"}
    assert set(shot.columns["revenue_10k"]) == {12000.5}
    assert not shot.columns["provisional"].any()


def test_the_kernel_grades_a_snapshot_as_it_was_frozen(store, small, records):
    with store.write() as c:
        add_graded(c, small, records(40))
        shot = snapshot(c, small, 2024)
    scores = score(small, shot.schemes, shot.columns["cuts"], shot.matrix)
    assert (scores.level == shot.columns["level"]).all()
    np.testing.assert_allclose(scores.score, shot.columns["score"], atol=1e-9)
    np.testing.assert_allclose(scores.levels[1], shot.columns["a2"], atol=1e-9)
    assert [name for name in shot.columns if name[0] == "a"] == ["a1", "a2"]


def test_an_empty_year_is_an_empty_snapshot(store, small):
    with store.read() as c:
        shot = snapshot(c, small, 2024)
    assert shot.matrix.shape == (0, len(small.items))
    assert all(len(column) == 0 for column in shot.columns.values())


def test_the_latest_submission_of_the_year_and_version_counts(store, small, records):
    rows = records(3)
    later = [replace(row, vector=bytes([1] * len(small.items)), submitted_at=DAY + timedelta(days=1)) for row in rows]
    with store.write() as c:
        add_graded(c, small, later[:1])
        add_graded(c, small, rows)
        add_graded(c, small, records(2, year=2023))
        add_graded(c, replace(small, version="0"), records(4, first=200))
        shot = snapshot(c, small, 2024)
    assert len(shot.matrix) == 3
    assert shot.left_out[:2] == (4, 1)
    best = shot.matrix[shot.columns["headcount"] == 1][0]
    assert set(best) <= {0, 1}


def test_the_same_file_twice_adds_nothing(store, small, records):
    with store.write() as c:
        add_graded(c, small, records(5))
        assert add_graded(c, small, records(5)) == ImportCounts(0, 0, 5)
        assert add_graded(c, small, records(5, year=2025)) == ImportCounts(0, 5, 0)
        assert count(c, organisations) == 5


def test_importing_for_a_signed_up_enterprise_keeps_its_facts(store, small, world, facts, records):
    record = replace(records(1)[0], facts=facts(0, headcount=9999))
    with store.write() as c:
        assert add_graded(c, small, [record], confirmed=[record.facts.credit_code]) == ImportCounts(0, 1, 0)
        kept = select(organisations.c.headcount).where(organisations.c.id == world.ours.organisation.id)
        assert c.scalar(kept) == facts(0).headcount
        assert snapshot(c, small, 2024).columns["headcount"].tolist() == [9999]


def test_nothing_is_imported_for_a_code_that_anybody_could_sign_up(store, small, world, facts, records):
    first, second, third = records(3)
    code = facts(0).credit_code
    rows = [first, replace(second, facts=facts(0)), third]
    with store.write() as c:
        with pytest.raises(Refusal) as caught:
            add_graded(c, small, rows)
        assert [(one.code, one.place.row) for one in caught.value.problems] == [("import-claimed", 2)]
        assert code in caught.value.problems[0].terminal_remedy("en")
        assert count(c, submissions) == 0
        assert add_graded(c, small, rows, confirmed=[code]).submissions == 3
        later = [replace(row, year=2025) for row in rows]
        assert add_graded(c, small, later).submissions == 3  # once confirmed is enough
        log = c.execute(select(audit_log).where(audit_log.c.action == "organisation.confirm")).all()
    assert [row.organisation_id for row in log] == [world.ours.organisation.id]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"vector": b"\x01"}, "import-vector"),
        ({"vector": bytes([6] * 12)}, "import-vector"),
        ({"vector": bytes(12)}, "assessment-empty"),
        ({"year": 24}, "assessment-year"),
        ({"profile": "both"}, "answer-unknown-profile"),
        ({"cuts": {"design": "x"}}, "answer-cut-forbidden"),
        ({"cuts": {"sales": " "}}, "answer-cut-reason"),
    ],
)
def test_one_bad_row_refuses_all_and_is_named(store, small, records, change, code):
    rows = records(5)
    rows[3] = replace(rows[3], **change)
    with store.write() as c:
        with pytest.raises(Refusal) as caught:  # and the transaction goes on
            add_graded(c, small, rows)
        assert count(c, organisations) == count(c, submissions) == 0
    assert [(problem.code, problem.place.row) for problem in caught.value.problems] == [(code, 4)]


def test_a_bad_row_in_a_later_chunk_undoes_the_earlier_ones(store, small, records, monkeypatch):
    monkeypatch.setattr("maturity.store.submissions.bulk._CHUNK", 2)
    rows = records(5)
    rows[4] = replace(rows[4], vector=b"")
    with store.write() as c:
        with pytest.raises(Refusal) as caught:
            add_graded(c, small, rows)
        assert caught.value.problems[0].place.row == 5
        assert count(c, organisations) == 0


def test_an_enterprise_and_year_stand_once_in_a_file(store, small, records, monkeypatch):
    monkeypatch.setattr("maturity.store.submissions.bulk._CHUNK", 2)
    rows = records(4)
    with store.write() as c, pytest.raises(Refusal) as caught:
        add_graded(c, small, [*rows, rows[0]])
    assert [(problem.code, problem.place.row) for problem in caught.value.problems] == [("import-repeated", 5)]


def test_what_is_entered_and_what_is_imported_stand_side_by_side(store, small, world, records):
    ours = world.ours
    with store.write() as c:
        add_graded(c, small, records(3), by=ours.person.id)
        save_answer(c, ours.person, ours.assessment.id, small, "skills.1a", Chosen("full"), "", 0)
        submit(c, ours.person, ours.assessment.id, small, 1)
        shot = snapshot(c, small, 2024)
    assert len(shot.matrix) == 4
    assert shot.columns["provisional"].sum() == 1
