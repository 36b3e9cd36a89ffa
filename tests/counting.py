"""Counting the queries that a page or a function makes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Note the queries that are made meanwhile, savepoints of the tests left out."""
    asked: list[str] = []

    def note(*seen: Any) -> None:  # those of SQLAlchemy
        if "SAVEPOINT" not in seen[2]:
            asked.append(seen[2])

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)
