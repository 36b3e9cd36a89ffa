"""Accounts from a terminal: the first of an installation is made here."""

import sys

import click
from flask.cli import AppGroup, with_appcontext

from workspace.accounts import changes, policy
from workspace.accounts.changes import Newcomer
from workspace.accounts.models import Language, Purpose
from workspace.commands.prepare import here, prepare, settings_of
from workspace.core import mail, passwords
from workspace.core.errors import Refused

group = AppGroup("accounts", help="Make accounts.")


@group.command("create")
@click.argument("email")
@click.option("--name", help="How the person is called; their address when it is not said.")
@click.option("--admin", "is_admin", is_flag=True, help="They manage accounts and the library.")
@click.option("--trainer", "is_trainer", is_flag=True, help="They follow groups of candidates.")
@click.option(
    "--language", type=click.Choice([one.value for one in Language]), default=Language.FRENCH.value
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@with_appcontext
def create(
    email: str, name: str | None, *, password_stdin: bool, language: str, **kind: bool
) -> None:
    """Make the account of EMAIL, and print the link by which they choose their password."""
    database = prepare(here())
    if not mail.is_address(email):
        raise click.ClickException(f"«{email}» is not the address of one person.")
    password = _typed(email, name or "") if password_stdin else None
    kept = passwords.kept(password) if password else None
    newcomer = Newcomer(email, name or email, kept, Language(language), **kind)
    with database.writing.begin() as session:
        try:
            person = changes.create_account(session, newcomer)
        except Refused as error:
            raise click.ClickException(f"{email} has an account already.") from error
        secret = None if kept else changes.ask_reset(session, person, purpose=Purpose.WELCOME)
    click.echo(f"{email} has an account.")
    if secret:
        click.echo(f"{settings_of(here()).base_url}/account/reset/{secret}")


def _typed(*words: str) -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    found = policy.weakness(password, words)
    if found:
        raise click.ClickException(f"This password is refused: {found}.")
    return password
