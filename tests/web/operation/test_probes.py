"""Probes for machines: a process that lives, a server that is ready, figures for who has the token."""

import subprocess
import sys
from collections import namedtuple
from datetime import UTC, datetime, timedelta

import pytest

from maturity.errors import Refusal
from maturity.operation.latest import record
from maturity.store import open_store
from maturity.store.jobs import queue
from maturity.web import create_app
from maturity.web.operation import state
from maturity.web.serving import stopping

from ..conftest import PASSWORD

TOKEN = "a token for prometheus"
ELSEWHERE = {"Host": "10.0.0.5:8000"}  # a balancer asks by address


def test_a_process_lives_without_its_database_and_under_any_name(config, tmp_path):
    client = create_app({**config, "STORE": open_store(f"sqlite:///{tmp_path}/no/such.db")}).test_client()
    told = client.get("/health", headers=ELSEWHERE)
    assert (told.status_code, told.json) == (200, {"alive": True})
    assert "Set-Cookie" not in told.headers
    ready = client.get("/ready", headers=ELSEWHERE)
    assert (ready.status_code, ready.json["database"]) == (503, "store-unreachable")


def test_a_server_is_ready_where_its_tables_and_its_disk_are(app, monkeypatch):
    client = app.test_client()
    assert client.get("/ready").json == {"ready": True, "database": "ok", "disk": "ok", "waiting": 0}
    usage = namedtuple("Usage", "free")
    monkeypatch.setattr(state.shutil, "disk_usage", lambda folder: usage(state.LEAST_FREE - 1))
    told = client.get("/ready")
    assert (told.status_code, told.json["disk"]) == (503, "files-full")


def test_a_server_that_ends_lives_and_is_not_ready(app):
    client = app.test_client()
    stopping.stop(app)
    assert client.get("/health").status_code == 200
    told = client.get("/ready")
    assert (told.status_code, told.json["ready"]) == (503, False)


def test_a_database_without_tables_is_not_ready(config, tmp_path):
    client = create_app({**config, "STORE": open_store(f"sqlite:///{tmp_path}/new.db")}).test_client()
    assert client.get("/ready").json["database"] == "store-not-created"


@pytest.mark.parametrize("path", ["/health", "/ready"])
def test_probes_are_only_read(app, path):
    client = app.test_client()
    assert client.post(path).status_code == 405
    assert client.head(path).data == b""


def figures(client):
    told = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert told.status_code == 200
    rows = [line.rpartition(" ") for line in told.text.splitlines() if not line.startswith("#")]
    return {name: float(figure) for name, _, figure in rows}


def test_there_are_no_figures_without_a_token(app):
    assert app.test_client().get("/metrics").status_code == 404


@pytest.mark.parametrize("given", [None, "Bearer wrong", TOKEN, "Bearer é"])
def test_figures_are_for_who_has_the_token(config, given):
    client = create_app({**config, "METRICS_TOKEN": TOKEN}).test_client()
    told = client.get("/metrics", headers={"Authorization": given} if given else None)
    assert (told.status_code, told.data) == (401, b"")


@pytest.mark.one_process  # `maturity serve` adds the counts of its processes up
def test_saves_conflicts_and_refused_sign_ins_are_counted(config, town):
    app = create_app({**config, "METRICS_TOKEN": TOKEN})
    client, person = app.test_client(), town.people["enterprise"]
    with client.session_transaction() as session:
        session["_user_id"] = f"{person.id}.{person.stamp}"
    path = f"/assessments/{town.open.id}/answers/skills.1a"
    for choice, version, status in (("full", 0, 200), ("most", 0, 409), ("nothing", 1, 400)):
        assert client.put(path, json={"choice": choice, "version": version}).status_code == status
    stranger = app.test_client()
    stranger.post("/sign-in", data={"email": "stranger@example.com", "password": "wrong"})
    stranger.post("/sign-in", data={"email": "stranger@example.com", "password": PASSWORD})
    with config["STORE"].write() as c:
        queue.start(c, person.id, "microdata", {"n": 1})
    assert "maturity_backup_age_seconds" not in figures(client)
    record(config["DATA_DIR"], config["DATA_DIR"] / "b.zip", datetime.now(UTC) - timedelta(hours=1))
    found = figures(client)
    assert 3600 <= found["maturity_backup_age_seconds"] < 3700
    assert found["maturity_jobs_waiting"] == 1
    assert 0 <= found["maturity_jobs_oldest_seconds"] < 60
    for outcome in ("saved", "conflict", "refused"):
        assert found[f'maturity_saves_total{{outcome="{outcome}"}}'] == 1, outcome
    assert found["maturity_refused_sign_ins_total"] == 1
    route = 'route="/assessments/<aid>/answers/<item>"'
    assert found[f'maturity_requests_total{{method="PUT",{route},status="409"}}'] == 1
    assert found[f'maturity_request_seconds_count{{method="PUT",{route}}}'] == 3
    assert (found["maturity_database_up"], found["maturity_ready"]) == (1, 1)
    assert town.open.id not in str(found)


def test_processes_of_a_machine_count_together(monkeypatch):
    monkeypatch.setenv("MATURITY_METRICS_TOKEN", TOKEN)
    code = (
        "import multiprocessing, os\n"
        "from maturity.web.operation.counts import Counts, counts_shared\n"
        "with counts_shared():\n"
        "    folder, start = os.environ['PROMETHEUS_MULTIPROC_DIR'], multiprocessing.get_context('fork').Process\n"
        "    children = [start(target=lambda: Counts().saves.labels('saved').inc(2)) for _ in range(2)]\n"
        "    for child in children: child.start()\n"
        "    for child in children: child.join()\n"
        "    print(Counts().registry().get_sample_value('maturity_saves_total', {'outcome': 'saved'}))\n"
        "print(os.path.exists(folder))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["4.0", "False"]


def test_a_missing_package_is_told_with_its_remedy(config, monkeypatch):
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    with pytest.raises(Refusal) as caught:
        create_app({**config, "METRICS_TOKEN": TOKEN})
    assert "maturity[metrics]" in caught.value.problems[0].line("en")
