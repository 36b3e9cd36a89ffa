"""The library from a terminal: importing cases, searching them, indexing them again."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from workspace.commands.prepare import database_of, here, prepare
from workspace.core import upkeep
from workspace.core.db import Database
from workspace.core.follow import Follower
from workspace.core.keeper import Keeper
from workspace.library import changes, search
from workspace.library.forms import WrongLineError, read_cases
from workspace.library.search import Asked, Results

STANDARD_INPUT = "-"
PATIENCE = 900.0  # seconds for which another process may index what was imported
SHORT_PATIENCE = 5.0  # and for which a search waits for it
POLL = 0.05

group = AppGroup("library", help="Import and search cases of cooperation.")


@group.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_appcontext
def import_(file: Path) -> None:
    """Add or revise the cases of FILE, one JSON object a line: all of them, or none."""
    database, keeper = prepare(here()), keeper_of(here())
    try:
        with file.open("rb") as lines:
            drafts = read_cases(lines)
    except WrongLineError as error:
        raise click.ClickException(f"{file}: {error}. Nothing was imported.") from error
    with database.writing.begin() as session:
        done = changes.import_cases(session, drafts)
    if not _index(database, keeper, PATIENCE):
        raise click.ClickException("Everything was imported, but is not indexed yet.")
    click.echo(f"{len(drafts)} cases: {done.added} added, {done.revised} revised.")


@group.command("search")
@click.argument("query")
@click.option("--limit", type=click.IntRange(1, search.MOST), default=10, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each query.")
@with_appcontext
def search_(query: str, limit: int, *, as_json: bool) -> None:
    """Search the published cases; with «-», one query a line from standard input."""
    database, keeper = prepare(here()), keeper_of(here())
    if not _index(database, keeper, SHORT_PATIENCE):
        click.echo("The index is being made: some cases may be missing.", err=True)
    for text in _queries(query):
        with database.reading() as session:
            found = search.results(session, keeper, Asked(text, number=limit), None)
        click.echo(_as_json(text, found) if as_json else _told(found))


@group.command("reindex")
@with_appcontext
def reindex() -> None:
    """Make the index again from the database."""
    database, keeper = prepare(here()), keeper_of(here())
    if keeper.claim():
        upkeep.rebuild(database.reading, keeper, search.SOURCE)
        keeper.folder.release()
    else:
        keeper.folder.wish()
        if not _wait(lambda: not keeper.folder.has_wish(), PATIENCE):
            raise click.ClickException("The process that indexes has not answered yet.")
    click.echo("Indexed.")


def keeper_of(app: Flask) -> Keeper:
    """Return the keeper of the index of an application."""
    keeper: Keeper = app.extensions["index"]
    return keeper


def make_index(app: Flask) -> None:
    """Bring the index up to date before anyone is served."""
    _index(database_of(app), keeper_of(app), SHORT_PATIENCE)


def follow(app: Flask) -> Follower:
    """Keep the index up to date as long as this process serves."""
    database, keeper = database_of(app), keeper_of(app)
    follower = Follower(database, lambda: upkeep.keep_up(database.reading, keeper, search.SOURCE))
    follower.start()
    return follower


def _index(database: Database, keeper: Keeper, patience: float) -> bool:
    # Another process that holds the index brings it up to date by itself.
    def is_done() -> bool:
        with database.reading() as session:
            if upkeep.is_up_to_date(session, keeper, search.SOURCE):
                return True
        if not keeper.claim():
            return False
        upkeep.catch_up(database.reading, keeper, search.SOURCE)
        keeper.folder.release()
        return True

    return _wait(is_done, patience)


def _wait(is_done: Callable[[], bool], patience: float) -> bool:
    deadline = monotonic() + patience
    while not is_done():
        if monotonic() > deadline:
            return False
        sleep(POLL)
    return True


def _queries(query: str) -> Iterator[str]:
    if query != STANDARD_INPUT:
        return iter([query])
    return (line.decode(errors="replace").rstrip("\r\n") for line in sys.stdin.buffer)


def _as_json(text: str, found: Results) -> str:
    return json.dumps({"query": text, **found}, ensure_ascii=False)


def _told(found: Results) -> str:
    lines = (f"{one['score']:8.3f}  {one['id']}  {one['title']}" for one in found["results"])
    return "\n".join([f"{found['total']} cases", *lines])
