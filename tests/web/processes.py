"""With MATURITY_TEST_WORKERS=4 the applications of tests run in four processes, and every request goes to the next.

What a process keeps for itself then shows: nothing that a request leaves behind is there at the following one, unless
it is in the database. Tests that look into the process (fixtures in INSIDE, mark `one_process`) are
skipped.
"""

import os
import sys
from contextvars import Context
from functools import cache
from importlib import import_module
from io import BytesIO
from itertools import cycle
from multiprocessing import Pipe
from tempfile import mkdtemp

import pytest
from flask import Flask
from werkzeug.test import run_wsgi_app

from maturity.web import create_app

WORKERS = int(os.environ.get("MATURITY_TEST_WORKERS", "1"))
INSIDE = {"monkeypatch", "caplog", "statements", "mailed"}
PLAIN = (str, int, bool, tuple)


class Processes:
    """A WSGI application in `number` processes, each forked at its first request."""

    def __init__(self, app, number):
        self.app, self.turns, self.ends, self.children = app, cycle(range(number)), [], []

    def __call__(self, environ, start_response):
        turn, size = next(self.turns), int(environ.get("CONTENT_LENGTH") or 0)
        if turn == len(self.ends):
            self._fork()
        end = self.ends[turn]
        plain = {name: value for name, value in environ.items() if isinstance(value, PLAIN)}
        end.send((plain, environ["wsgi.input"].read(size)))
        found = end.recv()
        if isinstance(found, Exception):
            raise found
        status, headers, body = found
        start_response(status, headers)
        return [body]

    def _fork(self):
        ours, theirs = Pipe()
        child = os.fork()
        if child == 0:
            Context().run(self._serve, theirs)  # not within the request of the test, if it is in one
        theirs.close()
        self.ends.append(ours)
        self.children.append(child)

    def _serve(self, end):
        """Answer until there is nothing more to answer. Never returns: what follows is the parent's test."""
        while True:
            environ, body = end.recv() or os._exit(0)
            environ |= {"wsgi.input": BytesIO(body), "wsgi.errors": sys.stderr}
            try:
                parts, status, headers = run_wsgi_app(self.app, environ, buffered=True)
                end.send((status, list(headers), b"".join(parts)))
            except Exception as error:  # the test sees it as it would without processes
                end.send(RuntimeError(repr(error)))

    def close(self):
        for end in self.ends:
            end.send(None)
            end.close()
        for child in self.children:
            os.waitpid(child, 0)


@cache
def imported_once():
    """What the processes would else import and compile in every test."""
    for name in ("duckdb", "ibis", "openpyxl", "pandas", "docx", "highspy"):
        import_module(name)
    app = create_app({"TESTING": True, "SECRET_KEY": "0123456789 of no importance here", "DATA_DIR": mkdtemp()})
    for name in app.jinja_env.list_templates(["html"]):
        app.jinja_env.get_template(name)


@pytest.fixture(autouse=True)
def processes(request):
    """Runs the applications that the clients of the test ask in processes of their own."""
    if WORKERS == 1:
        yield
        return
    if INSIDE & {*request.fixturenames} or request.node.get_closest_marker("one_process"):
        pytest.skip("looks into the process that answers")
    imported_once()
    made, plain = [], Flask.test_client

    def test_client(app, *args, **kwargs):
        if not isinstance(app.wsgi_app, Processes):
            app.wsgi_app = Processes(app.wsgi_app, WORKERS)
            made.append(app.wsgi_app)
        return plain(app, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "test_client", test_client)
        yield
    for one in made:
        one.close()
