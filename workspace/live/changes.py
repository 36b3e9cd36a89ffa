"""Noting who looks at a page; kept out of the journal, which tells what people did."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from workspace.core import journal
from workspace.live.models import Presence
from workspace.live.queries import PATIENCE


@dataclass(frozen=True)
class Look:
    """A page that someone has before their eyes."""

    page: str
    place: str
    space_id: int
    user_id: int
    institution_id: int | None


def note_presence(session: Session, look: Look, now: datetime) -> None:
    """Note that a page is still looked at, and forget those that fell silent."""
    session.execute(delete(Presence).where(Presence.at < now - PATIENCE))
    found = session.get(Presence, look.page)
    if found is None:
        session.add(Presence(**vars(look), at=now))
    elif found.user_id == look.user_id:
        found.at, found.place = now, look.place
    journal.ring(session, look.space_id)


def note_departure(session: Session, page: str, user_id: int) -> None:
    """Forget a page that its reader has closed."""
    left = delete(Presence).where(Presence.page == page, Presence.user_id == user_id)
    for space_id in session.scalars(left.returning(Presence.space_id)):
        journal.ring(session, space_id)
