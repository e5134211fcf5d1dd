"""`maturity instance`: the signing key of this instance, and the instances whose signatures it believes."""

import click

from ..settings import data_dir
from .common import database_option, json_option, language_option, opened, print_json


@click.group("instance")
def command() -> None:
    """Show this instance's signing key, and choose which other instances to trust."""


@command.command("key")
def key() -> None:
    """Show the public key that other instances can trust; the key pair is created if there is none."""
    from ..transfer.keys import load_signer

    click.echo(load_signer(data_dir()).public)


@command.command("trust")
@click.argument("key")
@click.option("--name", required=True, help="A name for that instance.")
@database_option
@language_option
def trust(key: str, name: str, database: str | None, language: str) -> None:
    """Trust archives signed with KEY, the public key that `maturity instance key` shows on that instance."""
    from ..store.origins.instances import trust as trusting

    with opened(database) as store, store.write() as c:
        trusting(c, key, name)
    click.echo(f"已信任 {name}。" if language == "zh" else f"Trusted: {name}.")


@command.command("distrust")
@click.argument("key")
@database_option
@language_option
def distrust(key: str, database: str | None, language: str) -> None:
    """Stop trusting archives signed with KEY; what was accepted before stays accepted."""
    from ..store.origins.instances import distrust as distrusting

    with opened(database) as store, store.write() as c:
        distrusting(c, key)
    click.echo("已不再信任。" if language == "zh" else "No longer trusted.")


@command.command("list")
@json_option
@database_option
def listed(as_json: bool, database: str | None) -> None:
    """List the trusted instances: public key and name."""
    from ..store.origins.instances import trusted_instances

    with opened(database) as store, store.read() as c:
        found = trusted_instances(c)
    if as_json:
        print_json([{"key": one.key, "name": one.name} for one in found])
        return
    for one in found:
        click.echo(f"{one.key}  {one.name}")
