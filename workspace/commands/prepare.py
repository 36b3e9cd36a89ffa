"""Making the database ready before anyone is served."""

import click
from flask import Flask
from flask.cli import ScriptInfo

from workspace.core import journal, schema
from workspace.core.db import Database
from workspace.settings import ROOT, Settings
from workspace.territories import changes as territories

REGISTER = ROOT / "workspace" / "content" / "geo"


def prepare(app: Flask) -> Database:
    """Make or migrate the tables, and the one space of the accounts."""
    database = database_of(app)
    if not schema.is_current(database.engine):
        schema.upgrade(database.engine)
    with database.writing.begin() as session:
        journal.accounts_space(session)
    return database


def load_register(database: Database) -> None:
    """Take over the register of territories, unless this very one is in place."""
    with database.writing.begin() as session:
        territories.load_register(session, REGISTER)


def here() -> Flask:
    """Return the application of the command that runs."""
    return click.get_current_context().ensure_object(ScriptInfo).load_app()


def database_of(app: Flask) -> Database:
    """Return the database of an application."""
    database: Database = app.extensions["workspace"]
    return database


def settings_of(app: Flask) -> Settings:
    """Return the settings of an application."""
    settings: Settings = app.extensions["settings"]
    return settings
