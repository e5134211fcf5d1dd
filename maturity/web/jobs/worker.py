"""The worker of an application: it does what the pages ask for, in a process of its own or beside them."""

from typing import Any

from flask import Flask

from ...jobs import FOLDER, Worker
from ..context import AppContext


def worker_of(app: Flask, **options: Any) -> Worker:
    """A worker on the store and the data directory of `app`, with the options of :class:`maturity.jobs.Worker`."""
    context: AppContext = app.extensions["maturity"]
    return Worker(context.store, context.settings.data_dir / FOLDER, app.app_context, **options)
