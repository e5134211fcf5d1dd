import re
import socket
import subprocess
import sys
from urllib.request import urlopen

import pytest

from maturity.settings import data_dir, database_url
from maturity.web.settings import read_settings


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_it_serves_and_prints_the_way_in(tmp_path, port):
    command = [sys.executable, "-c", "from maturity.cli import main; main()", "serve", "--port", str(port)]
    words = {"MATURITY_DATA_DIR": str(tmp_path), "MATURITY_LANGUAGE": "en", "PYTHONWARNINGS": "default"}
    with subprocess.Popen(command, env=words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            address = re.search(r"http://\S+", server.stdout.readline())[0]
            link = re.search(r"http://\S+", server.stdout.readline())[0]
            assert address == f"http://127.0.0.1:{port}"
            assert link.startswith(address)
            with urlopen(link, timeout=10) as page:
                assert page.status == 200
        finally:
            server.terminate()


def test_a_busy_port_is_a_users_mistake(run, port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        ran = run("serve", "--port", port)
    assert ran.code == 1
    assert f"serve-address: The server cannot listen at 127.0.0.1:{port}" in ran.err


def test_a_host_that_is_none_is_a_users_mistake(run, port):
    ran = run("serve", "--host", "no such host", "--port", port)
    assert ran.code == 1
    assert "serve-address" in ran.err


def test_a_weak_key_is_a_users_mistake(run, port, monkeypatch):
    monkeypatch.setenv("MATURITY_SECRET_KEY", "short")
    ran = run("serve", "--port", port)
    assert ran.code == 1
    assert "serve-setting" in ran.err


@pytest.mark.parametrize("url", ["", "postgresql://127.0.0.1/maturity"])
def test_web_and_command_line_agree_where_things_are(monkeypatch, tmp_path, url):
    monkeypatch.setenv("MATURITY_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("MATURITY_DATABASE_URL", url)
    settings = read_settings({})
    assert (settings.data_dir, settings.database_url) == (data_dir(), database_url())
