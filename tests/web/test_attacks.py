"""Attacks on the application as an operator runs it: `maturity serve`, and gunicorn with two processes."""

from .servers import running
from .test_proxies import Attempts


def test_two_processes_count_together(tmp_path):
    with running("gunicorn", tmp_path) as server:
        statuses = Attempts(server).statuses(30, "192.0.2.1")
    assert (set(statuses[:20]), set(statuses[20:])) == ({400}, {429})
