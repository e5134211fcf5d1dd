"""Letters go through a real SMTP conversation, or to the log."""

import socketserver
import threading

import pytest

from maturity.jobs import ATTEMPTS
from maturity.store.jobs import queue
from maturity.web import create_app
from maturity.web.accounts.mail import post, post_reset

from ...working import work


class _Server(socketserver.TCPServer):
    allow_reuse_address = True


@pytest.fixture
def smtp():
    """A server on loopback that takes letters; `smtp.lines` is what clients said."""
    lines = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"220 test\r\n")
            data = False
            for raw in self.rfile:
                line = raw.decode().rstrip("\r\n")
                lines.append(line)
                if data:
                    data = line != "."
                    if not data:
                        self.wfile.write(b"250 taken\r\n")
                elif line.startswith("EHLO"):
                    self.wfile.write(b"250-test\r\n250 SMTPUTF8\r\n")
                elif line.upper() == "DATA":
                    data = True
                    self.wfile.write(b"354 go on\r\n")
                elif line.upper() == "QUIT":
                    self.wfile.write(b"221 bye\r\n")
                    return
                else:
                    self.wfile.write(b"250 fine\r\n")

    with _Server(("127.0.0.1", 0), Handler) as server:
        server.lines = lines
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def client_with(config):
    """`client_with(mail_url)`: a client of an application with this mail server."""
    return lambda url: create_app({**config, "MAIL_URL": url}).test_client()


def sent(client, *letter):
    with client.application.app_context():
        post(*letter)
    work(client)


def test_a_letter_is_delivered(client_with, smtp):
    client = client_with(f"smtp://127.0.0.1:{smtp.server_address[1]}/maturity@example.org")
    sent(client, "reader@example.org", "重置密码", "https://maturity.example.org/reset/abc")
    assert any(line.startswith("mail FROM:<maturity@example.org>") for line in smtp.lines)
    assert any(line.startswith("rcpt TO:<reader@example.org>") for line in smtp.lines)
    assert any(line.startswith("Message-ID: <") for line in smtp.lines)
    assert "https://maturity.example.org/reset/abc" in smtp.lines


def test_a_server_that_does_not_answer_is_tried_again(client_with, sqlite_store, caplog):
    client = client_with("smtp://127.0.0.1:1/maturity@example.org")
    sent(client, "reader@example.org", "x", "y")
    assert "a mail could not be sent" in caplog.text
    assert "reader@" not in caplog.text
    for _ in range(ATTEMPTS):
        with sqlite_store.read() as c:
            assert queue.waiting(c)[0] == 1
        with sqlite_store.write() as c:
            c.exec_driver_sql("UPDATE jobs SET due_at = at")
        work(client)
        if caplog.text.count("a mail could not be sent") == ATTEMPTS:
            break
    with sqlite_store.read() as c:
        assert c.exec_driver_sql("SELECT state, attempts FROM jobs").all() == [("failed", ATTEMPTS)]


def test_without_a_server_the_operator_finds_the_link(client_with, caplog):
    sent(client_with(None), "reader@example.org", "x", "the link")
    assert "the link" in caplog.text


def test_the_database_does_not_give_letters_away(client_with, sqlite_store, town):
    client = client_with(None)
    with client.application.app_context():
        post("reader@example.org", "重设密码", "/reset/abc")
        post_reset(town.stranger.email, "tokentokentoken", "重设密码", "/reset/tokentokentoken")
    with sqlite_store.read() as c:
        rows = "".join(c.exec_driver_sql("SELECT kind || about FROM jobs").scalars())
    for words in ("reader", "重设", "/reset/", "abc", town.stranger.email, "tokentokentoken"):
        assert words not in rows
    work(client)
    with sqlite_store.read() as c:
        assert c.exec_driver_sql("SELECT count(*) FROM jobs").scalar() == 0


def test_a_reset_that_is_begun_again_sends_the_same_link(client_with, sqlite_store, town, monkeypatch, caplog):
    def unreachable(*letter):
        raise OSError

    client = client_with(None)
    with client.application.app_context(), monkeypatch.context() as patch:
        patch.setattr("maturity.web.accounts.mail.send", unreachable)
        post_reset(town.stranger.email, "tokentokentoken", "x", "/reset/tokentokentoken")
        work(client)
    with sqlite_store.write() as c:
        c.exec_driver_sql("UPDATE jobs SET due_at = at")
    work(client)
    assert caplog.text.count("/reset/tokentokentoken") == 1
    assert client.get("/reset/tokentokentoken").status_code == 200


def test_letters_asked_for_under_another_secret_key_are_told_and_given_up(
    client_with, config, sqlite_store, town, caplog
):
    with client_with(None).application.app_context():
        post("reader@example.org", "x", "the link")
        post("reader@example.org", "x", "the link", few=True)
        post_reset(town.stranger.email, "tokentokentoken", "x", "/reset/tokentokentoken")
    work(create_app({**config, "MAIL_URL": None, "SECRET_KEY": "another key, as long as it has to be"}).test_client())
    assert caplog.text.count("MATURITY_SECRET_KEY") == 3
    assert "the link" not in caplog.text
    with sqlite_store.read() as c:
        assert c.exec_driver_sql("SELECT count(*) FROM jobs").scalar() == 0
