"""The application as an operator runs it: `maturity serve` or gunicorn in a process of its own."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import urlencode


class Server:
    """A running server; `ask` sends one request as a browser behind these proxies would."""

    def __init__(self, port):
        self.port = port

    def ask(self, method, path, form=None, body=None, **headers):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if form is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(form) if form is not None else body, sent)
        answer = connection.getresponse()
        answer.data = answer.read()
        answer.text = answer.data.decode("utf-8", "replace")
        connection.close()
        return answer


@contextmanager
def running(kind, folder, **settings):
    """A server of `kind` ("serve" or "gunicorn", with two processes) on a SQLite file in `folder`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    cli = [sys.executable, "-c", "from maturity.cli import main; main()"]
    serve = [*cli, "serve", "--port", str(port)]
    gunicorn = [sys.executable, "-m", "gunicorn", "-w", "2", "-b", f"127.0.0.1:{port}", "maturity.web:create_app()"]
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    words = inherited | {"MATURITY_DATA_DIR": str(folder), "MATURITY_LANGUAGE": "en", **settings}
    if kind == "gunicorn":
        subprocess.run([*cli, "db", "upgrade"], env=words, check=True, stdout=subprocess.DEVNULL)
    command = serve if kind == "serve" else gunicorn
    server = subprocess.Popen(command, env=words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield Server(port)
    finally:
        server.terminate()
        server.wait(20)
