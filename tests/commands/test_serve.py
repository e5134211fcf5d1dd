import re
import socket
import subprocess
import sys
from urllib.request import urlopen

import pytest

from maturity.commands import serve
from maturity.errors import Refusal
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
    assert "MATURITY_SECRET_KEY: setting-key" in ran.err
    assert "short" not in ran.err.partition("setting-key")[2].replace("too short", "")


def test_misspelt_settings_are_told_before_the_port_is_taken(run, port, monkeypatch):
    monkeypatch.setenv("MATURITY_DATABSE_URL", "postgresql://x")
    monkeypatch.setenv("MATURITY_PROXIES", "two")
    monkeypatch.setattr(serve, "_listening", lambda *address: pytest.fail("the port was taken"))
    ran = run("serve", "--port", port)
    assert ran.code == 1
    first, second = ran.err.splitlines()
    assert first.startswith("MATURITY_DATABSE_URL: setting-unknown")
    assert "The nearest is MATURITY_DATABASE_URL." in first
    assert second.startswith("MATURITY_PROXIES: setting-number: MATURITY_PROXIES is 'two'")


@pytest.mark.parametrize("url", ["", "postgresql://127.0.0.1/maturity"])
def test_web_and_command_line_agree_where_things_are(monkeypatch, tmp_path, url):
    monkeypatch.setenv("MATURITY_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("MATURITY_DATABASE_URL", url)
    settings = read_settings({})
    assert (settings.data_dir, settings.database_url) == (data_dir(), database_url())


def test_a_missing_data_folder_is_made_where_the_database_is_elsewhere(monkeypatch, tmp_path, sqlite_store):
    monkeypatch.setenv("MATURITY_DATA_DIR", str(tmp_path / "new"))
    monkeypatch.setenv("MATURITY_SECRET_KEY", "0123456789abcdefghijklmnopqrstuv")
    app = serve.application({"STORE": sqlite_store})
    assert app.test_client().get("/ready").status_code == 200


def test_a_local_network_gets_an_address_a_picture_and_a_warning(capsys):
    serve.announce_lan("http://192.168.137.1:8000", "en")
    told = capsys.readouterr().out
    assert "http://192.168.137.1:8000/w" in told
    assert "plain HTTP" in told
    assert len(told.splitlines()) > 12, "the QR code"
    serve.announce_lan("http://192.168.137.1:8000", "zh")
    assert "未加密" in capsys.readouterr().out


def test_the_address_in_the_local_network_is_the_one_named_or_the_one_that_packets_leave_by(monkeypatch):
    assert serve.lan_address("192.168.137.1") == "192.168.137.1"
    monkeypatch.setattr(serve.socket.socket, "connect", unreachable)
    known = [(0, 0, 0, "", (address, 0)) for address in ("127.0.1.1", "10.0.0.7")]
    monkeypatch.setattr(serve.socket, "getaddrinfo", lambda *args: known)
    assert serve.lan_address("127.0.0.1") == "10.0.0.7"
    del known[1]
    with pytest.raises(Refusal) as caught:
        serve.lan_address("127.0.0.1")
    assert caught.value.problems[0].code == "serve-lan"


def unreachable(*args):
    raise OSError("no network")


def test_phones_in_the_local_network_are_answered_and_links_begin_with_its_address(tmp_path, monkeypatch, sqlite_store):
    monkeypatch.setenv("MATURITY_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("MATURITY_BASE_URL", "https://maturity.example.org")
    monkeypatch.setenv("MATURITY_TRUSTED_HOSTS", "maturity.example.org")
    app = serve._application(sqlite_store, "http://192.168.137.1:8000", lan=True)
    client = app.test_client()
    assert client.get("/w", headers={"Host": "192.168.137.1:8000"}).status_code == 200
    assert client.get("/w", headers={"Host": "192.168.137.2:8000"}).status_code == 400
    assert app.extensions["maturity"].settings.base_url == "http://192.168.137.1:8000"
