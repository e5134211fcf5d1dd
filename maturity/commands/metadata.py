"""`maturity metadata`: the template of the reference metadata that a publishing body fills in once."""

import click

from ..publication.metadata import template


@click.command("metadata")
def command() -> None:
    """Print the template of the reference metadata (SIMS 2.0).

    Fill it in, check it with `maturity check`, and keep it as metadata.yaml in MATURITY_DATA_DIR: every publication
    then has it.
    """
    for line in template():
        click.echo(line)
