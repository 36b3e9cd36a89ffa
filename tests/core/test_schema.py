"""The tables as migrations make them, on each engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import op
from sqlalchemy import Engine, inspect, make_url, text

from tests.conftest import ENGINES, Url, in_postgres
from workspace.core import checks, journal, schema
from workspace.core.db import Base, Database, connect

TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


@pytest.fixture(params=ENGINES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Each engine in turn, without a table."""
    yield from opened(request, tmp_path, "empty")


@pytest.fixture
def declared(request: pytest.FixtureRequest, empty: Database, tmp_path: Path) -> Iterator[Database]:
    """The same engine, with the tables that the models declare."""
    request.param = empty.engine.dialect.name
    for database in opened(request, tmp_path, "declared"):
        Base.metadata.create_all(database.engine)
        yield database


def opened(request: pytest.FixtureRequest, folder: Path, name: str) -> Iterator[Database]:
    if request.param == "sqlite":
        database = connect(f"sqlite:///{folder / name}.db")
        yield database
        database.engine.dispose()
        return
    postgres: Url = request.getfixturevalue("postgres")
    in_postgres(postgres, f"CREATE DATABASE {name}")
    url = make_url(postgres).set(database=name)
    database = connect(url.render_as_string(hide_password=False))
    yield database
    database.engine.dispose()
    in_postgres(postgres, f"DROP DATABASE {name} WITH (FORCE)")


def test_migrations_make_what_the_models_declare(empty: Database, declared: Database) -> None:
    schema.upgrade(empty.engine)

    assert described(empty.engine) == described(declared.engine)


def test_what_goes_up_comes_down_and_up_again(empty: Database) -> None:
    schema.upgrade(empty.engine)
    made = described(empty.engine)

    schema.downgrade(empty.engine, "base")

    assert set(described(empty.engine)) == {"triggers"}
    schema.upgrade(empty.engine)
    assert described(empty.engine) == made


def test_what_is_written_survives_a_second_upgrade(empty: Database) -> None:
    schema.upgrade(empty.engine)
    with empty.writing.begin() as session:
        space = journal.accounts_space(session)
        journal.record(session, journal.Hand(space), "accounts.tried", 1)

    schema.upgrade(empty.engine)

    with empty.reading() as session:
        assert list(checks.chains(session)) == []
        assert session.get_one(journal.Space, space).seq == 1


def test_an_interrupted_upgrade_leaves_nothing_behind(
    empty: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(op, "execute", stumble)
        with pytest.raises(KeyboardInterrupt):
            schema.upgrade(empty.engine)

    assert set(described(empty.engine)) == {"triggers"}
    schema.upgrade(empty.engine)
    assert schema.is_current(empty.engine)


def test_a_newer_database_is_left_alone(empty: Database) -> None:
    schema.upgrade(empty.engine)
    with empty.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'later'"))

    with pytest.raises(schema.NewerDatabaseError, match="newer version"):
        schema.upgrade(empty.engine)

    assert not schema.is_current(empty.engine)


def described(engine: Engine) -> dict[str, object]:
    """Return all that an engine knows of its tables, in an order of its own."""
    looking = inspect(engine)
    tables = {
        table: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in looking.get_columns(table)
            },
            "key": looking.get_pk_constraint(table),
            "links": ordered(looking.get_foreign_keys(table)),
            "indexes": ordered(looking.get_indexes(table)),
            "unique": ordered(looking.get_unique_constraints(table)),
            "checks": ordered(looking.get_check_constraints(table)),
        }
        for table in looking.get_table_names()
        if table != "alembic_version"
    }
    with engine.connect() as connection:
        names = connection.execute(text(TRIGGERS[engine.dialect.name])).scalars()
        return {**tables, "triggers": sorted(names)}


def ordered(found: object) -> list[str]:
    assert isinstance(found, list)
    return sorted(map(str, found))
