"""Counts of requests for Prometheus, of all processes of a machine, by prometheus_client's own shared files."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ...errors import Place, refuse
from ...settings import value

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

TOKEN = "MATURITY_METRICS_TOKEN"  # noqa: S105 -- the name of a setting
_SHARED = "PROMETHEUS_MULTIPROC_DIR"  # read by prometheus_client when it is imported
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Counts:
    """The counters of this process. Raises Refusal metrics-extra where prometheus_client is not installed."""

    def __init__(self) -> None:
        try:
            from prometheus_client import CollectorRegistry, Counter, Histogram
        except ModuleNotFoundError:
            raise refuse("metrics-extra", Place(TOKEN)) from None
        self._own = CollectorRegistry()
        own = self._own
        self.requests = Counter("maturity_requests", "Requests answered.", ["method", "route", "status"], registry=own)
        self.seconds = Histogram(
            "maturity_request_seconds", "Time to answer.", ["method", "route"], buckets=_SECONDS, registry=own
        )
        self.saves = Counter("maturity_saves", "Answers that were to be saved.", ["outcome"], registry=own)
        self.refused_sign_ins = Counter("maturity_refused_sign_ins", "Sign-ins that were refused.", registry=own)

    def registry(self) -> "CollectorRegistry":
        """A registry with what all processes of this machine counted; of this process alone where none is shared."""
        from prometheus_client import CollectorRegistry, multiprocess

        if _SHARED not in os.environ:
            return self._own
        together = CollectorRegistry()
        multiprocess.MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return together


@contextmanager
def counts_shared() -> Iterator[None]:
    """A context in which the processes that are started count together, where counts are asked for."""
    if not value(TOKEN) or _SHARED in os.environ:
        yield
        return
    os.environ[_SHARED] = tempfile.mkdtemp(prefix="maturity-counts-")
    try:
        yield
    finally:
        shutil.rmtree(os.environ.pop(_SHARED), ignore_errors=True)
