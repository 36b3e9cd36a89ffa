"""Saving, restoring and verifying from a terminal."""

import io
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from tests import people
from tests.conftest import Url, close, database_of, open_app
from tests.library.cases import FILE
from workspace.accounts.models import User
from workspace.core import kinds
from workspace.core.archive import Place, save
from workspace.core.store import Store
from workspace.core.subjects import Subject
from workspace.files.changes import Upload, attach, receive
from workspace.files.models import Attachment
from workspace.projects.changes import Outline, open_project
from workspace.projects.models import Project

FINE = "Everything is in order.\n"
LATER = "later"


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=words)


def titles(app: Flask) -> list[str]:
    with database_of(app).reading() as session:
        return list(session.scalars(select(Project.title).order_by(Project.id)))


def path_of(app: Flask) -> Path:
    return Path(str(database_of(app).engine.url.database))


def meddle(app: Flask, *orders: str) -> None:
    """Change the database as somebody would who goes round the product."""
    with closing(sqlite3.connect(path_of(app))) as database, database:
        for order in orders:
            database.execute(order)


@pytest.fixture
def lived_in(real_app: Flask) -> Flask:
    """An installation with a project, a library and a file."""
    run(real_app, "library", "import", str(FILE))
    store = Store(path_of(real_app).parent)
    note = Upload("note.txt", kinds.BY_MEDIA["text/plain"], io.BytesIO(b"compte rendu"))
    with database_of(real_app).writing() as session:
        lead = people.lead(session)
        subject = Subject("projects", lead.project_id, "Le projet")
        attach(session, lead, subject, receive(store, note))
        session.commit()
    return real_app


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Flask]:
    """Another installation, with nothing in it yet."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    app = open_app(f"sqlite:///{folder / 'workspace.db'}", folder)
    yield app
    close(database_of(app))


def test_what_was_saved_is_restored_elsewhere_in_order(
    lived_in: Flask, elsewhere: Flask, tmp_path: Path
) -> None:
    assert run(lived_in, "backup", str(tmp_path / "backup")).exit_code == 0

    assert run(elsewhere, "restore", str(tmp_path / "backup")).exit_code == 0

    assert titles(elsewhere) == titles(lived_in)
    assert run(elsewhere, "verify").output == FINE
    assert run(elsewhere, "library", "search", "EPCC").output.startswith("4 cases")


def test_a_backup_under_load_holds_all_that_was_acknowledged(
    lived_in: Flask, elsewhere: Flask, tmp_path: Path
) -> None:
    done, stop = list[str](), Event()
    writer = Thread(target=keep_opening, args=(lived_in, done, stop))
    writer.start()
    while len(done) < 20:
        stop.wait(0.01)
    before = list(done)

    saved = run(lived_in, "backup", str(tmp_path / "backup"))

    stop.set()
    writer.join()
    run(elsewhere, "restore", str(tmp_path / "backup"))
    assert saved.exit_code == 0
    assert set(before) <= set(titles(elsewhere))
    assert run(elsewhere, "verify").output == FINE


def keep_opening(app: Flask, done: list[str], stop: Event) -> None:
    while not stop.is_set():
        with database_of(app).writing() as session:
            person = session.scalars(select(User)).first()
            assert person
            title = f"Projet {len(done)}"
            open_project(session, person, Outline(title), institution_id=None)
            session.commit()
        done.append(title)


@pytest.mark.parametrize("damage", ["cut", "newer", "no backup"])
def test_what_cannot_be_trusted_is_refused_before_anything_is_touched(
    lived_in: Flask, tmp_path: Path, damage: str
) -> None:
    backup, place = tmp_path / "backup", Place(path_of(lived_in), path_of(lived_in).parent)
    meddle(lived_in, "ALTER TABLE alembic_version RENAME TO kept")
    meddle(lived_in, "CREATE TABLE alembic_version AS SELECT 'later' AS version_num")
    if damage != "newer":
        put_back(lived_in)
    save(place, backup)
    if damage == "newer":
        put_back(lived_in)
    whole = backup.read_bytes()
    backup.write_bytes({"cut": whole[:-100], "newer": whole, "no backup": b"PK"}[damage])
    before = path_of(lived_in).read_bytes()

    result = run(lived_in, "restore", str(backup))

    assert result.exit_code == 1
    assert "Nothing was changed" in result.output
    assert path_of(lived_in).read_bytes() == before
    assert not list(place.data.glob("before-restore-*"))


def put_back(app: Flask) -> None:
    meddle(app, "DROP TABLE alembic_version", "ALTER TABLE kept RENAME TO alembic_version")


def test_a_backup_that_cannot_be_written_says_so(lived_in: Flask, tmp_path: Path) -> None:
    result = run(lived_in, "backup", str(tmp_path / "no" / "such" / "folder"))

    assert result.exit_code == 1
    assert "Nothing was saved" in result.output


def test_the_commands_make_an_empty_installation_without_content(elsewhere: Flask) -> None:
    assert run(elsewhere, "verify").output == FINE
    assert titles(elsewhere) == []


UNFREEZE = "DROP TRIGGER frozen_event_update"


def forget_the_end(app: Flask) -> None:
    meddle(app, "DROP TRIGGER frozen_event_delete", "DELETE FROM event WHERE seq > 3")


def rewrite_history(app: Flask) -> None:
    meddle(app, UNFREEZE, "UPDATE event SET name = 'projects.closed' WHERE seq = 1")


def lose_a_file(app: Flask) -> None:
    with database_of(app).reading() as session:
        digest = session.scalars(select(Attachment.digest)).one()
    app.extensions["store"].path(digest).unlink()


def spoil_the_index(app: Flask) -> None:
    for path in (path_of(app).parent / "index").glob("*.*"):
        path.write_bytes(path.read_bytes()[:-3] + b"???")


def publish_in_secret(app: Flask) -> None:
    meddle(app, "UPDATE library_case SET status = 'draft' WHERE id = 1")


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        (forget_the_end, "journal: space"),
        (rewrite_history, "was changed at event 1"),
        (lose_a_file, "is missing"),
        (spoil_the_index, "index: is damaged"),
        (publish_in_secret, "is not what the database says"),
    ],
)
def test_harm_is_named(lived_in: Flask, harm: Callable[[Flask], None], named: str) -> None:
    assert run(lived_in, "verify").output == FINE
    harm(lived_in)

    result = run(lived_in, "verify")

    assert result.exit_code == 1
    assert named in result.output


def test_the_index_is_made_again_on_demand(lived_in: Flask) -> None:
    spoil_the_index(lived_in)

    run(lived_in, "library", "reindex")

    assert run(lived_in, "verify").output == FINE


def test_postgresql_is_saved_by_its_own_means(own_postgres: Url, tmp_path: Path) -> None:
    app = open_app(own_postgres, tmp_path)

    result = run(app, "backup", str(tmp_path / "backup"))

    assert "pg_dump" in result.output
    assert run(app, "verify").output == FINE
    close(database_of(app))
