"""`maturity serve`: the web application on this machine."""

import os
import socket
import sys
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from ..errors import Place, Refusal, refuse
from ..settings import data_dir, private_folder
from .common import database_option, language_option, opened
from .worker import worker_beside

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Flask

    from ..store import Store

THREADS = 8
_EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 -- recognised, not chosen


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--threads",
    type=click.IntRange(1, 256),
    default=THREADS,
    show_default=True,
    help="Requests served at once by a process.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that serve; more than one needs the extra `server`.",
)
@click.option(
    "--worker/--no-worker",
    envvar="MATURITY_WORKER",
    default=True,
    help="Also do, in a process of its own, what pages ask for beside them (see: maturity worker).",
)
@click.option("--lan", is_flag=True, help="Serve the local network, such as a hotspot of this machine.")
@database_option
@language_option
def command(
    host: str,
    port: int,
    threads: int,
    workers: int,
    worker: bool,
    lan: bool,
    database: str | None,
    language: str,
) -> None:
    """Run the web application until it is stopped with Ctrl-C or SIGTERM: what is being saved then is still saved.

    An empty database gets its tables. While there is no administrator, a one-time link to make the first one is
    printed at every start.
    """
    from ..web.operation.counts import counts_shared
    from ..web.operation.logs import logging_begun

    with opened(database, threads) as store, logging_begun(), counts_shared():
        prepare(store)
        serve(store, Serving(lan_address(host) if lan else host, port, threads, workers, worker, lan), language)


def prepare(store: "Store") -> None:
    """Give an empty database its tables. Raises Refusal where it is at another revision: that is for its owner."""
    try:
        store.check()
    except Refusal as refusal:
        if refusal.problems[0].code != "store-not-created":
            raise
        store.upgrade()


@dataclass(frozen=True, slots=True)
class Serving:
    """How an application is served: where, in how many threads of how many processes, whether with a worker for jobs
    beside them, and whether for the local network.
    """

    host: str
    port: int
    threads: int = THREADS
    workers: int = 1
    worker: bool = True
    lan: bool = False


def serve(store: "Store", how: Serving, language: str) -> None:
    """Serve `store` until interrupted. Raises Refusal where a setting, the address or several processes are not
    possible; the port is taken last.

    With `lan` links begin with `host`, it is trusted, and a QR code of it is printed.
    """
    address = f"http://{_reachable(how.host)}:{how.port}"
    app = _application(store, address, lan=how.lan)
    run = _one if how.workers == 1 else _several(how.workers)
    with _listening(how.host, how.port) as listener:
        _announce(app, address, language)
        if how.lan:
            announce_lan(address, language)
        with worker_beside(store) if how.worker else nullcontext():
            run(app, store, listener, how.threads)


def _one(app: "Flask", store: "Store", listener: socket.socket, threads: int) -> None:
    from ..web.serving.process import Server

    server = Server(app, listener, threads)
    server.stop_on_signals()
    server.run()


def _several(count: int) -> "Callable[[Flask, Store, socket.socket, int], None]":
    """Serves in so many processes. Raises Refusal serve-workers where there is no manager for them."""
    try:
        from ..web.serving.workers import Workers
    except ImportError:
        raise refuse("serve-workers", count=count) from None

    def run(app: "Flask", store: "Store", listener: socket.socket, threads: int) -> None:
        store.close()  # no connection is shared with a process that is made now or later
        Workers(app, listener, count, threads).run()

    return run


def _listening(host: str, port: int) -> socket.socket:
    """A socket bound to the address. Raises Refusal where that is not possible."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise refuse("serve-address", host=host, port=port, detail=detail) from None


def lan_address(host: str) -> str:
    """The address of this machine in its local network; `host` itself where it is one.

    Nothing is sent. Raises Refusal serve-lan where no network is connected.
    """
    if host not in _EVERYWHERE and not host.startswith("127.") and host not in ("localhost", "::1"):
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # only asks which way a packet would leave
        return str(probe.getsockname()[0])
    with suppress(OSError):
        known = [str(found[4][0]) for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
        for address in known:
            if not address.startswith("127."):
                return address
    raise refuse("serve-lan")


def announce_lan(address: str, language: str) -> None:
    """Print where the phones of a room open the application, as text and QR code, and that nothing is encrypted."""
    import segno

    zh = language == "zh"
    click.echo(f"手机请连上同一网络，打开 {address}/w" if zh else f"Phones in the same network open {address}/w")
    segno.make(f"{address}/w", error="m").terminal(out=sys.stdout, compact=True)
    click.echo(
        "注意：这里用的是未加密的 HTTP，同一网络中的人能看到传输的内容，包括投票。请只在自己的热点上使用。"
        if zh
        else "Note: this is plain HTTP. Whoever is in the same network can read what is sent, votes included; use a "
        "hotspot of your own."
    )


def _application(store: "Store", address: str, *, lan: bool) -> "Flask":
    config: dict[str, object] = {"STORE": store}
    if lan or not os.environ.get("MATURITY_BASE_URL"):
        config["BASE_URL"] = address
    if lan and os.environ.get("MATURITY_TRUSTED_HOSTS"):
        config["TRUSTED_HOSTS"] = f"{os.environ['MATURITY_TRUSTED_HOSTS']},{urlsplit(address).hostname}"
    return application(config)


def application(config: "Mapping[str, object]") -> "Flask":
    """The web application; a missing data folder is made. Raises Refusal where a setting is not possible."""
    from ..web import create_app

    try:
        private_folder(data_dir())
        return create_app(config)
    except OSError as error:
        raise refuse(
            "intake-no-folder", Place(str(error.filename or "")), detail=error.strerror or str(error)
        ) from None


def _reachable(host: str) -> str:
    """How a browser on this machine writes the address that `host` listens at."""
    if host in _EVERYWHERE:
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _announce(app: "Flask", address: str, language: str) -> None:
    from ..web import first_start_link

    zh = language == "zh"
    click.echo(f"已启动：{address}（按 Ctrl-C 停止）" if zh else f"Running at {address} (Ctrl-C stops it)")
    link = first_start_link(app)
    if link:
        text = (
            "还没有管理员。用这个一次性链接设置："
            if zh
            else "There is no administrator yet. Set one up with this one-time link: "
        )
        click.echo(f"{text}{link}")
