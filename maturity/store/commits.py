"""What is to be done once a transaction is committed, and never if it is rolled back."""

from collections.abc import Callable

from sqlalchemy import Connection

Act = Callable[[], object]
AFTER = "maturity_after_commit"  # the execution option with the acts of a transaction


def after_commit(c: Connection, act: Act) -> None:
    """Have `act` called once the transaction of `c`, one of the store's, is committed. It must not raise."""
    c.get_execution_options()[AFTER].append(act)
