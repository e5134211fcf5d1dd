"""`python -m maturity` is the command line."""

from .cli import main

main()
