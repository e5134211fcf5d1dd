"""A client that knows what a browser knows: cookies, pages and the token in their forms."""

import itertools
import json
import re
import statistics
import time
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from threading import Event, Thread
from urllib.parse import urlencode

_ADDRESSES = itertools.count(1)
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list
    data: bytes

    @property
    def text(self):
        return self.data.decode("utf-8", "replace")

    @property
    def json(self):
        return json.loads(self.data)

    def header(self, name):
        return ", ".join(value for key, value in self.headers if key.lower() == name.lower())


class Browser:
    """Somebody at `address`, whose requests come through the operator's proxy where the server stands behind one."""

    def __init__(self, server, address="", cookies=()):
        number = next(_ADDRESSES)
        self.server, self.cookies = server, dict(cookies)
        self.address = address or f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"

    def copy(self, address=""):
        """Another browser with the same cookies."""
        return Browser(self.server, address, self.cookies)

    def ask(self, method, path, form=None, body=None, claimed="", **headers):
        """One request; `claimed` are addresses that the client itself puts into X-Forwarded-For."""
        sent = {"Accept-Language": "en"} | {name.replace("_", "-"): value for name, value in headers.items()}
        if form is not None:
            body, sent["Content-Type"] = urlencode(form), "application/x-www-form-urlencoded"
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        host = f"127.0.0.1:{self.server.port}"
        if self.server.proxied:
            chain = f"{claimed}, {self.address}" if claimed else self.address
            sent = {"X-Forwarded-For": chain, "X-Forwarded-Proto": "https", "Referer": f"https://{host}/"} | sent
        elif claimed:
            sent["X-Forwarded-For"] = claimed
        with closing(HTTPConnection("127.0.0.1", self.server.port, timeout=120)) as connection:
            connection.request(method, path, body, sent)
            got = connection.getresponse()
            answer = Answer(got.status, got.getheaders(), got.read())
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def token(self, page="/sign-in"):
        """The token of the session, from a form of `page`."""
        return TOKEN.search(self.get(page).text)[1]

    def send(self, path, page="", claimed="", **form):
        """Fill in the form of `page`, by default the one at `path`, and send it."""
        return self.ask("POST", path, form | {"csrf_token": self.token(page or path)}, claimed=claimed)

    def put(self, path, value, page):
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        return self.ask("PUT", path, body=body, Content_Type="application/json", X_CSRFToken=self.token(page))

    def upload(self, path, field, name, data, page=""):
        """Send one file, as a browser does."""
        edge, lines = "edge-of-a-form", b""
        parts = {"csrf_token": (b"", self.token(page or path).encode()), field: (f'; filename="{name}"'.encode(), data)}
        for key, (named, content) in parts.items():
            head = f'--{edge}\r\nContent-Disposition: form-data; name="{key}"'.encode()
            lines += head + named + b"\r\n\r\n" + content + b"\r\n"
        kind = f"multipart/form-data; boundary={edge}"
        return self.ask("POST", path, body=lines + f"--{edge}--\r\n".encode(), Content_Type=kind)

    def sign_in(self, email, password, claimed=""):
        return self.send("/sign-in", email=email, password=password, claimed=claimed)


class Watch:
    """Somebody else, who looks at a page all the time; `waits` are the seconds each look took."""

    def __init__(self, browser, path):
        self.browser, self.path, self.waits, self._done = browser, path, [], Event()

    def __enter__(self):
        self._thread = Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._done.set()
        self._thread.join()

    def _look(self):
        while not self._done.is_set():
            begun = time.monotonic()
            assert self.browser.get(self.path).status == 200
            self.waits.append(time.monotonic() - begun)
            self._done.wait(0.02)

    @property
    def p95(self):
        return statistics.quantiles(self.waits, n=20)[-1] if len(self.waits) > 1 else self.waits[0]
