"""Hosts: a balancer with TLS after the sample, two with the application, PostgreSQL; one is lost in mid-save."""

import threading
import time
from types import SimpleNamespace

import pytest
import requests
from sqlalchemy import select
from sqlalchemy.engine import make_url

from maturity.questionnaire import load
from maturity.store import open_store
from maturity.store.accounts.people import add_person
from maturity.store.assessments.assessments import start_assessment
from maturity.store.enterprises.organisations import sign_up
from maturity.store.schema import answers

from . import hosts
from .browser import TOKEN
from .conftest import PASSWORD, administer, drop_database, empty_database
from .servers import CLI, PATIENCE, environment

PEOPLE = 6
BEFORE, AFTER = 4, 14  # seconds of saving before and after the loss
CHOICES = ("full", "most", "part", "none")

pytestmark = [pytest.mark.thorough, pytest.mark.xdist_group("attacks")]


@pytest.fixture
def service(postgresql_url, tmp_path, facts):
    """Two hosts of the application behind a balancer, as docs/operating.md says."""
    reason = hosts.unable()
    if reason:
        pytest.skip(reason)
    url = empty_database(postgresql_url, "hosts")
    administer(url, f"ALTER DATABASE {make_url(url).database} SET idle_in_transaction_session_timeout TO '5s'")
    store = open_store(url)
    store.upgrade()
    visitors = _people(store, facts)
    server = make_url(url)
    with hosts.hosts(10, 11, 12) as (balancer, *behind), hosts.relayed(server.host, server.port or 5432) as port:
        inner = server.set(host=hosts.INNER, port=port).render_as_string(hide_password=False)
        settings = {
            "MATURITY_SECRET_KEY": "lantern-river-quiet-1234567890-abcdef",
            "MATURITY_BASE_URL": f"https://{hosts.BALANCER}",
            "MATURITY_PROXIES": "1",
        }
        words = environment(tmp_path / "data", inner, **settings)
        command = [*CLI, "serve", "--host", "0.0.0.0", "--no-worker"]
        for host in behind:
            host.run(command, tmp_path / f"{host.name}.log", env=words)
        pem, key = hosts.certificate(tmp_path)
        balancer.run(hosts.balance(tmp_path, [host.address for host in behind], pem, key), tmp_path / "nginx.log")
        for host in behind:
            _wait(f"http://{host.address}:8000/ready", host.processes[0])
        yield SimpleNamespace(store=store, visitors=visitors, hosts=behind, pem=str(pem))
    store.close()
    drop_database(url)


def _people(store, facts):
    made, questionnaire = [], load()
    with store.write() as c:
        for number in range(PEOPLE):
            email = f"owner{number}@demo.example"
            person = add_person(c, email=email, name=f"Owner {number}", role="enterprise", password=PASSWORD)
            firm = sign_up(c, facts(number), person.id)
            assessment = start_assessment(c, person, firm.id, questionnaire, "discrete", 2024)
            made.append((email, assessment.id))
    return made


def _wait(address, process):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            if requests.get(address, timeout=5).status_code == 200:
                return
        except requests.RequestException:
            time.sleep(0.2)
    raise AssertionError(f"nothing answers at {address}")


class _Saver(threading.Thread):
    """Somebody who answers one item after another, and sends again what was not acknowledged, as the pages do."""

    def __init__(self, service, email, assessment, ending):
        super().__init__()
        self.base, self.assessment, self.ending = f"https://{hosts.BALANCER}", assessment, ending
        self.http = requests.Session()
        self.http.verify, self.http.trust_env = service.pem, False
        self.http.headers["Referer"] = f"{self.base}/"
        page = self.http.get(f"{self.base}/sign-in").text
        form = {"email": email, "password": PASSWORD, "csrf_token": TOKEN.search(page)[1]}
        assert self.http.post(f"{self.base}/sign-in", form, allow_redirects=False).status_code == 302
        self.http.headers["X-CSRFToken"] = TOKEN.search(self.http.get(f"{self.base}/password").text)[1]
        self.acknowledged, self.times, self.refused = {}, [], 0

    def run(self):
        items = [item.id for item in load().items_of("discrete")]
        number = 0
        while not self.ending.is_set():
            item, choice = items[number % len(items)], CHOICES[number // len(items) % len(CHOICES)]
            self._save(item, choice)
            number += 1

    def _save(self, item, choice):
        version = self.acknowledged.get(item, ("", 0))[1]
        body = {"choice": choice, "reason": "", "comment": "", "version": version}
        while not self.ending.is_set():
            try:
                address = f"{self.base}/assessments/{self.assessment}/answers/{item}"
                answer = self.http.put(address, json=body, timeout=10)
            except requests.RequestException:
                self.refused += 1
                continue
            if answer.status_code == 200 or answer.status_code == 409:
                # a conflict after a save without an answer: it had arrived
                assert answer.status_code == 200 or self.refused, answer.text
                self.acknowledged[item] = choice, version + 1
                self.times.append(time.monotonic())
                return
            assert answer.status_code in (502, 503, 504), (answer.status_code, answer.text[:300])
            self.refused += 1
            time.sleep(0.2)


def test_a_host_lost_in_mid_save_loses_no_acknowledged_answer(service):
    ending = threading.Event()
    savers = [_Saver(service, email, assessment, ending) for email, assessment in service.visitors]
    for saver in savers:
        saver.start()
    time.sleep(BEFORE)
    service.hosts[0].lose()
    lost_at = time.monotonic()
    time.sleep(AFTER)
    ending.set()
    for saver in savers:
        saver.join(60)
    before = sum(moment < lost_at for saver in savers for moment in saver.times)
    after = [min((moment - lost_at for moment in saver.times if moment > lost_at), default=None) for saver in savers]
    print(f"{before} saves before; first save after the loss: {[round(gap, 1) for gap in after if gap is not None]} s")
    print(f"requests without an answer: {sum(saver.refused for saver in savers)}")
    assert before > PEOPLE
    assert all(gap is not None for gap in after), "everybody goes on at the other host"
    missing = 0
    with service.store.read() as c:
        for saver in savers:
            query = select(answers.c.item, answers.c.choice, answers.c.version)
            kept = {row.item: row for row in c.execute(query.where(answers.c.assessment_id == saver.assessment))}
            for item, (choice, version) in saver.acknowledged.items():
                row = kept.get(item)
                same = row is not None and (row.version, row.choice) == (version, choice)
                missing += not (same or (row is not None and row.version > version))
    assert missing == 0
