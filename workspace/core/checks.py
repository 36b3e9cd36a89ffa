"""What can be verified of a database at any time."""

from collections.abc import Iterator

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from workspace.core.journal import Event, Space, seal


def integrity(session: Session) -> Iterator[str]:
    """Name what the engine itself finds broken."""
    if session.get_bind().dialect.name != "sqlite":
        return
    for (line,) in session.execute(text("PRAGMA integrity_check")):
        if line != "ok":
            yield f"database: {line}"
    for row in session.execute(text("PRAGMA foreign_key_check")):
        yield f"database: row {row[1]} of {row[0]} points to nothing"


def chains(session: Session) -> Iterator[str]:
    """Name each space whose journal was changed after it was written."""
    for space in session.scalars(select(Space)):
        before, expected = "", 1
        for event in session.scalars(
            select(Event)
            .where(Event.space_id == space.id)
            .order_by(Event.seq)
            .execution_options(yield_per=500)
        ):
            if event.seq != expected or event.digest != seal(before, event):
                yield f"journal: space {space.id} was changed at event {expected}"
                break
            before, expected = event.digest, expected + 1
        else:
            if before != space.digest or expected != space.seq + 1:
                yield f"journal: space {space.id} lacks its last events"
