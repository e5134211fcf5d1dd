"""A server that is stopped while it is idle."""

import socket
import threading
from contextlib import closing
from http.client import HTTPConnection

from flask import Flask

from maturity.errors import Busy
from maturity.web.serving import stopping
from maturity.web.serving.process import Server


def test_a_request_on_a_connection_accepted_before_the_end_is_told_to_come_again():
    app = Flask(__name__)
    stopping.install(app)
    app.register_error_handler(Busy, lambda busy: (busy.problems[0].code, 503))
    app.add_url_rule("/", view_func=lambda: "here")
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        server = Server(app, listener, 2)
        thread = threading.Thread(target=server.run)
        thread.start()
        with closing(HTTPConnection(*listener.getsockname(), timeout=10)) as connection:
            connection.request("GET", "/")
            assert connection.getresponse().read() == b"here"
            server.stop()
            thread.join(0.4)
            connection.request("GET", "/")
            assert connection.getresponse().read() == b"serve-stopping"
        thread.join(10)
        assert not thread.is_alive()
