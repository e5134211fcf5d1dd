"""An OpenID Connect provider on loopback, and people who sign in at it without a browser."""

import os
import threading
import warnings
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import requests
from werkzeug.serving import make_server

with warnings.catch_warnings():  # of Authlib, whose older names the provider uses; its module turns them on first
    from authlib.deprecate import AuthlibDeprecationWarning

    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    import oidc_provider_mock

SECRETS = {"OIDC_CLIENT_ID": "maturity", "OIDC_CLIENT_SECRET": "quiet-client-secret"}


class Provider:
    """A running provider. `tamper(document, path)` may change what it answers as JSON."""

    def __init__(self, app):
        self.tamper = None
        app.after_request(self._changed)
        self.server = make_server("127.0.0.1", 0, app, threaded=True)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.config = {"OIDC_ISSUER": self.issuer, **SECRETS}
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self._thread.start()

    def _changed(self, answer):
        if self.tamper is not None and answer.is_json:
            from flask import json, request

            document = self.tamper(answer.get_json(), request.path)
            answer.set_data(document if isinstance(document, str) else json.dumps(document))
        return answer

    def knows(self, subject, **claims):
        """Have the provider know a person; `claims` come on top of a verified address."""
        said = {"email": f"{subject}@example.com", "email_verified": True, "name": subject, **claims}
        assert requests.put(f"{self.issuer}/users/{subject}", json=said, timeout=5).ok
        return subject

    def asks(self, location, subject):
        """The path that it sends the browser back to, once `subject` has signed in there."""
        assert location.startswith(self.issuer + "/"), location
        back = requests.post(location, data={"sub": subject}, allow_redirects=False, timeout=5)
        parts = urlsplit(back.headers["Location"])
        return f"{parts.path}?{parts.query}"

    def stop(self):
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()


@contextmanager
def running():
    """A provider that runs for the block."""
    before = os.environ.get("AUTHLIB_INSECURE_TRANSPORT")
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # on loopback
    found = Provider(oidc_provider_mock.app())
    try:
        yield found
    finally:
        found.stop()
        if before is None:
            del os.environ["AUTHLIB_INSECURE_TRANSPORT"]


def asked(location):
    """The parameters of an address, each once."""
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def sign_in(provider, client, subject, **query):
    """The answer to the return of somebody who signs in at the provider."""
    begun = client.get("/sign-in/provider", query_string=query)
    return client.get(provider.asks(begun.headers["Location"], subject))
