"""What the verbs about the register share."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click

from ..common import Decorator

KINDS = ("factory", "product", "park", "chain")


def kind_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--kind factory|product|park|chain`, None where it is not given."""
    option: Decorator = click.option(
        "--kind", type=click.Choice(KINDS), help="Kind of the units where the table has no column of kinds."
    )
    return option(function)


def beijing_today() -> date:
    """The date in Beijing."""
    from ...assessment.selection import BEIJING

    return datetime.now(BEIJING).date()
