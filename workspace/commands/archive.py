"""Saving, restoring and verifying an installation."""

from datetime import timedelta
from pathlib import Path

import click
from flask.cli import with_appcontext

from workspace.commands.library import keeper_of, make_index
from workspace.commands.prepare import database_of, here, prepare, settings_of
from workspace.core import archive, checks, clock, schema, upkeep
from workspace.core.db import Database
from workspace.files import queries as files
from workspace.library.search import SOURCE

GRACE = timedelta(days=1)  # a file may reach the disk long before what refers to it


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def backup(file: Path) -> None:
    """Save the database and the files into FILE, while people work."""
    try:
        size = archive.save(_place(prepare(here())), file)
    except OSError as error:
        raise click.ClickException(f"Nothing was saved: {error}") from error
    click.echo(f"{file}: {size} bytes")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_appcontext
def restore(file: Path) -> None:
    """Put what FILE holds in place; what was there is kept aside."""
    database = database_of(here())
    try:
        aside = archive.restore(_place(database), file, schema.known())
    except archive.DamagedError as error:
        raise click.ClickException(f"{error} Nothing was changed.") from error
    database.engine.dispose()
    schema.upgrade(database.engine)
    make_index(here())
    click.echo(f"Restored. What was there before is in {aside}.")


@click.command("verify")
@with_appcontext
def verify() -> None:
    """Check the database, the journal, the files and the index; sweep what nothing refers to."""
    database, keeper, faults = prepare(here()), keeper_of(here()), list[str]()
    if keeper.folder.is_whole():
        make_index(here())
    with database.reading() as session:
        for check in (checks.integrity, checks.chains, *here().extensions["checks"]):
            faults.extend(check(session))
        faults.extend(upkeep.faults(session, keeper, SOURCE))
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise SystemExit(1)
    _sweep(database)
    click.echo("Everything is in order.")


def _sweep(database: Database) -> None:
    # Only what is known to be in order says which files nothing refers to any more.
    with database.reading() as session:
        swept = here().extensions["store"].sweep(files.wanted(session), clock.now() - GRACE)
    if swept:
        click.echo(f"Swept away, since nothing refers to them any more: {swept} files.")


def _place(database: Database) -> archive.Place:
    path = database.engine.url.database
    if database.engine.dialect.name != "sqlite" or not path:
        raise click.ClickException("PostgreSQL is saved with its own pg_dump and pg_restore.")
    return archive.Place(Path(path), settings_of(here()).data)
