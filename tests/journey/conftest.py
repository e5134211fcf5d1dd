"""A running app on a loopback port, and real Chromium in front of it."""

import os
import shutil
import socket
import threading
from contextlib import contextmanager, suppress

import pytest
from waitress.server import create_server

from maturity.store import open_store
from maturity.web import create_app, worker_of


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium under Playwright; skipped by name where either is missing."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        if os.environ.get("MATURITY_REQUIRE_SERVICES"):
            pytest.fail("Chromium is required here")
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def world(tmp_path_factory, upgraded_sqlite):
    """(address, store) of an app with an empty database, which the tests of a module share."""
    with served(tmp_path_factory, upgraded_sqlite) as found:
        yield found


@contextmanager
def served(tmp_path_factory, upgraded_sqlite, config=lambda address: {}):
    """(address, store) of an app with an empty database; `config(address)` are settings of it."""
    folder = tmp_path_factory.mktemp("world")
    shutil.copy(upgraded_sqlite, folder / "world.sqlite3")
    store = open_store(f"sqlite:///{folder}/world.sqlite3")
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    app = create_app({"STORE": store, "DATA_DIR": str(folder), "RATELIMIT_ENABLED": False, **config(address)})
    server = create_server(app, sockets=[listening], threads=8)

    def run():
        with suppress(OSError):  # its sockets are closed under it at the end
            server.run()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    worker = worker_of(app)
    worker.start()
    yield address, store
    worker.stop()
    server.close()
    thread.join(5)
    store.close()
