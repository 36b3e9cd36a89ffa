"""What is done before anyone is served."""

import click
from flask import Flask

from workspace.commands import demo, library
from workspace.commands.prepare import load_register, prepare, settings_of


def make_ready(app: Flask) -> None:
    """Make the tables, the register, the demonstration and the index ready; say who may come in."""
    database, settings = prepare(app), settings_of(app)
    load_register(database)
    if settings.is_demo:
        demo.load(database)
    library.make_index(app)
    # Workers are forked from this process: a connection they shared would show each of them
    # what the other has not finished, or has long replaced.
    database.engine.dispose()
    click.echo(f"Maillage: {settings.base_url}")
    if settings.is_demo:
        click.echo(demo.accounts_told())
