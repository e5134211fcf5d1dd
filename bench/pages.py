"""An area page and a save: SQL statements and time, with 1 and with 20,000 other enterprises in the store."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event

from maturity.demo.load import load_people, load_population
from maturity.questionnaire import load
from maturity.store import Store, open_store
from maturity.web import create_app

from .scoring import best


@contextmanager
def counted(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """The statements sent to the database inside the block, with their parameters."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        statements.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", note)
    yield statements
    event.remove(store.engine, "before_cursor_execute", note)


def measure(client: FlaskClient, store: Store, page: str, label: str) -> None:
    """Print statements and milliseconds of the page and of a save."""
    save = page.rsplit("/", 1)[0] + "/answers/energy-management.1a"
    versions = iter(range(10_000))

    def put() -> None:
        body = {"choice": "full", "comment": str(version := next(versions)), "version": version}
        assert client.put(save, json=body).status_code == 200

    with counted(store) as shown:
        assert client.get(page).status_code == 200
    with counted(store) as saved:
        put()
    print(
        f"{label}: page {len(shown)} statements, {best(lambda: client.get(page)) * 1000:.0f} ms; "
        f"save {len(saved)} statements, {best(put, 20) * 1000:.1f} ms (goal at most 12 statements each)"
    )


def main() -> None:
    """Measure on a store with one enterprise, then with the demo population beside it."""
    with tempfile.TemporaryDirectory() as folder:
        for crowd in (False, True):
            store = open_store(f"sqlite:///{folder}/{crowd}.sqlite3")
            store.upgrade()
            if crowd:
                load_population(store, load())
            account = load_people(store, load())[0]
            app = create_app(
                {"STORE": store, "DATA_DIR": folder, "WTF_CSRF_ENABLED": False, "RATELIMIT_ENABLED": False}
            )
            client = app.test_client()
            client.post("/sign-in", data={"email": account.email, "password": account.password})
            found = re.search(r"/assessments/([0-9a-f]{32})", client.get("/").get_data(as_text=True))
            assert found
            label = "with 20,000 other enterprises" if crowd else "alone in the store"
            measure(client, store, f"/assessments/{found.group(1)}/energy-management", label)
            store.close()


if __name__ == "__main__":
    main()
