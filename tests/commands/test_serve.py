"""What is done before anyone is served."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.pool import QueuePool

from tests.conftest import Url, close, database_of, open_app, settings_for
from tests.territories.conftest import write
from workspace.accounts.models import User
from workspace.app import create_app
from workspace.commands import prepare, serve
from workspace.core.journal import Space
from workspace.library import queries as cases
from workspace.projects.models import Project
from workspace.territories.queries import propose


@pytest.fixture(autouse=True)
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small register of territories."""
    (tmp_path / "geo").mkdir()
    monkeypatch.setattr(prepare, "REGISTER", write(tmp_path / "geo"))


@pytest.fixture
def empty(tmp_path: Path) -> Url:
    """A database that is not there yet."""
    return f"sqlite:///{tmp_path / 'workspace.db'}"


def count(app: Flask, table: type[User] | type[Project]) -> int:
    with database_of(app).reading() as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def journals(app: Flask) -> list[int]:
    with database_of(app).reading() as session:
        return list(session.scalars(select(Space.seq).order_by(Space.id)))


def ready(url: Url, folder: Path) -> Flask:
    """Start an installation, as a process of its own would."""
    app = open_app(url, folder)
    serve.make_ready(app)
    return app


def test_an_empty_folder_becomes_a_demonstration(
    empty: Url, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = ready(empty, tmp_path)

    told = capsys.readouterr().out
    assert "http://maillage.example" in told
    assert all(f"{name}@demo.example" in told for name in ("lead", "contributor", "reader"))
    assert app.test_client().get("/readyz").status_code == 200
    assert app.test_client().get("/library/search.json?q=EPCC").json["total"] == 4  # type: ignore[index]  # it answers in JSON
    close(database_of(app))


def test_a_second_start_changes_nothing(empty: Url, tmp_path: Path) -> None:
    first = ready(empty, tmp_path)
    before = journals(first)
    close(database_of(first))

    second = ready(empty, tmp_path)

    assert journals(second) == before
    close(database_of(second))


@pytest.mark.parametrize("left", ["garbage in the index", "no index", "a lock", "a pid"])
def test_what_a_crash_leaves_behind_keeps_nobody_from_starting(
    empty: Url, tmp_path: Path, left: str
) -> None:
    close(database_of(ready(empty, tmp_path)))
    index = tmp_path / "index"
    for path in index.iterdir():
        if left == "no index":
            path.unlink()
        elif left == "garbage in the index":
            path.write_bytes(b"?")
    (index / "writer.lock").write_bytes(b"12345" if left == "a lock" else b"")
    (tmp_path / "gunicorn.pid").write_text("12345" if left == "a pid" else "")

    app = ready(empty, tmp_path)

    assert app.test_client().get("/library/search.json?q=EPCC").json["total"] == 4  # type: ignore[index]  # it answers in JSON
    close(database_of(app))


def test_workers_inherit_no_connection(empty: Url, tmp_path: Path) -> None:
    app = ready(empty, tmp_path)

    pool = database_of(app).engine.pool
    assert isinstance(pool, QueuePool)
    assert (pool.checkedin(), pool.checkedout()) == (0, 0)
    close(database_of(app))


def test_production_has_the_register_and_nobody(
    empty: Url, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = create_app(replace(settings_for(empty, tmp_path), env="production"))

    serve.make_ready(app)

    with database_of(app).reading() as session:
        assert "Grenoble" in [place.name for place in propose(session, "greno")]
        assert cases.head(session) is None
    assert count(app, User) == count(app, Project) == 0
    assert "demo" not in capsys.readouterr().out
    close(database_of(app))
