"""The loop that reads and writes leaves the time of the processor to the answers."""

import socket
import threading
import time
from contextlib import ExitStack, closing
from http.client import HTTPConnection

from flask import Flask

from maturity.web.serving import stopping
from maturity.web.serving.process import Server

SILENT, SECONDS = 400, 2


def ask(address, until, told):
    while time.monotonic() < until:
        with closing(HTTPConnection(*address, timeout=10)) as connection:
            connection.request("GET", "/")
            told.append(connection.getresponse().read())


def test_where_many_connections_wait_the_loop_looks_at_them_less_often():
    """Each round looks at all: without rests, rounds took more time than answers once a server had fallen behind, and
    it never caught up again.
    """
    app, rounds, told = Flask(__name__), [], []
    stopping.install(app)
    app.add_url_rule("/", view_func=lambda: "here")
    with closing(socket.create_server(("127.0.0.1", 0), backlog=SILENT)) as listener, ExitStack() as held:
        address = listener.getsockname()
        server = Server(app, listener, 4)
        thread = threading.Thread(target=server.run, args=(lambda: rounds.append(time.monotonic()),))
        thread.start()
        for _ in range(SILENT):
            held.enter_context(socket.create_connection(address))
        begin = time.monotonic()
        clients = [threading.Thread(target=ask, args=(address, begin + SECONDS, told)) for _ in range(8)]
        for one in clients:
            one.start()
        for one in clients:
            one.join()
        server.stop()
        thread.join(10)
    assert len(told) > 50 * SECONDS
    assert {*told} == {b"here"}
    looked = SILENT * sum(begin <= at <= begin + SECONDS for at in rounds)
    assert looked <= 100_000 * SECONDS * 1.5  # connections looked at; without rests 400,000 a second
