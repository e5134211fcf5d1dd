"""`maturity serve`: the web application on this machine."""

import logging
import os
import socket
from typing import TYPE_CHECKING

import click

from ..errors import Place, Refusal, refuse
from .common import database_option, language_option, opened

if TYPE_CHECKING:
    from flask import Flask

    from ..store import Store

_EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 -- recognised, not chosen


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--threads",
    type=click.IntRange(1, 256),
    default=8,
    show_default=True,
    help="Requests served at once.",
)
@database_option
@language_option
def command(host: str, port: int, threads: int, database: str | None, language: str) -> None:
    """Run the web application until it is stopped with Ctrl-C.

    An empty database gets its tables. While there is no administrator, a one-time link to make the first one is
    printed at every start.
    """
    logging.basicConfig(format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("maturity").setLevel(logging.INFO)
    with opened(database) as store:
        prepare(store)
        serve(store, host, port, threads, language)


def prepare(store: "Store") -> None:
    """Give an empty database its tables. Raises Refusal where it is at another revision: that is for its owner."""
    try:
        store.check()
    except Refusal as refusal:
        if refusal.problems[0].code != "store-not-created":
            raise
        store.upgrade()


def serve(store: "Store", host: str, port: int, threads: int, language: str) -> None:
    """Serve `store` until interrupted. Raises Refusal where a setting or the address is not possible."""
    from waitress.server import create_server  # type: ignore[import-untyped]

    from ..web.accounts.mail import settle

    address = f"http://{_reachable(host)}:{port}"
    with _listening(host, port) as listener:
        app = _application(store, address)
        server = create_server(
            app,
            sockets=[listener],
            threads=threads,
            ident=None,
            clear_untrusted_proxy_headers=False,  # the application reads them, as under any other server
        )
        try:
            _announce(app, address, language)
            server.run()
        finally:
            server.close()
            settle()


def _listening(host: str, port: int) -> socket.socket:
    """A socket bound to the address. Raises Refusal where that is not possible."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise refuse("serve-address", host=host, port=port, detail=detail) from None


def _application(store: "Store", address: str) -> "Flask":
    from ..web import create_app
    from ..web.settings import SettingError

    config: dict[str, object] = {"STORE": store}
    if not os.environ.get("MATURITY_BASE_URL"):
        config["BASE_URL"] = address
    try:
        return create_app(config)
    except SettingError as error:
        raise refuse("serve-setting", detail=str(error)) from None
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
