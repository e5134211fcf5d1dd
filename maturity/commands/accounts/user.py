"""`maturity user`: accounts."""

import secrets
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from ...errors import NotFound, Problem
from ..common import database_option, language_option, opened, print_json

if TYPE_CHECKING:
    from ...store.accounts.people import Person

Connection: TypeAlias = Any  # the store's own
_PAGE = 500
_LENGTH = 15  # bytes of a generated password: 20 characters


@click.group("user")
def command() -> None:
    """Manage accounts."""


@command.command("add")
@click.option("--email", required=True, help="Address to sign in with.")
@click.option("--name", required=True, help="Name shown to others.")
@click.option("--role", required=True, metavar="ROLE", help="enterprise, consultant, analyst or administrator.")
@click.option("--organisation", metavar="CREDITCODE", help="Let the person act for this enterprise.")
@click.option("--generate", is_flag=True, help="Generate a password and print it once, instead of asking for one.")
@database_option
@language_option
def add(
    email: str, name: str, role: str, organisation: str | None, generate: bool, database: str | None, language: str
) -> None:
    """Add an account. You are asked for the password, or it is generated with --generate."""
    from ...store.accounts.people import add_person
    from ...store.enterprises.lookup import organisation_id
    from ...store.enterprises.organisations import add_member, default_role

    zh = language == "zh"
    with opened(database) as store:
        store.check()
        password = secrets.token_urlsafe(_LENGTH) if generate else _asked(zh)
        with store.write() as c:
            person = add_person(c, email=email, name=name, role=role, password=password, language=language)
            if organisation:
                firm = organisation_id(c, organisation)
                add_member(c, firm, person.id, default_role(c, firm))
    click.echo(f"已添加 {person.email}（{role}）。" if zh else f"Added {person.email} ({role}).")
    if generate:
        click.echo(f"密码（只显示这一次）：{password}" if zh else f"Password (shown this once): {password}")


@command.command("list")
@click.option("--search", default="", metavar="TEXT", help="Part of a name or of an e-mail address.")
@click.option("--role", default="", metavar="ROLE", help="Only accounts with this role.")
@click.option("--disabled/--active", default=None, help="Only accounts that are disabled, or are not.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@database_option
@language_option
def listed(search: str, role: str, disabled: bool | None, as_json: bool, database: str | None, language: str) -> None:
    """List accounts by e-mail address: address, role, whether disabled, name."""
    from ...store.accounts.people import people

    with opened(database) as store, store.read() as c:
        page = people(c, limit=_PAGE, search=search, role=role, disabled=disabled)
        while page:
            for one in page:
                if as_json:
                    print_json(_record(one))
                else:
                    click.echo(_line(one, zh=language == "zh"))
            page = people(c, after=page[-1].email, limit=_PAGE, search=search, role=role, disabled=disabled)


def _record(one: "Person") -> dict[str, object]:
    return {"email": one.email, "name": one.name, "role": one.role, "disabled": one.disabled_at is not None}


def _line(one: "Person", *, zh: bool) -> str:
    state = ("停用" if zh else "disabled") if one.disabled_at else ("可用" if zh else "active")
    return f"{one.email}\t{one.role}\t{state}\t{one.name}"


@command.command("disable")
@click.argument("email")
@database_option
@language_option
def disable(email: str, database: str | None, language: str) -> None:
    """Disable an account: its sessions end at once, and it cannot sign in."""
    from ...store.accounts.people import disable as disabling

    with opened(database) as store, store.write() as c:
        disabling(c, _named(c, email).id, None)
    click.echo(f"已停用 {email}。" if language == "zh" else f"Disabled {email}.")


@command.command("enable")
@click.argument("email")
@database_option
@language_option
def enable(email: str, database: str | None, language: str) -> None:
    """Let a disabled account be used again."""
    from ...store.accounts.people import enable as enabling

    with opened(database) as store, store.write() as c:
        enabling(c, _named(c, email).id, None)
    click.echo(f"已重新启用 {email}。" if language == "zh" else f"Enabled {email}.")


@command.command("role")
@click.argument("email")
@click.argument("role")
@database_option
@language_option
def role(email: str, role: str, database: str | None, language: str) -> None:
    """Give an account the role enterprise, consultant, analyst or administrator."""
    from ...store.accounts.people import set_role

    with opened(database) as store, store.write() as c:
        set_role(c, _named(c, email).id, role, None)
    click.echo(f"{email} 的角色已改为 {role}。" if language == "zh" else f"{email} has the role {role} now.")


@command.command("reset")
@click.argument("email")
@click.option("--generate", is_flag=True, help="Generate a password and print it once, instead of asking for one.")
@click.option("--second-factor", is_flag=True, help="Remove the second factor instead, after a phone was lost.")
@database_option
@language_option
def reset(email: str, generate: bool, second_factor: bool, database: str | None, language: str) -> None:
    """Set a new password, or remove the second factor; all sessions of the account end."""
    from ...store.accounts.people import set_password
    from ...store.accounts.second_factor import remove

    zh = language == "zh"
    with opened(database) as store:
        with store.read() as c:
            who = _named(c, email)
        password = "" if second_factor else secrets.token_urlsafe(_LENGTH) if generate else _asked(zh)
        with store.write() as c:
            if second_factor:
                remove(c, who.id, None)
            else:
                set_password(c, who.id, password)
    click.echo(f"已重置 {email}，登录已全部结束。" if zh else f"{email} was reset; all sessions ended.")
    if generate and not second_factor:
        click.echo(f"密码（只显示这一次）：{password}" if zh else f"Password (shown this once): {password}")


@command.command("erase")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask.")
@database_option
@language_option
def erase(email: str, yes: bool, database: str | None, language: str) -> None:
    """Erase a person: name, address and password go for ever, what was entered stays."""
    from ...store.accounts.personal_data import erase_person

    zh = language == "zh"
    if not yes:
        words = f"永久删去 {email} 的姓名和邮箱？" if zh else f"Erase name and address of {email} for ever?"
        click.confirm(words, abort=True)
    with opened(database) as store, store.write() as c:
        erase_person(c, _named(c, email).id, None)
    click.echo("已注销。" if zh else "Erased.")


def _named(c: Connection, email: str) -> "Person":
    """The person with this address. Raises NotFound."""
    from ...store.accounts.people import find_person

    found = find_person(c, email)
    if found is None:
        raise NotFound(Problem("account-not-found"))
    return found


def _asked(zh: bool) -> str:
    again = "再输入一次" if zh else "Repeat it"
    answer: str = click.prompt("密码" if zh else "Password", hide_input=True, confirmation_prompt=again)
    return answer
