"""Making the database ready before anyone is served."""

from flask import Flask

from workspace.core import journal, schema
from workspace.core.db import Database
from workspace.settings import Settings


def prepare(app: Flask) -> Database:
    """Make or migrate the tables, and the one space of the accounts."""
    database: Database = app.extensions["workspace"]
    if not schema.is_current(database.engine):
        schema.upgrade(database.engine)
    with database.writing.begin() as session:
        journal.accounts_space(session)
    return database


def settings_of(app: Flask) -> Settings:
    """Return the settings of an application."""
    settings: Settings = app.extensions["settings"]
    return settings
