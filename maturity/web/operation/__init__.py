"""What the operator sees of the application: probes, metrics, logs."""

from flask import Flask

from ...store import Store
from ..settings import Settings
from . import observing
from .counts import Counts
from .probes import Probes


def install(app: Flask, store: Store, settings: Settings) -> None:
    """Answer probes before `app`, and observe its requests. Raises Refusal as :class:`Counts`."""
    counts, token = Counts() if settings.metrics_token else None, settings.metrics_token
    app.wsgi_app = Probes(app, store, settings.data_dir, counts, token)  # type: ignore[method-assign]
    observing.install(app, counts)
