"""The state of the installation as gauges of Prometheus. They are read when asked for, so no process keeps them."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from .state import State


class StateCollector(Collector):
    """Gauges of one :class:`State`; what is not known is left out."""

    def __init__(self, state: State) -> None:
        self._state = state

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges."""
        state = self._state
        figures: dict[str, tuple[str, float | None]] = {
            "maturity_database_up": ("Whether the database answers.", float(state.database == "ok")),
            "maturity_ready": ("Whether requests can be served.", float(state.ready)),
            "maturity_free_bytes": ("Free disk of the data folder.", state.free),
            "maturity_jobs_waiting": ("Jobs that no worker has.", state.waiting),
            "maturity_jobs_oldest_seconds": ("How long the first of them has waited.", state.oldest),
            "maturity_backup_age_seconds": ("Time since the last backup.", state.backup),
        }
        for name, (meaning, figure) in figures.items():
            if figure is not None:
                yield GaugeMetricFamily(name, meaning, value=figure)


def registry_of(state: State) -> CollectorRegistry:
    """A registry with the gauges of a state."""
    registry = CollectorRegistry()
    registry.register(StateCollector(state))
    return registry
