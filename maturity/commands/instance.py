"""`maturity instance`: the signing key of this instance, and the instances whose signatures it believes."""

import click

from ..settings import data_dir
from .common import database_option, language_option, opened


@click.group("instance")
def command() -> None:
    """This instance's signing key, and the instances whose signatures are believed."""


@command.command("key")
def key() -> None:
    """Show the public key, which another instance may trust; the key pair is made when it is missing."""
    from ..transfer.keys import signer

    click.echo(signer(data_dir()).public)


@command.command("trust")
@click.argument("key")
@click.option("--name", required=True, help="What the instance is called here.")
@database_option
@language_option
def trust(key: str, name: str, database: str | None, language: str) -> None:
    """Believe archives signed with KEY, the public key that `maturity instance key` shows there."""
    from ..store.instances import trust as trusting

    with opened(database) as store, store.write() as c:
        trusting(c, key, name)
    click.echo(f"已信任 {name}。" if language == "zh" else f"Trusted: {name}.")


@command.command("distrust")
@click.argument("key")
@database_option
@language_option
def distrust(key: str, database: str | None, language: str) -> None:
    """Believe archives signed with KEY no longer; what they proved before stays."""
    from ..store.instances import distrust as distrusting

    with opened(database) as store, store.write() as c:
        distrusting(c, key)
    click.echo("已不再信任。" if language == "zh" else "No longer trusted.")


@command.command("list")
@database_option
def listed(database: str | None) -> None:
    """The known instances: public key and name."""
    from ..store.instances import known

    with opened(database) as store, store.read() as c:
        for one in known(c):
            click.echo(f"{one.key}  {one.name}")
