"""Work beside the pages: done once by whichever worker, whatever dies; told how far it is, and stopped."""

import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from maturity import jobs
from maturity.errors import Busy, Place, Problem, Refusal
from maturity.jobs import Again, Kind, Outcome, Stopped, Worker, result
from maturity.store import open_store
from maturity.store.accounts.people import add_person
from maturity.store.enterprises import audit
from maturity.store.jobs import claims, queue
from maturity.store.jobs.claims import ATTEMPTS, Lost
from maturity.store.schema import audit_log

from .waiting import wait

LEASE = timedelta(minutes=1)
NONE = timedelta()


def make(job, folder, progress):
    """Writes a file, and one line of the log as what it changes."""
    progress(1, 2)
    (folder / "made.csv").write_text(str(job.about["n"]))
    return Outcome(folder / "made.csv", lambda c: audit.record(c, job.by, "test.made", detail=dict(job.about)))


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """The kinds of work of a test; `make` is there."""
    known = {"make": Kind(make)}
    monkeypatch.setattr(jobs, "KINDS", known)
    return known


@pytest.fixture
def results(tmp_path):
    """The folder of results."""
    return tmp_path / "results"


@pytest.fixture
def people(store):
    with store.write() as c:
        return [add_person(c, email=f"{n}@example.com", name=str(n), role="analyst").id for n in range(10)]


@pytest.fixture
def ask(store, people):
    """`ask(n, who=0, kind="make")`: the id of a job asked for."""

    def do(n=1, who=0, kind="make", key=None):
        with store.write() as c:
            return queue.start(c, people[who], kind, {"n": n}, key)

    return do


@pytest.fixture
def found(store, people):
    """`found(id, who=0)`: the job as its person sees it."""

    def do(id, who=0):
        with store.read() as c:
            return queue.job(c, people[who], id)

    return do


def made(store):
    with store.read() as c:
        rows = c.scalars(select(audit_log.c.detail).where(audit_log.c.action == "test.made"))
        return sorted(row["n"] for row in rows)


def take(store, lease=NONE, slots=()):
    with store.write() as c:
        return claims.claim(c, ["make"], lease, slots)


class TestAsking:
    def test_what_is_asked_for_twice_is_one_job_until_it_ended(self, store, ask, results):
        assert ask(1) == ask(1) != ask(2)
        assert ask(3, key={"a": 1}) == ask(4, key={"a": 1})
        before = ask(1)
        Worker(store, results).do_all()
        assert ask(1) != before

    def test_a_person_has_few_under_way_and_few_that_ended(self, store, ask, found, people, results):
        first = [ask(n) for n in range(queue.MOST)]
        with pytest.raises(Busy) as refused:
            ask(9)
        assert refused.value.problems[0].code == "jobs-many"
        ask(9, who=1)  # others may
        Worker(store, results).do_all()
        later = [ask(n) for n in range(10, 12)]
        Worker(store, results).do_all()
        with store.read() as c:
            mine = [job.id for job in queue.jobs_of(c, people[0])]
        assert set(mine) == {*later, *first[1:]}
        assert mine[0] == later[-1]
        assert found(later[0], who=1) is None

    def test_one_that_waits_is_stopped_at_once(self, store, ask, found, people, results):
        id = ask()
        with store.write() as c:
            queue.stop(c, people[1], id)
        assert found(id).state == "waiting"  # not theirs
        with store.write() as c:
            queue.stop(c, people[0], id)
        assert found(id).state == "stopped"
        Worker(store, results).do_all()
        assert made(store) == []


class TestDoing:
    def test_its_file_is_its_owners_alone_and_its_end_is_told(self, store, ask, found, results):
        id = ask(7)
        Worker(store, results).do_all()
        job = found(id)
        assert (job.state, job.done, job.total, job.file) == ("done", 1, 2, "made.csv")
        path = result(results, job)
        assert path.read_text() == "7"
        assert path.stat().st_mode & 0o777 == 0o600
        assert made(store) == [7]

    def test_a_refusal_and_a_fault_are_told_apart(self, store, ask, found, kinds, results, caplog):
        def refused(job, folder, progress):
            raise Refusal(Problem("plan-no-records", Place("t.csv", 3, "year"), {"year": 2001}))

        def broken(job, folder, progress):
            (folder / "half.csv").write_text("half")
            raise RuntimeError("a fault")

        kinds |= {"refused": Kind(refused), "broken": Kind(broken)}
        one, two = ask(kind="refused"), ask(kind="broken")
        Worker(store, results).do_all()
        assert found(one).problems == (Problem("plan-no-records", Place("t.csv", 3, "year"), {"year": 2001}),)
        assert [(p.code, p.values) for p in found(two).problems] == [("job-ended", {"job": two})]
        assert two in caplog.text
        assert found(one).state == found(two).state == "failed"
        assert [*results.iterdir()] == []

    def test_what_it_changes_is_undone_where_it_cannot_end(self, store, ask, found, kinds, results):
        def undone(job, folder, progress):
            def change(c):
                make(job, folder, progress).change(c)
                raise Refusal(Problem("release-changed"))

            return Outcome(change=change)

        kinds["undone"] = Kind(undone)
        id = ask(kind="undone")
        Worker(store, results).do_all()
        assert (found(id).state, made(store)) == ("failed", [])

    def test_a_stopped_job_leaves_nothing(self, store, ask, found, kinds, people, results, monkeypatch):
        begun = threading.Event()

        def endless(job, folder, progress):
            (folder / "half.csv").write_text("half")
            for step in range(100_000):
                progress(step, 100_000)
                begun.set()
                threading.Event().wait(0.01)

        kinds["endless"] = Kind(endless)
        monkeypatch.setattr(jobs, "BEAT", 0.05)
        id = ask(kind="endless")
        worker = Worker(store, results)
        worker.start()
        begun.wait(20)
        wait(lambda: found(id).done > 2)
        with store.write() as c:
            queue.stop(c, people[0], id)
        wait(lambda: not found(id).live)
        worker.stop()
        assert (found(id).state, [*results.iterdir()]) == ("stopped", [])

    def test_a_short_one_is_not_held_up_by_a_long_one(self, store, ask, found, kinds, results):
        going = threading.Event()
        kinds["long"] = Kind(lambda *_: going.wait(20) and Outcome())
        kinds["short"] = Kind(make, long=False)
        long, short = ask(kind="long"), ask(kind="short", who=1)
        worker = Worker(store, results)
        worker.start()
        wait(lambda: found(short, 1).state == "done")
        assert found(long).live
        going.set()
        wait(lambda: found(long).state == "done")
        worker.stop()

    def test_one_that_cannot_be_done_now_is_tried_again_and_fails_in_the_end(
        self, store, ask, found, kinds, results, monkeypatch
    ):
        tried = []

        def later(job, folder, progress):
            tried.append(job.attempts)
            raise Again if len(tried) % 2 else Busy(Problem("store-locked"))

        kinds["later"] = Kind(later)
        id = ask(kind="later")
        Worker(store, results).do_all()
        assert (tried, found(id).state) == ([1], "waiting")  # not at once
        monkeypatch.setattr(jobs, "_RETRY", 0)
        with store.write() as c:
            c.exec_driver_sql("UPDATE jobs SET due_at = at")
        Worker(store, results).do_all()
        assert (tried, found(id).state) == ([1, 2, 3], "failed")


class TestClaims:
    def test_who_lost_the_job_changes_nothing(self, store, ask, found):
        ask()
        first, second = take(store), take(store, LEASE)
        assert first.id == second.id
        for end in (
            lambda c: claims.complete(c, first, None, 1, 1),
            lambda c: claims.fail(c, first, ()),
            lambda c: claims.keep(c, first, LEASE, 0, 0),
        ):
            with pytest.raises(Lost), store.write() as c:
                end(c)
        with store.write() as c:
            claims.put_back(c, first)
        assert found(first.id).claim == second.claim
        with store.write() as c:
            assert claims.complete(c, second, None, 1, 1)
        assert found(first.id).state == "done"

    def test_it_fails_once_several_workers_have_died_over_it(self, store, ask, found):
        id = ask()
        for _ in range(ATTEMPTS):
            assert take(store).id == id
        assert take(store) is None
        assert (found(id).state, found(id).problems[0].code) == ("failed", "job-ended")

    def test_one_to_be_stopped_whose_worker_died_is_stopped(self, store, ask, found, people):
        id = ask()
        take(store)
        with store.write() as c:
            queue.stop(c, people[0], id)
        assert take(store) is None
        assert found(id).state == "stopped"

    def test_one_that_is_to_be_stopped_does_not_end_as_done(self, store, ask, people):
        ask()
        job = take(store, LEASE)
        with store.write() as c:
            queue.stop(c, people[0], job.id)
        with store.write() as c:
            assert not claims.complete(c, job, None, 1, 1)

    def test_a_person_has_one_at_a_time_and_a_machine_as_many_as_it_has_slots(self, store, ask):
        ask(1), ask(2), ask(3, who=1), ask(4, who=2)
        slots = ["here 0", "here 1"]
        taken = [take(store, LEASE, slots) for _ in range(3)]
        assert [job and job.about["n"] for job in taken] == [1, 3, None]
        assert take(store, LEASE, ["there 0"]).about["n"] == 4
        with store.write() as c:
            claims.complete(c, taken[0], None, 1, 1)
        assert take(store, LEASE, slots).about["n"] == 2

    def test_a_worker_takes_what_it_knows(self, store, ask):
        ask(kind="newer")  # of another version that runs beside this one
        assert take(store) is None


class TestWorkers:
    def test_two_that_race_do_every_job_once(self, store, people, results):
        with store.write() as c:
            for n in range(50):
                queue.start(c, people[n % 10], "make", {"n": n})
        other = open_store(store.engine.url.render_as_string(hide_password=False))
        threads = [threading.Thread(target=Worker(one, results).do_all) for one in (store, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        other.close()
        Worker(store, results).do_all()  # where both gave way to each other at the last
        assert made(store) == [*range(50)]

    def test_a_job_whose_worker_is_killed_is_done_by_another(self, store, ask, found, results):
        id = ask(5)
        begin = (
            "import sys, time; from datetime import timedelta; from pathlib import Path; from maturity import jobs\n"
            "from maturity.store import open_store\n"
            "def work(job, folder, progress):\n"
            " (folder / 'half').write_text('x'); print('begun', flush=True); time.sleep(60)\n"
            "jobs.KINDS = {'make': jobs.Kind(work)}\n"
            "jobs.Worker(open_store(sys.argv[1]), Path(sys.argv[2]), lease=timedelta(seconds=1)).do_all()"
        )
        url = store.engine.url.render_as_string(hide_password=False)
        with subprocess.Popen([sys.executable, "-c", begin, url, results], stdout=subprocess.PIPE) as process:
            assert process.stdout.readline() == b"begun\n"
            assert found(id).state == "running"
            Worker(store, results).do_all()  # its lease goes on
            assert found(id).state == "running"
            process.kill()
        worker = Worker(store, results)
        wait(lambda: worker.do_all() or found(id).state == "done")
        assert (found(id).attempts, made(store)) == (2, [5])
        assert result(results, found(id)).read_text() == "5"
        worker._sweep()
        assert [path.name for path in results.iterdir()] == [f"{id}-{found(id).claim}"]

    def test_one_that_ends_puts_back_what_it_has(self, store, ask, found, kinds, results):
        going, ends = threading.Event(), threading.Event()

        def heedless(job, folder, progress):
            going.set()
            ends.wait(20)
            return make(job, folder, lambda done, total: None)

        kinds["make"] = Kind(heedless)
        id = ask(3)
        worker = Worker(store, results)
        worker.start()
        going.wait(20)
        worker.stop(0.1)
        assert (found(id).state, found(id).attempts) == ("waiting", 0)
        ends.set()
        wait(lambda: not any(thread.is_alive() for thread in worker._threads))
        assert (found(id).state, made(store)) == ("waiting", [])  # what it came to counts no more
        kinds["make"] = Kind(make)
        Worker(store, results).do_all()
        assert (found(id).state, made(store)) == ("done", [3])

    def test_what_is_out_of_date_goes_with_its_files(self, store, ask, people, results, monkeypatch):
        id = ask()
        Worker(store, results).do_all()
        (results / "of-no-job").mkdir()  # of a worker that died
        for module in (queue, claims):
            monkeypatch.setattr(module, "KEPT_FOR", NONE)
        with store.read() as c:
            assert queue.job(c, people[0], id) is None
        Worker(store, results)._sweep()
        assert [*results.iterdir()] == []

    def test_what_the_application_asks_itself_leaves_no_row(self, store, results):
        with store.write() as c:
            queue.start(c, None, "make", {"n": 1})
            assert queue.waiting(c)[0] == 1
        Worker(store, results).do_all()
        assert made(store) == [1]
        with store.read() as c:
            assert queue.waiting(c) == (0, None)
            assert c.scalar(select(func.count()).select_from(queue.table)) == 0


def test_stopped_is_no_mistake_of_the_program():
    assert not issubclass(Stopped, Refusal)
