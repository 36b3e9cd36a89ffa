"""What can be verified of a database at any time."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from workspace.core.journal import Event, Space, seal

CHUNK = 500  # events held at once


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
    for space in session.scalars(select(Space)).all():
        fault = _fault_of(session, space)
        if fault:
            yield f"journal: space {space.id} {fault}"


def _fault_of(session: Session, space: Space) -> str | None:
    digest, last = "", 0
    while events := _events_after(session, space.id, last):
        for event in events:
            if event.seq != last + 1 or event.digest != seal(digest, event):
                return f"was changed at event {last + 1}"
            digest, last = event.digest, event.seq
        session.expunge_all()
    return "lacks its last events" if (digest, last) != (space.digest, space.seq) else None


def _events_after(session: Session, space_id: int, seq: int) -> Sequence[Event]:
    return session.scalars(
        select(Event)
        .where(Event.space_id == space_id, Event.seq > seq)
        .order_by(Event.seq)
        .limit(CHUNK)
    ).all()
