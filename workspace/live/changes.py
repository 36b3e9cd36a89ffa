"""Noting who looks at a page; kept out of the journal, which tells what people did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

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


def note_caret(session: Session, look: Look, caret: dict[str, Any] | None, now: datetime) -> None:
    """Note where somebody writes in a text, which is their place; None: nowhere any more."""
    found = session.get(Presence, look.page)
    if found is None and caret is not None:
        found = Presence(**vars(look), at=now)
        session.add(found)
    # Who says that they write nowhere any more may have left already: they are not here again.
    if found and found.user_id == look.user_id:
        found.at, found.text, found.caret = now, look.place, caret
    journal.ring(session, look.space_id)


def note_departure(session: Session, page: str, user_id: int) -> None:
    """Forget a page that its reader has closed."""
    left = delete(Presence).where(Presence.page == page, Presence.user_id == user_id)
    for space_id in session.scalars(left.returning(Presence.space_id)):
        journal.ring(session, space_id)
