"""Brings the synopsis of every verb in docs/cli.md up to date with the code; run by `make docs`.

What stands between the marks is the help that the command itself prints; the words around it are written by hand.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import click

from maturity.cli import cli

PAGE = Path(__file__).parent / "cli.md"
_BLOCK = re.compile(r"<!-- help: ([\w -]+) -->\n(?:.*?)<!-- end of help -->\n", re.DOTALL)
_WIDTH = 100


def commands() -> Iterator[tuple[str, click.Command]]:
    """(words, command) of every verb that does something, such as ("db upgrade", …)."""
    context = click.Context(cli, info_name="maturity")
    for verb in cli.list_commands(context):
        yield from _leaves(verb, cli.get_command(context, verb))


def page(text: str) -> str:
    """The page `text` with every block of help anew. Raises KeyError for one of a verb that is not there."""
    known = dict(commands())
    return _BLOCK.sub(lambda found: block(found[1], known[found[1]]), text)


def named(text: str) -> list[str]:
    """The verbs whose help is in the page."""
    return [str(words) for words in _BLOCK.findall(text)]


def block(words: str, command: click.Command) -> str:
    """The help of a command, between its marks."""
    above = click.Context(cli, **cli.context_settings)
    above.info_name = "maturity"
    context = click.Context(command, above, words, terminal_width=_WIDTH, max_content_width=_WIDTH)
    return f"<!-- help: {words} -->\n```text\n{command.get_help(context)}\n```\n<!-- end of help -->\n"


def _leaves(words: str, command: click.Command | None) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for verb in command.list_commands(click.Context(command)):
            yield from _leaves(f"{words} {verb}", command.get_command(click.Context(command), verb))
    elif command is not None:
        yield words, command


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
