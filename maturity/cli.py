"""The command line: one command a module of :mod:`maturity.commands`, imported when it is called.

Exit codes: 0 success, 1 mistakes of the user, 2 wrong usage, 3 a fault of the program.
"""

import json
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from . import __version__
from .errors import Refusal

FINE, MISTAKES, USAGE, FAULT = 0, 1, 2, 3
_HANDLED_BY_PIPE = 141  # what a shell reports for a program whose reader went away

#: Verb -> its line in the help. The module carries the verb's name; "import" is a word of Python's.
VERBS = {
    "check": "Check questionnaires, weight profiles and publication plans; report every mistake.",
    "grade": "Grade the answers of one enterprise and explain the score.",
    "report": "Write the report on one enterprise's answers: PDF, Word, Excel or HTML.",
    "workbook": "Write offline workbooks, and import returned ones.",
    "import": "Import a table of many enterprises with their answers into the database.",
    "publish": "Write the aggregate tables of a year, for internal use or for publication.",
    "detail": "Write one row per enterprise, scores or answers, for authorised analysts.",
    "regions": "Compare regions: index, association of two columns, concentration, targets.",
    "register": "Keep a register of listed factories, products, parks and supply chains.",
    "serve": "Run the web application.",
    "worker": "Do what pages ask for beside them: exports, releases, e-mails.",
    "metadata": "Print the template of the reference metadata that a publishing body fills in.",
    "demo": "Load a synthetic population, grade it and write the aggregate workbook.",
    "db": "Create the database or bring it up to date.",
    "backup": "Write everything that is kept here to one file, while it is in use.",
    "restore": "Put a backup back.",
    "doctor": "Examine this installation; say what is wrong with it and how to mend it.",
    "user": "Manage accounts.",
    "audit": "Verify or export the audit log.",
    "organisation": "Export or import an enterprise's own data; delete enterprises whose owners asked for it.",
    "instance": "Show this instance's signing key; choose which other instances to trust.",
}
_VALUED = (["--language"], ["--database"])  # what follows them is no verb
_MODULES = {"import": "import_", "user": "accounts.user", "audit": "accounts.audit"}


class _Verbs(click.Group):
    """The group of commands: it knows their names and summaries, and imports a module only to run
    it or show its help.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"maturity.commands.{_MODULES.get(cmd_name, cmd_name)}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="maturity")
@click.option("--traceback", "show_traceback", is_flag=True, help="If the program itself fails, print the traceback.")
def cli(show_traceback: bool) -> None:
    """Maturity questionnaires: check, answer, grade, publish."""


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code; the console script of the package."""
    given = list(sys.argv[1:] if args is None else args)
    sys.exit(_run(_ordered(given)))


def _ordered(args: list[str]) -> list[str]:
    """`args` with the options that stand before the verb behind it, and `--traceback`, which is no verb's, in front."""
    fault = ["--traceback"] if "--traceback" in args else []
    words = [word for word in args if word != "--traceback"]
    verb = next((n for n, word in enumerate(words) if word in VERBS and words[n - 1 : n] not in _VALUED), 0)
    end = words.index("--") if "--" in words else len(words)
    return [*fault, *words[verb:end], *words[:verb], *words[end:]]


def _run(args: list[str]) -> int:
    try:
        code = cli.main(args, prog_name="maturity", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else FINE
    except Refusal as refusal:
        _print_refusal(refusal, args)
        return MISTAKES
    except click.ClickException as error:
        error.show()
        return error.exit_code  # USAGE for all that this program raises
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped." if _language(args) == "en" else "已中止。", err=True)
        return MISTAKES
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the exit would fail on flushing
        return _HANDLED_BY_PIPE
    except Exception:
        _fault(args)
        return FAULT


def _print_refusal(refusal: Refusal, args: list[str]) -> None:
    from .commands.common import told

    language = _language(args)
    if "--json" in args:
        click.echo(
            json.dumps({"problems": [told(problem, language) for problem in refusal.problems]}, ensure_ascii=False)
        )
        return
    for line in refusal.lines(language):
        click.echo(line, err=True)


def _language(args: list[str]) -> str:
    from .commands.common import default_language

    for index, word in enumerate(args):
        if word in ("--language=zh", "--language=en"):
            return word[-2:]
        if word == "--language" and args[index + 1 : index + 2] in (["zh"], ["en"]):
            return args[index + 1]
    return default_language()


def _fault(args: list[str]) -> None:
    english = _language(args) == "en"
    if "--traceback" in args:
        traceback.print_exc()
        return
    with tempfile.NamedTemporaryFile("w", prefix="maturity-", suffix=".log", delete=False, encoding="utf-8") as file:
        traceback.print_exc(file=file)
    click.echo(
        f"This is a fault of the program's, not yours. Please report it with the file {file.name}."
        if english
        else f"这是程序的错误，不是您的操作问题。请连同文件 {file.name} 一并报告。",
        err=True,
    )
