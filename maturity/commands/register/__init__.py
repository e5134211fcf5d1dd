"""`maturity register`: the register of listed factories, products, parks and supply chains."""

import click

from . import entering, showing, yearly


@click.group("register")
def command() -> None:
    """Keep a register of listed units: import, stock and flow, export, yearly forms."""


for one in (
    *(entering.command, showing.flow, showing.export, showing.stock),
    *(yearly.due, yearly.filings, yearly.proposals),
):
    command.add_command(one)
