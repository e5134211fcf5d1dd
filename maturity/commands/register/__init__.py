"""`maturity register`: the register of listed factories, products, parks and supply chains."""

import click

from . import entering, showing


@click.group("register")
def command() -> None:
    """Keep a register of listed units: import, stock and flow, export."""


for one in (entering.command, showing.flow, showing.export, showing.stock):
    command.add_command(one)
