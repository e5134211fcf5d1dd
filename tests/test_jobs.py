"""Work beside the pages: one at a time, told how far it is, stopped, seen by all processes, and never lost silently."""

import subprocess
import sys
import time
from datetime import timedelta

import pytest

from maturity.errors import Place, Problem, Refusal
from maturity.jobs import Jobs, Stopped

from .waiting import wait


def made(folder, progress):
    (folder / "f").write_text("x")
    return folder / "f"


class TestJobs:
    @pytest.fixture
    def jobs(self, tmp_path):
        return Jobs(tmp_path / "jobs")

    def test_a_stopped_job_leaves_nothing(self, jobs):
        def work(folder, progress):
            (folder / "half.csv").write_text("half")
            for step in range(1000):
                progress(step, 1000)
                time.sleep(0.01)
            return folder / "half.csv"

        job = jobs.start("me", ("2024",), work)
        assert jobs.start("me", ("2024",), work) is job  # a second click
        wait(lambda: job.done > 2)
        jobs.stop(job)
        wait(lambda: not job.live)
        assert (job.state, job.file, job.folder.exists()) == ("stopped", None, False)

    def test_a_refusal_and_a_fault_are_told_apart(self, jobs, caplog):
        def refused(folder, progress):
            raise Refusal(Problem("plan-no-records", values={"year": 1}))

        def broken(folder, progress):
            raise RuntimeError("a fault")

        one, two = jobs.start("me", ("1",), refused), jobs.start("me", ("2",), broken)
        wait(lambda: not two.live)
        assert (one.state, one.problems[0].code) == ("failed", "plan-no-records")
        assert (two.state, two.problems[0].code, two.problems[0].values) == ("failed", "job-ended", {"job": two.id})
        assert all(two.id in two.problems[0].remedy(language) for language in ("zh", "en"))
        assert two.id in caplog.text

    def test_only_the_latest_are_kept(self, jobs):
        def work(folder, progress):
            (folder / "f").write_text("x")
            return folder / "f"

        done = []
        for number in range(8):
            done.append(jobs.start("me", (str(number),), work))
            wait(lambda: not done[-1].live)
        assert len(jobs.of("me")) <= 6
        assert not done[0].folder.exists()
        assert jobs.get("me", done[0].id) is None
        assert jobs.get("you", done[-1].id) is None

    def test_what_is_of_no_job_is_gone(self, tmp_path):
        (tmp_path / "jobs" / "old").mkdir(parents=True)
        Jobs(tmp_path / "jobs")
        assert not [*(tmp_path / "jobs").iterdir()]

    def test_old_ones_go_with_their_files(self, jobs, monkeypatch):
        job = jobs.start("me", ("1",), made)
        wait(lambda: not job.live)
        assert jobs.of("me") == [job]
        monkeypatch.setattr("maturity.jobs.KEPT_FOR", timedelta())
        assert jobs.of("me") == []
        assert not [*job.folder.parent.iterdir()]


class TestProcesses:
    """Two that keep their jobs in one folder, as under gunicorn."""

    def test_another_process_sees_a_job_and_stops_it(self, tmp_path, monkeypatch):
        def work(folder, progress):
            (folder / "half.csv").write_text("half")
            for step in range(1000):
                progress(step, 1000)
                time.sleep(0.01)

        monkeypatch.setattr("maturity.jobs._PAUSE", 0)
        job = Jobs(tmp_path).start("me", ("2024", "all"), work)
        other = Jobs(tmp_path)
        seen = wait(lambda: next((one for one in other.of("me") if one.done > 2), None))
        assert (seen.state, seen.total, seen.about, seen.at) == ("running", 1000, ("2024", "all"), job.at)
        assert (job.folder / "half.csv").exists()
        assert other.start("me", ("2024", "all"), work).id == job.id
        assert other.get("you", job.id) is None
        other.stop(seen)
        wait(lambda: not job.live)
        assert (job.state, other.get("me", job.id).state) == ("stopped", "stopped")

    def test_another_process_hands_over_the_file_and_tells_the_mistakes(self, tmp_path):
        def refused(folder, progress):
            raise Refusal(Problem("plan-no-records", Place("t.csv", 3, "year"), {"year": 2001}))

        jobs, other = Jobs(tmp_path), Jobs(tmp_path)
        one, two = jobs.start("me", ("1",), made), jobs.start("me", ("2",), refused)
        wait(lambda: not two.live)
        assert other.get("me", one.id).file.read_text() == "x"
        assert other.get("me", two.id).problems == two.problems

    def test_one_whose_process_was_killed_ended_unexpectedly(self, tmp_path, caplog):
        script = (
            "import sys, time; from pathlib import Path; from maturity.jobs import Jobs\n"
            "def work(folder, _):\n (folder / 'half').write_text('x'); print('begun', flush=True); time.sleep(60)\n"
            "Jobs(Path(sys.argv[1])).start('me', ('2024',), work); Jobs(Path(sys.argv[1])).start('me', ('2025',), work)"
        )
        with subprocess.Popen([sys.executable, "-c", script, tmp_path], stdout=subprocess.PIPE) as process:
            assert process.stdout.readline() == b"begun\n"
            jobs = Jobs(tmp_path)
            running = jobs.of("me")[-1]
            assert (running.state, running.folder.exists()) == ("running", True)
            process.kill()
        for one in (*jobs.of("me"), *Jobs(tmp_path).of("me")):
            assert (one.state, one.problems[0].code, one.file, one.folder.exists()) == (
                "failed",
                "job-ended",
                None,
                False,
            )
            assert one.id in caplog.text
        again = jobs.start("me", ("2024",), made)
        wait(lambda: not again.live)
        assert again.state == "done"


def test_stopped_is_no_mistake_of_the_program():
    assert not issubclass(Stopped, Refusal)


def test_what_a_job_wrote_is_its_owners_alone(tmp_path):
    def work(folder, progress):
        made(folder, progress).chmod(0o644)
        return folder / "f"

    jobs = Jobs(tmp_path)
    job = jobs.start("me", ("1",), work)
    wait(lambda: not job.live)
    assert job.file.stat().st_mode & 0o777 == 0o600
