"""`maturity regions`: what tables of provinces or cities say, and what they do not."""

import click

from . import attainment, columns, index


@click.group("regions")
def command() -> None:
    """Compare regions: index, association of two columns, concentration, targets."""


for one in (index.command, columns.association, columns.concentration, attainment.command):
    command.add_command(one)
