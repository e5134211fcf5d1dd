"""`maturity user`: accounts."""

import secrets

import click

from .common import database_option, language_option, opened

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
    from ..store.accounts.people import add_person
    from ..store.enterprises.lookup import organisation_id
    from ..store.enterprises.organisations import add_member, default_role

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


def _asked(zh: bool) -> str:
    again = "再输入一次" if zh else "Repeat it"
    answer: str = click.prompt("密码" if zh else "Password", hide_input=True, confirmation_prompt=again)
    return answer
