"""What a process says, the others hear, and what nobody hears is lost without harm."""

import os
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests import people
from workspace.core import relay
from workspace.core.db import Database, connect
from workspace.core.relay import MOST, News

MANY = 100  # looks, of a quarter of a second at most


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "PULSE", 0.05)


def tell(database: Database, *words: str) -> None:
    with database.writing.begin() as session:
        for one in words:
            database.relay.tell(session, one)


@contextmanager
def listening(database: Database) -> Iterator[Generator[News, None, None]]:
    with closing(database.relay.heard()) as heard:
        assert next(heard).has_changed  # whatever was committed before
        yield heard


def said(heard: Iterator[News], count: int) -> list[str]:
    found: list[str] = []
    for _ in range(MANY):
        if len(found) >= count:
            break
        found += next(heard).said
    return found


def test_each_process_hears_what_one_says(database: Database, neighbour: Database) -> None:
    with listening(database) as here, listening(neighbour) as there:
        tell(database, "Bonjour à tous", "deux")

        assert said(here, 2) == said(there, 2) == ["Bonjour à tous", "deux"]


def test_a_commit_is_heard_elsewhere(database: Database, neighbour: Database) -> None:
    with listening(neighbour) as there:
        with database.writing() as session:
            people.lead(session)

        assert any(next(there).has_changed for _ in range(MANY))


def test_what_is_too_long_is_not_said(database: Database) -> None:
    with listening(database) as here:
        tell(database, "é" * (MOST // 2 + 1), "court")

        assert said(here, 1) == ["court"]


def test_who_comes_later_hears_nothing_of_before(database: Database) -> None:
    tell(database, "Personne ?")

    with listening(database) as here:
        tell(database, "Enfin")

        assert said(here, 1) == ["Enfin"]


def test_who_was_killed_leaves_nothing(tmp_path: Path) -> None:
    database = connect(f"sqlite:///{tmp_path}/workspace.db")
    left = tmp_path / "relay" / "left"
    left.parent.mkdir()
    os.mkfifo(left)

    with listening(database) as here:
        tell(database, "Qui est là ?")

        assert said(here, 1) == ["Qui est là ?"]
        assert not left.exists()
    assert list(left.parent.iterdir()) == []


def test_who_does_not_listen_holds_nobody_up(tmp_path: Path) -> None:
    database = connect(f"sqlite:///{tmp_path}/workspace.db")
    with listening(database) as here:
        tell(database, *("x" * (MOST - 1) for _ in range(100)))

        assert 0 < len(said(here, 10)) < 100
