"""Letters go through a real SMTP conversation, or to the log."""

import socketserver
import threading

import pytest

from maturity.web.accounts.mail import later, send, settle


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


def test_a_letter_is_delivered(smtp):
    url = f"smtp://127.0.0.1:{smtp.server_address[1]}/maturity@example.org"
    send(url, "reader@example.org", "重置密码", "https://maturity.example.org/reset/abc")
    assert any(line.startswith("mail FROM:<maturity@example.org>") for line in smtp.lines)
    assert any(line.startswith("rcpt TO:<reader@example.org>") for line in smtp.lines)
    assert "https://maturity.example.org/reset/abc" in smtp.lines


def test_a_server_that_does_not_answer_is_logged(caplog):
    send("smtp://127.0.0.1:1/maturity@example.org", "reader@example.org", "x", "y")
    assert "the mail to reader@example.org could not be sent" in caplog.text


def test_without_a_server_the_operator_finds_the_link(caplog):
    send(None, "reader@example.org", "x", "the link")
    assert "the link" in caplog.text


def test_a_letter_that_cannot_be_written_is_logged_and_the_next_one_is_sent(caplog):
    later(lambda: 1 / 0)
    later(lambda: send(None, "reader@example.org", "x", "the next"))
    settle()
    assert "ZeroDivisionError" in caplog.text
    assert "the next" in caplog.text
