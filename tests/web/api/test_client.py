"""The client of the documents starts an assessment, answers it and submits it, over HTTP."""

import os
import subprocess
import sys
import threading
from pathlib import Path

from werkzeug.serving import make_server

CLIENT = Path(__file__).parents[3] / "docs" / "http_client.py"


def test_the_client_of_the_documents_assesses_an_enterprise(app, secret_of, town):
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://localhost:{server.port}"
    token = {"ACCESS_TOKEN": secret_of(town.people["enterprise"], "read", "answer")}
    told = subprocess.run(
        [sys.executable, CLIENT, address, town.mine.id, "small", "2026"],
        env={**os.environ, **token},
        capture_output=True,
        text=True,
        check=False,
    )
    server.shutdown()
    assert (told.returncode, told.stdout) == (0, "level 2 score 2.0\n"), told.stderr


def test_the_client_is_short():
    assert len(CLIENT.read_text(encoding="utf-8").splitlines()) <= 40
